"""specslint: the linter and pre-commit hook for OpenStack's nova-specs."""

__version__ = "0.1.0"
