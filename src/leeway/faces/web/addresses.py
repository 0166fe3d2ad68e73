"""Addresses of views: every one holds the whole state of its view, and is written in one way."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from pydantic import ValidationError

from leeway.errors import QuestionError
from leeway.faces.web.commands import COMMANDS, Places
from leeway.faces.web.queries import Query
from leeway.names import look_up, resolve
from leeway.states import state

Asked = TypeVar("Asked", bound=Query)

FORMS = ("json", "csv", "svg", "png", "bib", "xlsx", "vl.json")
"""Endings of an address that hand a view over otherwise than as a page."""


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
        first = error.errors(include_url=False)[0]
        name = str(first["loc"][0]) if first["loc"] else "the address"
        field = model.model_fields.get(name)
        meant = field.description if field is not None and field.description else ""
        example = " Days are written 2014, 2014-03 or 2014-03-18." if "pattern" in str(first["type"]) else ""
        raise QuestionError(
            f"{name}={str(given.get(name))[:60]!r} cannot be: {first['msg']}.",
            hint=f"{meant}{example}".strip() or None,
        ) from error


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
        ",".join(resolve(one) for one in place.split(",") if one.strip())
        if kind == "states"
        else resolve(place)
        if kind in ("state", "partner")
        else place
        for kind, place in zip(kinds, places, strict=True)
    )


def near_addresses(name: str, places: Places, query: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Addresses that may have been meant: each unknown state replaced by those it resembles.

    Returns
    -------
    list of tuples of str
        What each is about, and its address.

    Examples
    --------
    >>> near_addresses("ask", ("Kazakstn", "Russia"), {})[0]
    ('Kazakhstan, Russia', '/ask/KAZ/RUS')
    """
    matches = [look_up(place) for place in places]
    found: list[tuple[str, str]] = []
    for at, match in enumerate(matches):
        for near in match.near[:4] if match.state is None else ():
            meant = tuple(
                near if place == at else state(other.state).name if other.state else places[place]
                for place, other in enumerate(matches)
            )
            keys = tuple(look_up(one).state or one for one in meant)
            found.append((", ".join(meant), address(name, keys, query)))
    return found[:6]
