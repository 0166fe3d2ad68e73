"""A record made of the publishers' files of events."""

from __future__ import annotations

from pathlib import Path

from leeway.sources.refresh import refresh

FOLDERS = {
    "icews_dyad_year": "icews-dyad-year",
    "icews_tkg/ICEWS22": "icews-quadruples",
    "icews_tkg/ICEWS18_tail": "icews-quadruples",
    "icews_tkg/ICEWS0515_sample": "icews-quadruples",
    "icews_tkg/ICEWS14_sample": "icews-quadruples",
    "gdelt_graph": "gdelt-relations",
    "icews_raw": "icews",
    "gdelt_raw": "gdelt",
}


def load(shared: Path | str, record: Path | str) -> None:
    """Put every file of events into a record."""
    for folder, source in FOLDERS.items():
        refresh([source], from_dir=Path(shared) / "data" / "events" / folder, record=record)
