"""Verdict: the only room that weighs one line of evidence against another."""
