"""Tables and answers to take away, and what their columns mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import leeway
from leeway.errors import DataError, QuestionError
from leeway.faces.answer_keys import ANSWER, explained_keys
from leeway.faces.tables import json_text
from leeway.measures.security.portfolios import MEANINGS as SIMILARITIES
from leeway.measures.security.portfolios import alliance_similarity
from leeway.verdict.lines import Estimates, load_lines
from leeway.verdict.positions import MEANINGS, positions

if TYPE_CHECKING:
    import polars as pl

    from leeway.record.store import Record

IDEAL_POINTS = "ideal_points"
SIMILARITY = "alliance_similarity"
ENDINGS = (".csv", ".parquet", ".json", ".xlsx", ".dta")
_COMPUTED = {
    IDEAL_POINTS: (("state", "year", "dimension"), MEANINGS),
    SIMILARITY: (("state", "partner", "year"), SIMILARITIES),
}
_ALLIANCES = ("atop", "cow-alliances")


class Answering(Protocol):
    """An answer: of `ask`, `movers`, `votes`, `surprise`, `ties`, `trade`, `backdoor` or `events`."""

    def to_dict(self) -> dict[str, Any]:
        """Its stable keys."""
        ...


def export(
    table: str | Answering | pl.DataFrame,
    file: Path | str,
    *,
    record: Path | str | None = None,
    estimates: Estimates = None,
) -> Path:
    """Write a table, or an answer, to a file.

    Parameters
    ----------
    table : str, answer or polars.DataFrame
        ``ideal_points`` (positions of all states by year, from the estimates), ``alliance_similarity``
        (of all pairs by year, from the record), or a table of the record; an answer, of which the rows are
        written as ``--csv`` prints them; or a frame of `positions`.
    file : Path or str
        Ends in ``.csv``, ``.parquet``, ``.json``, ``.xlsx`` (with a codebook and the sources) or ``.dta``
        (with labels). An answer of `ask` as ``.xlsx`` has a sheet for each of its parts, and any answer as
        ``.json`` is the whole of it.
    record : Path or str, optional
        The record's file, if not the usual one.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    QuestionError
        If there is no such table, or the ending is another.
    DataError
        If there is no record, the table does not fit the file, pandas is missing for ``.dta``, or the file
        cannot be written.
    """
    to = Path(file)
    if to.suffix not in ENDINGS:
        raise QuestionError(
            f"A table cannot be written as '{to.suffix or to.name}'.", hint=f"Endings: {', '.join(ENDINGS)}."
        )
    if not isinstance(table, str):
        return _answer(table, to)
    if table == IDEAL_POINTS:
        return _written(table, positions(estimates=estimates), to, lambda: _of_estimates(estimates))
    from leeway.record.store import open_record
    from leeway.record.tables import table as declared

    if table != SIMILARITY:
        declared(table)
    with open_record(record) as opened:
        if table == SIMILARITY:
            frame = alliance_similarity(opened)
            return _written(table, frame, to, lambda: _of_record(opened, set(_ALLIANCES)))
        if to.suffix not in (".xlsx", ".dta"):
            return opened.export(table, file)
        frame = opened.table(table)
        used = set(frame["load"].unique()) if "load" in frame.columns else None
        return _written(table, frame, to, lambda: _of_record(opened, None, used))


def _answer(answer: Answering | pl.DataFrame, to: Path) -> Path:
    """An answer as its rows; as a workbook of all its parts where it is one of `ask`."""
    import polars as pl

    if isinstance(answer, pl.DataFrame):
        return _written("positions", answer, to, lambda: _of_estimates(None), dict(MEANINGS))
    content: dict[str, Any] = answer.to_dict()
    name = type(answer).__name__.lower()
    if to.suffix == ".json":
        return _put(to, lambda: to.write_text(json_text(content) + "\n", encoding="utf-8"))
    if name == ANSWER and to.suffix == ".xlsx":
        from leeway.faces.workbook import answer_workbook

        return _put(to, lambda: to.write_bytes(answer_workbook(content)))
    frame = pl.DataFrame([_flat(one) for one in _rows(answer, content)], infer_schema_length=None)
    data: Mapping[str, Any] = content.get("data") or {}
    listed = data.get("sources") or ()
    return _written(name, frame, to, lambda: [_flat(one) for one in listed], _of_lines(frame.columns))


def _rows(answer: Any, content: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """What ``--csv`` prints; of an answer without rows of its own, those among its keys, or all of it.

    Raises
    ------
    DataError
        If there are none.
    """
    told = getattr(answer, "rows", None)
    if callable(told):
        rows = list(told())
    elif "rows" in content or told is None:
        rows = content.get("rows", [content])
    else:
        rows = [one.to_dict() for one in told]
    if not rows:
        raise DataError("The answer has no rows to write.", hint="Take it whole: end the file in .json")
    return rows


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row whose lists are texts; what is deeper is left out."""
    return {
        key: "; ".join(map(str, value)) if isinstance(value, list | tuple) else value
        for key, value in row.items()
        if not isinstance(value, Mapping)
    }


def _of_lines(columns: Sequence[str]) -> dict[str, str]:
    """What columns mean that are keys of an answer or of a line, whole or as ``onset_low``."""
    keys = {one["column"]: one["meaning"] for one in explained_keys()}
    found = {}
    for column in columns:
        first, _, rest = column.partition("_")
        for key in (column, f"lines[].{column}", f"lines[].{first}.{rest}", f"lines[].{first}"):
            if key in keys:
                found[column] = keys[key]
                break
    return found


def _written(
    name: str,
    frame: pl.DataFrame,
    to: Path,
    sources: Callable[[], Sequence[Mapping[str, Any]]],
    meanings: Mapping[str, str] | None = None,
) -> Path:
    """A frame in the form that the file's ending names; a codebook where the form has a place for one."""
    if to.suffix in (".xlsx", ".dta"):
        if meanings is None:
            book = explained(name).to_dicts()
        else:
            kinds = frame.schema
            book = [
                {"table": name, "column": one, "type": str(kinds[one]), "meaning": meanings.get(one, "")}
                for one in frame.columns
            ]
        if to.suffix == ".xlsx":
            from leeway.faces.workbook import write_tables

            return _put(to, lambda: write_tables(to, {name: frame}, meanings=book, sources=sources()))
        from leeway.faces.stata import write_stata

        labels = {one["column"]: one["meaning"] for one in book if one["meaning"]}
        return _put(to, lambda: write_stata(to, frame, name=name, meanings=labels))
    write: dict[str, Callable[[Path], object]] = {
        ".csv": frame.write_csv,
        ".parquet": frame.write_parquet,
        ".json": frame.write_json,
    }
    return _put(to, lambda: write[to.suffix](to))


def _put(to: Path, write: Callable[[], object]) -> Path:
    try:
        write()
    except OSError as error:
        raise DataError(f"The table cannot be written: {error.strerror or error}.", where=str(to)) from error
    return to


def _of_estimates(estimates: Estimates) -> list[dict[str, Any]]:
    """The sources of the votes, with the version of the estimates made from them."""
    (line,) = load_lines("votes", estimates=estimates)
    told = line.estimates
    cited = _citations()
    return [
        {
            "source": one.id,
            "publisher": one.publisher,
            "citation": cited.get(one.id),
            "licence": one.licence,
            "covered_from": one.covered[0],
            "covered_to": one.covered[1],
            "version": f"estimates {told.version}, Leeway {leeway.__version__}",
            "sha256": one.sha256,
        }
        for one in told.sources
    ]


def _of_record(
    record: Record, sources: set[str] | None, loads: set[int] | None = None
) -> list[dict[str, Any]]:
    """Files of the record that a table comes from: those of some sources, of some loads, or all."""
    cited = _citations()
    return [
        {
            "source": one["source"],
            "publisher": one["publisher"],
            "citation": cited.get(one["source"]),
            "licence": one["licence"],
            "covered_from": one["covered_from"],
            "covered_to": one["covered_to"],
            "version": f"{one['file']}, record {record.version()}, Leeway {leeway.__version__}",
            "sha256": one["sha256"],
        }
        for one in record.sources().to_dicts()
        if (sources is None or one["source"] in sources) and (loads is None or one["load"] in loads)
    ]


def _citations() -> dict[str, str]:
    from leeway.sources.lineage import cite

    return {one.of: one.text for one in cite()}


def explained(table: str | None = None) -> pl.DataFrame:
    """The codebook of everything that can be taken away.

    Parameters
    ----------
    table : str, optional
        A table of the record, one that is computed, or ``answer``: the keys of ``leeway ask --json``.

    Returns
    -------
    polars.DataFrame
        One row a column: ``table, column, type, key, nullable, meaning``.

    Raises
    ------
    QuestionError
        If there is no such table.

    Examples
    --------
    >>> explained("ideal_points")["column"].to_list()[:3]
    ['state', 'year', 'session']
    """
    import polars as pl

    from leeway.record.tables import codebook

    own = pl.DataFrame(
        [
            (name, column, _type(column), column in key, False, meaning)
            for name, (key, meanings) in _COMPUTED.items()
            for column, meaning in meanings.items()
        ],
        schema=["table", "column", "type", "key", "nullable", "meaning"],
        orient="row",
    )
    if table in _COMPUTED:
        return own.filter(pl.col("table") == table)
    answer = _of_answer()
    if table == ANSWER:
        return answer
    record = codebook(table)
    return record if table else pl.concat([record, own, answer])


def _of_answer() -> pl.DataFrame:
    """The keys of an answer, in the form of the codebook: the unit stands after the meaning."""
    import polars as pl

    return pl.DataFrame(
        [
            (
                ANSWER,
                one["column"],
                one["type"],
                False,
                one["nullable"],
                one["meaning"] + (f" ({one['unit']})" if one["unit"] else ""),
            )
            for one in explained_keys()
        ],
        schema=["table", "column", "type", "key", "nullable", "meaning"],
        orient="row",
    )


def _type(column: str) -> str:
    if column in {"state", "partner"}:
        return "VARCHAR"
    return "INTEGER" if column in {"year", "session", "dimension", "votes", "members"} else "DOUBLE"
