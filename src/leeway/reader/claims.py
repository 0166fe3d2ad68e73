"""What a text claims that a source could check, typed by what could check it.

A claim needs a state, an organisation or a resolution that is named; a question claims nothing, nor does what
is only wished, promised or supposed. What a claim says is told by its words alone: nothing is checked here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from leeway.reader.claimed import Reading, Told
from leeway.reader.claimed_deeds import backdoors, sanctions, trades, votes
from leeway.reader.claimed_stands import counts, recognitions, sequences, surprises
from leeway.reader.claimed_ties import alliances, interventions, memberships
from leeway.reader.mentions import Mention
from leeway.reader.positions import Stand, stands
from leeway.reader.reading import Span, Statement, Voice
from leeway.reader.text import Sentence, Text

__all__ = ["Told", "claims"]


def claims(
    text: Text,
    mentions: Sequence[Mention],
    voices: Sequence[tuple[Span, Voice]] = (),
    *,
    statements: Sequence[Statement] = (),
    sentences: Sequence[Sentence] | None = None,
    known: tuple[Stand, ...] | None = None,
) -> tuple[Told, ...]:
    """Claims of a text, in its order.

    Parameters
    ----------
    text : Text
    mentions : sequence of Mention
    voices : sequence of (span, voice)
        In the order of the text; nothing is claimed where something is asked.
    statements : sequence of Statement
    sentences : sequence of Sentence, optional
        Those to look at; all by default.
    known : tuple of Stand, optional
        The stands of the text, where they are read already.

    Returns
    -------
    tuple of Told
        Each with its own id: c1, c2 and so on.

    Examples
    --------
    >>> from leeway.reader.mentions import mentions
    >>> text = Text("Kazakhstan is a member of the CSTO. In 2022 it abstained on A/RES/ES-11/1.")
    >>> [(one.type, one.states, one.about, one.act) for one in claims(text, mentions(text))]
    [('membership', ('KAZ',), 'CSTO', 'member'), ('vote', ('KAZ',), 'A/RES/ES-11/1', 'A')]
    """
    looked = text.sentences if sentences is None else sentences
    taken = stands(text, looked, mentions, statements) if known is None else known
    read = Reading.of(text, looked, mentions, statements, taken)
    found = sorted(_all(read, tuple(mentions)), key=lambda one: (one.span, one.type, one.states))
    asked = [span for span, voice in voices if voice == "question"]
    starts = [span[0] for span in asked]
    kept = [one for one in found if not _inside(asked, starts, one.span[0])]
    once = dict.fromkeys(kept)
    return tuple(replace(one, id=f"c{number}") for number, one in enumerate(once, 1))


def _all(read: Reading, mentions: tuple[Mention, ...]) -> Iterator[Told]:
    yield from recognitions(read)
    yield from votes(read)
    yield from alliances(read)
    yield from interventions(read)
    yield from memberships(read, mentions)
    yield from trades(read)
    yield from backdoors(read)
    yield from sanctions(read)
    yield from counts(read)
    yield from sequences(read)
    yield from surprises(read)


def _inside(spans: Sequence[Span], starts: Sequence[int], place: int) -> bool:
    at = bisect_right(starts, place) - 1
    return at >= 0 and place < spans[at][1]
