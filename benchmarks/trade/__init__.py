"""Figures of docs/validation/trade.md."""
