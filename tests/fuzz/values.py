"""Fuzz targets of other inputs: messages, settings, redirects, trees and changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from specslint.config.loading import load
from specslint.config.settings import Config
from specslint.engine import check, check_change
from specslint.engine.changes import assemble
from specslint.engine.report import Report
from specslint.engine.result import Checked, Result
from specslint.engine.sources import decode
from specslint.engine.specs import Parser
from specslint.model.change import Change, ChangeKind
from specslint.model.errors import UserError
from specslint.model.findings import COMMIT_MESSAGE_PATH
from specslint.model.layout import Layout
from specslint.model.message import Cleanup
from specslint.model.releases import BACKLOG, canonical
from specslint.model.tree import Entry, EntryKind, Tree
from specslint.parsing.commit_message import parse_message
from specslint.reporters.escape import escaped
from specslint.rules import load as load_rule
from specslint.vcs.changes import Delta
from tests.fuzz.inputs import (
    SMALL_TEMPLATE,
    TEMPLATE,
    Memory,
    as_path,
    entries_of,
    is_path,
    is_sample,
    parts,
)
from tests.fuzz.outputs import assert_harmless, assert_is_a_line, assert_places, assert_text

_PLACEMENT = Config(select=("PLC", "TPL014"))
_OTHER_LAYOUT = Config(
    select=_PLACEMENT.select,
    layout=Layout(
        approved="doc/{release}/{name}.rst",
        implemented="doc/{release}/done/{name}.rst",
        abandoned="doc/gone/{name}.rst",
        template="doc/{release}.rst",
    ),
)
_REDIRECTS = Config(select=("PLC007",), closed_releases=True)
_CHANGE = Config(select=("FTK", "MSG", "PLC"), severity=(("MSG002", Config().fail_level),))
_PARSER = Parser(Config())


# --- settings ---------------------------------------------------------------


def toml(data: bytes) -> None:
    """A pyproject.toml."""
    _settings("pyproject.toml", data)


def ini(data: bytes) -> None:
    """A tox.ini or setup.cfg."""
    _settings("tox.ini", data)


def _settings(name: str, data: bytes) -> None:
    try:
        config = load({name: data}.get)
    except UserError as error:
        said = str(error)
        assert_is_a_line(said)
        assert_harmless(escaped(said))
        assert said.startswith(f"{name}:")
        return
    assert config == load({name: data}.get)
    shown = config.describe()
    assert_harmless(shown)
    again = load({"pyproject.toml": shown.encode()}.get)
    assert again == config, "the settings are not those that are shown"
    for path in (TEMPLATE, "specs/kilo/approved/a-spec.rst", "x"):
        config.is_excluded(path)
        config.ignored_for(path)
        place = config.layout.place(path)
        # A spec of the backlog has no release, even if a directory of its path has the name
        # of one.
        loses_release = any("{release}" in pattern for pattern in config.layout.backlog)
        if place and place.release and not (place.release == BACKLOG and loses_release):
            assert config.layout.spec_path(place.release, place.status, place.name) == path


# --- messages ---------------------------------------------------------------

_MODES = ("verbatim", "default", "strip", "whitespace", "scissors")
_COMMENTS = ("#", ";", "auto", "//")


def message(data: bytes) -> None:
    """A commit message, and git's clean-up settings."""
    first, text = (part.decode("utf-8", "replace") for part in parts(data, 2))
    if not text:
        first, text = "", first
    number = sum(map(ord, first))
    cleanup = Cleanup(_MODES[number % 5], _COMMENTS[number // 5 % 4], bool(number // 20 % 2))
    found = parse_message(text, cleanup, ("juno", "antelope"))
    assert found == parse_message(text, cleanup, ("juno", "antelope"))
    lines = text.removeprefix("\ufeff").split("\n")
    for line in found.lines:
        assert lines[line.number - 1].startswith(line.text)
    for tag in (*found.tags, *found.misspelt):
        assert lines[tag.line - 1][tag.column - 1 :].startswith(tag.text)
        assert tag.column >= 1
        assert tag.text[0] in "pP"
        for word in tag.words:
            assert word.column >= 1
            assert lines[word.line - 1][word.column - 1 :].startswith(word.written)
            assert word.release is None or word.release in ("antelope", canonical(word.release))
    for trailer in (*found.change_ids, *found.depends_on):
        assert lines[trailer.line - 1][trailer.column - 1 :].startswith(trailer.value)


# --- trees ------------------------------------------------------------------


def redirects(data: bytes) -> None:
    """The redirects of two releases, in a tree that has some of the files that they name."""
    kilo, juno = parts(data, 2)
    files = {
        TEMPLATE: SMALL_TEMPLATE,
        "specs/kilo/redirects": kilo,
        "specs/juno/redirects": juno,
        **dict.fromkeys(
            ("specs/kilo/approved/a.rst", "specs/kilo/implemented/b.rst", "specs/abandoned/c.rst"),
            b"",
        ),
    }
    source = Memory(files)
    lists = {path: decode(text) for path, text in files.items() if path.endswith("/redirects")}
    argument = Tree(source.entries("specs"), _REDIRECTS.layout, lists)
    found = list(load_rule("PLC007").check(argument))
    assert found == list(load_rule("PLC007").check(argument))
    for path in lists:
        lines = tuple(files[path].decode("utf-8", "replace").split("\n"))
        assert_places([f for f in found if f.location.path == path], lines)
    assert all(finding.message.strip() for finding in found)
    if is_sample(data):
        report = check(source, _REDIRECTS, parser=_PARSER)
        assert len(report.diagnostics) == len(found)
        _assert_sound(report, source)


def tree(data: bytes) -> None:
    """Paths, by two layouts; and the same with one path less."""
    entries = entries_of(data)
    for config in (_PLACEMENT, _OTHER_LAYOUT):
        source = _tree(entries)
        report = check(source, config, parser=_PARSER)
        assert report == check(_tree(tuple(reversed(entries))), config, parser=_PARSER)
        _assert_sound(report, source)
        some = check(source, config, ("specs/kilo",), parser=_PARSER)
        assert set(some.diagnostics) <= set(report.diagnostics)


def _tree(entries: tuple[Entry, ...], content: bytes = b"") -> Memory:
    files = {e.path: content for e in entries if e.kind is EntryKind.FILE}
    return Memory(files, entries)


def _assert_sound(report: Report, source: Memory) -> None:
    # A newline in a name is kept in a message: it is escaped on output.
    assert all(diagnostic.message.strip() for diagnostic in report.diagnostics)
    assert_text(Result([Checked(report, source, Config())]))


# --- changes ----------------------------------------------------------------

_TEXTS = (
    SMALL_TEMPLATE.replace(b"Example: what to call it\n====", b"A title with four words\n==="),
    b"Title\n=====\n\nProblem\n=======\n\nOne that was there before.\n",
    b"Title\n=====\n\nProblem\n=======\n\nAnother one that nobody had before.\n\nREST API impact\n"
    b"===============\n\nA call more.\n",
    b"",
)


class _Delta(Delta):
    """A change in which git detects every file as a copy of the first candidate."""

    files: tuple[str, ...] = ()

    def most_alike(self, paths: Iterable[str], among: Iterable[str]) -> dict[str, Change]:
        directories = tuple(f"{directory}/" for directory in among)
        origin = next((path for path in self.files if path.startswith(directories)), None)
        if origin is None:
            return {}
        return {path: Change(ChangeKind.COPIED, path, origin, 60) for path in paths}


def change(data: bytes) -> None:
    """A message, the tree before, and the changes of its paths."""
    said, tree, lines = parts(data, 3)
    before = {
        entry.path: _text(entry.path) for entry in entries_of(tree) if entry.kind is EntryKind.FILE
    }
    after = dict(before)
    changes = tuple(_changes(as_path(lines), after))
    text = said.decode("utf-8", "replace") if said else None
    # In-memory states take the place of those of git.
    old: Any = Memory(before)
    new: Any = Memory(after)
    delta = _Delta(changes, old, new, text, commit="c" * 40)
    delta.files = tuple(sorted(before))
    found = assemble(delta, _CHANGE, _PARSER)
    report = check_change(found, new, old, _CHANGE, _PARSER)
    about_message = [d for d in report.diagnostics if d.location.path == COMMIT_MESSAGE_PATH]
    assert_places(about_message, tuple((text or "").split("\n")))
    assert all(diagnostic.message.strip() for diagnostic in report.diagnostics)
    if is_sample(data):
        assert report == check_change(found, new, old, _CHANGE, _PARSER)
        assert_text(Result([Checked(report, new, _CHANGE, "c" * 40, text)]))


def _changes(text: str, tree: dict[str, bytes]) -> Iterator[Change]:
    """One of ``A PATH``, ``M PATH``, ``D PATH``, ``R OLD -> NEW``, ``C OLD -> NEW`` per path."""
    done: set[str] = set()
    for line in text.split("\n"):
        letter, _, rest = line.partition(" ")
        old, _, new = rest.partition(" -> ")
        new = new or old
        if letter not in ("A", "M", "D", "R", "C") or {old, new} & done or not is_path(new):
            continue
        if (
            (old in tree) is (letter == "A")
            or (letter in "RC") is (old == new)
            or (letter in "RC" and new in tree)
        ):
            continue
        content = tree.pop(old) if letter in "DR" else tree.get(old, _text(new))
        if letter != "D":
            tree[new] = content if letter in "RC" else _text(new + letter)
        done |= {old, new}
        yield Change(ChangeKind(letter), new, old, 75 if letter in "RC" else 100, letter != "D")


def _text(path: str) -> bytes:
    return _TEXTS[len(path) % len(_TEXTS)]
