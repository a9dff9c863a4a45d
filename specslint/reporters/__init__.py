"""Reports to text: a function for each format."""

from __future__ import annotations

from collections.abc import Callable

from specslint.engine.report import Report


def reporter(name: str) -> Callable[[Report], str]:
    """The function that renders a report in a format.

    :param name: one of ``FORMATS``; ``text`` has options of its own and is not
        among them.
    """
    if name == "json":
        from specslint.reporters.json import render

        return render
    raise ValueError(name)


FORMATS = ("text", "json")
