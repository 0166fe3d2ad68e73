"""A language model asked about a document: the only file of the reader that speaks HTTP.

One endpoint, named by the person who runs Leeway, is asked and no other: no address is followed that an
answer names, and neither proxies nor passwords are taken from the environment. Whatever goes wrong is told in
the result; the reading by rules never depends on it.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, replace
from http import HTTPStatus

import httpx

import leeway
from leeway.errors import QuestionError
from leeway.reader.asked import (
    FORMATS,
    Limits,
    ModelAnswer,
    UnusableError,
    content_of,
    items_of,
    kept_of,
    messages,
    portion,
    request,
)
from leeway.reader.text import Text

KEY = "LEEWAY_LLM_KEY"
"""Environment variable that holds the endpoint's key, where it wants one."""

NAME = "LEEWAY_LLM_MODEL"
"""Environment variable with the name of the model, for an endpoint that serves several."""

_COMPLETIONS = "/chat/completions"
_REFUSED_FORM = frozenset({400, 415, 422, 501})
_GRACE = 0.5
_FAILURES = (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, RuntimeError)


def ask_model(
    text: Text,
    url: str,
    *,
    limits: Limits | None = None,
    key: str | None = None,
    name: str | None = None,
) -> ModelAnswer:
    """Ask a language model to mark up a document, and keep what is in the document.

    Parameters
    ----------
    text : Text
        It is sent to the endpoint, up to `Limits.characters`.
    url : str
        An OpenAI-compatible endpoint: ``http://localhost:11434/v1``, or the address ending in
        ``/chat/completions``.
    limits : Limits, optional
    key : str, optional
        By default that of the environment variable `KEY`. It is sent to the endpoint and told nowhere.
    name : str, optional
        Of the model; by default that of the environment variable `NAME`, or else ``default``.

    Returns
    -------
    ModelAnswer
        With `failed` set where there is no usable answer, for whatever reason.

    Raises
    ------
    QuestionError
        If `url` is not the address of an endpoint.

    Examples
    --------
    >>> ask_model(Text("Nothing was said."), "ftp://localhost/v1")
    Traceback (most recent call last):
    ...
    leeway.errors.QuestionError: The address of the language model cannot be understood: ...
    """
    limits = limits or Limits()
    address = _address(url)
    key = (os.environ.get(KEY, "") if key is None else key).strip()
    name = name or os.environ.get(NAME) or "default"
    until = time.monotonic() + limits.seconds
    end = portion(text, limits.characters)
    nothing = ModelAnswer(_shown(address), name, end, len(text.original))
    if not (key.isascii() and key.isprintable()):
        return replace(nothing, failed=f"the key in {KEY} has characters that no key has")
    sent = Text(text.original[:end])
    try:
        call = _Call(address, key, name, messages(sent.original, secrets.token_hex(16)), limits)
        lists = items_of(content_of(_within(call, until)))
    except (TimeoutError, httpx.TimeoutException):
        return replace(nothing, failed=f"no answer within {limits.seconds:g} seconds")
    except UnusableError as error:
        return replace(nothing, failed=str(error))
    except httpx.ConnectError:
        return replace(nothing, failed="the endpoint cannot be reached")
    except _FAILURES:
        return replace(nothing, failed="the connection to the endpoint broke")
    statements, positions, inferences, dropped = kept_of(lists, sent, limits.items, until)
    return replace(
        nothing, statements=statements, positions=positions, inferences=inferences, dropped=dropped
    )


def _address(url: str) -> httpx.URL:
    """The address that is asked; what is wrong with one is told without repeating it."""

    def unusable(why: str) -> QuestionError:
        return QuestionError(
            f"The address of the language model cannot be understood: {why}.",
            hint="For example: --llm http://localhost:11434/v1",
        )

    try:
        address = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError) as error:
        raise unusable("it is not an address") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise unusable("it does not begin with http:// or https:// and a host")
    if not 0 < (address.port or 80) < 65536:
        raise unusable("there is no such port")
    if address.userinfo:
        raise unusable(f"it holds a password; a key goes into the environment variable {KEY}")
    path = address.path.rstrip("/")
    return address.copy_with(path=path if path.endswith(_COMPLETIONS) else path + _COMPLETIONS, fragment=None)


def _shown(address: httpx.URL) -> str:
    return str(address.copy_with(query=None))


@dataclass(frozen=True, slots=True, repr=False)
class _Call:
    address: httpx.URL
    key: str
    name: str
    said: list[dict[str, str]]
    limits: Limits


def _within(call: _Call, until: float) -> bytes:
    """The answer by a given moment, even where looking the host up, or an answer in drops, takes longer.

    A thread of its own lets this be called where an event loop runs already, as in a notebook.
    """
    arrived: Future[bytes] = Future()

    def run() -> None:
        try:
            arrived.set_result(asyncio.run(_answer(call, until)))
        except _FAILURES as error:
            arrived.set_exception(error)

    threading.Thread(target=run, daemon=True, name="language model").start()
    return arrived.result(max(0.0, until - time.monotonic()) + _GRACE)


async def _answer(call: _Call, until: float) -> bytes:
    headers = {
        "User-Agent": f"Leeway/{leeway.__version__}",
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "Content-Type": "application/json",
    } | ({"Authorization": f"Bearer {call.key}"} if call.key else {})
    async with asyncio.timeout(until - time.monotonic()):
        async with httpx.AsyncClient(
            headers=headers, timeout=call.limits.seconds, follow_redirects=False, trust_env=False
        ) as client:
            for form in FORMATS:
                body = request(call.said, call.name, form)
                async with client.stream("POST", call.address, content=body) as response:
                    if response.status_code in _REFUSED_FORM and form is not None:
                        continue
                    _check(response, call.limits)
                    return await _read(response, call.limits)
    raise UnusableError("the endpoint refuses every form of answer")


def _check(response: httpx.Response, limits: Limits) -> None:
    code = response.status_code
    if 300 <= code < 400:
        raise UnusableError(f"the endpoint answers {code} and sends elsewhere, which is not followed")
    if code in (401, 403):
        raise UnusableError(f"the endpoint answers {code}: the key in {KEY} is missing or not accepted")
    if code == 429:
        raise UnusableError("the endpoint answers 429: too many requests, or the account is used up")
    if code != 200:
        told = next((one.phrase for one in HTTPStatus if one == code), "an unknown code")
        raise UnusableError(f"the endpoint answers {code}, {told}")
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in ("", "identity"):
        raise UnusableError("the endpoint's answer is packed, which was not asked for")
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and len(announced) < 20 and int(announced) > limits.bytes:
        raise _too_long(limits)


async def _read(response: httpx.Response, limits: Limits) -> bytes:
    parts = bytearray()
    async for part in response.aiter_raw():
        parts += part
        if len(parts) > limits.bytes:
            raise _too_long(limits)
    return bytes(parts)


def _too_long(limits: Limits) -> UnusableError:
    return UnusableError(f"the endpoint's answer is longer than {limits.bytes:,} bytes")
