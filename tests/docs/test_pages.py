"""Every command on a page is run, and prints or ends as the page says."""

from __future__ import annotations

import doctest
import re
from functools import cache
from pathlib import Path

import pytest
import typer
from benchmarks.pages import (
    FOLDER,
    MARKS,
    PAGES,
    ROOT,
    Line,
    alike,
    commands,
    ended,
    lines,
    mentions,
    printed,
    python_blocks,
    renewed,
    table_of,
    tables,
    unknown,
)

from leeway.faces.cli import app

TEXTS = {str(path.relative_to(FOLDER)): path.read_text("utf-8") for path in PAGES}
TOLD = [(name, command, told) for name, page in TEXTS.items() for command, told in commands(page)]
TABLES = [(name, *found) for name, page in TEXTS.items() for found in tables(page)]
LINES = [(name, line) for name, page in TEXTS.items() for line in lines(page)]
RUN = [(name, line) for name, line in LINES if line.mark is None and line.text.startswith("leeway ")]
PYTHON = [name for name, page in TEXTS.items() if any(python_blocks(page))]

again = "python -m benchmarks.pages --write"
once = cache(printed)


@pytest.fixture
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for what commands write, with the documents that pages name."""
    (tmp_path / "tests").symlink_to(ROOT / "tests")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("page", "command", "told"), TOLD, ids=[f"{one[0]}: {one[1]}" for one in TOLD])
def test_a_command_prints_what_the_page_says(
    page: str, command: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    assert alike(told, once(command)), f"{page} is out of date: {again}"


@pytest.mark.parametrize(
    ("page", "command", "columns", "told"), TABLES, ids=[f"{one[0]}: {one[1]}" for one in TABLES]
)
def test_a_table_is_what_its_command_prints(page: str, command: str, columns: list[str], told: str) -> None:
    assert alike(told, table_of(command, columns, once)), f"{page} is out of date: {again}"


@pytest.mark.parametrize(("page", "line"), RUN, ids=[f"{one[0]}: {one[1].text}" for one in RUN])
def test_a_line_of_a_block_ends_as_the_page_says(page: str, line: Line, in_a_folder: Path) -> None:
    code, output = ended(line.text.removeprefix("leeway "))
    assert code == line.exit_code, f"{page}: {output}"
    if " > " in line.text:
        assert (in_a_folder / line.text.rpartition(" ")[2]).stat().st_size > 0


def test_every_line_of_a_block_is_known() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for page, line in LINES:
        bare = re.sub(r"^([A-Z_]+=\S+ )+", "", line.text)
        program, _, rest = bare.partition(" ")
        if program == "leeway":
            assert not unknown(rest), f"{page}: {line.text}"
        else:
            assert program == "make", f"{page} has a line that no test runs: {line.text}"
            assert re.search(rf"^{rest.split()[0]}:", makefile, re.M), f"{page}: {line.text}"


def test_lines_that_are_not_run_say_why_and_are_fewer_than_those_that_are() -> None:
    not_run = [line for _, line in LINES if line.mark is not None]
    assert {line.mark for line in not_run} == set(MARKS)
    assert len(not_run) < len(RUN) + len(TOLD) + len(TABLES)


def test_commands_in_prose_exist_with_their_options() -> None:
    found = [
        (page, one, wrong)
        for page, text in TEXTS.items()
        for one in mentions(text)
        if (wrong := unknown(one))
    ]
    assert not found


def test_every_console_block_is_one_command() -> None:
    for name, page in TEXTS.items():
        assert page.count("```console") == len(list(commands(page))), name
        assert page.count("<!-- table of:") == len(list(tables(page))), name


@pytest.mark.parametrize("name", PYTHON)
def test_python_on_a_page_runs(name: str, in_a_folder: Path) -> None:
    space: dict[str, object] = {}
    for code in python_blocks(TEXTS[name]):
        if ">>>" in code:
            test = doctest.DocTestParser().get_doctest(code, space, name, name, 0)
            flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            runner = doctest.DocTestRunner(optionflags=flags)
            told: list[str] = []
            runner.run(test, out=told.append, clear_globs=False)
            assert not runner.failures, "".join(told)
            space = test.globs
        else:
            exec(compile(code, name, "exec"), space)  # noqa: S102 (a page of this repository)


def test_the_command_line_page_has_every_command() -> None:
    shown = {command for command, _ in commands(TEXTS["cli.md"])}
    assert shown >= {f"{name} --help" for name in typer.main.get_command(app).commands}  # type: ignore[attr-defined]


def test_the_codebook_page_has_every_table() -> None:
    shown = {command.split()[1] for command, *_ in tables(TEXTS["codebook.md"])}
    there = {line.split(",")[0] for line in once("codebook --csv").splitlines()[1:]}
    assert there <= shown


def test_the_command_line_page_has_every_name_of_the_environment() -> None:
    source = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    names = set(re.findall(r'"(LEEWAY_[A-Z_]+|[A-Z]+_KEY)"', source)) - {"LEEWAY_EXAMPLE", "LEEWAY_SERVE"}
    assert names
    assert {name for name in names if f"`{name}`" not in TEXTS["cli.md"]} == set()


def test_every_reference_of_the_method_is_one_that_the_code_gives() -> None:
    known = "\n".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    for name, page in TEXTS.items():
        if name.startswith("method/"):
            for doi in re.findall(r"doi\.org/([^)\s]+)", page):
                assert doi in known, f"{name}: {doi}"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("fell by .11 (.09 to .13)", "fell by .11 (.10\nto .13)", True),
        ("fell by .11", "fell by .15", False),
        ("fell by .11", "rose by .11", False),
        ("1,541 rows", "1,560 rows", True),
        ("since about 2010", "since about 2011", False),
        ("83%", "84%", True),
        ("83%", "83", False),
        ("12 rows", "13 rows", False),
        ("one two", "one", False),
    ],
)
def test_what_counts_as_the_same_answer(one: str, other: str, same: bool) -> None:
    assert alike(one, other) is same


def test_a_page_is_printed_anew_and_its_prose_kept() -> None:
    page = "Ask.\n\n```console\n$ leeway cite\nold\n```\n\nRead on.\n"
    assert renewed(page, lambda command: f"{command} new\n") == page.replace("old", "cite new")


def test_a_table_is_made_anew_and_its_prose_kept() -> None:
    page = (
        "See.\n\n<!-- table of: leeway codebook x --csv | a, b -->\nold\n<!-- end of table -->\n\nRead on.\n"
    )
    now = renewed(page, lambda command: "b,a,c\n2,<1>,3\n")
    assert "| \\<1> | 2 |" in now
    assert "old" not in now
    assert now.startswith("See.\n\n<!-- table of")
    assert now.endswith("<!-- end of table -->\n\nRead on.\n")
    assert renewed(now, lambda command: "b,a,c\n2,<1>,3\n") == now


def test_a_remark_that_is_no_mark_is_refused() -> None:
    with pytest.raises(ValueError, match="is no mark"):
        list(lines("```bash\n# sometimes works\nleeway cite\n```\n"))


def test_a_command_that_fails_stops_the_page() -> None:
    with pytest.raises(ValueError, match="ended with 2"):
        printed("ask Atlantis Russia")
