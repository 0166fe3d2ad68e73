"""Events coded from news by the Integrated Crisis Early Warning System (ICEWS), one row a report.

Files of a year and weekly files have the same 20 columns between tabs, without quotation marks. A row names
the country of either side, a code of CAMEO with its text, and its weight. ``LEEWAY_ICEWS=2015-2018`` names
the years that `refresh` fetches.

* Rows without a country on a side, of one country, or of a country that is no state (a region, a part of a
  state) are left out and counted; rows with a country that nobody knows are refused.
* The text of the event and its weight have to be those of the code: where they are not, the code cannot be
  trusted (its zero lost, say), and the row is refused.
* Symmetric events stand twice, told of either side: about two rows in five that cross a border. Both are kept
  with their *mirror*, and the view ``events`` folds them.
* Weekly files and the file of a year may hold the same event: rows of weekly files bear a source of their
  own, and the two are not to be added.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from leeway.ledger.events import cameo_codes
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import numbers, reading_of, refuse_repeats
from leeway.sources.dataverse import ADDRESS, Listed, files_listed, remote_of, tell_missing, years_wished
from leeway.sources.event_names import country
from leeway.sources.event_rows import (
    days_covered,
    find_days,
    leave_out_no_dyads,
    name_dyads,
    report_rows,
)
from leeway.sources.frames import Header, unpacked
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell
from leeway.sources.tab_rows import read_headed

DECLARATION = SourceDeclaration(
    id="icews",
    publisher="Lockheed Martin, at the Harvard Dataverse",
    title="ICEWS Coded Event Data",
    licence="CC0 1.0 at the Dataverse; the rows are coded from texts that stay their publishers'",
    terms="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/28075",
    pages=(
        "https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/28075",
        "https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/QI2TNU",
    ),
    citation=(
        "Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James Starr, and Michael "
        "Ward (2015), ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075"
    ),
    covers=(
        "Reports in the news since 1995 of what one state did to another, by code of CAMEO; ended in April "
        "2023. Reports are no events, and their number follows the news. LEEWAY_ICEWS names the years that "
        "refresh fetches."
    ),
)

WISHES = "LEEWAY_ICEWS"
WEEKLY = "icews-weekly"
"""Source of rows of weekly files."""

YEARS_DOI, WEEKS_DOI = "10.7910/DVN/28075", "10.7910/DVN/QI2TNU"

_HEADER = Header(
    "icews",
    {
        "Event ID": "report",
        "Event Date": "event_date",
        "Source Country": "source_country",
        "Event Text": "event_text",
        "CAMEO Code": "code",
        "Intensity": "intensity",
        "Target Country": "target_country",
        "Story ID": "story",
        "Sentence Number": "sentence",
    },
    ignored=(
        "Source Name",
        "Source Sectors",
        "Target Name",
        "Target Sectors",
        "Publisher",
        "City",
        "District",
        "Province",
        "Country",
        "Latitude",
        "Longitude",
    ),
)
_ENDING = r"\.(?:tab|txt)(?:\.gz|\.zip)?$|\.zip$"
_YEARLY_NAME = re.compile(rf"^events\.(\d{{4}})\.(?:(\d{{8,14}})|sample)(?:{_ENDING})", re.IGNORECASE)
_WEEKLY_NAME = re.compile(rf"^(\d{{8}})-icews-events(-\d+|-part\d+)?(?:{_ENDING})", re.IGNORECASE)
_MEMBER = re.compile(r"\.(tab|txt)$", re.IGNORECASE)
_NEAR = 0.05
"""By how much a weight may differ from the scale's, which is written with one decimal."""

_ABSENT = "NA"
"""What R writes for an empty cell. Namibia is written out."""

_DAYS = ("%Y-%m-%d", "%m/%d/%Y")
_SIDES = (
    ("source_country", "actor", "Source Country"),
    ("target_country", "target", "Target Country"),
)


def part_of(name: str) -> str | None:
    """The year, or the day stamp of a weekly file, from a file's name.

    Examples
    --------
    >>> part_of("events.2016.20180710092545.tab.zip"), part_of("Events.2005.20150313.tab")
    ('2016', '2005')
    >>> part_of("20181004-icews-events.tab"), part_of("20190309-icews-events-1.zip"), part_of("other.tab")
    ('20181004', '20190309-1', None)
    """
    if found := _YEARLY_NAME.match(name):
        return found[1]
    if found := _WEEKLY_NAME.match(name):
        return f"{found[1]}{(found[2] or '').replace('part', '')}"
    return None


def age(name: str) -> tuple[str, str]:
    """What sorts newer files later: the stamp of their making."""
    found = _YEARLY_NAME.match(name)
    return (found[2] or "").ljust(14, "0") if found else "", name


def read(path: Path) -> Reading:
    """Read the file of a year or of a week, packed or not.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown, or the text is not UTF-8.
    """
    part = str(part_of(path.name))
    table = read_headed(unpacked(path, _MEMBER), path, _HEADER)
    sieve = table.sieve
    _without_na(sieve)
    notes = [*table.notes, *leave_out_no_dyads(sieve, "source_country", "target_country")]
    notes += find_days(sieve, "event_date", "Event Date", _DAYS)
    notes += name_dyads(sieve, _SIDES, country)
    _check_codes(sieve)
    sieve.refuse(pl.col("report") == "", "Event ID", "report", "no number of the event")
    refuse_repeats(sieve, ["report"], "report")
    reports = report_rows(
        sieve.rows,
        WEEKLY if len(part) > 4 else DECLARATION.id,
        text=pl.when(pl.col("story") != "").then(pl.format("{}:{}", "story", "sentence")),
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=table.layout,
        read=table.read,
        sieve=sieve,
        tables={"reports": reports},
        covered=days_covered(reports),
        notes=notes,
    )


def _without_na(sieve: Sieve) -> None:
    """Cells in which R wrote that there is nothing, empty as the publisher leaves them."""
    names = [name for name in sieve.rows.columns if name != "file_row"]
    stripped = pl.col(names).str.strip_chars()
    sieve.rows = sieve.rows.with_columns(stripped).with_columns(pl.col(names).replace(_ABSENT, ""))


def _check_codes(sieve: Sieve) -> None:
    """Refuse rows whose code is not known, or whose text or weight is not that of the code."""
    codes = cameo_codes()
    label = pl.col("code").replace_strict({one.code: one.label for one in codes.values()}, default=None)
    weight = pl.col("code").replace_strict(
        {one.code: one.goldstein for one in codes.values()}, default=None, return_dtype=pl.Float64
    )
    sieve.rows = sieve.rows.with_columns(label.alias("_label"), weight.alias("_weight"))
    lost = (pl.lit("0") + pl.col("code")).is_in(list(codes))
    reason = (
        pl.when(lost)
        .then(pl.lit("no code of CAMEO: it was read as a number and lost its leading zero"))
        .otherwise(pl.lit("no code of CAMEO"))
    )
    sieve.refuse(pl.col("_label").is_null(), "CAMEO Code", "code", reason)
    other = pl.col("event_text").str.to_lowercase() != pl.col("_label").str.to_lowercase()
    said = pl.format("the code {} stands for '{}'", "code", "_label")
    sieve.refuse(other, "Event Text", "event_text", said)
    numbers(sieve, "intensity", low=-10, high=10)
    far = pl.col("intensity").is_null() | ((pl.col("intensity") - pl.col("_weight")).abs() > _NEAR)
    sieve.refuse(
        far, "Intensity", "intensity", pl.format("the code {} weighs {} on the scale", "code", "_weight")
    )
    sieve.rows = sieve.rows.drop("_label", "_weight")


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """Files of the years wished for: the file of a year, or, where there is none, its weekly files.

    Raises
    ------
    QuestionError
        If ``LEEWAY_ICEWS`` is not understood.
    PublisherError
        If the Dataverse does not list its files.
    """
    wished = years_wished(WISHES)
    if not wished:
        tell("icews", f"a year has up to 100 MB: name those to fetch, as in {WISHES}=2015-2018")
        return
    yearly = {int(part): one for part, one in _parts(files_listed(YEARS_DOI, base)) if len(part) == 4}
    chosen = {str(year): one for year, one in yearly.items() if year in wished}
    rest = [year for year in wished if year not in yearly]
    if rest:
        weekly = {part: one for part, one in _parts(files_listed(WEEKS_DOI, base)) if len(part) > 4}
        chosen |= {part: one for part, one in weekly.items() if int(part[:4]) in rest}
    tell_missing(wished, {int(part[:4]) for part in chosen}, "icews", tell)
    for part, one in sorted(chosen.items()):
        yield remote_of(part, one, base)


def _parts(files: list[Listed]) -> list[tuple[str, Listed]]:
    """Files with a part, the newest of each last."""
    named = [(part_of(one.name), one) for one in files]
    return sorted(
        ((part, one) for part, one in named if part is not None), key=lambda pair: age(pair[1].name)
    )


SOURCE = Source(
    declaration=DECLARATION,
    address=ADDRESS,
    part_of=part_of,
    read=read,
    remotes=remotes,
    connections=2,
    age=age,
)
