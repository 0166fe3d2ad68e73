"""Rows of every result as a frame whose columns have types."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

_TEXT, _TEXTS, _DAY = pl.String(), pl.List(pl.String()), pl.Date()
_NUMBER, _COUNT, _YES = pl.Float64(), pl.Int64(), pl.Boolean()


def _columns(*named: tuple[str, pl.DataType]) -> dict[str, pl.DataType]:
    return {name: kind for names, kind in named for name in names.split()}


TYPES: Mapping[str, Mapping[str, pl.DataType]] = {
    "ask": _columns(
        ("state partner", _TEXT),
        ("since until", _DAY),
        ("line group direction", _TEXT),
        ("probability change low high", _NUMBER),
        ("unit", _TEXT),
        ("covered_from covered_to", _DAY),
        ("detectable", _NUMBER),
        ("onset_median onset_low onset_high", _DAY),
        ("moved_state moved_partner moved_agenda", _NUMBER),
        ("rows", _COUNT),
    ),
    "movers": _columns(
        ("direction", _TEXT),
        ("rank", _COUNT),
        ("state name", _TEXT),
        ("change low high probability false_discovery", _NUMBER),
        ("moved_state moved_partner moved_agenda unusual", _NUMBER),
    ),
    "ties": _columns(
        ("since until ended kind what", _TEXT),
        ("states", _TEXTS),
        ("how", _TEXT),
        ("as_of", _DAY),
        ("status source cited note", _TEXT),
    ),
    "trade": _columns(
        ("leg source", _TEXT), ("year", _COUNT), ("share low high", _NUMBER), ("counted", _YES)
    ),
    "backdoor": _columns(
        ("leg goods to", _TEXT),
        ("before after", _NUMBER),
        ("unit", _TEXT),
        ("change p_value", _NUMBER),
        ("seen", _YES),
    ),
    "events": _columns(
        ("period line source", _TEXT),
        ("conflict cooperation closeness low high share share_low share_high rupture", _NUMBER),
    ),
    "votes": _columns(
        ("date", _DAY), ("symbol title state_vote partner_vote", _TEXT), ("same", _YES), ("bits", _NUMBER)
    ),
    "surprise": _columns(
        ("state symbol", _TEXT), ("date", _DAY), ("vote", _TEXT), ("probability", _NUMBER), ("cast", _YES)
    ),
    "stated": _columns(
        ("role entity state position date", _TEXT),
        ("as_of", _DAY),
        ("status", _TEXT),
        ("weight", _NUMBER),
        ("source note", _TEXT),
    ),
    "reading": _columns(
        ("id type", _TEXT),
        ("start end", _COUNT),
        ("states", _TEXTS),
        ("verdict reason", _TEXT),
        ("rows", _COUNT),
    ),
}
"""Name and type of every column of every kind of result, in order. Days known by year alone stay texts."""


def rows_of(kind: str, result: Any) -> list[dict[str, Any]]:
    """The rows of a result: those of its ``--csv``, or those that its ``--json`` holds.

    Parameters
    ----------
    kind : str
        A key of `TYPES`.
    result : Answer, Movers, ...
        The result itself.
    """
    if kind == "movers":
        return [row.to_dict() for row in result.rows]
    if kind == "stated":
        return list(result.to_dict()["rows"])
    if kind == "surprise":
        told = result.to_dict()
        same = {key: told[key] for key in ("state", "symbol", "date")}
        return [
            {**same, "vote": vote, "probability": probability, "cast": vote == told["vote"]}
            for vote, probability in told["probabilities"].items()
        ]
    if kind == "reading":
        return [
            {**claim, "start": claim["span"][0], "end": claim["span"][1], "rows": len(claim["rows"])}
            for claim in result.to_dict()["claims"]
        ]
    return list(result.rows())


def typed(kind: str, rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Rows as a frame with the columns and types of `TYPES`, also where there is no row.

    Parameters
    ----------
    kind : str
        A key of `TYPES`.
    rows : sequence of mappings
        Days as ISO texts; what is missing is None or an empty text.

    Examples
    --------
    >>> rows = [{"leg": "exports", "source": "baci", "year": 2020, "share": 0.1, "low": 0, "high": 0.2}]
    >>> typed("trade", rows).dtypes[2:4], typed("trade", []).columns[:2]
    ([Int64, Float64], ['leg', 'source'])
    """
    return pl.DataFrame(
        {
            name: pl.Series(name, [_value(row.get(name), of) for row in rows], dtype=of, strict=True)
            for name, of in TYPES[kind].items()
        }
    )


def _value(value: Any, of: pl.DataType) -> Any:
    if of == _DAY:
        return dt.date.fromisoformat(value) if value else None
    if of == _NUMBER and value is not None:
        return float(value)
    return value
