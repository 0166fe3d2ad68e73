"""Tables of ties: what states signed and joined, whom they recognise, whom they arm and influence."""

from __future__ import annotations

from leeway.record.columns import Column, Table, enum_of

OBLIGATIONS = ("defence", "offence", "neutrality", "nonaggression", "consultation", "entente")
"""What one party of an alliance owes the other."""

TIE_KINDS = (*OBLIGATIONS, "membership", "treaty", "base", "deployment")

ENDINGS = ("terminated", "source ended", "still in force")
"""How a tie ends in the record. *Source ended* says nothing of the tie: the source looks no further."""

STATUSES = ("coded", "found", "suspect", "unverified")
"""Coded by a publisher; seen in a text; seen but doubtful; remembered. No estimate rests on the last two."""

POSITIONS = ("recognises", "does not", "withdrew", "froze")

PRECISIONS = ("day", "month", "year")

SYSTEMS = ("COW", "GW")
"""Correlates of War, and Gleditsch and Ward."""

INDICATORS = ("gdp", "population")

TIES = Table(
    name="ties",
    meaning="A tie over a stretch of time: an obligation of one state to another, a membership, a treaty.",
    key=("source", "tie"),
    columns=(
        Column("tie", "VARCHAR", "key of the tie within its source"),
        Column("kind", enum_of(TIE_KINDS), "what ties them"),
        Column("state", "VARCHAR", "who is bound: the member, the party that owes, the user of a base"),
        Column(
            "partner",
            "VARCHAR",
            "to whom; absent for a membership, and for a treaty of more than two",
            nullable=True,
        ),
        Column(
            "organisation",
            "VARCHAR",
            "organisation or treaty; absent if the source names none",
            nullable=True,
        ),
        Column(
            "role", "VARCHAR", "kind of membership or treaty; absent if there is only one kind", nullable=True
        ),
        Column("parties", "VARCHAR", "keys of all parties known, separated by blanks"),
        Column(
            "since", "DATE", "first day, or the first day it may have begun; absent if unknown", nullable=True
        ),
        Column(
            "since_precision",
            enum_of(PRECISIONS),
            "how exactly `since` is known; absent if unknown",
            nullable=True,
        ),
        Column("until", "DATE", "last day; absent while it lasts, or if unknown", nullable=True),
        Column(
            "until_precision",
            enum_of(PRECISIONS),
            "how exactly `until` is known; absent with it",
            nullable=True,
        ),
        Column(
            "ended", enum_of(ENDINGS), "terminated, still in force on `as_of`, or the source looks no further"
        ),
        Column("how", "VARCHAR", "how it ended; absent if nothing is said", nullable=True),
        Column(
            "frozen_since",
            "DATE",
            "first day it was frozen or suspended; absent if it never was",
            nullable=True,
        ),
        Column("frozen_until", "DATE", "last day of that; absent while it lasts, or if never", nullable=True),
        Column("as_of", "DATE", "last day of which the source speaks"),
        Column("status", enum_of(STATUSES), "coded by a publisher, found in a text, suspect, or unverified"),
        Column("source", "VARCHAR", "id of the source"),
        Column(
            "cited", "VARCHAR", "the text the fact was seen in; absent for a publisher's table", nullable=True
        ),
        Column("note", "VARCHAR", "what the columns cannot say; absent if nothing", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1) where the tie begins"),
    ),
)

RECOGNITIONS = Table(
    name="recognitions",
    meaning="What a state said or did about the statehood of an entity that others dispute.",
    key=("source", "file_row"),
    columns=(
        Column("entity", "VARCHAR", "key of the entity"),
        Column("state", "VARCHAR", "who recognises it or does not"),
        Column("position", enum_of(POSITIONS), "recognises, does not, withdrew recognition, or froze it"),
        Column(
            "date", "DATE", "first day the position may have been taken; absent if unknown", nullable=True
        ),
        Column(
            "date_precision",
            enum_of(PRECISIONS),
            "how exactly `date` is known; absent with it",
            nullable=True,
        ),
        Column("as_of", "DATE", "last day of which the source speaks"),
        Column("status", enum_of(STATUSES), "found in a text, suspect, or unverified"),
        Column("source", "VARCHAR", "id of the source"),
        Column("cited", "VARCHAR", "the text the fact was seen in; absent if only remembered", nullable=True),
        Column("note", "VARCHAR", "what the columns cannot say; absent if nothing", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

ORGANISATIONS = Table(
    name="organisations",
    meaning="An intergovernmental organisation as a source names it.",
    key=("source", "organisation"),
    columns=(
        Column("organisation", "VARCHAR", "the source's short name, as in `ties`"),
        Column("name", "VARCHAR", "its full name"),
        Column("first_year", "SMALLINT", "first year in the source"),
        Column("last_year", "SMALLINT", "last year in the source"),
        Column("source", "VARCHAR", "id of the source"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

ARMS = Table(
    name="arms_transfers",
    meaning="Major arms delivered by one state to another in one year, of one deal or in all.",
    key=("load", "file_row"),
    columns=(
        Column("supplier", "VARCHAR", "who delivered"),
        Column("recipient", "VARCHAR", "who received"),
        Column("year", "SMALLINT", "year of delivery"),
        Column("tiv", "DOUBLE", "volume in the publisher's trend-indicator values, millions"),
        Column("deal", "BIGINT", "number of the deal; absent in tables of totals", nullable=True),
        Column("weapon", "VARCHAR", "designation of the weapon; absent in tables of totals", nullable=True),
        Column("category", "VARCHAR", "the publisher's category; absent in tables of totals", nullable=True),
        Column(
            "year_estimated",
            "BOOLEAN",
            "whether the year is an estimate; absent in tables of totals",
            nullable=True,
        ),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

INFLUENCE = Table(
    name="influence",
    meaning="Formal bilateral influence capacity of one state in another in one year, as published.",
    key=("release", "influencer", "receiver", "year"),
    columns=(
        Column("influencer", "VARCHAR", "whose influence"),
        Column("receiver", "VARCHAR", "in which state"),
        Column("year", "SMALLINT", "year"),
        Column("release", "VARCHAR", "release of the index"),
        Column("index", "DOUBLE", "the published index, 0 to 1"),
        Column("economic_bandwidth", "DOUBLE", "component; absent if not in the file", nullable=True),
        Column("political_bandwidth", "DOUBLE", "component; absent if not in the file", nullable=True),
        Column("security_bandwidth", "DOUBLE", "component; absent if not in the file", nullable=True),
        Column("economic_dependence", "DOUBLE", "component; absent if not in the file", nullable=True),
        Column("security_dependence", "DOUBLE", "component; absent if not in the file", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

INDICATOR_VALUES = Table(
    name="indicators",
    meaning="A figure of one state in one year.",
    key=("state", "indicator", "year"),
    columns=(
        Column("state", "VARCHAR", "state"),
        Column("indicator", enum_of(INDICATORS), "gdp in current US dollars, or population in persons"),
        Column("year", "SMALLINT", "year"),
        Column("value", "DOUBLE", "the figure"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

SYSTEM_MEMBERS = Table(
    name="system_members",
    meaning="A stretch in which a list of the state system counts a state among its members.",
    key=("system", "number", "since"),
    columns=(
        Column("system", enum_of(SYSTEMS), "whose list"),
        Column("number", "INTEGER", "number in that list"),
        Column("state", "VARCHAR", "key of the state; absent if it ended before 1946", nullable=True),
        Column("name", "VARCHAR", "name in that list"),
        Column("since", "DATE", "first day"),
        Column("until", "DATE", "last day; the list's own last day for those that were members then"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

DISPUTES = Table(
    name="disputes",
    meaning="One year of a militarised dispute, from one state to another.",
    key=("dispute", "state", "partner", "year"),
    columns=(
        Column("dispute", "INTEGER", "number of the dispute"),
        Column("state", "VARCHAR", "one side"),
        Column("partner", "VARCHAR", "the other side"),
        Column("year", "SMALLINT", "year"),
        Column("onset", "BOOLEAN", "whether the dispute began in this year"),
        Column(
            "hostility",
            "SMALLINT",
            "highest act of `state`: 1 none, 2 threat, 3 display, 4 use of force, 5 war; absent if not known",
            nullable=True,
        ),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

TIE_TABLES = (TIES, RECOGNITIONS, ORGANISATIONS, ARMS, INFLUENCE, INDICATOR_VALUES, SYSTEM_MEMBERS, DISPUTES)
