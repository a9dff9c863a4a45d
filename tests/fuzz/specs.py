"""Fuzz targets of RST: a spec, its template, its fixes, its pragmas, its copy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from specslint.commands.fix import Fixing
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.report import Report
from specslint.engine.result import Checked, Result
from specslint.engine.sources import decode
from specslint.engine.specs import Parser, SpecReader
from specslint.fixing.edits import applies, apply
from specslint.model.document import Document, Unparseable
from specslint.model.findings import Diagnostic, Severity
from specslint.parsing import Vocabulary, parse
from specslint.parsing.plain.document import read_plain
from specslint.parsing.reader import read
from specslint.parsing.substance import compare
from tests.fuzz.inputs import SMALL_TEMPLATE, SPEC, TEMPLATE, Memory, parts
from tests.fuzz.outputs import assert_is_a_line, assert_places, assert_text
from tests.plain import by_docutils, by_specslint

CONFIG = Config()
_OLDER = "specs/juno/approved/a-spec.rst"


_SMALL = decode(SMALL_TEMPLATE).text


class _Fresh(Parser):
    """Caches nothing but the template that most inputs share."""

    known = parse(_SMALL)

    def parse(self, text: str) -> Document | Unparseable:
        return self.known if text == _SMALL else super().parse(text)


def lint(source: Memory) -> Report:
    """The findings in a state of the repository, computed anew each time."""
    return check(source, CONFIG, parser=_Fresh(CONFIG))


def spec(data: bytes) -> None:
    """A spec, with the template of its release."""
    text, template = parts(data, 2)
    _spec(text, template or SMALL_TEMPLATE)


def _spec(text: bytes, template: bytes) -> None:
    source = Memory({SPEC: text, TEMPLATE: template})
    report = lint(source)
    assert report == lint(source), "another run finds something else"
    _assert_sound(report, source)


def _assert_sound(report: Report, source: Memory) -> None:
    for path, content in source.contents.items():
        found = [d for d in report.diagnostics if d.location.path == path]
        lines = decode(content).lines
        assert_places(found, lines)
        for diagnostic in found:
            assert_is_a_line(diagnostic.message)
            if diagnostic.fix:
                apply(decode(content).text, [diagnostic], unsafe=True)
    assert_text(Result([Checked(report, source, CONFIG)]))


_SPEC = b"""\
Example: what to call it
========================

Problem
=======

None

cases
-----

Change
======

Say in a paragraph of its own what this will be good for.
"""


def template(data: bytes) -> None:
    """A template, and a spec that is compared with it."""
    _spec(_SPEC, data)


def parser(data: bytes) -> None:
    """A text, parsed by plain docutils and by docutils as specslint runs it."""
    text = decode(data).text
    if "\0" in text:
        return
    try:
        theirs = by_docutils(text)
    except (RecursionError, KeyError, ValueError):
        return  # texts on which docutils fails are not compared
    assert by_specslint(text) == theirs


def plain(data: bytes) -> None:
    """A text, read without docutils and with it."""
    text = decode(data).text
    found = None if "\0" in text else read_plain(text)
    assert found is None or found == read(text, Vocabulary())


def fixes(data: bytes) -> None:
    """A spec that is fixed, with and without unsafe fixes: nothing gets worse, and it ends."""
    text, template = parts(data, 2)
    for unsafe in (False, True):
        _fixes(text, template or SMALL_TEMPLATE, unsafe=unsafe)


def _fixes(text: bytes, template: bytes, *, unsafe: bool) -> None:
    source = Memory({SPEC: text, TEMPLATE: template})
    before = [d for d in lint(source).diagnostics if d.location.path == SPEC]
    wanted = [d for d in before if applies(d.fix, unsafe=unsafe)]
    if wanted:
        _assert_nothing_else_changes(decode(text).text, before, unsafe=unsafe)
    settled = Fixing(source, CONFIG, None, {}, unsafe=unsafe).settled(())
    assert set(settled.texts) <= {SPEC, TEMPLATE}
    assert not settled.unsettled, "it never ends"
    mended = source._replace(contents={**source.contents, **_encoded(settled.texts.items())})
    after = [d for d in lint(mended).diagnostics if d.location.path == SPEC]
    assert not [d for d in after if applies(d.fix, unsafe=unsafe)], "something is left to mend"
    if SPEC in settled.texts and not any(map(_shows_another_text, wanted)):
        new = _errors(after) - _errors(before)
        assert not new, f"errors that were not there: {new}"


def _encoded(texts: Iterable[tuple[str, str]]) -> dict[str, bytes]:
    return {path: text.encode() for path, text in texts}


def _shows_another_text(found: Diagnostic) -> bool:
    """Whether the parser may see other text once this is fixed."""
    return found.code.startswith("TXT") or found.code == "RST008"


def _errors(found: Iterable[Diagnostic]) -> Counter[str]:
    return Counter(d.code for d in found if d.severity is Severity.ERROR)


def _assert_nothing_else_changes(text: str, found: Sequence[Diagnostic], *, unsafe: bool) -> None:
    """The new text is the old one with the edits of the reported fixes only."""
    new, mended = apply(text, found, unsafe=unsafe)
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    edits = [edit for diagnostic in mended if diagnostic.fix for edit in diagnostic.fix.edits]
    edits.sort()
    for one, other in pairwise(edits):
        assert one[2:4] <= other[:2], "two edits are about the same characters"
    for edit in reversed(edits):
        start = starts[edit.line - 1] + edit.column - 1
        end = starts[edit.end_line - 1] + edit.end_column - 1
        text = text[:start] + edit.text + text[end:]
    assert new == text


def pragmas(data: bytes) -> None:
    """A spec with pragmas: they silence what they name, and nothing else."""
    with_them = Memory({SPEC: data, TEMPLATE: SMALL_TEMPLATE})
    without = Memory({SPEC: data.replace(b"specslint", b"specslinx"), TEMPLATE: SMALL_TEMPLATE})
    shown, every = (_without_sup(lint(source)) for source in (with_them, without))
    text = decode(data).text
    assert not shown - every, "a pragma makes a finding"
    for diagnostic in every - shown:
        assert diagnostic.code in text, f"{diagnostic} was silenced by nobody"
        assert not diagnostic.code.startswith("FTK")


def _without_sup(report: Report) -> Counter[Diagnostic]:
    return Counter(d for d in report.diagnostics if not d.code.startswith("SUP"))


def copies(data: bytes) -> None:
    """Two specs, the second possibly a copy of the first."""
    new, old = parts(data, 2)
    source = Memory({SPEC: new, _OLDER: old, TEMPLATE: SMALL_TEMPLATE})
    reader = SpecReader(source, CONFIG, _Fresh(CONFIG))
    ours, theirs = reader.spec(SPEC), reader.spec(_OLDER)
    there = compare(ours, theirs)
    assert 0.0 <= there.unchanged <= 1.0
    assert there == compare(ours, theirs)
    assert 0.0 <= compare(theirs, ours).unchanged <= 1.0
    same = compare(ours, ours)
    assert same.is_equal
    assert same.percent == 100
