"""Invented roll calls in the publisher's format, sound unless asked otherwise."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

GA_2026 = (
    "undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft", "committee_report",
    "meeting", "title", "agenda_title", "subjects", "vote_note", "total_yes", "total_no", "total_abstentions",
    "total_non_voting", "total_ms", "undl_link",
)  # fmt: skip
MEMBERS = (("KAZ", "KAZAKHSTAN"), ("RUS", "RUSSIAN FEDERATION"), ("BRA", "BRAZIL"), ("FRA", "FRANCE"))
SUFFIX = " : resolution / adopted by the General Assembly"


@dataclass(frozen=True, slots=True)
class Vote:
    """A roll call of the four members, by their vote codes in order."""

    number: int
    date: str
    symbol: str
    codes: str
    session: str = "70"
    title: str = "Safe passage of kites" + SUFFIX
    members: Sequence[tuple[str, str]] = MEMBERS

    def rows(self) -> list[dict[str, str]]:
        counts = {code: self.codes.upper().count(code) for code in "YNAX"}
        return [
            {
                "undl_id": str(self.number),
                "ms_code": code,
                "ms_name": name,
                "ms_vote": vote,
                "date": self.date,
                "session": self.session,
                "resolution": self.symbol,
                "draft": "",
                "committee_report": "A/70/1",
                "meeting": "A/70/PV.1",
                "title": self.title,
                "agenda_title": "Kites",
                "subjects": "KITES|WIND",
                "vote_note": "",
                "total_yes": f"{counts['Y']}.0",
                "total_no": f"{counts['N']}.0",
                "total_abstentions": f"{counts['A']}.0",
                "total_non_voting": f"{counts['X']}.0",
                "total_ms": f"{len(self.members)}.0",
                "undl_link": f"https://digitallibrary.un.org/record/{self.number}",
            }
            for (code, name), vote in zip(self.members, self.codes, strict=True)
        ]


SOUND = (
    Vote(1001, "2015-11-05", "A/RES/70/1", "YNAX"),
    Vote(1002, "2015-11-06", "A/RES/70/2", "YYYN", title="Care of lighthouses" + SUFFIX),
    Vote(1003, "2016-11-08", "A/RES/71/1", "AYNX", session="71"),
    Vote(1004, "2022-03-02", "A/RES/ES-11/1", "ANYY", session="ES-11", title="A matter of winds" + SUFFIX),
)


def rows(votes: Iterable[Vote] = SOUND) -> list[dict[str, str]]:
    """All rows of some roll calls."""
    return [row for vote in votes for row in vote.rows()]


def changed(vote: Vote, **changes: str) -> Vote:
    """Another version of a roll call."""
    return replace(vote, **changes)


def text(of: Sequence[dict[str, str]] | None = None, header: Sequence[str] = GA_2026) -> str:
    """A voting file as text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows() if of is None else of)
    return out.getvalue()


def write(path: Path, of: Sequence[dict[str, str]] | None = None, header: Sequence[str] = GA_2026) -> Path:
    """A voting file on the disk."""
    path.write_text(text(of, header), encoding="utf-8")
    return path
