"""What `refresh` asks UN Comtrade for: one request a reporter and year, each kept in a file of its own.

``LEEWAY_COMTRADE="reporters=398,051;codes=TOTAL,8542;years=2015-2024;freq=A;flows=X,M"`` chooses; by default
the yearly totals by partner of the states around Russia. With a key in ``COMTRADE_KEY`` an answer holds up
to 250,000 rows, without one 500: an answer that is full was cut, and is refused with the request to split.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from urllib.parse import urlencode

from leeway.errors import QuestionError
from leeway.sources.source import Remote, Tell

ADDRESS = "https://comtradeapi.un.org"
"""The publisher's address."""

BY_DEFAULT = "reporters=051,031,112,268,398,417,762,795,860;codes=TOTAL;years=2015-2023;freq=A;flows=X,M"
"""What is asked for unless ``LEEWAY_COMTRADE`` says otherwise."""

PAUSE = 1.0
"""Seconds between two requests, as the publisher asks."""

FULL = (500, 100_000, 250_000)
"""Rows of an answer that was cut at what the publisher gives."""

_FIELDS = ("reporters", "codes", "years", "freq", "flows", "partners")


def wishes(text: str) -> dict[str, list[str]]:
    """What is asked for, field by field; years spelled out.

    Raises
    ------
    QuestionError
        If a field is not known, or years are no years.

    Examples
    --------
    >>> asked = wishes("reporters=051;codes=TOTAL;years=2021-2023;freq=A;flows=X")
    >>> asked["years"], asked["partners"]
    (['2021', '2022', '2023'], [])
    """
    found: dict[str, list[str]] = {name: [] for name in _FIELDS}
    for part in filter(None, (one.strip() for one in text.split(";"))):
        name, _, values = part.partition("=")
        if name.strip() not in _FIELDS or not values:
            raise QuestionError(
                f"LEEWAY_COMTRADE says '{part}'.", hint=f"Write {BY_DEFAULT}; fields: {', '.join(_FIELDS)}."
            )
        found[name.strip()] = [value.strip() for value in values.split(",") if value.strip()]
    years: list[str] = []
    for one in found["years"]:
        span = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", one)
        if span is None:
            raise QuestionError(f"LEEWAY_COMTRADE says years={one}.", hint="Write years=2015-2023.")
        first, last = int(span.group(1)), int(span.group(2) or span.group(1))
        years += [str(year) for year in range(first, last + 1)]
    found["years"] = years
    return found


def remotes(base: str, tell: Tell) -> Iterable[Remote]:
    """One request a reporter and year; the key goes into a header and nowhere else."""
    asked = wishes(os.environ.get("LEEWAY_COMTRADE") or BY_DEFAULT)
    key = os.environ.get("COMTRADE_KEY")
    if not key:
        tell("comtrade", "no COMTRADE_KEY: the public preview gives 500 rows an answer; a key is free")
    frequency = (asked["freq"] or ["A"])[0]
    door = f"data/v1/get/C/{frequency}/HS" if key else f"public/v1/preview/C/{frequency}/HS"
    for reporter in asked["reporters"]:
        for year in asked["years"]:
            periods = year if frequency == "A" else ",".join(f"{year}{month:02d}" for month in range(1, 13))
            query = {
                "reporterCode": str(int(reporter)),
                "period": periods,
                "cmdCode": ",".join(asked["codes"] or ["TOTAL"]),
                "flowCode": ",".join(asked["flows"] or ["X", "M"]),
                "partner2Code": "0",
                "motCode": "0",
                "customsCode": "C00",
            }
            if asked["partners"]:
                query["partnerCode"] = ",".join(asked["partners"])
            codes = "-".join(asked["codes"] or ["TOTAL"]).lower()
            name = f"comtrade_{frequency.lower()}_{reporter}_{year}_{codes[:60]}.json"
            yield Remote(
                part=part_asked(name),
                url=f"{base}/{door}?{urlencode(query, safe=',')}",
                file=name,
                headers={"Ocp-Apim-Subscription-Key": key} if key else {},
                pause=PAUSE,
            )


def part_asked(name: str) -> str:
    """The part that a file named after a request, or an extract, holds.

    Examples
    --------
    >>> part_asked("comtrade_a_051_2022_total.json")
    'a-051-2022-total'
    """
    stem = name.removesuffix(".gz").rsplit(".", 1)[0].removeprefix("comtrade_")
    return stem.replace("_", "-")
