"""Charts: from an answer's keys to a Vega-Lite specification, and from there to a picture."""
