"""What a document says of who stands behind it: an owner, a sponsor, an office that its author holds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from leeway.reader.reading import Inference, Span
from leeway.reader.text import Text

_EDGE = 3
_TOLD = re.compile(
    r"\b(?:the (?:author|writer) (?:is|was|has been|works|worked|serves|served|advises|advised)\b"
    r"|(?:fund|financ|sponsor|own|publish|paid for|commission)(?:ed|s)? by\b"
    r"|sponsored (?:content|post|article)\b|paid (?:content|post)\b|advertorial\b|advertisement\b"
    r"|in partnership with\b|press release\b|state-(?:run|owned|funded|controlled)\b"
    r"|state (?:news agency|broadcaster|media|television)\b|government-(?:funded|owned)\b|mouthpiece of\b"
    r"|views expressed (?:here|in this article)\b)",
    re.IGNORECASE,
)


def interests(text: Text) -> tuple[Inference, ...]:
    r"""Sentences at either end of a document that tell an interest, with the words that do.

    Sentences in its middle speak of others.

    Examples
    --------
    >>> text = Text("They met.\nThe author is a former adviser to the government of Ruritania.")
    >>> [(text.of(one.span), one.cue) for one in interests(text)]
    [('The author is a former adviser to the government of Ruritania.', 'The author is')]
    """
    found = []
    for start, end in _edges(text):
        told = _TOLD.search(text.plain, start, end)
        if told is not None:
            found.append(Inference((start, end), text.of(told.span())))
    return tuple(found)


def _edges(text: Text) -> Iterator[Span]:
    """Sentences of the first and last paragraphs."""
    last = len(text.paragraphs)
    for sentence in text.sentences:
        if sentence.paragraph < _EDGE or sentence.paragraph >= last - _EDGE:
            yield sentence.span
