"""The templates of one state of the repository, and their outlines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from specslint.config.settings import Config
from specslint.engine.sources import Source, decode
from specslint.model import releases
from specslint.model.document import Document, Unparseable
from specslint.model.spec import Outline, OutlineSection
from specslint.model.tree import MOST_LINKS, linked_path
from specslint.model.typing import TYPE_CHECKING, Any, Protocol
from specslint.parsing import MAX_SIZE
from specslint.parsing.templates import (
    GUIDANCE_WORDS,
    builtin_outline,
    guidance_of,
    outline_from,
)
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.cache import Cache

_FIRST_WORDS = 4
_MOST_LOOKED_FOR = 500
"""The limit of paragraphs to search for; more than any real spec has."""


class Parsing(Protocol):
    """What this module needs of :class:`~specslint.engine.specs.Parser`."""

    @property
    def cache(self) -> Cache | None:
        """The cache of outlines, or None."""

    def parse(self, text: str) -> Document | Unparseable:
        """The parsed text, or why it could not be parsed."""


class Templates:
    """The outline of each release, read and parsed on first access.

    ``problems`` says why a release has none.
    """

    def __init__(
        self, source: Source, config: Config, parser: Parsing, cache: Cache | None = None
    ) -> None:
        self._source = source
        self._config = config
        self._parser = parser
        self._cache = cache
        self._outlines: dict[str, Outline | None] = {}
        self._texts: dict[str, tuple[str, bytes | Unreadable]] = {}
        self._squeezed: dict[str, str] = {}
        self._guided: dict[str, Outline] = {}
        self.problems: dict[str, str] = {}

    def inputs(self, release: str | None) -> tuple[bytes | str, ...]:
        """What the outline of a release and its guidance depend on.

        :param release: the release, or None if there is no template.
        """
        if release is None:
            return ()
        before = releases.previous(release)
        texts = [self._text(release), *([self._text(before)] if before else [])]
        return (release, *(t.reason if isinstance(t, Unreadable) else t for t in texts))

    def prepare(self, names: Iterable[str | None]) -> None:
        """Read and parse in advance what the other methods need.

        :param names: the releases.
        """
        for release in sorted(name for name in names if name is not None):
            outline = self.outline(release)
            if outline and outline.source:
                self._guided_outline(outline)

    def _text(self, release: str) -> bytes | Unreadable:
        """The content of a release's template, or why it cannot be read."""
        return self._found(release)[1]

    def _found(self, release: str) -> tuple[str, bytes | Unreadable]:
        """The path of a release's template, and its content or why it cannot be read."""
        if release not in self._texts:
            path, content = self._find(self._config.layout.template_paths(release))
            if isinstance(content, Unreadable):
                # Its traceback would keep all that the callers have in memory.
                content = content.with_traceback(None)
                content.__context__ = None
            self._texts[release] = path, content
        return self._texts[release]

    def _find(self, paths: tuple[str, ...]) -> tuple[str, bytes | Unreadable]:
        """The first of the paths that exists; else the first one."""
        missing = []
        for path in paths:
            try:
                return path, self._read(path)
            except Unreadable as unreadable:
                if not unreadable.missing:
                    return path, unreadable
                missing.append((path, unreadable))
        return missing[0]

    def _read(self, path: str) -> bytes:
        """The content at a template's path; a link to another template is followed.

        :raises Unreadable: it cannot be read.
        """
        here = path
        for _ in range(MOST_LINKS):
            try:
                return self._source.read(here, MAX_SIZE)
            except Unreadable as unreadable:
                if unreadable.missing and here != path:
                    raise Unreadable(f'it is a link to "{here}", which does not exist') from None
                if not unreadable.target:
                    raise
                target = unreadable.target
            here = linked_path(here, target)
            if self._config.layout.template_release(here) is None:
                raise Unreadable(f'it is a link to "{target}", which is no template of the tree')
        raise Unreadable("it is a link that leads in a circle, or through too many others")

    def outline(self, release: str) -> Outline | None:
        """The outline of a release's template, or None: ``problems`` then says why."""
        if release not in self._outlines:
            outline = self._known_outline(release)
            if isinstance(outline, str):
                self._outlines[release] = None
                self.problems[release] = outline
            else:
                self._outlines[release] = outline
        return self._outlines[release]

    def _known_outline(self, release: str) -> Outline | str:
        """The outline, from the cache if it is there; or what is wrong with the template."""
        cache = self._cache or self._parser.cache
        if cache is None:
            return self._made_outline(release)
        from specslint.engine.cache import fingerprint

        config, (path, content) = self._config, self._found(release)
        made_from = content.reason if isinstance(content, Unreadable) else content
        titles = (config.optional_sections, config.extra_sections, config.required_sections)
        key = fingerprint(
            "outline", release, path, made_from, titles, config.directives, config.roles
        )
        known = cache.get([key]).get(key)
        if known is None:
            outline = self._made_outline(release)
            cache.put({key: outline if isinstance(outline, str) else _plain(outline)})
            return outline
        return known if isinstance(known, str) else _from_plain(known)

    def _made_outline(self, release: str) -> Outline | str:
        try:
            return self._read_outline(release)
        except _NoOutlineError as error:
            return str(error)

    def _read_outline(self, release: str) -> Outline:
        path, content = self._found(release)
        if isinstance(content, Unreadable):
            if not content.missing:
                raise _NoOutlineError(f"{path} cannot be read: {content.reason}")
            builtin = builtin_outline(release)
            if builtin is None:
                raise _NoOutlineError(
                    f"{path} does not exist, and specslint has none of its own: add the template"
                )
            return self._adapted(builtin)
        source = decode(content)
        if source.error_offset is not None:
            raise _NoOutlineError(f"{path} is not UTF-8 (at byte {source.error_offset})")
        parsed = self._parser.parse(source.text)
        if isinstance(parsed, Unparseable):
            raise _NoOutlineError(f"{path} cannot be parsed: {parsed.reason}")
        outline = outline_from(parsed, release, path)
        if not outline.sections:
            raise _NoOutlineError(f"{path} has no sections below its title")
        return self._adapted(outline)

    def _adapted(self, outline: Outline) -> Outline:
        """The outline with the settings on sections applied."""
        config, release = self._config, outline.release
        optional = config.optional_for(release)
        required = config.required_for(release)
        if required:
            titles = {s.title for s in outline.sections}
            titles.update(title for s in outline.sections for title in s.subsections)
            optional |= titles - required
        return outline._replace(optional=optional, extra=config.extra_for(release))

    def with_earlier_guidance(self, outline: Outline, document: Document) -> Outline:
        """The outline, with the previous template's guidance if the document may contain some.

        A copied spec may still have it. The previous template is parsed only if a
        paragraph of the document begins like one of its paragraphs.

        :param document: the spec to compare with the outline.
        """
        if outline.source is None:
            return outline
        if outline.release not in self._guided:
            template = self._earlier_template(outline.release)
            if not template or not _may_hold(template, document):
                return outline
        return self._guided_outline(outline)

    def _guided_outline(self, outline: Outline) -> Outline:
        """The outline, with the previous template's guidance."""
        if outline.release not in self._guided:
            text = self._earlier_text(outline.release)
            parsed = self._parser.parse(text) if text else None
            earlier = guidance_of(parsed) if isinstance(parsed, Document) else frozenset()
            guided = outline._replace(guidance=outline.guidance | earlier)
            self._guided[outline.release] = guided
        return self._guided[outline.release]

    def _earlier_template(self, release: str) -> str:
        """The words of the previous template as one string, or an empty one."""
        if release not in self._squeezed:
            self._squeezed[release] = _squeezed(self._earlier_text(release).split())
        return self._squeezed[release]

    def _earlier_text(self, release: str) -> str:
        before = releases.previous(release)
        content = self._text(before) if before else b""
        return "" if isinstance(content, Unreadable) else decode(content).text


def _plain(outline: Outline) -> tuple[Any, ...]:
    """An outline as tuples and strings."""
    sections = tuple(map(tuple, outline.sections))
    sets = (tuple(sorted(s)) for s in (outline.optional, outline.guidance, outline.extra))
    return outline.release, outline.source, sections, outline.title, *sets


def _from_plain(plain: Any) -> Outline:
    release, source, sections, title, optional, guidance, extra = plain
    return Outline(
        release,
        source,
        tuple(OutlineSection(*section) for section in sections),
        frozenset(optional),
        title,
        frozenset(guidance),
        frozenset(extra),
    )


def _may_hold(template: str, document: Document) -> bool:
    """Whether a paragraph of a document may come from a template.

    :param template: its words as one string.
    """
    texts = (paragraph.text.split() for paragraph in document.paragraphs)
    starts = (words[:_FIRST_WORDS] for words in texts if len(words) >= GUIDANCE_WORDS)
    # Each search reads the whole template; with more paragraphs, assume that one
    # matches.
    return any(
        number >= _MOST_LOOKED_FOR or _squeezed(words) in template
        for number, words in enumerate(starts)
    )


def _squeezed(words: list[str]) -> str:
    # Without markup, which parsed paragraphs do not have.
    return re.sub(r"\W+", "", "".join(words)).casefold()


class _NoOutlineError(Exception):
    """A release's template cannot be used."""
