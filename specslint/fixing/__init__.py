"""Mending: findings' edits to new texts, and those to files or to a diff.

Nothing here knows where findings come from; whoever calls says how a text is
checked.
"""

from __future__ import annotations
