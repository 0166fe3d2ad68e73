"""A tiny record of invented votes, in the layout of the official file, of which the truth is known.

Five states of the *north* and four of the *south* answer opposite ways. New Zealand moves from north to
south between 2010 and 2014. South Sudan enters in 2011 with the south. Nauru is absent more often than
not, and Palau always. Ireland votes as the north does, but says no to kites from 2012 on. From 2015 on,
single roll calls that divide north and south are six times as many.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from tests.voting_files import SUFFIX, Vote, rows, write

from leeway.sources.refresh import refresh

NORTH = ("FRA", "NOR", "ISL", "FIN", "IRL")
SOUTH = ("FJI", "TON", "VUT", "WSM")
MOVER, ENTRANT, ABSENT, SILENT = "NZL", "SSD", "NRU", "PLW"
NAMES = {
    "FIN": "FINLAND", "FJI": "FIJI", "FRA": "FRANCE", "IRL": "IRELAND", "ISL": "ICELAND", "NOR": "NORWAY",
    "NRU": "NAURU", "NZL": "NEW ZEALAND", "PLW": "PALAU", "SSD": "SOUTH SUDAN", "TON": "TONGA",
    "VUT": "VANUATU", "WSM": "SAMOA",
}  # fmt: skip
FIRST, LAST = 2004, 2019
ENTRY = dt.date(2011, 7, 14)
FLIPPER, FLIPPED, FLIP_YEAR = "IRL", "Safe passage of kites", 2012
TWO_PARTS = "Care of lighthouses"
QUIET_SPRING = 2009
AGENDA_YEAR = 2015
#: Questions put every autumn, and every spring but one: what they ask on the axis from south to north, and
#: on a second axis. On those that ask nothing all say yes.
QUESTIONS = {
    "Reach of the northern tide": (2.5, 0.0),
    "Rest for the southern reef": (-2.5, 0.0),
    "Right of way of sailing ships": (2.0, 1.0),
    "Anchorage in the roads": (1.5, -1.5),
    "Marking of shoals": (-1.5, -1.5),
    "Disarmament of toy ships": (0.0, 2.5),
    "Fishing by lamplight": (0.3, -2.5),
}
SPRING = {"Dues of the canal": (-2.0, 1.0), "Signals in fog": (0.0, 0.0)}


def axis(state: str, year: float) -> tuple[float, float]:
    """Where a state stands in a year: north is 1.5, south -1.5; half of each lean up on the second axis."""
    if state == MOVER:
        place = float(np.interp(year, [2010, 2014], [1.5, -1.5]))
    else:
        place = 1.5 if state in NORTH else -1.5
    return place, 0.8 if state in ("FRA", "ISL", "FJI", "VUT", ABSENT) else -0.8


def roll_calls() -> list[Vote]:
    """All roll calls, the same at every call."""
    rng = np.random.default_rng(20)
    return [
        Vote(
            number=1000 + number,
            date=day.isoformat(),
            symbol=f"A/RES/{session}/{number}",
            codes=_codes(title, asked, day, rng),
            session=session,
            title=title + SUFFIX,
            members=_members(day),
        )
        for number, (day, session, title, asked) in enumerate(_agenda())
    ]


def _agenda() -> Iterator[tuple[dt.date, str, str, tuple[float, float]]]:
    for year in range(FIRST, LAST + 1):
        if year != QUIET_SPRING:
            for place, (title, asked) in enumerate(SPRING.items()):
                yield dt.date(year, 5, 4 + place), str(year - 1946), title, asked
        if year == 2018:
            yield dt.date(2018, 6, 13), "ES-10", "Wreck in the strait", (2.5, 0.0)
        autumn = str(year - 1945)
        for place, (title, asked) in enumerate(QUESTIONS.items()):
            yield dt.date(year, 11, 3 + place), autumn, title, asked
        yield dt.date(year, 11, 20), autumn, FLIPPED, (0.0, 0.0)
        for place in range(2):
            yield dt.date(year, 11, 24 + place), autumn, TWO_PARTS, (2.5 - 5.0 * place, 0.0)
        for place in range(12 if year >= AGENDA_YEAR else 2):
            yield dt.date(year, 12, 1 + place), autumn, _once(year, place), (2.5 * (-1) ** place, 0.0)


def _once(year: int, place: int) -> str:
    """A title of letters alone, since numbers do not tell questions apart."""
    return f"Matter of the vessel {chr(97 + year - FIRST)}{chr(97 + place)}x"


def _members(day: dt.date) -> list[tuple[str, str]]:
    return [(state, name) for state, name in NAMES.items() if state != ENTRANT or day >= ENTRY]


def _codes(title: str, asked: tuple[float, float], day: dt.date, rng: np.random.Generator) -> str:
    said = []
    for state, _ in _members(day):
        noise, absent = rng.logistic(scale=0.6), rng.random()
        if state == SILENT or absent < (0.6 if state == ABSENT else 0.02):
            said.append("X")
        elif asked == (0.0, 0.0):
            against = title == FLIPPED and state == FLIPPER and day.year >= FLIP_YEAR
            said.append("N" if against else "Y")
        else:
            lean = float(np.dot(asked, axis(state, day.year + day.month / 12))) + noise
            said.append("Y" if lean > 0.7 else "A" if lean > -0.7 else "N")
    return "".join(said)


def load(folder: Path, votes: Iterable[Vote]) -> Path:
    """Bring roll calls into a record in a folder, through the same door as the publisher's."""
    file = write(folder / "2020_01_01_ga_voting.csv", rows(votes))
    record = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=file, record=record)
    return record


def span(first: int, last: int) -> tuple[dt.date, dt.date]:
    """The days of whole years."""
    return dt.date(first, 1, 1), dt.date(last, 12, 31)


def symbol(title: str, year: int) -> str:
    """Symbol of the first roll call on a title in a year."""
    return next(
        one.symbol for one in roll_calls() if one.title == title + SUFFIX and one.date[:4] == str(year)
    )
