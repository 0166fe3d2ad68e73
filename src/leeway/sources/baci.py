"""Trade of all pairs by product, both sides made one, from CEPII's BACI.

Three layouts are read: a year's file ``BACI_HS17_Y2022_V202401b.csv`` (``t,i,j,k,v,q``) as it lies in the
archive of an edition, and two tables of totals by pair. In the first a product is a number: five digits are
six whose leading zero was lost, which is put back; fewer are refused. What both sides reported is reconciled
there, so that no gap between the two is left to be seen.

Editions do not make one series: a pair absent from the edition of 2022 is one that neither side reported in
its codes. Rows of each edition therefore bear a source of their own, such as ``baci-hs17``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.record.flow_tables import TOTAL
from leeway.record.reading import Reading, SourceDeclaration
from leeway.sources.coded import numbers, reading_of, refuse_repeats, whole_numbers
from leeway.sources.flows import by_code, covered_by, flow_rows, name_traders, refuse_values
from leeway.sources.frames import Header, read_frame
from leeway.sources.m49_codes import OWN
from leeway.sources.sieve import Sieve
from leeway.sources.source import Remote, Source, Tell

DECLARATION = SourceDeclaration(
    id="baci",
    publisher="CEPII",
    title="BACI: international trade database at the product level",
    licence="Etalab open licence 2.0, with credit",
    terms="https://www.etalab.gouv.fr/wp-content/uploads/2017/04/ETALAB-Licence-Ouverte-v2.0.pdf",
    pages=("https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",),
    citation=(
        "Gaulier, Guillaume, and Soledad Zignago (2010), BACI: International Trade Database at the "
        "Product-Level, CEPII Working Paper 2010-23"
    ),
    covers=(
        "All pairs, FOB in thousand dollars, reconciled: of no use for gaps between two books. Absent is not "
        "zero, and in the edition of 2022 many pairs are absent."
    ),
)

RELEASE = "202501"
"""Release that `refresh` fetches."""


_ROWS = Header(
    "products",
    {"t": "year", "i": "exporter_code", "j": "importer_code", "k": "product", "v": "value", "q": "tonnes"},
)
_PAIRS = Header(
    "pairs",
    {"year": "year", "exporter": "exporter_code", "importer": "importer_code", "value_kusd": "value"},
)
_YEAR = re.compile(r"^baci_(hs\d\d)_y(\d{4})_v\w+\.(csv|csv\.gz|zip)$")
_TOTALS = re.compile(r"^baci_(?:(hs\d\d)_)?country_pairs_\w*\.(parquet|csv|csv\.gz)$")
_CHAIN = "HS92"
_THOUSAND = 1000.0


def part_of(name: str) -> str | None:
    """The edition and year in a file, by its name.

    Examples
    --------
    >>> part_of("BACI_HS17_Y2022_V202401b.csv"), part_of("baci_hs22_country_pairs_2023.csv.gz")
    ('HS17-2022', 'pairs-HS22')
    """
    low = name.lower()
    if found := _YEAR.match(low):
        return f"{found.group(1).upper()}-{found.group(2)}"
    if found := _TOTALS.match(low):
        return f"pairs-{(found.group(1) or _CHAIN).upper()}"
    return None


def read(path: Path) -> Reading:
    """Read one year by product, or totals by pair.

    Raises
    ------
    DataError
        If the file is missing, damaged, cut or holds no usable row.
    SourceFormatError
        If a column is missing or unknown.
    """
    layout, frame = read_frame(path, _ROWS, _PAIRS)
    part = str(part_of(path.name))
    edition = part.removeprefix("pairs-").split("-")[0]
    sieve = Sieve(path.name, frame)
    whole_numbers(sieve, "year", low=1962, high=2100)
    by_product = layout == _ROWS.name
    if by_product:
        _products(sieve)
        numbers(sieve, "tonnes", low=0, high=1e12)
    known = by_code("m49", OWN) if by_product else by_code("iso3")
    name_traders(sieve, "exporter_code", "importer_code", known)
    refuse_values(sieve, times=_THOUSAND)
    key = ["reporter", "partner", "year", *(["product"] if by_product else [])]
    refuse_repeats(sieve, key, "exporter_code")
    flows = flow_rows(
        sieve.rows.with_columns(
            (pl.col("tonnes") * _THOUSAND if by_product else pl.lit(None)).alias("kilograms")
        ),
        f"baci-{edition.lower()}",
        flow="export",
        product=pl.col("product") if by_product else TOTAL,
        revision=_revision(edition) if by_product else "none",
        period=pl.date(pl.col("year"), 1, 1),
        currency="USD",
        valuation="FOB",
        basis="reconciled",
    )
    return reading_of(
        DECLARATION,
        part,
        path,
        layout=layout,
        read=frame.height,
        sieve=sieve,
        tables={"flows": flows},
        covered=covered_by(flows),
    )


def _products(sieve: Sieve) -> None:
    """Put back the leading zero that a number lost."""
    code = pl.col("product").str.strip_chars()
    sieve.refuse(
        ~code.str.contains(r"^\d{5,6}$"),
        "k",
        "product",
        "no product of six digits, or five with the zero lost",
    )
    sieve.rows = sieve.rows.with_columns(pl.col("product").str.strip_chars().str.zfill(6))


def _revision(edition: str) -> str:
    year = int(edition[2:])
    return f"HS{1900 + year if year > 50 else 2000 + year}"


def remotes(base: str, tell: Tell) -> Iterable[Remote]:
    """Nothing by itself: an edition is an archive of gigabytes, to be unpacked by year first."""
    address = f"{base}/DATA_DOWNLOAD/baci/data/BACI_HS17_V{RELEASE}.zip"
    tell("baci", f"an edition is one archive of gigabytes: save {address}, unpack it, and use --from DIR")
    return ()


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.cepii.fr",
    part_of=part_of,
    read=read,
    remotes=remotes,
)
