"""Sphinx's configuration for the documentation: ``make docs``."""

from specslint import __version__

project = "specslint"
author = "the specslint developers"
release = version = __version__

extensions = ["reno.sphinxext"]
# It is included in a page, and is not one itself.
exclude_patterns = ["comparison-table.rst"]
# Blocks without a language contain specs and messages.
highlight_language = "none"
nitpicky = True

html_theme = "alabaster"
html_theme_options = {
    "description": "The linter and pre-commit hook for OpenStack's nova-specs",
    "page_width": "70em",
    "fixed_sidebar": True,
}
html_show_copyright = False
html_copy_source = False
