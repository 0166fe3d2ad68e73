"""Trade: how much of what a state sells and buys goes to and comes from another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from leeway.measures.line import LineEstimates, Measure, Words

if TYPE_CHECKING:
    from leeway.record.store import Record


def load(folder: Path | None = None) -> LineEstimates:
    """Open the estimates in a folder; by default the shipped ones."""
    from leeway.measures.files import published
    from leeway.measures.trade.estimates import TradeEstimates
    from leeway.measures.trade.files import TradeTables

    return TradeEstimates(TradeTables.open(published("trade", folder)))


def estimate(record: Record, folder: Path, **settings: Any) -> dict[str, Any]:
    """Estimate the line from a record and write it to ``folder/trade``; returns the manifest."""
    from leeway.measures.trade.estimate import estimate_trade

    return estimate_trade(record, folder / "trade", **settings)


MEASURE = Measure(
    line="trade",
    group="deeds",
    unit="dependence on the partner",
    title="How much of what the state sells and buys goes to and comes from the partner",
    load=load,
    estimate=estimate,
    sources=(
        "baci",
        "oec",
        "wto",
        "imf-imts",
        "comtrade",
        "kazstat",
        "kyrgyzstat",
        "uzstat",
        "armstat",
        "rosstat",
    ),
    settings=("built", "engine"),
    fewest=0,
    words=Words(observation="year", moved="dependence in trade", neither="the goods mix"),
    cannot_show=(
        "whether a partner that lost ground was left or shut the door: in trade both look alike",
        "services, smuggling, and trade that no book holds",
    ),
)
