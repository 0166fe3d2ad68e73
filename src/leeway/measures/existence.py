"""When a state existed, for lines in which nobody needs a seat."""

from __future__ import annotations

from leeway.measures.line import Span
from leeway.spells import states


def existed(state: str, within: Span) -> tuple[Span, ...]:
    """Spans in which a state existed, cut to a span; empty for an unknown key.

    Examples
    --------
    >>> import datetime as dt
    >>> spans = existed("CSK", (dt.date(1946, 1, 1), dt.date(2020, 1, 1)))
    >>> [(str(first), str(last)) for first, last in spans]
    [('1946-01-01', '1992-12-31')]
    """
    spans: list[Span] = []
    for spell in next((one.spells for one in states() if one.id == state), ()):
        begin, end = max(spell.start or within[0], within[0]), min(spell.end or within[1], within[1])
        if begin >= end:
            continue
        if spans and (begin - spans[-1][1]).days <= 1:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((begin, end))
    return tuple(spans)
