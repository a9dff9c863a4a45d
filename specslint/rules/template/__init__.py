"""TPL: the release's template."""
