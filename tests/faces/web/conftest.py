"""The application, once for all tests: on the shipped estimates without a record, and with a small one."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient
from tests import voting_files
from tests.voting_files import SUFFIX, Vote

from leeway.faces.web.app import create_app
from leeway.faces.web.settings import Settings
from leeway.sources.refresh import refresh

TITLE = "Élan of 100% <i>lanterns</i>" + SUFFIX
POLLED = (
    *voting_files.SOUND,
    Vote(1005, "2022-11-08", "A/RES/77/1", "NNYY", session="77"),
    Vote(1006, "2023-11-08", "A/RES/78/1", "YXYY", session="78", title=TITLE),
)


def asking(app):
    """A browser that does not follow where it is led, and sees faults as answers."""
    return TestClient(app, base_url="http://127.0.0.1", follow_redirects=False, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def settings(tmp_path_factory):
    return Settings(record=str(tmp_path_factory.mktemp("nothing") / "none.duckdb"))


@pytest.fixture(scope="session")
def app(settings):
    return create_app(settings)


@pytest.fixture(scope="session")
def web(app):
    return asking(app)


@pytest.fixture(scope="session")
def record(tmp_path_factory):
    folder = tmp_path_factory.mktemp("voting")
    voting_files.write(folder / "2026_02_06_ga_voting.csv", voting_files.rows(POLLED))
    path = folder / "record.duckdb"
    refresh(["un-votes"], from_dir=folder, record=path)
    return path


@pytest.fixture(scope="session")
def recorded(record):
    return asking(create_app(Settings(record=str(record))))
