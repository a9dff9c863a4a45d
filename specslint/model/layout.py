"""Where specs stand: a path to (release, status, name), and back.

Pure functions of strings; nothing here looks at a disk.
Source of the default layout: the README of nova-specs, "OpenStack Nova
Specifications".
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from specslint.model.releases import BACKLOG
from specslint.model.spec import Place, Status

_PLACEHOLDER = re.compile(r"(\{release\}|\{name\})")


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # The pattern may come from the patch under test: all but its two
    # placeholders is taken literally, and neither spans a slash.
    parts = []
    seen = set()
    for part in _PLACEHOLDER.split(pattern):
        if part in ("{release}", "{name}"):
            group = part[1:-1]
            parts.append(f"(?P={group})" if group in seen else f"(?P<{group}>[^/]+)")
            seen.add(group)
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


class Layout(NamedTuple):
    """The path patterns of a spec repository.

    Each has the placeholders ``{release}`` and ``{name}``; all else is literal.
    """

    approved: str = "specs/{release}/approved/{name}.rst"
    implemented: str = "specs/{release}/implemented/{name}.rst"
    abandoned: str = "specs/abandoned/{name}.rst"
    template: str = "specs/{release}-template.rst"

    @property
    def _template(self) -> re.Pattern[str]:
        return _compile(self.template)

    @property
    def root(self) -> str:
        """The directory that holds all specs, without a slash at its end."""
        return self._above_release(self.approved)

    @staticmethod
    def _above_release(pattern: str) -> str:
        return pattern.partition("{release}")[0].rpartition("/")[0]

    def place(self, path: str) -> Place | None:
        """The place that ``path`` is, or None where no spec may stand."""
        return _place(self, path)

    def template_release(self, path: str) -> str | None:
        """The release whose template ``path`` is, or None."""
        match = self._template.match(path)
        return match["release"] if match else None

    def template_path(self, release: str) -> str:
        """The path of a release's template."""
        return self.template.replace("{release}", release)

    def spec_path(self, release: str, status: Status, name: str) -> str:
        """The path of a spec; the inverse of :meth:`place`."""
        pattern = {
            Status.APPROVED: self.approved,
            Status.IMPLEMENTED: self.implemented,
            Status.ABANDONED: self.abandoned,
        }[status]
        return pattern.replace("{release}", release).replace("{name}", name)

    def release_directory(self, release: str) -> str:
        """The directory of a release, without a slash at its end."""
        head, _, tail = self.approved.partition("{release}")
        return head + release + tail.partition("/")[0]

    def status_directory(self, release: str, status: Status) -> str:
        """The directory that a release's approved or implemented specs stand in."""
        return self.spec_path(release, status, "{name}").rpartition("/")[0]

    def redirects_path(self, release: str) -> str:
        """The path of a release's list of moved specs."""
        return f"{self.release_directory(release)}/redirects"

    def release_of(self, path: str) -> str | None:
        """The release whose directory ``path`` stands in, at whatever depth.

        None outside every release's directory, and among the abandoned specs.
        """
        place = self.place(path)
        if place:
            return place.release or None
        prefix = self.root + "/" if self.root else ""
        if not path.startswith(prefix):
            return None
        first, slash, _ = path[len(prefix) :].partition("/")
        if not slash or f"{prefix}{first}" == _abandoned_directory(self):
            return None
        return first


def _abandoned_directory(layout: Layout) -> str:
    return layout.abandoned.rpartition("/")[0]


@cache
def _patterns(layout: Layout) -> tuple[tuple[Status, re.Pattern[str]], ...]:
    return (
        (Status.ABANDONED, _compile(layout.abandoned)),
        (Status.APPROVED, _compile(layout.approved)),
        (Status.IMPLEMENTED, _compile(layout.implemented)),
    )


# Most rules on the tree ask this of every path.
@lru_cache(maxsize=1 << 16)
def _place(layout: Layout, path: str) -> Place | None:
    for status, pattern in _patterns(layout):
        match = pattern.match(path)
        if match:
            release = match.groupdict().get("release", "")
            if release == BACKLOG and status is Status.IMPLEMENTED:
                return None
            if release and layout.release_directory(release) == _abandoned_directory(layout):
                return None
            return Place(path, release, status, match["name"])
    return None
