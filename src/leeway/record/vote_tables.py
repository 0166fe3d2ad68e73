"""Tables of recorded votes."""

from __future__ import annotations

from leeway.record.columns import Column, Table, enum_of

VOTES = ("Y", "N", "A", "X")
"""Yes, no, abstention, and *no vote cast*: absent, or present and not participating."""

BODIES = ("GA", "SC")
"""General Assembly and Security Council."""

SESSION_KINDS = ("regular", "emergency", "special")

ROLL_CALLS = Table(
    name="roll_calls",
    meaning="A resolution put to a recorded vote.",
    key=("roll_call",),
    columns=(
        Column("roll_call", "VARCHAR", "body and symbol, e.g. GA/A/RES/ES-11/1"),
        Column("body", enum_of(BODIES), "GA General Assembly, SC Security Council"),
        Column(
            "symbol", "VARCHAR", "symbol of the resolution; absent if the publisher gives none", nullable=True
        ),
        Column("undl_id", "BIGINT", "number of the record in the UN Digital Library"),
        Column("date", "DATE", "day of the vote"),
        Column(
            "session", "VARCHAR", "session as written by the publisher; absent for the Council", nullable=True
        ),
        Column(
            "session_number",
            "SMALLINT",
            "regular session: the written one, or for emergency and special sessions the one whose"
            " September-to-August span holds the date; absent for the Council",
            nullable=True,
        ),
        Column(
            "session_kind", enum_of(SESSION_KINDS), "kind of session; absent for the Council", nullable=True
        ),
        Column("half_year", "SMALLINT", "2 * year + (0 or 1): 4044 is the first half of 2022"),
        Column("meeting", "VARCHAR", "symbol of the meeting record; absent if not given", nullable=True),
        Column("title", "VARCHAR", "title as printed; absent if not given", nullable=True),
        Column(
            "question",
            "VARCHAR",
            "the title without what changes from year to year: roll calls with one question are the same"
            " question put again; absent without a title, and for the Council",
            nullable=True,
        ),
        Column(
            "question_parts",
            "SMALLINT",
            "roll calls of the same regular session with the same question; above 1 they are different"
            " resolutions under one title, often parts of one; absent without a question",
            nullable=True,
        ),
        Column("agenda_title", "VARCHAR", "title of the agenda item; absent if not given", nullable=True),
        Column("subjects", "VARCHAR", "subjects, separated by '|'; absent if not given", nullable=True),
        Column("draft", "VARCHAR", "symbol of the draft; absent if not given", nullable=True),
        Column(
            "committee_report", "VARCHAR", "symbol of the committee's report; absent if none", nullable=True
        ),
        Column("yes", "SMALLINT", "votes in favour, as printed; absent if not printed", nullable=True),
        Column("no", "SMALLINT", "votes against, as printed; absent if not printed", nullable=True),
        Column("abstentions", "SMALLINT", "abstentions, as printed; absent if not printed", nullable=True),
        Column(
            "non_voting",
            "SMALLINT",
            "members without a vote cast, as printed; absent if not printed",
            nullable=True,
        ),
        Column(
            "members", "SMALLINT", "members at the time, as printed; absent if not printed", nullable=True
        ),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1) where the roll call begins"),
    ),
)

VOTES_TABLE = Table(
    name="votes",
    meaning="What one state did in one roll call.",
    key=("roll_call", "state"),
    columns=(
        Column("roll_call", "VARCHAR", "roll call"),
        Column("state", "VARCHAR", "Leeway's id of the state whose seat it was"),
        Column("vote", enum_of(VOTES), "Y yes, N no, A abstention, X no vote cast (never an abstention)"),
        Column("name", "VARCHAR", "name of the member as printed in the file"),
        Column("note", "VARCHAR", "the publisher's note beside the vote; absent if none", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
    content=("roll_call", "state", "vote"),
)
