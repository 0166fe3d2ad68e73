"""What a document argues: the question it puts, the explanations it weighs, what it infers and concludes.

Words are read and nothing is judged: an explanation that a document rejects is one that it weighs. What
somebody is quoted with is no part of the author's argument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from leeway.reader.reading import Inference, Note, Section, Span, Voice
from leeway.reader.text import Text
from leeway.reader.voice import answer, cue, in_comment

# Every term begins with letters that are always there; where no word begins like one, none is sought.
_TERMS: dict[str, tuple[str, ...]] = {
    "realignment": (
        r"betray\w*",
        r"treason\w*",
        r"treacher\w*",
        r"stab\w* in the back",
        r"break(?:s|ing)? (?:with|away|off|from|up)",
        r"break(?= between|[.,;?!]| or\b)",
        r"broken? (?:with|away|off|from)",
        r"rupture\w*",
        r"rift",
        r"split(?:s|ting)? (?:with|from|between)",
        r"turn(?:s|ed|ing)? (?:away|against|(?:its|his|her|their) backs?)",
        r"moved? away",
        r"moves away",
        r"moving away",
        r"drift\w* (?:away|apart)",
        r"pull\w* away",
        r"slip\w* away",
        r"step\w* away",
        r"shift\w* away",
        r"distanc(?:e|es|ed|ing) (?:it|him|her|them)sel(?:f|ves)",
        r"realign\w*",
        r"defect(?:s|ed|ing|ion)\b",
        r"desert(?:s|ed|ing|ion)\b",
        r"chang(?:e|es|ed|ing) (?:sides|camps?)",
        r"switch(?:es|ed|ing)? sides",
        r"reorient\w*",
        r"orbit",
        r"defian\w+",
        r"defy(?:ing)?\b",
        r"defie[sd]\b",
    ),
    "leeway": (
        r"theat(?:re|er|rical\w*|rics)",
        r"stag(?:ed|ing)\b",
        r"stage-manage\w*",
        r"pre-arranged",
        r"prearranged",
        r"arranged (?:in advance|beforehand|with|between)",
        r"agreed (?:in advance|beforehand|with|between)",
        r"agreed(?<=been agreed)",
        r"prior (?:agreement|arrangement|consent)",
        r"permission",
        r"blessing",
        r"connivance",
        r"consent",
        r"permitted",
        r"allowed (?:to|him|her|it|them)",
        r"tolerat\w+",
        r"script(?:ed)?\b",
        r"rehears\w+",
        r"orchestrat\w+",
        r"choreograph\w+",
        r"leeway",
        r"latitude",
        r"room (?:for|to) man(?:oeu|eu)v\w+",
        r"spectacle",
        r"charade",
        r"good cop",
        r"collu(?:sion|de[ds]?)\b",
        r"tacit\w*",
        r"division of labou?r",
    ),
    "hedging": (
        r"balanc(?:e|es|ed|ing)\b",
        r"multi-?vector\w*",
        r"hedg(?:e|es|ed|ing)\b",
        r"both (?:sides|ways|worlds)",
        r"two (?:chairs|stools)",
        r"tightrope",
        r"fine line",
        r"diversif\w+",
        r"equidistan\w+",
        r"non-align\w*",
        r"nonalign\w*",
        r"fence-?sitting",
        r"fence(?<=on the fence)",
        r"middle (?:course|ground|way)",
    ),
    "the partner moved": (
        r"pressur(?:e|ed|es|ing)\b",
        r"push(?:ed|es|ing)?\b",
        r"forc(?:ed|ing)\b",
        r"driven",
        r"coerc\w+",
        r"blackmail\w*",
        r"threaten\w*",
        r"fault",
        r"own (?:doing|making|mistakes?)",
        r"provok\w+",
        r"alienat\w+",
        r"overreach\w*",
        r"no choice",
        r"blame(?<=to blame)",
        r"cornered",
        r"self-inflicted",
    ),
    "status quo": (
        r"nothing (?:new|surprising|more than usual|(?:has |had )?changed|changes)",
        r"not (?:at all )?new\b",
        r"no (?:change|news|surprise)\b",
        r"unchanged",
        r"before(?<=as before)",
        r"always(?<=as always)",
        r"same (?:as (?:ever|always|before)|position|line|policy|old)",
        r"status quo",
        r"business as usual",
        r"long-?standing",
        r"consisten(?:t|tly|cy)\b",
        r"continuity",
        r"repeat(?:s|ed|ing)? (?:what|its|his|her|the)",
        r"reiterat\w+",
        r"restat\w+",
        r"hardly a surprise",
    ),
    "rapprochement": (
        r"rapprochement",
        r"closer",
        r"reconcil\w+",
        r"converg\w+",
        r"warming",
        r"thaw\w*",
        r"détente",
        r"detente",
        r"deepen\w*",
        r"mend(?:s|ed|ing)? (?:ties|fences|relations)",
        r"strengthen\w* (?:ties|relations|the alliance|the partnership)",
    ),
}
_LONGEST_TITLE = 200
_APART = str.maketrans(dict.fromkeys(".,;:?!\"()[]—/'-", " "))
_LETTERS = re.compile(r"[a-zé -]+(?!\?)")
_WEIGHED = tuple(
    (
        name,
        frozenset(re.split("[ -]", found[0])[0][:4] for term in terms if (found := _LETTERS.match(term))),
        re.compile(rf"\b(?:{'|'.join(terms)})", re.IGNORECASE),
    )
    for name, terms in _TERMS.items()
)
_CONCLUDES = re.compile(
    r"(?:[A-Z]\w{2,20}: )?[\"'(— ]{0,3}(?:In conclusion|To conclude|To sum up|Summing up|In sum|In short"
    r"|In the end|Overall|Ultimately|All in all|On balance|So|Thus|Therefore|Hence|Consequently|It follows"
    r"|Everything points|The upshot|The bottom line|Conclusions?(?=:)|(?:The|Our|My) (?:\w+ )?conclusion"
    r"|(?:All )?(?:of )?(?:this|these|that) (?:\w+ )?(?:means?|suggests?|shows?|points?|proves?|implies))\b",
    re.IGNORECASE,
)
_CONCLUSION = re.compile(
    r"[#*\d. ]{0,6}(?:in conclusion|conclusions?|summing up|the bottom line)[:. *#]{0,4}", re.IGNORECASE
)
_LABEL = re.compile(r"\"(\w[\w'-]*(?: [\w'-]+){0,2})\"|(?<![\w'])'(\w[\w-]*(?: [\w-]+){0,2})'(?![\w'])")
_SO_CALLED = re.compile(r"\b[Ss]o-called \"?[\w'-]{1,40}(?: [A-Z][\w'-]{1,40}){0,4}\"?")
_QUOTED = re.compile(r'"[^"]*"')
_SAID_AFTER = re.compile(
    r",? (?:\w+ ){0,3}(?:said|says|replied|answered|asked|added|told|declared|wrote|shouted)\b"
    r"|,? (?:he|she|they)\b"
)
_SAID_BEFORE = re.compile(r"\b(?:said|says|replied|answered|asked|added|wrote|shouted)[,:]? $")


@dataclass(frozen=True, slots=True)
class Argument:
    """What a document argues, sentence by sentence.

    Attributes
    ----------
    question : span or None
        The sentence with the question that the document itself puts.
    conclusion : span or None
        The sentence in which its comment ends up.
    inferences : tuple of Inference
        What the author infers, in a comment or within a report.
    explanations : tuple of (str, span)
        Explanations that the author weighs, and the words that name them.
    """

    question: Span | None
    conclusion: Span | None
    inferences: tuple[Inference, ...]
    explanations: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    span: Span
    comment: bool
    title: bool
    voice: Voice


def argument(text: Text, sections: Sequence[Section], voices: Sequence[Voice]) -> Argument:
    """What a document argues.

    Parameters
    ----------
    text : Text
    sections : sequence of Section
    voices : sequence of str
        One a sentence of the text.

    Examples
    --------
    >>> from leeway.reader.sections import sections
    >>> from leeway.reader.voice import voices
    >>> text = Text("They met. Comment: Is it a break, or theatre? He may go. So, it is theatre.")
    >>> told = argument(text, sections(text), voices(text, sections(text), []))
    >>> text.of(told.question), text.of(told.conclusion)
    ('Comment: Is it a break, or theatre?', 'So, it is theatre.')
    >>> [(name, text.of(span)) for name, span in told.explanations]
    [('realignment', 'break'), ('leeway', 'theatre'), ('leeway', 'theatre')]
    """
    title = _title(text, sections)
    told = [
        _Sentence(span, comment, span[0] < title, voice)
        for (span, comment), voice in zip(in_comment(text, sections), voices, strict=True)
    ]
    return Argument(
        _question(text, told), _conclusion(text, told), _inferences(text, told), _weighed(text, told)
    )


def labels(text: Text) -> tuple[Note, ...]:
    """Terms that a text keeps at arm's length: of up to three words in quotation marks, or called so-called.

    Examples
    --------
    >>> text = Text('The "bold step" and the so-called Republic. "No," he said.')
    >>> [text.of(note.span) for note in labels(text)]
    ['"bold step"', 'so-called Republic']
    """
    plain = text.plain
    found = [one.span() for one in _SO_CALLED.finditer(plain)]
    for label in _LABEL.finditer(plain):
        start, end = label.span()
        said = _SAID_AFTER.match(plain, end) or _SAID_BEFORE.search(plain, max(0, start - 12), start)
        if not said:
            found.append((start, end))
    kept: list[Span] = []
    for span in sorted(found):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(Note("label in quotation marks", span) for span in kept)


def _title(text: Text, sections: Sequence[Section]) -> int:
    """Where the title ends: a first paragraph of one short sentence that is no byline; 0 without one."""
    bylines = {one.span[0] for one in sections if one.kind == "byline"}
    for start, end in text.paragraphs[:4]:
        if start not in bylines:
            first = text.sentence_at(start)
            is_short = end - start <= _LONGEST_TITLE and end < text.paragraphs[-1][0]
            return end if is_short and first is not None and first.span[1] == end else 0
    return 0


def _question(text: Text, told: Sequence[_Sentence]) -> Span | None:
    """The question of the title; else the one called the question, of the comment, or any of the author's."""
    asked = [one for one in told if one.voice == "question"]
    put = [one for one in asked if "?" not in text.plain[one.span[1] - 3 : one.span[1]]]
    for some in ([one for one in asked if one.title], put, [one for one in asked if one.comment], asked):
        if some:
            return some[0].span
    return None


def _conclusion(text: Text, told: Sequence[_Sentence]) -> Span | None:
    inferred = [one for one in told if one.voice == "inference" and one.comment]
    headed = _after_heading(text, told)
    if headed is not None:
        return headed
    if not inferred:
        inferred = [
            one for one in told if one.voice == "inference" and _CONCLUDES.match(text.plain, *one.span)
        ]
    concluding = [one for one in inferred if _CONCLUDES.match(text.plain, *one.span)]
    last = (concluding or inferred)[-1:]
    return last[0].span if last else None


def _after_heading(text: Text, told: Sequence[_Sentence]) -> Span | None:
    """The first sentence of the author's under a heading that announces a conclusion."""
    for heading, one in pairwise(told):
        start, end = heading.span
        if end - start < 40 and one.voice in ("inference", "report"):
            led = _CONCLUSION.fullmatch(text.plain, start, end)
            if led:
                return one.span
    return None


def _inferences(text: Text, told: Sequence[_Sentence]) -> tuple[Inference, ...]:
    found = []
    for one in told:
        if one.voice != "inference":
            continue
        quoted = [mark.span() for mark in _QUOTED.finditer(text.plain, *one.span)]
        words = cue(text, one.span, one.comment, quoted) or answer(text, one.span)
        words = words or cue(text, one.span, one.comment)
        found.append(Inference(one.span, text.of(words) if words else ""))
    return tuple(found)


def _weighed(text: Text, told: Sequence[_Sentence]) -> tuple[tuple[str, Span], ...]:
    """Explanations by the place of their words; each once a sentence."""
    found: list[tuple[str, Span]] = []
    for one in told:
        if one.voice == "statement" or not (
            one.comment or one.title or one.voice in ("inference", "question")
        ):
            continue
        words = text.plain[slice(*one.span)].lower().translate(_APART).split()
        begin = {word[:4] for word in words}
        here = []
        for name, stems, pattern in _WEIGHED:
            if not stems.isdisjoint(begin) and (term := pattern.search(text.plain, *one.span)):
                here.append((name, term.span()))
        found += sorted(here, key=lambda one: one[1])
    return tuple(found)
