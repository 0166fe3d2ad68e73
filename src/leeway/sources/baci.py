"""Trade of all pairs by product, both sides made one, from CEPII's BACI.

Three layouts are read: a year's file ``BACI_HS17_Y2022_V202401b.csv`` (``t,i,j,k,v,q``), by itself or in the
archive of an edition, and two tables of totals by pair. An edition has gigabytes: ``LEEWAY_BACI`` names those
to fetch, and the years, as in ``HS22`` or ``HS17:2018-2021,HS22``. In a year's file a product is a number:
five digits are six whose leading zero was lost, which is put back; fewer are refused. What both sides
reported is reconciled there, so that no gap between the two is left to be seen.

Editions do not make one series: a pair absent from the edition of 2022 is one that neither side reported in
its codes. Rows of each edition therefore bear a source of their own, such as ``baci-hs17``.
"""

from __future__ import annotations

import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import polars as pl

from leeway.errors import DataError, QuestionError
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

WISHES = "LEEWAY_BACI"

_ROWS = Header(
    "products",
    {"t": "year", "i": "exporter_code", "j": "importer_code", "k": "product", "v": "value", "q": "tonnes"},
)
_PAIRS = Header(
    "pairs",
    {"year": "year", "exporter": "exporter_code", "importer": "importer_code", "value_kusd": "value"},
)
_ARCHIVE = re.compile(r"^baci_(hs\d\d)_v\w+\.zip$")
_WISH = re.compile(r"^(HS\d\d)(?::(\d{4})(?:-(\d{4}))?)?$")
_YEAR = re.compile(r"^baci_(hs\d\d)_y(\d{4})_v\w+\.(csv|csv\.gz|zip)$")
_TOTALS = re.compile(r"^baci_(?:(hs\d\d)_)?country_pairs_\w*\.(parquet|csv|csv\.gz)$")
_CHAIN = "HS92"
_OTHER_ASIA = {"S19": OWN["490"]}
_THOUSAND = 1000.0


def part_of(name: str) -> str | None:
    """The edition and year in a file, by its name.

    Examples
    --------
    >>> part_of("BACI_HS17_Y2022_V202401b.csv"), part_of("baci_hs22_country_pairs_2023.csv.gz")
    ('HS17-2022', 'pairs-HS22')
    >>> part_of("BACI_HS22_V202501.zip")
    'HS22'
    """
    low = name.lower()
    if found := _ARCHIVE.match(low):
        return found.group(1).upper()
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
    known = by_code("m49", OWN) if by_product else by_code("iso3", _OTHER_ASIA)
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


def wishes(text: str) -> dict[str, range]:
    """Editions to fetch, and the years of each.

    Raises
    ------
    QuestionError
        If the text is not understood.

    Examples
    --------
    >>> wishes("HS17:2018-2021,HS22")["HS17"]
    range(2018, 2022)
    """
    found = {}
    for word in filter(None, (one.strip().upper() for one in text.split(","))):
        told = _WISH.match(word)
        if told is None:
            raise QuestionError(
                f"{WISHES} names an edition as '{word}'.", hint=f"For example {WISHES}=HS17:2018-2021,HS22"
            )
        edition, first, last = told.groups()
        found[edition] = range(int(first), int(last or first) + 1) if first else range(1962, 2101)
    return found


def remotes(base: str, tell: Tell) -> Iterable[Remote]:
    """The archives of the editions wished for: none by itself, since each has gigabytes."""
    wished = wishes(os.environ.get(WISHES, ""))
    if not wished:
        tell("baci", f"an edition has gigabytes: name those to fetch, as in {WISHES}=HS22 or HS17:2018-2021")
    names = {edition: f"BACI_{edition}_V{RELEASE}.zip" for edition in wished}
    return [
        Remote(edition, f"{base}/DATA_DOWNLOAD/baci/data/{name}", name) for edition, name in names.items()
    ]


def members(path: Path, into: Path) -> dict[str, Path]:
    """The years in the archive of an edition, those wished for, unpacked; nothing for any other file.

    Raises
    ------
    DataError
        If the archive is damaged or cut, or holds none of them.
    """
    found = _ARCHIVE.match(path.name.lower())
    if found is None:
        return {}
    edition = found.group(1).upper()
    years = wishes(os.environ.get(WISHES, "")).get(edition, range(1962, 2101))
    to = into / path.stem
    unpacked = {}
    try:
        with zipfile.ZipFile(path) as archive:
            for inside in archive.infolist():
                told = _YEAR.match(Path(inside.filename).name.lower())
                if told and told.group(1).upper() == edition and int(told.group(2)) in years:
                    unpacked[f"{edition}-{told.group(2)}"] = _unpacked(archive, inside, to)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise DataError(
            f"The archive is damaged or cut: {error}.", where=str(path), hint="Fetch it again."
        ) from error
    if not unpacked:
        raise DataError(f"The archive holds no year of {edition} that is wished for.", where=str(path))
    return dict(sorted(unpacked.items()))


def _unpacked(archive: zipfile.ZipFile, inside: zipfile.ZipInfo, folder: Path) -> Path:
    """One file of an archive in a folder: whole, or not there."""
    to = folder / Path(inside.filename).name
    if to.exists() and to.stat().st_size == inside.file_size:
        return to
    folder.mkdir(parents=True, exist_ok=True)
    half = to.with_name(to.name + ".part")
    with archive.open(inside) as packed, half.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
    return half.replace(to)


SOURCE = Source(
    declaration=DECLARATION,
    address="https://www.cepii.fr",
    part_of=part_of,
    read=read,
    remotes=remotes,
    members=members,
)
