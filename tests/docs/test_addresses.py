"""The addresses of the web application that the documentation names are answered by it."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from benchmarks.pages import FOLDER

if TYPE_CHECKING:
    from starlette.testclient import TestClient

PAGE = (FOLDER / "how-to" / "serve.md").read_text("utf-8")
ADDRESSES = re.findall(r"`(/[^`\s]+)`", PAGE)
ENDINGS = re.findall(r"`(\.[a-z.]+)`", PAGE)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    if importlib.util.find_spec("fastapi") is None:
        pytest.skip("the web application needs fastapi, which is not installed: make ask installs it")
    from starlette.testclient import TestClient

    from leeway.faces.web.app import create_app

    with TestClient(create_app(), base_url="http://localhost") as asking:
        yield asking


@pytest.mark.parametrize("address", ADDRESSES)
def test_an_address_is_answered(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_an_ending_is_answered(client: TestClient, ending: str) -> None:
    assert client.get(f"/ask/KAZ/RUS{ending}").status_code == 200


def test_the_page_names_what_it_is_about() -> None:
    assert {"/ask/KAZ/RUS?since=2004", "/movers/RUS", "/api/openapi.json"} <= set(ADDRESSES)
    assert {".csv", ".svg"} <= set(ENDINGS)
