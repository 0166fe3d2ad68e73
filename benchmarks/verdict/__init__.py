"""Figures of the verdict: docs/validation/verdict.md."""
