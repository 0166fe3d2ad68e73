"""What `refresh` asks UN Comtrade for: one request a year and reporter, each kept in a file of its own.

``LEEWAY_COMTRADE`` chooses, as in ``reporters=KAZ,ARM;codes=TOTAL,8542;years=2015-2024;freq=M;flows=X,M``:

* ``reporters`` are ISO3 or the publisher's numbers; ``all`` asks for everybody in one request.
* ``codes`` are codes of the Harmonized System, ``TOTAL``, or a list of the ledger such as ``chpl``.
* ``partners`` are as reporters; all of them if not given.

``COMTRADE_KEY`` holds the user's key, which is free. With it an answer holds up to 250,000 rows, and yearly
totals of all reporters are asked for by default; without it 500, and those of the states around Russia.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from functools import cache
from urllib.parse import urlencode

from leeway.errors import QuestionError
from leeway.ledger.trade import listed_goods
from leeway.sources.m49_codes import OWN
from leeway.sources.source import Remote, Tell
from leeway.spells import spells

ADDRESS = "https://comtradeapi.un.org"
"""The publisher's address."""

PAUSE = 1.5
"""Seconds between two requests."""

KEPT_DAYS = 30.0
"""Days after which an answer is asked for again: reporters amend what they sent."""

FULL = (500, 100_000, 250_000)
"""Rows of an answer that was cut at what the publisher gives."""

EVERYBODY = "reporters=all;codes=TOTAL;years=2010-2024;freq=A;flows=X,M"
NEIGHBOURS = "reporters=ARM,AZE,BLR,GEO,KAZ,KGZ,TJK,TKM,UZB;codes=TOTAL;years=2015-2024;freq=A;flows=X,M"
_FIELDS = ("reporters", "codes", "years", "freq", "flows", "partners")
_REPORTS_AS = {"CHE": "757", "FRA": "251", "IND": "699", "NOR": "579", "USA": "842", "TWN": "490", "WLD": "0"}
_REQUEST = re.compile(r"^comtrade_[am]_(?:all|\d+)_(\d{4})(?:\d{2})?_")


def wishes(text: str) -> dict[str, list[str]]:
    """What is asked for, field by field; years and lists of goods spelled out, states as numbers.

    Raises
    ------
    QuestionError
        If a field, state or frequency is not known, or years are no years.

    Examples
    --------
    >>> asked = wishes("reporters=ARM,398;codes=TOTAL;years=2021-2023")
    >>> asked["reporters"], asked["years"], asked["partners"]
    (['51', '398'], ['2021', '2022', '2023'], [])
    """
    found: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, _, values = part.partition("=")
        if name.strip() not in _FIELDS or not values:
            raise _misunderstood(part, f"fields are {', '.join(_FIELDS)}")
        found[name.strip()] = [value.strip() for value in values.split(",") if value.strip()]
    if not found["reporters"] or not found["years"]:
        raise _misunderstood(text, "reporters and years are needed")
    if found["freq"] not in ([], ["A"], ["M"]):
        raise _misunderstood("freq=" + ",".join(found["freq"]), "freq is A or M")
    found["years"] = [year for span in found["years"] for year in _years(span)]
    found["codes"] = [code for one in found["codes"] or ["TOTAL"] for code in _codes(one)]
    everybody = found["reporters"] == ["all"]
    found["reporters"] = ["all"] if everybody else [_number(one) for one in found["reporters"]]
    found["partners"] = [_number(one) for one in found["partners"]]
    return found | {"freq": found["freq"] or ["A"], "flows": found["flows"] or ["X", "M"]}


def _misunderstood(what: str, why: str) -> QuestionError:
    return QuestionError(
        f"LEEWAY_COMTRADE says '{what}': {why}.",
        hint="Write for example reporters=KAZ,ARM;codes=TOTAL;years=2015-2023;freq=A;flows=X,M",
    )


def _years(span: str) -> list[str]:
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", span)
    if found is None:
        raise _misunderstood(f"years={span}", "years are written 2015-2023")
    return [str(year) for year in range(int(found.group(1)), int(found.group(2) or found.group(1)) + 1)]


def _codes(code: str) -> list[str]:
    listed = [goods.product for goods in listed_goods() if goods.list == code.lower()]
    if listed or code == "TOTAL" or re.fullmatch(r"\d{2}|\d{4}|\d{6}|AG[246]", code):
        return listed or [code]
    raise _misunderstood(f"codes={code}", "codes have two, four or six digits, zeros and all")


def _number(who: str) -> str:
    """The publisher's number of a state, without zeros in front."""
    number = who if who.isdigit() else _numbers().get(who.upper())
    if number is None:
        raise _misunderstood(who, "no state is known by it; use ISO3 or the publisher's number")
    return str(int(number))


@cache
def _numbers() -> dict[str, str]:
    today = {spell.state: spell.m49 for spell in spells() if spell.m49 and spell.m49 not in OWN}
    return today | _REPORTS_AS


def remotes(base: str, tell: Tell) -> Iterator[Remote]:
    """One request a year and reporter (a month and reporter without a key); the key travels in a header."""
    key = os.environ.get("COMTRADE_KEY", "").strip()
    if not key:
        tell("comtrade", "no COMTRADE_KEY: the public preview gives 500 rows an answer; a key is free")
    by_default = EVERYBODY if key else NEIGHBOURS
    asked = wishes(os.environ.get("LEEWAY_COMTRADE") or by_default)
    if asked["reporters"] == ["all"] and not key:
        raise QuestionError("All reporters in one answer need a key.", hint="Set COMTRADE_KEY, or name some.")
    frequency = asked["freq"][0]
    door = f"data/v1/get/C/{frequency}/HS" if key else f"public/v1/preview/C/{frequency}/HS"
    for year in asked["years"]:
        for reporter in asked["reporters"]:
            for label, periods in _periods(year, frequency, by_month=not key):
                name = _file(asked, reporter, label)
                yield Remote(
                    part=part_asked(name),
                    url=f"{base}/{door}?{_query(asked, reporter, periods)}",
                    file=name,
                    headers={"Ocp-Apim-Subscription-Key": key} if key else {},
                    pause=PAUSE,
                    keep_days=KEPT_DAYS,
                )


def _periods(year: str, frequency: str, *, by_month: bool) -> Iterable[tuple[str, str]]:
    if frequency == "A":
        return [(year, year)]
    months = [f"{year}{month:02d}" for month in range(1, 13)]
    return [(month, month) for month in months] if by_month else [(year, ",".join(months))]


def _query(asked: dict[str, list[str]], reporter: str, periods: str) -> str:
    query = {
        "reporterCode": "" if reporter == "all" else reporter,
        "period": periods,
        "partnerCode": ",".join(asked["partners"]),
        "cmdCode": ",".join(asked["codes"]),
        "flowCode": ",".join(asked["flows"]),
        "partner2Code": "0",
        "motCode": "0",
        "customsCode": "C00",
    }
    return urlencode({name: value for name, value in query.items() if value}, safe=",")


def _file(asked: dict[str, list[str]], reporter: str, label: str) -> str:
    """Name of the file: two requests for different things never share one."""
    wanted = [",".join(asked[name]) for name in ("codes", "flows", "partners")]
    what = (
        "total" if wanted == ["TOTAL", "X,M", ""] else hashlib.sha256(repr(wanted).encode()).hexdigest()[:8]
    )
    return f"comtrade_{asked['freq'][0].lower()}_{reporter}_{label}_{what}.json"


def part_asked(name: str) -> str:
    """The part that a file named after a request, or any other of Comtrade's, holds.

    Examples
    --------
    >>> part_asked("comtrade_a_51_2022_total.json")
    'a-51-2022-total'
    """
    stem = name.lower().removesuffix(".gz").removesuffix(".csv").removesuffix(".json").removesuffix(".txt")
    return re.sub(r"[^a-z0-9]+", "-", re.sub(r"^comtrade[-_]", "", stem)).strip("-")


def year_asked(name: str) -> int | None:
    """The year that a file named after a request was asked for; None for other files.

    Examples
    --------
    >>> year_asked("comtrade_m_51_202203_total.json"), year_asked("comtrade_extract.csv")
    (2022, None)
    """
    found = _REQUEST.match(name.lower())
    return int(found.group(1)) if found else None
