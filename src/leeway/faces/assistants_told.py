"""An answer as an assistant gets it: its keys, what was left out for shortness, and the same in words."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from mcp_types import CallToolResult, TextContent

from leeway.faces.tables import json_text, listed

Detail = Literal["short", "full"]
WIDTH = 100
"""Columns to which the words are wrapped."""

MOST_WORDS = 24_000
"""Characters to which the words are cut, caveats and sources not counted."""


@dataclass(frozen=True, slots=True)
class Shortening:
    """What `detail="short"` leaves out of one tool's answer.

    Attributes
    ----------
    without : frozenset of str
        Keys that are dropped wherever they stand.
    most : mapping of str to int
        Length to which the lists under a key are cut; below 0 their last rows are kept.
    """

    without: frozenset[str] = frozenset()
    most: Mapping[str, int] = field(default_factory=dict)


SHORT = {
    "ask": Shortening(
        frozenset({"series", "onset_posterior", "questions", "sha256", "caveat_rules"}), {"ties": 8}
    ),
    "ties": Shortening(frozenset({"series", "alliance_similarity"}), {"ties": 40}),
    "trade": Shortening(frozenset({"series", "sha256"}), {"disagreements": 8}),
    "backdoor": Shortening(frozenset({"series", "sha256"})),
    "events": Shortening(frozenset({"series", "sha256"}), {"periods": -16, "weekly": -16}),
    "read": Shortening(
        frozenset({"sentences"}),
        {
            **dict.fromkeys(("statements", "positions", "claims"), 60),
            **dict.fromkeys(("notes", "inferences", "explanations"), 20),
            "rows": 3,
        },
    ),
    "codebook": Shortening(frozenset({"type", "key", "nullable"})),
    "sources": Shortening(
        frozenset({"terms", "part", "file", "layout", "sha256", "rows_kept", "rows_rejected", "loaded_at"})
    ),
}
"""What each tool leaves out. No key of the contract is among them."""


def shortened(content: Any, how: Shortening) -> tuple[Any, list[str]]:
    """Content without what is left out, and what that was, each place once with its number.

    Examples
    --------
    >>> how = Shortening(frozenset({"series"}), {"rows": 1})
    >>> shortened({"lines": [{"series": 1}, {"series": 2}], "rows": [1, 2, 3]}, how)
    ({'lines': [{}, {}], 'rows': [1]}, ['lines[].series (2 times)', 'rows[]: 2 of 3'])
    """
    dropped: Counter[str] = Counter()
    cut: Counter[str] = Counter()
    whole: Counter[str] = Counter()

    def kept(value: Any, place: str) -> Any:
        if isinstance(value, Mapping):
            left = {key: f"{place}.{key}".lstrip(".") for key in value}
            dropped.update(left[key] for key in value if key in how.without)
            return {key: kept(one, left[key]) for key, one in value.items() if key not in how.without}
        if not isinstance(value, list):
            return value
        most = how.most.get(place.rpartition(".")[2])
        if most is not None and len(value) > abs(most):
            cut[f"{place}[]"] += len(value) - abs(most)
            whole[f"{place}[]"] += len(value)
            value = value[:most] if most > 0 else value[most:]
        return [kept(one, f"{place}[]") for one in value]

    short = kept(content, "")
    keys = [f"{place} ({number} times)" if number > 1 else place for place, number in dropped.items()]
    return short, [*keys, *(f"{place}: {number} of {whole[place]}" for place, number in cut.items())]


def told(
    content: Mapping[str, Any],
    words: str,
    *,
    detail: Detail,
    shortening: Shortening,
    left_out: Sequence[str] = (),
) -> CallToolResult:
    """A tool's result: the answer's keys as structured content, and its words as text.

    Parameters
    ----------
    content : mapping
        The keys of the answer, with `caveats`, `cannot_show` and `data` among them.
    words : str
        The answer in words, its sentence first, cut at `MOST_WORDS`. Caveats and sources that it lacks are
        put after it.
    detail : {'short', 'full'}
    shortening : Shortening
        Of no effect with `full`.
    left_out : sequence of str
        What was left out already.
    """
    plain = json.loads(json_text(content), parse_constant=lambda _: None)
    short, dropped = shortened(plain, shortening) if detail == "short" else (plain, [])
    short["left_out"] = [*left_out, *dropped]
    if len(words) > MOST_WORDS:
        kept = words[:MOST_WORDS].rpartition("\n")[0]
        words = f"{kept}\n[{len(words) - len(kept):,} characters more are not written out here]"
    text = "\n\n".join(part for part in (words.rstrip(), *_besides(plain, words, short["left_out"])) if part)
    return CallToolResult(
        content=[TextContent(type="text", text=_visible(text))], structured_content=short, is_error=False
    )


def refused(message: str, hint: str | None = None) -> CallToolResult:
    """A tool's result that is an error: what happened, and what to do instead.

    Parameters
    ----------
    message : str
        Cut where it quotes something long.
    hint : str, optional
        What is possible, near matches among it.
    """
    parts = [one if len(one) <= 600 else f"{one[:300]} ... {one[-300:]}" for one in (message, hint or "")]
    text = _visible("\n".join(part for part in parts if part))
    return CallToolResult(content=[TextContent(type="text", text=text)], is_error=True)


def _besides(content: Mapping[str, Any], words: str, left_out: Sequence[str]) -> list[str]:
    """Caveats, blind spots and sources that the words lack, and what was left out."""
    said = _unspaced(words)
    sources = [one for one in content["data"]["sources"] if _unspaced(one["publisher"]) not in said]
    return [
        listed("Mind that", _unsaid(content["caveats"], said), WIDTH),
        listed("What the record cannot show", _unsaid(content["cannot_show"], said), WIDTH),
        listed("Sources", [_source(one) for one in sources], WIDTH),
        listed("Left out here; ask with detail=full for it", left_out, WIDTH),
    ]


def _unsaid(texts: Sequence[str], said: str) -> list[str]:
    return [one for one in texts if _unspaced(one) not in said]


def _source(source: Mapping[str, Any]) -> str:
    span = " to ".join(day for day in source.get("covered") or () if day)
    facts = [one for one in (source.get("id"), span, source.get("licence")) if one]
    return f"{source['publisher']} ({', '.join(facts)})" if facts else source["publisher"]


def _unspaced(text: str) -> str:
    """A text without its blanks, since lines are wrapped and words cut at hyphens."""
    return "".join(text.split())


def _visible(text: str) -> str:
    """A text in which what cannot be seen, such as a control character, is shown as a dot."""
    return "".join(letter if letter == "\n" or letter.isprintable() else "·" for letter in text)
