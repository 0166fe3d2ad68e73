"""Pages from templates: whatever is put into one is escaped, and what cannot be seen is written out."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import leeway
from leeway.faces.report.page import json_inside
from leeway.faces.templates import environment
from leeway.faces.web.addresses import address
from leeway.faces.web.own_files import static_address
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import points

if TYPE_CHECKING:
    from jinja2 import Environment


def rendered(template: str, /, **context: Any) -> bytes:
    """A page.

    Parameters
    ----------
    template : str
        Its file.
    **context
        What it shows.
    """
    return _house().get_template(template).render(**context).encode()


def _signed(value: float | None) -> str:
    return "" if value is None else points(value, sign=True)


@cache
def _house() -> Environment:
    from jinja2 import PackageLoader
    from markupsafe import Markup

    house = environment(PackageLoader("leeway.faces.web", "templates"))
    house.filters |= {
        "percent": percent,
        "signed": _signed,
        "as_json": lambda value: Markup(json_inside(value)),  # noqa: S704
    }
    house.globals |= {"address": address, "static": static_address, "version": leeway.__version__}
    return house
