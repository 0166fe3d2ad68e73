"""What pages of HTML share: colours in light and in dark, the policy against scripts, and text made safe."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from typing import Any

from leeway.reader.grounding import HIDDEN

_UNSEEN = re.compile(f"[{HIDDEN}\x0b\x0c\x85\u2028\u2029]")
_LINE_ENDS = re.compile(r"\r\n?")

PALETTE = """
:root { color-scheme: light dark; --ink: #1b1b1b; --page: #fdfdfb; --line: #b9b9b0; --link: #0b4f9e;
  --said: #dcebff; --asked: #efe3ff; --position: #7a4b00; --supported: #cfeecf; --contradicted: #ffd6d2;
  --partly: #fff0c2; --cannot: #e6e6e6; --note: #a0003c; }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #ececec; --page: #16181b; --line: #5a5d62;
  --link: #9cc7ff; --said: #1f3a5c; --asked: #43305e; --position: #f0bf6a; --supported: #1f4d2a;
  --contradicted: #6b2420; --partly: #5c4a12; --cannot: #3d4045; --note: #ff9ab8; } }
"""
"""Custom properties of CSS; paper is always light."""


def policy(style: str) -> str:
    """The Content-Security-Policy of a page that is whole in itself: this style, and nothing else.

    Parameters
    ----------
    style : str
        What stands between ``<style>`` and ``</style>``.

    Examples
    --------
    >>> policy("")
    "default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-47DEQpj8HBSa+/...='"
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-{digest}'"


def shown(value: Any) -> str:
    r"""Text as HTML: escaped, with characters that a person could not see written out.

    Examples
    --------
    >>> shown("<a>\u202e"), shown(None), shown(["KAZ", "RUS"])
    ('&lt;a&gt;<span class="unseen">[U+202E]</span>', '', 'KAZ, RUS')
    """
    text = _LINE_ENDS.sub("\n", written(value))
    pieces, last = [], 0
    for unseen in _UNSEEN.finditer(text):
        pieces.append(html.escape(text[last : unseen.start()], quote=True))
        pieces.append(f'<span class="unseen">[U+{ord(unseen[0]):04X}]</span>')
        last = unseen.end()
    pieces.append(html.escape(text[last:], quote=True))
    return "".join(pieces)


def plain(value: Any) -> str:
    r"""The same where no element can stand: in a title or an attribute.

    Examples
    --------
    >>> plain("\u202e\"")
    '[U+202E]&quot;'
    """
    return html.escape(_UNSEEN.sub(lambda unseen: f"[U+{ord(unseen[0]):04X}]", written(value)), quote=True)


def written(value: Any) -> str:
    """A value as text: nothing for None, a list with commas."""
    if isinstance(value, list | tuple):
        return ", ".join(written(one) for one in value)
    return "" if value is None else str(value)
