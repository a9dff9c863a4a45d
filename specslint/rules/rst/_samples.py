"""Parses samples of JSON in which an ellipsis may replace omitted values."""

from __future__ import annotations

import re

from specslint.model.typing import NamedTuple


class Fault(NamedTuple):
    """An error in a sample; line and column count from 0."""

    problem: str
    line: int
    column: int


_PART = r"""[ \t\r\n]*(?:
      (?P<string>"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")
    | (?P<dots>\.\.\.|\u2026)
    | (?P<value>-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])
        |(?:true|false|null)(?!\w))
    | (?P<sign>[][{}:,])
    | (?P<end>\Z)
    )"""
_NEXT = r"[ \t\r\n]*"


def json_fault(text: str) -> Fault | None:
    """The first error for which a text is no JSON, or None.

    Several values may follow one another. An ellipsis counts as any value, key or
    pair, and needs no comma before or behind it.
    """
    token, space = re.compile(_PART, re.VERBOSE), re.compile(_NEXT)
    pending: list[str] = []  # what is open: "{" or "["
    # What has just been read: an opening bracket, a comma, a key, a colon, a value or an
    # ellipsis; at the outermost level, a value.
    last = "value"
    at = 0
    while True:
        match = token.match(text, at)
        start = space.match(text, at).end()  # type: ignore[union-attr] # it always matches
        if match is None:
            return _fault(text, start, "this is not a value, bracket, colon or comma")
        kind = match.lastgroup or ""
        sign = text[start] if kind == "sign" else ""
        inside = pending[-1] if pending else ""
        problem = ""
        if kind == "end":
            return _fault(text, start, f'"{inside}" is not closed') if pending else None
        if kind == "dots":
            last = "dots"
        elif sign in ("]", "}"):
            if not pending or "[{".index(inside) != "]}".index(sign):
                problem = f'"{sign}" closes nothing'
            elif last == "comma":
                problem = f'there is a comma before "{sign}"'
            elif last in ("key", "colon"):
                problem = "a value is missing"
            else:
                pending.pop()
                last = "value"
        elif sign == ",":
            ended = last in ("value", "dots") and (inside or last == "dots")
            problem = "" if ended else "this comma is not allowed"
            last = "comma"
        elif sign == ":":
            may = inside == "{" and last in ("key", "dots")
            problem = "" if may else "this colon is not allowed"
            last = "colon"
        elif inside == "{" and last in ("open", "comma", "dots", "value"):
            if last == "value":
                problem = "a comma is missing before this"
            elif kind != "string":
                problem = "a key must be a string in double quotes"
            last = "key"
        elif last == "key":
            problem = "a colon is missing before this"
        elif last == "value" and inside:
            problem = "a comma is missing before this"
        elif sign:
            pending.append(sign)
            last = "open"
        else:
            last = "value"
        if problem:
            return _fault(text, start, problem)
        at = match.end()


def _fault(text: str, at: int, problem: str) -> Fault:
    return Fault(problem, text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1)
