"""Fixes: the edits of findings applied to texts, and the result written or shown as a diff.

This package does not import the engine; the caller passes a function that checks texts.
"""

from __future__ import annotations
