"""Eurostat's codes and labels of reporters and partners, in English and French."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache

from leeway.ledger.trade import partner_names, trade_areas
from leeway.sources.flows import area_kinds
from leeway.states import look_up, state

_ISO = (
    "AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AN ANT AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS "
    "AW ABW AZ AZE BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN "
    "BO BOL BQ BES BR BRA BS BHS BT BTN BV BVT BW BWA BY BLR BZ BLZ CA CAN CC CCK CD COD CF CAF CG COG "
    "CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW CX CXR CY CYP CZ CZE "
    "DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH FI FIN "
    "FJ FJI FK FLK FM FSM FO FRO FR FRA GA GAB GB GBR GD GRD GE GEO GF GUF GH GHA GI GIB GL GRL GM GMB "
    "GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM GU GUM GW GNB GY GUY HK HKG HM HMD HN HND HR HRV HT HTI "
    "HU HUN ID IDN IE IRL IL ISR IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA JM JAM JO JOR JP JPN KE KEN "
    "KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ LA LAO LB LBN LC LCA LI LIE "
    "LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL "
    "MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR MT MLT MU MUS MV MDV MW MWI MX MEX "
    "MY MYS MZ MOZ NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL "
    "OM OMN PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PS PSE PT PRT PW PLW PY PRY "
    "QA QAT RE REU RO ROU RU RUS RW RWA SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM "
    "SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD ST STP SV SLV SX SXM SY SYR SZ SWZ TC TCA TD TCD "
    "TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA "
    "UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN VNM VU VUT WF WLF "
    "WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE"
)
"""Two letters of ISO 3166-1 and three, as keys."""

_OWN = {
    "EL": "GRC",
    "XI": "GBR",
    "XS": "SRB",
    "XK": "XKX",
    "XU": "GBR",
    "UK": "GBR",
    "XC": "NES",
    "XL": "NES",
    "XR": "NES",
    "XZ": "NES",
    "EU27_2020": "EU27",
    "EU": "EU",
    "EA": "EA",
    "EA19": "EA",
    "EA20": "EA20",
}
"""Codes of Eurostat's own. Ceuta, Melilla and the like have no books of their own."""

_BLOCS = (
    (re.compile(r"^(European Union - 27|Union europ.enne - 27)", re.IGNORECASE), "EU27"),
    (re.compile(r"^(European Union|Union europ.enne)", re.IGNORECASE), "EU"),
    (re.compile(r"^Euro area - 20 ", re.IGNORECASE), "EA20"),
    (re.compile(r"^(Euro area|Zone euro)", re.IGNORECASE), "EA"),
    (re.compile(r"^(Extra-(EU|UE)|Intra-(EU|UE))", re.IGNORECASE), "OTHERBLOC"),
)
PART_OF_THE_KINGDOM = r"^(United Kingdom|Royaume-Uni) \(.*(Northern Ireland|Irlande du Nord)"
"""Labels of Northern Ireland and of the kingdom without it, which stand beside the United Kingdom."""

_UNSPECIFIED = re.compile(
    r"^(Countries and territories not|Pays et territoires non|Stores and provisions|Avitaillement|High seas|"
    r"Haute mer|Secret|Ceuta|Melilla)",
    re.IGNORECASE,
)


def by_iso2(code: str, day: dt.date) -> str | None:
    """The state or trade area with a code of Eurostat's geonomenclature, if it exists on the day.

    Examples
    --------
    >>> [by_iso2(code, dt.date(2022, 7, 1)) for code in ("GR", "XS", "QP", "EU27_2020")]
    ['GRC', 'SRB', 'NES', 'EU27']
    """
    code = code.strip().upper()
    if code.startswith("Q") and code not in _iso():
        return "NES"
    return _there(_OWN.get(code) or _iso().get(code), day)


def by_label(label: str, day: dt.date) -> str | None:
    """The state or trade area that a label names, whatever it says in parentheses, if it exists on the day.

    Examples
    --------
    >>> day = dt.date(2022, 7, 1)
    >>> by_label("Germany (incl. German Democratic Republic 'DD' from 1991)", day)
    'DEU'
    >>> by_label("Union europ\u00e9enne - 27 pays (AT, BE)", day), by_label("Irlande (Eire)", day)
    ('EU27', 'IRL')
    """
    for pattern, key in _BLOCS:
        if pattern.match(label):
            return key
    if _UNSPECIFIED.match(label):
        return "NES"
    return _there(_label(label), day)


@cache
def _iso() -> dict[str, str]:
    words = "".join(_ISO).split()
    return dict(zip(words[::2], words[1::2], strict=True))


@cache
def _label(label: str) -> str | None:
    """Key by the whole label, by what stands before the parentheses, or by what stands around a comma."""
    short = re.sub(r"\s*\(.*$", "", label).strip()
    own = {**partner_names("en"), **partner_names("fr"), **_area_names()}
    for name in (label, short):
        if (key := own.get(" ".join(name.casefold().split()))) is not None:
            return key
    return next((key for name in (label, short) if (key := look_up(name, near=False).state)), None)


@cache
def _area_names() -> dict[str, str]:
    return {area.name.casefold(): area.key for area in trade_areas()}


def _there(key: str | None, day: dt.date) -> str | None:
    if key is None or key in area_kinds():
        return key
    return key if state(key).spell_on(day) is not None else None
