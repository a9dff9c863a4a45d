"""The releases of OpenStack: their names, codenames and order.

Source: https://releases.openstack.org/ (the series, with the codenames that came after
the switch to YYYY.N names in 2023).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMED = [
    "austin",
    "bexar",
    "cactus",
    "diablo",
    "essex",
    "folsom",
    "grizzly",
    "havana",
    "icehouse",
    "juno",
    "kilo",
    "liberty",
    "mitaka",
    "newton",
    "ocata",
    "pike",
    "queens",
    "rocky",
    "stein",
    "train",
    "ussuri",
    "victoria",
    "wallaby",
    "xena",
    "yoga",
    "zed",
]

CODENAMES = {
    "antelope": "2023.1",
    "bobcat": "2023.2",
    "caracal": "2024.1",
    "dalmatian": "2024.2",
    "epoxy": "2025.1",
    "flamingo": "2025.2",
    "gazpacho": "2026.1",
    "hibiscus": "2026.2",
    "indri": "2027.1",
}
"""The codenames of releases whose directory is named by a number."""

BACKLOG = "backlog"
"""A directory beside those of the releases, which is not a release itself."""

_OPEN = 2
"""The number of newest releases with a template that are open unless configured."""

_NUMBERED = re.compile(r"(20[2-9][0-9])\.([1-9])\Z", re.ASCII)

NAME = rf"\b(?:{'|'.join((*_NAMED, *CODENAMES))}|20[2-9][0-9]\.[1-9])\b"
"""A pattern of the name of a release in a text."""


def canonical(name: str) -> str | None:
    """The directory name of a release, or None if ``name`` is not a release.

    :param name: a name, codename or number in any case (``Juno``, ``antelope``).
    """
    name = name.strip().lower()
    name = CODENAMES.get(name, name)
    return name if name in _NAMED or _NUMBERED.match(name) else None


def order(release: str) -> tuple[int, int, str]:
    """A sort key: older releases first, unknown names after all known ones."""
    numbered = _NUMBERED.match(release)
    if numbered:
        return (int(numbered[1]), int(numbered[2]), release)
    if release in _NAMED:
        return (0, _NAMED.index(release), release)
    return (9999, 0, release)


def is_earlier(release: str, than: str) -> bool:
    """Whether ``release`` came before ``than``; False for the backlog, which is no release."""
    if BACKLOG in (release, than):
        return False
    return order(release) < order(than)


def previous(release: str) -> str | None:
    """The release before ``release``, or None if it is unknown."""
    if release in _NAMED[1:]:
        return _NAMED[_NAMED.index(release) - 1]
    numbered = _NUMBERED.match(release)
    if numbered is None:
        return None
    if release == "2023.1":
        return _NAMED[-1]
    year, half = int(numbered[1]), int(numbered[2])
    return f"{year}.{half - 1}" if half > 1 else f"{year - 1}.2"


def without_suffix(name: str) -> str:
    """The name of a spec or blueprint without the suffixes that a re-proposal adds.

    :param name: a name that may end with releases or counts (``x-newton``, ``x-2``).
    """
    first, *others = name.split("-")
    while others and _is_suffix(others[-1]):
        others.pop()
    return "-".join([first, *others]) or name


def _is_suffix(word: str) -> bool:
    """Whether a word is the name of a release, or a count."""
    # Asked about the name of every spec, so without a regular expression if possible.
    if not word.isascii():
        return False
    if word.isdigit():
        return len(word) <= 2
    return word in _NAMED or word in CODENAMES or _NUMBERED.match(word) is not None


def open_for_proposals(configured: Iterable[str] | None, templates: Iterable[str]) -> list[str]:
    """The releases that take new specs, not counting the backlog.

    :param configured: the open releases of the configuration, or None.
    :param templates: the releases that have a template.
    """
    if configured is not None:
        return list(configured)
    return newest_first(name for name in templates if name != BACKLOG)[:_OPEN]


def newest_first(names: Iterable[str]) -> list[str]:
    """The names, the newest release first."""
    return sorted(names, key=order, reverse=True)


def closest(name: str, among: Iterable[str] = ()) -> str | None:
    """The release that ``name`` is probably a misspelling of, or None.

    :param among: the releases to choose from; all known names if empty.
    """
    import difflib  # here because it is seldom needed and slow to import

    known = list(among) or [*_NAMED, *CODENAMES]
    matches = difflib.get_close_matches(name.strip().lower(), known, n=1, cutoff=0.6)
    return matches[0] if matches else None
