"""Several pairs side by side, each with its own answer; nothing is averaged over them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import QuestionError
from leeway.faces.figures.comparison import sides_chart
from leeway.faces.report.parts import Section, table
from leeway.faces.web.addresses import FORMS, address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.queries import AskQuery, Known, Words
from leeway.faces.web.templating import rendered
from leeway.faces.web.views import View, shown
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import points

MOST_PAIRS = 8
_EXAMPLE = "/compare?pair=KAZ,RUS&pair=ARM,RUS&since=2010"


class CompareQuery(Known):
    """Of several pairs over one window."""

    pair: tuple[Words, ...] = Field(
        default=(), max_length=MOST_PAIRS, description="Two states with a comma; repeat it."
    )


def router(answers: Answers) -> APIRouter:
    """The address of comparisons."""
    found = APIRouter(include_in_schema=False)

    async def compare(request: Request) -> Response:
        form = split_form(request.url.path)[1]
        query = read_query(CompareQuery, request.query_params.multi_items())
        keys = tuple(",".join(_pair(one)) for one in query.pair)
        query = query.model_copy(update={"pair": keys})
        own = address("compare", (), _pairs_first(query), form=form)
        told = partial(_compared, answers, query)
        return await shown(request, answers, own, lambda: _view(query, told()), partial(_page, query, told))

    for form in ("", *FORMS):
        found.add_api_route(f"/compare{'.' if form else ''}{form}", compare, methods=["GET"])
    found.add_api_route("/embed/compare", compare, methods=["GET"])
    return found


def _pairs_first(query: CompareQuery) -> dict[str, Any]:
    return {"pair": query.pair, **query.given()}


def _pair(text: str) -> tuple[str, ...]:
    names = [one.strip() for one in text.replace("-", ",").split(",") if one.strip()]
    if len(names) != 2:
        raise QuestionError(f"'{text[:60]}' does not name two states.", hint=f"For example {_EXAMPLE}")
    return settled("ask", tuple(names))


def _asked(query: CompareQuery) -> AskQuery:
    return AskQuery(since=query.since, until=query.until, as_of=query.as_of)


def _compared(answers: Answers, query: CompareQuery) -> list[Any]:
    """The answer of every pair."""
    return [answers.told("ask", tuple(pair.split(",")), _asked(query)).content for pair in query.pair]


def _view(query: CompareQuery, found: list[Any]) -> View:
    sources = {one["id"]: one for content in found for one in content["data"]["sources"]}
    return View(
        name="compare",
        places=(),
        query=_pairs_first(query),
        title="Pairs side by side",
        content={"answers": found},
        rows=[_row(content) for content in found],
        draw=partial(sides_chart, found) if found else None,
        data={"data": {**(found[0]["data"] if found else {}), "sources": list(sources.values())}},
    )


def _page(query: CompareQuery, told: Callable[[], list[Any]], view: View) -> bytes:
    found = told()
    lines = table("Changes in each line's own unit", _lines(found))
    return rendered(
        "compare.html",
        title=view.title,
        sentence="",
        told_facts=(),
        charts=[("sides", view.draw(), view.picture)] if view.draw else [],
        sections=[Section("Line by line", tables=lines)] if found else [],
        rows=view.rows,
        links=[
            (
                content["question"],
                address("ask", (content["state"], content["partner"]), _asked(query).given()),
            )
            for content in found
        ],
        name=view.name,
        places=(),
        query=view.query,
        forms=view.forms if found else (),
        example=_EXAMPLE,
    )


def _row(content: Any) -> dict[str, Any]:
    onset, moved = content["onset"] or {}, content["moved"] or {}
    return {
        "state": content["state"],
        "partner": content["partner"],
        "since": content["since"],
        "until": content["until"],
        "answer": content["answer"],
        "probability": content["probability"],
        "onset": onset.get("median"),
        "moved_state": moved.get("state"),
        "moved_partner": moved.get("partner"),
        "moved_agenda": moved.get("agenda"),
        "unusual": content["unusual"],
        "leading": content["rivals"][0]["name"] if content["rivals"] else None,
    }


def _lines(found: list[Any]) -> list[dict[str, str]]:
    names = list(dict.fromkeys(line["line"] for content in found for line in content["lines"]))
    rows = []
    for content in found:
        row = {"pair": f"{content['state']} {content['partner']}"}
        told = {line["line"]: line for line in content["lines"]}
        for name in names:
            line = told.get(name)
            if line is None or line["probability"] is None:
                row[name] = "silent"
            else:
                change = points(line["change"], sign=True)
                row[name] = f"{line['direction']} {percent(line['probability'])}, {change}"
        rows.append(row)
    return rows
