"""How surprising a vote or a position was, and which roll calls say most about a pair."""

from __future__ import annotations

from leeway.faces.figures.theme import DIRECTIONS, WIDTH, Content, Spec, framed, values

_STEP = 18
_MOST = 20
_LONGEST = 60
_STEPS = {
    "everybody": "what all others do",
    "peers": "and those it agrees with",
    "own_record": "and its own record",
    "own_word": "and its own word",
}
_VOTES = {"Y": "yes", "A": "abstention", "N": "no"}


def surprise_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """How likely the vote or the position was, from the keys of ``leeway surprise --json``.

    Of a position: step by step, by what was known before the day. Of a vote: what each answer would have
    been worth.

    Returns
    -------
    dict or None
        None where nothing can be foretold.

    Examples
    --------
    >>> from leeway import surprise
    >>> chart = surprise_chart(surprise("KAZ", "does not recognise DNR", on="2022-06-17").to_dict())
    >>> len(chart["data"]["values"])
    4
    """
    rows = _rows(content)
    if not rows:
        return None
    chart = {
        "data": values(rows),
        "width": width,
        "height": {"step": _STEP},
        "mark": {"type": "bar", "color": DIRECTIONS["closer"]},
        "encoding": {
            "y": {
                "field": "given",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 220},
            },
            "x": {
                "field": "probability",
                "type": "quantitative",
                "scale": {"domain": [0, 1]},
                "axis": {"format": ".0%", "title": "probability beforehand", "tickCount": 5},
            },
            "opacity": {"condition": {"test": "datum.happened", "value": 1.0}, "value": 0.4},
            "tooltip": [
                {"field": "given"},
                {"field": "probability", "type": "quantitative", "format": ".1%"},
            ],
        },
    }
    return framed(chart, title="How surprising it was", says=content["sentence"])


def _rows(content: Content) -> list[dict[str, object]]:
    if content["kind"] == "position":
        steps = content["position"]["steps"] or {}
        return [
            {"given": _STEPS[step], "probability": share, "happened": True}
            for step, share in steps.items()
            if share is not None
        ]
    return [
        {"given": _VOTES[answer], "probability": share, "happened": answer == content["vote"]}
        for answer, share in content["probabilities"].items()
    ]


def bits_chart(content: Content, *, width: int = WIDTH) -> Spec | None:
    """Bits of the roll calls that say most about a pair, from the keys of ``leeway votes --json``."""
    rows = [
        {
            "roll_call": f"{one['date']}  {one['symbol']}",
            "title": one["title"][:_LONGEST],
            "bits": one["bits"],
            "together": "same vote" if one["same"] else "votes apart",
        }
        for one in content["roll_calls"][:_MOST]
    ]
    if not rows:
        return None
    chart = {
        "data": values(rows),
        "width": width,
        "height": {"step": _STEP},
        "mark": "bar",
        "encoding": {
            "y": {
                "field": "roll_call",
                "type": "nominal",
                "sort": None,
                "axis": {"title": None, "labelLimit": 220},
            },
            "x": {"field": "bits", "type": "quantitative", "axis": {"title": "bits"}},
            "color": {
                "field": "together",
                "scale": {"domain": ["same vote", "votes apart"], "range": ["#0072b2", "#d55e00"]},
                "legend": {"title": None, "orient": "top"},
            },
            "tooltip": [
                {"field": "roll_call"},
                {"field": "title"},
                {"field": "bits", "type": "quantitative"},
            ],
        },
    }
    says = "; ".join(f"{row['roll_call']}: {row['bits']} bits, {row['together']}" for row in rows)
    return framed(chart, title="The roll calls that say most", says=says)
