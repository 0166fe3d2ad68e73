"""How the lists of facts found elsewhere went into the ledger: taken as printed, otherwise dated, doubted."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.figures import Figure, Table
from leeway.ledger import Dated, memberships, recognitions, treaties

HEADER = ("list", "rows", "as printed", "other day", "suspect", "only remembered", "missing")
#: Keys of the lists that are others in the ledger.
KEYS = {
    "ABK": "XAB", "OST": "XSO", "DPR": "XDN", "LPR": "XLU", "TRNC": "XNC", "SOL": "XSL", "PMR": "XTR",
    "TRN": "XTR", "NKR": "XAR", "LBY-east": "LBY", "M23": "COD", "OPEC+": "OPEC_PLUS",
}  # fmt: skip
_DATED = ("member", "observer", "associate", "participant", "signed", "froze")

Kept = tuple[bool, str]


def fate(kept: Iterable[Kept]) -> str:
    """What became of a fact, from the ledger's rows on it: whether each says the same day, and its status.

    Examples
    --------
    >>> fate([(False, "found"), (True, "suspect")]), fate([(True, "found")]), fate([])
    ('suspect', 'as printed', 'missing')
    """
    rows = set(kept)
    if (True, "found") in rows:
        return "as printed"
    for known, said in (
        ((True, "suspect"), "suspect"), ((True, "unverified"), "only remembered"),
        ((False, "found"), "other day"), ((False, "suspect"), "suspect"),
        ((False, "unverified"), "only remembered"),
    ):  # fmt: skip
        if known in rows:
            return said
    return "missing"


def same_day(one: Dated | None, text: str) -> bool:
    """Whether a printed date, where there is one, is the ledger's, or one is a finer form of the other.

    Examples
    --------
    >>> same_day(Dated.parse("2012"), "2012-06-28"), same_day(None, "2012"), same_day(None, "")
    (True, False, True)
    """
    if not text:
        return True
    other = Dated.parse(text)
    return one is not None and other is not None and (one.holds(other) or other.holds(one))


def figures_and_table(files: Path) -> tuple[list[Figure], Table]:
    """Every list, counted."""
    bases = _rows(files, "foreign_bases_asof_2026_09_25.csv")
    said = {
        "recognition, seen in a text": _recognition(
            _rows(files, "recognition.csv", "verified_from_found_text")
        ),
        "recognition, seen and doubted": _recognition(_rows(files, "recognition.csv", "found_but_suspect")),
        "recognition, only remembered": _recognition(_rows(files, "recognition_unverified.csv")),
        "memberships, dated": _memberships(_rows(files, "memberships_dated_found_text.csv")),
        "members of 22 blocs on 2026-09-25": _members_of_the_day(
            _rows(files, "bloc_memberships_asof_2026_09_25.csv")
        ),
        "defence treaties": _treaties(_rows(files, "defence_treaties_asof_2026_09_25.csv")),
        "bases and deployments": _bases([one for one in bases if one["source_confidence"] != "low"]),
        "bases and deployments, doubted": _bases([one for one in bases if one["source_confidence"] == "low"]),
    }
    seen = [one for name, found in said.items() if "remembered" not in name for one in found]
    clear = [one for name, found in said.items() if name not in _DOUBTED for one in found]
    doubted = [*said["recognition, seen and doubted"], *said["bases and deployments, doubted"]]
    figures = [
        Figure("facts seen in a text that the ledger lacks", seen.count("missing"),
               f"{len(seen):,} rows of six lists", high=0, digits=0),
        Figure("facts seen in a text and taken as printed, share", clear.count("as printed") / len(clear),
               f"{len(clear):,} rows that their list does not doubt"),
        Figure("facts seen in a text and flagged suspect rather than copied", clear.count("suspect"),
               f"{len(clear):,} rows that their list does not doubt", digits=0),
        Figure("facts that their list doubts, found in another text", doubted.count("as printed"),
               f"{len(doubted)} rows", digits=0),
    ]  # fmt: skip
    return figures, Table("The found lists in the ledger", HEADER, table_rows(said))


_DOUBTED = (
    "recognition, seen and doubted",
    "recognition, only remembered",
    "bases and deployments, doubted",
)


def table_rows(said: dict[str, list[str]]) -> list[list[str]]:
    """One row a list.

    Examples
    --------
    >>> table_rows({"a": ["missing", "as printed", "missing"]})
    [['a', '3', '1', '0', '0', '0', '2']]
    """
    counts = {name: Counter(found) for name, found in said.items()}
    return [
        [name, str(one.total()), *(str(one[word]) for word in HEADER[2:])] for name, one in counts.items()
    ]


def _rows(files: Path, file: str, status: str | None = None) -> list[dict[str, str]]:
    with (files / file).open(encoding="utf-8", newline="") as stream:
        return [row for row in csv.DictReader(stream) if status is None or row["status"] == status]


def _key(word: str) -> str:
    return KEYS.get(word, word)


def _recognition(rows: Sequence[dict[str, str]]) -> list[str]:
    held: dict[tuple[str, str, str], list[tuple[Dated | None, str]]] = {}
    for one in recognitions():
        held.setdefault((one.entity, one.state, one.position), []).append((one.date, one.status))
    return [
        fate(
            (same_day(date, row["date"]), status)
            for date, status in held.get((_key(row["entity"]), _key(row["state_iso3"]), row["position"]), [])
        )
        for row in rows
    ]


def _memberships(rows: Sequence[dict[str, str]]) -> list[str]:
    found = []
    for row in rows:
        if row["status"] not in _DATED:
            raise ValueError(f"a membership is '{row['status']}'")
        held = [
            one
            for one in memberships()
            if (one.organisation, one.state) == (row["org"], _key(row["state_iso3"]))
        ]
        if row["status"] == "froze":
            kept = [(same_day(one.frozen_since, row["from"]), one.status) for one in held if one.frozen_since]
        else:
            kept = [
                (same_day(one.since, row["from"]) and same_day(one.until, row["to"]), one.status)
                for one in held
            ]
        found.append(fate(kept))
    return found


def _members_of_the_day(rows: Sequence[dict[str, str]]) -> list[str]:
    return [
        fate(
            (str(one.as_of) == row["as_of"] and one.until is None, one.status)
            for one in memberships()
            if (one.organisation, one.state) == (_key(row["org"]), row["state_iso3"])
            and one.role == ("member" if row["status"] == "suspended" else row["status"])
        )
        for row in rows
    ]


def _treaties(rows: Sequence[dict[str, str]]) -> list[str]:
    return [
        fate(
            (same_day(one.signed, row["signed"]), one.status)
            for one in treaties()
            if set(one.parties) == set(row["parties_iso3"].split()) and one.kind not in ("base", "deployment")
        )
        for row in rows
    ]


def _bases(rows: Sequence[dict[str, str]]) -> list[str]:
    return [
        fate(
            (str(one.as_of) == row["as_of"], one.status)
            for one in treaties()
            if one.kind in ("base", "deployment") and one.parties == (row["user_state"], _key(row["host"]))
        )
        for row in rows
    ]
