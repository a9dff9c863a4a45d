"""Hypothesis strategies for the input of each fuzz target."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from specslint.config.values import CONVERTERS, LIST_KEYS, TABLE_KEYS
from specslint.rules import names
from tests.fuzz import words
from tests.fuzz.inputs import SEPARATOR, SMALL_TEMPLATE

_odd = st.sampled_from(words.ODD) | st.text(max_size=5)
_line_ends = st.sampled_from(["\n", "\n", "\n\n", "\r\n", "", " \n", "\n\n\n"])


def _joined(*choices: st.SearchStrategy[str], most: int = 8) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(*choices), max_size=most).map("".join)


def _with_separators(*texts: st.SearchStrategy[bytes]) -> st.SearchStrategy[bytes]:
    return st.tuples(*texts).map(SEPARATOR.join)


# --- RST --------------------------------------------------------------------

_phrases = st.lists(st.sampled_from(words.INLINE) | _odd, min_size=1, max_size=6).map(" ".join)


@st.composite
def _titles(draw: st.DrawFn) -> str:
    title = draw(st.sampled_from(words.TITLES) | _phrases)
    line = draw(st.sampled_from(words.ADORNMENTS)) * (len(title) + draw(st.integers(-3, 2)))
    return "\n".join([line] * draw(st.booleans()) + [title, line])


@st.composite
def _directives(draw: st.DrawFn) -> str:
    name = draw(st.sampled_from(words.DIRECTIVES))
    head = f".. {name}{draw(st.sampled_from(['::', '::', ':']))} {draw(_phrases | st.just(''))}"
    options = draw(st.lists(st.sampled_from(words.OPTIONS), max_size=3))
    body = draw(st.lists(st.sampled_from(words.BLOCKS) | _phrases, max_size=2))
    lines = [*options, "", *"\n\n".join(body).split("\n")] if draw(st.booleans()) else options
    return "\n".join([head, *(f"   {line}" for line in lines)])


_blocks = st.one_of(st.sampled_from(words.BLOCKS), _phrases, _titles(), _directives())


@st.composite
def _texts(draw: st.DrawFn) -> str:
    """Blocks one after the other, some of them nested."""
    text = ""
    for block in draw(st.lists(_blocks, max_size=10)):
        indent = draw(st.sampled_from(["", "", "", "  ", "* ", "1. ", "\t", "| ", "> "]))
        inside = block.replace("\n", "\n" + " " * len(indent)) if draw(st.booleans()) else block
        text += indent + inside + draw(_line_ends)
    return text


rst = _texts().map(str.encode) | st.binary(max_size=60)
"""RST as authors write it, valid and invalid, and other bytes."""


@st.composite
def _near_the_template(draw: st.DrawFn) -> bytes:
    """The small template, filled in by somebody who makes mistakes."""
    lines = SMALL_TEMPLATE.decode().split("\n")
    for _ in range(draw(st.integers(0, 6))):
        at = draw(st.integers(0, len(lines) - 1))
        lines[at : at + draw(st.integers(0, 3))] = draw(_blocks).split("\n")
    return draw(st.sampled_from(["\n", "\n", "\r\n"])).join(lines).encode()


specs = _near_the_template() | rst
templates = _near_the_template() | rst
pairs = specs | _with_separators(specs, templates)


@st.composite
def _pragmas(draw: st.DrawFn) -> bytes:
    """A spec with pragmas in it, some of which name existing rules."""
    lines = draw(specs).split(b"\n")
    for _ in range(draw(st.integers(1, 3))):
        codes = draw(st.lists(st.sampled_from([*names(), "X", "txt001", ""]), max_size=4))
        pragma = f"\n.. specslint: disable={','.join(codes)} {draw(_odd)}\n"
        lines.insert(draw(st.integers(0, len(lines))), pragma.encode())
    return b"\n".join(lines)


# --- other inputs -----------------------------------------------------------

_paths = st.lists(st.sampled_from(words.PATHS) | _odd, min_size=1, max_size=4).map("/".join)
_spec_paths = st.builds(
    "specs/{}/{}/{}".format,
    st.sampled_from(["kilo", "juno", "2023.1", "backlog", "Kilo"]),
    st.sampled_from(["approved", "implemented", "Approved", "done"]),
    st.sampled_from(["a.rst", "b.rst", "A.rst", "a.txt", ".x.rst", "c d.rst"]),
)
_any_paths = _spec_paths | _paths
_relative = st.builds("{}{}".format, st.sampled_from(["../", "", "/", "approved/"]), _paths)


def _lines(form: str, *fields: st.SearchStrategy[str], most: int = 8) -> st.SearchStrategy[bytes]:
    line = st.builds(form.format, *fields) | _odd
    return st.lists(line, max_size=most).map("\n".join).map(str.encode)


_linked = st.builds("{} -> {}".format, _any_paths, _relative)
_entries = _lines("{} {}", st.sampled_from("fffxlo"), _any_paths | _linked)
_redirects = _lines("{}{}{}", _relative, st.sampled_from([" ", " ", "  ", "\t", ""]), _relative)
_changes = st.one_of(
    _lines("{} {}", st.sampled_from("AMD"), _any_paths),
    _lines("{} {} -> {}", st.sampled_from("RC"), _spec_paths, _any_paths),
)
_messages = _joined(st.sampled_from(words.MESSAGE), _odd, most=14).map(str.encode)
_numbers = st.lists(st.integers(0, 130).map(str), max_size=7).map(",".join)
_findings = st.builds(
    "{}|{}|{}|{}".format,
    _numbers,
    _any_paths | st.sampled_from(["", "/COMMIT_MSG"]),
    _joined(st.sampled_from(words.FINDINGS), _odd),
    _joined(_odd, most=3),
).map(str.encode)


# --- settings ---------------------------------------------------------------

_values = st.sampled_from([w for w in words.SETTINGS if w.isprintable()]) | st.text(max_size=8)
_trees = st.recursive(
    _values | st.integers() | st.booleans(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_values, inner, max_size=3),
    max_leaves=5,
)
_likely = st.one_of(
    *(st.tuples(st.just(key), st.lists(_values, max_size=3)) for key in LIST_KEYS),
    *(
        st.tuples(st.just(key), st.dictionaries(_values, _values, max_size=2))
        for key in TABLE_KEYS
    ),
    st.tuples(st.sampled_from([*CONVERTERS]) | _values, _values | _trees),
)


def _toml(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml(k)} = {_toml(v)}' for k, v in value.items())}}}"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'
    return str(value).lower()


def _as_toml(pairs: Sequence[tuple[str, object]]) -> bytes:
    lines = [f"{_toml(key)} = {_toml(value)}" for key, value in pairs]
    return "\n".join(["[tool.specslint]", *lines]).encode()


def _as_ini(pairs: Sequence[tuple[str, object]]) -> bytes:
    lines = [f"{key} = {_ini_value(value)}" for key, value in pairs]
    return "\n".join(["[specslint]", *lines]).encode("utf-8", "replace")


def _ini_value(value: object) -> str:
    if isinstance(value, dict):
        return "".join(f"\n  {key}: {item}" for key, item in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_pairs = st.lists(_likely, max_size=4)
_raw = _joined(st.sampled_from(words.SETTINGS), _odd, most=12).map(str.encode)


_entry = st.fixed_dictionaries(
    {
        "path": _any_paths,
        "code": st.sampled_from(["TXT001", "X", ""]),
        "line": _odd,
        "count": st.integers(-1, 3) | st.booleans() | _trees,
    }
)
_baselines = st.fixed_dictionaries(
    {"version": st.sampled_from([1, 1, 1, 2, "1"]), "findings": st.lists(_entry, max_size=3)}
)


def _any_of(choices: list[str]) -> st.SearchStrategy[bytes]:
    return _joined(st.sampled_from(choices), _odd, most=12).map(
        lambda text: text.encode("utf-8", "replace")
    )


_commits = _any_of(words.COMMIT).map(
    lambda rest: b"tree %b\nparent %b\n%b" % (b"a" * 40, b"b" * 40, rest)
)


INPUTS: Mapping[str, st.SearchStrategy[bytes]] = {
    "spec": pairs,
    "template": templates,
    "parser": specs,
    "plain": specs,
    "fixes": pairs,
    "pragmas": _pragmas(),
    "copies": _with_separators(specs, specs),
    "toml": _pairs.map(_as_toml) | _raw.map(b"[tool.specslint]\n".__add__) | st.binary(),
    "ini": _pairs.map(_as_ini) | _raw.map(b"[specslint]\n".__add__) | st.binary(),
    "message": _messages | _with_separators(st.binary(max_size=3), _messages),
    "redirects": _redirects | _with_separators(_redirects, _redirects),
    "tree": _entries,
    "change": _with_separators(_messages, _entries, _changes),
    "findings": _with_separators(specs, _findings) | _with_separators(specs, _findings, _findings),
    "baseline": st.one_of(
        _joined(st.sampled_from(words.BASELINE), _odd).map(str.encode),
        (_baselines | _trees).map(json.dumps).map(str.encode),
        st.binary(),
    ),
    "commit": _commits | _any_of(words.COMMIT) | st.binary(),
    "gitreview": _any_of(words.GITREVIEW) | st.binary(),
    "docs-job": _with_separators(_any_of(words.DOCS_JOB), _any_of(words.DOCS_JOB)),
    "outputs": st.binary() | _any_of(words.CACHE),
    "results": st.binary() | _any_of(words.CACHE),
}
"""The strategy of each target."""
