"""The command `read`: text, JSON, pages, folders, a model beside the rules, and what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reader.endpoint_server import endpoint, items
from typer.testing import CliRunner

from leeway.errors import LeewayError
from leeway.faces.cli import app
from leeway.faces.reading import reading_text
from leeway.verdict.reading import read

WORDS = (
    "ASTANA, June 17, 2022 (Steppe Wire) - “We do not recognise Kosovo,” foreign ministry spokesman Daniyar "
    "Seitov said on Friday. Kazakhstan is a member of the CSTO.\n\n"
    "Comment\n\nObviously nothing has changed.\n"
)


def run(*words: str) -> tuple[int, str, str]:
    ran = CliRunner().invoke(app, ["read", *words], catch_exceptions=False)
    return ran.exit_code, ran.stdout, ran.stderr


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(WORDS, encoding="utf-8")
    return path


def test_a_document_in_the_terminal(document: Path) -> None:
    code, out, _ = run(str(document), "--about", "KAZ,RUS")
    assert code == 0
    assert "Daniyar Seitov (KAZ), foreign ministry spokesman: We do not recognise Kosovo" in " ".join(
        out.split()
    )
    assert "KAZ does not recognise Kosovo" in out
    assert "SUPPORTED (membership)" in out
    assert "Leeway's own answer: Kazakhstan" in out


def test_the_keys_of_a_document(document: Path) -> None:
    code, out, _ = run(str(document), "--json")
    told = json.loads(out)
    assert code == 0
    assert told["document"]["file"] == "report.txt"
    [said] = [one for one in told["statements"] if one["kind"] == "direct"]
    begin, end = said["content_spans"][0]
    assert WORDS[begin:end].startswith("We do not recognise Kosovo")
    assert said["date"] == "2022-06-17"


def test_a_folder_gives_one_object_a_line(document: Path) -> None:
    (document.parent / "other.md").write_text("It rained.", encoding="utf-8")
    (document.parent / "picture.png").write_bytes(b"\x89PNG\x00")
    code, out, _ = run(str(document.parent), "--json")
    assert code == 0
    assert [json.loads(line)["document"]["file"] for line in out.splitlines()] == ["other.md", "report.txt"]


def test_a_page_is_written(document: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run(str(document), "--html", str(page))[0] == 0
    told = page.read_text("utf-8")
    assert told.startswith("<!DOCTYPE html>")
    assert "We do not recognise Kosovo" in told
    assert "<script" not in told


def test_a_model_stands_beside_the_rules(document: Path) -> None:
    statement = {"kind": "direct", "words": "We do not recognise Kosovo", "speaker": "Daniyar Seitov"}
    invented = {"kind": "direct", "words": "We are leaving at once", "speaker": "Daniyar Seitov"}
    with endpoint(items(statements=[statement, invented])) as server:
        code, out, _ = run(str(document), "--llm", server.url, "--json")
    told = json.loads(out)["model"]
    assert code == 0
    assert (told["kept"], told["dropped"]) == (1, 1)
    assert told["compared"]["only_model"] == []


def test_a_model_that_does_not_answer_leaves_the_rules(document: Path) -> None:
    code, out, _ = run(str(document), "--llm", "http://127.0.0.1:9/v1", "--json")
    told = json.loads(out)
    assert code == 0
    assert told["model"]["failed"]
    assert told["statements"]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("absent.txt",), 3, "cannot be read"),
        (("report.txt", "--about", "KAZ"), 2, "does not name two states"),
        (("report.txt", "--about", "KAZ,KAZ"), 2, "cannot move away from itself"),
        (("report.txt", "--llm", "ftp://x"), 2, ""),
        (("report.txt", "report.txt", "--html", "page.html"), 2, "one document"),
        (("empty",), 3, "holds no document"),
    ],
)
def test_what_cannot_be_done_is_said(
    document: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], code: int, said: str
) -> None:
    monkeypatch.chdir(document.parent)
    (document.parent / "empty").mkdir()
    found = run(*words)
    assert found[0] == code
    assert said in found[2]


def test_controls_do_not_reach_the_terminal() -> None:
    told = reading_text(read("“We \x1b[31mdo not\x1b[0m recognise \u202eKosovo,” the Serbian ministry said."))
    assert "\x1b" not in told
    assert "\u202e" not in told


PIECES = (
    *"\"'«»“”„()[]{}<>&;:,.!?-—\n\t\u200b\u202e\x1b\x07",
    *("Kazakhstan", " said ", " that ", "Kosovo", " not ", " recognise ", "President Putin", " on June 17, "),
    *(
        "2022",
        "A/RES/ES-11/1",
        " Comment\n\n",
        " voted ",
        "<b>",
        "&amp;",
        "\U000e0041",
        "é",
        "так сказал",
        "。",
    ),
)


def read_or_refused(source: str | bytes) -> None:
    """Read whole, with every form of the answer, or refused in Leeway's own words."""
    try:
        told = read(source)
    except LeewayError:
        return
    reading_text(told)
    assert json.loads(json.dumps(told.to_dict()))["document"]["chars"] == len(told.text.original)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_whatever_is_written_is_read_or_refused(pieces: list[str]) -> None:
    read_or_refused("".join(pieces))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    read_or_refused(data)
