"""The command line: ``leeway COMMAND``."""

from __future__ import annotations

import os
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

import leeway
from leeway.errors import LeewayError
from leeway.faces import answering, assistants, keeping, reading
from leeway.faces.web import serving


class _Plain(TyperGroup):
    """Tells a failure in words on stderr, with its exit code, instead of a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except LeewayError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(error.exit_code) from error


app = typer.Typer(
    cls=_Plain,
    name="leeway",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for command in (
    answering.ask,
    answering.movers,
    answering.positions,
    answering.votes,
    answering.surprise,
    answering.ties,
    answering.trade,
    answering.backdoor,
    answering.events,
    reading.read,
    keeping.refresh,
    keeping.estimate,
    keeping.verify,
    keeping.sources,
    keeping.codebook,
    keeping.cite,
    keeping.export,
    serving.serve,
    assistants.mcp,
):
    app.command()(command)


def _told_version(asked: bool) -> None:
    if asked:
        typer.echo(f"leeway {leeway.__version__}")
        raise typer.Exit


@app.callback()
def _leeway(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_told_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Answers whether state A is moving away from state B, from the record of what states did."""


def main() -> None:
    """Run the command line.

    The matrices are small: a BLAS with several threads is slower on them, and many times slower on a busy
    machine. The setting counts because NumPy is imported only by the command that runs.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    app()
