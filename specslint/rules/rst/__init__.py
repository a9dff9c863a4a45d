"""RST: reStructuredText."""
