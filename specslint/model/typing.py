"""Stand-ins for what the modules of a usual run need of the standard ``typing``.

Type checkers see the names of ``typing`` itself. At run time, its import and the named
tuples that it makes would take a tenth of a run over one spec: it compiles the
annotation of each field. Modules that only some commands load import ``typing``.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any, NamedTuple, Protocol, cast
else:
    from collections import namedtuple

    Any = Protocol = object

    def cast(_type, value):
        """The value itself."""
        return value

    class _Named(type):
        """Makes a named tuple of a class with annotated fields, like ``typing.NamedTuple``."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = body.pop("__annotations__", {})
            defaults = [body.pop(field) for field in fields if field in body]
            made = namedtuple(name, fields, defaults=defaults, module=body.pop("__module__"))
            for key, value in body.items():
                setattr(made, key, value)
            return made

    class NamedTuple(metaclass=_Named):
        """The base of named tuples."""


__all__ = ["TYPE_CHECKING", "Any", "NamedTuple", "Protocol", "cast"]
