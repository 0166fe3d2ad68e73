"""Who moved furthest from and towards a state."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from leeway.drift.direction import Span, stretches
from leeway.drift.unusual import beyond, false_share
from leeway.drift.who_moved import Moved, who_moved
from leeway.errors import QuestionError
from leeway.measures.line import PairChanges
from leeway.states import resolve
from leeway.verdict.caveats import ends_untold, source_ended
from leeway.verdict.lines import Estimates, Line, known_by, load_lines
from leeway.verdict.naming import name_of
from leeway.verdict.shown import Shown
from leeway.verdict.window import Seats, Window, common_window, day_of

COLUMNS = (
    "direction",
    "rank",
    "state",
    "name",
    "change",
    "low",
    "high",
    "probability",
    "false_discovery",
    "moved_state",
    "moved_partner",
    "moved_agenda",
    "unusual",
)
"""Columns of ``leeway movers --csv``."""

_Part = NDArray[np.float64] | None

_HALF_INTERVAL = 1.6449
_SHORTEST_DAYS = 360


@dataclass(frozen=True, slots=True)
class Mover:
    """One state and what its closeness to the partner did.

    Attributes
    ----------
    state, name : str
    direction : {'away', 'closer'}
        The list it stands in.
    rank : int
        Place in that list, by the size of the change.
    change, low, high : float
        Change in closeness with its 90% interval; negative is away.
    probability : float
        Of a change in `direction` beyond the usual wiggle.
    false_discovery : float
        Expected share of false finds among all states at least as likely to have moved this way.
    moved : Moved or None
        Shares of the state, the partner and the agenda.
    unusual : float
        Share of all pairs that moved less.
    """

    state: str
    name: str
    direction: str
    rank: int
    change: float
    low: float
    high: float
    probability: float
    false_discovery: float
    moved: Moved | None
    unusual: float

    def to_dict(self) -> dict[str, Any]:
        """One row under the keys of `COLUMNS`."""
        moved = self.moved
        row = (
            self.direction,
            self.rank,
            self.state,
            self.name,
            *(round(value, 4) for value in (self.change, self.low, self.high)),
            round(self.probability, 4),
            round(self.false_discovery, 4),
            *(
                None if moved is None else round(getattr(moved, key), 4)
                for key in ("state", "partner", "agenda")
            ),
            round(self.unusual, 4),
        )
        return dict(zip(COLUMNS, row, strict=True))


@dataclass(frozen=True, slots=True)
class Movers(Shown):
    """States ranked by how far they moved from and towards a partner.

    Attributes
    ----------
    partner, partner_name, line, unit : str
    since, until : date
    before, after : tuple of two dates
        The stretches compared.
    margin : float
        Half-width of *still*; the middle one where it differs by pair.
    compared : int
        States seated in both stretches.
    away, closer : tuple of Mover
        Furthest first.
    caveats : tuple of str
    """

    partner: str
    partner_name: str
    line: str
    unit: str
    since: dt.date
    until: dt.date
    before: Span
    after: Span
    margin: float
    compared: int
    away: tuple[Mover, ...]
    closer: tuple[Mover, ...]
    caveats: tuple[str, ...]

    @property
    def rows(self) -> tuple[Mover, ...]:
        """Both lists, away first."""
        return (*self.away, *self.closer)

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway movers --json``; changes are in `unit`, negative is away."""
        return {
            "partner": self.partner,
            "name": self.partner_name,
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "before": [day.isoformat() for day in self.before],
            "after": [day.isoformat() for day in self.after],
            "line": self.line,
            "unit": self.unit,
            "margin": round(self.margin, 4),
            "compared": self.compared,
            "away": [mover.to_dict() for mover in self.away],
            "closer": [mover.to_dict() for mover in self.closer],
            "caveats": list(self.caveats),
        }


def movers(
    b: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    as_of: str | dt.date | None = None,
    n: int = 10,
    line: str = "votes",
    estimates: Estimates = None,
) -> Movers:
    """Rank the states that moved furthest from and towards B.

    Parameters
    ----------
    b : str
        A state, however written.
    since, until : str or date, optional
        The window; by default the last ten years covered in which B was seated, as far as the sources go that
        the line mainly rests on; earlier years where no source tells of B at both ends of those.
    as_of : str or date, optional
        Answer from nothing dated later.
    n : int
        Length of either list.
    line : str
        Line of evidence.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.

    Raises
    ------
    QuestionError
        If the state, the window or the length makes no sense.

    Examples
    --------
    >>> found = movers("Russia", since="2005", until="2023", n=3)
    >>> [mover.rank for mover in found.away]
    [1, 2, 3]
    """
    if n < 1:
        raise QuestionError(f"A list of {n} states cannot be ranked.", hint="Ask for one or more.")
    known = None if as_of is None else day_of(as_of, end=True)
    partner = resolve(b, on=known if until is None else day_of(until, end=True))
    (chosen,) = known_by(load_lines([line], estimates=estimates), known)
    window, everybody = _last_told(chosen, partner, since, until)
    before, after = stretches(window.since, window.until)
    told = _with(everybody, partner)
    margins = np.full(len(told.mean), chosen.estimates.margin) if told.margin is None else told.margin
    rows = _rows(told, margins, np.abs(everybody.mean))
    if not rows:
        raise QuestionError(
            f"The line {line} tells of no state with {name_of(partner)} both in {before[0]} to {before[1]} "
            f"and in {after[0]} to {after[1]}.",
            hint="Ask for another window.",
        )
    ended = source_ended(line, chosen.estimates.covered, window.asked_until)
    moved_back = ends_untold(line, window.until, window.asked_until)
    return Movers(
        partner=partner,
        partner_name=name_of(partner),
        line=line,
        unit=chosen.measure.unit,
        since=window.since,
        until=window.until,
        before=before,
        after=after,
        margin=float(np.median(margins)),
        compared=len(rows),
        away=_ranked(rows, "away", n),
        closer=_ranked(rows, "closer", n),
        caveats=tuple(one for one in (ended, moved_back) if one),
    )


def _last_told(
    line: Line, partner: str, since: str | dt.date | None, until: str | dt.date | None
) -> tuple[Window, PairChanges]:
    """The window and everybody's changes over it; by default the last that tells anything of the partner.

    A line made of several sources compares within one, and the last years may have no source that reaches
    back far enough: then the window ends a year earlier, and so on.
    """
    asked = window = _window(line, partner, since, until)
    if _too_short(asked):
        raise QuestionError(
            f"The window from {asked.since} to {asked.until} is too short to compare its ends.",
            hint="Ask for a year or more.",
        )
    first = line.estimates.changes(*stretches(asked.since, asked.until))
    everybody = first
    while until is None and partner not in {*everybody.states, *everybody.partners}:
        try:
            window = _window(line, partner, since, dt.date(window.until.year - 1, 12, 31))
        except QuestionError:
            return asked, first
        if _too_short(window):
            return asked, first
        everybody = line.estimates.changes(*stretches(window.since, window.until))
    return replace(window, asked_until=asked.asked_until), everybody


def _too_short(window: Window) -> bool:
    return (window.until - window.since).days < _SHORTEST_DAYS


def _window(line: Line, partner: str, since: str | dt.date | None, until: str | dt.date | None) -> Window:
    seats = Seats(name_of(partner), line.estimates.seated(partner))
    first, last = line.estimates.covered
    if until is None:
        last = min(last, line.estimates.built)
    everybody = Seats("everybody else", (line.estimates.covered,))
    return common_window(seats, everybody, (first, last), since=since, until=until)


def _rows(told: PairChanges, margins: NDArray[np.float64], sizes: NDArray[np.float64]) -> list[Mover]:
    away, _, closer = beyond(told.mean, told.sd, margins)
    share = _share_moved_less(told.mean, sizes)
    odds = {"away": away, "closer": closer}
    false = {name: false_share(probability) for name, probability in odds.items()}
    rows = []
    for place, state in enumerate(told.states):
        change, sd = float(told.mean[place]), float(told.sd[place])
        name = "away" if change < 0 else "closer"
        rows.append(
            Mover(
                state=state,
                name=name_of(state),
                direction=name,
                rank=0,
                change=change,
                low=change - _HALF_INTERVAL * sd,
                high=change + _HALF_INTERVAL * sd,
                probability=float(odds[name][place]),
                false_discovery=float(false[name][place]),
                moved=_moved(told, place, sd),
                unusual=float(share[place]),
            )
        )
    return rows


def _with(everybody: PairChanges, partner: str) -> PairChanges:
    """The pairs with one state, which then stands second in each."""
    turns = not everybody.directed
    first = np.array([turns and state == partner for state in everybody.states], dtype=np.bool_)
    second = np.array([state == partner for state in everybody.partners], dtype=np.bool_)
    kept = np.flatnonzero(first | second)
    others = [everybody.partners[pair] if first[pair] else everybody.states[pair] for pair in kept]

    def of(ours: _Part, theirs: _Part) -> _Part:
        return None if ours is None or theirs is None else np.where(first, ours, theirs)[kept]

    return PairChanges(
        states=tuple(others),
        partners=(partner,) * len(others),
        mean=everybody.mean[kept],
        sd=everybody.sd[kept],
        state_part=of(everybody.partner_part, everybody.state_part),
        partner_part=of(everybody.state_part, everybody.partner_part),
        agenda_part=of(everybody.agenda_part, everybody.agenda_part),
        margin=of(everybody.margin, everybody.margin),
    )


def _moved(told: PairChanges, place: int, sd: float) -> Moved | None:
    if told.state_part is None or told.partner_part is None or told.agenda_part is None:
        return None
    parts = told.state_part[place], told.partner_part[place], told.agenda_part[place]
    return who_moved((float(parts[0]), float(parts[1]), float(parts[2])), (sd, 0.0, 0.0))


def _share_moved_less(changes: NDArray[np.float64], sizes: NDArray[np.float64]) -> NDArray[np.float64]:
    if not sizes.size:
        return np.zeros(changes.size)
    return np.searchsorted(np.sort(sizes), np.abs(changes)) / sizes.size


def _ranked(rows: list[Mover], name: str, n: int) -> tuple[Mover, ...]:
    chosen = sorted((row for row in rows if row.direction == name), key=lambda row: -abs(row.change))[:n]
    return tuple(replace(row, rank=place) for place, row in enumerate(chosen, start=1))
