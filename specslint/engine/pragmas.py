"""The pragmas of a spec: the lines that they apply to, and what they silence.

A pragma is a comment, ``.. specslint: disable=TXT001,TPL007 reason``. It silences
findings in its section; before the title, in the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Mapping

from specslint.model.findings import Diagnostic, Pragma, PragmaUse
from specslint.model.typing import TYPE_CHECKING

if TYPE_CHECKING:
    from specslint.model.document import Document, Section

_PRAGMA = r"specslint\s*:\s*(?P<verb>[^=\s]*)\s*(?P<equals>=?)\s*(?P<codes>\S*)"
# The approval of a fast-track copy depends on its tag, so a spec cannot silence these.
# Source: the contract of the rules, "SUP".
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
        match = re.search(_PRAGMA, raw)
        if match is None:
            continue
        first, last = _ruled(document.sections, comment.line, len(lines))
        codes = tuple(
            (code[0].strip(), match.start("codes") + code.start() + 1)
            for code in re.finditer("[^,]+", match["codes"])
        )
        problem = ""
        if match["verb"] != "disable" or not match["equals"] or not codes:
            problem = "expected disable= and codes"
        column = comment.column
        found.append(Pragma(comment.line, column, codes, first, last, problem))
    return tuple(found)


def _ruled(sections: tuple[Section, ...], line: int, last_line: int) -> tuple[int, int]:
    """The lines of the innermost section that contains a line; the file's before all sections."""
    if not sections or line < sections[0].line:
        return 1, last_line
    ruled = 1, last_line
    while sections:
        section = sections[bisect(sections, line, key=_line) - 1]
        if line > section.end_line:
            break
        ruled = section.line, section.end_line
        sections = section.sections
        if sections and line < sections[0].line:
            break
    return ruled


def _line(section: Section) -> int:
    return section.line


def suppress(
    diagnostics: Iterable[Diagnostic], pragmas: Mapping[str, tuple[Pragma, ...]]
) -> tuple[list[Diagnostic], dict[str, set[tuple[int, str]]]]:
    """Remove the diagnostics that a pragma of their file silences.

    :param pragmas: those of each file.
    :returns: the remaining diagnostics, and for each file the (line, code) pairs of
        pragmas that silenced something.
    """
    kept = []
    silenced: dict[tuple[str, str], list[int]] = {}
    ruled = _ruled_lines(pragmas)
    for diagnostic in diagnostics:
        key = diagnostic.location.path, diagnostic.code
        line = diagnostic.location.line
        spans = ruled.get(key, ())
        index = bisect(spans, line, key=_start) - 1
        if index >= 0 and line <= spans[index][1]:
            silenced.setdefault(key, []).append(line)
        else:
            kept.append(diagnostic)
    for lines in silenced.values():
        lines.sort()
    used: dict[str, set[tuple[int, str]]] = {}
    for path, found in pragmas.items():
        for pragma in found:
            for code, _ in pragma.codes:
                lines = silenced.get((path, code), [])
                first = bisect_left(lines, pragma.first_line)
                within = first < len(lines) and lines[first] <= pragma.last_line
                if within and not pragma.problem:
                    used.setdefault(path, set()).add((pragma.line, code))
    return kept, used


_Spans = list[tuple[int, int]]


def _start(span: tuple[int, int]) -> int:
    return span[0]


def _ruled_lines(pragmas: Mapping[str, tuple[Pragma, ...]]) -> dict[tuple[str, str], _Spans]:
    """The lines of each file in which each code is silenced, as disjoint spans."""
    found: dict[tuple[str, str], _Spans] = {}
    for path, of_file in pragmas.items():
        for pragma in of_file:
            for code, _ in pragma.codes:
                if not pragma.problem and not code.startswith(UNSILENCEABLE):
                    span = pragma.first_line, pragma.last_line
                    found.setdefault((path, code), []).append(span)
    return {key: list(_merged(spans)) for key, spans in found.items()}


def _merged(spans: _Spans) -> Iterator[tuple[int, int]]:
    first, last = 0, -1
    for start, end in sorted(spans):
        if start > last:
            if last >= 0:
                yield first, last
            first, last = start, end
        last = max(last, end)
    yield first, last


def uses(
    pragmas: Mapping[str, tuple[Pragma, ...]],
    used: Mapping[str, set[tuple[int, str]]],
    known: Mapping[str, str],
    ran: frozenset[str],
) -> list[PragmaUse]:
    """The argument of the rules of scope ``pragmas``, for each file with pragmas.

    :param known: the family of each existing code.
    :param ran: the codes of the rules that were run.
    """
    return [
        PragmaUse(path, found, frozenset(used.get(path, ())), known, ran)
        for path, found in sorted(pragmas.items())
        if found
    ]
