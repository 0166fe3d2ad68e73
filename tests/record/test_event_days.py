"""The view of events that a record is made with is the expression that engines run."""

from __future__ import annotations

import os
from importlib import resources
from pathlib import Path

from leeway.record.event_days import events_view, kept_view


def test_the_statement_that_is_kept_is_the_expression_written_out() -> None:
    """``LEEWAY_GOLDEN=write`` writes it anew."""
    if os.environ.get("LEEWAY_GOLDEN") == "write":
        kept = Path(str(resources.files("leeway.record") / "events.sql"))
        kept.write_text(events_view(), encoding="utf-8")
    assert kept_view() == events_view()
