"""Any answer as facts, tables and lists: what its keys hold decides how it is shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from leeway.faces.report.parts import Section, Table, cell, spoken, table
from leeway.verdict.sentence import in_text, opening

_TITLES = {
    "movers": "Who moved away from {name}, and who towards it?",
    "positions": "Positions of states by year",
    "votes": "The roll calls that say most about {state} and {partner}",
    "surprise": "How surprising was it: {state}, {what}?",
    "ties": "The ties of {state} and {partner}",
    "trade": "How much do {state} and {partner} depend on each other in trade?",
    "backdoor": "Is {state} a way around the sanctions on {target}?",
    "events": "Cooperation and conflict of {state} and {partner}",
}
_TOLD_BY_ROWS = {
    "movers": ("away", "closer"),
    "votes": ("roll_calls",),
    "ties": ("ties",),
    "events": ("periods",),
    "positions": ("rows",),
    "surprise": (),
    "trade": (),
    "backdoor": (),
}
_ELSEWHERE = {"question", "sentence", "names", "caveats", "caveat_rules", "cannot_show", "data", "sources"}
_HEADS = {"missing": "Missing", "breaks": "Breaks in the books"}
_PERIODS = {"periods", "months", "years", "times"}
_PAIR = 2


def title(kind: str, content: Mapping[str, Any]) -> str:
    """The question that a command answers, of the states asked about.

    Examples
    --------
    >>> title("ties", {"state": "USA", "partner": "CAN", "names": {"USA": "United States", "CAN": "Canada"}})
    'The ties of the United States and Canada'
    """
    names = content.get("names", {})
    told = {
        key: in_text(str(names.get(value) or (content.get("name") if key == "state" else None) or value))
        for key in ("state", "partner", "target", "name", "what")
        if isinstance(value := content.get(key), str)
    }
    try:
        return opening(_TITLES[kind].format(**told))
    except KeyError:
        return f"leeway {kind}"


def facts(content: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Single values at the head."""
    return tuple(
        (opening(spoken(key)), _with_name(value, content))
        for key, value in content.items()
        if key not in _ELSEWHERE and _single(value) and cell(value)
    )


def sections(
    kind: str,
    content: Mapping[str, Any],
    rows: Sequence[Mapping[str, Any]] = (),
    columns: Sequence[str] | None = None,
) -> tuple[Section, ...]:
    """The main table first, then every key that holds more than one value.

    Parameters
    ----------
    kind : str
        The command that answered.
    content : mapping
        The answer under the keys of ``--json``.
    rows : sequence of mapping
        The table of ``--csv``; none where the keys tell all of it.
    columns : sequence of str, optional
        Its columns.
    """
    found = (
        [Section("Row by row", tables=table(f"As leeway {kind} --csv prints it", rows, columns))]
        if rows
        else []
    )
    left_out = {*_ELSEWHERE, *(_TOLD_BY_ROWS.get(kind, ()) if rows else ())}
    for key, value in content.items():
        if key in left_out or _single(value) or not value:
            continue
        heading = _HEADS.get(key, opening(spoken(key)))
        if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            found.append(Section(heading, items=tuple(value)))
        else:
            found.append(Section(heading, tables=tuple(_tables(heading, value))))
    return tuple(found)


def _single(value: Any) -> bool:
    """Whether a value takes one line: no mapping, and no list but a pair of days or a few codes."""
    if isinstance(value, list | tuple):
        return len(value) <= _PAIR and all(isinstance(one, str) and len(one) <= 10 for one in value)
    return not isinstance(value, Mapping)


def _with_name(value: Any, content: Mapping[str, Any]) -> str:
    name = content.get("names", {}).get(value) if isinstance(value, str) else None
    return f"{name} ({value})" if name else cell(value)


def _tables(caption: str, value: Any) -> Iterator[Table]:
    """Tables of whatever a key holds, each with the way to it as its caption."""
    if isinstance(value, Mapping):
        yield from _of_mapping(caption, value)
    elif isinstance(value, list | tuple) and value:
        if all(isinstance(one, Mapping) for one in value):
            yield from table(caption, [_flat(one) for one in value])
            for place, one in enumerate(value, 1):
                name = str(next(iter(one.values()), place))
                for key, inside in one.items():
                    if isinstance(inside, list | tuple | Mapping) and not _inlined(inside):
                        yield from _tables(f"{caption}, {name}: {spoken(key)}", inside)
        else:
            yield from table(caption, [{"": cell(one)} for one in value])


def _of_mapping(caption: str, value: Mapping[str, Any]) -> Iterator[Table]:
    if _parallel(value):
        lists = {key: one for key, one in value.items() if isinstance(one, list) and not _single(one)}
        unit = f" ({value['unit']})" if value.get("unit") else ""
        rows = [dict(zip(lists, one, strict=False)) for one in zip(*lists.values(), strict=False)]
        yield from table(caption + unit, rows)
        return
    if len(value) > 1 and all(isinstance(one, Mapping) and _flat(one) for one in value.values()):
        yield from table(caption, [{"what": spoken(key), **_flat(one)} for key, one in value.items()])
        left = {key: _nested(one) for key, one in value.items()}
        for key, one in left.items():
            if one:
                yield from _of_mapping(f"{caption}: {spoken(key)}", one)
        return
    rows = [{"what": spoken(key), "value": told} for key, told in _flat(value).items() if cell(told)]
    yield from table(caption, rows)
    for key, inside in _nested(value).items():
        yield from _tables(f"{caption}: {spoken(key)}", inside)


def _parallel(value: Mapping[str, Any]) -> bool:
    """Whether a mapping is a series: lists of one length beside one another, one of them of periods."""
    lists = [one for one in value.values() if isinstance(one, list) and one and _inlined(one)]
    return len(lists) > 1 and len({len(one) for one in lists}) == 1 and bool(_PERIODS & value.keys())


def _inlined(value: Any) -> bool:
    return isinstance(value, list | tuple) and all(not isinstance(one, list | Mapping) for one in value)


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """What fits a cell: single values and short lists."""
    return {
        key: one for key, one in value.items() if not isinstance(one, Mapping) and _inlined_or_single(one)
    }


def _inlined_or_single(value: Any) -> bool:
    return not isinstance(value, list | tuple) or _inlined(value)


def _nested(value: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: one
        for key, one in value.items()
        if isinstance(one, Mapping) or (isinstance(one, list | tuple) and not _inlined(one))
    }
