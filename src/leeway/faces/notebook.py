"""How results show themselves in a notebook, and how they are taken further: charts, frames, draws.

One rule for charts: what is shown is drawn here, as SVG inside HTML without a script, and so stands on a
page that may run none, such as a repository's viewer; what ``.chart()`` hands over is the specification
behind it, as an Altair chart where Altair is installed.
"""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

import numpy as np
import polars as pl

from leeway.errors import DataError, QuestionError
from leeway.faces.figures.theme import Spec
from leeway.faces.notebook_page import drawn, page
from leeway.faces.typed_rows import rows_of, typed
from leeway.series import Series

VEGA_LITE = "application/vnd.vegalite.v6+json"
"""MIME type under which notebooks draw a specification by themselves."""

KINDS: Mapping[str, str] = {
    "Answer": "ask",
    "Movers": "movers",
    "Ties": "ties",
    "Trade": "trade",
    "Backdoor": "backdoor",
    "Events": "events",
    "Votes": "votes",
    "Surprise": "surprise",
    "StatedSurprise": "stated",
    "Reading": "reading",
}
"""What each class of results is called here; mostly the command that makes it."""

_COMMANDS = {"stated": "surprise", "reading": "read"}
_TEXTS = {
    "movers": "leeway.faces.words:movers_text",
    "votes": "leeway.faces.words:votes_text",
    "ties": "leeway.faces.listing:ties_text",
    "trade": "leeway.faces.dependence:trade_text",
    "events": "leeway.faces.happenings:events_text",
    "reading": "leeway.faces.reading:reading_text",
}
_POSITIONS = frozenset({"state", "year", "dimension", "mean", "low", "high"})
_ONE_LINE = 100_000
_LETTERS = 140


@dataclass(frozen=True, slots=True)
class VegaLite:
    """A chart where Altair is not installed: a specification that shows itself.

    Attributes
    ----------
    spec : dict
        Vega-Lite, version 6.
    """

    spec: Spec

    def to_dict(self) -> Spec:
        """The specification."""
        return self.spec

    def __str__(self) -> str:
        return str(self.spec.get("description", "A chart."))

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        told = {VEGA_LITE: self.spec, "text/html": drawn(self.spec), "text/plain": str(self)}
        return _asked_for(told, include, exclude)


@dataclass(frozen=True, slots=True)
class Face:
    """A result, seen by a person at a notebook.

    Attributes
    ----------
    result : Answer, Movers, Ties, Trade, Backdoor, Events, Votes, Surprise, StatedSurprise, Reading or frame
    kind : str
        One of `KINDS`, or *positions*.
    """

    result: Any
    kind: str

    @property
    def sentence(self) -> str:
        """The result in a sentence; where it has none of its own, the first that the terminal shows."""
        if self.kind == "positions":
            return f"Positions of {self.result['state'].n_unique()} states."
        if self.kind in _TEXTS:
            return self._text(_ONE_LINE).split("\n\n", 1)[0]
        told: str = self.result.sentence
        return told

    def text(self) -> str:
        """For a terminal: the sentence; for results without one, all that the command line shows."""
        return self._text(88) if self.kind in _TEXTS else self.sentence

    def _text(self, width: int) -> str:
        module, _, name = _TEXTS[self.kind].partition(":")
        told: str = getattr(importlib.import_module(module), name)(self.result, width=width)
        return told

    def content(self) -> Any:
        """The result under the keys of ``--json``; a list of rows for positions."""
        return self.result.to_dicts() if self.kind == "positions" else self.result.to_dict()

    def table(self) -> pl.DataFrame:
        """The rows, typed; see `leeway.faces.typed_rows`."""
        if self.kind == "positions":
            frame: pl.DataFrame = self.result
            return frame
        return typed(self.kind, rows_of(self.kind, self.result))

    def to_pandas(self) -> Any:
        """The rows for pandas.

        Raises
        ------
        DataError
            If pandas is not installed.
        """
        try:
            importlib.import_module("pandas")
        except ImportError as error:
            raise DataError(
                "pandas is not installed; .table() gives the same rows as a polars frame.",
                hint="pip install 'leeway[notebook]'",
            ) from error
        return self.table().to_pandas()

    def chart(self, which: str | None = None) -> Any:
        """A chart of the result; see `leeway.verdict.shown.Shown.chart`."""
        return _for_altair(self.figure(which))

    def figure(self, which: str | None = None) -> Spec:
        """The specification of a chart.

        Raises
        ------
        QuestionError
            If there is nothing to draw, or no such chart.
        """
        content = self.content()
        if which is None:
            return _main(self.kind, content)
        possible = charts_of(self.kind, content)
        if which not in possible:
            names = ", ".join(possible) or "none besides the main one"
            raise QuestionError(f"There is no chart '{which}' of this result.", hint=f"Possible: {names}.")
        spec = possible[which]()
        if spec is None:
            raise QuestionError(f"There is nothing to draw in the chart '{which}' of this result.")
        return spec

    def draws(self, line: str | None = None) -> pl.DataFrame:
        """Joint draws, long; see `leeway.verdict.shown.Shown.draws`."""
        lines, legs = _series(self.kind, self.result)
        if not lines:
            what = _COMMANDS.get(self.kind, self.kind)
            raise QuestionError(
                f"This result of leeway {what} rests on no draws.",
                hint="ask, events, trade and ties have draws of each line they show.",
            )
        if line is None:
            return pl.concat([_long(name, series) for name, series in lines.items()])
        found = {**lines, **legs}
        if line not in found:
            raise QuestionError(
                f"There are no draws of '{line}' in this result.", hint=f"Possible: {', '.join(found)}."
            )
        return _long(line, found[line])

    def html(self) -> str:
        """The result as HTML: sentence, chart, table, and what to mind; without a script."""
        try:
            picture = drawn(self.figure())
        except QuestionError as nothing:
            picture = f"<p>No chart: {escape(nothing.message)}</p>"
        name = _COMMANDS.get(self.kind, self.kind)
        content = {} if self.kind == "positions" else self.content()
        return page(name, self.sentence, picture, self.table(), content)

    def mimebundle(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        """What a notebook shows, by MIME type."""
        return _asked_for({"text/plain": self.text(), "text/html": self.html()}, include, exclude)

    def _repr_mimebundle_(
        self, include: Collection[str] | None = None, exclude: Collection[str] | None = None
    ) -> dict[str, Any]:
        return self.mimebundle(include, exclude)


def shown(result: Any) -> Face:
    """A result as it is seen in a notebook.

    Results have its methods themselves; a frame of positions, which is no class of Leeway's, gets them here.

    Parameters
    ----------
    result : Answer, Movers, Ties, Trade, Backdoor, Events, Votes, Surprise, StatedSurprise, Reading or frame
        What one of the commands returned; a polars frame as `leeway.positions` makes it.

    Returns
    -------
    Face

    Raises
    ------
    QuestionError
        If it is none of these.

    Examples
    --------
    >>> from leeway import movers
    >>> shown(movers("Russia", n=1)).table()["direction"].to_list()
    ['away', 'closer']
    """
    kind = KINDS.get(type(result).__name__)
    if kind is not None and hasattr(result, "to_dict"):
        return Face(result, kind)
    if isinstance(result, pl.DataFrame) and set(result.columns) >= _POSITIONS:
        return Face(result, "positions")
    makers = dict.fromkeys(_COMMANDS.get(one, one) for one in KINDS.values())
    raise QuestionError(
        f"A {type(result).__name__} is no result of Leeway.",
        hint=f"Results are made by {', '.join(makers)} and positions.",
    )


def chart_of(frame: pl.DataFrame) -> Any:
    """The chart of a frame of positions.

    Parameters
    ----------
    frame : polars.DataFrame
        As `leeway.positions` makes it, by year.

    Returns
    -------
    altair chart or VegaLite
    """
    return shown(frame).chart()


def charts_of(kind: str, content: Any) -> dict[str, Callable[[], Spec | None]]:
    """Charts besides the main one, by name.

    For an answer these are ``moved`` (whose doing), ``rivals``, and every line that speaks, by its name; for
    movers ``map`` and ``tiles``.

    Parameters
    ----------
    kind : str
        One of `KINDS`.
    content : mapping
        The keys of ``--json``.
    """
    if kind == "movers":
        from leeway.faces.figures.worldmap import BORDERS, movers_map, movers_tiles

        return {
            "map": lambda: _noted(movers_map(content), BORDERS),
            "tiles": lambda: _noted(movers_tiles(content), BORDERS.partition(".")[0] + "."),
        }
    if kind not in ("ask", "events"):
        return {}
    from leeway.faces.figures.parts import rival_explanations, who_moved
    from leeway.faces.figures.strip import line_chart

    window = content["since"], content["until"]
    found: dict[str, Callable[[], Spec | None]] = {}
    if kind == "ask":
        found |= {"moved": partial(who_moved, content), "rivals": partial(rival_explanations, content)}
    told = (line for line in content["lines"] if line["probability"] is not None)
    return found | {line["line"]: partial(line_chart, line, window) for line in told}


def _noted(spec: Spec, note: str) -> Spec:
    """A map with what must stand below it, since a chart that is taken along leaves its page behind."""
    below = {"text": textwrap.wrap(note, _LETTERS), "orient": "bottom", "offset": 12}
    return {**spec, "title": {**below, "fontWeight": "normal", "fontSize": 10}}


def _main(kind: str, content: Any) -> Spec:
    from leeway.faces.figures.chosen import figure

    if kind == "reading":
        raise QuestionError("A reading is a text: nothing in it is drawn.")
    return figure(_COMMANDS.get(kind, kind), content)


def _for_altair(spec: Spec) -> Any:
    try:
        altair = importlib.import_module("altair")
    except ImportError:
        return VegaLite(spec)
    return altair.Chart.from_dict(spec)


def _series(kind: str, result: Any) -> tuple[dict[str, Series], dict[str, Series]]:
    """The series that a result shows: its lines, and the legs of these."""
    if kind in ("ask", "events"):
        told = [line for line in result.lines if hasattr(line, "series")]
        legs = {f"{line.line}: {leg.leg}": leg.series for line in told for leg in line.legs}
        return {line.line: line.series for line in told}, legs
    if kind == "trade":
        names = [leg.leg for leg in result.legs]
        return {
            leg.leg if names.count(leg.leg) == 1 else f"{leg.leg} ({leg.source})": leg.series
            for leg in result.legs
        }, {}
    return (dict(result.series), {}) if kind == "ties" else ({}, {})


def _long(line: str, series: Series) -> pl.DataFrame:
    number, periods = series.draws.shape
    return pl.DataFrame(
        {
            "draw": np.repeat(np.arange(number), periods),
            "time": pl.Series(np.tile(series.times.astype("datetime64[D]"), number)).cast(pl.Date),
            "period": list(series.labels) * number,
            "value": series.draws.ravel(),
        }
    ).with_columns(line=pl.lit(line), unit=pl.lit(series.unit))


def _asked_for(
    told: dict[str, Any], include: Collection[str] | None, exclude: Collection[str] | None
) -> dict[str, Any]:
    return {
        name: value
        for name, value in told.items()
        if (not include or name in include) and not (exclude and name in exclude)
    }
