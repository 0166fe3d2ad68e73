"""Drift: from a Series alone, which way it went, since when, and how unusual that is.

Nothing here knows a state, a source or a vote: only times, values and their uncertainty.
"""
