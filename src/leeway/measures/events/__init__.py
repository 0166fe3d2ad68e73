"""Words and deeds as news reports tell them: events by pair and period, their rates, and what is usual."""
