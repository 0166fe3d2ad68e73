"""Is A a way around the sanctions on B? Both legs put together, and the word they allow."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from leeway.errors import QuestionError
from leeway.measures.backdoor.assessment import Assessment, BothLegs
from leeway.measures.backdoor.estimates import BackdoorEstimates
from leeway.measures.backdoor.listed import RESTRICTED
from leeway.measures.line import SourceCovered
from leeway.states import resolve
from leeway.verdict.evidence import rounded, source_dict
from leeway.verdict.legs_told import (
    caveats_of,
    detectable,
    goods_name,
    in_dict,
    mirror_dict,
    out_dict,
    ranks_dict,
    seen,
    way_in,
    way_out,
)
from leeway.verdict.lines import Estimates, load_lines
from leeway.verdict.naming import name_of
from leeway.verdict.sentence import in_text
from leeway.verdict.shown import Shown

if TYPE_CHECKING:
    from leeway.record.store import Record

Word = Literal["back-door", "diversion", "no sign", "cannot tell"]

WOULD_SHOW = float(np.log(2.0))
"""A leg in which even a doubling of listed against other goods could have gone unseen tells nothing."""

COLUMNS = ("leg", "goods", "to", "before", "after", "unit", "change", "p_value", "seen")
"""Columns of ``leeway backdoor --csv``."""


@dataclass(frozen=True, slots=True)
class Backdoor(Shown):
    """What the record says of a state as a way around the sanctions on another.

    Attributes
    ----------
    state, target, state_name, target_name : str
    goods : str
        Name of the list, or *restricted* for all that the senders restrict.
    verdict : {'back-door', 'diversion', 'no sign', 'cannot tell'}
        *Back-door* only with both legs on the same goods; *diversion* with the way in alone.
    covered_goods : tuple of str
        Goods for which both legs are seen.
    told : Assessment
        The legs, their placebos, the mirror ratio, chains, and what is missing.
    sources : tuple of SourceCovered
    version : str
        Of the estimates.
    """

    state: str
    target: str
    state_name: str
    target_name: str
    goods: str
    verdict: Word
    covered_goods: tuple[str, ...]
    told: Assessment
    sources: tuple[SourceCovered, ...]
    version: str

    @property
    def sentence(self) -> str:
        """The answer as a sentence or two."""
        between, target = in_text(self.state_name), in_text(self.target_name)
        if self.verdict == "cannot tell":
            return (
                f"Whether {between} is a way around the sanctions on {target} cannot be told from the books."
            )
        first = way_in(self.told)
        if self.verdict == "no sign":
            return f"There is no sign that {between} is a way around the sanctions on {target}: {first}."
        if self.verdict == "diversion":
            return (
                f"Listed goods are diverted to {between}: {first}. That they go on to {target} is not seen "
                "in these books; one leg alone is no back-door."
            )
        ways = "; ".join(
            way_out(one, self.state_name, self.target) for one in self.told.goods if self._covers(one)
        )
        names = ", ".join(map(goods_name, self.covered_goods))
        return (
            f"The record is consistent with {between} being a back-door around the sanctions on {target} for "
            f"{names}: {first}; and {ways}."
        )

    def _covers(self, one: BothLegs) -> bool:
        return one.out.goods in self.covered_goods and one.out.to == self.target

    @property
    def not_covered(self) -> str:
        """Which listed goods the verdict does not speak of."""
        told = self.told
        seen_codes = f"{told.codes_seen:,} of {told.codes:,} listed codes stand in the senders' books"
        names = ", ".join(goods_name(one.out.goods) for one in told.goods if one.out.to == self.target)
        if not names:
            return f"{seen_codes}; the way on to {self.target_name} is told of none of them."
        return f"{seen_codes}; the way on to {self.target_name} is told of {names}, and of nothing else."

    @property
    def caveats(self) -> tuple[str, ...]:
        """What to mind."""
        return tuple(caveats_of(self.told, self.state_name, self.target_name))

    def rows(self) -> list[dict[str, Any]]:
        """One flat row a leg, under the keys of `COLUMNS`; `before` and `after` are means of a month."""
        found: list[dict[str, Any]] = []
        if (leg1 := self.told.inflow) is not None:
            found.append(
                {
                    "leg": "in",
                    "goods": self.goods,
                    "to": self.state,
                    "before": round(leg1.listed_before),
                    "after": round(leg1.listed_after),
                    "unit": f"{self.told.currency} a month",
                    "change": rounded(leg1.test.change),
                    "p_value": rounded(leg1.test.p_value),
                    "seen": all(seen(test) for test in leg1.tests),
                }
            )
        found += [
            {
                "leg": "out",
                "goods": one.out.goods,
                "to": one.out.to,
                "before": round(one.out.before),
                "after": round(one.out.after),
                "unit": "USD a month",
                "change": rounded(one.out.change),
                "p_value": rounded(1.0 - one.out.probability),
                "seen": one.out.seen,
            }
            for one in self.told.goods
        ]
        return found

    def to_dict(self) -> dict[str, Any]:
        """Stable keys for ``leeway backdoor --json``."""
        told = self.told
        return {
            "state": self.state,
            "target": self.target,
            "goods": self.goods,
            "senders": list(told.senders),
            "verdict": self.verdict,
            "sentence": self.sentence,
            "event": told.event.isoformat(),
            "codes": {"listed": told.codes, "in_the_books": told.codes_seen},
            "covered": None if told.covered is None else [day.isoformat() for day in told.covered],
            "covered_goods": list(self.covered_goods),
            "not_covered": self.not_covered,
            "currency": told.currency,
            "leg_in": None if told.inflow is None else in_dict(told.inflow),
            "placebo_partners": ranks_dict(told),
            "leg_out": [out_dict(one) for one in told.goods],
            "mirror": mirror_dict(told),
            "chains": [
                {
                    "first": one.first,
                    "through": one.through,
                    "last": one.last,
                    "goods": one.goods,
                    "year": one.year,
                    "came_usd": round(one.came),
                    "went_usd": round(one.went),
                    "share": rounded(one.share),
                    "opened": one.opened,
                }
                for one in told.chains
            ],
            "missing": list(told.missing),
            "caveats": list(self.caveats),
            "data": {
                "version": self.version,
                "sources": [source_dict(one) for one in self.sources],
            },
            "names": {self.state: self.state_name, self.target: self.target_name},
        }


def backdoor(
    a: str,
    *,
    for_: str,
    goods: str = RESTRICTED,
    senders: Sequence[str] | str = ("EU",),
    record: Record | Path | str | None = None,
    engine: str | None = None,
    estimates: Estimates = None,
    as_of: str | dt.date | None = None,
) -> Backdoor:
    """Tell whether A is a way around the sanctions on B.

    Parameters
    ----------
    a, for_ : str
        The state between, and the sanctioned one, however written.
    goods : str
        Name of a list in the table ``listings``; by default all that the senders restrict against B.
    senders : sequence of str, or one str with commas
        Sanctioning states or ``EU``.
    record : Record or path, optional
        Read the books of this record rather than the shipped estimates. Any other goods or senders than the
        default need a record; by default the user's.
    engine : str, optional
        Where the tables ``flows`` and ``listings`` lie, if not in the record: see
        `leeway.measures.backends.opening.engine_named`.
    estimates : folder, mapping or None
        Estimates to use in place of the shipped ones.
    as_of : str or date, optional
        Use no period that was not over on this day.

    Returns
    -------
    Backdoor
        Also where nothing can be told: then ``verdict`` is *cannot tell* and ``told.missing`` says why.

    Raises
    ------
    QuestionError
        If a state, a list or a sender is not known, or A is B or one of the senders.
    DataError
        If the record is needed and missing or broken.

    Examples
    --------
    >>> found = backdoor("Uzbekistan", for_="Russia")
    >>> found.state, found.target, found.verdict
    ('UZB', 'RUS', 'diversion')
    """
    state, target = resolve(a), resolve(for_)
    if state == target:
        raise QuestionError(
            f"{name_of(state)} is no way around the sanctions on itself.", hint="Name two different states."
        )
    asked = senders_of(senders)
    if state in asked:
        raise QuestionError(f"{name_of(state)} is one of the senders.", hint="Name a state that is not.")
    own = _from_books(target, goods, asked, record, engine) or _estimates(estimates)
    if as_of is not None:
        from leeway.verdict.window import day_of

        own = own.as_of(day_of(as_of, end=True))
    if target not in own.targets:
        raise QuestionError(
            f"No list of goods that {', '.join(asked)} restrict against {name_of(target)} is read.",
            hint=f"There are lists against {', '.join(map(name_of, own.targets))}; write your own as "
            "goods_list_NAME.csv and run: leeway refresh goods --from DIR",
        )
    told = own.assessment(state, target)
    both = tuple(one.out.goods for one in told.goods if _both_seen(one, target))
    return Backdoor(
        state=state,
        target=target,
        state_name=name_of(state),
        target_name=name_of(target),
        goods=goods,
        verdict=verdict_of(told, both),
        covered_goods=both,
        told=told,
        sources=own.sources,
        version=own.version,
    )


def senders_of(senders: Sequence[str] | str) -> tuple[str, ...]:
    """Keys of the senders; ``EU`` stands for its members of the time.

    Examples
    --------
    >>> senders_of("EU, United States")
    ('EU', 'USA')
    """
    names = senders.split(",") if isinstance(senders, str) else list(senders)
    kept = [name.strip() for name in names if name.strip()]
    if not kept:
        raise QuestionError("No sender is named.", hint="For example --senders EU,USA")
    return tuple(dict.fromkeys("EU" if name.upper() == "EU" else resolve(name) for name in kept))


def verdict_of(told: Assessment, both: Sequence[str]) -> Word:
    """The word that the legs allow.

    *Back-door* needs both legs on the same goods; *diversion* the way in alone; *no sign* needs a way in that
    would have shown a doubling and did not; everything else *cannot be told*.
    """
    leg1 = told.inflow
    if leg1 is None:
        return "cannot tell"
    if both:
        return "back-door"
    if all(seen(test) for test in leg1.tests):
        return "diversion"
    return "no sign" if detectable(leg1) <= WOULD_SHOW else "cannot tell"


def _both_seen(one: BothLegs, target: str) -> bool:
    return one.out.to == target and one.out.seen and one.inside is not None and seen(one.inside)


def _estimates(estimates: Estimates) -> BackdoorEstimates:
    [line] = load_lines(["backdoor"], estimates=estimates)
    if not isinstance(line.estimates, BackdoorEstimates):
        raise TypeError(f"estimates of the back-door are {type(line.estimates).__name__}")
    return line.estimates


def _from_books(
    target: str,
    goods: str,
    senders: tuple[str, ...],
    record: Record | Path | str | None,
    engine: str | None,
) -> BackdoorEstimates | None:
    """The tables made anew from books; None where the shipped ones answer the question."""
    if record is None and engine is None and (goods, senders) == (RESTRICTED, ("EU",)):
        return None
    from leeway.measures.backdoor.estimate import make_tables
    from leeway.record.store import Record, open_record

    if not isinstance(record, Record):
        with open_record(record) as opened:
            return _from_books(target, goods, senders, opened, engine)
    return BackdoorEstimates(
        make_tables(record, targets=(target,), goods=goods, senders=senders, engine=engine)
    )
