"""Documents: who said what, what is claimed and what only inferred, with the place in the text.

Nothing here knows a table of the record: claims are checked in ``leeway.verdict``.
"""
