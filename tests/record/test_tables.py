"""The schema is the codebook."""

from __future__ import annotations

import duckdb
import pytest

from leeway.errors import QuestionError
from leeway.record.tables import TABLES, codebook, table


def test_the_ddl_makes_what_is_declared() -> None:
    with duckdb.connect() as made:
        for declared in TABLES:
            made.execute(declared.ddl)
            found = made.execute(
                "SELECT column_name, is_nullable FROM duckdb_columns() WHERE table_name = ?"
                " ORDER BY column_index",
                [declared.name],
            ).fetchall()
            assert found == [(column.name, column.nullable) for column in declared.columns]


def test_every_column_has_a_meaning_and_every_absence_is_explained() -> None:
    for declared in TABLES:
        assert declared.meaning
        for column in declared.columns:
            assert column.meaning
            if column.nullable:
                assert "absent" in column.meaning, f"{declared.name}.{column.name}"


def test_keys_are_columns() -> None:
    for declared in TABLES:
        assert set(declared.key) <= set(declared.names)
        assert len(set(declared.names)) == len(declared.names)


def test_the_codebook_lists_every_column() -> None:
    assert codebook().height == sum(len(declared.columns) for declared in TABLES)
    assert codebook("loads")["column"].to_list() == list(table("loads").names)


def test_an_unknown_table_is_met_with_a_near_one() -> None:
    with pytest.raises(QuestionError) as caught:
        codebook("vote")
    assert caught.value.hint == "Did you mean 'votes'?"
    with pytest.raises(QuestionError, match="no table 'xyz'"):
        table("xyz")
