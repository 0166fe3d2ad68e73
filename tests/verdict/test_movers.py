"""Who moved furthest."""

import datetime as dt

import numpy as np
import pytest
from tests.verdict.synthetic import SyntheticVotes

from leeway.errors import QuestionError
from leeway.measures.line import PairChanges
from leeway.verdict.movers import COLUMNS, movers

INVENTED = {"votes": SyntheticVotes()}


def test_the_known_movers_lead_their_lists():
    found = movers("Russia", estimates=INVENTED)
    assert [row.state for row in found.away] == ["ARG", "KAZ"]
    assert found.closer[0].state == "TUR"
    assert [row.rank for row in found.closer] == [1, 2, 3, 4, 5, 6][: len(found.closer)]
    assert found.away[0].probability > 0.99
    assert found.away[0].false_discovery < 0.01
    assert found.away[0].change == pytest.approx(-0.3, abs=0.01)
    assert found.compared == len(found.rows)


def test_who_moved_is_told_from_the_mover():
    kazakhstan = next(row for row in movers("RUS", estimates=INVENTED).away if row.state == "KAZ")
    assert kazakhstan.moved is not None
    assert kazakhstan.moved.state > 0.8


def test_a_shorter_list_and_the_stretches_of_ask():
    found = movers("Moscow", since="2010", until="2020", n=1, estimates=INVENTED)
    assert len(found.away) == len(found.closer) == 1
    assert found.before == (dt.date(2010, 1, 1), dt.date(2012, 12, 31))


def test_only_states_seated_in_both_stretches_are_compared():
    found = movers("Russia", since="1985", until="2000", estimates=INVENTED)
    assert "KAZ" not in [row.state for row in found.rows]
    assert "CSK" not in [row.state for row in found.rows]


def test_rows_have_the_columns_of_the_table():
    found = movers("Russia", n=2, estimates=INVENTED)
    assert all(tuple(row.to_dict()) == COLUMNS for row in found.rows)
    assert list(found.to_dict())[:4] == ["partner", "name", "since", "until"]


@pytest.mark.parametrize(
    ("partner", "options", "message"),
    [
        ("Atlantis", {}, "No state is known"),
        ("CSK", {"since": "2000"}, "did not both sit after 1992-12-31"),
        ("RUS", {"n": 0}, "cannot be ranked"),
        ("RUS", {"since": "2020", "until": "2010"}, "backwards"),
        ("RUS", {"since": "2022-01", "until": "2022-05"}, "too short"),
        ("RUS", {"line": "weather"}, "no line of evidence"),
    ],
)
def test_impossible_rankings_exit_with_two(partner, options, message):
    with pytest.raises(QuestionError, match=message):
        movers(partner, estimates=INVENTED, **options)


def test_a_window_beyond_the_record_says_so():
    found = movers("RUS", until="2026", estimates=INVENTED)
    assert "ends on 2024-06-28" in found.caveats[0]


class Apart(SyntheticVotes):
    """Votes of which nothing can be compared over a window that ends after 2019."""

    def changes(self, before, after, *, partner=None):
        found = super().changes(before, after, partner=partner)
        if after[1].year <= 2019:
            return found
        return PairChanges((), (), np.empty(0), np.empty(0))


def test_without_an_end_the_last_window_that_can_be_told_is_told():
    found = movers("Russia", estimates={"votes": Apart()})
    assert found.until == dt.date(2019, 12, 31)
    assert found.since == dt.date(2010, 1, 1)
    assert any("that ends after 2019-12-31" in one for one in found.caveats)
    assert not any("that ends after" in one for one in movers("Russia", estimates=INVENTED).caveats)


def test_a_window_with_an_end_is_told_or_refused():
    with pytest.raises(QuestionError, match="tells of no state with Russia both in 2012"):
        movers("Russia", since="2012", until="2022", estimates={"votes": Apart()})


def test_a_beginning_after_all_that_can_be_told_is_refused():
    with pytest.raises(QuestionError, match="tells of no state with Russia both in 2019"):
        movers("Russia", since="2019-06", estimates={"votes": Apart()})
