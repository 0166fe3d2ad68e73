"""Events coded from news in several languages since 2018: the Political Event Classification, POLECAT.

Files have 40 columns between tabs, without quotation marks, in UTF-8 or ISO-8859-1. Published files have
more names in the header than columns, or more tabs in a row than names: what is surplus and empty is passed
over. ``LEEWAY_POLECAT=2022-2023`` names the years that `refresh` fetches.

* Actors and recipients are lists, and so are their countries: ``Russia;Belarus``. Every pair of two different
  states is one report, numbered ``EVENT:ACTOR:TARGET``. Pairs are what is counted.
* Events are of types of PLOVER, and `ROOTS` says for which root of CAMEO a type is taken. The root decides
  the class in the view ``events``. PLOVER's classes are the same but for CONCEDE: it counts as verbal
  cooperation there, and is of root 08 here, material cooperation with KEDS and GDELT. PROTEST is material
  conflict with PLOVER and KEDS, verbal with GDELT. SANCTION is material conflict in one part of PLOVER's
  manual and verbal in another; root 16 is material.
* To agree, to consult and to cooperate are told of both sides: such a type mirrors itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, refuse_repeats
from leeway.sources.dataverse import ADDRESS, files_listed, remote_of, tell_missing, years_wished
from leeway.sources.event_names import country_or_code
from leeway.sources.event_rows import (
    days_covered,
    find_days,
    leave_out_no_dyads,
    name_dyads,
    report_rows,
)
from leeway.sources.flows import leave_out
from leeway.sources.frames import Header, unpacked
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell
from leeway.sources.tab_rows import read_headed

DECLARATION = SourceDeclaration(
    id="polecat",
    publisher="Political Instability Task Force, at the Harvard Dataverse",
    title="POLECAT Weekly Data",
    licence="CC0 1.0 at the Dataverse; the rows are coded from texts that stay their publishers'",
    terms="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/AJGVIT",
    pages=("https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/AJGVIT",),
    citation=(
        "Halterman, Andrew, Benjamin Bagozzi, Andreas Beger, Phil Schrodt, and Grace Scarborough (2023), "
        "PLOVER and POLECAT: A New Political Event Ontology and Dataset; POLECAT Weekly Data, Harvard "
        "Dataverse, doi:10.7910/DVN/AJGVIT"
    ),
    covers=(
        "Reports in the news since 2018 of what one state did to another, by type of PLOVER. Reports are no "
        "events. LEEWAY_POLECAT names the years that refresh fetches. Read after its layout as it is "
        "described: no published file was at hand when the reader was made."
    ),
)

WISHES = "LEEWAY_POLECAT"
DOI = "10.7910/DVN/AJGVIT"

ROOTS = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "COOPERATE": "06",
    "AID": "07",
    "CONCEDE": "08",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "MOBILIZE": "15",
    "SANCTION": "16",
    "COERCE": "17",
    "ASSAULT": "19",
}
"""Types of PLOVER, and the root of CAMEO that each stands for."""

MUTUAL = ("AGREE", "CONSULT", "COOPERATE")
"""Types whose event is the same told of the other side."""

_HEADER = Header(
    "polecat",
    {
        "Event ID": "event",
        "Event Date": "event_date",
        "Event Type": "code",
        "Actor Country": "actor_country",
        "Recipient Country": "recipient_country",
    },
    ignored=(
        "Event Mode", "Intensity", "Event Intensity", "Quad Code", "Contexts", "Actor Name", "Actor COW",
        "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw", "Wikipedia Actor ID",
        "Recipient Name", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors",
        "Recipient Title", "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District",
        "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
        "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
        "Version", "Headline",
    ),
)  # fmt: skip
_SURPLUS = ("Headline",)
"""Names at the end of some headers that no row has a field for."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAME = re.compile(
    r"^ngecevents[.]?(?:dv)?[.-](\d{4})(?:-(\d{2}|[a-z]{3}))?(\d{10})?"
    r"(?:\.release\w+)?(?:\.dv)?\.(?:txt|tab)(?:\.gz|\.zip)?$|^ngecevents[^/]*?(\d{14})[^/]*\.zip$"
)
_MEMBER = re.compile(r"\.(txt|tab)$", re.IGNORECASE)
_DAYS = ("%Y-%m-%d", "%m/%d/%Y")
_SIDES = (
    ("actor_country", "actor", "Actor Country"),
    ("recipient_country", "target", "Recipient Country"),
)
_NOBODY = ["", "None", "NA"]


def part_of(name: str) -> str | None:
    """The year, the month or the stamp of a week, from a file's name.

    Examples
    --------
    >>> part_of("ngecEvents.DV.2018.txt"), part_of("ngecEventsDV-2022.txt.zip")
    ('2018', '2022')
    >>> part_of("ngecEventsDV-2022-Jan.txt"), part_of("ngecEvents.20230103111842.Release603.DV.txt")
    ('2022-01', '20230103111842')
    """
    found = _NAME.match(name.lower())
    if found is None:
        return None
    year, month, rest, stamp = found.groups()
    if stamp:
        return str(stamp)
    if rest:
        return f"{year}{rest}"
    if month in _MONTHS:
        month = f"{_MONTHS.index(month) + 1:02d}"
    return f"{year}-{month}" if month else str(year)


def read(path: Path) -> Reading:
    """Read the file of a year, a month or a week, packed or not.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    table = read_headed(unpacked(path, _MEMBER), path, _HEADER, surplus=_SURPLUS, latin=True)
    sieve = table.sieve
    ragged = table.read - sieve.rows.height
    notes = list(table.notes) + _pairs(sieve)
    read_in = sieve.rows.height + ragged
    notes += leave_out(sieve, pl.col("event_date").is_in(_NOBODY), "pairs without a day")
    notes += leave_out_no_dyads(sieve, "actor_country", "recipient_country")
    notes += find_days(sieve, "event_date", "Event Date", _DAYS)
    _types(sieve)
    notes += name_dyads(sieve, _SIDES, country_or_code)
    sieve.refuse(pl.col("event") == "", "Event ID", "event", "no number of the event")
    sieve.rows = sieve.rows.with_columns(pl.format("{}:{}:{}", "event", "actor", "target").alias("report"))
    refuse_repeats(sieve, ["report"], "report")
    reports = report_rows(
        sieve.rows,
        DECLARATION.id,
        root=pl.col("code").replace_strict(ROOTS),
        mirror=pl.when(pl.col("code").is_in(MUTUAL)).then(pl.col("code")),
    )
    return reading_of(
        DECLARATION,
        str(part_of(path.name)),
        path,
        layout=table.layout,
        read=read_in,
        sieve=sieve,
        tables={"reports": reports},
        covered=days_covered(reports),
        notes=notes,
    )


def _pairs(sieve: Sieve) -> list[str]:
    """One row a pair of countries, each named once; a note if a row of the file has several."""
    rows = sieve.rows.height
    for column in ("actor_country", "recipient_country"):
        names = pl.col(column).str.split(";").list.eval(pl.element().str.strip_chars().replace(_NOBODY, ""))
        several = names.list.filter(pl.element() != "").list.unique(maintain_order=True)
        listed = pl.when(several.list.len() > 0).then(several).otherwise(pl.lit([""]))
        sieve.rows = sieve.rows.with_columns(listed.alias(column)).explode(column)
    if sieve.rows.height == rows:
        return []
    return [f"{rows:,} rows of the file name {sieve.rows.height:,} pairs, which are what is counted"]


def _types(sieve: Sieve) -> None:
    sieve.rows = sieve.rows.with_columns(pl.col("code").str.strip_chars().str.to_uppercase())
    sieve.refuse(~pl.col("code").is_in(list(ROOTS)), "Event Type", "code", "no event type of PLOVER")


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """Files of the years wished for.

    Raises
    ------
    QuestionError
        If ``LEEWAY_POLECAT`` is not understood.
    PublisherError
        If the Dataverse does not list its files.
    """
    wished = years_wished(WISHES)
    if not wished:
        tell("polecat", f"a year has some 200 MB: name those to fetch, as in {WISHES}=2022-2023")
        return
    named = {part: one for one in files_listed(DOI, base) if (part := part_of(one.name)) is not None}
    chosen = {part: one for part, one in named.items() if int(part[:4]) in wished}
    tell_missing(wished, {int(part[:4]) for part in chosen}, "polecat", tell)
    for part, one in sorted(chosen.items()):
        yield remote_of(part, one, base)


SOURCE = Source(
    declaration=DECLARATION,
    address=ADDRESS,
    part_of=part_of,
    read=read,
    remotes=remotes,
    connections=2,
)
