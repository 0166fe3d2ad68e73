"""What a load did to the record."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

Outcome = Literal["loaded", "unchanged", "amended", "failed", "absent"]


@dataclass(frozen=True, slots=True)
class VoteChange:
    """One state's vote in one roll call that an amended file tells differently.

    `old` or `new` is None where the file has no such row.
    """

    roll_call: str
    state: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RollCallChange:
    """One field of a roll call's description that an amended file tells differently."""

    roll_call: str
    column: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TableChange:
    """Rows of one table that an amended file adds, no longer has, or tells differently."""

    table: str
    added: int
    removed: int
    changed: int

    @property
    def nothing(self) -> bool:
        """Whether the two files tell the same."""
        return not (self.added or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """One file brought, or not brought, into the record.

    Attributes
    ----------
    outcome : {'loaded', 'unchanged', 'amended', 'failed', 'absent'}
        ``unchanged`` if the very file was loaded already and nothing was written; ``amended`` if it
        replaced another file of the same source; ``loaded`` if it is the first; ``failed`` if one source
        of several could not be brought in, with what happened in `notes`; ``absent`` for files that the
        publisher does not have, named in `notes`.
    load : int
        Number of the load (of the earlier one, if unchanged; 0 if failed or absent).
    source, part, file, sha256, layout : str
    replaced : str or None
        SHA-256 of the file replaced.
    rows_read, rows_kept, rows_rejected : int
    covered : tuple of two dates, or None if failed or absent
    refused : tuple of (reason, rows)
        Reasons of the refused rows, commonest first; the rows are in the table ``rejects``.
    notes : tuple of str
        What was read by rule, and what does not add up.
    added, removed : tuple of str
        Roll calls only the new, only the old file has.
    described : tuple of RollCallChange
        Roll calls whose description changed.
    votes : tuple of VoteChange
        Votes that changed within roll calls that both files have.
    tables : tuple of TableChange
        Rows of other tables that changed.
    exit_code : int
        That of the failure, otherwise 0.
    """

    outcome: Outcome
    load: int
    source: str
    part: str
    file: str
    sha256: str
    layout: str
    rows_read: int
    rows_kept: int
    rows_rejected: int
    covered: tuple[dt.date, dt.date] | None
    replaced: str | None = None
    refused: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    added: tuple[str, ...] = field(default=(), repr=False)
    removed: tuple[str, ...] = field(default=(), repr=False)
    described: tuple[RollCallChange, ...] = field(default=(), repr=False)
    votes: tuple[VoteChange, ...] = field(default=(), repr=False)
    tables: tuple[TableChange, ...] = ()
    exit_code: int = 0

    def __str__(self) -> str:
        return "\n".join(self.lines())

    def lines(self, *, most: int = 10) -> list[str]:
        """The report in words, at most `most` changes of each kind listed."""
        name = f"{self.source} {self.part}: {self.file}"
        if self.covered is None:
            what = "" if self.outcome == "absent" else "not brought in. "
            return [f"{self.source}: {what}{note}" for note in self.notes]
        if self.outcome == "unchanged":
            return [f"{name} is already in the record (load {self.load}); nothing changed."]
        rows = f"{self.rows_kept:,} of {self.rows_read:,} rows kept, {self.rows_rejected:,} refused"
        text = [f"{name} ({self.layout}), from {self.covered[0]} to {self.covered[1]}: {rows}."]
        text += [f"  refused: {count:,} rows: {reason}" for reason, count in self.refused[:most]]
        text += [f"  {note}" for note in self.notes]
        if self.outcome == "amended":
            text += self._amendments(most)
        return text

    def _amendments(self, most: int) -> list[str]:
        old, new = (self.replaced or "")[:12], self.sha256[:12]
        told = [one for one in self.tables if not one.nothing]
        if not (self.added or self.removed or self.described or self.votes or told):
            return [f"  The file's hash changed ({old} to {new}) and nothing it says did."]
        text = [
            f"  Against the file it replaces ({old} to {new}), {one.table}: {one.added:,} rows added, "
            f"{one.removed:,} removed, {one.changed:,} changed."
            for one in told
        ]
        if not (self.added or self.removed or self.described or self.votes):
            return text
        described = len({change.roll_call for change in self.described})
        counts = (
            f"{len(self.added):,} roll calls added, {len(self.removed):,} removed, {described:,} described"
            f" otherwise, {len(self.votes):,} votes changed"
        )
        text.append(f"  Against the file it replaces ({old} to {new}): {counts}.")
        text += _some([f"removed {key}" for key in self.removed], most)
        text += _some(
            [f"{v.roll_call}: {v.state} {v.old or 'none'} -> {v.new or 'none'}" for v in self.votes], most
        )
        text += _some([f"{d.roll_call}: {d.column} '{d.old}' -> '{d.new}'" for d in self.described], most)
        return text


def told_together(reports: Sequence[LoadReport], *, many: int = 20, most: int = 10) -> list[str]:
    """Reports in words; where a source has more than `many` alike, their sums instead of each.

    Parameters
    ----------
    reports : sequence of LoadReport
        Those of one source together.
    many, most : int
        Reports that are told one by one; reasons of refused rows that are told of a sum.
    """
    alike: dict[tuple[str, str], list[LoadReport]] = {}
    for one in reports:
        alike.setdefault((one.source, one.outcome), []).append(one)
    text: list[str] = []
    for (source, outcome), some in alike.items():
        if len(some) <= many or outcome not in ("loaded", "unchanged"):
            text += [str(one) for one in some]
            continue
        days = [day for one in some for day in one.covered or ()]
        files = f"{source}: {len(some):,} files, from {min(days)} to {max(days)}"
        if outcome == "unchanged":
            text.append(f"{files}, are already in the record; nothing changed.")
            continue
        kept, read = sum(one.rows_kept for one in some), sum(one.rows_read for one in some)
        rejected = sum(one.rows_rejected for one in some)
        text.append(f"{files}: {kept:,} of {read:,} rows kept, {rejected:,} refused.")
        refused: Counter[str] = Counter()
        for one in some:
            refused.update(dict(one.refused))
        text += [f"  refused: {count:,} rows: {reason}" for reason, count in refused.most_common(most)]
    return text


def _some(lines: list[str], most: int) -> list[str]:
    shown = [f"    {line}" for line in lines[:most]]
    return shown + ([f"    and {len(lines) - most:,} more"] if len(lines) > most else [])
