"""The exceptions that end a run without a result."""

from __future__ import annotations


class UserError(Exception):
    """An error that the user can correct: usage, configuration or repository.

    The command line prints it as one line that says what to do, and exits with 2.
    """
