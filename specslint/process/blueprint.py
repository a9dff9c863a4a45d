"""The URL of a spec's blueprint: finding and renaming it."""

from __future__ import annotations

import re

from specslint.model.findings import Edit
from specslint.model.spec import Spec
from specslint.rules.template._blueprints import blueprint_name

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\Z", re.ASCII)
_LINES = 4  # the number of lines that a wrapped URL may take


def is_name(word: str) -> bool:
    """Whether a blueprint, and so the file of its spec, may have this name."""
    return bool(_NAME.match(word))


def named_blueprint(spec: Spec) -> str | None:
    """The name in the first URL of a blueprint of the project, or None."""
    references = spec.document.references if spec.document else ()
    names = (blueprint_name(reference.uri, spec.project) for reference in references)
    return next((name for name in names if name), None)


def renamed(spec: Spec, new: str) -> Edit | None:
    """The edit that makes the first blueprint URL lead to another blueprint.

    The URL may be wrapped, even within its name: docutils removes the white space.

    :param new: the blueprint's name.
    :returns: None if there is no such URL, or its text is not found.
    """
    for reference in spec.document.references if spec.document else ():
        if not blueprint_name(reference.uri, spec.project):
            continue
        start = reference.uri.casefold().index("+spec/") + len("+spec/")
        tail = min((reference.uri + end).index(end, start) for end in "/?#")
        first = max(1, reference.line - _LINES)
        for line in range(first, min(len(spec.lines), reference.line + _LINES) + 1):
            text = spec.lines[line - 1]
            column = text.find(reference.uri[0])
            while column >= 0:
                places = _places(spec, line, column, reference.uri)
                if places:
                    (from_line, from_column), (to_line, to_column) = (
                        places[start],
                        places[tail - 1],
                    )
                    return Edit(from_line, from_column + 1, to_line, to_column + 2, new)
                column = text.find(reference.uri[0], column + 1)
        return None
    return None


def _places(spec: Spec, line: int, column: int, uri: str) -> list[tuple[int, int]]:
    """The (line, column) of each character of a URI from a location on; empty if not found.

    Lines count from 1, columns from 0.
    """
    places: list[tuple[int, int]] = []
    last = min(len(spec.lines), line + _LINES)
    while len(places) < len(uri) and line <= last:
        text = spec.lines[line - 1].rstrip()
        if places:
            column = len(text) - len(text.lstrip())
        for at in range(column, len(text)):
            if len(places) == len(uri):
                break
            if text[at] != uri[len(places)]:
                return []
            places.append((line, at))
        line += 1
    return places if len(places) == len(uri) else []
