"""The estimates of recognition, written and read again."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.measures.recognition.invented import AFTER, BEFORE, QUESTIONS, STATES, invented

from leeway.errors import DataError
from leeway.measures.files import write_tables
from leeway.measures.recognition import MEASURE, load
from leeway.measures.recognition.estimates import RecognitionEstimates
from leeway.measures.recognition.files import RecognitionTables


def test_states_and_questions_are_told_by_the_manifest():
    tables = invented().tables
    assert tables.states == STATES
    assert [tables.number[state] for state in STATES] == [0, 1, 2, 3]
    assert tables.questions == QUESTIONS


def test_what_is_written_answers_as_what_was_in_memory(tmp_path):
    made = invented(error=0.05)
    write_tables(made.tables, tmp_path / MEASURE.line)
    told = load(tmp_path)
    assert isinstance(told, RecognitionEstimates)
    assert all(one.largest == 0.0 for one in told.compare(made))
    assert told.changes(BEFORE, AFTER).mean.tolist() == made.changes(BEFORE, AFTER).mean.tolist()
    assert (told.series("FJI", "TON").draws == made.series("FJI", "TON").draws).all()


@pytest.mark.parametrize("entry", ["error", "questions", "states"])
def test_a_manifest_without_what_the_line_needs_is_refused(tmp_path, entry):
    tables = invented().tables
    short = {key: value for key, value in tables.manifest.items() if key != entry}
    write_tables(replace(tables, manifest=short), tmp_path)
    with pytest.raises(DataError, match=f"lacks {entry}"):
        RecognitionTables.open(tmp_path)


def test_a_folder_without_estimates_says_how_to_make_them(tmp_path):
    with pytest.raises(DataError, match="no estimates of recognition") as caught:
        load(tmp_path)
    assert "leeway estimate recognition" in str(caught.value.hint)


def test_the_manifest_names_the_rows_of_the_table(tmp_path):
    tables = invented().tables
    write_tables(tables, tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["tables"]["positions"]["rows"] == tables.table("positions").height
