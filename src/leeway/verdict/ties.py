"""Treaties, memberships, arms and recognition of a pair: the ledger a person can check line by line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import Alike, Legged, Silent
from leeway.measures.pair_ties import Tie, by_date, from_ledger, from_record, plain
from leeway.measures.recognition.sides import Refusals, Side, refusals, sides
from leeway.measures.security.portfolios import SimilarityName, alliance_similarity, checked
from leeway.measures.yearly import last_year_over
from leeway.verdict.evidence import series_dict
from leeway.verdict.lines import Estimates, Line, load_lines
from leeway.verdict.naming import name_of, pair_of
from leeway.verdict.shown import Shown
from leeway.verdict.window import backwards, day_of, together

if TYPE_CHECKING:
    import polars as pl

    from leeway.record.store import Record
    from leeway.series import Series

COLUMNS = (
    "since",
    "until",
    "ended",
    "kind",
    "what",
    "states",
    "how",
    "as_of",
    "status",
    "source",
    "cited",
    "note",
)
"""Columns of ``leeway ties --csv``."""

_NO_RECORD = (
    "There is no record here: alliances, organisations and arms as publishers code them are not listed, only "
    "shown in the series. Get them with: leeway refresh"
)
_LINES = ("security", "recognition", "influence")


@dataclass(frozen=True, slots=True)
class Ends:
    """Until when a source speaks."""

    source: str
    publisher: str
    since: dt.date
    until: dt.date


@dataclass(frozen=True, slots=True)
class Similarity:
    """How alike the alliance portfolios of two states are, by year.

    Attributes
    ----------
    measure : {'kappa', 'pi', 's_abs', 's_sq'}
    years : tuple of int
    values : tuple of float
    """

    measure: str
    years: tuple[int, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Ties(Shown):
    """What ties two states, with dates, and where each source ends.

    Attributes
    ----------
    state, partner, state_name, partner_name : str
    since, until : date
        Ties that touch these days are listed.
    ties : tuple of Tie
        By the day they began.
    sides : tuple of Side
        Where the two stood on each disputed entity on the last day.
    refusals : tuple of Refusals
        What the refusals of each have in common.
    series : dict of str to Series
        The legs of security ties and the other lines of the ledger, each as far as its source goes.
    similarity : Similarity or None
        How alike the alliances of the two are, for comparison; None where that is not known.
    ends : tuple of Ends
    caveats : tuple of str
    """

    state: str
    partner: str
    state_name: str
    partner_name: str
    since: dt.date
    until: dt.date
    ties: tuple[Tie, ...]
    sides: tuple[Side, ...]
    refusals: tuple[Refusals, ...]
    series: dict[str, Series]
    similarity: Similarity | None
    ends: tuple[Ends, ...]
    caveats: tuple[str, ...]

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a tie, under the keys of `COLUMNS`."""
        return [{key: plain(getattr(tie, key)) for key in COLUMNS} for tie in self.ties]

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway ties --json``; series are in their own unit, larger is closer."""
        return {
            "state": self.state,
            "partner": self.partner,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "ties": [tie.to_dict() for tie in self.ties],
            "recognition": [_dict(side) for side in self.sides],
            "refusals": [_dict(one) for one in self.refusals],
            "series": {
                name: {
                    "unit": series.unit,
                    "covered": [day.isoformat() for day in series.covered],
                    **series_dict(series),
                }
                for name, series in self.series.items()
            },
            "alliance_similarity": None if self.similarity is None else _dict(self.similarity),
            "sources": [_dict(one) for one in self.ends],
            "caveats": list(self.caveats),
            "names": {self.state: self.state_name, self.partner: self.partner_name},
        }


def ties(
    a: str,
    b: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    similarity: str = "kappa",
    record: Record | Path | str | None = None,
    estimates: Estimates = None,
) -> Ties:
    """List what ties two states.

    Parameters
    ----------
    a, b : str
        Two states, however written.
    since, until : str or date, optional
        Only ties that touch these days; all since 1946 by default.
    similarity : {'kappa', 'pi', 's_abs', 's_sq'}
        Measure of how alike the alliances of the two are; all but kappa need the record.
    record : Record or path, optional
        The record, open or by its file; by default the user's. Without one, the ledger that comes with Leeway
        and the shipped estimates are told, and a caveat says so.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.

    Returns
    -------
    Ties

    Raises
    ------
    QuestionError
        If the pair or the days make no sense, or there is no such measure.
    DataError
        If the record named is missing or broken, or a measure needs what it lacks.

    Examples
    --------
    >>> found = ties("Armenia", "Russia", since="2020")
    >>> [tie.how for tie in found.ties if tie.what.startswith("CSTO")]
    ['ARM frozen from 2024-02-22']
    """
    measure = checked(similarity)
    moment = None if until is None else day_of(until, end=True)
    state, partner = pair_of(a, b, on=moment)
    names = [name for name in _LINES if not isinstance(estimates, Mapping) or name in estimates]
    lines = load_lines(names, estimates=estimates)
    ends = [span for line in lines for span in _ends(line)]
    first = dt.date(1946, 1, 1) if since is None else day_of(since, end=False)
    last = moment or max((one.until for one in ends), default=dt.date.max)
    if first > last:
        raise backwards(first, last)
    found, alike, caveats = _found(state, partner, record, measure)
    if measure == "kappa":
        alike = _kappa(lines, state, partner)
    within = [tie for tie in by_date(found) if tie.touches(first, last)]
    return Ties(
        state=state,
        partner=partner,
        state_name=name_of(state),
        partner_name=name_of(partner),
        since=first,
        until=last,
        ties=tuple(within),
        sides=sides(state, partner, on=last),
        refusals=tuple(refusals(*pair, on=last) for pair in ((state, partner), (partner, state))),
        series=_series(lines, state, partner, (first, last if moment else _whole_years(last))),
        similarity=_similarity(alike, measure, (first, last)),
        ends=tuple({one.source: one for one in ends}.values()),
        caveats=(*caveats, *_marked(within)),
    )


def _found(
    state: str, partner: str, record: Record | Path | str | None, measure: SimilarityName
) -> tuple[list[Tie], pl.DataFrame | None, tuple[str, ...]]:
    """Ties of the ledger, and of the record if there is one; and from that a measure the estimates lack."""
    from leeway.record.store import Record, open_record, record_path

    if record is None and measure == "kappa" and not record_path().exists():
        return from_ledger(state, partner), None, (_NO_RECORD,)
    if not isinstance(record, Record):
        with open_record(record) as opened:
            return _found(state, partner, opened, measure)
    alike = None if measure == "kappa" else alliance_similarity(record, pair=(state, partner))
    return [*from_ledger(state, partner), *from_record(record, state, partner)], alike, ()


def _kappa(lines: Sequence[Line], state: str, partner: str) -> pl.DataFrame | None:
    return next(
        (line.estimates.kappa(state, partner) for line in lines if isinstance(line.estimates, Alike)), None
    )


def _similarity(
    told: pl.DataFrame | None, measure: str, window: tuple[dt.date, dt.date]
) -> Similarity | None:
    if told is None:
        return None
    inside = told.filter(told["year"].is_between(window[0].year, window[1].year))
    if inside.is_empty():
        return None
    values = tuple(round(value, 4) for value in inside[measure].to_list())
    return Similarity(measure, tuple(inside["year"].to_list()), values)


def _marked(ties: Sequence[Tie]) -> tuple[str, ...]:
    """Facts that no estimate rests on."""
    told = []
    for status, words in (("unverified", "only remembered"), ("suspect", "doubtful")):
        number = sum(tie.status == status for tie in ties)
        if number:
            are = "is" if number == 1 else "are"
            told.append(f"{number} of these {are} {words} ({status}) and {are} in no estimate.")
    return tuple(told)


def _ends(line: Line) -> list[Ends]:
    return [
        Ends(source.id, source.publisher, source.covered[0], source.covered[1])
        for source in line.estimates.sources
    ]


def _whole_years(last: dt.date) -> dt.date:
    """The last day of the last year that is over: of the year that runs little is known yet."""
    return dt.date(last_year_over(last), 12, 31)


def _series(
    lines: Sequence[Line], state: str, partner: str, window: tuple[dt.date, dt.date]
) -> dict[str, Series]:
    """Every series there is of the pair, legs by themselves."""
    found: dict[str, Series] = {}
    for line in lines:
        estimates = line.estimates
        both = together(estimates.seated(state), estimates.seated(partner))
        if not both:
            continue
        span = max(window[0], both[0][0]), min(window[1], both[-1][1])
        if span[0] >= span[1]:
            continue
        if isinstance(estimates, Legged):
            found |= {leg.name: leg.series for leg in estimates.legs(state, partner, window=span)}
        elif not (isinstance(estimates, Silent) and estimates.silence(state, partner, span)):
            found[line.measure.line] = estimates.series(state, partner, window=span)
    return found


def _dict(one: Any) -> dict[str, Any]:
    return {key: plain(value) for key, value in asdict(one).items()}
