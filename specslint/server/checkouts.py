"""The spec repositories that contain the open documents, each with its settings."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import NamedTuple

from specslint.config.docs_job import read_docs_job
from specslint.config.loading import load
from specslint.config.root import find_root, relative
from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.cache import Cache
from specslint.engine.checkout import (
    config_file,
    is_other,
    normalised_by_git,
    optional_file,
    refuse_other_layout,
    without_ignored,
)
from specslint.engine.settings import Settings
from specslint.engine.sources import Overlay, Source, WorkTree
from specslint.engine.specs import Parser, SpecReader
from specslint.model.errors import UserError
from specslint.model.findings import Diagnostic
from specslint.model.spec import Spec
from specslint.server.documents import Document

_log = logging.getLogger(__name__)

_REMEMBERED = 24
"""The number of parsed texts to keep: open documents, templates, and recent edits."""


class Choice(NamedTuple):
    """The rules that the editor's settings select, as on the command line."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def applied(self, config: Config) -> Config:
        """The settings of a repository with this selection.

        :raises UserError: there is no rule of a code.
        """
        return config.with_options(select=self.select or None, ignore=self.ignore or None)


class Opened(NamedTuple):
    """An open document in its checkout.

    ``path`` is relative to the checkout; ``source`` is the work tree with the unsaved text
    of all open documents.
    """

    document: Document
    path: str
    checkout: Checkout
    source: Source

    def report(self, text: str | None = None) -> Report:
        """The report on the document.

        :param text: replaces its text.
        """
        source = self.source
        if text is not None:
            source = Overlay(source, {self.path: text.encode("utf-8", "replace")})
        return self.checkout.report(source, self.path)

    def diagnostics(self, text: str | None = None) -> tuple[Diagnostic, ...]:
        """The findings in the document; none if it is no spec."""
        return self.report(text).diagnostics

    @property
    def reader(self) -> SpecReader:
        """Reads and parses the specs of this state."""
        return SpecReader(self.source, self.checkout.config, self.checkout.parser)

    @property
    def spec(self) -> Spec:
        """The document as a spec, parsed."""
        return self.reader.spec(self.path)


class Checkout:
    """One repository: its settings and its parser.

    :param root: its directory.
    :param choice: the rules that the editor's settings choose.
    """

    def __init__(self, root: Path, choice: Choice) -> None:
        self.root = root
        self._choice = choice
        self._tree = WorkTree(root)
        self._read: dict[str, bytes | None] = {}
        self._seen: set[str] = set()
        self._load()

    def _load(self) -> None:
        """Read the settings, and record the files that they come from.

        :raises UserError: they are invalid.
        """
        self._read = {}

        def recorded(read: Callable[[Source, str], bytes | None], path: str) -> bytes | None:
            self._read[path] = read(self._tree, path)
            return self._read[path]

        config = load(partial(recorded, config_file))
        refuse_other_layout(config, self._tree)
        config = config._replace(docs=read_docs_job(partial(recorded, optional_file)))
        self.config = self._choice.applied(config)
        self.parser = Parser(self.config, remembered=_REMEMBERED)

    def refresh(self) -> None:
        """Read the settings again if their files have changed.

        :raises UserError: they are invalid.
        """
        if any(optional_file(self._tree, path) != data for path, data in self._read.items()):
            self._load()

    def over(self, contents: Mapping[str, bytes]) -> Source:
        """The work tree with other contents for some files."""
        return Overlay(self._tree, contents)

    def report(self, source: Source, path: str) -> Report:
        """The report that the command line would give for one file on standard input.

        :param source: the state of the repository.
        :param path: relative to it.
        """
        if is_other(path, source, self.config.layout.root):
            return Report((), 0)

        def normalised(texts: Mapping[str, str]) -> Mapping[str, str]:
            return normalised_by_git(texts, self.root, source)

        with contextlib.closing(self._cache()) as cache:
            # A file that is opened was probably checked before, so its result is cached.
            # Results for the text between two keystrokes are not worth storing.
            settings = Settings(None if path in self._seen else cache, normalised=normalised)
            report = check(source, self.config, [path], parser=self.parser, settings=settings)
        self._seen.add(path)
        return without_ignored(report, self.root, source)

    def _cache(self) -> Cache:
        return Cache(_log.warning, self.root)


class Checkouts:
    """The repositories of the open documents."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._known: dict[Path, Checkout] = {}

    def opened(self, document: Document, documents: Iterable[Document]) -> Opened | None:
        """A document in its checkout, or None if it is in no spec repository.

        :param documents: all open documents, whose text replaces that of the files.
        :raises UserError: the settings of the repository are invalid.
        """
        root = _root(document.path)
        if root is None:
            return None
        checkout = self._known.get(root)
        if checkout is None:
            checkout = self._known[root] = Checkout(root, self._choice)
        else:
            checkout.refresh()
        if not (root / checkout.config.layout.root).is_dir():
            return None
        contents = {}
        for other in documents:
            path = _relative(other.path, root)
            if path is not None:
                contents[path] = other.text.data
        path = _relative(document.path, root)
        if path is None or not _is_checked(path, checkout.config):
            return None
        return Opened(document, path, checkout, checkout.over(contents))

    def keep(self, documents: Iterable[Document]) -> None:
        """Forget the repositories that have no open document."""
        roots = {_root(document.path) for document in documents}
        self._known = {root: one for root, one in self._known.items() if root in roots}


def _is_checked(path: str, config: Config) -> bool:
    """Whether a file may be a spec, a template, a draft or a list of redirects."""
    if path.split("/", 1)[0] == ".git":
        return False
    return path.endswith(".rst") or path.startswith(f"{config.layout.root}/")


def _root(path: Path) -> Path | None:
    try:
        return Path(find_root(path.parent))
    except (UserError, OSError):
        return None


def _relative(path: Path, root: Path) -> str | None:
    try:
        return relative(str(path), root)
    except (UserError, OSError, RuntimeError):
        return None
