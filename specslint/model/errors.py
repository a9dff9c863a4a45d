"""The two ways a run can end without a verdict."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can put right: usage, configuration or repository.

    Shown as one line that says what to do; the exit code is 2.
    """
