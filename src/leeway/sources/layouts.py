"""The generations of the header of the official voting files, and which one a file has."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from leeway.errors import SourceFormatError

_GA_2026 = (
    "undl_id", "ms_code", "ms_name", "ms_vote", "date", "session", "resolution", "draft", "committee_report",
    "meeting", "title", "agenda_title", "subjects", "vote_note", "total_yes", "total_no", "total_abstentions",
    "total_non_voting", "total_ms", "undl_link",
)  # fmt: skip
_SC_2026 = (
    "undl_id", "ms_code", "ms_name", "permanent_member", "ms_vote", "date", "resolution", "draft", "meeting",
    "description", "agenda", "subjects", "vote_note", "total_yes", "total_no", "total_abstentions",
    "total_non_voting", "total_ms", "modality", "undl_link",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """One generation of the header.

    Attributes
    ----------
    name : str
        Body and the month it was first published in.
    body : str
        ``GA`` or ``SC``.
    columns : dict of str to str
        Every column of the file, and our name for it.
    ignored : tuple of str
        Our names of columns that are recognised and not kept.
    codes : dict of str to str
        Vote codes of this generation beside Y, N, A and X.
    """

    name: str
    body: str
    columns: dict[str, str]
    ignored: tuple[str, ...] = ()
    codes: tuple[tuple[str, str], ...] = ()


def _same(columns: tuple[str, ...], *, without: tuple[str, ...] = ()) -> dict[str, str]:
    return {column: column for column in columns if column not in without}


_SC_NAMES = {"description": "title", "agenda": "agenda_title"}

LAYOUTS = (
    Layout("ga-2026-02", "GA", _same(_GA_2026)),
    Layout("ga-2025-03", "GA", _same(_GA_2026, without=("vote_note",))),
    Layout(
        "ga-2024-09",
        "GA",
        {
            "undl_id": "undl_id",
            "ms_codes": "ms_code",
            "ms_names": "ms_name",
            "ms_votes": "ms_vote",
            "resolutions": "resolution",
            "title": "title",
            "modality": "modality",
            "draft": "draft",
            "committee_report": "committee_report",
            "meeting": "meeting",
            "agenda_titles": "agenda_title",
            "subjects": "subjects",
            "date": "date",
            "yes": "total_yes",
            "no": "total_no",
            "abstentions": "total_abstentions",
            "non-voting": "total_non_voting",
            "total-voting": "total_ms",
            "undl_link": "undl_link",
        },
        codes=(("NV", "X"),),
    ),
    Layout(
        "sc-2026-02",
        "SC",
        {column: _SC_NAMES.get(column, column) for column in _SC_2026},
        ignored=("permanent_member",),
    ),
    Layout(
        "sc-2025-03",
        "SC",
        {column: _SC_NAMES.get(column, column) for column in _SC_2026 if column != "vote_note"},
        ignored=("permanent_member",),
    ),
)

_SINGULAR = {
    "ms_code": "ms_codes", "ms_name": "ms_names", "ms_vote": "ms_votes", "resolution": "resolutions",
    "agenda_title": "agenda_titles", "non_voting": "non-voting", "total_voting": "total-voting",
}  # fmt: skip


def detect_layout(header: list[str], *, file: str) -> tuple[Layout, list[str]]:
    """Find the generation of a header.

    Parameters
    ----------
    header : list of str
        Names of the columns, in the file's order (the order does not matter).
    file : str
        Name of the file, for the error.

    Returns
    -------
    layout : Layout
    names : list of str
        Our name of each column, in the file's order.

    Raises
    ------
    SourceFormatError
        If a column is missing, renamed, repeated or unknown: what is missing, what is there instead, and
        which of them look alike.

    Notes
    -----
    The files of September 2024 are documented with plural names (``ms_codes``), while code written for
    them uses singular ones; both are read.
    """
    found = [name.strip() for name in header]
    repeated = sorted({name for name in found if found.count(name) > 1})
    if repeated:
        raise SourceFormatError(f"The header repeats {', '.join(repeated)}.", where=file)
    for layout in LAYOUTS:
        for spelling in (found, [_SINGULAR.get(name, name) for name in found]):
            if set(spelling) == set(layout.columns):
                return layout, [layout.columns[name] for name in spelling]
    raise _unknown_header(found, file)


def _unknown_header(found: list[str], file: str) -> SourceFormatError:
    nearest = min(LAYOUTS, key=lambda layout: len(set(layout.columns) ^ set(found)))
    missing = [name for name in nearest.columns if name not in found]
    extra = [name for name in found if name not in nearest.columns]
    if len(missing) == len(nearest.columns):
        return SourceFormatError(
            f"This is no file of votes: its first line has none of the columns of one ({_listed(found)}).",
            where=file,
            hint="Expected e.g. 2026_02_06_ga_voting.csv from the UN Digital Library.",
        )
    near = [
        f"'{name}' may be '{match[0]}'"
        for name in missing
        if (match := difflib.get_close_matches(name, extra, n=1, cutoff=0.5))
    ]
    parts = [f"the header is nearest to {nearest.name}"]
    if missing:
        parts.append(f"missing {_listed(missing)}")
    if extra:
        parts.append(f"unknown {_listed(extra)}")
    return SourceFormatError(
        f"The columns are of no known generation: {'; '.join(parts)}.",
        where=f"{file}, row 1",
        hint=f"Available: {_listed(found)}." + (f" {'; '.join(near)}." if near else ""),
    )


def _listed(names: list[str], most: int = 30) -> str:
    short = [name if len(name) <= 40 else name[:37] + "..." for name in names[:most]]
    return ", ".join(short) + (f" and {len(names) - most} more" if len(names) > most else "")
