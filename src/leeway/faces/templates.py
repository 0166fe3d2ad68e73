"""Templates of pages: whatever is put into one is escaped, and what cannot be seen is written out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from leeway.faces.palette import plain, shown

if TYPE_CHECKING:
    from jinja2 import BaseLoader, Environment


def environment(loader: BaseLoader | None = None) -> Environment:
    """Where templates are made into pages.

    ``in_attribute`` is for places where no element can stand, ``as_made`` for HTML of our own.

    Parameters
    ----------
    loader : jinja2 loader, optional
        Finds templates by name.

    Examples
    --------
    >>> environment().from_string("<p>{{ said }}</p>").render(said="<b>")
    '<p>&lt;b&gt;</p>'
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    def safe(value: Any) -> Any:
        return value if isinstance(value, Markup) else Markup(shown(value))  # noqa: S704

    house = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        finalize=safe,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.filters["in_attribute"] = lambda value: Markup(plain(value))  # noqa: S704
    house.filters["as_made"] = lambda value: Markup(value)  # noqa: S704
    return house
