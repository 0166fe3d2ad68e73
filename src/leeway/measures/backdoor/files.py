"""The estimates of the back-door as they are shipped: sums over senders' goods, and no publisher's row."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from leeway.measures.files import EstimateTables


class BackdoorTables(EstimateTables):
    """The tables of one set of estimates, and their manifest.

    ``cells``: target, state, sender, month, kind, listed_on, value: what each sender sold to the state in a
    month, in the manifest's currency; see `leeway.measures.backdoor.inflow.inflow`.
    ``goods_in``: target, state, goods, month, dollars: from all senders, of the goods that leg 2 tells.
    ``goods_out``: target, state, goods, codes, to, period, months, dollars.
    ``books``: target, state, year, exported, imported, rate: by the senders' books and by the state's, in the
    manifest's currency, and dollars for one unit of it.
    ``partners``: target, state, year, value: all that the senders sold to each partner in a year.
    ``steps``: target, state, side, partner, product, year, dollars: what the state bought and sold.
    """

    line: ClassVar[str] = "backdoor"
    entries: ClassVar[Collection[str]] = ("targets",)
