"""The command line: what is printed, and with which exit code."""

import csv
import io
import json
import subprocess
import sys

import pytest

import leeway as package
from leeway.verdict.movers import COLUMNS


def test_an_answer_in_words(leeway):
    ran = leeway("ask", "KAZ", "RUS")
    assert ran.code == 0
    assert ran.out.startswith("Kazakhstan is almost certainly (over 99%) moving away from Russia")
    assert ran.err == ""


def test_a_whole_question(leeway):
    assert leeway("ask", "Is Kazakhstan moving away from Russia?").out == leeway("ask", "KAZ", "RUS").out


def test_an_answer_as_json(leeway):
    ran = leeway("ask", "KAZ", "RUS", "--json", "--since", "2012")
    told = json.loads(ran.out)
    assert told["answer"] == "away"
    assert told["since"] == "2012-01-01"
    assert list(told)[:2] == ["question", "state"]


def test_an_answer_as_csv(leeway):
    rows = list(csv.DictReader(io.StringIO(leeway("ask", "KAZ", "RUS", "--csv").out)))
    assert [row["line"] for row in rows] == ["votes"]
    assert rows[0]["direction"] == "away"


def test_unclear_is_an_answer(leeway):
    ran = leeway("ask", "KAZ", "TKM")
    assert ran.code == 0
    assert "unclear" in ran.out


def test_movers_in_all_forms(leeway):
    assert "Furthest away from Russia" in leeway("movers", "Russia").out
    assert json.loads(leeway("movers", "RUS", "--json", "-n", "1").out)["away"][0]["rank"] == 1
    header = leeway("movers", "RUS", "--csv").out.splitlines()[0]
    assert header == ",".join(COLUMNS)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("ask", "KAZ", "KAZ"), 2, "cannot move away from itself"),
        (("ask", "KAZ", "Rusia"), 2, "Near matches: Russia"),
        (("ask", "KAZ", "RUS", "--since", "1980"), 2, "from 1992-03-02 to 2024-06-28"),
        (("ask", "KAZ", "RUS", "--lines", "trade"), 2, "The lines there are: votes"),
        (("ask", "KAZ", "RUS", "--json", "--csv"), 2, "either as JSON or as CSV"),
        (("ask", "KAZ", "RUS", "--as-of", "2015"), 3, "leeway refresh un-votes"),
        (("ask",), 2, "Missing argument"),
        (("nonsense",), 2, "No such command"),
    ],
)
def test_failures_are_words_on_stderr(leeway, words, code, said):
    ran = leeway(*words)
    assert ran.code == code
    assert said in ran.err
    assert "Traceback" not in ran.err
    assert ran.out == ""


def test_version(leeway):
    assert leeway("--version").out == f"leeway {package.__version__}\n"


@pytest.mark.parametrize(
    "name",
    [
        "ask",
        "movers",
        "positions",
        "votes",
        "surprise",
        "refresh",
        "estimate",
        "verify",
        "sources",
        "codebook",
        "cite",
        "export",
    ],
)
def test_every_command_explains_itself(leeway, name):
    ran = leeway(name, "--help")
    assert ran.code == 0
    assert "Usage:" in ran.out


def test_help_loads_nothing_heavy():
    code = (
        "import sys; from leeway.faces.cli import app\n"
        "heavy = {'polars', 'duckdb', 'numpy', 'numba', 'scipy', 'httpx', 'pandas'} & set(sys.modules)\n"
        "print(sorted(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"
