"""Windows in which nothing is known to have happened."""

from __future__ import annotations

import pytest
from benchmarks.verdict.windows import CLEAR_YEARS, LAST, YEARS, quiet_windows


def case(
    direction: str, onset: int, first: int, last: int, pair: tuple[str, str] = ("AAA", "BBB")
) -> dict[str, str]:
    return {
        "state": pair[0],
        "partner": pair[1],
        "direction": direction,
        "onset": str(onset),
        "window_start": str(first),
        "window_end": str(last),
    }


@pytest.mark.parametrize("onset", [1950, 1966, 1989, 2014, 2022])
def test_windows_keep_clear_of_the_onset_and_of_the_end(onset: int) -> None:
    found = list(quiet_windows([case("away", onset, onset - 5, onset + 5)]))
    assert found
    for one in found:
        years = range(one.first, one.first + YEARS)
        assert years[-1] <= LAST
        assert not any(abs(year - onset) < CLEAR_YEARS for year in years)
    assert len({one.first for one in found}) == len(found)


def test_two_cases_of_a_pair_are_both_kept_clear_of() -> None:
    rows = [case("closer", 1960, 1955, 1965), case("away", 1975, 1970, 1980)]
    assert not any(
        1957 <= year <= 1963 or 1972 <= year <= 1978
        for one in quiet_windows(rows)
        for year in range(one.first, one.first + YEARS)
    )


def test_a_calm_case_s_own_window_is_left_out() -> None:
    found = list(quiet_windows([case("still", 2000, 1990, 2010)]))
    assert not any(1990 <= year <= 2010 for one in found for year in range(one.first, one.first + YEARS))
