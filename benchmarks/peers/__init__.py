"""Other people's programs on the same votes. Each is skipped with a word where it is not installed."""
