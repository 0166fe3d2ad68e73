"""The codebook of an answer: what every key of ``leeway ask --json`` means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

ANSWER = "answer"
"""Name under which ``leeway codebook`` knows the keys."""

_SHARE = "share, 0 to 1"
_UNIT = "unit of the line"
_NAMED = {"names": "names.STATE", "contest.flips": "contest.flips.LINE", "weights": "weights.LINE"}
"""Mappings whose keys are data."""


class Key(NamedTuple):
    """A key of the answer; one inside another is written after a dot, one of every entry after ``[].``."""

    key: str
    type: str
    unit: str
    meaning: str
    nullable: bool = False


def _under(stem: str, *told: tuple[str, str, str, str]) -> tuple[Key, ...]:
    """Keys after a stem; a type that ends in ``?`` may be null."""
    return tuple(
        Key(f"{stem}{key}", kind.removesuffix("?"), unit, meaning, kind.endswith("?"))
        for key, kind, unit, meaning in told
    )


_STRETCH = (
    (".first", "day", "", "first day of the stretch"),
    (".last", "day", "", "last day of the stretch"),
    (".rows", "integer", "rows", "observations in it"),
)
_SERIES = (
    (".periods", "list of text", "", "year, half-year or month"),
    (".times", "list of days", "", "middle of each period"),
    (".mean", "list of numbers", _UNIT, "posterior mean; higher is closer"),
    (".low", "list of numbers", _UNIT, "lower end of the 90% interval"),
    (".high", "list of numbers", _UNIT, "upper end of the 90% interval"),
    (".rows", "list of integers", "rows", "observations in each period"),
)
_TOLD = (
    ("direction", "away, still, closer or unclear", "", "what it says by itself"),
    ("probability", "number?", _SHARE, "of that direction; where unclear, of the likeliest one"),
    ("change", "number?", _UNIT, "from the first stretch of the window to the last; negative is away"),
    ("low", "number?", _UNIT, "lower end of the 90% interval of the change"),
    ("high", "number?", _UNIT, "upper end of the 90% interval of the change"),
    ("covered", "list of two days", "", "first and last day that its sources cover for this pair"),
    ("detectable", "number?", _UNIT, "the change that it would have found"),
)
_SIDES = tuple(
    (side, "number", _SHARE, meaning)
    for side, meaning in {
        "still": "probability that it stood still",
        "away": "probability that it went away",
        "closer": "probability that it came closer",
        "mixed": "probability that it did both",
    }.items()
)

KEYS: tuple[Key, ...] = (
    *_under(
        "",
        ("question", "text", "", "as asked, or put into words"),
        ("state", "state", "", "the state asked about, ISO 3166-1 alpha-3"),
        ("partner", "state", "", "the state it may be moving away from"),
        ("since", "day", "", "first day of the window"),
        ("until", "day", "", "last day of the window"),
        ("as_of", "day?", "", "nothing dated later was known; null where all is used"),
        ("answer", "away, still, closer or unclear", "", "the answer over all lines"),
        ("probability", "number", _SHARE, "of the answer; where unclear, of the likeliest direction"),
        ("words", "text", "", "the probability as a term of Intelligence Community Directive 203"),
        ("onset", "mapping?", "", "when the line that carries the answer began to change"),
        ("onset.median", "day", "", "middle of the posterior of the onset"),
        ("onset.low", "day", "", "lower end of its 90% interval"),
        ("onset.high", "day", "", "upper end of its 90% interval"),
        ("moved", "mapping?", "", "whose doing the answer is, over all lines that went that way"),
        ("moved.state", "number", _SHARE, "of the state"),
        ("moved.partner", "number", _SHARE, "of the partner"),
        ("moved.agenda", "number", _SHARE, "of neither alone: of the agenda, the goods mix and the like"),
        ("unusual", "number?", _SHARE, "pairs that moved less in the line that carries the answer"),
        ("lines", "list", "", "lines of evidence; those with nothing to say come last, with nulls"),
        ("rivals", "list", "", "rival explanations, likeliest first"),
        ("caveats", "list of text", "", "what to mind"),
        ("cannot_show", "list of text", "", "what the record cannot show"),
        ("data", "mapping", "", "what the answer is made from"),
        ("data.version", "text?", "", "of the estimates of the line that carries the answer"),
        ("data.built", "day?", "", "when the latest of the estimates were made"),
        ("data.sources", "list", "", "sources behind the lines"),
        ("data.sources[].id", "text", "", "id of the source, as in leeway sources"),
        ("data.sources[].publisher", "text", "", "whose data it is"),
        ("data.sources[].covered", "list of two days", "", "first and last day that it tells of"),
        ("data.sources[].licence", "text", "", "the publisher's terms"),
        ("data.sources[].sha256", "text", "", "of the file that was read"),
        ("caveat_rules", "list", "", "the caveats, each with the rule that it follows from"),
        ("caveat_rules[].rule", "text", "", "name of the rule"),
        ("caveat_rules[].line", "text?", "", "line it concerns; null where the answer as a whole"),
        ("caveat_rules[].text", "text", "", "the caveat"),
        ("sentence", "text", "", "the answer in one sentence"),
        ("names", "mapping", "", "names of the two states"),
        ("names.STATE", "text", "", "name of the state whose key it is"),
        ("carried_by", "text?", "", "line that says so most surely; for still, least surely"),
        (
            "contest",
            "mapping?",
            "",
            "what stands behind the probabilities of rivals; null if no line has a say",
        ),
        ("contest.lines", "list of text", "", "lines that were weighed"),
        ("contest.sides", "mapping", "", "what the pair did"),
        ("contest.own", "mapping", "", "what the state itself did"),
        ("contest.flips", "mapping", "", "lines without which another explanation would lead"),
        ("contest.flips.LINE", "text", "", "the explanation that would lead without this line"),
        ("contest.prior_odds", "list of two numbers", "factor", "by which the prior odds are varied"),
        ("robustness", "mapping?", "", "the answer under other choices; null unless asked for"),
        ("robustness.same_side", "number", _SHARE, "other choices that tell the same side"),
        ("robustness.same_explanation", "number", _SHARE, "other choices with the same first explanation"),
        ("robustness.specifications", "list", "", "the answer as asked, then every other choice"),
        ("robustness.specifications[].choice", "text", "", "kind of choice"),
        ("robustness.specifications[].told", "text", "", "what was chosen"),
        ("robustness.specifications[].side", "text", "", "likeliest side"),
        ("robustness.specifications[].probability", "number", _SHARE, "of that side"),
        ("robustness.specifications[].leading", "text", "", "likeliest explanation"),
        ("weights", "mapping", "", "the say of lines weighed otherwise than usual; empty where none is"),
        ("weights.LINE", "number", "0 to 1", "say of the line whose key it is; 0 is not heard"),
        ("ties", "list", "", "dated facts behind the lines that touch the window"),
        ("unusual_interval", "list of two numbers?", _SHARE, "90% interval of unusual"),
    ),
    *_under("contest.sides.", *_SIDES),
    *_under("contest.own.", *_SIDES),
    *_under(
        "rivals[].",
        ("name", "text", "", "the explanation"),
        ("probability", "number", _SHARE, "given all lines"),
        (
            "told_apart_by",
            "text",
            "",
            "what would tell it from the leading one; of the leading one, the next",
        ),
        ("says", "text", "", "what the explanation says"),
        ("base_rate", "number", _SHARE, "how often it holds over all pairs, or as given with --prior"),
        ("low", "number", _SHARE, "its probability with its prior odds at a quarter"),
        ("high", "number", _SHARE, "its probability with its prior odds at four times"),
    ),
    *_under(
        "ties[].",
        ("kind", "text", "", "membership, defence, base and the like"),
        ("what", "text", "", "the treaty, organisation or deed"),
        ("states", "list of states", "", "who is in it"),
        ("since", "text", "", "day, month or year it began; empty if not known"),
        ("until", "text", "", "day, month or year it ended; empty while it lasts or if not known"),
        ("ended", "text", "", "whether it is in force"),
        ("how", "text", "", "how it ended or was frozen"),
        ("as_of", "text", "", "day of which the source speaks"),
        ("status", "text", "", "found in a text, listed, or unverified"),
        ("source", "text", "", "id of the source"),
        ("cited", "text", "", "the text it was seen in"),
        ("note", "text", "", "what else is known"),
        ("rows", "integer", "rows", "rows of the source"),
    ),
    *_under(
        "lines[].",
        ("line", "text", "", "name of the line of evidence"),
        ("group", "text", "", "positions, deeds or words"),
        *_TOLD,
        ("unit", "text", "", "unit of its changes and its series"),
        ("onset", "mapping?", "", "when it began to change; null where it stands still"),
        ("onset.median", "day", "", "middle of the posterior of the onset"),
        ("onset.low", "day", "", "lower end of its 90% interval"),
        ("onset.high", "day", "", "upper end of its 90% interval"),
        ("moved", "mapping?", "", "attribution as shares of the movement"),
        ("moved.state", "number", _SHARE, "of the state"),
        ("moved.partner", "number", _SHARE, "of the partner"),
        ("moved.agenda", "number", _SHARE, "of neither alone"),
        ("rows", "integer", "rows", "observations in the window"),
        ("title", "text", "", "what the line tells"),
        ("reason", "text?", "", "why it is unclear or silent"),
        ("probabilities", "mapping", "", "of each direction"),
        ("probabilities.away", "number", _SHARE, "of a change away beyond the margin"),
        ("probabilities.still", "number", _SHARE, "of a change within the margin"),
        ("probabilities.closer", "number", _SHARE, "of a change closer beyond the margin"),
        ("sd", "number", _UNIT, "posterior standard deviation of the change"),
        ("margin", "number", _UNIT, "what pairs usually wiggle: a smaller change is still"),
        ("before", "mapping", "", "the first stretch compared"),
        ("after", "mapping", "", "the last stretch compared"),
        ("attribution", "mapping?", "", "signed parts of what was actually seen"),
        ("attribution.change", "number", _UNIT, "change on what was actually put to the two; sum of parts"),
        ("attribution.state", "number", _UNIT, "part of the state"),
        ("attribution.partner", "number", _UNIT, "part of the partner"),
        ("attribution.agenda", "number", _UNIT, "part of neither alone"),
        ("attribution.state_sd", "number", _UNIT, "standard deviation of the part of the state"),
        ("attribution.partner_sd", "number", _UNIT, "standard deviation of the part of the partner"),
        ("attribution.agenda_sd", "number", _UNIT, "standard deviation of the part of neither"),
        ("same_questions", "mapping?", "", "the same question put in both stretches"),
        ("same_questions.change", "number", _UNIT, "mean change of agreement over these questions"),
        ("same_questions.sd", "number", _UNIT, "its standard deviation"),
        ("same_questions.state", "number", _UNIT, "part of the state"),
        ("same_questions.partner", "number", _UNIT, "part of the partner"),
        ("same_questions.questions", "list", "", "the questions, furthest moved first"),
        ("same_questions.topics", "list", "", "topics, each as a name and how many moved, of how many put"),
        ("raw", "mapping", "", "plain counts, on whatever was put to the vote"),
        ("series", "mapping", "", "closeness by period, cut to the window"),
        ("onset_posterior", "mapping?", "", "the whole posterior of the onset"),
        ("onset_posterior.times", "list of days", "", "possible onsets"),
        ("onset_posterior.probability", "list of numbers", _SHARE, "of each"),
        ("onset_posterior.changed", "number", _SHARE, "probability that there was a change at all"),
        ("onset_posterior.sudden", "number", _SHARE, "probability that it was sudden rather than a drift"),
        ("legs", "list", "", "kinds of evidence within the line, each by itself; absent without legs"),
    ),
    *_under("lines[].before", *_STRETCH),
    *_under("lines[].after", *_STRETCH),
    *_under("lines[].series", *_SERIES),
    *_under(
        "lines[].same_questions.questions[].",
        ("question", "text", "", "what recurs"),
        ("topic", "text", "", "its topic"),
        ("state_before", "number", "0 no, 1 yes", "expected vote of the state in the first stretch"),
        ("state_after", "number", "0 no, 1 yes", "expected vote of the state in the last"),
        ("partner_before", "number", "0 no, 1 yes", "expected vote of the partner in the first stretch"),
        ("partner_after", "number", "0 no, 1 yes", "expected vote of the partner in the last"),
        ("change", "number", _UNIT, "change of expected agreement"),
        ("state_part", "number", _UNIT, "part of the state"),
        ("partner_part", "number", _UNIT, "part of the partner"),
        ("sd", "number", _UNIT, "standard deviation of the change"),
        ("votes_before", "integer", "roll calls", "in the first stretch"),
        ("votes_after", "integer", "roll calls", "in the last"),
    ),
    *(
        key
        for stretch in ("before", "after")
        for key in _under(
            f"lines[].raw.{stretch}",
            ("", "mapping?", "", f"counts of the stretch {stretch} the change"),
            (".votes", "integer", "roll calls", "in which both voted"),
            (".agreement", "number", _SHARE, "voted alike"),
            (".kappa", "number?", "-1 to 1", "agreement beyond chance"),
            (".first_axis", "number?", "scale of the fit", "the state less the partner on the first axis"),
        )
    ),
    *_under(
        "lines[].legs[].",
        ("leg", "text", "", "name of the leg"),
        ("title", "text", "", "what the leg tells, with its unit"),
        *_TOLD,
        ("counted", "true or false", "", "whether it is part of the line's own change"),
        ("before", "mapping", "", "the first stretch compared"),
        ("after", "mapping", "", "the last stretch compared"),
        ("series", "mapping", "", "closeness by period, cut to the window"),
    ),
    *_under("lines[].legs[].before", *_STRETCH),
    *_under("lines[].legs[].after", *_STRETCH),
    *_under("lines[].legs[].series", *_SERIES),
)


def explained_keys() -> list[dict[str, Any]]:
    """The codebook as rows: ``table, column, type, unit, nullable, meaning``.

    Examples
    --------
    >>> explained_keys()[1]["column"], explained_keys()[1]["meaning"]
    ('state', 'the state asked about, ISO 3166-1 alpha-3')
    """
    return [
        {
            "table": ANSWER,
            "column": one.key,
            "type": one.type,
            "unit": one.unit,
            "nullable": one.nullable,
            "meaning": one.meaning,
        }
        for one in KEYS
    ]


def keys_of(content: Any, stem: str = "") -> Iterator[str]:
    """Every key of an answer, as the codebook writes it; a key comes once for every place it stands in.

    Examples
    --------
    >>> list(keys_of({"names": {"KAZ": "Kazakhstan"}, "rivals": [{"low": 0.1}]}))
    ['names', 'names.STATE', 'rivals', 'rivals[].low']
    """
    if isinstance(content, Mapping):
        for name, inside in content.items():
            key = _NAMED.get(stem) or (f"{stem}.{name}" if stem else str(name))
            yield key
            yield from keys_of(inside, key)
    elif isinstance(content, list):
        for one in content:
            if isinstance(one, Mapping):
                yield from keys_of(one, f"{stem}[]")
