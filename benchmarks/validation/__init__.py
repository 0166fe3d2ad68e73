"""Every figure of docs/validation/votes.md: ``python -m benchmarks.validation [SECTION ...] [--write]``."""
