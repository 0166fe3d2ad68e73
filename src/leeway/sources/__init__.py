"""Publishers' data: what is fetched, read and checked, and brought into the record.

A new source is one file with a declaration and a ``read``, and one line in `SOURCES`.
"""

from leeway.sources.atop import SOURCE as ATOP
from leeway.sources.cow_system import SOURCE as COW_SYSTEM
from leeway.sources.fbic import SOURCE as FBIC
from leeway.sources.sipri import SOURCE as SIPRI
from leeway.sources.un_votes import SOURCE as UN_VOTES
from leeway.sources.wdi import SOURCE as WDI

SOURCES = (UN_VOTES, ATOP, COW_SYSTEM, SIPRI, FBIC, WDI)
