"""The pragmas of a spec: which lines they rule, and what they silence.

A pragma is a comment, ``.. specslint: disable=TXT001,TPL007 reason``. It
silences its section; before the title, the whole file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from specslint.model.document import Document, Section
from specslint.model.findings import Diagnostic, Pragma, PragmaUse

_PRAGMA = re.compile(r"specslint\s*:\s*(?P<verb>[^=\s]*)\s*(?P<equals>=?)\s*(?P<codes>\S*)")
_CODE = re.compile(r"[^,]+")
# The tag of a fast-track copy is what its approval hangs on: a spec cannot
# excuse itself from it. Source: the contract of the rules, "SUP".
UNSILENCEABLE = "FTK"


def pragmas_of(document: Document, lines: tuple[str, ...]) -> tuple[Pragma, ...]:
    """The pragmas among a document's comments, in the order of the text.

    :param lines: the raw lines of the document.
    """
    found = []
    for comment in document.comments:
        if not comment.text.lstrip().startswith("specslint"):
            continue
        raw = lines[comment.line - 1]
        match = _PRAGMA.search(raw)
        if match is None:
            continue
        first, last = _ruled(document.sections, comment.line, len(lines))
        codes = tuple(
            (code[0].strip(), match.start("codes") + code.start() + 1)
            for code in _CODE.finditer(match["codes"])
        )
        problem = ""
        if match["verb"] != "disable" or not match["equals"] or not codes:
            problem = "expected disable= and codes"
        column = comment.column
        found.append(Pragma(comment.line, column, codes, first, last, problem))
    return tuple(found)


def _ruled(sections: tuple[Section, ...], line: int, last_line: int) -> tuple[int, int]:
    """The lines of the innermost section around a line; of the file before them all."""
    if not sections or line < sections[0].line:
        return 1, last_line
    ruled = 1, last_line
    for section in sections:
        if section.line <= line <= section.end_line:
            ruled = section.line, section.end_line
            inner = section.sections
            if inner and line >= inner[0].line:
                return _ruled(inner, line, last_line)
    return ruled


def suppress(
    diagnostics: Iterable[Diagnostic], pragmas: Mapping[str, tuple[Pragma, ...]]
) -> tuple[list[Diagnostic], dict[str, set[tuple[int, str]]]]:
    """Leave out what a pragma of its file silences.

    :param pragmas: those of each file.
    :returns: the diagnostics that stay, and for each file the pragmas' lines
        and codes that silenced something.
    """
    kept = []
    used: dict[str, set[tuple[int, str]]] = {}
    for diagnostic in diagnostics:
        location = diagnostic.location
        silencing = [
            pragma
            for pragma in pragmas.get(location.path, ())
            if not pragma.problem
            and pragma.first_line <= location.line <= pragma.last_line
            and any(code == diagnostic.code for code, _ in pragma.codes)
            and not diagnostic.code.startswith(UNSILENCEABLE)
        ]
        if not silencing:
            kept.append(diagnostic)
        for pragma in silencing:
            used.setdefault(location.path, set()).add((pragma.line, diagnostic.code))
    return kept, used


def uses(
    pragmas: Mapping[str, tuple[Pragma, ...]],
    used: Mapping[str, set[tuple[int, str]]],
    known: Mapping[str, str],
    ran: frozenset[str],
) -> list[PragmaUse]:
    """What is to be judged of each file's pragmas.

    :param known: the family of each code that there is.
    :param ran: the codes that were looked for in this run.
    """
    return [
        PragmaUse(path, found, frozenset(used.get(path, ())), known, ran)
        for path, found in sorted(pragmas.items())
    ]
