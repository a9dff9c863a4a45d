"""``specslint status [RELEASE]``: the status of a release, from git alone."""

from __future__ import annotations

import re
import sys
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path

from specslint.commands.output import tell
from specslint.commands.root import root_of
from specslint.config.loading import areas_of, load
from specslint.config.settings import Config
from specslint.config.values import quoted
from specslint.engine.checkout import config_file
from specslint.engine.sources import WorkTree, decode
from specslint.model import releases
from specslint.model.document import Document
from specslint.model.errors import UserError
from specslint.model.layout import Layout
from specslint.model.spec import Place
from specslint.model.tree import EntryKind
from specslint.parsing import MAX_SIZE, Vocabulary, parse
from specslint.parsing.head import plain_head
from specslint.rules.template._blueprints import blueprint_name
from specslint.status import areas
from specslint.status.build import Head, Lookup, Snapshot, StatusBuilder, blueprint_url, changes
from specslint.status.model import ReleaseStatus
from specslint.status.reviews import MAX_BYTES, Reviews, read_reviews
from specslint.status.tracks import replay
from specslint.vcs.history import commit_on, steps_to
from specslint.vcs.repository import Repository
from specslint.vcs.sources import Revision
from specslint.work_tree import StrPath, Unreadable

_DAY = re.compile(r"\d{4}-\d\d-\d\d\Z", re.ASCII)


def run(options: Namespace) -> int:
    """Show the status of the release that the options name, and return the exit code.

    :raises UserError: the options or the repository are invalid.
    """
    root = root_of(options)
    reviews = _reviews(options.reviews, root)
    with Repository.open(root) as repository:
        at = _commit(repository, options.at or "HEAD")
        since = _commit(repository, options.since) if options.since else None
        status = described(repository, settings(root), options.release, at, since, reviews)
    for remark in reviews.remarks:
        tell(f"--reviews: {remark}")
    show(rendered(status, options.format), options.output_file, root)
    return 0


def settings(root: StrPath) -> Config:
    """The settings of a work tree."""
    tree = WorkTree(root)
    return load(lambda path: config_file(tree, path))


def show(text: str, file: str | None, root: StrPath) -> None:
    """Print a text, or write it to a file."""
    if file:
        from specslint.commands.files import write_file

        write_file(Path(file), text, root)
    else:
        sys.stdout.write(text)


def _commit(repository: Repository, word: str) -> str:
    """The commit that a revision names, or the last one of a day."""
    return commit_on(repository, word) if _DAY.match(word) else repository.resolve(word)


def _reviews(name: str | None, root: StrPath) -> Reviews:
    if name is None:
        return Reviews()
    if name == "-":
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UserError(f"standard input: is larger than {MAX_BYTES} bytes")
        return read_reviews(data)
    from specslint.commands.files import read_file

    return read_reviews(read_file(Path(name), MAX_BYTES, root))


def rendered(status: ReleaseStatus, form: str) -> str:
    """The status of a release in one of the formats of ``--format``."""
    if form == "html":
        from specslint.status.page import page

        return page(status)
    from specslint.status import formats

    return formats.FORMATS[form](status)


def described(
    repository: Repository,
    config: Config,
    wanted: str | None,
    at: str,
    since: str | None = None,
    reviews: Reviews | None = None,
) -> ReleaseStatus:
    """The status of a release.

    :param wanted: the release as the user wrote it; None is the open one.
    :param at: the full hash of the commit to describe.
    :param since: that of an earlier commit, to list the changes since then; or None.
    :param reviews: the changes that Gerrit knows.
    :raises UserError: there is no such release.
    """
    reader = _Reader(repository, config)
    now = reader.builder(at, wanted, reviews)
    if since is None:
        return now.status()
    if since not in reader.known:
        raise UserError(
            f"--since: {since[:12]} is not in the history of {at[:12]}, which is described: name "
            "an earlier commit or day"
        )
    then = reader.builder(since, reader.release)
    return now.status()._replace(changes=changes(now, then))


def _blueprint(uri: str, project: str) -> str | None:
    """The URL, in its usual form, of the project's blueprint that a URI leads to; or None."""
    name = blueprint_name(uri, project)
    return blueprint_url(name, project) if name else None


class _Reader:
    """Reads the history and the specs that the status is computed from."""

    def __init__(self, repository: Repository, config: Config) -> None:
        self._repository = repository
        self._config = config
        self._layout = config.layout
        self.release = ""
        self.known: set[str] = set()

    def builder(
        self, name: str, wanted: str | None, reviews: Reviews | None = None
    ) -> StatusBuilder:
        """A builder of the status of a release at a commit.

        :param name: the commit's full hash.
        :param wanted: the release as the user wrote it; None is the open one.
        """
        commit = self._repository.commit(name)
        revision = Revision(self._repository.git, commit.tree)
        entries = revision.entries(self._layout.root)
        if not entries:
            raise UserError(
                f'no directory "{self._layout.root}" in the commit {name[:12]}: this is no spec '
                "repository, or was none then; name one with --root"
            )
        files = [
            entry.path
            for entry in entries
            if entry.kind is EntryKind.FILE and not self._config.is_excluded(entry.path)
        ]
        places = tuple(place for path in files if (place := self._layout.place(path)))
        if not self.release:
            self.release = release_named(wanted, files, places, self._layout)
        steps = steps_to(self._repository, name)
        self.known |= {c.name for step in steps for c in (step.commit, *step.brought)}
        tracks = replay(steps, self._layout, self.release)
        config = self._config
        snapshot = Snapshot(name, steps[-1].commit.time, places, tracks)
        lookup = Lookup(config.project, self._head_in(revision), self._copied_from, self._sorter())
        return StatusBuilder(snapshot, self.release, self._layout, lookup, reviews)

    def _sorter(self) -> Callable[[str, str], str | None]:
        return areas.sorter(areas_of(self._config))

    def _head_in(self, revision: Revision) -> Callable[[str], Head]:
        config = self._config
        vocabulary = Vocabulary(frozenset(config.directives), frozenset(config.roles))

        def head(path: str) -> Head:
            try:
                text = decode(revision.read(path, MAX_SIZE)).text
            except Unreadable:
                return Head()
            plain = plain_head(text)
            if plain and (url := _blueprint(plain.uri, config.project)):
                return Head(plain.title, url)
            document = None if "\0" in text else parse(text, vocabulary)
            if not isinstance(document, Document):
                return Head()
            urls = (_blueprint(found.uri, config.project) for found in document.references)
            title = document.sections[0].text if document.sections else None
            return Head(title, next(filter(None, urls), None))

        return head

    def _copied_from(self, commit: str, path: str, directories: tuple[str, ...]) -> str | None:
        delta = self._repository.changes_of_commit(commit, self._layout.root)
        copy = delta.most_alike([path], directories).get(path)
        place = self._layout.place(copy.old_path) if copy else None
        return place.name if place else None


def release_named(
    wanted: str | None, files: list[str], places: tuple[Place, ...], layout: Layout
) -> str:
    """The directory name of a release.

    :param wanted: as the user wrote it; None is the newest that has a template.
    :param files: all files of the tree.
    :param places: the specs among them.
    :raises UserError: there is no such release in the tree.
    """
    templates = {name for name in layout.served(files) if releases.canonical(name) == name}
    known = templates | {place.release for place in places if place.release}
    among = ", ".join(sorted(known, key=releases.order)) or "none"
    if known <= {releases.BACKLOG}:
        raise UserError("the specs here stand in no releases: there is no status to show")
    if wanted is None:
        if not templates:
            raise UserError(f"no release has a template here: name one of {among}")
        return max(templates, key=releases.order)
    for name in known:
        if (releases.canonical(wanted) or wanted) == (releases.canonical(name) or name):
            return name
    close = releases.closest(wanted[:60], known) if known else None
    hint = f'did you mean "{close}"?' if close else f"there are {among}"
    if releases.canonical(wanted):
        hint = f"there are {among}"
        raise UserError(f"{quoted(wanted)} has neither specs nor a template here: {hint}")
    raise UserError(f"{quoted(wanted)} is no release; {hint}")
