"""The reader: a document is pasted or sent, read, and forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fastapi import APIRouter, Form, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from leeway.errors import DataError, QuestionError
from leeway.faces.reading_page import reading_parts, reading_title
from leeway.faces.web.answers import Answers
from leeway.faces.web.kept import Body
from leeway.faces.web.problems import UnreadableError
from leeway.faces.web.sending import HTML, sent
from leeway.faces.web.templating import rendered

if TYPE_CHECKING:
    from leeway.verdict.reading import Reading


def router(answers: Answers) -> APIRouter:
    """The form, and what comes back."""
    found = APIRouter(include_in_schema=False)

    async def form(request: Request) -> Response:
        return sent(request, await answers.body("/read", lambda: Body.of(HTML, rendered("read.html"))))

    async def read(
        request: Request,
        text: str = Form("", max_length=answers.settings.document_bytes),
        about: str = Form("", max_length=120),
        file: UploadFile | None = None,
    ) -> Response:
        source: str | bytes = text
        if file is not None and (data := await file.read()):
            source = data
        if not source:
            raise QuestionError("There is no document to read.", hint="Paste a text, or choose a file.")
        told = await run_in_threadpool(read_document, answers, source, about or None)
        page = await run_in_threadpool(_page, told)
        return sent(request, Body.of(HTML, page), keep="no-store")

    found.add_api_route("/read", form, methods=["GET"])
    found.add_api_route(
        "/read",
        read,
        methods=["POST"],
        form_limits={"max_part_size": answers.settings.largest_body, "max_files": 1, "max_fields": 4},
    )
    return found


def read_document(answers: Answers, source: str | bytes, about: str | None) -> Reading:
    """Read a document that was sent; no model is asked, and nothing of it is kept.

    Raises
    ------
    LeewayError
        If it cannot be read, `about` names no pair, or too many wait.
    """
    from leeway.verdict.reading import read

    def make() -> Reading:
        try:
            return read(source, about=about, record=answers.settings.record)
        except DataError as error:
            raise UnreadableError(error.message, hint=error.hint) from error

    return answers.worked_out(object(), make, slow=True)


def _page(told: Reading) -> bytes:
    content = told.to_dict()
    head, main = reading_parts(content, told.text.original)
    answer = content["answer"]
    return rendered(
        "reading.html", title=reading_title(content), head=head, main=main, answer=answer, content=content
    )
