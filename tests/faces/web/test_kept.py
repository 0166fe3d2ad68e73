"""What is kept, in which order it leaves, and who waits for whom."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import anyio
import pytest

from leeway.errors import QuestionError
from leeway.faces.web.answers import Answers
from leeway.faces.web.commands import COMMANDS
from leeway.faces.web.kept import Body, BusyError, Gate, Kept
from leeway.faces.web.queries import AskQuery, MoversQuery, SurpriseQuery
from leeway.faces.web.settings import Settings

LONG = 10.0


def _body(text="a", **named):
    return Body.of("text/plain", text.encode(), **named)


def test_the_budget_is_respected_and_the_oldest_leave_first():
    kept = Kept(budget=80, size_of=len)
    for name in "abcdefgh":
        kept.put(name, name * 10)
    assert (len(kept), kept.spent) == (8, 80)
    assert kept.get("a") == "a" * 10
    kept.put("i", "i" * 10)
    assert kept.get("b") is None
    assert kept.get("a") is not None
    assert kept.spent == 80
    kept.put("c", "c")
    assert kept.spent == 71
    kept.put("large", "x" * 11)
    assert kept.get("large") is None
    assert kept.get("c") == "c"


def test_the_budget_holds_while_many_put():
    kept = Kept(budget=1_000, size_of=len)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: kept.put(n % 97, "x" * (n % 120)), range(4_000)))
    assert kept.spent == sum(len(kept.get(key) or "") for key in range(97)) <= 1_000


def test_small_bodies_and_pictures_are_not_packed():
    assert _body("a" * 700).packed is None
    assert _body("a" * 701).packed is not None
    assert Body.of("image/png", b"a" * 5_000).packed is None
    assert _body("a" * 5_000).tag == _body("a" * 5_000).tag != _body("b" * 5_000).tag


def test_those_who_want_the_same_wait_for_each_other():
    gate, made, most, lock = Gate(4, 40), [], [0, 0], threading.Lock()

    def ask(key):
        with gate.turn(key):
            with lock:
                most[0] += 1
                most[1] = max(most)
            time.sleep(0.01)
            with lock:
                most[0] -= 1
            made.append(key)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ask, ["same"] * 10))
    assert len(made) == 10
    assert most[1] == 1


def test_no_more_than_its_turns_at_the_same_time():
    gate, inside, most, lock = Gate(2, 40), [0], [0], threading.Lock()

    def ask(key):
        with gate.turn(key):
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            time.sleep(0.01)
            with lock:
                inside[0] -= 1

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(ask, range(10)))
    assert most[0] == 2


def test_too_many_are_sent_away_and_a_failure_gives_its_place_back():
    gate = Gate(1, 0)
    with gate.turn("a"), pytest.raises(BusyError, match="Too many"), gate.turn("b"):
        pass
    for _ in range(3):
        with pytest.raises(ValueError, match="broken"), gate.turn("a"):
            raise ValueError("broken")
    with gate.turn("a"):
        assert list(gate._making) == ["a"]
    assert gate._making == {}


def test_ten_threads_make_an_answer_once(monkeypatch, settings):
    answers, made = Answers(settings), []
    own = type(COMMANDS["movers"]).told

    def slowly(command, *given):
        made.append(command.name)
        time.sleep(0.05)
        return own(command, *given)

    monkeypatch.setattr(type(COMMANDS["movers"]), "told", slowly)
    with ThreadPoolExecutor(10) as pool:
        told = list(pool.map(lambda _: answers.told("movers", ("RUS",), MoversQuery()), range(10)))
    assert made == ["movers"]
    assert all(one is told[0] for one in told)
    assert len(answers._told) == 1


def test_a_body_is_made_once_for_all_who_wait(settings):
    answers, made = Answers(settings), []

    def make():
        made.append(1)
        time.sleep(0.05)
        return _body()

    async def ask():
        return await asyncio.gather(*(answers.body("key", make) for _ in range(10)))

    bodies = anyio.run(ask)
    assert len(made) == 1
    assert {id(one) for one in bodies} == {id(bodies[0])}
    assert answers._making == {}


def test_a_client_that_leaves_takes_no_place_along():
    answers, go, made = Answers(Settings(at_once=1, waiting=0)), threading.Event(), []

    def make():
        go.wait(LONG)
        made.append(1)
        return _body()

    async def ask():
        first = asyncio.ensure_future(answers.body("key", make))
        await asyncio.sleep(0.01)
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        with pytest.raises(BusyError):
            await answers.body("other", _body)
        joined = asyncio.ensure_future(answers.body("key", make))
        await asyncio.sleep(0)
        go.set()
        assert (await joined).data == b"a"
        assert (await answers.body("other", _body)).data == b"a"

    anyio.run(ask)
    assert made == [1]


def test_a_failure_with_nobody_waiting_is_not_logged(caplog):
    answers, go = Answers(Settings()), threading.Event()

    def make():
        go.wait(LONG)
        raise QuestionError("a very private question")

    async def ask():
        first = asyncio.ensure_future(answers.body("key", make))
        await asyncio.sleep(0.01)
        first.cancel()
        go.set()
        while answers._making:
            await asyncio.sleep(0.005)
        with pytest.raises(QuestionError):
            await answers.body("key", make)

    anyio.run(ask)
    assert "private" not in caplog.text
    assert answers._bodies.get("key") is None


def test_what_may_be_otherwise_the_next_time_is_not_kept(settings):
    answers = Answers(settings)
    anyio.run(answers.body, "key", lambda: _body(passing=True))
    anyio.run(answers.body, "other", _body)
    assert answers._bodies.get("key") is None
    assert answers._bodies.get("other") is not None


@pytest.mark.parametrize(
    ("name", "query", "slow"),
    [
        ("ask", AskQuery(), False),
        ("ask", AskQuery(as_of="2015"), True),
        ("ask", AskQuery(robust=True), True),
        ("movers", MoversQuery(as_of="2015"), True),
        ("movers", MoversQuery(), False),
        ("surprise", SurpriseQuery(), True),
    ],
)
def test_slow_questions_have_a_gate_of_their_own(monkeypatch, settings, name, query, slow):
    answers, passed = Answers(settings), []
    for gate in ("_gate", "_slow"):
        own = getattr(answers, gate).turn
        monkeypatch.setattr(
            getattr(answers, gate), "turn", lambda key, own=own, gate=gate: passed.append(gate) or own(key)
        )
    monkeypatch.setattr(type(COMMANDS[name]), "told", lambda *given: SimpleNamespace(size=0))
    answers.told(name, ("KAZ", "RUS"), query)
    assert passed == ["_slow" if slow else "_gate"]


def test_weights_of_a_slow_question_wait_at_the_slow_gate(web, app, monkeypatch):
    passed = []
    answers = app.state.answers
    own = answers.worked_out
    monkeypatch.setattr(
        answers,
        "worked_out",
        lambda key, make, *, slow=False: passed.append(slow) or own(key, make, slow=slow),
    )
    assert web.get("/weights/KAZ/RUS.json?as_of=2015").status_code == 404
    assert web.get("/api/bending?a=KAZ&b=RUS&as_of=2016").status_code == 404
    assert passed == [True, True]


@pytest.mark.parametrize("path", ["/movers/CHN", "/movers/CHN.json", "/api/movers?b=CHN"])
def test_who_is_sent_away_is_told_when_to_come_again(web, app, monkeypatch, path):
    def full(*given):
        raise BusyError

    monkeypatch.setattr(app.state.answers, "told", full)
    answer = web.get(path)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0
    assert answer.headers["cache-control"] == "no-store"
