"""What each line takes for the usual wiggle, and the errors that are measured on the way."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import polars as pl

from benchmarks.figures import Figure, Section, Table
from leeway.measures.influence.estimate import computed
from leeway.record.store import Record

KEY = "margins"


def _manifest(line: str) -> dict[str, Any]:
    path = resources.files("leeway") / "published" / line / "manifest.json"
    told: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return told


def section(record: Record | None = None) -> Section:
    """Margins and errors of the shipped estimates; with a record, how many values two of them rest on."""
    security, recognition, influence = map(_manifest, ("security", "recognition", "influence"))
    earlier, same, later = security["turning"]
    ruptures = security["ruptures"]
    sample = "shipped estimates"
    releases = "two releases" if record is None else _releases(record)
    return Section(
        key=KEY,
        title="Margins, and what is uncertain",
        command="python -m benchmarks.ties margins",
        method=(
            "Security and recognition mostly stand as they stood, and their margin is the usual step: the "
            "middle size of the changes over nine years that are not zero, over all pairs and years since "
            "1946. Influence moves by more where there is more of it, and its margin is the usual step at "
            "that size. An obligation may turn a year earlier or later than coded, as often as ATOP and COW "
            "differ; a text of recognition may be wrong as often as texts contradict each other; the index "
            "differs between two releases."
        ),
        figures=[
            Figure("margin of security", security["margin"], sample, digits=4),
            Figure("margin of recognition", recognition["margin"], sample, digits=4),
            Figure("least margin of influence", influence["margin"], "two releases", digits=4),
            Figure("share of obligations that turn in the same year in both codings", same,
                   f"of those dated at most a year apart; a year earlier {earlier:.3f}, later {later:.3f}"),
            Figure("share of uses of force between allies that weakened the obligation in three years",
                   ruptures["seen"] / ruptures["all"], f"{ruptures['all']} uses of force, GML MID and ATOP"),
            Figure("error of one text of recognition", recognition["error"],
                   "texts of one state and entity", digits=4),
            Figure("influence: difference of two releases that stays with a pair", influence["between"],
                   releases, digits=4),
            Figure("influence: difference of two releases by year", influence["within"], releases, digits=4),
        ],
        tables=[
            Table("What the lines rest on", ("line", "covered", "sources", "tables and their rows"), [
                _rests(told) for told in (security, recognition, influence)
            ]),
            Table(
                "The usual step of influence by the index of the pair",
                ("index", "usual step over nine years"),
                [[f"{size:.3f}", f"{step:.3f}"] for size, step in influence["usual"]],
            )
        ],
        data={line: told["version"] for line, told in
              (("security", security), ("recognition", recognition), ("influence", influence))},
    )  # fmt: skip


def _rests(told: dict[str, Any]) -> list[str]:
    """One line: its years, its sources with the hash of what was read, its tables."""
    sources = ", ".join(f"{one['id']} ({one['sha256'][:8]})" for one in told["sources"])
    tables = ", ".join(f"{name} {one['rows']:,}" for name, one in told["tables"].items())
    return [told["line"], " to ".join(told["covered"]), sources, tables]


def _releases(record: Record) -> str:
    """How many values two releases of the index have in common, and of how many pairs."""
    index = computed(record.table("influence"))
    key = ["influencer", "receiver", "year"]
    both = index.filter(pl.col("computed")).join(index.filter(~pl.col("computed")), on=key)
    pairs = both.select("influencer", "receiver").unique().height
    whose = ", ".join(sorted(both["influencer"].unique()))
    return f"two releases, {both.height:,} years of {pairs} pairs; influencer {whose}"
