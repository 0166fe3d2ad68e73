"""The commands that answer: ask, movers, positions, votes, surprise, ties, trade, backdoor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, cast

import typer

from leeway.faces.options import (
    AsOf,
    Csv,
    EstimatesFolder,
    Json,
    RecordFile,
    ReportFile,
    Seed,
    Since,
    Until,
    form_of,
    put,
    put_frame,
    text_width,
)
from leeway.faces.progress import working
from leeway.faces.shares import named_shares
from leeway.faces.terminal import terminal

if TYPE_CHECKING:
    from leeway.verdict.positions import By


def ask(
    a: Annotated[str, typer.Argument(metavar="A", help="A state, or the whole question as one sentence.")],
    b: Annotated[
        str | None, typer.Argument(metavar="[B]", help="The state A may be moving away from.")
    ] = None,
    *,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    lines: Annotated[
        str | None, typer.Option("--lines", metavar="LINE,...", help="Lines of evidence; all by default.")
    ] = None,
    prior: Annotated[
        list[str] | None,
        typer.Option(
            "--prior",
            metavar="NAME=P",
            help="Base rate of a rival explanation, such as leeway=0.2; repeat it.",
        ),
    ] = None,
    weight: Annotated[
        list[str] | None,
        typer.Option(
            "--weight", metavar="LINE=W", help="Say of a line from 0 to 1, such as votes=0.5; repeat it."
        ),
    ] = None,
    record: RecordFile = None,
    robust: Annotated[
        bool, typer.Option("--robust", help="Ask again with other windows, lines and base rates.")
    ] = False,
    estimates: EstimatesFolder = None,
    seed: Seed = 0,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Answer whether A is moving away from B.

    States are written as ISO3 code, name, demonym, capital or leader, of today or of the time. By default
    the answer is about the last ten years that are covered.
    """
    from leeway.faces.words import answer_text
    from leeway.verdict.ask import ask as answer_to

    form = form_of(json=json, csv=csv)
    answer = working("Weighing the evidence")(answer_to)(
        a,
        b,
        since=since,
        until=until,
        as_of=as_of,
        lines=lines,
        priors=named_shares(prior or (), what="base rate", example="--prior leeway=0.2"),
        weights=named_shares(weight or (), what="weight", example="--weight votes=0.5"),
        robust=robust,
        record=record,
        estimates=estimates,
        seed=seed,
    )
    put(
        form,
        text=lambda: answer_text(answer, width=text_width(), on=terminal()),
        content=answer.to_dict,
        rows=answer.rows,
        report=("ask", report),
    )


def movers(
    b: Annotated[str, typer.Argument(metavar="B", help="The state others may have moved away from.")],
    *,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    n: Annotated[int, typer.Option("-n", "--top", metavar="N", help="Length of either list.")] = 10,
    line: Annotated[str, typer.Option("--line", metavar="LINE", help="Line of evidence.")] = "votes",
    estimates: EstimatesFolder = None,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Rank who moved furthest from and towards B."""
    from leeway.faces.words import movers_text
    from leeway.verdict.movers import COLUMNS
    from leeway.verdict.movers import movers as movers_of

    form = form_of(json=json, csv=csv)
    found = working("Comparing all states")(movers_of)(
        b, since=since, until=until, as_of=as_of, n=n, line=line, estimates=estimates
    )
    put(
        form,
        text=lambda: movers_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=lambda: [row.to_dict() for row in found.rows],
        columns=COLUMNS,
        report=("movers", report),
    )


def positions(
    states: Annotated[
        list[str] | None, typer.Argument(metavar="[STATE]...", help="States; all by default.")
    ] = None,
    *,
    since: Since = None,
    until: Until = None,
    by: Annotated[str, typer.Option("--by", metavar="PERIOD", help="year, session or half-year.")] = "year",
    estimates: EstimatesFolder = None,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Show positions by year with their intervals."""
    from leeway.verdict.positions import positions as positions_of

    form = form_of(json=json, csv=csv)
    frame = working("Reading the positions")(positions_of)(
        states, since=since, until=until, by=cast("By", by), estimates=estimates
    )
    put_frame(form, frame, report=("positions", report))


def votes(
    a: Annotated[str, typer.Argument(metavar="A", help="A state.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    *,
    since: Since = None,
    until: Until = None,
    top: Annotated[int, typer.Option("--top", metavar="N", help="How many roll calls.")] = 20,
    record: RecordFile = None,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List the roll calls that say most about a pair (needs the record)."""
    from leeway.faces.words import votes_text
    from leeway.verdict.votes import COLUMNS
    from leeway.verdict.votes import votes as votes_of

    form = form_of(json=json, csv=csv)
    found = working("Reading the record of votes")(votes_of)(
        a, b, since=since, until=until, top=top, record=record
    )
    put(
        form,
        text=lambda: votes_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=found.rows,
        columns=COLUMNS,
        report=("votes", report),
    )


def surprise(
    state: Annotated[str, typer.Argument(metavar="STATE", help="The state that voted or spoke.")],
    what: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help='A resolution, e.g. A/RES/ES-11/1, or a position, e.g. "does not recognise DNR".',
        ),
    ],
    *,
    on: Annotated[str | None, typer.Option("--on", metavar="D", help="Day of the position.")] = None,
    venue: Annotated[
        str | None, typer.Option("--venue", metavar="TEXT", help="Where the position was stated.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="STATE", help="In whose presence it was stated.")
    ] = None,
    record: RecordFile = None,
    report: ReportFile = None,
    json: Json = False,
) -> None:
    """Tell how surprising a vote or a stated position was, in bits, given only what came before it.

    A vote needs the record.
    """
    from leeway.faces.surprising import surprise_text
    from leeway.verdict.surprise import surprise as surprise_of

    told = working("Learning from what came before")(surprise_of)(
        state, what, on=on, venue=venue, before=before, record=record
    )
    put(
        form_of(json=json, csv=False),
        text=lambda: surprise_text(told, width=text_width(), on=terminal()),
        content=told.to_dict,
        rows=lambda: [told.to_dict()],
        report=("surprise", report),
    )


def ties(
    a: Annotated[str, typer.Argument(metavar="A", help="A state.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    *,
    since: Since = None,
    until: Until = None,
    similarity: Annotated[
        str, typer.Option(metavar="NAME", help="Likeness of alliances: kappa, pi, s_abs or s_sq.")
    ] = "kappa",
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """List treaties, memberships, arms and recognition of a pair, with dates and where each source ends."""
    from leeway.faces.listing import ties_text
    from leeway.verdict.ties import COLUMNS
    from leeway.verdict.ties import ties as ties_of

    form = form_of(json=json, csv=csv)
    found = working("Reading the ties")(ties_of)(
        a, b, since=since, until=until, similarity=similarity, record=record, estimates=estimates
    )
    put(
        form,
        text=lambda: ties_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=found.rows,
        columns=COLUMNS,
        report=("ties", report),
    )


def backdoor(
    a: Annotated[str, typer.Argument(metavar="A", help="The state that may be a way around.")],
    *,
    for_: Annotated[str, typer.Option("--for", metavar="B", help="The sanctioned state.")],
    goods: Annotated[
        str,
        typer.Option("--goods", metavar="LIST", help="A list of goods; all that the senders restrict."),
    ] = "restricted",
    senders: Annotated[
        str, typer.Option("--senders", metavar="STATE,...", help="Who restricts: EU stands for its members.")
    ] = "EU",
    as_of: AsOf = None,
    engine: Annotated[
        str | None,
        typer.Option(
            "--engine", metavar="URL", help="Where the tables lie: duckdb, spark, clickhouse://... "
        ),
    ] = None,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell whether A is a way around the sanctions on B: listed goods in, the same goods on, and placebos.

    Other goods or senders than the default are read from the record.
    """
    from leeway.faces.both_legs import backdoor_text
    from leeway.verdict.backdoor import COLUMNS
    from leeway.verdict.backdoor import backdoor as backdoor_of

    form = form_of(json=json, csv=csv)
    found = working("Following the goods")(backdoor_of)(
        a,
        for_=for_,
        goods=goods,
        senders=senders,
        as_of=as_of,
        engine=engine,
        record=record,
        estimates=estimates,
    )
    put(
        form,
        text=lambda: backdoor_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=found.rows,
        columns=COLUMNS,
        report=("backdoor", report),
    )


def trade(
    a: Annotated[str, typer.Argument(metavar="A", help="A state.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    *,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    estimates: EstimatesFolder = None,
    seed: Seed = 0,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell how much A and B depend on each other in trade, leg by leg, who moved, and where books part."""
    from leeway.faces.dependence import trade_text
    from leeway.verdict.trade import COLUMNS
    from leeway.verdict.trade import trade as trade_of

    form = form_of(json=json, csv=csv)
    found = working("Reading the books of trade")(trade_of)(
        a, b, since=since, until=until, as_of=as_of, estimates=estimates, seed=seed
    )
    put(
        form,
        text=lambda: trade_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=found.rows,
        columns=COLUMNS,
        report=("trade", report),
    )


def events(
    a: Annotated[str, typer.Argument(metavar="A", help="A state.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Another state.")],
    *,
    since: Since = None,
    until: Until = None,
    as_of: AsOf = None,
    around: Annotated[
        str | None,
        typer.Option(
            "--around", metavar="D", help="A day: what happened, and who reacted (needs the record)."
        ),
    ] = None,
    days: Annotated[int, typer.Option("--days", metavar="N", help="Days looked at from --around on.")] = 14,
    source: Annotated[
        str | None,
        typer.Option("--source", metavar="NAME", help="Whose reports by day; those of the fullest source."),
    ] = None,
    record: RecordFile = None,
    estimates: EstimatesFolder = None,
    seed: Seed = 0,
    report: ReportFile = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Tell cooperation and conflict of A and B, words apart from deeds, ruptures, and who reacted."""
    from leeway.faces.happenings import events_text
    from leeway.verdict.events import COLUMNS
    from leeway.verdict.events import events as events_of

    form = form_of(json=json, csv=csv)
    found = working("Reading the events")(events_of)(
        a,
        b,
        since=since,
        until=until,
        as_of=as_of,
        around=around,
        days=days,
        source=source,
        record=record,
        estimates=estimates,
        seed=seed,
    )
    put(
        form,
        text=lambda: events_text(found, width=text_width(), on=terminal()),
        content=found.to_dict,
        rows=found.rows,
        columns=COLUMNS,
        report=("events", report),
    )
