"""Several pairs side by side, each with its own answer; nothing is averaged over them."""

from __future__ import annotations

from functools import partial
from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import QuestionError
from leeway.faces.figures.comparison import sides_chart
from leeway.faces.report.parts import Section, table
from leeway.faces.tables import csv_table, json_text
from leeway.faces.web.addresses import address, read_query, settled, split_form
from leeway.faces.web.answers import Answers
from leeway.faces.web.forms import drawn_body
from leeway.faces.web.kept import Body
from leeway.faces.web.queries import AskQuery, Known, Words
from leeway.faces.web.sending import HTML, elsewhere, sent
from leeway.faces.web.templating import rendered
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
        where = address("compare", (), _pairs_first(query), form=form)
        if (other := elsewhere(request, where)) is not None:
            return other
        return sent(request, await answers.body(where, partial(_body, answers, query, form)))

    for path in ("/compare", "/compare.json", "/compare.csv", "/compare.svg", "/compare.png"):
        found.add_api_route(path, compare, methods=["GET"])
    return found


def _pairs_first(query: CompareQuery) -> dict[str, Any]:
    return {"pair": query.pair, **query.given()}


def _pair(text: str) -> tuple[str, ...]:
    names = [one.strip() for one in text.replace("-", ",").split(",") if one.strip()]
    if len(names) != 2:
        raise QuestionError(f"'{text[:60]}' does not name two states.", hint=f"For example {_EXAMPLE}")
    return settled("ask", tuple(names))


def _body(answers: Answers, query: CompareQuery, form: str) -> Body:
    asked = AskQuery(since=query.since, until=query.until, as_of=query.as_of)
    found = [answers.told("ask", tuple(pair.split(",")), asked).content for pair in query.pair]
    if form == "json":
        return Body.of("application/json", json_text({"answers": found}).encode())
    rows = [_row(content) for content in found]
    if form == "csv":
        return Body.of("text/csv; charset=utf-8", csv_table(rows).encode())
    if form in ("svg", "png"):
        if not found:
            raise QuestionError("There is no pair to draw.", hint=f"For example {_EXAMPLE}")
        return drawn_body(sides_chart(found), form)
    picture = address("compare", (), _pairs_first(query), form="svg")
    links = [
        (content["question"], address("ask", (content["state"], content["partner"]), asked.given()))
        for content in found
    ]
    page = rendered(
        "compare.html",
        title="Pairs side by side",
        sentence="",
        told_facts=(),
        charts=[("sides", sides_chart(found), picture)] if found else [],
        sections=[Section("Line by line", tables=table("Changes in each line's own unit", _lines(found)))]
        if found
        else [],
        rows=rows,
        links=links,
        name="compare",
        places=(),
        query=_pairs_first(query),
        forms=("json", "csv", "svg", "png") if found else (),
        example=_EXAMPLE,
    )
    return Body.of(HTML, page)


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
