"""A change (a commit or the index), as the rules see it."""

from __future__ import annotations

import enum
from functools import cached_property

from specslint.model.findings import Location
from specslint.model.message import CommitMessage
from specslint.model.spec import Place, Spec, Status
from specslint.model.typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from specslint.model.document import Section
    from specslint.model.layout import Layout


class ChangeKind(enum.Enum):
    """What a change does to a path; the values are git's status letters."""

    ADDED = "A"
    COPIED = "C"
    MODIFIED = "M"
    RENAMED = "R"
    DELETED = "D"
    TYPECHANGED = "T"


class Change(NamedTuple):
    """What a change does to one path.

    ``old_path`` is the path before the change; it differs from ``path`` for a copy or a
    rename, and ``similarity`` is then git's similarity index in percent. ``is_file``
    tells whether there is a regular file at ``path`` after the change (not a link, not
    nothing).
    """

    kind: ChangeKind
    path: str
    old_path: str
    similarity: int = 100
    is_file: bool = True

    @property
    def adds(self) -> bool:
        """Whether the change creates a regular file at ``path``."""
        return self.is_file and self.kind not in (ChangeKind.MODIFIED, ChangeKind.DELETED)

    @property
    def removes(self) -> bool:
        """Whether ``old_path`` no longer exists after the change."""
        return self.kind in (ChangeKind.DELETED, ChangeKind.RENAMED)


class Comparison(NamedTuple):
    """How much of a spec's content is unchanged from its source, and what differs.

    ``introduction`` is the line of the copy's title if the text between the title and
    the first section differs, else 0. ``published`` is the unchanged share without the
    text that is not published, such as that of ``.. only::``, if that share is larger.
    """

    unchanged: float  # 0.0 to 1.0
    changed: tuple[Section, ...] = ()  # sections of the copy
    removed: tuple[str, ...] = ()  # titles that only the source has
    words: int = 0  # the number of words that differ; a replaced word counts once
    introduction: int = 0
    published: float = 0.0

    @property
    def alike(self) -> float:
        """How much of a copy without a tag is its source, however much is hidden in it."""
        return max(self.unchanged, self.published)

    @property
    def percent(self) -> int:
        """The unchanged part in whole percent, rounded down: 100 means all of it."""
        return int(self.alike * 100)

    @property
    def is_equal(self) -> bool:
        """Whether the content is the same."""
        return self.unchanged == 1.0 and not self.titles and not self.introduction

    @property
    def line(self) -> int:
        """The first line of the copy below which something differs."""
        lines = [section.line for section in self.changed[:1]]
        return self.introduction or min(lines, default=1)

    @property
    def titles(self) -> tuple[str, ...]:
        """The titles of all sections that differ."""
        return (*(section.title for section in self.changed), *self.removed)


class Origin(NamedTuple):
    """The specs of earlier releases that an added spec may be a copy of, newest first.

    They match it by name or, if none does, by content; ``similarity`` is then git's
    index in percent. ``source`` is the one to compare with: the newest of those that
    the tag names, or else the newest.
    """

    sources: tuple[Place, ...] = ()
    source: Place | None = None
    similarity: int | None = None


class Origins(Protocol):
    """Computes the values of an :class:`Addition` on demand."""

    def moved_from(self, path: str) -> str | None:
        """The old path of an added spec that is only moved, or None."""

    def spec(self, path: str) -> Spec:
        """The added spec, parsed."""

    def origin(self, path: str) -> Origin:
        """The specs that an added spec may be a copy of."""

    def comparison(self, path: str, source: str) -> Comparison:
        """What differs between an added spec and its source."""


class Addition:
    """A spec that a change adds; everything but its place is computed on first access."""

    def __init__(self, place: Place, origins: Origins) -> None:
        self.place = place
        self._origins = origins

    @cached_property
    def moved_from(self) -> str | None:
        """Its old path if it is only moved: within its release or out of the backlog."""
        return self._origins.moved_from(self.place.path)

    @cached_property
    def spec(self) -> Spec:
        """The spec, parsed."""
        return self._origins.spec(self.place.path)

    @cached_property
    def _origin(self) -> Origin:
        return self._origins.origin(self.place.path)

    @property
    def sources(self) -> tuple[Place, ...]:
        """The specs that it may be a copy of; see :class:`Origin`."""
        return self._origin.sources

    @property
    def source(self) -> Place | None:
        """The spec to compare with; see :class:`Origin`."""
        return self._origin.source

    @property
    def similarity(self) -> int | None:
        """Git's similarity index, in percent, of a source that was found by content."""
        return self._origin.similarity

    @cached_property
    def comparison(self) -> Comparison | None:
        """What differs from the source, or None if this is not a re-proposal."""
        if not self.is_reproposal or self.source is None:
            return None
        return self._origins.comparison(self.place.path, self.source.path)

    @property
    def is_reproposal(self) -> bool:
        """Whether this is a copy (or a forbidden move) of a spec of an earlier release."""
        return (
            self.place.status is Status.APPROVED
            and self.moved_from is None
            and self.source is not None
        )

    @property
    def location(self) -> Location:
        """The start of the spec: the location of a finding about the whole spec."""
        return Location(self.place.path)


class States(Protocol):
    """Computes the values of a :class:`ChangeSet` on demand, from the states around the change."""

    def additions(self) -> tuple[Addition, ...]:
        """The specs that the change adds."""

    def before(self) -> frozenset[str]:
        """The paths below the root of the specs before the change."""

    def redirects(self, release: str) -> str:
        """The text of a release's list of moved specs after the change; empty if there is none."""

    def templates(self) -> frozenset[str]:
        """The releases that have a template after the change."""


class ChangeSet:
    """What a commit or the index changes: the argument of rules of scope ``change``.

    What only some rules need is computed on first access.

    :param elsewhere: the paths that other parts of the same commit change, if it is a
        merge.
    """

    def __init__(
        self,
        changes: tuple[Change, ...],
        layout: Layout,
        states: States,
        message: CommitMessage | None = None,
        commit: str | None = None,
        open_releases: tuple[str, ...] | None = None,
        elsewhere: frozenset[str] = frozenset(),
    ) -> None:
        self.changes = changes
        self.layout = layout
        self.message = message
        self.commit = commit
        self.open_releases = open_releases
        self.elsewhere = elsewhere
        self._states = states

    @cached_property
    def additions(self) -> tuple[Addition, ...]:
        """The specs that the change adds."""
        return self._states.additions()

    @cached_property
    def before(self) -> frozenset[str]:
        """The paths below the root of the specs before the change."""
        return self._states.before()

    @cached_property
    def templates(self) -> frozenset[str]:
        """The releases that have a template after the change."""
        return self._states.templates()

    def redirects(self, release: str) -> str:
        """The text of a release's list of moved specs after the change; empty if there is none."""
        return self._states.redirects(release)

    @property
    def approvals(self) -> tuple[Addition, ...]:
        """The added specs in an ``approved/`` directory."""
        return tuple(a for a in self.additions if a.place.status is Status.APPROVED)

    @property
    def reproposals(self) -> tuple[Addition, ...]:
        """The added specs that come from an earlier release."""
        return tuple(a for a in self.additions if a.is_reproposal)

    @property
    def touched(self) -> tuple[str, ...]:
        """The regular files that the change adds or modifies."""
        return tuple(
            change.path
            for change in self.changes
            if change.is_file and change.kind is not ChangeKind.DELETED
        )

    @property
    def paths(self) -> frozenset[str]:
        """All paths of the change, before and after it."""
        return self.removed.union(change.path for change in self.changes)

    @property
    def removed(self) -> frozenset[str]:
        """The paths that no longer exist after the change."""
        return frozenset(change.old_path for change in self.changes if change.removes)
