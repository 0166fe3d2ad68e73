"""The record: typed tables in one DuckDB file, and what was done to it. It knows no publisher."""
