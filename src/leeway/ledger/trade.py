"""Facts that reading trade needs: customs territories, currencies, breaks in books, lists of goods."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from leeway.ledger.facts import Status, vouched
from leeway.spells import day_or_none, read_table

AreaKind = Literal["territory", "bloc", "world", "unspecified"]
Effect = Literal["hole", "silent"]


@dataclass(frozen=True, slots=True)
class TradeArea:
    """What publishers of trade list among states and is none.

    Attributes
    ----------
    key, name : str
        Key, as in the table ``flows``, and name. `WLD` is everybody, `NES` whoever is not named.
    kind : {'territory', 'bloc', 'world', 'unspecified'}
        A customs territory with books of its own; a group of states, which repeats its members; all
        partners; partners that are not named.
    iso3, m49 : str
        Codes; empty if none.
    as_of : date
        Last day of which the row speaks.
    status : {'found', 'suspect', 'unverified'}
        Seen in a text; seen but doubtful; remembered.
    source, note : str
        Publisher or text; what the columns cannot say.
    """

    key: str
    name: str
    kind: AreaKind
    iso3: str
    m49: str
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """The mean of a currency over one year.

    Attributes
    ----------
    currency : str
        ISO 4217 code.
    year : int
    dollars : float
        US dollars for one unit.
    as_of, status, source, note
        As in `TradeArea`.
    """

    currency: str
    year: int
    dollars: float
    as_of: dt.date
    status: Status
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordBreak:
    """A stretch in which books of trade changed, and not the trade.

    Attributes
    ----------
    key : str
    reporters, partners : tuple of str
        Whose books, and with whom; no partners means with everybody.
    effect : {'hole', 'silent'}
        A *hole* is a stretch whose figures say nothing; *silent* is a reporter that publishes no more, so
        that figures of it are others' or estimates.
    since, until : date or None
        First and last day; no last day while it lasts.
    what : str
        What happened, for people.
    as_of, status, source, note
        As in `TradeArea`.
    """

    key: str
    reporters: tuple[str, ...]
    partners: tuple[str, ...]
    effect: Effect
    since: dt.date
    until: dt.date | None
    what: str
    as_of: dt.date
    status: Status
    source: str
    note: str

    def concerns(self, reporter: str, partner: str) -> bool:
        """Whether it is about what one says of its trade with the other."""
        return reporter in self.reporters and (not self.partners or partner in self.partners)

    def touches(self, first: dt.date, last: dt.date) -> bool:
        """Whether some of these days lie in it."""
        return self.since <= last and (self.until is None or first <= self.until)


@dataclass(frozen=True, slots=True)
class ListedGoods:
    """A code of goods on a list that Leeway keeps itself.

    Attributes
    ----------
    list : str
        Name of the list, as on the command line.
    product : str
        Code, zeros and all.
    revision : str
        Edition of the Harmonized System.
    tier : str
        The list's own class.
    listed_on : date or None
        First day on the list; None if not known.
    as_of, status, source, note
        As in `TradeArea`.
    """

    list: str
    product: str
    revision: str
    tier: str
    listed_on: dt.date | None
    as_of: dt.date
    status: Status
    source: str
    note: str


@cache
def trade_areas() -> tuple[TradeArea, ...]:
    """Customs territories and groups of states, by key.

    Examples
    --------
    >>> [area.name for area in trade_areas() if area.key == "HKG"]
    ['Hong Kong']
    """
    return tuple(
        TradeArea(
            key=row["key"],
            name=row["name"],
            kind=cast(AreaKind, row["kind"]),
            iso3=row["iso3"],
            m49=row["m49"],
            **vouched(row),
        )
        for row in read_table("ledger/trade_areas.csv")
    )


@cache
def exchange_rates() -> tuple[ExchangeRate, ...]:
    """Yearly means of currencies, by currency and year.

    Examples
    --------
    >>> [rate.dollars for rate in exchange_rates() if (rate.currency, rate.year) == ("EUR", 2022)]
    [1.053]
    """
    return tuple(
        ExchangeRate(
            currency=row["currency"],
            year=int(row["year"]),
            dollars=float(row["dollars"]),
            **vouched(row),
        )
        for row in read_table("ledger/exchange_rates.csv")
    )


@cache
def record_breaks() -> tuple[RecordBreak, ...]:
    """Known breaks in books of trade, by key.

    Examples
    --------
    >>> [one.key for one in record_breaks() if one.concerns("RUS", "KAZ")]
    ['eurasian-customs-union-2010', 'russia-silent-2022']
    """
    return tuple(
        RecordBreak(
            key=row["key"],
            reporters=tuple(row["reporters"].split()),
            partners=tuple(row["partners"].split()),
            effect=cast(Effect, row["effect"]),
            since=dt.date.fromisoformat(row["from"]),
            until=day_or_none(row["until"]),
            what=row["what"],
            **vouched(row),
        )
        for row in read_table("ledger/record_breaks.csv")
    )


@cache
def listed_goods() -> tuple[ListedGoods, ...]:
    """Goods on the lists that Leeway keeps itself, by list and code.

    Examples
    --------
    >>> len([goods for goods in listed_goods() if goods.list == "chpl"])
    50
    """
    return tuple(
        ListedGoods(
            list=row["list"],
            product=row["product"],
            revision=row["revision"],
            tier=row["tier"],
            listed_on=day_or_none(row["listed_on"]),
            **vouched(row),
        )
        for row in read_table("ledger/goods.csv")
    )


@dataclass(frozen=True, slots=True)
class PartnerName:
    """What publishers call a state or trade area in another language, or in a way of their own.

    Attributes
    ----------
    language : str
        ISO 639-1 code.
    name, key : str
        The name, and the key of the state or trade area.
    as_of, status, source, note
        As in `TradeArea`.
    """

    language: str
    name: str
    key: str
    as_of: dt.date
    status: Status
    source: str
    note: str


@cache
def all_partner_names() -> tuple[PartnerName, ...]:
    """Names of partners, by language and name.

    Examples
    --------
    >>> [one.key for one in all_partner_names() if (one.language, one.name) == ("fr", "Pays-Bas")]
    ['NLD']
    """
    return tuple(
        PartnerName(
            language=row["language"],
            name=row["name"],
            key=row["key"],
            **vouched(row),
        )
        for row in read_table("ledger/partner_names.csv")
    )


@cache
def partner_names(language: str) -> dict[str, str]:
    """Keys by name in one language, in folded case.

    Examples
    --------
    >>> partner_names("fr")["suède"]
    'SWE'
    """
    return {
        " ".join(one.name.casefold().split()): one.key
        for one in all_partner_names()
        if one.language == language
    }
