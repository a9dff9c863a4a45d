"""Renders results: one module per output format, each with a function ``render``."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specslint.engine.result import Result

FORMATS = ("text", "json", "sarif", "github", "gitlab", "junit", "zuul")
"""The names of the formats and of their modules; the option, its help and the tests use this."""


def reporter(name: str) -> Callable[[Result], str]:
    """The function that renders a result in a format.

    :param name: one of ``FORMATS`` except ``text`` and ``json``, which take options.
    """
    render: Callable[[Result], str] = import_module(f"{__name__}.{name}").render
    return render
