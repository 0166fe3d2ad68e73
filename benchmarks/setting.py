"""What every benchmark starts from: the publishers' files, a record made of them, and its votes."""

from __future__ import annotations

import argparse
import contextlib
import os
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

import polars as pl

from leeway.measures.votes.arrays import Assembly, assemble
from leeway.measures.votes.estimate import DIMENSIONS, make_tables
from leeway.measures.votes.files import VoteTables
from leeway.measures.votes.fitting import fit_assembly
from leeway.measures.votes.model import VoteModel
from leeway.numerics.dynamic_irt.fitting import DynamicIrt
from leeway.numerics.dynamic_irt.priors import Priors
from leeway.record.store import Record, open_record
from leeway.sources.refresh import refresh

#: Starting points and seed of the shipped estimates, which validation fits again.
STARTS, SEED = 3, 1


@dataclass(frozen=True)
class Setting:
    """A record, and what is fitted to it once for all figures."""

    shared: Path
    record: Record
    estimates: Path | None = None

    @cached_property
    def assembly(self) -> Assembly:
        """Votes by half-year."""
        return assemble(self.record)

    @cached_property
    def fitted(self) -> DynamicIrt:
        """The model as it is shipped, fitted anew."""
        return fit_assembly(self.assembly, dimensions=DIMENSIONS, starts=STARTS, seed=SEED)

    @cached_property
    def model(self) -> VoteModel:
        """Calibrated estimates: those in a folder, the shipped ones if they fit, or made anew."""
        if self.estimates is not None:
            return VoteModel.read(VoteTables.open(self.estimates))
        shipped = Path(str(resources.files("leeway") / "published" / "votes"))
        if (shipped / "manifest.json").exists():
            tables = VoteTables.open(shipped)
            made_from = (tables.manifest["record"], tables.manifest["priors"], tables.dimensions)
            if made_from == (self.version, asdict(Priors()), DIMENSIONS):
                return VoteModel.read(tables)
        return VoteModel.read(make_tables(self.record, starts=STARTS, seed=SEED, calibrated=True))

    @property
    def version(self) -> str:
        """Version of the record."""
        return self.record.version(["un-votes"])

    @property
    def data(self) -> dict[str, str]:
        """What figures rest on, in words."""
        priors = ", ".join(f"{name} {value:g}" for name, value in asdict(Priors()).items())
        return {
            "record": self.version,
            "file sha256": self.sha256[:16],
            "roll calls": f"{len(self.assembly.roll_calls):,}",
            "votes": f"{int((self.assembly.votes >= 0).sum()):,}",
            "dimensions": str(DIMENSIONS),
            "priors": priors,
        }

    @property
    def sha256(self) -> str:
        """SHA-256 of the General Assembly's file as found."""
        loaded = self.record.sources().filter((pl.col("source") == "un-votes") & (pl.col("part") == "GA"))
        return str(loaded["sha256"][0])


def arguments(description: str) -> argparse.ArgumentParser:
    """Parser with what every benchmark takes."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("LEEWAY_SHARED", beside)),
        help="folder with the publishers' files (default: LEEWAY_SHARED, or ../shared beside the repository)",
    )
    parser.add_argument("--record", type=Path, help="use this record instead of making one of the files")
    return parser


def votes_folder(shared: Path) -> Path:
    """Folder of the publisher's voting files; ends the program with a word if there is none."""
    folder = shared / "data" / "votes"
    if not folder.is_dir():
        raise SystemExit(f"There are no voting files in {folder}; name their parent with --shared.")
    return folder


@contextlib.contextmanager
def opened(shared: Path, record: Path | None = None, estimates: Path | None = None) -> Iterator[Setting]:
    """A setting on a record given, or on one made in a temporary folder of the publishers' files."""
    folder = votes_folder(shared)
    with tempfile.TemporaryDirectory() as made:
        path = record or Path(made) / "record.duckdb"
        if record is None:
            refresh(["un-votes"], from_dir=folder, record=path)
        with open_record(path) as opened_record:
            yield Setting(shared, opened_record, estimates)
