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
    from collections import _tuplegetter
    from functools import cache
    from types import FunctionType

    Any = Protocol = object

    def cast(_type, value):
        """The value itself."""
        return value

    class _Tuple(tuple):
        """What all named tuples have in common."""

        __slots__ = ()

        def _replace(self, **changes):
            replaced = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return replaced

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            fields = ", ".join(f"{field}={value!r}" for field, value in self._asdict().items())
            return f"{type(self).__name__}({fields})"

        def __getnewargs__(self):
            return tuple(self)

    @cache
    def _constructor(count):
        """The code of a constructor with so many fields.

        ``collections.namedtuple`` compiles one for each class, which takes a twentieth
        of a hook's time.
        """
        fields = "".join(f"f{number}, " for number in range(count))
        code = f"lambda cls, {fields}: new(cls, ({fields}))"
        return eval(code).__code__  # noqa: S307 - made of numbers only

    class _Named(type):
        """Makes a named tuple of a class with annotated fields, like ``typing.NamedTuple``."""

        def __new__(cls, name, bases, body):
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.pop("__annotations__", ()))
            defaults = tuple(body.pop(field) for field in fields if field in body)
            code = _constructor(len(fields)).replace(co_varnames=("cls", *fields))
            new = FunctionType(code, {"new": tuple.__new__}, "__new__", defaults)
            body |= {field: _tuplegetter(at, None) for at, field in enumerate(fields)}
            body |= {"__slots__": (), "_fields": fields, "__match_args__": fields, "__new__": new}
            return type(name, (_Tuple,), body)

    class NamedTuple(metaclass=_Named):
        """The base of named tuples."""


__all__ = ["TYPE_CHECKING", "Any", "NamedTuple", "Protocol", "cast"]
