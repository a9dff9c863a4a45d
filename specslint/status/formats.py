"""The status of a release as text, Markdown, reStructuredText and JSON.

Titles and names are untrusted: characters that a terminal or a markup language would
interpret are escaped.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from specslint.reporters.escape import as_unicode, escaped
from specslint.status.model import ReleaseStatus, Review, SpecStatus
from specslint.status.outline import Line, counts, headline, parts

_WIDTH = 11  # the width of the longest state
_ENUMERATOR = re.compile(r"(\w+)([.)])(?=\s|\Z)")
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&|~#!$])")
_RST = re.compile(r"([\\`*|_<>])")


def text(status: ReleaseStatus) -> str:
    """The text format, for a terminal or an e-mail: one line per spec."""
    lines = [f"{headline(status)}: {counts(status)}"]
    for part in parts(status):
        lines += ["", part.title]
        for line in part.lines:
            state = f"{line.state:<{_WIDTH}} " if line.state else ""
            lines.append(f"  {state}{_said(line, line.title)}")
        if not part.lines:
            lines.append("  none")
    return "".join(f"{escaped(line)}\n" for line in lines)


def markdown(status: ReleaseStatus) -> str:
    """The Markdown format, for a wiki or an e-mail."""
    title = f"# {_markdown(headline(status))}\n\n"
    return title + _list(status, _markdown, "[{}]({})", lambda text: f"## {_markdown(text)}\n")


def rst(status: ReleaseStatus) -> str:
    """The reStructuredText format, for Sphinx documents."""
    title = f"{_heading(headline(status), '=')}\n"
    return title + _list(status, _rst, "`{} <{}>`__", lambda text: _heading(text, "-"))


def _list(
    status: ReleaseStatus, escape: Callable[[str], str], link: str, heading: Callable[[str], str]
) -> str:
    """The sections, each with a list of its lines."""
    lines = [f"{counts(status)}."]
    for part in parts(status):
        lines.append(f"\n{heading(part.title)}")
        for line in part.lines:
            title = escape(line.title)
            linked = link.format(title, line.url) if line.url else title
            lines.append(f"* {_said(line, linked, escape)}")
        if not part.lines:
            lines.append("None.")
    return "".join(f"{line}\n" for line in lines)


def _said(line: Line, title: str, escape: Callable[[str], str] = str) -> str:
    """A line's title as it is shown, and its other fields."""
    said = f"{title} ({escape(line.name)})" if line.name else title
    states = (line.state,) if line.state and escape is not str else ()
    rest = ", ".join((*states, *map(escape, line.remarks)))
    return f"{said}: {rest}" if rest else said


def _markdown(text: str) -> str:
    return _led(_MARKDOWN.sub(r"\\\1", escaped(text)))


def _rst(text: str) -> str:
    return _led(_RST.sub(r"\\\1", escaped(text)))


def _led(text: str) -> str:
    """The text, escaped if its start would begin a list, a table or a directive."""
    numbered = _ENUMERATOR.match(text)
    if numbered:
        return f"{numbered[1]}\\{text[numbered.end(1) :]}"
    return text if text[:1].isalnum() or text[:1] == "\\" else f"\\{text}"


def _heading(text: str, character: str) -> str:
    title = _rst(text)
    width = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in title)
    return f"{title}\n{character * width}\n"


def as_json(status: ReleaseStatus) -> str:
    """The JSON format: one object, whose keys are a contract."""
    document: dict[str, Any] = {
        "release": as_unicode(status.release),
        "at": status.at,
        "specs": [_object(spec) for spec in status.specs],
    }
    if status.changes:
        document["since"] = status.changes.since
        document["changes"] = {
            "approved": [as_unicode(name) for name in status.changes.approved],
            "implemented": [as_unicode(name) for name in status.changes.implemented],
            "moved_on": [
                {"name": as_unicode(move.name), "to": as_unicode(move.to)}
                for move in status.changes.moved_on
            ],
        }
    return json.dumps(document, indent=1) + "\n"


def _object(spec: SpecStatus) -> dict[str, Any]:
    return {
        "name": as_unicode(spec.name),
        "path": as_unicode(spec.path),
        "title": as_unicode(spec.title),
        "blueprint": spec.blueprint,
        "area": spec.area,
        "state": spec.state.value,
        "fast_tracked": spec.fast_tracked,
        "previously_approved": list(map(as_unicode, spec.previously_approved)),
        "reproposed_to": list(map(as_unicode, spec.reproposed_to)),
        "review": _review(spec.review) if spec.review else None,
        "commit": spec.commit,
        "date": spec.date,
    }


def _review(review: Review) -> dict[str, Any]:
    return {"number": review.number, "url": review.url, "status": review.status}


FORMATS: Mapping[str, Callable[[ReleaseStatus], str]] = {
    "text": text,
    "markdown": markdown,
    "rst": rst,
    "json": as_json,
}
"""The renderer of each format; the HTML page has modules of its own."""
