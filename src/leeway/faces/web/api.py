"""The HTTP interface under /api: the commands of ``leeway``, with their names, defaults and keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from leeway.completion import trailing
from leeway.errors import QuestionError
from leeway.faces.export import explained
from leeway.faces.tables import json_text
from leeway.faces.web import queries
from leeway.faces.web.addresses import address, settled
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS
from leeway.faces.web.kept import Body
from leeway.faces.web.line_pages import bends
from leeway.faces.web.problems import PROBLEM_JSON
from leeway.faces.web.queries import MOST_LETTERS
from leeway.faces.web.reading_pages import read_document
from leeway.faces.web.roll_call_pages import one_roll_call, searched
from leeway.faces.web.sending import sent
from leeway.sources.lineage import cite as citations
from leeway.sources.lineage import sources as listed_sources
from leeway.verdict.naming import find_state, suggest
from leeway.verdict.question import read_question

JSON = "application/json"
DESCRIPTION = (
    "Every answer has the keys of `leeway COMMAND --json`: units, the version of the data and its sources "
    "are inside. States are written as ISO3 code, name, demonym, capital or leader, of today or of the time; "
    "days as 2014, 2014-03 or 2014-03-18. Too little evidence is an answer. Errors are problem details (RFC "
    "9457). Answers carry an entity tag."
)


class ProblemDetails(BaseModel):
    """Why a request has no answer, after RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    hint: str | None = None
    near: list[dict[str, str]] = Field(default_factory=list)


Named = Annotated[str, Field(min_length=1, max_length=MOST_LETTERS)]


class _Of(BaseModel):
    """A state."""

    b: Named = Field(description="A state, however written.", examples=["RUS"])


class _Pair(_Of):
    """Two states."""

    a: Named = Field(description="A state, however written.", examples=["KAZ"])


class AskOf(queries.AskQuery):
    """The question whether A is moving away from B."""

    a: Named = Field(description="A state, or the whole question as one sentence.", examples=["KAZ"])
    b: Named | None = Field(
        default=None, description="The state A may be moving away from.", examples=["RUS"]
    )


class MoversOf(queries.MoversQuery, _Of):
    """Who moved furthest from and towards B."""


class PositionsOf(queries.PositionsQuery):
    """Positions of states, with commas between them."""

    states: Named = Field(description="States, with commas between them.", examples=["KAZ,RUS"])


class TiesOf(queries.TiesQuery, _Pair):
    """The ledger of a pair."""


class TradeOf(queries.TradeQuery, _Pair):
    """Dependence of a pair, leg by leg."""


class BackdoorOf(queries.BackdoorQuery, _Pair):
    """Is A a way around the sanctions on B?"""


class EventsOf(queries.EventsQuery, _Pair):
    """Cooperation and conflict of a pair."""


class VotesOf(queries.VotesQuery, _Pair):
    """The roll calls that say most about a pair."""


class SurpriseOf(queries.SurpriseQuery):
    """How surprising a vote or a position was."""

    state: Named = Field(description="The state that voted or spoke.", examples=["KAZ"])
    what: Named = Field(
        description="A symbol, or a position.", examples=["does not recognise DNR", "A/RES/ES-11/1"]
    )


class Letters(queries.Query):
    """What has been typed so far."""

    q: Named = Field(description="A question that is being typed.", examples=["Is kaza"])
    limit: int = Field(default=8, ge=1, le=20, description="How many.")


class Tables(queries.Query):
    """Which table."""

    table: Named | None = Field(default=None, description="One table only.")


class Symbol(queries.Query):
    """A roll call."""

    symbol: Named = Field(description="Symbol of the resolution.", examples=["A/RES/ES-11/1"])


class Document(BaseModel):
    """A document to read. It is not kept."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, description="The document itself.")
    about: str | None = Field(
        default=None, max_length=120, description="The two states it is about, as KAZ,RUS."
    )


_PROBLEMS: dict[int | str, dict[str, Any]] = {
    status: {"model": ProblemDetails, "content": {PROBLEM_JSON: {}}, "description": says}
    for status, says in (
        (400, "The question cannot be understood."),
        (404, "The data are not here: the hint says how to get them."),
        (421, "The request names another host."),
        (429, "Too many questions wait."),
    )
}
_OK: dict[int | str, dict[str, Any]] = {
    200: {"content": {JSON: {"schema": {"type": "object"}}}, "description": "The keys of --json."},
    304: {"description": "The asker holds the same answer."},
}


_ROWS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {JSON: {"schema": {"type": "array", "items": {"type": "object"}}}},
        "description": "The rows of --json.",
    }
}

_PLACES: Mapping[str, tuple[str, ...]] = {
    "ask": ("a", "b"),
    "movers": ("b",),
    "positions": ("states",),
    "surprise": ("state", "what"),
}
_PAIR = ("a", "b")


def router(answers: Answers) -> APIRouter:
    """Every address under /api."""
    found = APIRouter(
        prefix="/api",
        responses={**_OK, **_PROBLEMS},
        default_response_class=Response,
        dependencies=[Depends(_once)],
    )
    _of_commands(found, answers)
    _of_verdicts(found, answers)
    _of_tables(found, answers)
    return found


def _once(request: Request) -> None:
    """Refuse a name that stands twice where one value counts."""
    held: set[str] = set()
    for name, _ in request.query_params.multi_items():
        if name in held and name not in ("prior", "weight"):
            raise QuestionError(f"'{name[:40]}' stands twice in the address.", hint="Leave one away.")
        held.add(name)


async def _as_pair(asked: AskOf) -> AskOf:
    """The same question with two states, also where it was written as a sentence."""
    if asked.b is not None:
        return asked
    read = await run_in_threadpool(read_question, asked.a, find_state, suggest)
    since, until = asked.since or read.since, asked.until or read.until
    return asked.model_copy(update={"a": read.state, "b": read.partner, "since": since, "until": until})


async def _answered(answers: Answers, request: Request, name: str, asked: queries.Query) -> Response:
    """The answer of a command: states settled, then as kept or worked out."""
    parts = _PLACES.get(name, _PAIR)
    places = tuple(str(getattr(asked, part)) for part in parts)
    query = COMMANDS[name].query(**{key: value for key, value in asked if key not in parts})
    keys = settled(name, places)
    make = partial(_content, answers, name, keys, query)
    return sent(request, await answers.body(address(name, keys, query.given(), form="json"), make))


def _content(answers: Answers, name: str, places: tuple[str, ...], query: queries.Query) -> Body:
    return Body.of(JSON, json_text(answers.told(name, places, query).content).encode())


def _of_commands(found: APIRouter, answers: Answers) -> None:
    @found.get("/ask", summary="Is A moving away from B?")
    async def ask(request: Request, asked: Annotated[AskOf, Query()]) -> Response:
        return await _answered(answers, request, "ask", await _as_pair(asked))

    @found.get("/movers", summary="Who moved furthest from and towards B")
    async def movers(request: Request, asked: Annotated[MoversOf, Query()]) -> Response:
        return await _answered(answers, request, "movers", asked)

    @found.get("/positions", summary="Positions by year with intervals", responses=_ROWS)
    async def positions(request: Request, asked: Annotated[PositionsOf, Query()]) -> Response:
        return await _answered(answers, request, "positions", asked)

    @found.get("/ties", summary="Treaties, memberships, arms, recognition: the ledger with dates")
    async def ties(request: Request, asked: Annotated[TiesOf, Query()]) -> Response:
        return await _answered(answers, request, "ties", asked)

    @found.get("/trade", summary="Dependence, leg by leg, and who moved")
    async def trade(request: Request, asked: Annotated[TradeOf, Query()]) -> Response:
        return await _answered(answers, request, "trade", asked)

    @found.get("/backdoor", summary="Is A a way around the sanctions on B")
    async def backdoor(request: Request, asked: Annotated[BackdoorOf, Query()]) -> Response:
        return await _answered(answers, request, "backdoor", asked)

    @found.get("/events", summary="Cooperation and conflict, words apart from deeds")
    async def events(request: Request, asked: Annotated[EventsOf, Query()]) -> Response:
        return await _answered(answers, request, "events", asked)

    @found.get("/votes", summary="The roll calls that say most about the pair (needs the record)")
    async def votes(request: Request, asked: Annotated[VotesOf, Query()]) -> Response:
        return await _answered(answers, request, "votes", asked)

    @found.get("/surprise", summary="How surprising a vote or a stated position was, in bits")
    async def surprise(request: Request, asked: Annotated[SurpriseOf, Query()]) -> Response:
        return await _answered(answers, request, "surprise", asked)


def _of_verdicts(found: APIRouter, answers: Answers) -> None:
    @found.get("/bending", summary="How far the answer bends when lines are weighed otherwise")
    async def bending(request: Request, asked: Annotated[AskOf, Query()]) -> Response:
        pair = await _as_pair(asked)
        places = settled("ask", (pair.a, str(pair.b)))
        query = queries.AskQuery(**{key: value for key, value in pair if key not in _PAIR})

        def make() -> Body:
            return Body.of(JSON, json_text(bends(answers, places, query)).encode())

        return sent(request, await answers.body(address("weights", places, query.given(), form="json"), make))

    @found.get("/roll-calls", summary="Search in roll calls (needs the record)")
    async def roll_calls(request: Request, asked: Annotated[queries.RollCallsQuery, Query()]) -> Response:
        return sent(request, await answers.body(("roll-calls", asked), partial(_searched, answers, asked)))

    @found.get("/roll-call", summary="One roll call: every vote (needs the record)")
    async def roll_call(request: Request, asked: Annotated[Symbol, Query()]) -> Response:
        def make() -> Body:
            return Body.of(JSON, json_text(one_roll_call(answers, asked.symbol).to_dict()).encode())

        return sent(request, await answers.body(("roll-call", asked.symbol), make))

    @found.post("/read", summary="A document, claim by claim, each checked against the record")
    async def read(request: Request, document: Document) -> Response:
        told = await run_in_threadpool(read_document, answers, document.text, document.about)
        return sent(request, Body.of(JSON, json_text(told.to_dict()).encode()), keep="no-store")


def _searched(answers: Answers, asked: queries.RollCallsQuery) -> Body:
    return Body.of(JSON, json_text(searched(answers, asked)).encode())


def _of_tables(found: APIRouter, answers: Answers) -> None:
    @found.get("/complete", summary="States, under their names of today and of the time, while typing")
    async def complete(request: Request, asked: Annotated[Letters, Query()]) -> Response:
        letters, names = await run_in_threadpool(partial(trailing, asked.q, limit=asked.limit))
        rows = [
            {
                "name": one.text,
                "state": one.state,
                "matched": one.matched,
                "kind": one.kind,
                "since": None if one.since is None else one.since.isoformat(),
                "until": None if one.until is None else one.until.isoformat(),
            }
            for one in names
        ]
        told = {"letters": letters, "completions": rows}
        return sent(request, Body.of(JSON, json_text(told).encode()), keep="max-age=3600")

    @found.get("/codebook", summary="What every key and column means", responses=_ROWS)
    async def codebook(request: Request, asked: Annotated[Tables, Query()]) -> Response:
        def make() -> Body:
            return Body.of(JSON, json_text(explained(asked.table).to_dicts()).encode())

        return sent(request, await answers.body(("codebook", asked.table), make))

    @found.get("/sources", summary="What Leeway reads", responses=_ROWS)
    async def sources(request: Request) -> Response:
        def make() -> Body:
            return Body.of(JSON, json_text(listed_sources().to_dicts()).encode())

        return sent(request, await answers.body("sources", make))

    @found.get("/cite", summary="How to cite Leeway and its sources", responses=_ROWS)
    async def cite(request: Request) -> Response:
        def make() -> Body:
            return Body.of(JSON, json_text([asdict(one) for one in citations()]).encode())

        return sent(request, await answers.body("cite", make))
