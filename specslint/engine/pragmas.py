"""The pragmas of a spec: which lines they rule, and what they silence.

A pragma is a comment, ``.. specslint: disable=TXT001,TPL007 reason``. It
silences its section; before the title, the whole file.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections.abc import Iterable, Iterator, Mapping

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
    """Leave out what a pragma of its file silences.

    :param pragmas: those of each file.
    :returns: the diagnostics that stay, and for each file the pragmas' lines
        and codes that silenced something.
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
    """The lines of each file in which each code is silenced, as spans that do not overlap."""
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
    """What is to be judged of each file's pragmas.

    :param known: the family of each code that there is.
    :param ran: the codes that were looked for in this run.
    """
    return [
        PragmaUse(path, found, frozenset(used.get(path, ())), known, ran)
        for path, found in sorted(pragmas.items())
    ]
