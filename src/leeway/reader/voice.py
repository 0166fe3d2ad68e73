"""In which voice a sentence speaks: told as fact, said by somebody, asked, or inferred by the author.

What gives an inference away are words. Some do so anywhere (*evidently*, *it follows that*, *must have*);
others, such as *may* or *we*, only in a comment, since a report uses them to tell facts. Words inside what
somebody said give nothing away.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from leeway.reader.reading import Section, Span, Voice
from leeway.reader.text import Text

_THING = r"(?!(?:to|an?|the|no|any|more|some|his|her|its|their|enough|access)\b)"
_POINTS = r"(?:means?|suggests?|implies|imply|shows?|proves?|signals?|indicates?|confirms?|demonstrates?)"
_POINTED = r"(?:that|only|one|nothing|an?|the|how|no|not|he|she|it|they|we)"
_LIKELY = r"(?:clear|obvious|evident|likely|unlikely|possible|probable|plausible|doubtful)"
_CONCLUSION = r"(?:conclusions?|inference|upshot|implications?)"
_ANYWHERE = (
    rf"(?:must|may|might|could|can hardly|cannot|couldn't|can't|would hardly) have {_THING}\w+",
    r"(?:evidently|obviously|apparently|seemingly|presumably|undoubtedly|unquestionably|surely|arguably)",
    r"(?:manifestly|doubtless|perhaps|probably|most likely|very likely|plainly)",
    r"clearly(?! (?:said|stated|visible|marked|defined|written)|[.!?;,])",
    r"(?:consequently|therefore|thus(?! far)|hence|accordingly|it follow(?:s|ed))",
    r"(?:no|without an?y?|without|beyond|beyond any) doubt",
    rf"(?:this|that|which|it|these|all of this) (?:all |can |only ){{0,2}}{_POINTS} {_POINTED}",
    r"(?:suggesting|implying|meaning|indicating|proving|signalling|signaling) that",
    r"(?:in reality|in truth|in essence|in other words|as a matter of fact)",
    r"in all (?:likelihood|probability)",
    r"(?:no wonder|not surprisingly|unsurprisingly|hardly surprising|not by chance|not accidental)",
    r"(?:no|hardly|hardly an?|hardly by|not a mere|more than a) (?:accident|coincidence|chance)",
    rf"it (?:is|was|becomes|seems|appears) (?:\w+ly |quite |very |rather |more ){{0,2}}{_LIKELY}",
    r"it (?:seems|appears|would seem) (?:that|as if|as though)",
    r"(?:one|we|you) (?:can|may|could|might|must|should) (?:only )?(?:conclude|infer|assume|suppose)",
    rf"(?:the|this) (?:only |logical |obvious )?{_CONCLUSION} (?:is|are|that|can|must|follows?|seems?)",
    r"(?:everything|all) point(?:s|ed) to",
    r"(?:cannot|can't) be (?:ruled out|excluded)",
    r"(?:in|to) (?:my|our) (?:view|opinion|judge?ment|mind|estimation|assessment)",
    r"(?:I|we) (?:think|believe|suspect|suppose|conclude|infer|assume|reckon|would argue|doubt|argue)",
    r"the (?:real|true|actual) (?:reason|aim|goal|purpose|meaning|message|motive|cause)",
)
# A sentence without any of these words has nothing that the patterns above find.
_KEYS_ANYWHERE = frozenset(
    (
        *("have", "evidently", "obviously", "apparently", "seemingly", "presumably", "undoubtedly"),
        *("surely", "unquestionably", "arguably", "manifestly", "doubtless", "perhaps", "probably"),
        *("likely", "plainly", "clearly", "consequently", "therefore", "thus", "hence"),
        *("accordingly", "follows", "followed", "doubt", "mean", "means", "suggest", "suggests"),
        *("implies", "imply", "show", "shows", "prove", "proves", "signal", "signals", "indicate"),
        *("indicates", "confirm", "confirms", "demonstrate", "demonstrates", "suggesting"),
        *("implying", "meaning", "indicating", "proving", "signalling", "signaling", "reality"),
        *("truth", "essence", "words", "matter", "likelihood", "probability", "wonder"),
        *("surprisingly", "unsurprisingly", "surprising", "chance", "accidental", "accident"),
        *("coincidence", "clear", "obvious", "evident", "unlikely", "possible", "probable"),
        *("plausible", "doubtful", "seem", "seems", "appears", "conclude", "infer", "assume"),
        *("suppose", "conclusion", "conclusions", "points", "inference", "upshot", "implication"),
        *("implications", "pointed", "excluded", "ruled", "view", "opinion", "judgement"),
        *("judgment", "mind", "estimation", "assessment", "think", "believe", "suspect", "reckon"),
        *("argue", "reason", "aim", "goal", "purpose", "message", "motive", "cause"),
    )
)
_IN_A_COMMENT = (
    r"(?:may|might|could|must(?! have an?\b)|would|should|ought to|cannot)",
    r"(?:seems?|seemed|appears?|appeared|looks? like)",
    r"(?:indeed|in fact|after all|likely|unlikely|possibly|of course|certainly|naturally|hardly|unless)",
    r"(?:we|We|my|My|our|Our|us|I(?=[' ]))",
    r"(?:nothing (?:more|less|but|other)|not so much|as if|as though)",
)
_KEYS_IN_A_COMMENT = frozenset(
    (
        *("may", "might", "could", "must", "would", "should", "ought", "cannot", "seem", "seems"),
        *("seemed", "appear", "appears", "appeared", "look", "looks", "indeed", "fact", "all"),
        *("likely", "unlikely", "possibly", "course", "certainly", "naturally", "hardly", "unless"),
        *("we", "my", "our", "us", "i", "nothing", "not", "as", "i'm", "i've", "we're", "we've"),
        *("we'd", "we'll", "i'd", "i'll"),
    )
)
_OPENINGS = (
    r"(?:So|Thus(?! far)|Then|If|In short|In sum|To sum up|Overall|Ultimately|All in all|On balance"
    r"|In conclusion)\b"
)
_ANSWERS = (
    r"(?:No|Yes|Not (?:at all|really|quite|necessarily|so|yet)|Hardly|Of course|Certainly|Unlikely|Nothing"
    r"|Because|Probably|Perhaps|Maybe|Most likely|Obviously|Clearly|Far from it|By no means|Never|The answer"
    r"|Neither)\b"
)
_STRONG = re.compile(rf"\b(?:{'|'.join(_ANYWHERE)})\b", re.IGNORECASE)
_WEAK = re.compile(rf"\b(?:{'|'.join(_IN_A_COMMENT)})\b")
_OPENING = re.compile(rf"(?:[A-Z]\w{{2,20}}: )?[\"'(—\d. ]{{0,8}}({_OPENINGS})")
_ANSWER = re.compile(rf"[—\- ]{{0,4}}({_ANSWERS})")
_ASKS = re.compile(
    r"\bthe (?:real |main |only |key |big |central )?question (?:now |here |then )?(?:is|remains|arises)\b",
    re.IGNORECASE,
)
_MARK = re.compile(r"\?[\"')\]]*$")
_SOUGHT = ((_STRONG, _KEYS_ANYWHERE), (_WEAK, _KEYS_IN_A_COMMENT))
_APART = str.maketrans(dict.fromkeys('.,;:?!"()[]—/', " "))


def voices(text: Text, sections: Sequence[Section], attributed: Iterable[Span]) -> tuple[Voice, ...]:
    """The voice of every sentence of a text.

    Parameters
    ----------
    text : Text
    sections : sequence of Section
    attributed : iterable of span
        What was said by somebody.

    Examples
    --------
    >>> from leeway.reader.sections import sections
    >>> text = Text("He left. Evidently, he was told to. Was he? He is to come.")
    >>> voices(text, sections(text), [])
    ('report', 'inference', 'question', 'report')
    """
    said = _joined(attributed)
    begins = [start for start, _ in said]
    found: list[Voice] = []
    for sentence, comment in in_comment(text, sections):
        start, end = sentence
        inside = _overlapping(said, begins, sentence)
        asked_before = bool(found) and found[-1] == "question"
        if sum(min(end, stop) - max(start, begin) for begin, stop in inside) * 2 > end - start:
            found.append("statement")
        elif _is_asked(text.plain, sentence, inside):
            found.append("question")
        else:
            given_away = (asked_before and answer(text, sentence)) or cue(text, sentence, comment, inside)
            found.append("inference" if given_away else "report")
    return tuple(found)


def in_comment(text: Text, sections: Sequence[Section]) -> Iterator[tuple[Span, bool]]:
    """Every sentence of a text, and whether a comment holds it."""
    place = 0
    for sentence in text.sentences:
        while place < len(sections) and sections[place].span[1] <= sentence.span[0]:
            place += 1
        yield sentence.span, place < len(sections) and sections[place].kind == "comment"


def cue(text: Text, sentence: Span, comment: bool, said: Sequence[Span] = ()) -> Span | None:
    """The words that give a sentence away as the author's inference.

    Parameters
    ----------
    text : Text
    sentence : span
    comment : bool
        Whether it stands in a comment, where weaker words do so too.
    said : sequence of span, optional
        Stretches whose words are somebody else's.

    Examples
    --------
    >>> text = Text("Moscow must have agreed, which it may.")
    >>> text.of(cue(text, (0, 38), False))
    'must have agreed'
    """
    start, end = sentence
    words = text.plain[start:end].lower().translate(_APART).split()
    for pattern, keys in _SOUGHT if comment else _SOUGHT[:1]:
        if keys.isdisjoint(words):
            continue
        for found in pattern.finditer(text.plain, start, end):
            if not any(begin <= found.start() < stop for begin, stop in said):
                return found.span()
    opening = _OPENING.match(text.plain, start, end) if comment else None
    return opening.span(1) if opening else None


def answer(text: Text, sentence: Span) -> Span | None:
    """The words that answer a question, where a sentence begins with such."""
    found = _ANSWER.match(text.plain, *sentence)
    return found.span(1) if found else None


def _is_asked(plain: str, sentence: Span, said: Sequence[Span]) -> bool:
    start, end = sentence
    mark = _MARK.search(plain, max(start, end - 8), end)
    if mark:
        return not any(begin <= mark.start() < stop for begin, stop in said)
    return plain.find("question", start, end) >= 0 and _ASKS.search(plain, start, end) is not None


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in their order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _overlapping(said: list[Span], begins: list[int], sentence: Span) -> list[Span]:
    place = max(0, bisect_right(begins, sentence[0]) - 1)
    found = []
    while place < len(said) and said[place][0] < sentence[1]:
        if said[place][1] > sentence[0]:
            found.append(said[place])
        place += 1
    return found
