"""Parses files to specs; each text is parsed once per run."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from specslint.config.settings import Config
from specslint.engine.sources import Source, decode
from specslint.model.spec import SourceText, Spec
from specslint.model.typing import TYPE_CHECKING
from specslint.parsing import MAX_SIZE, Vocabulary, parse
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.cache import Cache
    from specslint.engine.templates import Templates
    from specslint.model.document import Document, Unparseable

_REMEMBERED = 256


class Parser:
    """Parses texts with the project's vocabulary, each text once.

    The latest results are kept: a tree has few texts twice, but the commits of a range
    share most of theirs. ``key`` is what a parse depends on besides the text, and
    ``vocabulary`` has the directives and roles that are known. While ``may_load`` is false,
    a text that needs docutils or Pygments raises
    :class:`~specslint.parsing.NotLoadedError` if they are not loaded.

    :param open_cache: opens the cache of parsed texts and outlines.
    :param remembered: the number of parsed texts that are kept.
    """

    def __init__(
        self,
        config: Config,
        open_cache: Callable[[], Cache | None] | None = None,
        remembered: int = _REMEMBERED,
    ) -> None:
        docs = config.docs
        self.vocabulary = Vocabulary(
            frozenset(config.directives),
            frozenset((*config.roles, *docs.roles)),
            docs.extensions,
            docs.highlight_language,
        )
        self.key: tuple[object, ...] = (
            config.directives,
            config.roles,
            docs.roles,
            docs.extensions,
            docs.highlight_language,
        )
        self._parsed: dict[str, Document | Unparseable] = {}
        self._open_cache = open_cache
        self._remembered = remembered
        self.may_load = True

    @cached_property
    def cache(self) -> Cache | None:
        """The cache, opened on first access, or None."""
        return self._open_cache() if self._open_cache else None

    def parse(self, text: str) -> Document | Unparseable:
        """The parsed text, or why it could not be parsed."""
        parsed = self._parsed.pop(text, None)
        if parsed is None:
            parsed = self._known(text)
            if len(self._parsed) >= self._remembered:
                del self._parsed[next(iter(self._parsed))]
        self._parsed[text] = parsed
        return parsed

    def _known(self, text: str) -> Document | Unparseable:
        """The parsed text, from the cache if it is there."""
        if self.cache is None:
            return parse(text, self.vocabulary, may_load=self.may_load)
        from specslint.engine.cache import fingerprint
        from specslint.engine.parsed import from_plain, plain
        from specslint.model.document import Document

        key = fingerprint("document", text.encode("utf-8", "surrogatepass"), self.key)
        known = self.cache.get([key]).get(key)
        if known is not None:
            document: Document = from_plain(known)
            return document
        parsed = parse(text, self.vocabulary, may_load=self.may_load)
        if isinstance(parsed, Document):
            self.cache.put({key: plain(parsed)})
        return parsed


class SpecReader:
    """Creates the specs of one state of the repository.

    :param release: the release of files whose path names none.
    :param cache: stores the outlines of templates.
    """

    def __init__(
        self,
        source: Source,
        config: Config,
        parser: Parser,
        release: str | None = None,
        cache: Cache | None = None,
    ) -> None:
        self.source = source
        self.config = config
        self.parser = parser
        self._release = release
        self._cache = cache

    @cached_property
    def templates(self) -> Templates:
        """The templates of this state."""
        from specslint.engine.templates import Templates  # not for rules on placement

        return Templates(self.source, self.config, self.parser, self._cache)

    def release_for(self, path: str) -> str | None:
        """The release whose template a file is compared with, or None for no template."""
        release = self.config.layout.release_of(path)
        return self._release if release is None else release

    @property
    def vocabulary_key(self) -> tuple[object, ...]:
        """What the parse of a document depends on besides its text."""
        return self.parser.key

    def document(self, content: bytes) -> Document | None:
        """The parsed text of any document, or None if it could not be parsed."""
        from specslint.model.document import Document

        text = decode(content).text
        parsed = self.parser.parse(text) if "\0" not in text else None
        return parsed if isinstance(parsed, Document) else None

    def spec(self, path: str, *, guided: bool = True) -> Spec:
        """The spec at a path; one that cannot be read is unparseable.

        :param guided: whether the outline needs the guidance of the previous template.
        """
        try:
            return self.spec_of(path, self.source.read(path, MAX_SIZE), guided=guided)
        except Unreadable as unreadable:
            return self.spec_of(path, unreadable)

    def spec_of(self, path: str, content: bytes | Unreadable, *, guided: bool = True) -> Spec:
        """The spec at a path, see :meth:`spec`.

        :param content: what was read there, or why it could not be read.
        """
        from specslint.model.document import Document, Unparseable

        config = self.config
        release = self.release_for(path)
        outline = None if release is None else self.templates.outline(release)
        place = config.layout.place(path)
        tracking = (config.project, config.tracker, config.untracked_comment)
        if isinstance(content, Unreadable):
            problem = Unparseable(content.reason)
            return Spec(path, SourceText(""), place, None, problem, outline, *tracking)
        source = decode(content)
        parsed: Document | Unparseable
        if "\0" in source.text:
            # The content is not a text at all: any other finding in it would be noise.
            source = SourceText("", source.error_offset)
            parsed = Unparseable("it holds NUL bytes, so it is no text")
        else:
            parsed = self.parser.parse(source.text)
        document, unparseable = (parsed, None) if isinstance(parsed, Document) else (None, parsed)
        if guided and document is not None and outline is not None:
            outline = self.templates.with_earlier_guidance(outline, document)
        return Spec(path, source, place, document, unparseable, outline, *tracking)
