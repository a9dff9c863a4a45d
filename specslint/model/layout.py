"""The path patterns of a spec repository: a path to (release, status, name), and back.

Pure functions of strings; nothing here reads a disk. Source of the default layout: the
README of nova-specs, "OpenStack Nova Specifications".
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable
from functools import cache, cached_property, lru_cache

from specslint.model.releases import BACKLOG
from specslint.model.spec import Place, Status
from specslint.model.typing import NamedTuple

PLACEHOLDERS = ("{release}", "{project}", "{name}")

_PLACEHOLDER = re.compile(r"(\{(?:release|project|name)\})")

Patterns = tuple[str, ...]


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # The pattern may come from the patch under test: everything but its placeholders is
    # literal, and a placeholder never matches a slash.
    parts = []
    seen = set()
    for part in _PLACEHOLDER.split(pattern):
        if part in PLACEHOLDERS:
            group = part[1:-1]
            parts.append(f"(?P={group})" if group in seen else f"(?P<{group}>[^/]+)")
            seen.add(group)
        else:
            parts.append(re.escape(part))
    return re.compile("".join(parts) + r"\Z", re.DOTALL)


class _Layout(NamedTuple):
    approved: Patterns
    implemented: Patterns
    abandoned: Patterns
    template: Patterns
    backlog: Patterns
    links: Patterns


class Specs(NamedTuple):
    """The specs that a pattern allows in a directory.

    Their file names consist of ``before``, the name of the spec, and ``after``. ``status``
    is None if no spec may be there although the pattern matches.
    """

    before: str
    after: str
    release: str
    status: Status | None
    project: str


class Layout(_Layout):
    """The path patterns of a spec repository; each key is one pattern or several.

    A pattern may have the placeholders ``{release}``, ``{project}`` and ``{name}``,
    each for a part of a path without a slash; everything else is literal. ``{name}`` is
    in the name of the file, the others are in the names of directories.

    :param approved: paths of approved specs.
    :param implemented: paths of implemented specs.
    :param abandoned: paths of abandoned specs; they are not compared with a template.
    :param template: paths of templates, in order of preference.
    :param backlog: paths of specs without a release, besides a release named
        ``backlog``.
    :param links: paths at which links to specs are allowed; links to templates are
        allowed wherever specs are.
    """

    # No __slots__: an instance keeps what it has found out, since most rules of scope
    # "tree" ask it about every path.

    def __new__(
        cls,
        approved: str | Patterns = "specs/{release}/approved/{name}.rst",
        implemented: str | Patterns = "specs/{release}/implemented/{name}.rst",
        abandoned: str | Patterns = "specs/abandoned/{name}.rst",
        template: str | Patterns = "specs/{release}-template.rst",
        backlog: str | Patterns = (),
        links: str | Patterns = (),
    ) -> Layout:
        """Create a layout; see the class."""
        keys = (approved, implemented, abandoned, template, backlog, links)
        return super().__new__(cls, *((k,) if isinstance(k, str) else k for k in keys))

    def covered(self) -> tuple[str, str, str] | None:
        """A pattern all of whose paths a pattern of another key has, which counts first.

        That of approved specs may have those of implemented ones, too, since a layout may
        leave the default of the latter as it is; but not the same paths.

        :returns: the other key, the key of the pattern, and the pattern; or None.
        """
        known: list[tuple[str, str]] = []
        for key in ("abandoned", "backlog", "approved", "implemented"):
            for pattern in getattr(self, key):
                for other, earlier in known:
                    # A placeholder matches a placeholder, as any other name.
                    is_covered = _compile(earlier).match(pattern)
                    is_same = is_covered and _compile(pattern).match(earlier)
                    if is_same or (is_covered and other != "approved"):
                        return other, key, pattern
            known += [(key, pattern) for pattern in getattr(self, key)]
        return None

    @cached_property
    def root(self) -> str:
        """The directory that holds all specs, without a trailing slash."""
        heads = [
            _PLACEHOLDER.split(pattern)[0].rpartition("/")[0]
            for pattern in (*self.approved, *self.backlog)
        ]
        return posixpath.commonpath(heads)

    @cached_property
    def place(self) -> Callable[[str], Place | None]:
        """A function of a path: the place that it names, or None if no spec may be there."""
        return lru_cache(maxsize=1 << 12)(self._place)

    def _place(self, path: str) -> Place | None:
        directory, _, file = path.rpartition("/")
        for before, after, release, status, project in self.specs_in(directory):
            end = len(file) - len(after)
            if end > len(before) and file.startswith(before) and file.endswith(after):
                name = file[len(before) : end]
                return status and Place(path, release, status, name, project)
        return None

    @cached_property
    def specs_in(self) -> Callable[[str], list[Specs]]:
        """A function of a directory: the specs that may be in it; the first that match count."""
        return lru_cache(maxsize=1 << 12)(self._find_specs)

    @cached_property
    def takes_all(self) -> Callable[[str], bool]:
        """A function of a directory: whether specs may be there under any name."""

        def takes_all(directory: str) -> bool:
            first = next(iter(self.specs_in(directory)), None)
            return first is not None and bool(first.status) and first[:2] == ("", ".rst")

        return lru_cache(maxsize=1 << 12)(takes_all)

    def _find_specs(self, directory: str) -> list[Specs]:
        found = []
        for status, backlog, pattern in (
            *((Status.ABANDONED, "", pattern) for pattern in self.abandoned),
            *((Status.APPROVED, BACKLOG, pattern) for pattern in self.backlog),
            *((Status.APPROVED, "", pattern) for pattern in self.approved),
            *((Status.IMPLEMENTED, "", pattern) for pattern in self.implemented),
        ):
            above, _, file = pattern.rpartition("/")
            match = _compile(above).match(directory)
            if match:
                parts = match.groupdict()
                release = backlog or parts.get("release", "")
                is_none = (release == BACKLOG and status is Status.IMPLEMENTED) or (
                    release and self.release_directory(release) in self._abandoned_directories
                )
                before, _, after = file.partition("{name}")
                project = parts.get("project", "")
                found.append(Specs(before, after, release, None if is_none else status, project))
        return found

    @cached_property
    def _abandoned_directories(self) -> frozenset[str]:
        return frozenset(pattern.rpartition("/")[0] for pattern in self.abandoned)

    @cached_property
    def _templates(self) -> tuple[tuple[str, str, str], ...]:
        """The literal parts of each template's pattern, around its placeholder."""
        return tuple(pattern.partition("{release}") for pattern in self.template)

    def template_release(self, path: str) -> str | None:
        """The release whose template ``path`` is, or None.

        An empty string for a template that serves all releases.
        """
        for before, placeholder, after in self._templates:
            if not placeholder:
                if path == before:
                    return ""
            elif path.startswith(before) and path.endswith(after):
                release = path[len(before) : len(path) - len(after)]
                if release and "/" not in release:
                    return release
        return None

    def template_path(self, release: str) -> str:
        """The preferred path of a release's template."""
        return self.template_paths(release)[0]

    def template_paths(self, release: str) -> tuple[str, ...]:
        """The possible paths of a release's template, in order of preference."""
        # A directory of the tree may have a brace in its name, and so a release.
        return tuple(
            pattern.replace("{release}", release)
            for pattern in self.template
            if "{" not in pattern.replace("{release}", "")
        )

    def fits(self, paths: Iterable[str]) -> bool:
        """Whether at least half of the documents of a tree stand where specs do.

        :param paths: all files below the directory of the specs.
        """
        documents = [path for path in paths if path.endswith(".rst")]
        known = sum(
            self.place(path) is not None or self.template_release(path) is not None
            for path in documents
        )
        return 2 * known >= len(documents)

    def served(self, paths: Iterable[str]) -> frozenset[str]:
        """The releases that have a template among all paths of a tree.

        A template for all releases serves those that have specs.
        """
        paths = list(paths)
        ends = tuple(after for _, _, after in self._templates)
        candidates = (path for path in paths if path.endswith(ends))  # few of all
        templates = {
            release for path in candidates if (release := self.template_release(path)) is not None
        }
        if "" in templates:
            templates |= {place.release for path in paths if (place := self.place(path))}
        return frozenset(templates - {""})

    def spec_path(self, release: str, status: Status, name: str, project: str = "") -> str:
        """The path of a spec; the inverse of :meth:`place`.

        :param project: the part of the repository, if the layout has such parts.
        """
        given = {"{release}": release, "{project}": project, "{name}": name}
        patterns = {
            Status.APPROVED: self.approved,
            Status.IMPLEMENTED: self.implemented,
            Status.ABANDONED: self.abandoned,
        }[status]
        if status is Status.APPROVED and release == BACKLOG:
            patterns = (*self.backlog, *patterns)
        # Of several patterns, take the one with exactly the given parts. A status
        # without a pattern of its own uses that of approved specs.
        patterns = patterns or self.approved
        fitting = [p for p in patterns if bool(project) == ("{project}" in p)]
        pattern = (fitting or patterns)[0]
        return _PLACEHOLDER.sub(lambda placeholder: given[placeholder[0]], pattern)

    def release_directory(self, release: str) -> str:
        """The directory of a release, without a trailing slash."""
        head, placeholder, tail = self.approved[0].partition("{release}")
        if not placeholder:
            return head.rpartition("/")[0]
        return head + release + tail.partition("/")[0]

    def status_directory(self, release: str, status: Status) -> str:
        """The directory of a release's specs of a status."""
        return self.spec_path(release, status, "{name}").rpartition("/")[0]

    def redirects_path(self, release: str) -> str:
        """The path of a release's list of moved specs."""
        return f"{self.release_directory(release)}/redirects"

    def may_be_linked(self, path: str) -> bool:
        """Whether ``path`` may be a link to a spec."""
        return any(_compile(pattern).match(path) for pattern in self.links)

    def release_of(self, path: str) -> str | None:
        """The release whose directory contains ``path``, at any depth.

        None outside of every release's directory, and for abandoned specs. An empty
        string for a spec of a layout without releases.
        """
        place = self.place(path)
        if place:
            return None if place.status is Status.ABANDONED else place.release
        if not self.approved[0].startswith(f"{self.root}/{{release}}/".lstrip("/")):
            return None
        prefix = self.root + "/" if self.root else ""
        if not path.startswith(prefix):
            return None
        first, slash, _ = path[len(prefix) :].partition("/")
        if not slash or f"{prefix}{first}" in self._abandoned_directories:
            return None
        return first
