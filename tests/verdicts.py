"""Compares specslint's findings with those of ``tests/oracle.py``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.specs import Parser
from specslint.model.findings import Severity
from tests import oracle
from tests.corpus.mutations.tree import File, State

_TITLES = ("TPL001", "TPL002", "TPL003", "TPL005", "TPL010")
_LINES = ("TXT001", "TXT002", "TXT003", "TXT004")
_PLACEMENT = ("PLC001", "PLC002", "PLC003")
_MISSING = re.compile(r'section "(.*)" is missing: (?:add it|line) ')
_EXTRA = re.compile(r'section "(.*)" is not in the template: make it')
_BELOW = re.compile(r'section "(.*)" has no subsection "(.*)": (?:add it|move the one) ')
_MISNAMED = re.compile(r'section "(.*)" has the title "(.*)" in the template: use that')
_COUNT = re.compile(r"(a|\d+) carriage returns? in the file")


def differences(path: str, spec: str, template: str, release: str, parser: Parser) -> list[str]:
    """The differences between specslint and the oracle on a spec.

    :param path: the spec's path, in the directory of ``release``.
    """
    files = {path: spec, f"specs/{release}-template.rst": template}
    state = State({name: File(text.encode()) for name, text in files.items()})
    report = check(state, Config(select=(*_TITLES, *_LINES)), [path], parser=parser)
    found = []
    if _lines(report) != oracle.lines(spec):
        found.append(f"{path}: {_lines(report)}, and not {oracle.lines(spec)}")
    return found + _of_titles(report, path, spec, template, release)


def _lines(report: Report) -> oracle.Lines:
    def numbers(code: str, part: str = "") -> frozenset[int]:
        return frozenset(
            d.location.line
            for d in report.diagnostics
            if d.code == code and d.severity is Severity.ERROR and part in d.message
        )

    counts = [_COUNT.match(d.message) for d in report.diagnostics if d.code == "TXT003"]
    returns = [1 if match[1] == "a" else int(match[1]) for match in counts if match]
    return oracle.Lines(
        numbers("TXT001"), numbers("TXT002"), numbers("TXT004", "U+200B"), sum(returns)
    )


def _of_titles(report: Report, path: str, spec: str, template: str, release: str) -> list[str]:
    # A byte order mark hides the title; what follows from it is not reported besides.
    wanted = oracle.titles(spec.removeprefix("\ufeff"), template, release)
    outline = oracle.outline(template) or {}
    messages: dict[str, list[str]] = {code: [] for code in _TITLES}
    for diagnostic in report.diagnostics:
        messages.setdefault(diagnostic.code, []).append(diagnostic.message)
    if wanted is None:
        return [] if messages["TPL010"] else [f"{path}: TPL010 is missing"]
    missing = {m[1] for text in messages["TPL001"] if (m := _MISSING.match(text))}
    extra = {m[1] for text in messages["TPL002"] if (m := _EXTRA.match(text))}
    under = [(m[1], m[2]) for text in messages["TPL003"] if (m := _BELOW.match(text))]
    # specslint checks sections with another title as well; the gate does not.
    below = [title for section, title in under if section in outline]
    found = []
    looked_into: list[str] = []
    for text in messages["TPL005"]:
        match = _MISNAMED.match(text)
        assert match is not None
        if match[2] in outline and match[1] in wanted.extra:
            missing.add(match[2])
            extra.add(match[1])
            looked_into += outline[match[2]]
        else:
            below.append(match[2])
    also = list(wanted.missing_below)
    for title in sorted(below):
        if title in also:
            also.remove(title)
        elif title not in looked_into:
            found.append(f"{path}: the subsection {title!r} is not missing")
    found += [f"{path}: the subsection {title!r} is missing" for title in also]
    same_but_for_case = {a for a in missing for b in extra if a.casefold() == b.casefold()}
    called = {m[2] for text in messages["TPL005"] if (m := _MISNAMED.match(text))}
    if same_but_for_case - called:
        found.append(f"{path}: TPL005 does not name {same_but_for_case - called}")
    # "HISTORY" is reported as a wrong spelling of "History", whether or not it is
    # required.
    missing -= oracle.optional(release)
    if missing != wanted.missing or extra != wanted.extra:
        found.append(f"{path}: {missing}, {extra}, and not {wanted}")
    return found


def placement(paths: Iterable[str]) -> frozenset[tuple[str, str]]:
    """specslint's findings about the paths of files."""
    report = check(State({path: File(b"") for path in paths}), Config(select=_PLACEMENT))
    return frozenset((d.code, d.location.path) for d in report.diagnostics)
