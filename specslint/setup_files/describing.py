"""Proposes the settings of the layout for a repository that no profile describes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from specslint.model.releases import canonical

Keys = tuple[tuple[str, tuple[str, ...]], ...]
"""Keys of the configuration, each with the items of its list."""

_STATUSES = {
    "implemented": "implemented",
    "backlog": "backlog",
    "ideas": "backlog",
    "untargeted": "backlog",
    "abandoned": "abandoned",
    "retired": "abandoned",
    "superseded": "abandoned",
}
"""The statuses that the names of directories stand for; all others hold approved specs."""

_NO_SPECS = ("index.rst", "readme.rst")
_FEWEST_PARTS = 3


def described(paths: Iterable[str]) -> Keys:
    """The keys that describe where the documents of a tree stand; none if nothing fits.

    :param paths: the files below the directory of the specs.
    """
    documents = [path for path in paths if path.endswith(".rst")]
    names = {path: path.rpartition("/")[2].lower() for path in documents}
    templates = {
        _template(path)
        for path, name in names.items()
        if "template" in name and path.count("/") == 1  # others are links' copies, or specs
    }
    shapes = Counter(
        _shape(path)
        for path, name in names.items()
        if "template" not in name and name not in _NO_SPECS
    )
    patterns: dict[str, list[str]] = {
        "approved": [],
        "implemented": [],
        "abandoned": [],
        "backlog": [],
    }
    for pattern in _merged(shapes):
        words = [part for part in pattern.split("/") if part in _STATUSES]
        patterns[_STATUSES[words[0]] if words else "approved"].append(pattern)
    if not patterns["approved"] or not templates:
        return ()
    keys = [(key, tuple(found)) for key, found in patterns.items()]
    return (
        *keys,
        ("template", tuple(sorted(templates, reverse=True))),  # "{release}" comes first
        ("ignore", ("PLC003", "PLC006", "PLC007")),
    )


def _shape(path: str) -> str:
    """The pattern of one path, with placeholders for its release and its name."""
    *directories, _ = path.split("/")
    found: list[str] = []
    for part in directories:
        is_release = canonical(part) == part and "{release}" not in found
        found.append("{release}" if is_release else part)
    return "/".join([*found, "{name}.rst"])


def _template(path: str) -> str:
    above, _, name = path.rpartition("/")
    release = name.partition("-")[0]
    if canonical(release) == release:
        name = "{release}" + name.removeprefix(release)
    return f"{above}/{name}" if above else name


def _merged(shapes: Counter[str]) -> list[str]:
    """The patterns, the most frequent first; what only one directory varies is a part."""
    variants: dict[tuple[str, str], set[str]] = defaultdict(set)
    for shape in shapes:
        parts = shape.split("/")
        for index, part in enumerate(parts[1:-1], 1):
            if "{" not in part and part not in _STATUSES and part != "approved":
                around = ("/".join(parts[:index]), "/".join(parts[index + 1 :]))
                variants[around].add(shape)
    found = dict(shapes)
    for (before, behind), group in sorted(variants.items(), key=lambda item: -len(item[1])):
        members = [shape for shape in group if shape in found]
        if len(members) >= _FEWEST_PARTS and "{project}" not in before + behind:
            found[f"{before}/{{project}}/{behind}"] = sum(found.pop(m) for m in members)
    return sorted(found, key=lambda shape: (-found[shape], shape))
