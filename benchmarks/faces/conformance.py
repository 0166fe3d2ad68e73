"""The interface under generated requests: does it keep to its own description, and does it never fall?"""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from benchmarks.figures import Figure, Section, Table

if TYPE_CHECKING:
    from fastapi import FastAPI

SEED = 7
EXAMPLES = 150
LEAST = 3_000
HOST = "127.0.0.1"
#: Names, days and lines are words in the description, and what they mean decides: 400 is declared for them.
_BY_MEANING = "positive_data_acceptance"
_STATES = ("KAZ", "Russia", "Armenia", "DEU", "China", "Soviet Union", "Tuvalu", "USA", "Kosovo")
_PLAIN = ("a", "b", "states", "state", "partner", "q", "n", "days", "top", "limit", "symbol", "what")


@dataclass(frozen=True, slots=True)
class Failure:
    """What a check found: its name, the operation, the request, the response and what is wrong."""

    check: str
    operation: str
    request: str
    response: str
    says: str

    def __str__(self) -> str:
        return f"{self.check}, {self.operation}: {self.request} -> {self.response}: {self.says}"


@dataclass(frozen=True, slots=True)
class Checked:
    """What generated requests found.

    Attributes
    ----------
    requests : Counter of str
        By phase: from the examples, from every rule of the description, by chance.
    statuses : Counter of int
    operations : Counter of str
        Responses with 200 by operation; one that is absent was never answered.
    failures : tuple of Failure
        Each kind once.
    """

    requests: Counter[str]
    statuses: Counter[int]
    operations: Counter[str]
    failures: tuple[Failure, ...]

    @property
    def fallen(self) -> int:
        """Responses with a status of 500 or more."""
        return sum(count for status, count in self.statuses.items() if status >= 500)


def checked(app: FastAPI, *, examples: int, every_rule: bool = True, seed: int = SEED) -> Checked:
    """Put generated requests to an application in this process and check every response.

    All phases but those that need links between operations: the examples of the description, one request
    for every rule in it and against it, and requests by chance. Half of those by chance name states that
    there are, or hardly any would be answered.

    Parameters
    ----------
    app : FastAPI
    examples : int
        Requests by chance of an operation, at most.
    every_rule : bool
        Whether each rule of the description gets requests of its own.
    seed : int
        The same seed makes the same requests.
    """
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "generation": {"max-examples": examples, "database": "none", "deterministic": True},
            "phases": {"stateful": {"enabled": False}, "coverage": {"enabled": every_rule}},
            "checks": {_BY_MEANING: {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_asgi("/api/openapi.json", app, config=config, headers={"host": HOST})
    schema.config.base_url = f"http://{HOST}"
    schema.hook("map_query")(_with_states)
    requests, statuses, operations = Counter[str](), Counter[int](), Counter[str]()
    found: dict[tuple[str, str, str], Failure] = {}
    for event in from_schema(schema).execute():
        if isinstance(event, events.NonFatalError | events.FatalError):
            raise RuntimeError(f"The generated requests could not be made: {event}")
        if not isinstance(event, events.ScenarioFinished):
            continue
        recorder = event.recorder
        for interaction in recorder.interactions.values():
            response = interaction.response
            if response is None:
                continue
            requests[event.phase.value] += 1
            statuses[response.status_code] += 1
            operations[recorder.label] += response.status_code == 200
        for failure in _failures(recorder):
            kind = failure.check, failure.operation, failure.says.split(":")[0]
            found.setdefault(kind, failure)
    return Checked(requests, statuses, +operations, tuple(found.values()))


def _with_states(context: Any, query: Any) -> Any:
    """Half of the requests name states that there are, and half of those ask for little else."""
    del context
    if not isinstance(query, dict):
        return query
    drawn = zlib.crc32(repr(query).encode(errors="replace"))
    if drawn % 2:
        return query
    changed = {key: value for key, value in query.items() if drawn % 4 or key in _PLAIN}
    for place, key in enumerate(("a", "b", "states", "state", "partner")):
        if isinstance(changed.get(key), str):
            changed[key] = _STATES[(drawn // 2 + place) % len(_STATES)]
    return changed


def _failures(recorder: Any) -> list[Failure]:
    found = []
    for case, checks in recorder.checks.items():
        interaction = recorder.interactions.get(case)
        for check in checks:
            if check.failure_info is None or interaction is None:
                continue
            response = interaction.response
            told = f"{response.status_code} {response.content[:200]!r}" if response is not None else "nothing"
            request = interaction.request
            body = f" {request.body[:120]!r}" if request.body else ""
            says = f"{check.failure_info.failure.title}: {check.failure_info.failure.message}"
            found.append(
                Failure(check.name, recorder.label, f"{request.method} {request.uri[:300]}{body}", told, says)
            )
    return found


def section() -> Section:
    """Requests, failures, statuses."""
    from leeway.faces.web.app import create_app
    from leeway.faces.web.settings import Settings

    app = create_app(Settings())
    made = checked(app, examples=EXAMPLES)
    total = made.requests.total()
    declared = sum(
        len([one for one in path if one in ("get", "post", "put", "delete", "patch")])
        for path in app.openapi()["paths"].values()
    )
    sample = f"{total:,} requests, seed {SEED}"
    told = ", ".join(f"{count:,} {phase}" for phase, count in sorted(made.requests.items()))
    return Section(
        key="conformance",
        title="The interface under generated requests",
        command="python -m benchmarks.faces conformance",
        method=(
            "Schemathesis reads /api/openapi.json and asks the application in its own process, on the "
            "shipped estimates without the record: the examples, requests for and against every rule, and "
            f"requests by chance ({told}). Checked of every response: no 5xx; status, type of content, "
            "body and headers as described; what breaks a rule is refused; other methods are refused. "
            "That a request which fits the description is always accepted is not checked: which state or "
            "line a word means is not in the description, and 400 is declared for it."
        ),
        figures=[
            Figure("requests", total, "all operations", low=LEAST, digits=0),
            Figure("responses with 5xx", made.fallen, sample, high=0, digits=0),
            Figure("kinds of departures from the description", len(made.failures), sample, high=0, digits=0),
            Figure("operations declared", declared, "without the record", digits=0),
            Figure(
                "operations answered with 200", len(made.operations), "the others need the record", digits=0
            ),
        ],
        tables=[
            Table(
                "Statuses",
                ("status", "responses"),
                [[str(status), f"{count:,}"] for status, count in sorted(made.statuses.items())],
            ),
            *(
                [
                    Table(
                        "Departures",
                        ("check", "operation", "what"),
                        [
                            [one.check, one.operation, one.says.splitlines()[0][:120].replace("|", "/")]
                            for one in made.failures
                        ],
                    )
                ]
                if made.failures
                else []
            ),
        ],
    )
