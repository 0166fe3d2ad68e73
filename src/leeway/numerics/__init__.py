"""Arrays in, frozen results out; no state, no file is known here."""
