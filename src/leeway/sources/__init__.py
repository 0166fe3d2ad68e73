"""Publishers' data: what is fetched, read and checked, and brought into the record.

A new source is one file with a declaration and a ``read``, and one line in `SOURCES`.
"""

from leeway.sources.atop import SOURCE as ATOP
from leeway.sources.cow_alliances import SOURCE as COW_ALLIANCES
from leeway.sources.cow_igo import SOURCE as COW_IGO
from leeway.sources.cow_system import SOURCE as COW_SYSTEM
from leeway.sources.fbic import SOURCE as FBIC
from leeway.sources.gml_mid import SOURCE as GML_MID
from leeway.sources.ledger import SOURCE as LEDGER
from leeway.sources.sipri import SOURCE as SIPRI
from leeway.sources.un_votes import SOURCE as UN_VOTES
from leeway.sources.wdi import SOURCE as WDI

SOURCES = (
    UN_VOTES,
    ATOP,
    COW_ALLIANCES,
    COW_IGO,
    COW_SYSTEM,
    GML_MID,
    SIPRI,
    FBIC,
    WDI,
    LEDGER,
)
