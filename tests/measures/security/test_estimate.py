"""The estimates of the line, from a record in its own file to a folder and back."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest
from tests.measures import ties_record
from tests.measures.ties_record import ARMS_ROWS, TIES_ROWS, listed, mutual, owes, sold

from leeway.errors import DataError, MissingSourceError, QuestionError
from leeway.measures.security import MEASURE, load
from leeway.measures.security.alliances import HIGHEST
from leeway.measures.security.estimate import estimate_security, make_tables
from leeway.measures.security.estimates import SecurityEstimates
from leeway.measures.security.files import KAPPA_STEP
from leeway.measures.security.portfolios import alliance_similarity, checked
from leeway.numerics.similarity import similarity
from leeway.record.store import open_record

MEMBERS = ("FIN", "IRL", "ISL", "NOR", "SWE")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with open_record(ties_record.make(tmp_path_factory.mktemp("record") / "record.duckdb")) as opened:
        yield opened


@pytest.fixture(scope="module")
def folder(record, tmp_path_factory):
    folder = tmp_path_factory.mktemp("estimates")
    MEASURE.estimate(record, folder)
    return folder


@pytest.fixture(scope="module")
def told(folder) -> SecurityEstimates:
    found = load(folder)
    assert isinstance(found, SecurityEstimates)
    return found


def changed(tmp_path, *, built: dt.date | None = None, **rows) -> SecurityEstimates:
    with open_record(ties_record.make(tmp_path / "changed.duckdb", **rows)) as opened:
        return SecurityEstimates(make_tables(opened, built=built))


def differing(one: SecurityEstimates, other: SecurityEstimates) -> set[str]:
    return {difference.what.split()[0] for difference in one.compare(other) if difference.largest > 0}


def test_the_manifest_tells_what_was_read(told):
    assert told.tables.names == {"alliances", "kappa", "blocs", "arms"}
    assert str(told.built) == "2016-12-31"
    assert told.covered == (dt.date(1946, 1, 1), dt.date(2018, 12, 31))
    assert [source.id for source in told.sources] == sorted(MEASURE.sources)


def test_a_rebuild_writes_the_same_bytes_and_a_touched_table_is_refused(record, folder, told, tmp_path):
    estimate_security(record, tmp_path / "security", built=told.built)
    for file in sorted((folder / "security").iterdir()):
        assert file.read_bytes() == (tmp_path / "security" / file.name).read_bytes(), file.name
    again = load(tmp_path)
    assert differing(told, again) == set()
    told.tables.table("arms").head(1).write_parquet(tmp_path / "security/arms.parquet")
    with pytest.raises(DataError, match="The table arms of the estimates is not the one") as refused:
        load(tmp_path).changes(*[(dt.date(2000, 1, 1), dt.date(2002, 12, 31))] * 2)
    assert refused.value.hint == "leeway estimate security"


DOUBTFUL = [
    listed("SWE", "CIS", "2000-01-01"),
    listed("NOR", "CIS", "1993-02-01", "2001-01-01"),
    listed("ISL", "EAEU", None, frozen_since=dt.date(2016, 1, 1)),
    listed("IRL", "NATO", "1999-01-01", as_of=dt.date(2025, 12, 31)),
    *mutual("IRL", "SWE", "defence", 1960, None),
]


def test_a_doubtful_fact_changes_no_table(told, tmp_path):
    doubtful = [
        row | {"status": status, "tie": f"{row['tie']} {status}"}
        for row in DOUBTFUL
        for status in ("suspect", "unverified")
    ]
    more = changed(tmp_path, ties=[*TIES_ROWS, *doubtful])
    assert differing(told, more) == set()
    left_out = ("sources", "tables", "version", "record", "format")
    entries = (
        {name: value for name, value in one.tables.manifest.items() if name not in left_out}
        for one in (told, more)
    )
    assert next(entries) == next(entries)


def test_the_same_facts_found_in_a_text_do_change_them(told, tmp_path):
    found = changed(tmp_path, ties=[*TIES_ROWS, *DOUBTFUL])
    assert {"alliances", "kappa", "blocs"} <= differing(told, found)


def test_kappa_in_the_tables_is_that_of_the_portfolios_of_each_year(told):
    owed = {("FIN", "NOR"): 3, ("NOR", "FIN"): 3, ("ISL", "NOR"): 1, ("FIN", "SWE"): 2}
    for year, members in ((1948, [0, 1, 3, 4]), (1995, range(5)), (2012, range(5))):
        names = [MEMBERS[place] for place in members]
        stands = {
            pair: level for pair, level in owed.items()
            if pair == ("FIN", "SWE") or (year == 1995 or (pair == ("ISL", "NOR") and year > 1989))
        }  # fmt: skip
        portfolios = [[HIGHEST if a == b else stands.get((a, b), 0) for b in names] for a in names]
        expected = similarity(np.array(portfolios), HIGHEST).kappa_sq
        for row, one in enumerate(names):
            for column, other in enumerate(names[:row]):
                shipped = dict(told.kappa(one, other).iter_rows())
                assert shipped[year] == pytest.approx(expected[row, column], abs=KAPPA_STEP / 2 + 1e-6)


def test_likeness_of_the_record_is_that_of_the_tables(record, told):
    table = alliance_similarity(record)
    assert table["year"].max() == 2012
    assert table.filter((pl.col("year") == 1949) & (pl.col("partner") == "ISL")).is_empty()
    assert set(table.filter(pl.col("year") == 1949)["members"]) == {4}
    for one, other, year, kappa in table.select("state", "partner", "year", "kappa").iter_rows():
        if year % 7 == 0:
            assert dict(told.kappa(one, other).iter_rows())[year] == pytest.approx(kappa, abs=0.006)


def test_likeness_names_what_it_lacks_and_knows_its_measures(tmp_path):
    with (
        open_record(ties_record.make(tmp_path / "r.duckdb", without=["cow-system"])) as opened,
        pytest.raises(MissingSourceError, match="nothing of cow-system") as refused,
    ):
        alliance_similarity(opened)
    assert refused.value.hint == "leeway refresh cow-system"
    with pytest.raises(QuestionError, match="called 'tau'"):
        checked("tau")


def test_without_a_needed_source_nothing_is_written(tmp_path):
    with (
        open_record(ties_record.make(tmp_path / "r.duckdb", without=["sipri-arms"])) as opened,
        pytest.raises(MissingSourceError, match="nothing of sipri-arms, and the line security"),
    ):
        MEASURE.estimate(opened, tmp_path)
    assert not (tmp_path / "security").exists()


def test_sources_that_only_tell_of_the_past_may_be_missing(told, tmp_path):
    absent = ("cow-alliances", "gml-mid")
    less = changed(tmp_path, without=absent, built=dt.date(2020, 2, 29))
    assert differing(told, less) == set()
    assert {one.id for one in told.sources} - {one.id for one in less.sources} == set(absent)
    assert (told.tables.manifest["turning"], less.tables.manifest["turning"]) == (
        [0, 0.5, 0.5],
        [0.1, 0.8, 0.1],
    )
    assert less.tables.manifest["ruptures"] == {"all": 0, "seen": 0}
    assert str(less.built) == "2020-02-29"


def test_each_series_stops_where_its_own_source_does(told):
    window = (dt.date(1996, 1, 1), dt.date(2018, 12, 31))
    legs = {leg.name: leg.series.labels[-1] for leg in told.legs("FIN", "NOR", window=window)}
    assert legs == {"alliances": "2012", "blocs": "2018", "arms": "2016"}
    assert np.isnan(told.arrays.levels("FIN", "NOR", range(2010, 2018))).tolist() == [False] * 3 + [True] * 5
    assert [leg.counted for leg in told.legs("FIN", "NOR", window=window)] == [False, True, False]


def test_a_tie_before_one_was_a_state_is_not_known(told):
    levels = told.arrays.levels("NOR", "ISL", range(1948, 1952))
    assert np.isnan(levels[:2]).all()
    assert (levels[2:] == 0).all()
    assert np.isnan(told.arrays.levels("NOR", "DEU", range(1948, 1952))).all()


def test_totals_stand_for_the_years_before_the_register_and_are_counted_once(told, tmp_path):
    twice = changed(tmp_path, arms=[*ARMS_ROWS, sold("NOR", "FIN", 2000, 900.0, deal=None)])
    assert differing(told, twice) == set()
    share, _, _ = told.arrays.arms_of("FIN", "NOR", range(2001, 2004))
    assert share[1] == pytest.approx((7 + 4 * 30) / (7 + 4 * 40), abs=5e-4)
    assert np.isnan(share[0])


def test_what_came_after_a_day_changes_nothing_known_by_then(told, tmp_path):
    day = dt.date(2007, 12, 31)
    later = [
        *TIES_ROWS,
        owes("IRL", "NOR", "defence", 2009, None),
        listed("NOR", "NATO", "2010-01-01"),
    ]
    arms = [*ARMS_ROWS, *(sold("SWE", "FIN", year, 500.0) for year in (2008, 2009))]
    other = changed(tmp_path, ties=later, arms=arms)
    window = (dt.date(2002, 1, 1), dt.date(2018, 12, 31))
    cut = (window[0], day)
    assert told.as_of(day).covered[1] == day
    for pair in (("FIN", "NOR"), ("FIN", "IRL"), ("ISL", "NOR")):
        one, same = (estimates.as_of(day).series(*pair, window=cut, seed=3) for estimates in (told, other))
        assert one.labels[-1] == "2007"
        assert one.draws.tolist() == same.draws.tolist()
    assert told.series("FIN", "IRL", window=window).mean.tolist() != (
        other.series("FIN", "IRL", window=window).mean.tolist()
    )
    assert told.as_of(day).silence("IRL", "SWE", window)


def test_silence_tells_nothing_from_not_known_at_both_ends(told):
    def said(one: str, other: str, first: int, last: int) -> str | None:
        return told.silence(one, other, (dt.date(first, 1, 1), dt.date(last, 12, 31)))

    assert "nothing could loosen" in (said("IRL", "SWE", 1990, 2010) or "")
    assert said("FIN", "SWE", 2005, 2018) == (
        "No kind of tie is known at both ends of these years (alliances to 2012)."
    )
    assert said("FIN", "SWE", 2000, 2012) is None
    assert "No source of security ties speaks" in (said("FIN", "SWE", 2000, 2000) or "")
    assert "No source of security ties speaks" in (said("FIN", "ZZZ", 1990, 2010) or "")
    with pytest.raises(ValueError, match="nothing on FIN and SWE in 2005 to 2018"):
        told.series("FIN", "SWE", window=(dt.date(2005, 1, 1), dt.date(2018, 12, 31)))


def test_a_pair_with_arms_could_have_seen_a_break(told):
    window = (dt.date(1996, 1, 1), dt.date(2012, 12, 31))
    assert told.unseen("FIN", "NOR", (dt.date(2004, 1, 1), dt.date(2016, 12, 31))) is None
    assert "Of 2 times since 1946 that allies used force" in (told.unseen("ISL", "NOR", window) or "")
    assert (told.unseen("ISL", "NOR", window) or "").endswith("three years later in 1.")


def test_who_left_the_bloc_moved_and_the_one_that_stayed_did_not(told):
    spans = ((dt.date(2003, 1, 1), dt.date(2005, 12, 31)), (dt.date(2010, 1, 1), dt.date(2012, 12, 31)))
    left = told.moved("FIN", "ISL", *spans)
    assert left is not None
    assert (left.change, left.state, left.partner, left.agenda) == pytest.approx((-1, -1, 0, 0))
    mirrored = told.moved("ISL", "FIN", *spans)
    assert mirrored is not None
    assert (mirrored.state, mirrored.partner) == pytest.approx((0, -1))
    assert told.moved("ISL", "NOR", *spans) is None
