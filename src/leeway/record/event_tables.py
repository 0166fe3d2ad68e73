"""Tables of events: what news reports say that one state did to another, and what others counted."""

from __future__ import annotations

from leeway.record.columns import Column, Table, enum_of

QUADS = (
    "statement",
    "verbal cooperation",
    "material cooperation",
    "verbal conflict",
    "material conflict",
)
"""Classes of CAMEO roots. A *statement* (root 01) is none of the four; GDELT counts it as the first."""

ROOTS_GDELT = {
    **dict.fromkeys(("01", "02", "03", "04", "05"), "verbal cooperation"),
    **dict.fromkeys(("06", "07", "08", "09"), "material cooperation"),
    **dict.fromkeys(("10", "11", "12", "13", "14"), "verbal conflict"),
    **dict.fromkeys(("15", "16", "17", "18", "19", "20"), "material conflict"),
}
"""Class of a root as GDELT has it: to investigate is material cooperation, to protest is verbal conflict."""

ROOTS_KEDS = {
    "01": "statement",
    **dict.fromkeys(("02", "03", "04", "05"), "verbal cooperation"),
    **dict.fromkeys(("06", "07", "08"), "material cooperation"),
    **dict.fromkeys(("09", "10", "11", "12", "13"), "verbal conflict"),
    **dict.fromkeys(("14", "15", "16", "17", "18", "19", "20"), "material conflict"),
}
"""Class of a CAMEO root in the practice of the Kansas Event Data System: what Leeway's lines rest on."""

EVENT_PERIODS = ("day", "month", "year")

CONVENTIONS = ("KEDS", "GDELT", "not said")

REPORTS = Table(
    name="reports",
    meaning="One row of a source of events between two states: a report that one did something to the other.",
    key=("source", "report"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("report", "VARCHAR", "the publisher's number of the row; where it has none, the file and row"),
        Column("day", "DATE", "day on which it is said to have happened"),
        Column("actor", "VARCHAR", "key of the state that acted"),
        Column("target", "VARCHAR", "key of the state acted upon"),
        Column("code", "VARCHAR", "what was done: a CAMEO code, zeros and all, or a PLOVER event type"),
        Column(
            "root",
            "VARCHAR",
            "root of the CAMEO code, 01 to 20; of a PLOVER type the root that it stands for",
        ),
        Column(
            "mirror",
            "VARCHAR",
            "code that the same event bears when told of the other side; absent if it has none",
            nullable=True,
        ),
        Column(
            "added", "DATE", "day on which the publisher added the row; absent if not said", nullable=True
        ),
        Column("mentions", "INTEGER", "mentions in the publisher's texts; absent if not said", nullable=True),
        Column("text", "VARCHAR", "address or number of the text; absent if not said", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1, or the first row where there is none)"),
    ),
)

EVENTS = Table(
    name="events",
    meaning="What one state did to another on one day: reports of one root made one, mirrored ones folded.",
    key=("source", "day", "actor", "target", "root", "mutual"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("day", "DATE", "day on which it is said to have happened"),
        Column("actor", "VARCHAR", "key of the state that acted; of mutual events the first by key"),
        Column("target", "VARCHAR", "key of the state acted upon; of mutual events the second by key"),
        Column("root", "VARCHAR", "root of the CAMEO codes, 01 to 20"),
        Column(
            "mutual",
            "BOOLEAN",
            "whether it is told of both sides on that day, as a meeting is: kept once for the pair",
        ),
        Column("quad_keds", "VARCHAR", "class of the root in KEDS practice, which Leeway's lines rest on"),
        Column("quad_gdelt", "VARCHAR", "class of the root as GDELT has it"),
        Column("codes", "BIGINT", "different codes among the reports"),
        Column("reports", "INTEGER", "reports that were made one, mirrored ones included"),
        Column("mirrored", "INTEGER", "of these, reports that repeat another from the other side"),
    ),
    derived=True,
)

EVENT_COUNTS = Table(
    name="event_counts",
    meaning="Events from one state to another in one period and class, as a publisher counted them.",
    key=("source", "actor", "target", "period", "period_kind", "quad"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("actor", "VARCHAR", "key of the state that acted"),
        Column("target", "VARCHAR", "key of the state acted upon"),
        Column("period", "DATE", "first day of the period"),
        Column("period_kind", enum_of(EVENT_PERIODS), "what kind of period it is"),
        Column("quad", enum_of(QUADS), "class of the events"),
        Column("convention", enum_of(CONVENTIONS), "whose classes they are"),
        Column("count", "INTEGER", "rows that the publisher counted, as it counts them; zero if it says so"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

RELATIONS = Table(
    name="relations",
    meaning="How a pair stood to each other in one period by somebody's score of all its events together.",
    key=("source", "state", "partner", "period", "period_kind"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("state", "VARCHAR", "key of one of the two, the first by key: the score has no direction"),
        Column("partner", "VARCHAR", "key of the other"),
        Column("period", "DATE", "first day of the period; a day on which no pair has a row is a hole"),
        Column("period_kind", enum_of(EVENT_PERIODS), "what kind of period it is"),
        Column(
            "score",
            "DOUBLE",
            "net weight of the period's events, words and deeds together; only its sign is evidence",
        ),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

EVENT_TABLES = (REPORTS, EVENT_COUNTS, RELATIONS)
