"""The spec repositories around the open documents, each with its settings."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from specslint.config.docs_job import read_docs_job
from specslint.config.root import find_root, relative
from specslint.config.settings import Config, load
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
from specslint.engine.linting import Settings
from specslint.engine.sources import Overlay, Source, WorkTree
from specslint.engine.specs import Parser, SpecReader
from specslint.model.errors import UserError
from specslint.model.findings import Diagnostic
from specslint.model.spec import Spec
from specslint.server.documents import Document

_log = logging.getLogger(__name__)

_REMEMBERED = 24
"""Parsed texts: the open documents, their templates, and the latest states of one."""


class Choice(NamedTuple):
    """The rules that the editor's settings choose, as on the command line."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def applied(self, config: Config) -> Config:
        """The settings with the choice laid over them.

        :raises UserError: a code is none.
        """
        return config.with_options(select=self.select or None, ignore=self.ignore or None)


class Opened(NamedTuple):
    """A document in its checkout, and the state of that with all open documents.

    ``path`` is relative to the checkout.
    """

    document: Document
    path: str
    checkout: Checkout
    source: Source

    def report(self, text: str | None = None) -> Report:
        """What is found in the document.

        :param text: another text of it.
        """
        source = self.source
        if text is not None:
            source = Overlay(source, {self.path: text.encode("utf-8", "replace")})
        return self.checkout.report(source, self.path)

    def diagnostics(self, text: str | None = None) -> tuple[Diagnostic, ...]:
        """What is found in the document; none where it is no spec."""
        return self.report(text).diagnostics

    @property
    def reader(self) -> SpecReader:
        """What reads and parses the specs of this state."""
        return SpecReader(self.source, self.checkout.config, self.checkout.parser)

    @property
    def spec(self) -> Spec:
        """The document as a spec, parsed."""
        return self.reader.spec(self.path)


class Checkout:
    """One repository: its settings, and what was parsed of it.

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
        """Read the settings of the tree; files that are read are noted with their content.

        :raises UserError: they are wrong.
        """
        self._read = {}

        def noted(path: str) -> bytes | None:
            self._read[path] = config_file(self._tree, path)
            return self._read[path]

        def noted_optional(path: str) -> bytes | None:
            self._read[path] = optional_file(self._tree, path)
            return self._read[path]

        config = load(noted)
        refuse_other_layout(config, self._tree)
        config = config._replace(docs=read_docs_job(noted_optional))
        self.config = self._choice.applied(config)
        self.parser = Parser(self.config, remembered=_REMEMBERED)

    def refresh(self) -> None:
        """Read the settings again if they have changed.

        :raises UserError: they are wrong.
        """
        if any(optional_file(self._tree, path) != data for path, data in self._read.items()):
            self._load()

    def over(self, contents: Mapping[str, bytes]) -> Source:
        """The state of the work tree with the text of open documents."""
        return Overlay(self._tree, contents)

    def report(self, source: Source, path: str) -> Report:
        """What the command line would say of one file, given on standard input.

        :param source: the state of the repository.
        :param path: relative to it.
        """
        if is_other(path, source, self.config.layout.root):
            return Report((), 0)

        def normalised(texts: Mapping[str, str]) -> Mapping[str, str]:
            return normalised_by_git(texts, self.root, source)

        with contextlib.closing(self._cache()) as cache:
            # What is opened was most likely checked before; the states of a text that is
            # being written are worth no place.
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
        """A document in its checkout, or None where it is in no spec repository.

        :param documents: all that are open; their text counts.
        :raises UserError: the settings of the repository are wrong.
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
        """Forget the repositories of which no document is open."""
        roots = {_root(document.path) for document in documents}
        self._known = {root: one for root, one in self._known.items() if root in roots}


def _is_checked(path: str, config: Config) -> bool:
    """Whether a file may be a spec, a template, a draft or a list of redirects."""
    if path.split("/", 1)[0] == ".git":
        return False
    return path.endswith(".rst") or path.startswith(f"{config.layout.root}/")


def _root(path: Path) -> Path | None:
    try:
        return find_root(path.parent)
    except (UserError, OSError):
        return None


def _relative(path: Path, root: Path) -> str | None:
    try:
        return relative(str(path), root)
    except (UserError, OSError, RuntimeError):
        return None
