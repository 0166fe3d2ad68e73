"""The command `mcp`: the same answers as tools for an AI assistant.

The server and its tools are in ``assistants_server``, ``assistants_tools``, ``assistants_told`` and
``assistants_keys``, which need the extra ``mcp``; this module does not.
"""

from __future__ import annotations

from typing import Annotated

import typer

from leeway.errors import DataError
from leeway.faces.options import EstimatesFolder, RecordFile


def mcp(
    *,
    http: Annotated[
        int | None,
        typer.Option(
            "--http", metavar="PORT", min=1, max=65535, help="Serve on 127.0.0.1 instead of stdin and stdout."
        ),
    ] = None,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
) -> None:
    """Serve the answers as tools for an AI assistant, by the Model Context Protocol.

    An assistant starts this command by itself: give it "leeway" with the argument "mcp". Nothing is sent
    anywhere, and no tool reads a file that the assistant names.
    """
    try:
        import mcp as _sdk  # noqa: F401
    except ImportError as error:
        raise DataError(
            "The server for assistants needs the package mcp, which is not installed.",
            hint="pip install 'leeway[mcp]'",
        ) from error
    from leeway.faces.assistants_server import serve

    serve(port=http, record=record, estimates=estimates)
