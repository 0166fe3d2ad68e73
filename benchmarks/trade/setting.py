"""A record made of the publishers' files of trade."""

from __future__ import annotations

from pathlib import Path

from leeway.sources.refresh import refresh

FOLDERS = ("", "national", "hs_concordance")


def load(shared: Path | str, record: Path | str) -> None:
    """Put every file of trade into a record."""
    for folder in FOLDERS:
        refresh(from_dir=Path(shared) / "data" / "trade" / folder, record=record)
