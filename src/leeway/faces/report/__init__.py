"""The report: an answer as one page that can be printed and passed on, with the machine's answer inside."""
