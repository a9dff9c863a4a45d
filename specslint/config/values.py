"""Converters that check the values of the configuration, one per key.

Each takes a value as TOML has it (a string, list or table) and returns what ``Config``
stores, or raises ``BadValueError``. They are strict because the configuration may come
from the patch under test: every size is limited, nothing is a regular expression, and
unprintable characters are rejected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from fnmatch import fnmatchcase

from specslint.model import releases
from specslint.model.findings import Severity

MAX_ITEMS = 256
MAX_LENGTH = 500

Converter = Callable[[object], object]

_KINDS = {bool: "a boolean", int: "a number", float: "a number", list: "a list", dict: "a table"}
_PROJECT = re.compile(r"[A-Za-z0-9._-]+\Z")
_MARKUP_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9:+._-]*\Z")
_LEVELS = {str(severity): severity for severity in Severity}


MAX_BYTES = 1024 * 1024
"""The size limit of a configuration file."""


class BadValueError(Exception):
    """What is wrong with a value; ``path`` leads to the item below its key."""

    def __init__(self, message: str, *path: str) -> None:
        super().__init__(message)
        self.path = path


def printable(value: str) -> str:
    """``value`` in one line, with characters that a terminal would interpret escaped."""
    if len(value) > MAX_LENGTH:
        value = value[:MAX_LENGTH] + "…"
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode() for char in value
    )


def quoted(value: str) -> str:
    """``value`` as messages quote it, shortened if it is long."""
    return f'"{printable(value if len(value) <= 60 else value[:60] + "…")}"'


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """The end of a message: the similar one of ``known``, or an empty string."""
    import difflib  # here because only an error needs it

    close = difflib.get_close_matches(value[:60], list(known), n=1, cutoff=0.6)
    return f'; did you mean "{close[0]}"?' if close else ""


def matches(glob: str, path: str) -> bool:
    """Whether ``glob`` matches ``path`` or a directory above it.

    ``*`` matches slashes, so the contents of a directory are ``glob/*``. The standard
    library's matcher is safe here: since Python 3.11 its pattern never backtracks over
    more than one star, and ``MAX_LENGTH`` limits the rest.
    """
    glob = glob.rstrip("/")
    return fnmatchcase(path, glob) or fnmatchcase(path, f"{glob}/*")


_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def boolean(value: object) -> bool:
    """A boolean, or its name as INI files have it."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in _BOOLEANS:
        return _BOOLEANS[value.strip().lower()]
    found = quoted(value) if isinstance(value, str) else _KINDS.get(type(value), "something else")
    raise BadValueError(f"must be true or false, found {found}")


# --- text and lists ---------------------------------------------------------


def text(value: object) -> str:
    """A string of one line that is neither empty nor too long."""
    if not isinstance(value, str):
        raise BadValueError(f"must be a string, not {_KINDS.get(type(value), 'a date or time')}")
    stripped = value.strip()
    if not stripped:
        raise BadValueError("must not be empty")
    if len(stripped) > MAX_LENGTH:
        raise BadValueError(f"must not be longer than {MAX_LENGTH} characters")
    if not stripped.isprintable():
        raise BadValueError(f"must not hold control characters, found {quoted(stripped)}")
    return stripped


def list_of(convert: Callable[[object], str]) -> Callable[[object], tuple[str, ...]]:
    """A converter of lists whose items ``convert`` checks; duplicates are dropped."""

    def converter(value: object) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise BadValueError(f"must be a list, not {_KINDS.get(type(value), 'a single value')}")
        if len(value) > MAX_ITEMS:
            raise BadValueError(f"must not have more than {MAX_ITEMS} items, found {len(value)}")
        return tuple(dict.fromkeys(map(convert, value)))

    return converter


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise BadValueError(f"must be a table, not {_KINDS.get(type(value), 'a single value')}")
    if len(value) > MAX_ITEMS:
        raise BadValueError(f"must not have more than {MAX_ITEMS} entries, found {len(value)}")
    return value


def _project(value: object) -> str:
    name = text(value)
    if not _PROJECT.match(name):
        raise BadValueError(
            f'may hold letters, digits, "-", "." and "_" only, found {quoted(name)}'
        )
    return name


def _markup_name(value: object) -> str:
    name = text(value)
    if not _MARKUP_NAME.match(name):
        raise BadValueError(f"{quoted(name)} is no name of a directive or role")
    return name.lower()  # docutils ignores the case of names


def _glob(value: object) -> str:
    glob = text(value)
    if "\\" in glob or glob.startswith(("/", "./", "../")):
        raise BadValueError(f'must be relative to the repository, with "/", found {quoted(glob)}')
    return glob


# --- releases and the layout ------------------------------------------------


def release_key(name: str) -> str:
    """A release's name in a form in which all its spellings are equal."""
    return releases.canonical(name) or name


def _release(value: object) -> str:
    name = text(value)
    if name.lower() == releases.BACKLOG:
        return releases.BACKLOG
    canonical = releases.canonical(name)
    if canonical is None:
        close = releases.closest(name[:60])
        hint = f'; did you mean "{close}"?' if close else ""
        raise BadValueError(f"{quoted(name)} is no release{hint}")
    return canonical


def _section_title(value: object) -> str:
    """A section's title, optionally preceded by a release and a colon."""
    item = text(value)
    release, colon, title = item.partition(":")
    return f"{_release(release)}: {text(title)}" if colon else item


_TRACKERS = ("blueprint", "bug", "story")


def _tracker(value: object) -> str:
    name = text(value)
    if name not in _TRACKERS:
        hint = did_you_mean(name, _TRACKERS)
        raise BadValueError(f"must be one of {', '.join(_TRACKERS)}, found {quoted(name)}{hint}")
    return name


_SPEC_PLACEHOLDERS = {"{name}": True, "{release}": False, "{project}": False}
_PATTERN_PLACEHOLDERS: Mapping[str, Mapping[str, bool]] = {
    "approved": _SPEC_PLACEHOLDERS,
    "implemented": _SPEC_PLACEHOLDERS,
    "abandoned": _SPEC_PLACEHOLDERS,
    "template": {"{release}": False},
    "backlog": _SPEC_PLACEHOLDERS,
    "links": {"{name}": False, "{release}": False, "{project}": False},
}
"""The placeholders that the patterns of a key may have, and whether each is required."""


_LONGEST_NAME = 255
"""The longest name that a file can have, in bytes. Source: limits.h of Linux, NAME_MAX."""


def _path_pattern(key: str) -> Callable[[object], str]:
    placeholders = _PATTERN_PLACEHOLDERS[key]

    def converter(value: object) -> str:
        pattern = text(value)
        parts = pattern.split("/")
        # A template's path is read: it must not lead into ".git".
        if "\\" in pattern or any(part.lower() in ("", ".", "..", ".git") for part in parts):
            raise BadValueError(
                'must be a path relative to the repository, without "\\", empty parts, ".", '
                f'".." and ".git", found {quoted(pattern)}'
            )
        if any(len(part.encode("utf-8", "replace")) > _LONGEST_NAME for part in parts):
            raise BadValueError(f"must not have a name of more than {_LONGEST_NAME} bytes")
        rest = pattern
        for placeholder, needed in placeholders.items():
            count = pattern.count(placeholder)
            if count > 1 or (needed and not count):
                often = "exactly once" if needed else "at most once"
                raise BadValueError(f"must hold {placeholder} {often}, found {quoted(pattern)}")
            rest = rest.replace(placeholder, "")
        if "{" in rest or "}" in rest:
            known = " and ".join(placeholders)
            raise BadValueError(
                f"may hold no braces but those of {known}, found {quoted(pattern)}"
            )
        # The layout needs the directories of a release and of its specs.
        if placeholders.get("{name}"):
            if "{name}" not in parts[-1]:
                raise BadValueError(
                    f"must hold {{name}} in the file's name, found {quoted(pattern)}"
                )
            for placeholder in ("{release}", "{project}"):
                if placeholder in parts[-1]:
                    raise BadValueError(
                        f"must hold {placeholder} in a directory's name, found {quoted(pattern)}"
                    )
        return pattern

    return converter


def _patterns(key: str) -> Converter:
    """A converter of one pattern or a list of them."""
    convert = _path_pattern(key)

    def converter(value: object) -> tuple[str, ...]:
        found = list_of(convert)(value) if isinstance(value, list) else (convert(value),)
        if not found and key in ("approved", "template"):
            raise BadValueError("must not be empty: specs stand somewhere and have a template")
        return found

    return converter


# --- codes and severities ---------------------------------------------------


def _known_codes() -> dict[str, str]:
    """The code of every rule, with the rule's name."""
    from specslint.rules import names

    return names()


def _unknown_code(value: str, known: Mapping[str, str]) -> BadValueError:
    named = [code for code, name in known.items() if name == value.lower()]
    upper = value.upper()
    if named:
        hint = f'; did you mean "{named[0]}"?'
    elif any(code.startswith(upper) for code in known):
        hint = f'; did you mean "{upper}"?'
    else:
        hint = did_you_mean(upper, [*known, *sorted({code[:3] for code in known})])
    return BadValueError(f"no rule has the code {quoted(value)}{hint}")


def prefix(value: object) -> str:
    """A rule's code, or a prefix of one."""
    name = text(value)
    known = _known_codes()
    if not any(code.startswith(name) for code in known):
        raise _unknown_code(name, known)
    return name


def code(value: object) -> str:
    """A rule's code."""
    name = text(value)
    known = _known_codes()
    if name not in known:
        first = next((code for code in known if code.startswith(name)), None)
        if first:
            raise BadValueError(f'{quoted(name)} is not a whole code, such as "{first}"')
        raise _unknown_code(name, known)
    return name


def level(value: object, levels: Mapping[str, Severity] = _LEVELS) -> Severity:
    """A severity by its name, one of ``levels``."""
    name = text(value)
    if name not in levels:
        hint = did_you_mean(name.lower(), levels)
        raise BadValueError(f"must be one of {', '.join(levels)}, found {quoted(name)}{hint}")
    return levels[name]


def fail_level(value: object) -> Severity:
    """The lowest severity that fails the run."""
    return level(value, {name: level for name, level in _LEVELS.items() if level})


def selection(value: object) -> tuple[str, ...]:
    """The codes to select; an empty list is rejected, since every run would pass."""
    prefixes = list_of(prefix)(value)
    if not prefixes:
        raise BadValueError("must not be empty: leave it out to select every rule")
    return prefixes


def severities(value: object) -> tuple[tuple[str, Severity], ...]:
    """A table of codes and the severities that replace their rules' own."""
    pairs = []
    for key, name in _table(value).items():
        try:
            pairs.append((code(key), level(name)))
        except BadValueError as bad:
            raise BadValueError(f"{quoted(key)}: {bad}", key) from None
    return tuple(pairs)


def _per_file_ignores(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    pairs = []
    for key, codes in _table(value).items():
        try:
            pairs.append((_glob(key), list_of(prefix)(codes)))
        except BadValueError as bad:
            raise BadValueError(f"{quoted(key)}: {bad}", key) from None
    return tuple(pairs)


def _area_word(value: object) -> str:
    word = text(value)
    if not any(map(str.isalnum, word)):
        raise BadValueError(f"must hold a letter or a digit, found {quoted(word)}")
    return word


def _areas(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """A table of areas and the keywords that their specs have in name or title."""
    pairs = []
    for key, words in _table(value).items():
        try:
            pairs.append((text(key), list_of(_area_word)(words)))
        except BadValueError as bad:
            raise BadValueError(f"{quoted(key)}: {bad}", key) from None
    return tuple(pairs)


TABLE_KEYS = ("severity", "per-file-ignores", "areas")
LIST_KEYS = (
    "open-releases",
    "optional-sections",
    "extra-sections",
    "required-sections",
    "tracker",
    "directives",
    "roles",
    "select",
    "ignore",
    "exclude",
)
LAYOUT_KEYS = ("approved", "implemented", "abandoned", "template", "backlog", "links")

CONVERTERS: Mapping[str, Converter] = {
    "project": _project,
    "open-releases": list_of(_release),
    **{key: _patterns(key) for key in LAYOUT_KEYS},
    "optional-sections": list_of(_section_title),
    "extra-sections": list_of(_section_title),
    "required-sections": list_of(_section_title),
    "tracker": list_of(_tracker),
    "untracked-comment": text,
    "directives": list_of(_markup_name),
    "roles": list_of(_markup_name),
    "select": selection,
    "ignore": list_of(prefix),
    "exclude": list_of(_glob),
    "fail-level": fail_level,
    "closed-releases": boolean,
    "strict-docs": boolean,
    "severity": severities,
    "per-file-ignores": _per_file_ignores,
    "areas": _areas,
}
"""The converter of every key, in the order in which settings are shown."""


def split_items(options: Sequence[str]) -> list[str]:
    """The non-empty items of comma-separated lists."""
    return [item for option in options for item in option.split(",") if item.strip()]
