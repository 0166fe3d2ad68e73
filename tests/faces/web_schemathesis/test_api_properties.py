"""The interface keeps to its own description under generated requests, and never falls."""

from __future__ import annotations

import pytest
from benchmarks.faces.conformance import Checked, checked
from fastapi import FastAPI
from starlette.responses import JSONResponse

from leeway.faces.web.app import create_app
from leeway.faces.web.settings import Settings

NEEDS_THE_RECORD = {"GET /api/votes", "GET /api/roll-calls", "GET /api/roll-call", "GET /api/surprise"}


@pytest.fixture(scope="module")
def found() -> Checked:
    return checked(create_app(Settings()), examples=20, every_rule=False)


@pytest.mark.slow
def test_nothing_departs_from_the_description(found: Checked) -> None:
    assert not found.failures, "\n".join(map(str, found.failures))


@pytest.mark.slow
def test_nothing_falls(found: Checked) -> None:
    assert found.requests.total() > 100
    assert found.fallen == 0


@pytest.mark.slow
def test_most_operations_are_answered(found: Checked) -> None:
    declared = {
        f"{method.upper()} {path}"
        for path, methods in create_app(Settings()).openapi()["paths"].items()
        for method in methods
    }
    assert declared - set(found.operations) <= NEEDS_THE_RECORD


def test_departures_are_found() -> None:
    app = FastAPI(openapi_url="/api/openapi.json")

    @app.get("/api/falls")
    def falls() -> JSONResponse:
        return JSONResponse({}, 500)

    @app.get("/api/list", responses={200: {"content": {"application/json": {"schema": {"type": "object"}}}}})
    def listed() -> JSONResponse:
        return JSONResponse(["no object"])

    told = checked(app, examples=10, every_rule=False)
    assert told.fallen > 0
    assert {one.check for one in told.failures} >= {"not_a_server_error", "response_schema_conformance"}
