"""Roll calls of the General Assembly and the Security Council, from the official voting files."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from leeway import states
from leeway.errors import DataError
from leeway.record.reading import Reading, SourceDeclaration
from leeway.record.vote_tables import ROLL_CALLS, VOTES
from leeway.sources import releases
from leeway.sources.csv_rows import read_rows
from leeway.sources.roll_calls import RollCalls, describe
from leeway.sources.sieve import Sieve
from leeway.sources.source import Source
from leeway.sources.unpack import sha256_of

DECLARATION = SourceDeclaration(
    id="un-votes",
    publisher="UN Dag Hammarskjöld Library",
    title="General Assembly Voting Data; Security Council Voting Data",
    licence="Copyright United Nations; non-commercial use with attribution; provided as is",
    terms="https://digitallibrary.un.org/pages/?ln=en&page=tos",
    pages=("https://digitallibrary.un.org/record/4060887", "https://digitallibrary.un.org/record/4055387"),
    citation=(
        "United Nations Dag Hammarskjöld Library, General Assembly Voting Data and Security Council Voting"
        " Data, United Nations, downloaded from https://digitallibrary.un.org/record/4060887 and"
        " https://digitallibrary.un.org/record/4055387"
    ),
    covers=(
        "Resolutions adopted by a recorded vote since 1946. Not in it: drafts that failed or were vetoed,"
        " votes on paragraphs and amendments, and what was adopted without a vote."
    ),
)

_LOWER = {code.lower(): code for code in VOTES if code != "X"}


def read(path: Path, *, sha256: str | None = None) -> Reading:
    """Read an official voting file of any generation, General Assembly or Security Council.

    Parameters
    ----------
    path : Path
        CSV, or CSV packed with xz, gzip or zip.
    sha256 : str, optional
        Hash the file must have.

    Returns
    -------
    Reading
        Every row of the file is either a vote or listed in ``rejects``.

    Raises
    ------
    DataError
        If the file is missing, empty, cut, damaged, has another hash, or holds no usable row.
    SourceFormatError
        If its header or encoding is not one of the known ones.

    Notes
    -----
    *Vote codes.* ``Y N A X`` as they stand; ``y n a`` are read as upper case and counted; ``NV`` of the
    2024 generation is ``X``; anything else is refused. *Two votes of one state in one roll call*: the first
    is kept, the second refused, as a repeat if it is the same and as a contradiction if not. *Rows of one
    roll call that disagree* on its date, session or symbol are refused; where they disagree on its
    description the first row's is kept and the difference counted.
    """
    found = sha256_of(path) if path.is_file() else ""
    if sha256 and found and found != sha256.lower():
        raise DataError(
            f"The file's SHA-256 is {found}, not {sha256.lower()}.", where=str(path), hint="Fetch it again."
        )
    rows = read_rows(path)
    described = describe(rows.descriptions, rows.layout.body)
    sieve = Sieve(path.name, rows.votes)
    notes = [f"{_count(rows.blank, 'blank line')} skipped"] if rows.blank else []
    _check_rows(sieve, described)
    notes += _read_codes(sieve, dict(rows.layout.codes))
    _name_states(sieve)
    _refuse_repeats(sieve)
    if sieve.rows.is_empty():
        raise _nothing_usable(sieve, path)
    notes += _unseated(sieve.rows)
    votes = _votes(sieve.rows)
    roll_calls = described.table.join(
        votes.select(pl.col("roll_call").unique().cast(pl.String)),
        on="roll_call",
        how="semi",
        maintain_order="left",
    )
    notes += _notes(described, roll_calls, votes)
    return Reading(
        source=DECLARATION,
        part=rows.layout.body,
        file=path.name,
        sha256=found,
        bytes=path.stat().st_size,
        layout=rows.layout.name,
        rows_read=rows.votes.height,
        rows_kept=votes.height,
        tables={
            "roll_calls": roll_calls.select(name for name in ROLL_CALLS.names if name != "load"),
            "votes": votes,
        },
        rejects=sieve.rejects(),
        covered=(roll_calls["date"].min(), roll_calls["date"].max()),  # type: ignore[arg-type]
        notes=tuple(notes),
    )


def _nothing_usable(sieve: Sieve, path: Path) -> DataError:
    refused = sieve.rejects()
    first = refused.row(0, named=True)
    what = f"row {first['file_row']}, {first['column']} '{first['value'] or ''}': {first['reason']}"
    return DataError(f"None of {refused.height} rows can be used; the first is {what}.", where=str(path))


def _check_rows(sieve: Sieve, described: RollCalls) -> None:
    """Refuse rows of the wrong length, of roll calls that cannot be filed, or that contradict theirs."""
    sieve.refuse(pl.col("long"), "undl_id", "undl_id", "the row has more cells than the header")
    sieve.refuse(pl.col("cut"), "undl_link", pl.lit(None), "the row has fewer cells than the header")
    for key, refusals in (("undl_id", described.refused), ("said", described.contradicted)):
        if not refusals:
            continue
        why = pl.DataFrame(
            [(of, refusal.column, refusal.value, refusal.reason) for of, refusal in refusals.items()],
            schema={key: sieve.rows.schema[key]} | dict.fromkeys(("column", "value", "reason"), pl.String()),
            orient="row",
        )
        sieve.rows = sieve.rows.join(why, on=key, how="left", maintain_order="left")
        sieve.refuse(pl.col("reason").is_not_null(), pl.col("column"), "value", pl.col("reason"))
        sieve.rows = sieve.rows.drop("column", "value", "reason")
    filed = described.table.select(
        pl.col("written").alias("undl_id"), pl.col("roll_call").cast(pl.Categorical), "date"
    )
    sieve.rows = sieve.rows.drop("said", "cut", "long").join(
        filed, on="undl_id", how="left", maintain_order="left"
    )


def _read_codes(sieve: Sieve, also: dict[str, str]) -> list[str]:
    """Vote codes of the file as ours; what was read by rule."""
    found = sieve.rows["ms_vote"].cast(pl.String).value_counts()
    counts = dict(found.iter_rows())
    as_ours = {code: code for code in VOTES} | _LOWER | also
    read = {code: as_ours[code.strip()] for code in counts if code.strip() in as_ours}
    known = pl.col("ms_vote").cast(pl.String).is_in(list(read))
    reason = pl.format("'{}' is no vote code; known are Y, N, A and X", pl.col("ms_vote").cast(pl.String))
    sieve.refuse(~known, "ms_vote", "ms_vote", reason)
    ours = pl.col("ms_vote").cast(pl.String).replace_strict(read, return_dtype=pl.Enum(VOTES))
    sieve.rows = sieve.rows.with_columns(ours.alias("vote")).drop("undl_id")
    notes = []
    if lower := {code: n for code, n in counts.items() if code.strip() in _LOWER}:
        each = ", ".join(f"{n} '{code}'" for code, n in sorted(lower.items()))
        notes.append(f"{_count(sum(lower.values()), 'lower-case code')} read as upper case ({each})")
    notes.extend(
        f"{_count(counts[code], 'code')} '{code}' read as {read[code]}, no vote cast"
        for code in counts
        if code in also
    )
    return notes


def _name_states(sieve: Sieve) -> None:
    """Find the state behind each code and name; refuse those nobody knows."""
    members = sieve.rows.group_by("ms_code", "ms_name").agg(
        pl.col("date").min().alias("first"), pl.col("date").max().alias("last")
    )
    whole: list[tuple[object, ...]] = []
    split: list[tuple[object, ...]] = []
    for code, name, first, last in members.iter_rows():
        found = states.un_state(code, name, first)
        if found == states.un_state(code, name, last):
            whole.append((code, name, found))
        else:
            theirs = (pl.col("ms_code") == code) & (pl.col("ms_name") == name)
            days = sieve.rows.filter(theirs)["date"].unique()
            split.extend((code, name, day, states.un_state(code, name, day)) for day in days)
    same = {name: sieve.rows.schema[name] for name in ("ms_code", "ms_name")}
    by_name = pl.DataFrame(whole, schema=same | {"state": pl.Categorical()}, orient="row")
    rows = sieve.rows.join(by_name, on=["ms_code", "ms_name"], how="left", maintain_order="left")
    if split:
        by_day = pl.DataFrame(
            split, schema=same | {"date": pl.Date(), "on_day": pl.Categorical()}, orient="row"
        )
        rows = rows.join(by_day, on=["ms_code", "ms_name", "date"], how="left", maintain_order="left")
        rows = rows.with_columns(pl.coalesce("state", "on_day").alias("state")).drop("on_day")
    sieve.rows = rows
    reason = pl.format(
        "no state is known under the code '{}' and the name '{}' on {}",
        pl.col("ms_code").cast(pl.String),
        pl.col("ms_name").cast(pl.String),
        pl.col("date"),
    )
    sieve.refuse(pl.col("state").is_null(), "ms_name", "ms_name", reason)


def _refuse_repeats(sieve: Sieve) -> None:
    """Keep the first vote of a state in a roll call; refuse any second one."""
    seat = ["roll_call", "state"]
    both = pl.col("roll_call").to_physical().cast(pl.Int64) * 2**32 + pl.col("state").to_physical()
    if sieve.rows.select(both.n_unique()).item() == sieve.rows.height:
        return
    sieve.rows = sieve.rows.with_columns(
        pl.int_range(pl.len()).over(seat).alias("nth"),
        pl.col("vote").first().over(seat).alias("kept"),
        pl.col("file_row").first().over(seat).alias("kept_row"),
    )
    same = pl.col("vote") == pl.col("kept")
    kept = pl.col("kept").cast(pl.String)
    reason = (
        pl.when(same)
        .then(pl.format("repeats the vote of row {}", "kept_row"))
        .otherwise(pl.format("contradicts the vote '{}' of row {}, which is kept", kept, "kept_row"))
    )
    sieve.refuse(pl.col("nth") > 0, "ms_vote", "ms_vote", reason)


def _unseated(rows: pl.DataFrame) -> list[str]:
    """Tell of rows from before a state's seat or after it: kept, for the file lists them."""
    seats = pl.DataFrame(
        [(key, first, last) for key in rows["state"].unique() for first, last in states.seated(key)],
        schema={"state": rows.schema["state"], "first": pl.Date(), "last": pl.Date()},
        orient="row",
    )
    on_seat = (pl.col("date") >= pl.col("first")) & (
        pl.col("last").is_null() | (pl.col("date") <= pl.col("last"))
    )
    seated = rows.select("state", "date", "vote").join(seats, on="state").filter(on_seat)
    cast = [frame.filter(pl.col("vote") != "X").height for frame in (rows, seated)]
    outside = rows.height - seated.height
    if not outside:
        return []
    which = f"{cast[0] - cast[1]:,} of them with a vote cast"
    return [f"{_count(outside, 'row')} of states without a seat on the day, {which}"]


def _votes(rows: pl.DataFrame) -> pl.DataFrame:
    note = pl.col("vote_note").cast(pl.String).str.strip_chars()
    return rows.select(
        "roll_call",
        "state",
        "vote",
        pl.col("ms_name").alias("name"),
        pl.when(note != "").then(note).alias("note"),
        pl.col("file_row").cast(pl.Int32),
    )


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _notes(described: RollCalls, roll_calls: pl.DataFrame, votes: pl.DataFrame) -> list[str]:
    """What does not add up, though the rows are kept."""
    notes = [
        f"{_count(count, 'differing value')} of {name} within a roll call; its first row's is kept"
        for name, count in sorted(described.differing.items())
    ]
    counted = votes.group_by("roll_call").agg(
        *[(pl.col("vote") == code).sum().cast(pl.Int16).alias(code) for code in VOTES]
    )
    both = roll_calls.join(counted.cast({"roll_call": pl.String}), on="roll_call").sort("file_row")
    pairs = zip(("yes", "no", "abstentions", "non_voting"), VOTES, strict=True)
    differ = [(pl.col(said) != pl.col(code)).fill_null(False) for said, code in pairs]
    off = both.filter(pl.any_horizontal(*differ))["roll_call"].to_list()
    if off:
        shown = ", ".join(off[:5]) + (", ..." if len(off) > 5 else "")
        notes.append(
            f"{_count(len(off), 'roll call')} with printed totals that differ from the rows ({shown})"
        )
    last = both.row(-1, named=True)
    present = sum(last[code] for code in VOTES)
    if last["members"] and present < last["members"]:
        notes.append(
            f"the last roll call, {last['symbol']}, has {present} of its {last['members']} rows:"
            " the file may have been cut"
        )
    return notes


SOURCE = Source(
    declaration=DECLARATION,
    address=releases.ADDRESS,
    part_of=releases.body_of,
    read=read,
    remotes=releases.remotes,
    age=releases.age,
)
