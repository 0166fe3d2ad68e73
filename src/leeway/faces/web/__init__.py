"""The web application: pages and an HTTP interface around the answers of ``leeway``."""
