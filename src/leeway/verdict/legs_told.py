"""The two legs of a back-door as sentences, and under the keys in which they are handed over."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from typing import Any

from leeway.measures.backdoor.assessment import Assessment, BothLegs
from leeway.measures.backdoor.elsewhere import Rank
from leeway.measures.backdoor.inflow import Inflow
from leeway.measures.backdoor.outflow import FLOOR
from leeway.numerics.placebo import PlaceboTest
from leeway.verdict.evidence import rounded
from leeway.verdict.naming import name_of
from leeway.verdict.sentence import in_text, opening, points

SURE = 0.05
"""A rise that quiet series show less often than this counts as seen."""

_NEW_CODES = 0.05
_NO_CHANGE = 0.05
_PERSISTENT = 0.7
_HALF = 0.5
_LISTS = {"restricted": "all listed goods told", "chpl": "the priority goods told"}


def seen(test: PlaceboTest) -> bool:
    """Whether a rise stands out from its placebos."""
    return test.p_rise < SURE


def detectable(leg1: Inflow) -> float:
    """The smallest rise that would have stood out, in logs."""
    return max(test.visible for test in leg1.tests)


def _senders(told: Assessment) -> str:
    return " and ".join("the EU" if key == "EU" else in_text(name_of(key)) for key in told.senders)


def money(amount: float, currency: str = "USD") -> str:
    """An amount of money.

    Examples
    --------
    >>> money(15_706_000.0), money(2.9e9), money(5_877.0)
    ('USD 15.7 m', 'USD 2.90 bn', 'USD .006 m')
    """
    if amount >= 1e9:
        return f"{currency} {amount / 1e9:.2f} bn"
    digits = 1 if amount >= 1e6 else 2 if amount >= 1e5 else 3
    return f"{currency} {amount / 1e6:.{digits}f} m".replace(" 0.", " .")


def goods_name(goods: str) -> str:
    """Goods in a sentence.

    Examples
    --------
    >>> goods_name("8542"), goods_name("chpl")
    ('HS 8542', 'the priority goods told')
    """
    return _LISTS.get(goods, f"HS {goods}" if goods.isdigit() else f"the goods of the list {goods}")


def way_in(told: Assessment) -> str:
    """Leg 1 in a clause."""
    leg1 = told.inflow
    if leg1 is None:
        return "nothing is told of the way in"
    first, last = leg1.design.window
    senders = _senders(told)
    factor = math.exp(leg1.test.change)
    verb = "stayed at" if abs(leg1.test.change) < _NO_CHANGE else "rose to" if factor > 1 else "fell to"
    return (
        f"against all other goods, the listed ones that {senders} sold to it {verb} {factor:.1f} times "
        f"what they were (log {points(leg1.test.change, sign=True)}, largest placebo "
        f"{points(leg1.test.largest)}, p {p_words(leg1.test.p_value)}) in {first:%Y-%m} to {last:%Y-%m}"
    )


def way_out(one: BothLegs, state: str, target: str) -> str:
    """Leg 2 of one kind of goods in a clause."""
    to = in_text(name_of(target)) if one.out.to == target else "everybody"
    return (
        f"what {in_text(state)} sold of {goods_name(one.out.goods)} to {to} went from "
        f"{money(12 * one.out.before)} to {money(12 * one.out.after)} a year"
    )


def caveats_of(told: Assessment, state: str, target: str) -> Iterator[str]:
    """What to mind in both legs."""
    leg1 = told.inflow
    if leg1 is not None:
        first, last = leg1.design.months[0], leg1.design.months[-1]
        yield f"The way in is told by {_senders(told)} alone, from {first:%Y-%m} to {last:%Y-%m}."
        if leg1.throughout is not None and leg1.new_codes >= _NEW_CODES:
            change = points(leg1.throughout.change, sign=True)
            yield (
                f"{leg1.new_codes:.0%} of the listed value after the event is of codes that a new edition of "
                "the nomenclature brought in, which look like growth; over codes that stand throughout the "
                f"change is {change} (p {p_words(leg1.throughout.p_value)})."
            )
        if leg1.test.persistence > _PERSISTENT:
            yield (
                "The months before the event resemble each other so much that a change of this size is less "
                "telling than its distance from the placebos suggests; the p-value allows for that."
            )
        if told.by_partner is None:
            yield (
                "Placebo partners: the books hold listed goods to too few other states for a rank; the rank "
                "by all goods together is weaker."
            )
    if told.also_sanctioned:
        yield (
            f"{opening(in_text(state))} is itself under sanctions with {in_text(target)}, and so no clean "
            "way around."
        )
    everybody = [one for one in told.goods if one.out.to != told.target]
    if everybody:
        yield (
            "What went to everybody is no more than what can have gone on to "
            f"{in_text(target)}; it makes no leg 2 by itself."
        )
    for one in told.goods:
        share = None if one.passed is None else one.passed.share_of_outflow
        if share is not None and share < _HALF and one.out.to == told.target:
            yield (
                f"Of what more went on of {goods_name(one.out.goods)}, these senders can have supplied "
                f"{share:.0%} at most; the rest came from others, or from stocks."
            )
    yield (
        "A surge is consistent with a way around; own demand, firms that moved and reforms look alike in one "
        "leg."
    )


def in_dict(leg1: Inflow) -> dict[str, Any]:
    """Leg 1 under its keys."""
    low, high = (leg1.design.months[place] for place in leg1.break_.interval())
    first, last = leg1.design.window
    return {
        "unit": "log of listed to other goods",
        "before": [leg1.design.months[0].isoformat(), _before(leg1.design.event).isoformat()],
        "after": [first.isoformat(), last.isoformat()],
        "did": rounded(leg1.test.change),
        **_test(leg1.test),
        "seen": all(seen(test) for test in leg1.tests),
        "detectable": rounded(detectable(leg1)),
        "throughout": None
        if leg1.throughout is None
        else {"did": rounded(leg1.throughout.change), **_test(leg1.throughout)},
        "new_codes_share": rounded(leg1.new_codes),
        "staggered": None
        if leg1.staggered is None
        else {
            "did": rounded(leg1.staggered.test.change),
            **_test(leg1.staggered.test),
            "listing_months": [day.isoformat() for day in leg1.staggered.dates],
            "share_of_listed": rounded(leg1.staggered.share),
            "months": leg1.staggered.length,
        },
        "break_month": leg1.break_month.isoformat(),
        "break_interval": [low.isoformat(), high.isoformat()],
        "without": {sender: rounded(change) for sender, change in leg1.without.items()},
        "factor": {"listed": rounded(leg1.listed_factor), "other": rounded(leg1.other_factor)},
        "a_month": {"before": round(leg1.listed_before), "after": round(leg1.listed_after)},
        "series": {
            "months": [f"{month:%Y-%m}" for month in leg1.design.months],
            "log_ratio": [rounded(value) for value in leg1.log_ratio],
        },
    }


def out_dict(one: BothLegs) -> dict[str, Any]:
    """Leg 2 of one kind of goods, and both legs together, under their keys; dollars a year."""
    passed = one.passed
    return {
        "goods": one.out.goods,
        "codes": one.out.codes,
        "to": one.out.to,
        "before_usd": round(12 * one.out.before),
        "after_usd": round(12 * one.out.after),
        "change": rounded(one.out.change),
        "probability": rounded(one.out.probability),
        "seen": one.out.seen,
        "floor_usd": FLOOR,
        "periods": [
            {"from": day.isoformat(), "months": months, "usd": round(value * months)}
            for day, months, value in zip(one.out.periods, one.out.months, one.out.values, strict=True)
        ],
        "leg_in": None
        if one.inside is None
        else {"did": rounded(one.inside.change), **_test(one.inside), "seen": seen(one.inside)},
        "passed_on": None
        if passed is None
        else {
            "in_before_usd": round(12 * passed.in_before),
            "in_after_usd": round(12 * passed.in_after),
            "own_use_usd": round(12 * passed.own_use),
            "passed_usd": round(12 * passed.passed),
            "share_of_outflow": None if passed.share_of_outflow is None else rounded(passed.share_of_outflow),
        },
    }


def ranks_dict(told: Assessment) -> dict[str, Any]:
    """Placebos in space under their keys."""

    def rank(one: Rank) -> dict[str, Any]:
        return {
            "rank": one.rank,
            "others": one.others,
            "p_value": rounded(one.p_value),
            "middle": rounded(one.middle),
        }

    return {
        "listed_goods": None if told.by_partner is None else rank(told.by_partner),
        "all_goods": {str(year): rank(one) for year, one in told.by_total.items()},
    }


def mirror_dict(told: Assessment) -> dict[str, Any] | None:
    """Two books of the same trade, year by year."""
    two = told.mirror
    if two is None:
        return None
    return {
        "unit": told.currency,
        "years": [
            {
                "year": year,
                "exported": round(float(two.exported[place])),
                "imported": round(float(two.imported[place])),
                "gap_usd": round(float(two.gap[place] * two.rate[place])),
                "ratio": rounded(two.ratio[place]),
                "change": None if year not in two.changes else rounded(two.changes[year]),
                "p_value": None if year not in two.p_values else rounded(two.p_values[year]),
                "lost_share": None if (lost := two.lost(year)) is None else rounded(lost),
            }
            for place, year in enumerate(two.years)
        ],
    }


def _test(test: PlaceboTest) -> dict[str, Any]:
    return {
        "p_value": rounded(test.p_value),
        "p_rise": rounded(test.p_rise),
        "largest_placebo": rounded(test.largest),
        "placebos": len(test.placebos),
        "outside_placebos": test.outside,
        "persistence": rounded(test.persistence),
    }


def _before(month: dt.date) -> dt.date:
    return (month - dt.timedelta(days=1)).replace(day=1)


def p_words(value: float) -> str:
    """A p-value.

    Examples
    --------
    >>> p_words(0.0004), p_words(0.0421)
    ('under .001', '.042')
    """
    return "under .001" if value < 0.001 else f"{value:.3f}".lstrip("0")
