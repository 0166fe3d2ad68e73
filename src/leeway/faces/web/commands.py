"""What the application answers: the commands of ``leeway``, how each is asked and what is drawn of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from leeway.errors import QuestionError
from leeway.faces.figures.chosen import FIGURES
from leeway.faces.figures.parts import rival_explanations, who_moved
from leeway.faces.figures.theme import Spec
from leeway.faces.figures.worldmap import movers_map, movers_tiles
from leeway.faces.shares import named_shares
from leeway.faces.typed_rows import TYPES, rows_of
from leeway.faces.web import queries
from leeway.faces.web.queries import Query
from leeway.faces.web.settings import Settings
from leeway.names import look_up
from leeway.states import state
from leeway.verdict.answer import flat_rows

MOST_STATES = 20
"""States whose positions one address gives."""

Places = tuple[str, ...]
"""What stands in the path of an address after the command: states, as keys, or words."""


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is handed over.

    Attributes
    ----------
    command : str
    places : tuple of str
    query : Query
    content : mapping or list
        What ``--json`` prints.
    rows : list of dict
        What ``--csv`` prints.
    columns : tuple of str
    sentence : str
        The answer in words; empty where it has none.
    """

    command: str
    places: Places
    query: Query
    content: Any
    rows: list[dict[str, Any]]
    columns: tuple[str, ...]
    sentence: str

    @property
    def size(self) -> int:
        """Bytes that keeping it takes, about: its text, as objects."""
        return 6 * len(json.dumps(self.content, default=str))


@dataclass(frozen=True, slots=True)
class Command:
    """One command of ``leeway`` behind an address.

    Attributes
    ----------
    name : str
        Also the first part of the path.
    places : tuple of str
        What the other parts are: ``state``, ``partner``, ``states`` or ``what``.
    query : type
        What may stand after the question mark.
    answers : callable
        From settings, places and query to the result.
    figures : mapping of str to callable
        What is drawn of it, the main chart first.
    heavy : callable
        Whether a query takes seconds.
    """

    name: str
    places: tuple[str, ...]
    query: type[Query]
    answers: Callable[[Settings, Places, Any], Any]
    figures: Mapping[str, Callable[[Any], Spec | None]] | None = None
    heavy: Callable[[Any], bool] = lambda query: bool(getattr(query, "as_of", None))

    def told(self, settings: Settings, places: Places, query: Query) -> Told:
        """Work the answer out."""
        result = self.result(settings, places, query)
        if self.name == "positions":
            rows = result.to_dicts()
            return Told(self.name, places, query, rows, rows, tuple(result.columns), "")
        kind = _kind_of_rows(self.name, result)
        content = result.to_dict()
        rows = flat_rows(content) if kind == "ask" else rows_of(kind, result)
        return Told(self.name, places, query, content, rows, tuple(TYPES[kind]), _sentence(result))

    def result(self, settings: Settings, places: Places, query: Query) -> Any:
        """The result itself.

        Parameters
        ----------
        settings : Settings
        places : tuple of str
            Keys of states where they are states.
        query : Query
        """
        said = zip(self.places, places, strict=True)
        return self.answers(settings, tuple(_named(kind, place) for kind, place in said), query)

    def drawn(self, told: Told, name: str | None = None) -> Spec:
        """A chart of an answer.

        Raises
        ------
        QuestionError
            If there is no such chart, or nothing to draw.
        """
        figures = self.figures or {self.name: FIGURES[self.name]}
        chosen = name or next(iter(figures))
        if chosen not in figures:
            raise QuestionError(
                f"There is no chart '{chosen}' of {self.name}.", hint=f"There are: {', '.join(figures)}."
            )
        spec = figures[chosen](told.content)
        if spec is None:
            raise QuestionError(
                f"There is nothing to draw in this answer of {self.name}.", hint="See its table."
            )
        return spec


def _named(kind: str, place: str) -> str:
    """A state by its key, or by its name where the key can be read as another state too."""
    if kind not in ("state", "partner", "states"):
        return place
    return ",".join(key if look_up(key).state == key else state(key).name for key in place.split(","))


def _kind_of_rows(name: str, result: Any) -> str:
    return "stated" if name == "surprise" and result.to_dict()["kind"] == "position" else name


def _sentence(result: Any) -> str:
    told = getattr(result, "sentence", "")
    return told if isinstance(told, str) else ""


def _ask(settings: Settings, places: Places, query: queries.AskQuery) -> Any:
    from leeway.verdict.ask import ask

    return ask(
        *places,
        since=query.since,
        until=query.until,
        as_of=query.as_of,
        lines=query.lines,
        priors=named_shares(query.prior, what="base rate", example="prior=leeway=0.2"),
        weights=named_shares(query.weight, what="weight", example="weight=votes=0.5"),
        robust=query.robust,
        record=settings.record,
        estimates=settings.estimates,
    )


def _movers(settings: Settings, places: Places, query: queries.MoversQuery) -> Any:
    from leeway.verdict.movers import movers

    return movers(*places, **query.model_dump(), estimates=settings.estimates)


def _positions(settings: Settings, places: Places, query: queries.PositionsQuery) -> Any:
    from leeway.verdict.positions import positions

    states = places[0].split(",")
    if len(states) > MOST_STATES:
        raise QuestionError(
            f"{len(states)} states at once are more than one address gives.",
            hint=f"Ask for up to {MOST_STATES}; all of them: leeway export ideal_points FILE.csv",
        )
    return positions(states, **query.model_dump(), estimates=settings.estimates)


def _ties(settings: Settings, places: Places, query: queries.TiesQuery) -> Any:
    from leeway.verdict.ties import ties

    return ties(*places, **query.model_dump(), record=settings.record, estimates=settings.estimates)


def _trade(settings: Settings, places: Places, query: queries.TradeQuery) -> Any:
    from leeway.verdict.trade import trade

    return trade(*places, **query.model_dump(), estimates=settings.estimates)


def _backdoor(settings: Settings, places: Places, query: queries.BackdoorQuery) -> Any:
    from leeway.verdict.backdoor import backdoor

    return backdoor(
        places[0],
        for_=places[1],
        **query.model_dump(),
        record=settings.record,
        estimates=settings.estimates,
    )


def _events(settings: Settings, places: Places, query: queries.EventsQuery) -> Any:
    from leeway.verdict.events import events

    return events(*places, **query.model_dump(), record=settings.record, estimates=settings.estimates)


def _votes(settings: Settings, places: Places, query: queries.VotesQuery) -> Any:
    from leeway.verdict.votes import votes

    return votes(*places, **query.model_dump(), record=settings.record)


def _surprise(settings: Settings, places: Places, query: queries.SurpriseQuery) -> Any:
    from leeway.verdict.surprise import surprise

    return surprise(*places, **query.model_dump(), record=settings.record)


def _slow(query: Any) -> bool:
    return query.robust or query.as_of is not None


def _always(query: Any) -> bool:
    return isinstance(query, Query)


_PAIR = ("state", "partner")
COMMANDS: Mapping[str, Command] = {
    one.name: one
    for one in (
        Command(
            "ask",
            _PAIR,
            queries.AskQuery,
            _ask,
            figures={"strip": FIGURES["ask"], "who": who_moved, "rivals": rival_explanations},
            heavy=_slow,
        ),
        Command(
            "movers",
            ("state",),
            queries.MoversQuery,
            _movers,
            figures={
                "ranking": FIGURES["movers"],
                "map": partial(movers_map, linked=False),
                "tiles": partial(movers_tiles, linked=False),
            },
        ),
        Command("positions", ("states",), queries.PositionsQuery, _positions),
        Command("ties", _PAIR, queries.TiesQuery, _ties),
        Command("trade", _PAIR, queries.TradeQuery, _trade),
        Command("backdoor", _PAIR, queries.BackdoorQuery, _backdoor),
        Command("events", _PAIR, queries.EventsQuery, _events),
        Command("votes", _PAIR, queries.VotesQuery, _votes),
        Command("surprise", ("state", "what"), queries.SurpriseQuery, _surprise, heavy=_always),
    )
}
"""Every command that has an address, in one explicit list."""


def figure_names(name: str) -> Sequence[str]:
    """Names of the charts of a command, the main one first."""
    return tuple(COMMANDS[name].figures or (name,))
