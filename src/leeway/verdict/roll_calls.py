"""One roll call with every vote on it, and the roll calls that some words are about."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.errors import DataError, QuestionError
from leeway.states import resolve
from leeway.verdict.evidence import rounded
from leeway.verdict.naming import name_of, pair_of
from leeway.verdict.window import backwards, day_of

if TYPE_CHECKING:
    from leeway.record.store import Record, RollCall

COLUMNS = ("date", "symbol", "body", "title", "yes", "no", "abstentions", "state_vote", "partner_vote")
"""Columns of a list of roll calls."""

VOTE_COLUMNS = ("state", "name", "vote", "rarity", "expected", "bits", "note")
"""Columns of the votes on one roll call."""

_ANSWERS = ("N", "A", "Y")
_PRIOR_VOTES = 0.5
_LEAST = 1e-6

_SEARCH = """
    SELECT date, coalesce(symbol, roll_call) AS symbol, body, title, yes, no, abstentions,
        a.vote AS state_vote, b.vote AS partner_vote, count(*) OVER () AS total
    FROM roll_calls
    LEFT JOIN (SELECT roll_call, vote FROM votes WHERE state = $state) AS a USING (roll_call)
    LEFT JOIN (SELECT roll_call, vote FROM votes WHERE state = $partner) AS b USING (roll_call)
    WHERE date BETWEEN $since AND $until
        AND coalesce(list_bool_and([
            contains(lower(strip_accents(concat_ws(' ', title, symbol))), lower(strip_accents(word)))
            FOR word IN $words::VARCHAR[]
        ]), TRUE)
    ORDER BY date DESC, undl_id DESC
    LIMIT $most
"""


@dataclass(frozen=True, slots=True)
class StateVote:
    """What one state did on a roll call.

    Attributes
    ----------
    state, name : str
    vote : {'Y', 'A', 'N', 'X'}
        X is *no vote cast*, which is not an abstention.
    rarity : float or None
        -log2 of the share of the other votes cast that say the same; None where no vote was cast.
    expected : dict of str to float, or None
        Probabilities of yes, abstention and no (Y, A, N), given that a vote is cast, in the fit to all votes,
        this one too; None where the fit does not hold the roll call or the state.
    bits : float or None
        -log2 of the expected probability of the vote cast.
    note : str or None
        The publisher's, beside the vote.
    """

    state: str
    name: str
    vote: str
    rarity: float | None
    expected: dict[str, float] | None
    bits: float | None
    note: str | None

    def to_dict(self) -> dict[str, Any]:
        """The vote under the keys of `VOTE_COLUMNS`."""
        odds = self.expected
        return {
            "state": self.state,
            "name": self.name,
            "vote": self.vote,
            "rarity": None if self.rarity is None else rounded(self.rarity),
            "expected": None if odds is None else {vote: rounded(share) for vote, share in odds.items()},
            "bits": None if self.bits is None else rounded(self.bits),
            "note": self.note,
        }


@dataclass(frozen=True, slots=True)
class RollCallTold:
    """A roll call and every vote on it.

    Attributes
    ----------
    roll_call, symbol : str
        Key in the record, and symbol of the resolution.
    body : {'GA', 'SC'}
    date : date
    session, meeting, title, agenda : str or None
        As printed.
    question, topic : str or None
        The question that it put again, or that was put again later, and its topic; None where not known.
    times : int
        Roll calls of the record on that question, this one too; 0 where it has none.
    votes : tuple of StateVote
        Those that the fit expected least first; then those rarest among the others.
    """

    roll_call: str
    symbol: str
    body: str
    date: dt.date
    session: str | None
    meeting: str | None
    title: str | None
    agenda: str | None
    question: str | None
    topic: str | None
    times: int
    votes: tuple[StateVote, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many voted yes, no and abstained, and how many sat and cast no vote."""
        cast = Counter(vote.vote for vote in self.votes)
        return {"yes": cast["Y"], "no": cast["N"], "abstain": cast["A"], "absent": cast["X"]}

    @property
    def sentence(self) -> str:
        """The roll call in one sentence."""
        told = self.counts
        title = f", {self.title}" if self.title else ""
        return (
            f"{self.symbol} ({self.date}){title}: {told['yes']} yes, {told['no']} no, "
            f"{told['abstain']} abstained, {told['absent']} cast no vote."
        )

    def __str__(self) -> str:
        return self.sentence

    def rows(self) -> list[dict[str, Any]]:
        """One row a state, under the keys of `VOTE_COLUMNS`."""
        return [vote.to_dict() for vote in self.votes]

    def to_dict(self) -> dict[str, Any]:
        """Stable keys; rarity and bits are in bits."""
        return {
            "symbol": self.symbol,
            "body": self.body,
            "date": self.date.isoformat(),
            "session": self.session,
            "meeting": self.meeting,
            "title": self.title,
            "agenda": self.agenda,
            "question": self.question,
            "topic": self.topic,
            "times": self.times,
            "counts": self.counts,
            "votes": self.rows(),
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True)
class FoundRollCall:
    """One roll call of a list.

    Attributes
    ----------
    date : date
    symbol : str
    body : {'GA', 'SC'}
    title : str or None
    yes, no, abstentions : int or None
        As printed.
    state_vote, partner_vote : {'Y', 'A', 'N', 'X'} or None
        None where that state was not asked about or had no seat.
    """

    date: dt.date
    symbol: str
    body: str
    title: str | None
    yes: int | None
    no: int | None
    abstentions: int | None
    state_vote: str | None
    partner_vote: str | None


@dataclass(frozen=True, slots=True)
class RollCallsFound:
    """Roll calls that some words are about.

    Attributes
    ----------
    words : str
    state, partner : str or None
        Whose votes are told.
    total : int
        How many there are; `found` holds the newest of them.
    found : tuple of FoundRollCall
    """

    words: str
    state: str | None
    partner: str | None
    total: int
    found: tuple[FoundRollCall, ...]

    def rows(self) -> list[dict[str, Any]]:
        """The roll calls, newest first, under the keys of `COLUMNS`."""
        return [{**asdict(one), "date": one.date.isoformat()} for one in self.found]

    def to_dict(self) -> dict[str, Any]:
        """Stable keys."""
        asked = [one for one in (self.state, self.partner) if one is not None]
        return {
            "words": self.words,
            "state": self.state,
            "partner": self.partner,
            "total": self.total,
            "roll_calls": self.rows(),
            "names": {one: name_of(one) for one in asked},
        }


def roll_call(symbol: str, *, record: Record | Path | str | None = None) -> RollCallTold:
    """Tell a roll call and every vote on it.

    Parameters
    ----------
    symbol : str
        As ``A/RES/ES-11/1``, ``es-11/1``, ``68/262`` or ``S/RES/242(1967)``.
    record : Record or path, optional
        The record, open or by its file; by default the user's.

    Raises
    ------
    QuestionError
        If there is no such roll call, or several; near matches are offered.
    DataError
        If there is no record, or it holds no votes.
    """
    with _opened(record) as opened:
        asked = opened.roll_call(symbol)
        cast = list(opened.votes_on(asked.roll_call).iter_rows(named=True))
        times = _times(opened, asked.question)
    counts = Counter(row["vote"] for row in cast)
    expected = _expected(asked.roll_call) if asked.body == "GA" else {}
    votes = [_state_vote(row, counts, expected.get(row["state"])) for row in cast]
    label, topic = _question(asked)
    return RollCallTold(
        roll_call=asked.roll_call,
        symbol=asked.symbol or asked.roll_call,
        body=asked.body,
        date=asked.date,
        session=asked.session,
        meeting=asked.meeting,
        title=asked.title,
        agenda=asked.agenda_title,
        question=label if times > 1 else None,
        topic=topic,
        times=times,
        votes=tuple(sorted(votes, key=_least_expected)),
    )


def find_roll_calls(
    words: str,
    *,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    state: str | None = None,
    partner: str | None = None,
    limit: int = 50,
    record: Record | Path | str | None = None,
) -> RollCallsFound:
    """Find roll calls by words of their titles and symbols, newest first.

    Parameters
    ----------
    words : str
        Each must stand in the title or the symbol, whatever its capitals and accents; without any, every roll
        call of the window is found.
    since, until : str or date, optional
        Days of the vote, both included.
    state, partner : str, optional
        Whose votes are told beside each roll call, by any name.
    limit : int
        How many at most.
    record : Record or path, optional
        The record, open or by its file; by default the user's.

    Raises
    ------
    QuestionError
        If a state is unknown, the window runs backwards, or `limit` is below 1.
    DataError
        If there is no record, or it holds no votes.
    """
    if limit < 1:
        raise QuestionError(f"{limit} roll calls cannot be listed.", hint="Ask for one or more.")
    first = dt.date.min if since is None else day_of(since, end=False)
    last = dt.date.max if until is None else day_of(until, end=True)
    if first > last:
        raise backwards(first, last)
    if state is not None and partner is not None:
        state, partner = pair_of(state, partner)
    else:
        state, partner = (None if one is None else resolve(one) for one in (state, partner))
    asked = {"words": words.split(), "since": first, "until": last, "state": state, "partner": partner}
    with _opened(record) as opened:
        rows = list(opened.select(_SEARCH, values={**asked, "most": limit}).iter_rows(named=True))
    total = rows[0]["total"] if rows else 0
    found = tuple(FoundRollCall(**{key: row[key] for key in COLUMNS}) for row in rows)
    return RollCallsFound(" ".join(words.split()), state, partner, total, found)


@contextmanager
def _opened(record: Record | Path | str | None) -> Iterator[Record]:
    """The record, with votes in it; closed afterwards unless it was handed over open."""
    from leeway.record.store import Record, open_record, record_path

    if not isinstance(record, Record) and not record_path(record).exists():
        raise DataError(
            "Roll calls are in the record, and there is none yet.",
            where=str(record_path(record)),
            hint="leeway refresh un-votes",
        )
    opened = nullcontext(record) if isinstance(record, Record) else open_record(record)
    with opened as found:
        if "un-votes" not in found.sources()["source"].to_list():
            raise DataError(
                "The record holds no votes.", where=str(found.path), hint="leeway refresh un-votes"
            )
        yield found


def _times(record: Record, question: str | None) -> int:
    """How many roll calls there are on a question."""
    if question is None:
        return 0
    query = "SELECT count(*) AS times FROM roll_calls WHERE question = $question"
    return int(record.select(query, values={"question": question})["times"][0])


def _question(asked: RollCall) -> tuple[str | None, str | None]:
    """The label of the question and its topic."""
    from leeway.measures.votes.labels import labels

    if asked.question is None:
        return None, None
    (label,) = labels([asked.question])
    return label.label, label.topic_with(asked.subjects, asked.title)


def _expected(key: str) -> dict[str, dict[str, float]]:
    """Yes, abstention and no by state in the shipped fit; nothing where it does not hold the roll call."""
    from leeway.measures.votes.estimates import VoteEstimates
    from leeway.measures.votes.expected import expected_votes
    from leeway.verdict.lines import load_lines

    (line,) = load_lines("votes")
    if not isinstance(line.estimates, VoteEstimates):
        return {}
    told = expected_votes(line.estimates.model, key) or {}
    return {
        state: dict(zip(reversed(_ANSWERS), map(float, odds[::-1]), strict=True))
        for state, odds in told.items()
    }


def _state_vote(
    row: Mapping[str, Any], counts: Mapping[str, int], odds: dict[str, float] | None
) -> StateVote:
    vote = str(row["vote"])
    cast = vote in _ANSWERS
    others = sum(counts[answer] for answer in _ANSWERS) - 1
    share = (counts[vote] - 1 + _PRIOR_VOTES) / (others + len(_ANSWERS) * _PRIOR_VOTES)
    return StateVote(
        state=row["state"],
        name=name_of(row["state"]),
        vote=vote,
        rarity=-math.log2(share) if cast else None,
        expected=odds,
        bits=-math.log2(max(odds[vote], _LEAST)) if cast and odds is not None else None,
        note=row["note"],
    )


def _least_expected(vote: StateVote) -> tuple[float, float, str]:
    """Order of votes: least expected, then rarest, those without a vote last."""
    return -(vote.bits or 0.0), -(vote.rarity or 0.0), vote.name
