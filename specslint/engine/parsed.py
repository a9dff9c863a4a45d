"""Converts parsed documents to plain values for the cache, and back.

A named tuple or an enumeration's member becomes a list of its class and its fields.
"""

from __future__ import annotations

import enum

from specslint.model import document
from specslint.model.typing import Any

_CLASSES: dict[str, Any] = vars(document)


def plain(value: Any) -> Any:
    """A document, or a part of one, as lists, tuples, strings and numbers."""
    if isinstance(value, enum.Enum):
        return [type(value).__name__, value.value]
    if not isinstance(value, tuple):
        return value
    parts = map(plain, value)
    return tuple(parts) if type(value) is tuple else [type(value).__name__, *parts]


def from_plain(value: Any) -> Any:
    """The inverse of :func:`plain`."""
    if isinstance(value, tuple):
        return tuple(map(from_plain, value))
    if not isinstance(value, list):
        return value
    name, *parts = value
    return _CLASSES[name](*map(from_plain, parts))
