"""Goods: lists of codes, and what they are in other editions of the Harmonized System."""
