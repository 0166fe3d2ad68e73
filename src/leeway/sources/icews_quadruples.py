"""ICEWS as benchmarks of temporal knowledge graphs hold it: who did what to whom on which day.

Four sets are read, each under a source of its own. Their files bear the same names, so that the folder says
which set a file is of.

================ ======================== =============================================================
folder           source                   what
================ ======================== =============================================================
ICEWS22          icews22                  January to August 2022, 999 actors; as many repeats as reports
ICEWS22          icews22-unseen           its *test*: only kinds of event never seen before, July on
ICEWS18          icews18                  2018; of ICEWS18_tail 29 August to 31 October
ICEWS0515_sample icews0515-sample         a tenth of 2005-2015, drawn by chance
ICEWS14_sample   icews14-sample           a tenth of 2014, drawn by chance
================ ======================== =============================================================

Only *icews22* and *icews18* are slices of time that make a series; *icews22-unseen* beside *icews22* is a
step that nobody made. No set is a record of pairs: actors were chosen by their frequency.

Rows name actors and no country. The state is the one in the last bracket of the name (*Police (Australia)*),
the country named, or the one that a leader of the ledger acted for on the day. Rows with anybody else
(organisations, groups under names of their own, persons without a row) are counted, not
kept. The kind of event is told by the text that CAMEO has for a code. Rows repeat where reports do, and are
numbered.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from leeway.errors import DataError, SourceFormatError
from leeway.ledger.events import codes_by_label
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import reading_of, whole_numbers
from leeway.sources.event_names import find_sides, most_frequent, side
from leeway.sources.event_rows import days_covered, find_days, report_rows
from leeway.sources.flows import leave_out
from leeway.sources.frames import unpacked
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source, saved_by_hand
from leeway.sources.tab_rows import read_unheaded

DECLARATION = SourceDeclaration(
    id="icews-quadruples",
    publisher="Z. Ding, W. Jin and A. García-Durán with others, from ICEWS",
    title="ICEWS22, ICEWS18, ICEWS05-15 and ICEWS14, benchmarks of temporal knowledge graphs",
    licence="as their repositories say; ICEWS is CC0 1.0 at the Dataverse",
    terms="https://dataverse.harvard.edu/dataset.xhtml?persistentId=doi:10.7910/DVN/28075",
    pages=(
        "https://github.com/ZifengDing/zrLLM",
        "https://github.com/INK-USC/RE-Net",
        "https://github.com/mniepert/mmkb",
    ),
    citation=(
        "Ding et al. (2024), zrLLM, NAACL; Jin et al. (2020), Recurrent Event Network, EMNLP; García-Durán "
        "et al. (2018), Learning Sequence Encoders for Temporal Knowledge Graph Completion, EMNLP; Boschee "
        "et al. (2015), ICEWS Coded Event Data, Harvard Dataverse, doi:10.7910/DVN/28075"
    ),
    covers=(
        "Reports of 2022 (January to August), of autumn 2018, and samples of 2005-2015, among the actors "
        "that each set chose: many pairs of states are missing. Each set lies in a folder of its name "
        "(ICEWS22, ICEWS18, ICEWS0515_sample, ICEWS14_sample), with entity2id.txt and relation2id.txt beside "
        "files of numbers."
    ),
)


@dataclass(frozen=True, slots=True)
class QuadrupleSet:
    """How the files of a set are laid out.

    Attributes
    ----------
    name : str
        What its parts begin with.
    source : str
        Source of its rows.
    files : str
        Regular expression of their names, with the split in brackets.
    columns : tuple of str
        In order; *number* in names of columns of numbers that stand for actors, kinds and times.
    begins : date or None
        Day from which times are counted; None where days are written out.
    steps : int
        Steps of time in a day.
    """

    name: str
    source: str
    files: str
    columns: tuple[str, ...]
    begins: dt.date | None = None
    steps: int = 1


_NUMBERED = ("subject_number", "relation_number", "object_number", "time_number")
_WRITTEN = ("subject", "relation", "object", "time")
_ENDING = r"\.txt(?:\.gz)?$"
_SAMPLE = rf"^icews[\w-]*_?(test|valid|train){_ENDING}"
SETS = {
    "icews22": QuadrupleSet(
        "ICEWS22", "icews22", rf"^(train|valid|test){_ENDING}", _NUMBERED, dt.date(2022, 1, 1)
    ),
    "icews18": QuadrupleSet(
        "ICEWS18",
        "icews18",
        rf"^(train|valid|test){_ENDING}",
        (*_NUMBERED, "nothing"),
        dt.date(2018, 1, 1),
        24,
    ),
    "icews0515_sample": QuadrupleSet("ICEWS0515", "icews0515-sample", _SAMPLE, _WRITTEN),
    "icews14_sample": QuadrupleSet("ICEWS14", "icews14-sample", _SAMPLE, _WRITTEN),
}
"""Sets by folder, in lower case."""

_ALSO = {"icews18_tail": "icews18"}
UNSEEN = "icews22-unseen"
"""Source of rows of the split of ICEWS22 that holds unseen kinds alone."""

_LONGEST = 366
_MOST = 10**7


def _found(name: str) -> tuple[QuadrupleSet, str] | None:
    folder, _, file = name.lower().rpartition("/")
    held = SETS.get(_ALSO.get(folder, folder))
    split = re.match(held.files, file) if held else None
    return (held, split[1]) if held and split else None


def part_of(name: str) -> str | None:
    """The set and split in a file, by the names of its folder and its own.

    Examples
    --------
    >>> part_of("ICEWS22/train.txt.gz"), part_of("ICEWS14_sample/icews_2014_test.txt.gz")
    ('ICEWS22-train', 'ICEWS14-sample')
    >>> part_of("ICEWS22/entity2id.txt.gz"), part_of("elsewhere/train.txt.gz")
    (None, None)
    """
    found = _found(name)
    if found is None:
        return None
    held, split = found
    return f"{held.name}-{split if held.begins else 'sample'}"


def read(path: Path) -> Reading:
    """Read one split of a set.

    Raises
    ------
    DataError
        If the file, or one with names beside it, is missing, damaged or cut, or if no row is usable.
    SourceFormatError
        If the folder is none of a set, or the text is not UTF-8.
    """
    name = SOURCE.called(path)
    found = _found(name)
    if found is None:
        raise SourceFormatError(
            f"'{name}' is no file of a set by its folder and name.",
            where=str(path),
            hint=f"Folders are {', '.join(held.name for held in SETS.values())} and their samples.",
        )
    held, split = found
    part = str(part_of(name))
    table = read_unheaded(unpacked(path), path, held.columns)
    sieve = table.sieve
    notes = [*table.notes, *_days(sieve, held)]
    if held.begins is not None:
        _names(sieve, path, "subject", "entity2id", "entity")
        _names(sieve, path, "object", "entity2id", "entity")
        _names(sieve, path, "relation", "relation2id", "kind of event")
    _codes(sieve)
    notes += _sides(sieve)
    unseen = held.source == "icews22" and split == "test"
    reports = report_rows(
        sieve.rows, UNSEEN if unseen else held.source, report=pl.format(f"{part}:{{}}", pl.col("file_row"))
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout="numbers" if held.begins else "names",
        read=table.read,
        sieve=sieve,
        tables={"reports": reports},
        covered=days_covered(reports),
        notes=notes,
    )


def _days(sieve: Sieve, held: QuadrupleSet) -> list[str]:
    """Days of the rows, written out or counted in steps from the first day of the set."""
    if held.begins is None:
        return find_days(sieve, "time", "time", ("%Y-%m-%d",))
    whole_numbers(sieve, "time_number", low=0, high=_LONGEST * held.steps - 1)
    part = pl.col("time_number") % held.steps != 0
    sieve.refuse(part, "time", "time_number", "no whole day")
    days = pl.col("time_number") // held.steps
    sieve.rows = sieve.rows.with_columns(
        (pl.lit(held.begins) + pl.duration(days=days)).cast(pl.Date).alias("day")
    )
    return []


def _names(sieve: Sieve, path: Path, column: str, file: str, what: str) -> None:
    """The names that numbers stand for, from the file beside."""
    whole_numbers(sieve, f"{column}_number", low=0, high=_MOST)
    known = _numbered(path, file)
    sieve.rows = sieve.rows.join(
        known.select(pl.col("number").alias(f"{column}_number"), pl.col("name").alias(column)),
        on=f"{column}_number",
        how="left",
        maintain_order="left",
    )
    sieve.refuse(pl.col(column).is_null(), column, f"{column}_number", f"{file} has no {what} of that number")


def _numbered(path: Path, file: str) -> pl.DataFrame:
    """Names by number, from ``FILE.txt`` or ``FILE.txt.gz`` beside a file."""
    beside = [one for ending in (".txt", ".txt.gz") if (one := path.with_name(file + ending)).is_file()]
    if not beside:
        raise DataError(
            f"The file holds numbers, and {file}.txt with their names is not beside it.",
            where=str(path),
            hint=f"Save {file}.txt of the same set in the same folder.",
        )
    table = read_unheaded(unpacked(beside[0]), beside[0], ("name", "number"))
    sieve = table.sieve
    whole_numbers(sieve, "number", low=0, high=_MOST)
    if sieve.rejects().height:
        row, value = sieve.rejects().select("file_row", "value").row(0)
        raise SourceFormatError(f"Row {row} is no name with a number: '{value}'.", where=str(beside[0]))
    if sieve.rows["number"].is_duplicated().any():
        raise SourceFormatError("A number stands for two names.", where=str(beside[0]))
    return sieve.rows.select("number", pl.col("name").str.strip_chars())


def _codes(sieve: Sieve) -> None:
    """Codes of CAMEO from their texts."""
    label = pl.col("relation").str.strip_chars().str.to_lowercase()
    known = {text.lower(): code for text, code in codes_by_label().items()}
    sieve.rows = sieve.rows.with_columns(label.replace_strict(known, default=None).alias("code"))
    sieve.refuse(pl.col("code").is_null(), "relation", "relation", "no code of CAMEO has this text")


def _sides(sieve: Sieve) -> list[str]:
    """The two states of each row; notes of rows that have no two."""
    sieve.rows = sieve.rows.with_columns(pl.col("subject", "object").str.strip_chars())
    find_sides(sieve, (("subject", "actor"), ("object", "target")), side)
    nobody: list[str] = []
    for column, key in (("subject", "actor"), ("object", "target")):
        nobody += sieve.rows.filter(pl.col(key).is_null())[column].to_list()
    no_state = pl.col("actor").is_null() | pl.col("target").is_null()
    notes = leave_out(sieve, no_state, "rows with a side that is no state")
    if nobody:
        kinds = len(set(nobody))
        notes.append(f"most frequent of {kinds:,} names that are no state: {most_frequent(nobody)}")
    return notes + leave_out(sieve, pl.col("actor") == pl.col("target"), "rows within one state")


def age(name: str) -> tuple[object, ...]:
    """What sorts newer files later: among packed and plain files of one split the plain one."""
    return (not name.endswith(".gz"), name)


SOURCE = Source(
    declaration=DECLARATION,
    address="https://github.com",
    part_of=part_of,
    read=read,
    remotes=saved_by_hand(DECLARATION),
    age=age,
    in_folder=True,
)
