"""How well documents are read, measured on texts that others labelled."""
