"""Publishers' data: what is fetched, read and checked, and brought into the record.

A new source is one file with a declaration and a ``read``, and one line in `SOURCES`.
"""

from leeway.sources.un_votes import SOURCE as UN_VOTES

SOURCES = (UN_VOTES,)
