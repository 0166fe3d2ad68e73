"""Names with the state they mean, from lists that the table of aliases was not written from."""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import hashlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leeway.states import by_cow, by_gw, by_iso3

DAY = dt.date
#: The day on which a list without dates is read.
TODAY = DAY(2024, 6, 30)
OFFICERS = (
    "Government", "Foreign Affairs", "Head of Government", "Military", "Police", "Ministry", "Legislature",
    "Defense / Security Ministry", "Lawmaker", "Armed Forces", "Air Force", "Army", "Navy", "Envoy",
    "Government Official", "Member of Parliament", "Military Personnel", "Foreign Ministry", "Parliament",
    "Head of State", "Cabinet", "President", "Prime Minister", "Executive Branch", "Spokesperson",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Named:
    """A text, the day it speaks of, and the state it means; None where it means no state."""

    text: str
    on: dt.date | None
    key: str | None
    source: str

    @property
    def held_out(self) -> bool:
        """Whether it is in the half whose failures nobody looked at."""
        return hashlib.sha256(self.text.casefold().encode()).digest()[0] % 2 == 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where the lists are; a list that is not there is left out, and said so."""

    ties: Path
    events: Path
    world_countries: Path | None = None


def _rows(path: Path) -> list[dict[str, str]]:
    packed = path.read_bytes()
    text = (gzip.decompress(packed) if path.suffix == ".gz" else packed).decode("utf-8")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def _once(found: Iterable[Named]) -> list[Named]:
    """One of each text and key; texts that a list gives to several states are left out."""
    by_text: dict[tuple[str, str, dt.date | None], set[str | None]] = {}
    first: dict[tuple[str, str, dt.date | None], Named] = {}
    for one in found:
        at = (one.source, one.text.casefold(), one.on)
        by_text.setdefault(at, set()).add(one.key)
        first.setdefault(at, one)
    return [first[at] for at, keys in by_text.items() if len(keys) == 1]


def cow_and_gw(places: Places) -> Iterator[Named]:
    """Names of the two lists of states, each on the last day of its spell."""
    for row in _rows(places.ties / "cow_states_2016.csv.gz"):
        last = DAY(int(row["endyear"]), int(row["endmonth"]), int(row["endday"]))
        if last.year > 1945:
            yield Named(row["statenme"], last, by_cow(int(row["ccode"]), last), "COW")
    for row in _rows(places.ties / "gw_states_2017.csv.gz"):
        last = DAY.fromisoformat(row["enddate"])
        if last.year > 1945 and row["gwcode"] != "711":
            yield Named(row["statename"], last, by_gw(int(row["gwcode"]), last), "Gleditsch-Ward")


def exercises_and_capitals(places: Places) -> Iterator[Named]:
    """Names of states in a list of capitals and in one of military exercises."""
    for row in _rows(places.ties / "cow_capitals.csv.gz"):
        last = DAY.fromisoformat(row["enddate"])
        if last.year > 1945 and (key := by_cow(int(row["ccode"]), last)):
            yield Named(row["statenme"], last, key, "COW capitals")
    latest: dict[tuple[str, str], int] = {}
    for row in _rows(places.ties / "military_exercises_mme_v7_long.csv.gz"):
        if row["gwcode"] not in {"", "NA"}:
            at = row["country"], row["gwcode"]
            latest[at] = max(latest.get(at, 0), int(row["year"]))
    for (name, number), year in latest.items():
        on = DAY(year, 7, 1)
        if key := by_gw(int(float(number)), on):
            yield Named(name, on, key, "military exercises")


def by_year(places: Places) -> Iterator[Named]:
    """Names of a panel of states by year, each in its last year with a Gleditsch-Ward number."""
    latest: dict[tuple[str, str], int] = {}
    for row in _rows(places.ties / "countrycode_codelist_panel.csv.gz"):
        if row["gwn"] not in {"", "NA"} and int(row["year"]) > 1945:
            at = row["country.name.en"], row["gwn"]
            latest[at] = max(latest.get(at, 0), int(row["year"]))
    for (name, number), year in latest.items():
        on = DAY(year, 12, 31)
        if key := by_gw(int(float(number)), on):
            yield Named(name, on, key, "panel")


def united_nations(places: Places) -> Iterator[Named]:
    """Names of the statistical list M49."""
    for row in _rows(places.ties / "countrycode_codelist.csv.gz"):
        if row["un.name.en"] and row["iso3c"]:
            yield Named(row["un.name.en"], TODAY, by_iso3(row["iso3c"]), "UN M49")


def events(places: Places) -> Iterator[Named]:
    """Names of states in ICEWS, and their codes and names in CAMEO."""
    for row in _rows(places.events / "icews_dyad_year" / "icews_dyad_year_2002_2014.csv.gz"):
        for side in "ij":
            key = by_iso3(row[f"{side}_iso3c"])
            if key:
                yield Named(row[side], DAY(2014, 12, 31), key, "ICEWS")
    for row in _rows(places.events / "reference" / "gdelt_country_codes.csv"):
        key = by_iso3(row["iso3_if_different"] or row["cameo_country"])
        if row["cameo_country"] not in _TERRITORIES_OF_CAMEO:
            yield Named(row["label"], DAY(2020, 1, 1), key, "CAMEO")


# Armed groups and unions among SIPRI's recipients.
_NO_STATE = re.compile(r"rebels|[Uu]nknown|NATO|African Union|United Nations|European Union|OSCE")
# SIPRI's number is that of the state which claims it.
_CONTESTED = frozenset({"Northern Cyprus"})
_TERRITORIES_OF_CAMEO = frozenset({"WSB", "GZS", "BAG"})


def tables_of_flows(places: Places) -> Iterator[Named]:
    """Names of SIPRI and the World Bank; regions, income groups and armed groups mean no state."""
    last: dict[str, tuple[int, str]] = {}
    for row in _rows(places.ties / "sipri_tiv_dyad_year_1950_2021.csv.gz"):
        for side in ("supplier", "recipient"):
            last[row[side]] = max(last.get(row[side], (0, "")), (int(row["year"]), row[f"{side}_cown"]))
    for text, (year, number) in last.items():
        on = DAY(year, 12, 31)
        if text.endswith("*") or _NO_STATE.search(text):
            yield Named(text, on, None, "SIPRI")
        elif number not in {"", "NA"} and text not in _CONTESTED and (key := by_cow(int(float(number)), on)):
            yield Named(text, on, key, "SIPRI")
    for name in ("wb_population_1960_2024", "wb_gdp_current_usd_1960_2023"):
        for row in _rows(places.ties / f"{name}.csv.gz"):
            yield Named(row["Country Name"], TODAY, by_iso3(row["Country Code"]), "World Bank")


def _two_digit_day(text: str, default: dt.date) -> dt.date:
    if not re.fullmatch(r"\d{6}", text):
        return default
    year = int(text[:2])
    month, day = max(int(text[2:4]), 1), max(min(int(text[4:]), 28), 1)
    return DAY(1900 + year if year > 15 else 2000 + year, month, day)


def actors(places: Places) -> Iterator[Named]:
    """States of the Phoenix dictionary of actors: the first entry of each code, on a day it holds."""
    told: set[str] = set()
    for row in _rows(places.ties / "phoenix_actor_aliases.csv.gz"):
        if row["primary"] != "1" or row["file"] != "Phoenix.Countries.actors.txt":
            continue
        first = _two_digit_day(row["from_yymmdd"], DAY(1946, 1, 1))
        on = _two_digit_day(row["to_yymmdd"], DAY(2013, 12, 31))
        code = row["code"]
        if len(code) == 3 and first <= on and code not in told:
            told.add(code)
            yield Named(row["alias"].title(), on, by_iso3(code, on) or by_iso3(code), "Phoenix")


def vanished(places: Places) -> Iterator[Named]:
    """Names that have ended: of the lists of states, and of ISO 3166-3 where pycountry is there."""
    listed = [*cow_and_gw(places), *exercises_and_capitals(places), *by_year(places)]
    listed += [one for one in tables_of_flows(places) if one.key and one.source == "SIPRI"]
    living = {one.text for one in listed if one.on and one.on.year > 2005}
    for one in listed:
        if one.text not in living:
            yield Named(one.text, one.on, one.key, one.source)
            yield Named(one.text, None, one.key, one.source)
    try:
        import pycountry
    except ImportError:
        return
    for country in pycountry.historic_countries:
        key = by_iso3(country.alpha_3)
        if key and country.alpha_3 not in {"FXX"}:
            yield Named(country.name, None, key, "ISO 3166-3")


def iso_and_cldr() -> Iterator[Named]:
    """English names of pycountry and babel, where they are installed."""
    try:
        import pycountry

        for country in pycountry.countries:
            for field in ("name", "official_name", "common_name"):
                if text := getattr(country, field, None):
                    yield Named(text, TODAY, by_iso3(country.alpha_3), "ISO 3166-1")
        import babel
    except ImportError:
        return
    two = {country.alpha_2: country.alpha_3 for country in pycountry.countries} | {"XK": "XKX"}
    for code, name in babel.Locale("en").territories.items():
        if code.isalpha() and len(code) == 2 and code in two:
            yield Named(name, TODAY, by_iso3(two[code]), "CLDR")


def _world(places: Places) -> list[dict[str, Any]]:
    if places.world_countries is None or not places.world_countries.exists():
        return []
    loaded: list[dict[str, Any]] = json.loads(places.world_countries.read_text(encoding="utf-8"))
    return [one for one in loaded if one["unMember"] or one["cca3"] in {"UNK", "TWN", "PSE", "VAT"}]


def demonyms(places: Places) -> Iterator[Named]:
    """English demonyms of world-countries."""
    for one in _world(places):
        for text in {*one["demonyms"].get("eng", {}).values()} - {""}:
            yield Named(text, TODAY, by_iso3(one["cca3"]), "world-countries")


def french_demonyms(places: Places) -> Iterator[Named]:
    """French demonyms of world-countries."""
    for one in _world(places):
        for text in {*one["demonyms"].get("fra", {}).values()} - {""}:
            yield Named(text, TODAY, by_iso3(one["cca3"]), "world-countries")


def capitals(places: Places) -> Iterator[Named]:
    """Capitals of world-countries."""
    for one in _world(places):
        for text in one["capital"]:
            yield Named(text, TODAY, by_iso3(one["cca3"]), "world-countries")


def alternative_spellings(places: Places) -> Iterator[Named]:
    """English, native and other spellings of world-countries."""
    for one in _world(places):
        key = by_iso3(one["cca3"])
        for text in (one["name"]["common"], one["name"]["official"]):
            yield Named(text, TODAY, key, "world-countries")


def many_languages(places: Places) -> Iterator[Named]:
    """Names in many languages of the dictionary of countrycode."""
    iso = {row["country.name.en"]: row["iso3c"] for row in _rows(places.ties / "countrycode_codelist.csv.gz")}
    for row in _rows(places.ties / "countrycode_countryname_dict.csv.gz"):
        if iso.get(row["country.name.en"]):
            yield Named(row["country.name.alt"], TODAY, by_iso3(iso[row["country.name.en"]]), "countrycode")


def officers(places: Places) -> Iterator[Named]:
    """Actors of ICEWS that are officers and bodies of a state: *Foreign Affairs (Germany)*."""
    named = {one.text: one.key for one in events(places) if one.source == "ICEWS"}
    for folder in ("ICEWS22", "ICEWS18_tail"):
        with gzip.open(
            places.events / "icews_tkg" / folder / "entity2id.txt.gz", "rt", encoding="utf-8"
        ) as lines:
            for line in lines:
                found = re.fullmatch(r"(.+) \(([^()]+)\)", line.split("\t")[0])
                if found and found[1] in OFFICERS and found[2] in named:
                    yield Named(line.split("\t")[0], DAY(2018, 6, 1), named[found[2]], "ICEWS actors")


def visitors(places: Places) -> Iterator[Named]:
    """Visitors to the United States with title and name, as the State Department lists them."""
    for row in _rows(places.ties / "us_visits_by_foreign_leaders_1874_2024.csv.gz"):
        on = DAY.fromisoformat(row["start_date"])
        if on.year > 1990 and (key := by_name_of_country(row["from_name"], on)):
            yield Named(row["visitor"], on, key, "visits")


# Fixed before any of them was tried.
_OF_DEMONYMS = (
    "the {} government", "the {} regime", "{} officials", "the {} president", "{} Foreign Ministry",
    "{} prime minister", "the {} delegation", "{} diplomats", "a senior {} official", "{} authorities",
    "the {} side", "{} troops", "the {} leadership", "{} Foreign Ministry spokesman", "{} parliament",
    "the {} ambassador", "{} foreign minister", "the {} armed forces", "{} military", "the {} people",
    "the {} cabinet", "{} lawmakers", "the {} central bank", "{} envoy", "{} security services",
    "{} policymakers", "the {} leader", "{} negotiators", "the {} top brass", "{} presidency",
    "{} defence officials", "the {} foreign policy establishment", "{} trade delegation",
    "{} deputy foreign minister", "the {} head of state", "{} intelligence service",
)  # fmt: skip
_OF_NAMES = (
    "the government of {}", "{}'s president", "{}'s foreign minister", "the people of {}",
    "the president of {}", "{}'s parliament", "the ambassador of {}", "{}'s military", "{} government",
    "leaders of {}", "{}'s", "authorities in {}", "the foreign ministry of {}", "{}'s ruling party",
    "{}'s permanent representative", "the delegation of {}",
)  # fmt: skip
_OF_CAPITALS = (
    "official {}", "{}", "{}'s", "the {} government", "authorities in {}", "officials in {}",
    "the regime in {}", "the leadership in {}",
)  # fmt: skip
_OF_LEADERS = ("Mr {}", "President {}", "{}'s government", "the {} administration", "Prime Minister {}", "{}")
# The twenty largest economies and the states that came from the Soviet Union.
_LEADERS_OF = frozenset({
    "ARG", "AUS", "BRA", "CAN", "CHN", "DEU", "FRA", "GBR", "IDN", "IND", "ITA", "JPN", "KOR", "MEX",
    "RUS", "SAU", "TUR", "USA", "ZAF", "ARM", "AZE", "BLR", "EST", "GEO", "KAZ", "KGZ", "LTU", "LVA",
    "MDA", "TJK", "TKM", "UKR", "UZB",
})  # fmt: skip


def _put(frames: Sequence[str], text: str) -> str:
    chosen = int.from_bytes(hashlib.sha256(f"frame {text}".encode()).digest()[:4], "big")
    return frames[chosen % len(frames)].format(text)


def free_text(places: Places) -> Iterator[Named]:
    """Phrases around names of others: one frame for each name, chosen by a hash."""
    for one in demonyms(places):
        yield Named(_put(_OF_DEMONYMS, one.text), one.on, one.key, "demonyms")
    for world in _world(places):
        yield Named(_put(_OF_NAMES, world["name"]["common"]), TODAY, by_iso3(world["cca3"]), "names")
        for text in world["capital"]:
            yield Named(_put(_OF_CAPITALS, text), TODAY, by_iso3(world["cca3"]), "capitals")
    for one in leaders(places):
        if one.key in _LEADERS_OF:
            yield Named(_put(_OF_LEADERS, one.text), one.on, one.key, "leaders")


def leaders(places: Places) -> Iterator[Named]:
    """Leaders of Archigos in office after 2000, on the last day of their term."""
    for row in _rows(places.ties / "archigos_leaders_4_1.csv.gz"):
        last = DAY.fromisoformat(row["enddate"])
        if last.year > 2000 and (key := by_gw(int(row["gwcode"]), last)):
            yield Named(row["leader"], last, key, "Archigos")


def titled_leaders(places: Places) -> Iterator[Named]:
    """The same with a title, of all states."""
    for one in leaders(places):
        yield Named(f"President {one.text}", one.on, one.key, "Archigos")


def by_name_of_country(name: str, on: dt.date) -> str | None:
    """State of a country's name in a list, looked up by name alone."""
    from leeway.names import look_up

    match = look_up(name, on, near=False)
    return match.state if match.kind in {"name", "official", "un_file", "former"} else None


SETS: dict[str, Callable[[Places], Iterator[Named]]] = {
    "UN, COW, GW and event spellings": lambda places: _chain(
        united_nations(places),
        cow_and_gw(places),
        events(places),
        actors(places),
        exercises_and_capitals(places),
    ),
    "SIPRI and World Bank names": tables_of_flows,
    "ISO and CLDR names": lambda _: iso_and_cldr(),
    "common and official names": alternative_spellings,
    "vanished states": vanished,
    "demonyms": demonyms,
    "capitals": capitals,
    "French demonyms": french_demonyms,
    "names in many languages": many_languages,
    "officers and bodies in ICEWS": officers,
    "free text": free_text,
    "leaders of all states, with title": titled_leaders,
    "visitors with title and name": visitors,
}


def _chain(*parts: Iterator[Named]) -> Iterator[Named]:
    for part in parts:
        yield from part


def read_set(name: str, places: Places, *, held_out: bool | None = None) -> Sequence[Named]:
    """Names of one set; one half of it, or all."""
    found = _once(SETS[name](places))
    return [one for one in found if held_out is None or one.held_out == held_out]
