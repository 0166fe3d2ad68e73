"""The sections of an answer of ``leeway ask``, from its keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from leeway.faces.report.parts import Section, Table, cell, table
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import in_percent, opening, points

Content = Mapping[str, Any]

_MOST_QUESTIONS = 20
_TIES = {
    "since": "since",
    "until": "until",
    "kind": "kind",
    "what": "what",
    "ended": "state",
    "status": "status",
    "as_of": "as of",
    "cited": "seen in",
}
_QUESTIONS = {
    "question": "question",
    "change": "change",
    "state_part": "through the state",
    "partner_part": "through the partner",
    "sd": "standard error",
    "votes_before": "votes before",
    "votes_after": "votes after",
}


def facts(content: Content) -> tuple[tuple[str, str], ...]:
    """What stands at the head of the page, under the sentence."""
    unusual, low_high = content["unusual"], content["unusual_interval"]
    told = {
        "Answer": content["answer"],
        "Probability": f"{percent(content['probability'])} ({content['words']}, as ICD 203 puts it)",
        "Window": f"{content['since']} to {content['until']}",
        "Known until": content["as_of"] or "all that Leeway holds",
        "Since when": _onset(content["onset"]),
        "Whose doing": _shares(content["moved"], content),
        "How unusual": unusual is not None
        and f"{percent(unusual)} of all pairs moved less ({' to '.join(percent(one) for one in low_high)})",
        "Rests on the line": content["carried_by"],
        "Weighed otherwise": ", ".join(
            f"{line} {weight:g}" for line, weight in (content.get("weights") or {}).items()
        ),
    }
    return tuple((name, value) for name, value in told.items() if value)


def sections(content: Content) -> tuple[Section, ...]:
    """Everything below the charts, but for what every report has at its end.

    Parameters
    ----------
    content : mapping
        The keys of ``leeway ask --json``.
    """
    return (
        Section("Lines of evidence", tables=_lines(content), items=_reasons(content)),
        Section("Who moved", tables=_moved(content)),
        Section("The same question asked again", tables=tuple(_questions(content))),
        Section("Plain counts of agreement", tables=_raw(content)),
        _rivals(content),
        _robustness(content),
        Section("Ties", tables=table("Treaties, memberships and other dated facts", content["ties"], _TIES)),
        Section("The series behind the chart", tables=_series(content)),
    )


def _onset(onset: Content | None) -> str:
    return "" if onset is None else f"about {onset['median']} ({onset['low']} to {onset['high']}, 90%)"


def _shares(moved: Content | None, content: Content) -> str:
    if moved is None:
        return ""
    names = content["names"]
    who = (names[content["state"]], names[content["partner"]], "neither alone")
    shares = in_percent((moved["state"], moved["partner"], moved["agenda"]))
    return ", ".join(f"{name} {share}%" for name, share in zip(who, shares, strict=True))


def _told(one: Content) -> dict[str, Any]:
    if one["probability"] is None:
        return {"answer": "unclear"}
    return {
        "answer": one["direction"],
        "probability": "" if one["direction"] == "unclear" else percent(one["probability"]),
        "change": points(one["change"], sign=True),
        "interval": f"{points(one['low'], sign=True)} to {points(one['high'], sign=True)}",
        "detectable": points(one["detectable"]),
    }


def _lines(content: Content) -> tuple[Table, ...]:
    rows = []
    for line in content["lines"]:
        covered = " to ".join(line["covered"])
        kept = {"covered": covered, "unit": line["unit"], "rows": line["rows"]}
        rows.append({"line": line["line"], **_told(line), **kept})
        rows += [
            {"line": f"{line['line']}: {leg['leg']}", **_told(leg), "covered": " to ".join(leg["covered"])}
            for leg in line.get("legs", ())
        ]
    columns = {
        "line": "line",
        "answer": "answer",
        "probability": "probability",
        "change": "change",
        "interval": "90% interval",
        "detectable": "would see",
        "covered": "covered",
        "unit": "unit",
        "rows": "rows",
    }
    return table(
        "What each line says by itself, and its legs. Would see: the change that would have been found",
        rows,
        columns,
    )


def _reasons(content: Content) -> tuple[str, ...]:
    return tuple(f"{line['line']}: {line['reason']}" for line in content["lines"] if line["reason"])


def _moved(content: Content) -> tuple[Table, ...]:
    rows = [
        {"line": line["line"], "shares": _shares(line["moved"], content), **_signed(line.get("attribution"))}
        for line in content["lines"]
        if line["moved"] or line.get("attribution")
    ]
    names = content["names"]
    columns = {
        "line": "line",
        "shares": "shares of what moved",
        "change": "change as seen",
        "state": f"through {names[content['state']]}",
        "partner": f"through {names[content['partner']]}",
        "agenda": "through neither alone",
    }
    return table("Whose doing each line's change was", rows, columns)


def _signed(parts: Content | None) -> dict[str, str]:
    if parts is None:
        return {}
    return {key: points(parts[key], sign=True) for key in ("change", "state", "partner", "agenda")}


def _questions(content: Content) -> Iterable[Table]:
    for line in content["lines"]:
        again = line.get("same_questions")
        if not again:
            continue
        yield from table(
            f"Questions put in both stretches ({line['line']}), by how far agreement on them changed",
            again["questions"],
            _QUESTIONS,
            most=_MOST_QUESTIONS,
        )
        topics = [
            {"topic": topic, "moved": moved, "put": put} for topic, moved, put in again.get("topics", ())
        ]
        yield from table(f"Questions that moved, by topic ({line['line']})", topics)


def _raw(content: Content) -> tuple[Table, ...]:
    rows = [
        {"line": line["line"], "stretch": stretch, **told}
        for line in content["lines"]
        for stretch, told in (line.get("raw") or {}).items()
        if told
    ]
    return table("On whatever was put to the vote, agenda and all", rows)


def _rivals(content: Content) -> Section:
    rows = [
        {
            "name": one["name"],
            "probability": percent(one["probability"]),
            "base_rate": percent(one["base_rate"]),
            "range": f"{percent(one['low'])} to {percent(one['high'])}",
            "says": one["says"],
            "told_apart_by": one["told_apart_by"],
        }
        for one in content["rivals"]
    ]
    columns = {
        "name": "explanation",
        "probability": "probability",
        "base_rate": "base rate",
        "range": "prior odds x 1/4 to x 4",
        "says": "says",
        "told_apart_by": "told apart by",
    }
    told = content["contest"] or {"lines": [], "flips": {}}
    return Section(
        "Rival explanations",
        tables=table(f"Explanations of what moved, from {', '.join(told['lines'])}", rows, columns),
        items=tuple(f"Without {line}, {name} would lead." for line, name in told["flips"].items()),
    )


def _robustness(content: Content) -> Section:
    found = content["robustness"]
    if found is None:
        return Section("Other choices")
    head = (
        f"{percent(found['same_side'])} of the other choices tell the same side, "
        f"{percent(found['same_explanation'])} the same explanation first."
    )
    rows = [{**one, "probability": percent(one["probability"])} for one in found["specifications"]]
    return Section("Other choices", words=(head,), tables=table("Asked again with other choices", rows))


def _series(content: Content) -> tuple[Table, ...]:
    line = next((one for one in content["lines"] if one["line"] == content["carried_by"]), None)
    if line is None or "series" not in line:
        return ()
    series = line["series"]
    keys = ("periods", "mean", "low", "high", "rows")
    rows = [
        dict(zip(keys, values, strict=True))
        for values in zip(*(map(cell, series[key]) for key in keys), strict=True)
    ]
    columns = {"periods": "period", "mean": "mean", "low": "5%", "high": "95%", "rows": "rows"}
    return table(f"{opening(line['line'])}: {line['unit']}, with its 90% interval", rows, columns)
