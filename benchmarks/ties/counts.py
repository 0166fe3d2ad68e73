"""What is in the record of ties and in the ledger, against counts that others wrote down."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path

import polars as pl

from benchmarks.figures import Figure, Section, Table
from benchmarks.ties.found_lists import figures_and_table
from leeway.ledger import entities, memberships, organisations, recognitions, treaties
from leeway.record.store import Record
from leeway.states import by_cow

KEY = "counts"
_LEDGER = {
    "entities": entities, "memberships": memberships, "organisations": organisations,
    "recognitions": recognitions, "treaties": treaties,
}  # fmt: skip


def section(record: Record, files: Path) -> Section:
    """Counts of rows, and checks of two published tables."""
    ties = record.table("ties")
    joint, compared, differ = _joint(ties, files)
    atop = ties.filter(
        (pl.col("source") == "atop") & (pl.col("state") == "KAZ") & (pl.col("partner") == "RUS")
    )
    years = {
        year
        for since, until in atop.select("since", "until").iter_rows()
        for year in range(since.year, (until.year if until else 2018) + 1)
    }
    loads = (
        record.sources()
        .group_by("source", maintain_order=True)
        .agg(pl.col("rows_kept").sum(), pl.col("rows_rejected").sum(), pl.col("covered_to").max())
    )
    rows = []
    for name, table in _LEDGER.items():
        counted = Counter(one.status for one in table())
        rows.append(
            [name, str(counted.total()), *(str(counted[one]) for one in ("found", "suspect", "unverified"))]
        )
    total = sum(int(row[1]) for row in rows)
    shares = {
        status: sum(int(row[place]) for row in rows) / total
        for place, status in enumerate(("found", "suspect", "unverified"), start=2)
    }
    lists, lists_table = figures_and_table(files)
    return Section(
        key=KEY,
        title="What is counted",
        command="python -m benchmarks.ties counts",
        method=(
            "Joint memberships are counted from the memberships of single states that Leeway keeps, full and "
            "associate, and compared with the publisher's own table of dyads."
        ),
        figures=[
            Figure("organisations that Kazakhstan and Russia shared in 2014", joint, "COW IGO v3",
                   low=47, high=47, digits=0),
            Figure("dyad-years whose number of shared organisations differs", differ,
                   f"{compared:,} dyad-years, 1995 and 2014", high=0, digits=0),
            Figure("years of obligation between Kazakhstan and Russia", len(years), "ATOP 5.1, 1992-2018",
                   low=27, high=27, digits=0),
            Figure("share of the ledger that is found in a text and uncontradicted", shares["found"],
                   f"{total:,} rows"),
            *(
                Figure(f"share of the ledger that is {status}", shares[status], f"{total:,} rows")
                for status in ("suspect", "unverified")
            ),
            *lists,
        ],
        tables=[
            Table("The ledger by status", ("table", "rows", "found", "suspect", "unverified"), rows),
            lists_table,
            Table(
                "Rows of the publishers' files, and where each source ends",
                ("source", "kept", "refused", "until"),
                [[name, f"{kept:,}", f"{no:,}", str(until)] for name, kept, no, until in loads.iter_rows()],
            ),
        ],
        remarks=[
            "Facts of the found lists that look wrong are kept as suspect, with the reason in their note.",
            "Facts only remembered are unverified. Neither enters an estimate.",
            (
                "In the table of found lists, *other day* is a fact that is found with another date or with "
                "none; *suspect* and *only remembered* are the ledger's word on it, whatever the list's own. "
                "Of the remembered facts Crimea is left out (a territory, not a state); the others that are "
                "missing are told otherwise in the ledger."
            ),
        ],
    )  # fmt: skip


def _joint(ties: pl.DataFrame, files: Path) -> tuple[int, int, int]:
    """Kazakhstan and Russia in 2014; dyad-years compared, and how many differ."""
    coded = ties.filter(
        (pl.col("source") == "cow-igo") & (pl.col("kind") == "membership")
        & pl.col("role").is_in(["full", "associate"])
    )  # fmt: skip
    published = pl.read_parquet(files / "cow_igo_v3_joint_memberships_dyad_year.parquet")
    ours = compared = differ = 0
    for year in (1995, 2014):
        inside = coded.filter(
            (pl.col("since").dt.year() <= year)
            & (pl.col("until").is_null() | (pl.col("until").dt.year() >= year))
        )
        members: dict[str, set[str]] = {}
        for state, organisation in inside.select("state", "organisation").iter_rows():
            members.setdefault(state, set()).add(organisation)
        for one, other, number in (
            published.filter(pl.col("year") == year).select("ccode1", "ccode2", "dyadigos").iter_rows()
        ):
            keys = [by_cow(code, dt.date(year, 7, 1)) for code in (one, other)]
            if None in keys or one >= other:
                continue
            shared = len(members.get(str(keys[0]), set()) & members.get(str(keys[1]), set()))
            compared += 1
            differ += shared != number
            if year == 2014 and set(keys) == {"KAZ", "RUS"}:
                ours = shared
    return ours, compared, differ
