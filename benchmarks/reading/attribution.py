"""Who said what: quotations with their speakers and all attributions, against hand-labelled articles.

    python -m benchmarks.reading.attribution [--shared FOLDER] [--half dev|train]

A *direct* quotation of the labels is a marked stretch of three words or more of which four fifths lie in one
content; where several contents hold it, the one that fits best counts. What is found is turned into stretches
in the same way, with the reader's own pairing of the marks. Found and labelled stretches match at an overlap
of .8, contents of attributions at .5 (intersection over union of characters); speakers agree if their spans
overlap or a content word of the name is the same.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.setting import arguments
from leeway.reader.attribution import attributions
from leeway.reader.quotes import quotations
from leeway.reader.reading import Span
from leeway.reader.text import Text
from leeway.reader.word_lists import word_set

_MARK = re.compile(r"\"|''(?!')")
_WORD = re.compile(r"\w+")
_Any = TypeVar("_Any")
_EMPTY = word_set(
    """
    the a an of and in for to on at by with his her its their mr mrs ms dr sen rep gov president who
    which that he she they it we i you s
    """
)
STYLES: dict[str, tuple[str, str]] = {
    "« »": ("«", "»"),
    "„ “": ("„", "“"),
    "straight": ('"', '"'),
    "« closed by ”": ("«", "”"),
    "“ ”": ("“", "”"),
}


@dataclass(frozen=True)
class Said:
    """One attribution, labelled or found."""

    source: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True)
class Article:
    """A text and what its first annotator marked."""

    text: str
    said: tuple[Said, ...]


@dataclass
class Count:
    """Right, found and labelled."""

    right: int = 0
    found: int = 0
    labelled: int = 0

    @property
    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1."""
        precision = self.right / self.found if self.found else 0.0
        recall = self.right / self.labelled if self.labelled else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0

    def __str__(self) -> str:
        return "P {:.3f}  R {:.3f}  F1 {:.3f}".format(*self.figures) + f"  ({self.right}/{self.labelled})"


@dataclass
class Scores:
    """The four counts."""

    stretches: Count
    speakers: Count
    contents: Count
    sources: Count


def articles(path: Path) -> list[Article]:
    """Labelled articles of a file; attributions without a content are left out."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row: dict[str, Any] = json.loads(line)
            first = next(iter(row["annotators"].values()))
            said = tuple(
                Said(_spans(one["source"]), _spans(one["content"]))
                for one in first["attributions"]
                if one["content"]
            )
            found.append(Article(row["text"], said))
    return found


def _spans(rows: Iterable[Sequence[int]]) -> tuple[Span, ...]:
    return tuple(sorted((int(start), int(end)) for start, end in rows))


def marked(text: str) -> list[Span]:
    """Stretches between marks, paragraph by paragraph, taken in turn: the labels' own stretches."""
    plain = Text(text).plain
    found: list[Span] = []
    for line in re.finditer(r"[^\n]+", plain):
        places = [mark.span() for mark in _MARK.finditer(plain, *line.span())]
        ends = [*places, (line.end(), line.end())] if len(places) % 2 else places
        for opening, closing in zip(ends[::2], ends[1::2], strict=True):
            found.append((opening[1], closing[0]))
    return [one for one in found if len(_WORD.findall(plain[slice(*one)])) >= 3]


def _own(text: str) -> list[Span]:
    read = Text(text)
    found: list[Span] = []
    for one in quotations(read):
        if _MARK.match(read.plain, one.span[0]):
            found.extend(one.pieces)
    return [one for one in found if len(_WORD.findall(read.plain[slice(*one)])) >= 3]


def _direct(stretches: Iterable[Span], said: Sequence[Said]) -> list[tuple[Span, Said]]:
    found = []
    for start, end in stretches:
        holding = [
            one
            for one in said
            if any(min(end, e) - max(start, s) >= 0.8 * (end - start) for s, e in one.content)
        ]
        if holding:
            span = (start, end)
            found.append((span, max(holding, key=lambda one: _fit(span, one))))
    return found


def _fit(span: Span, one: Said) -> float:
    return max(_overlap((span,), (piece,)) for piece in one.content)


def _size(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _overlap(left: Sequence[Span], right: Sequence[Span]) -> float:
    shared = sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)
    return shared / max(1, _size(left) + _size(right) - shared)


def _names(text: str, spans: Iterable[Span]) -> set[str]:
    words = (word.lower() for span in spans for word in _WORD.findall(text[slice(*span)]))
    return {word for word in words if word not in _EMPTY}


def agree(text: str, left: Sequence[Span], right: Sequence[Span]) -> bool:
    """Whether two sources are the same: both missing, overlapping, or with a word of the name in common."""
    if not left or not right:
        return not left and not right
    return _overlap(left, right) > 0 or bool(_names(text, left) & _names(text, right))


def _pairs(
    left: Sequence[_Any], right: Sequence[_Any], span: Callable[[_Any], Sequence[Span]], least: float
) -> list[tuple[_Any, _Any]]:
    near = [
        (_overlap(span(a), span(b)), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if span(b)[0][0] < span(a)[-1][1] and span(a)[0][0] < span(b)[-1][1]
    ]
    used_left: set[int] = set()
    used_right: set[int] = set()
    found = []
    for share, i, j in sorted(near, key=lambda one: (-one[0], one[1], one[2])):
        if share < least or i in used_left or j in used_right:
            continue
        used_left.add(i)
        used_right.add(j)
        found.append((left[i], right[j]))
    return found


def found_in(text: str) -> list[Said]:
    """What Leeway finds in a text."""
    return [
        Said(() if one.source_span is None else (one.source_span,), one.content_spans)
        for one in attributions(Text(text))
    ]


def score(labelled: Iterable[Article]) -> Scores:
    """Count what is right over all articles."""
    scores = Scores(Count(), Count(), Count(), Count())
    for article in labelled:
        text, mine = article.text, found_in(article.text)
        _add_direct(scores, text, _direct(_own(text), mine), _direct(marked(text), article.said))
        pairs = _pairs(mine, article.said, lambda one: one.content, 0.5)
        right = sum(agree(text, one.source, other.source) for one, other in pairs)
        for count, hits in ((scores.contents, len(pairs)), (scores.sources, right)):
            count.right += hits
            count.found += len(mine)
            count.labelled += len(article.said)
    return scores


def _add_direct(
    scores: Scores, text: str, mine: list[tuple[Span, Said]], labels: list[tuple[Span, Said]]
) -> None:
    pairs = _pairs(mine, labels, lambda one: (one[0],), 0.8)
    right = sum(agree(text, one[1].source, other[1].source) for one, other in pairs)
    for count, hits in ((scores.stretches, len(pairs)), (scores.speakers, right)):
        count.right += hits
        count.found += len(mine)
        count.labelled += len(labels)


def restyled(article: Article, opening: str, closing: str) -> Article:
    """The article with every pair of double marks swapped, and its labels moved along."""
    plain = Text(article.text).plain
    pieces, moved, place = [], [0] * (len(plain) + 1), 0
    length = 0
    for line in re.finditer(r"[^\n]+", plain):
        for number, mark in enumerate(_MARK.finditer(plain, *line.span())):
            start, end = mark.span()
            for offset in range(place, start):
                moved[offset] = length + offset - place
            pieces += [article.text[place:start], closing if number % 2 else opening]
            length += start - place
            moved[start:end] = [length] * (end - start)
            length, place = length + 1, end
    for offset in range(place, len(plain) + 1):
        moved[offset] = length + offset - place
    pieces.append(article.text[place:])

    def move(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple((moved[start], moved[end]) for start, end in spans)

    said = tuple(Said(move(one.source), move(one.content)) for one in article.said)
    return Article("".join(pieces), said)


def rate(labelled: Sequence[Article]) -> float:
    """Articles read in a second."""
    begin = time.perf_counter()
    for article in labelled:
        attributions(Text(article.text))
    return len(labelled) / (time.perf_counter() - begin)


def report(labelled: Sequence[Article]) -> list[str]:
    """The figures, a line each."""
    scores = score(labelled)
    lines = [
        f"articles                          {len(labelled)}",
        f"direct, stretch                   {scores.stretches}",
        f"direct, stretch and speaker       {scores.speakers}",
        f"all, content                      {scores.contents}",
        f"all, content and source           {scores.sources}",
    ]
    for style, (opening, closing) in STYLES.items():
        swapped = score([restyled(one, opening, closing) for one in labelled])
        direct, every = swapped.speakers.figures[2], swapped.sources.figures[2]
        lines.append(f"marks {style:<14} direct {direct:.3f}  all {every:.3f}")
    lines.append(f"articles a second                 {rate(labelled):.0f}")
    return lines


def main() -> None:
    parser = arguments(__doc__ or "")
    parser.add_argument("--half", choices=("dev", "train"), default="dev")
    given = parser.parse_args()
    path = given.shared / "data" / "reading" / f"polnear_{given.half}.jsonl.gz"
    if not path.exists():
        raise SystemExit(f"There is no {path}; name its parent with --shared.")
    print("\n".join(report(articles(path))))


if __name__ == "__main__":
    main()
