"""Blobs to specs: each content is read and parsed once, whoever asks for it."""

from __future__ import annotations

from specslint import releases
from specslint.config import Config
from specslint.engine.sources import Source
from specslint.model import Document, Outline, SourceText, Spec, Unparseable, Unreadable
from specslint.parsing import MAX_SIZE, Vocabulary, parse
from specslint.parsing.templates import builtin_outline, guidance_of, outline_from


def decode(data: bytes) -> SourceText:
    """The text of a blob; bytes that are not UTF-8 are noted and replaced."""
    try:
        return SourceText(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        return SourceText(data.decode("utf-8", "replace"), error.start)


class Parser:
    """Parses texts with the project's vocabulary, equal texts once."""

    def __init__(self, config: Config) -> None:
        self._vocabulary = Vocabulary(frozenset(config.directives), frozenset(config.roles))
        self._parsed: dict[str, Document | Unparseable] = {}

    def parse(self, text: str) -> Document | Unparseable:
        """The parsed text, or why it could not be parsed."""
        if text not in self._parsed:
            self._parsed[text] = parse(text, self._vocabulary)
        return self._parsed[text]


class SpecReader:
    """Makes the specs of one state of the repository.

    :param release: the release whose template serves where a path names none.
    """

    def __init__(
        self, source: Source, config: Config, parser: Parser, release: str | None = None
    ) -> None:
        self.source = source
        self.config = config
        self._parser = parser
        self._release = release
        self._outlines: dict[str, Outline | None] = {}
        self.problems: dict[str, str] = {}

    def spec(self, path: str) -> Spec:
        """The spec at a path; one that cannot be read says so as unparseable."""
        layout = self.config.layout
        release = layout.release_of(path) or self._release
        outline = self.outline(release) if release else None
        place = layout.place(path)
        try:
            source = decode(self.source.read(path, MAX_SIZE))
        except Unreadable as unreadable:
            problem = Unparseable(unreadable.reason)
            return Spec(path, SourceText(""), place, None, problem, outline, self.config.project)
        parsed: Document | Unparseable
        if "\0" in source.text:
            # Not a text with a fault, but no text at all: any other finding
            # in it would be noise.
            source = SourceText("", source.error_offset)
            parsed = Unparseable("it holds NUL bytes, so it is no text")
        else:
            parsed = self._parser.parse(source.text)
        document, unparseable = (parsed, None) if isinstance(parsed, Document) else (None, parsed)
        return Spec(path, source, place, document, unparseable, outline, self.config.project)

    def outline(self, release: str) -> Outline | None:
        """The outline of a release's template, or None: ``problems`` then says why."""
        if release not in self._outlines:
            try:
                self._outlines[release] = self._read_outline(release)
            except _NoOutlineError as error:
                self._outlines[release] = None
                self.problems[release] = str(error)
        return self._outlines[release]

    def _read_outline(self, release: str) -> Outline:
        path = self.config.layout.template_path(release)
        optional = self.config.optional_for(release)
        try:
            source = decode(self.source.read(path, MAX_SIZE))
        except Unreadable as unreadable:
            if not unreadable.missing:
                raise _NoOutlineError(f"{path} cannot be read: {unreadable.reason}") from None
            builtin = builtin_outline(release, optional)
            if builtin is None:
                raise _NoOutlineError(
                    f"{path} does not exist, and specslint has none of its own: add the template"
                ) from None
            return builtin
        if source.error_offset is not None:
            raise _NoOutlineError(f"{path} is not UTF-8 (at byte {source.error_offset})")
        parsed = self._parser.parse(source.text)
        if isinstance(parsed, Unparseable):
            raise _NoOutlineError(f"{path} cannot be parsed: {parsed.reason}")
        outline = outline_from(parsed, release, path, optional)
        if not outline.sections:
            raise _NoOutlineError(f"{path} has no sections below its title")
        return outline._replace(guidance=outline.guidance | self._earlier(release))

    def _earlier(self, release: str) -> frozenset[str]:
        """The previous template's guidance: a copied spec may still have some of it."""
        before = releases.previous(release)
        if before is None:
            return frozenset()
        path = self.config.layout.template_path(before)
        try:
            parsed = self._parser.parse(decode(self.source.read(path, MAX_SIZE)).text)
        except Unreadable:
            return frozenset()
        return guidance_of(parsed) if isinstance(parsed, Document) else frozenset()


class _NoOutlineError(Exception):
    """A release's template cannot be used."""
