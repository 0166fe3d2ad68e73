"""Addresses of views: every one holds the whole state of its view, and is written in one way."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from leeway.errors import QuestionError
from leeway.faces.web.commands import COMMANDS, Places
from leeway.faces.web.queries import Query
from leeway.names import look_up, resolve
from leeway.states import state, states

Asked = TypeVar("Asked", bound=Query)

FORMS = ("json", "csv", "svg", "png", "bib", "xlsx", "vl.json")
"""Endings of an address that hand a view over otherwise than as a page."""

OF_STATES = ("state", "partner", "states")
"""Parts of a path that name states."""


def address(name: str, places: Places, query: Mapping[str, Any] | None = None, *, form: str = "") -> str:
    """The address of a view.

    Parameters
    ----------
    name : str
        A command, or another first part of the path.
    places : tuple of str
    query : mapping, optional
    form : str
        An ending of `FORMS`.

    Examples
    --------
    >>> address("ask", ("KAZ", "RUS"), {"since": "2004", "prior": ("leeway=0.2",)}, form="json")
    '/ask/KAZ/RUS.json?since=2004&prior=leeway%3D0.2'
    """
    path = "/".join(("", name, *(quote(place, safe=",") for place in places)))
    pairs = [
        (key, _written(one))
        for key, value in (query or {}).items()
        for one in (value if isinstance(value, tuple | list) else (value,))
        if one not in (None, "")
    ]
    return path + (f".{form}" if form else "") + (f"?{urlencode(pairs)}" if pairs else "")


def _written(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def split_form(last: str) -> tuple[str, str]:
    """The last part of a path, and the ending that says in which form the view is wanted.

    Examples
    --------
    >>> split_form("RUS.json"), split_form("St. Lucia"), split_form("RUS.vl.json")
    (('RUS', 'json'), ('St. Lucia', ''), ('RUS', 'vl.json'))
    """
    for form in sorted(FORMS, key=len, reverse=True):
        if last.endswith(f".{form}"):
            return last.removesuffix(f".{form}"), form
    return last, ""


def read_query(model: type[Asked], pairs: Iterable[tuple[str, str]]) -> Asked:
    """What stands after the question mark, checked; empty values, as forms send them, say nothing.

    Raises
    ------
    QuestionError
        If a name is not known, stands twice, or its value cannot be.

    Examples
    --------
    >>> from leeway.faces.web.queries import MoversQuery
    >>> read_query(MoversQuery, [("since", "2014"), ("until", "")]).given()
    {'since': '2014'}
    """
    several = {key for key, field in model.model_fields.items() if field.default == ()}
    given: dict[str, Any] = {}
    for key, value in pairs:
        if not value.strip():
            continue
        if key not in model.model_fields:
            near = difflib.get_close_matches(key, model.model_fields, n=2)
            said = f"Did you mean {' or '.join(near)}?" if near else ""
            raise QuestionError(
                f"There is nothing called '{key[:40]}' to ask for here.",
                hint=f"{said} There are: {', '.join(model.model_fields)}.".strip(),
            )
        if key in several:
            given[key] = (*given.get(key, ()), value)
        elif key in given:
            raise QuestionError(f"'{key}' stands twice in the address.", hint="Leave one away.")
        else:
            given[key] = value
    try:
        return model.model_validate(given)
    except ValidationError as error:
        raise _not_possible(model, given, error) from error


def _not_possible(model: type[Query], given: Mapping[str, Any], error: ValidationError) -> QuestionError:
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else "the address"
    if first["type"] == "missing":
        return QuestionError(f"{name} is missing.", hint=f"There are: {', '.join(model.model_fields)}.")
    limit = first.get("ctx", {})
    why = {
        "too_long": f"at most {limit.get('max_length')} are taken",
        "string_too_long": f"at most {limit.get('max_length')} letters are taken",
        "greater_than_equal": f"it is at least {limit.get('ge')}",
        "less_than_equal": f"it is at most {limit.get('le')}",
        "string_pattern_mismatch": "days are written 2014, 2014-03 or 2014-03-18",
        "int_parsing": "it is a whole number",
        "int_parsing_size": "it is a smaller number",
        "bool_parsing": "it is true or false",
    }.get(first["type"], first["msg"])
    value = given.get(name, "")
    written = ", ".join(value) if isinstance(value, tuple) else str(value)
    return QuestionError(
        f"{name}={written[:60]!r} cannot be: {why}.", hint=model.model_fields[name].description
    )


def settled(name: str, places: Places) -> Places:
    """The same places as keys of states where they are states.

    Raises
    ------
    QuestionError
        If a state is not known; with near matches.

    Examples
    --------
    >>> settled("ask", ("Kazakhstan", "Moscow"))
    ('KAZ', 'RUS')
    """
    kinds = COMMANDS[name].places if name in COMMANDS else ("state",) * len(places)
    return tuple(
        _several(place) if kind == "states" else key_of(place) if kind in OF_STATES else place.rstrip("/")
        for kind, place in zip(kinds, places, strict=True)
    )


def _several(place: str) -> str:
    named = dict.fromkeys(key_of(one) for one in place.split(",") if one.strip())
    if not named:
        raise QuestionError("No state is named.", hint="For example /positions/KAZ,RUS")
    return ",".join(named)


def key_of(text: str) -> str:
    """The key of a state, however it is written; a key is itself, also where it can be read otherwise.

    Raises
    ------
    QuestionError
        If the state is not known; with near matches.

    Examples
    --------
    >>> key_of("YUG"), key_of("Moscow")
    ('YUG', 'RUS')
    """
    return text if text in _keys() else resolve(text)


@cache
def _keys() -> frozenset[str]:
    return frozenset(one.id for one in states())


def near_addresses(
    name: str, places: Mapping[str, str], asked: Iterable[tuple[str, str]], *, form: str = ""
) -> list[tuple[str, str]]:
    """Addresses that may have been meant: the one unknown state replaced by those it resembles.

    Parameters
    ----------
    name : str
        First part of the path.
    places : mapping of str to str
        What stands in its other parts: ``state``, ``partner``, ``states`` or something else.
    asked : iterable of tuples of str
        What stands after the question mark.
    form : str
        An ending of `FORMS`.

    Returns
    -------
    list of tuples of str
        What each is about, and its address.

    Examples
    --------
    >>> near_addresses("ask", {"state": "Kazakstn", "partner": "Russia"}, [("since", "2004")])[0]
    ('Kazakhstan, Russia', '/ask/KAZ/RUS?since=2004')
    """
    slots = [
        (kind, one)
        for kind, place in places.items()
        for one in (place.split(",") if kind == "states" else (place,))
    ]
    known = [_known(one) if kind in OF_STATES else one for kind, one in slots]
    if known.count(None) != 1:
        return []
    at = known.index(None)
    query: dict[str, list[str]] = {}
    for key, value in asked:
        query.setdefault(key, []).append(value)
    found: list[tuple[str, str]] = []
    for near in look_up(slots[at][1]).near[:6]:
        meant = [near if one is None else one for one in known]
        keys = [_known(near) or near if one is None else one for one in known]
        about = ", ".join(state(one).name if one in _keys() else one for one in meant)
        found.append((about, address(name, _in_path(slots, keys), query, form=form)))
    return found


def _known(text: str) -> str | None:
    return text if text in _keys() else look_up(text, near=False).state


def _in_path(slots: Sequence[tuple[str, str]], keys: Sequence[str]) -> Places:
    """Parts of a path: several states in one part are joined."""
    parts: dict[str, list[str]] = {}
    for (kind, _), one in zip(slots, keys, strict=True):
        parts.setdefault(kind, []).append(one)
    return tuple(",".join(ones) for ones in parts.values())
