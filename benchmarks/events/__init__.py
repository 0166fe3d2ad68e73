"""Figures of docs/validation/events.md."""
