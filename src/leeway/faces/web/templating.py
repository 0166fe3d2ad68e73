"""Pages from templates: whatever is put into one is escaped, and what cannot be seen is written out."""

from __future__ import annotations

from functools import cache
from typing import Any

import leeway
from leeway.faces.palette import plain, shown
from leeway.faces.report.page import json_inside
from leeway.faces.web.addresses import address
from leeway.faces.web.own_files import static_address
from leeway.verdict.probability_words import percent
from leeway.verdict.sentence import points


def rendered(template: str, /, **context: Any) -> bytes:
    """A page.

    Parameters
    ----------
    template : str
        Its file.
    **context
        What it shows.
    """
    page: str = _house().get_template(template).render(**context)
    return page.encode()


def _signed(value: float | None) -> str:
    return "" if value is None else points(value, sign=True)


@cache
def _house() -> Any:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    def safe(value: Any) -> Any:
        return value if isinstance(value, Markup) else Markup(shown(value))  # noqa: S704

    house = Environment(
        loader=PackageLoader("leeway.faces.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.filters |= {
        "in_attribute": lambda value: Markup(plain(value)),  # noqa: S704
        "as_made": lambda value: Markup(value),  # noqa: S704
        "percent": percent,
        "signed": _signed,
        "as_json": lambda value: Markup(json_inside(value)),  # noqa: S704
    }
    house.globals |= {"address": address, "static": static_address, "version": leeway.__version__}
    return house
