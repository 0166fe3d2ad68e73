"""Roll calls of a voting file: one description each, checked, in the record's columns."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import polars as pl

from leeway.periods import half_year
from leeway.sources.sessions import Session, parse_session, session_in_symbol
from leeway.sources.titles import question_key

IDENTITY = ("date", "session", "resolution")
"""What a row may not say differently from the first row of its roll call."""

_TEXTS = ("meeting", "title", "agenda_title", "subjects", "draft", "committee_report")
_TOTALS = {
    "yes": "total_yes",
    "no": "total_no",
    "abstentions": "total_abstentions",
    "non_voting": "total_non_voting",
    "members": "total_ms",
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a roll call, or a row of it, is refused: the column, the value in it, and the reason."""

    column: str
    value: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class RollCalls:
    """Roll calls as described by their first rows, and what is wrong with the rest.

    Attributes
    ----------
    table : polars.DataFrame
        Columns of the record's table ``roll_calls`` but ``load``, and ``written``, the ``undl_id`` as text.
    refused : dict of str to Refusal
        Roll calls, by ``undl_id`` as written, that cannot be filed at all.
    contradicted : dict of int to Refusal
        Descriptions (by their ``said``) that name another date, session or symbol than the first.
    differing : dict of str to int
        By column, descriptions that differ in anything else from the first, which is kept.
    """

    table: pl.DataFrame
    refused: dict[str, Refusal]
    contradicted: dict[int, Refusal]
    differing: dict[str, int]


def describe(descriptions: pl.DataFrame, body: str) -> RollCalls:
    """Bring each roll call's description into the record's columns.

    Parameters
    ----------
    descriptions : polars.DataFrame
        As in `leeway.sources.csv_rows.Rows`.
    body : str
        ``GA`` or ``SC``.
    """
    first = descriptions.unique("undl_id", keep="first", maintain_order=True)
    contradicted, differing = _compare(descriptions, first)
    refused: dict[str, Refusal] = {}
    filed = []
    for row in first.iter_rows(named=True):
        made = _filed(row, body)
        if isinstance(made, Refusal):
            refused[row["undl_id"]] = made
        else:
            filed.append(made)
    table = _with_keys(pl.DataFrame(filed, schema=_SCHEMA, orient="row"))
    texts = first.select(
        pl.col("undl_id").alias("written"),
        *[_text(name, first) for name in _TEXTS],
        *[_total(name, first).alias(ours) for ours, name in _TOTALS.items()],
    )
    parts = pl.when(pl.col("question").is_not_null()).then(pl.len().over("session_number", "question"))
    table = table.join(texts, on="written", how="left").with_columns(
        parts.cast(pl.Int16).alias("question_parts")
    )
    return RollCalls(table, refused, contradicted, differing)


_SCHEMA = {
    "written": pl.String,
    "body": pl.String,
    "symbol": pl.String,
    "undl_id": pl.Int64,
    "date": pl.Date,
    "session": pl.String,
    "session_number": pl.Int16,
    "session_kind": pl.String,
    "half_year": pl.Int16,
    "question": pl.String,
    "file_row": pl.Int32,
}


def _filed(row: dict[str, str], body: str) -> dict[str, object] | Refusal:
    written = row["undl_id"].strip()
    if not written.isdigit():
        return Refusal("undl_id", row["undl_id"] or None, "the number of the record is missing or no number")
    if row.get("modality", "").strip().lower().startswith("without"):
        return Refusal("modality", row["modality"], "adopted without a vote: nobody voted")
    try:
        day = dt.date.fromisoformat(row["date"].strip())
    except ValueError:
        return Refusal("date", row["date"] or None, "the date is missing or not written YYYY-MM-DD")
    symbol = row["resolution"].strip() or None
    session = _session(row, symbol) if body == "GA" else None
    if isinstance(session, Refusal):
        return session
    if session and not session[1].holds(day):
        first, last = session[1].span()
        days = f"from {first} to {last}" if last else f"from {first} on"
        return Refusal("date", row["date"], f"the date is outside the days of session {session[0]}, {days}")
    if day < dt.date(1946, 1, 10):
        return Refusal("date", row["date"], "the date is before the first meeting of the United Nations")
    title = row["title"].strip()
    return {
        "written": row["undl_id"],
        "body": body,
        "symbol": symbol,
        "undl_id": int(written),
        "date": day,
        "session": session[0] if session else None,
        "session_number": session[1].regular(day) if session else None,
        "session_kind": session[1].kind if session else None,
        "half_year": half_year(day),
        "question": question_key(title) if title and body == "GA" else None,
        "file_row": int(row["file_row"]),
    }


def _session(row: dict[str, str], symbol: str | None) -> tuple[str, Session] | Refusal:
    """Session as written; in files without the column, the one the symbol tells."""
    written = row.get("session", "").strip() or session_in_symbol(symbol or "") or ""
    session = parse_session(written)
    if session is None:
        column = "session" if "session" in row else "resolution"
        return Refusal(column, row[column] or None, "no session can be read from it")
    return written, session


def _with_keys(table: pl.DataFrame) -> pl.DataFrame:
    """Key each roll call by body and symbol; a symbol put to several votes keeps them apart by record."""
    named = pl.coalesce("symbol", pl.format("undl-{}", "undl_id"))
    later = pl.col("undl_id").rank("ordinal").over(named) > 1
    key = pl.when(later).then(pl.format("{}/{}#{}", "body", named, "undl_id"))
    return table.with_columns(key.otherwise(pl.format("{}/{}", "body", named)).alias("roll_call"))


def _text(name: str, frame: pl.DataFrame) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, pl.String).alias(name)
    stripped = pl.col(name).str.strip_chars()
    return pl.when(stripped != "").then(stripped).alias(name)


def _total(name: str, frame: pl.DataFrame) -> pl.Expr:
    if name not in frame.columns:
        return pl.lit(None, pl.Int16)
    return pl.col(name).str.strip_chars().cast(pl.Float64, strict=False).cast(pl.Int16, strict=False)


def _compare(descriptions: pl.DataFrame, first: pl.DataFrame) -> tuple[dict[int, Refusal], dict[str, int]]:
    contradicted: dict[int, Refusal] = {}
    differing: dict[str, int] = {}
    other = descriptions.join(first.select("undl_id", "said"), on=["undl_id", "said"], how="anti")
    if other.is_empty():
        return contradicted, differing
    kept = {row["undl_id"]: row for row in first.iter_rows(named=True)}
    for row in other.iter_rows(named=True):
        origin = kept[row["undl_id"]]
        changed = [name for name in row if name not in ("said", "file_row") and row[name] != origin[name]]
        if identity := [name for name in IDENTITY if name in changed]:
            name = identity[0]
            contradicted[row["said"]] = Refusal(
                name, row[name], f"the roll call's first row (row {origin['file_row']}) says '{origin[name]}'"
            )
        else:
            for name in changed:
                differing[name] = differing.get(name, 0) + 1
    return contradicted, differing
