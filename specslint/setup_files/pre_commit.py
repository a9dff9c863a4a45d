"""Adds the hooks to ``.pre-commit-config.yaml``.

The file is extended line by line. PyYAML would lose its comments. ruamel.yaml keeps
them, but rewrites the whole file with one indentation and one line width, so that
unrelated lines would change in the difference that ``init`` shows; and it would be one
more dependency, for one command. A file that uses unusual YAML is left alone.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from specslint.setup_files.lines import ByHandError, Texts, Wanted, inserted, lines_of

PRE_COMMIT = ".pre-commit-config.yaml"
HOOKS = ("specslint", "specslint-placement", "specslint-fast-track")

_HOOK = re.compile(r"^[^#\n]*\bid:\s*[\"']?(specslint[\w-]*)", re.MULTILINE)
_HOOK_TYPES = "default_install_hook_types: [pre-commit, commit-msg]"
_SET_HOOK_TYPES = re.compile(r"^default_install_hook_types\s*:.*(\n[ -].*)*", re.MULTILINE)
_TOP_KEY = re.compile(r"([A-Za-z_][\w-]*)\s*:(?=\s|$)(.*)")
_KEPT_BLANKS = re.compile(r"[|>]\d*\+\d*\s*(#.*)?$")


class _Style(NamedTuple):
    """How a file is indented: an item's dash, its keys, and the list of its hooks."""

    dash: int = 2
    key: int = 2  # relative to the dash
    hook: int = 2  # the dash of a hook, relative to the key


_DEFAULT_STYLE = _Style()


class _UnfamiliarError(Exception):
    """Why a file cannot be extended line by line."""


def has_hooks(texts: Texts) -> bool:
    """Whether one of the hooks is configured; the others may be left out on purpose."""
    return bool(_HOOK.search(texts[PRE_COMMIT] or ""))


def extended(texts: Texts, wanted: Wanted) -> dict[str, str]:
    """The file with the hooks, or nothing if it has them.

    :raises ByHandError: the file uses unusual YAML.
    """
    if has_hooks(texts):
        return {}
    try:
        return {PRE_COMMIT: with_hooks(texts[PRE_COMMIT] or "", wanted)}
    except _UnfamiliarError as error:
        lines = [_HOOK_TYPES, "repos:", *entry(wanted)]
        raise ByHandError(PRE_COMMIT, str(error), lines) from None


def remarks(texts: Texts) -> Iterator[str]:
    """Remarks on the existing file."""
    text = texts[PRE_COMMIT] or ""
    present = _HOOK.findall(text)
    missing = [hook for hook in HOOKS if hook not in present]
    if present and missing:
        yield f"{PRE_COMMIT} leaves out the hook {' and the hook '.join(missing)}"
    types = _SET_HOOK_TYPES.search(text)
    installed = re.findall(r"[\w-]+", types[0]) if types else []
    wanted = ["commit-msg"] if types else []
    wanted += ["prepare-commit-msg"] if "specslint-tag" in present else []
    for stage in wanted:
        if stage not in installed:
            yield (
                f"{PRE_COMMIT} leaves {stage} out of default_install_hook_types: install that "
                f"hook with pre-commit install --hook-type {stage}"
            )


def entry(wanted: Wanted, style: _Style = _DEFAULT_STYLE) -> list[str]:
    """The lines of the entry in ``repos``."""
    item = " " * style.dash + "-".ljust(style.key)
    keys = " " * (style.dash + style.key)
    hook = keys + " " * style.hook + "-".ljust(style.key)
    return [
        f"{item}repo: {_scalar(wanted.repo or '')}",
        f'{keys}rev: "{wanted.rev}"',
        f"{keys}hooks:",
        *(f"{hook}id: {name}" for name in HOOKS),
    ]


def _scalar(value: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9./~][\w./:@~+-]*", value)
    return value if plain else "'" + value.replace("'", "''") + "'"


def with_hooks(text: str, wanted: Wanted) -> str:
    """The configuration of pre-commit with the hooks, as the last entry of ``repos``."""
    if not text.strip():
        return text + "\n".join([_HOOK_TYPES, "repos:", *entry(wanted), ""])
    lines = [line.rstrip() for line in lines_of(text)]
    tops = _top_keys(lines)
    if "repos" not in tops:
        raise _UnfamiliarError("has no list of repos")
    start, value = tops["repos"]
    if value and not value.startswith("#"):
        raise _UnfamiliarError("has text after repos: on the same line")
    end = min((line for line, _ in tops.values() if line > start), default=len(lines))
    style = _style(lines[start + 1 : end])
    # A comment with the indentation of the list belongs to what follows.
    while end > start + 1 and (not lines[end - 1] or _is_comment(lines[end - 1], style.dash)):
        end -= 1
    extended = inserted(text, end, entry(wanted, style))
    if "default_install_hook_types" in tops:
        return extended
    above = start
    while above and lines[above - 1].startswith("#"):
        above -= 1
    # A comment at the top of the file is about the file.
    if above == 0 or lines[above - 1].startswith("---"):
        above = start
    return inserted(extended, above, [_HOOK_TYPES])


def _is_comment(line: str, indent: int) -> bool:
    return line.lstrip().startswith("#") and len(line) - len(line.lstrip()) <= indent


def _top_keys(lines: Sequence[str]) -> dict[str, tuple[int, str]]:
    """The line of each top-level key, and the text after its colon."""
    found: dict[str, tuple[int, str]] = {}
    for number, line in enumerate(lines):
        if re.match(r" *\t", line):
            raise _UnfamiliarError("is indented with tabs")
        if not line or line[0] in " #" or (found and re.match(r"-(\s|$)", line)):
            continue
        match = _TOP_KEY.match(line)
        if match and match[1] not in found:
            found[match[1]] = number, match[2].strip()
        elif line != "---" or found:
            raise _UnfamiliarError(f"has something unexpected in line {number + 1}")
    return found


def _style(block: Sequence[str]) -> _Style:
    """The indentation of the items of ``repos``."""
    content = [line for line in block if line and not line.lstrip().startswith("#")]
    if not content:
        raise _UnfamiliarError("has no entry in its list of repos")
    first = re.match(r"( *)(- *)", content[0])
    if first is None:
        raise _UnfamiliarError("has a list of repos that is no block of items")
    dash, key = len(first[1]), len(first[2])
    if key == 1:  # its mapping begins in the next line
        key = 2
    for line in content:
        indent = len(line) - len(line.lstrip())
        if indent < dash or (indent == dash and not line.lstrip().startswith("-")):
            raise _UnfamiliarError("has a list of repos that is not evenly indented")
        if _KEPT_BLANKS.search(line):
            raise _UnfamiliarError("keeps blank lines of a text")
    for line, following in itertools.pairwise(content):
        hooks = re.match(r"([ -]*)hooks:\s*(#.*)?$", line)
        item = re.match(r"( *)-", following)
        if hooks and item and len(item[1]) >= len(hooks[1]):
            return _Style(dash, key, len(item[1]) - len(hooks[1]))
    return _Style(dash, key)
