"""Tables of trade: what states sold to each other, which goods are listed, and what goods are called."""

from __future__ import annotations

from leeway.record.columns import Column, Table, enum_of

SCOPES = ("states", "territory", "bloc", "world", "unspecified")
"""Between two states; with a customs territory that is no state; of a group of states; with everybody; with
partners that the publisher does not name. Rows of a bloc or the world repeat what rows of states hold."""

WAYS = ("export", "import", "re-export", "re-import")
"""Re-exports are part of exports as most publishers count them, and are never added to them."""

REVISIONS = ("HS1988", "HS1992", "HS1996", "HS2002", "HS2007", "HS2012", "HS2017", "HS2022", "CN", "none")
"""Edition of the Harmonized System; the Combined Nomenclature of the period's year; none for totals."""

PERIOD_KINDS = ("month", "quarter", "half", "year", "part of a year")
"""A *part of a year* is a year that is not over in the source; it is never shown as a whole one."""

BASES = ("reported", "reconciled", "estimated")
"""As the reporter said; made one of what both sides said; made by the publisher where nobody said."""

CURRENCIES = ("USD", "EUR")

VALUATIONS = ("FOB", "CIF")

COUNTED_BY = ("destination", "origin", "consignment")

TOTAL = "TOTAL"
"""Product of rows over all goods."""

WORLD = "WLD"
"""Partner of rows over all partners."""

FLOWS = Table(
    name="flows",
    meaning="What one reporter sold to, or bought from, one partner in one period, as one source tells.",
    key=(
        "source",
        "reporter",
        "partner",
        "flow",
        "product",
        "revision",
        "period",
        "period_kind",
        "basis",
        "counted_by",
    ),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("reporter", "VARCHAR", "whose book it is: key of a state, or of a trade area of the ledger"),
        Column("partner", "VARCHAR", "with whom: key of a state or trade area; WLD for all partners"),
        Column(
            "scope", enum_of(SCOPES), "who the two are; only states and territories sum without repeating"
        ),
        Column("flow", enum_of(WAYS), "seen from the reporter"),
        Column("product", "VARCHAR", "code of the goods, zeros and all; TOTAL for all goods"),
        Column(
            "digits",
            "SMALLINT",
            "length of the code, 0 for TOTAL; rows of one length do not repeat each other",
        ),
        Column("revision", enum_of(REVISIONS), "which goods the code stands for; none for TOTAL"),
        Column("period", "DATE", "first day of the period"),
        Column("months", "SMALLINT", "months that the value covers"),
        Column("period_kind", enum_of(PERIOD_KINDS), "what kind of period it is"),
        Column("value", "DOUBLE", "value in whole units of the currency"),
        Column("currency", enum_of(CURRENCIES), "currency of the value"),
        Column(
            "valuation",
            enum_of(VALUATIONS),
            "FOB or CIF; absent if the publisher does not say",
            nullable=True,
        ),
        Column("basis", enum_of(BASES), "reported, reconciled of two reports, or estimated by the publisher"),
        Column(
            "counted_by", enum_of(COUNTED_BY), "what makes the partner; absent if not said", nullable=True
        ),
        Column("kilograms", "DOUBLE", "net weight; absent if not said", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

LISTINGS = Table(
    name="listings",
    meaning="Goods that somebody restricts the export of, and since when.",
    key=("source", "list", "product"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("list", "VARCHAR", "name of the list, as in `leeway backdoor --goods`"),
        Column("sender", "VARCHAR", "who restricts: EU, or several keys separated by blanks"),
        Column("target", "VARCHAR", "against whom: key of the state"),
        Column("product", "VARCHAR", "code of the goods, zeros and all"),
        Column("digits", "SMALLINT", "length of the code"),
        Column("revision", enum_of(REVISIONS), "which goods the code stands for"),
        Column(
            "listed_on",
            "DATE",
            "first day of the restriction of this code; absent if not known",
            nullable=True,
        ),
        Column("wound_down", "DATE", "last day of old contracts; absent if not known", nullable=True),
        Column(
            "classes",
            "VARCHAR",
            "the source's classes or tiers, separated by blanks; absent if none",
            nullable=True,
        ),
        Column(
            "partly",
            "BOOLEAN",
            "whether only some goods of the code are listed; absent if not said",
            nullable=True,
        ),
        Column("as_of", "DATE", "last day of which the source speaks"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

CONCORDANCES = Table(
    name="concordances",
    meaning="Goods of one edition of the Harmonized System that goods of another share something with.",
    key=("from_revision", "from_product", "to_revision", "to_product"),
    columns=(
        Column("from_revision", enum_of(REVISIONS), "edition of `from_product`"),
        Column("from_product", "VARCHAR", "six digits"),
        Column("to_revision", enum_of(REVISIONS), "edition of `to_product`"),
        Column("to_product", "VARCHAR", "six digits"),
        Column("converted", "BOOLEAN", "whether the publisher's one-to-one conversion takes this way"),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

PRODUCTS = Table(
    name="products",
    meaning="What a code of goods stands for.",
    key=("source", "revision", "product"),
    columns=(
        Column("source", "VARCHAR", "id of the source"),
        Column("revision", enum_of(REVISIONS), "edition"),
        Column("product", "VARCHAR", "code, zeros and all"),
        Column("digits", "SMALLINT", "length of the code"),
        Column("name", "VARCHAR", "what it stands for, in the publisher's words"),
        Column("parent", "VARCHAR", "code it is part of; absent at the top", nullable=True),
        Column("load", "INTEGER", "load the row comes from"),
        Column("file_row", "INTEGER", "row of the file (header = 1)"),
    ),
)

FLOW_TABLES = (FLOWS, LISTINGS, CONCORDANCES, PRODUCTS)
