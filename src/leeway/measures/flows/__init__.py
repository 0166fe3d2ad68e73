"""Heavy sums over trade: written once, and run where the table lies."""
