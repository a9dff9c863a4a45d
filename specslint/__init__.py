"""specslint: the linter and pre-commit hook for OpenStack's nova-specs."""
