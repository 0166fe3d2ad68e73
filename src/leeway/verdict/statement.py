"""A stated position on recognition, as people write it: ``does not recognise DNR``."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from dataclasses import dataclass

from leeway.errors import QuestionError
from leeway.ledger import Entity, Position, entities
from leeway.ledger.statements import EntityName, entity_names
from leeway.states import look_up

SAYS: dict[Position, str] = {
    "recognises": "recognises",
    "does not": "does not recognise",
    "withdrew": "withdrew its recognition of",
    "froze": "froze its recognition of",
}
"""How a position reads before the name of an entity."""

_RECOGNISE = r"recogni(?:[sz](?:e[sd]?|ing)|tion)"
_OF = r"(?:\s+(?:of|from|with|to))?"
_NOT = (
    r"(?:(?:does|do|did|will|would|has|have|is)\s*(?:not|n['’]t)|won['’]t|not|never|non|"
    r"refus(?:es?|ed|al)(?:\s+to)?|declin(?:es?|ed)\s+to)[\s-]+"
)
_TAKES_BACK = (
    r"(?:withdr(?:ew|aws?|awn)|revoke[sd]?|rescind(?:s|ed)?|cancel(?:s|led)?|(?:took|takes?)\s+back)"
    rf"(?:\s+(?:its|the))?(?:\s+{_RECOGNISE})?{_OF}|de-?recogni[sz]e[sd]?"
)
_FREEZES = (
    r"(?:froze|freezes?|frozen|suspend(?:s|ed)?)(?:\s+(?:its|the))?"
    rf"(?:\s+(?:{_RECOGNISE}|relations))?{_OF}"
)
_PATTERNS: tuple[tuple[Position, str], ...] = (
    ("does not", rf"{_NOT}{_RECOGNISE}{_OF}"),
    ("withdrew", _TAKES_BACK),
    ("froze", _FREEZES),
    ("recognises", rf"{_RECOGNISE}{_OF}"),
)
_AROUND = re.compile(
    r"^(?:the\s+)?(?:independence|statehood|sovereignty)\s+of\s+|"
    r"\s+as\s+(?:a\s+|an\s+)?(?:independent\s+)?(?:sovereign\s+)?states?$",
    re.IGNORECASE,
)
_HOW = 'Write "recognises X", "does not recognise X", "withdrew X" or "froze X".'


@dataclass(frozen=True, slots=True)
class Statement:
    """A position on one entity, or on several of one conflict.

    Attributes
    ----------
    position : {'recognises', 'does not', 'withdrew', 'froze'}
    entities : tuple of Entity
    """

    position: Position
    entities: tuple[Entity, ...]


def is_statement(text: str) -> bool:
    """Whether a text states a position on recognition, and is no symbol of a resolution.

    Examples
    --------
    >>> is_statement("does not recognise DNR"), is_statement("A/RES/ES-11/1")
    (True, False)
    """
    return _split(text) is not None or re.search(r"\brecogni[sz]", text, re.IGNORECASE) is not None


def read_statement(text: str, on: dt.date | None = None) -> Statement:
    """Read a stated position.

    Parameters
    ----------
    text : str
        A position, then the entity or entities by name, code or spelling.
    on : date, optional
        The day of which it speaks.

    Raises
    ------
    QuestionError
        If there is no position in it, or no entity whose recognition is a question; near matches are offered.

    Examples
    --------
    >>> said = read_statement("doesn't recognize the Donbas republics")
    >>> said.position, [one.key for one in said.entities]
    ('does not', ['XDN', 'XLU'])
    >>> read_statement("withdrew its recognition of Kosovo").position
    'withdrew'
    """
    parts = _split(text)
    if parts is None:
        raise QuestionError(f"'{text}' states no position on recognition.", hint=_HOW)
    position, named = parts
    named = _AROUND.sub("", named).strip(" .\"'“”")
    if not named:
        raise QuestionError(f"'{text}' names nothing that is recognised or not.", hint=_HOW)
    keys = _keys(named, on)
    by_key = {one.key: one for one in entities()}
    chosen = tuple(by_key[key] for key in keys)
    if len({one.question for one in chosen}) > 1:
        names = " and ".join(one.name for one in chosen)
        raise QuestionError(f"{names} are questions of their own.", hint="Ask about one at a time.")
    return Statement(position, chosen)


def _split(text: str) -> tuple[Position, str] | None:
    for position, pattern in _PATTERNS:
        found = re.match(rf"\s*(?:{pattern})(?=\s|$)", text, re.IGNORECASE)
        if found:
            return position, text[found.end() :].strip()
    return None


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold())).removeprefix("the ")


def _keys(named: str, on: dt.date | None) -> tuple[str, ...]:
    """Keys of the entities that a name or several names mean."""
    if keys := _meant(named, on):
        return keys
    parts = [part for part in re.split(r"\s*,\s*|\s+and\s+|\s*&\s*", named) if part]
    each = [_meant(part, on) for part in parts]
    if len(parts) > 1 and all(each):
        return tuple(dict.fromkeys(key for keys in each for key in keys))
    raise _unknown(named, on)


def _meant(named: str, on: dt.date | None) -> tuple[str, ...]:
    own = {_folded(one.name): one.entities for one in entity_names()}
    if found := own.get(_folded(named)):
        return found
    known = {one.key for one in entities()}
    meant = (look_up(named, day, near=False).state for day in dict.fromkeys((on, None)))
    return next(((key,) for key in meant if key in known), ())


def _name(one: Entity | EntityName) -> str:
    return one.name


def _unknown(named: str, on: dt.date | None) -> QuestionError:
    """Why a name is no entity, with near matches."""
    everything = ", ".join(one.name for one in entities())
    match = look_up(named, on)
    if match.state is not None:
        return QuestionError(
            f"Whether others recognise {match.spell or named} is no question that the ledger keeps.",
            hint=f"Possible: {everything}.",
        )
    names = {_folded(one): one for one in (*map(_name, entities()), *map(_name, entity_names()))}
    near = [names[one] for one in difflib.get_close_matches(_folded(named), names, n=3, cutoff=0.6)]
    hint = f"Near matches: {', '.join(near)}." if near else f"Possible: {everything}."
    return QuestionError(f"No entity is known as '{named}'.", hint=hint)
