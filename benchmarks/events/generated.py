"""Files in the shape of GDELT 2.0's, generated block by block: nobody's rows.

Shares are those of a batch of the publisher's: 15 of 100 rows tell of two different countries, 46 and 62 lack
the first and the second one, a text is told 4.5 times, 3 of 100 rows are of an earlier day. Rows of one text
share their actors; some of them tell what both sides did from the other side.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import numpy as np
import polars as pl
from numpy.random import Generator
from numpy.typing import NDArray

from leeway.ledger.events import cameo_codes
from leeway.record.event_tables import ROOTS_GDELT
from leeway.sources.gdelt_codes import REGIONS, bearers

FIRST = dt.date(2018, 1, 1)
APART = 6
COLUMNS = 61
_A_TEXT = 4.5
_KINDS = {"abroad": 0.15, "at home": 0.05, "first alone": 0.34, "second alone": 0.18, "neither": 0.28}
_ROOTS = (14, 8, 8, 28, 9, 1.5, 2, 2.5, 2, 3, 7, 3, 1.5, 1, 0.5, 1.5, 5, 2, 6, 0.2)
_FIRST_NUMBER = 700_000_000


def generate(folder: Path, *, files: int, rows: int, seed: int = 1) -> int:
    """Write zip archives named as the publisher's; bytes of the texts in them.

    Parameters
    ----------
    folder : Path
    files, rows : int
        Number of files, `APART` days from each other, and of rows in all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    each, size = rows // files, 0
    for place in range(files):
        day = FIRST + dt.timedelta(APART * place)
        text = batch(day, each, _FIRST_NUMBER + place * each, seed=seed + place).write_csv(
            include_header=False, separator="\t", quote_style="never"
        )
        name = f"{day:%Y%m%d}120000.export.CSV"
        with zipfile.ZipFile(folder / f"{name}.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            archive.writestr(name, text)
        size += len(text)
    return size


def batch(day: dt.date, rows: int, first_number: int, *, seed: int) -> pl.DataFrame:
    """One file's rows: 61 columns of text and numbers."""
    drawn = np.random.default_rng(seed)
    told = _texts(drawn, rows)
    actor, target = _countries(drawn, told)
    code, turned = _codes(drawn, told, rows)
    actor, target = np.where(turned, target, actor), np.where(turned, actor, target)
    days = _days(drawn, day, rows)
    known = cameo_codes()
    root = {one: one[:2] for one in known}
    quads = {named: place for place, named in enumerate(dict.fromkeys(ROOTS_GDELT.values()), start=1)}
    frame = pl.DataFrame(
        {
            "number": first_number + np.arange(rows),
            "day": [f"{one:%Y%m%d}" for one in days],
            "actor": actor,
            "target": target,
            "code": code,
            "mentions": drawn.geometric(0.2, rows),
            "articles": drawn.geometric(0.2, rows),
            "tone": drawn.normal(-1.5, 3.5, rows).round(10),
            "place": drawn.integers(0, 40_000, rows),
            "url": told,
        }
    ).with_columns(pl.col("code").replace_strict(root).alias("root"))
    return frame.select(
        **_who(),
        **_what({one: quads[ROOTS_GDELT[one]] for one in set(root.values())}),
        **_where(),
        added=pl.lit(f"{day:%Y%m%d}120000"),
        text=pl.format(
            "https://www.paper-{}.example/news/{}/{}-a-headline-of-nobody-{}.html",
            pl.col("url") % 900,
            pl.lit(f"{day:%Y%m%d}"),
            pl.col("url") * 7919 % 1_000_003,
            first_number + pl.col("url"),
        ),
    )


def _who() -> dict[str, pl.Expr]:
    """The first 25 columns: number, days, and both actors with ten columns each."""
    day = pl.col("day")
    found = {
        "number": pl.col("number"),
        "day": day,
        "month": day.str.slice(0, 6),
        "year": day.str.slice(0, 4),
        "fraction": pl.format("{}.2356", day.str.slice(0, 4)),
    }
    for side in ("actor", "target"):
        code = pl.col(side)
        named = code != ""
        found |= {
            f"{side} code": pl.when(named).then(pl.format("{}GOV", code)).otherwise(pl.lit("")),
            f"{side} name": pl.when(named).then(pl.format("STATE {}", code)).otherwise(pl.lit("LEADER")),
            f"{side} country": code,
        }
        found |= {f"{side} empty {place}": pl.lit("") for place in range(4)}
        found |= {f"{side} type": pl.lit("GOV")}
        found |= {f"{side} type {place}": pl.lit("") for place in (2, 3)}
    return found


def _what(quads: dict[str, int]) -> dict[str, pl.Expr]:
    """The ten columns of what was done, and how often it was told."""
    code = pl.col("code")
    weights = {one: known.goldstein_gdelt for one, known in cameo_codes().items()}
    return {
        "is root": pl.col("number") % 2,
        "code": code,
        "base": code.str.slice(0, 3),
        "root": pl.col("root"),
        "quad": pl.col("root").replace_strict(quads),
        "goldstein": code.replace_strict(weights),
        "mentions": pl.col("mentions"),
        "sources": pl.col("mentions") // 3 + 1,
        "articles": pl.col("articles"),
        "tone": pl.col("tone"),
    }


def _where() -> dict[str, pl.Expr]:
    """Three places of eight columns each."""
    found = {}
    for place, of in enumerate(("actor", "target", "action"), start=1):
        number = pl.col("place") * place % 40_009
        told = {
            "kind": number % 4 + 1,
            "name": pl.format("Town {}, Province {}", number, number % 800),
            "country": pl.format("C{}", number % 90),
            "first": pl.format("C{}P{}", number % 90, number % 20),
            "second": pl.format("{}", number % 30_000),
            "latitude": (number % 1800) / 10 - 90,
            "longitude": (number % 3600) / 10 - 180,
            "id": -number,
        }
        somewhere = (number % 5 > 1) | pl.lit(of == "action")
        found |= {f"{of} geo {name}": pl.when(somewhere).then(one) for name, one in told.items()}
    return found


def _texts(drawn: Generator, rows: int) -> NDArray[np.int64]:
    """Which text each row is from."""
    new = drawn.random(rows) < 1 / _A_TEXT
    return np.cumsum(new)


def _countries(drawn: Generator, told: NDArray[np.int64]) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """Countries of both sides by row: those of a text's rows are the same, or of none."""
    codes = np.array(sorted({one.code for one in bearers() if one.on(FIRST)}))
    weight = 1 / (1 + np.random.default_rng(0).permutation(len(codes)))
    texts = int(told[-1]) + 1
    first = drawn.choice(codes, texts, p=weight / weight.sum())
    second = drawn.choice(codes, texts, p=weight / weight.sum())
    region = drawn.random(texts) < 0.05
    second = np.where(region, drawn.choice(np.array(REGIONS), texts), second)
    kinds = drawn.choice(list(_KINDS), texts, p=list(_KINDS.values()))
    same = kinds == "at home"
    second = np.where(same, first, second)
    clash = (kinds == "abroad") & (first == second)
    second = np.where(clash, np.where(first == codes[0], codes[1], codes[0]), second)
    first = np.where((kinds == "second alone") | (kinds == "neither"), "", first)
    second = np.where((kinds == "first alone") | (kinds == "neither"), "", second)
    return first[told], second[told]


def _codes(
    drawn: Generator, told: NDArray[np.int64], rows: int
) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Code of each row, and whether it is told of the other side: rows of a text mostly tell the same."""
    known = cameo_codes()
    below = sorted(one for one in known if len(one) > 2)
    nth: dict[str, int] = {}
    weight = []
    for one in below:
        nth[one[:2]] = nth.get(one[:2], 0) + 1
        weight.append(_ROOTS[int(one[:2]) - 1] / nth[one[:2]] ** 1.5)
    chances = np.array(weight) / sum(weight)
    texts = int(told[-1]) + 1
    of_text, own = drawn.choice(below, texts, p=chances), drawn.choice(below, rows, p=chances)
    code = np.where(drawn.random(rows) < 0.35, of_text[told], own)
    mirrors = {one: known[one].mirror for one in below if known[one].mirror}
    turned = np.isin(code, list(mirrors)) & (drawn.random(rows) < 0.3)
    return np.where(turned, np.array([mirrors.get(one, one) for one in code]), code), turned


def _days(drawn: Generator, day: dt.date, rows: int) -> list[dt.date]:
    """Days told of: that of the file, for some rows one before it, and for a few the year before."""
    ago = np.where(drawn.random(rows) < 0.03, drawn.choice([1, 2, 7, 30, 31, 32, 365], rows), 0)
    days = {int(one): day - dt.timedelta(int(one)) for one in np.unique(ago)}
    return [days[int(one)] for one in ago]
