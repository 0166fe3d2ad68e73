"""Figures of the lines from ties: security, recognition and influence."""
