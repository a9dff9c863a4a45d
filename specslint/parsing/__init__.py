"""Parses texts to documents; the only package that imports docutils.

Importing this package is cheap; docutils is imported by the first parse.
"""

from __future__ import annotations

import contextlib
import re
import sys
from collections.abc import Iterator
from types import ModuleType

from specslint.model.typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from specslint.model.document import Document, Unparseable

MAX_SIZE = 1 << 20
"""The size limit of a file in bytes. The largest real spec has 0.1 MiB."""

LINE_LIMIT = 10_000
"""The limit of a line's length in columns; docutils rejects a text with a longer line."""

TAB_WIDTH = 8
"""The distance of docutils' tab stops in columns."""

LONG_BLOCK = 10_000
"""The length in characters from which on the markup of a paragraph is limited.

docutils searches the rest of the block for the end of each construct, which takes
quadratic time. The longest real paragraphs have some thousands of characters.
"""

TIME_LIMIT = 20.0
"""The limit of processor time per text, in seconds."""


SILENT = frozenset(("none", "default", "text"))
"""The languages that are never highlighted, so that Pygments is not imported for them."""

_NAMES_LANGUAGE = (
    rf"(?m)\.\. (?:code|code-block|sourcecode|highlight):: (?!(?:{'|'.join(SILENT)})$)"
)
"""Finds most code blocks that need Pygments, without parsing."""

FORBIDDEN = "specslint-forbidden:"
"""The prefix of the message that marks a forbidden directive."""


class NotLoadedError(Exception):
    """A text needs docutils or Pygments, and the caller does not want it to be loaded."""


class Vocabulary(NamedTuple):
    """Names of directives and roles that are known besides those of docutils and Sphinx.

    ``extensions`` are those that the tree's Sphinx loads, or None if unknown, and
    ``highlight_language`` is the default language of code blocks.
    """

    directives: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    extensions: tuple[str, ...] | None = None
    highlight_language: str = "default"

    def unloaded(self) -> frozenset[str]:
        """The directives of extensions that the tree's Sphinx does not load."""
        if self.extensions is None:
            return frozenset()
        return frozenset(
            name for name, extension in BROUGHT.items() if extension not in self.extensions
        )


BROUGHT = {
    name: extension
    for extension, names in {
        "sphinx.ext.autodoc": "automodule autoclass autofunction autodata autoexception "
        "automethod autoattribute autoproperty autodecorator",
        "sphinx.ext.autosummary": "autosummary",
        "sphinx.ext.doctest": "testsetup testcleanup doctest testcode testoutput",
        "sphinx.ext.graphviz": "graphviz graph digraph",
        "sphinx.ext.ifconfig": "ifconfig",
        "sphinx.ext.inheritance_diagram": "inheritance-diagram",
        "sphinx.ext.todo": "todo todolist",
        "sphinxcontrib.actdiag": "actdiag",
        "sphinxcontrib.blockdiag": "blockdiag",
        "sphinxcontrib.nwdiag": "nwdiag",
        "sphinxcontrib.packetdiag": "packetdiag",
        "sphinxcontrib.rackdiag": "rackdiag",
        "sphinxcontrib.seqdiag": "seqdiag",
    }.items()
    for name in names.split()
}
"""The directives that only an extension provides, and the extension of each.

Sources: the Sphinx documentation, "Built-in extensions"; sphinxcontrib-blockdiag and
related packages.
"""


def known_names(vocabulary: Vocabulary) -> tuple[frozenset[str], frozenset[str]]:
    """The names of all directives and of all roles that a spec may use."""
    with sparing():
        from specslint.parsing.sphinx import DIRECTIVE_NAMES, FORBIDDEN_NAMES, ROLE_NAMES

    refused = vocabulary.unloaded().union(FORBIDDEN_NAMES)
    directives = vocabulary.directives | (DIRECTIVE_NAMES - refused)
    return directives, vocabulary.roles | ROLE_NAMES


def _refuse(*_: object) -> None:
    raise OSError("no URL is read")


# Modules that docutils imports but never uses here: the names that it imports from each,
# or None if it works without the module.
_NEVER_USED: dict[str, dict[str, object] | None] = {
    "PIL": None,
    "pygments": None,
    "docutils.utils.smartquotes": {},
    "urllib.error": {"URLError": OSError},
    "urllib.request": {"urlopen": _refuse, "url2pathname": _refuse},
}


@contextlib.contextmanager
def sparing() -> Iterator[None]:
    """Keep docutils from importing what is only for features that are switched off."""
    added = [name for name in _NEVER_USED if name not in sys.modules]
    for name in added:
        attributes = _NEVER_USED[name]
        module = None
        if attributes is not None:
            module = ModuleType(name)
            vars(module).update(attributes)
        sys.modules[name] = module  # type: ignore[assignment] # None: "not to be had"
    try:
        yield
    finally:
        for name in added:
            del sys.modules[name]


def parse(
    text: str,
    vocabulary: Vocabulary | None = None,
    time_limit: float = TIME_LIMIT,
    *,
    may_load: bool = True,
) -> Document | Unparseable:
    """Parse the text of a spec or a template.

    Only ``text`` is read: no file, URL or configuration that it names.

    :param text: the text, decoded from UTF-8.
    :param vocabulary: directives and roles that the project adds.
    :param time_limit: processor seconds.
    :param may_load: whether docutils and Pygments may be loaded.
    :returns: the document, or why the text could not be parsed.
    :raises NotLoadedError: one of them is needed, is not loaded yet and may not be.
    """
    from specslint.model.document import Unparseable
    from specslint.parsing.limits import OutOfTimeError, limited, uncollected

    try:
        with limited(time_limit), uncollected():
            return _read(text, vocabulary or Vocabulary(), may_load=may_load)
    except OutOfTimeError as error:
        reason = f"parsing took more than {time_limit:g} seconds of processor time"
        return Unparseable(reason, error.line, lasting=False)
    except MemoryError:
        return Unparseable("parsing takes more memory than a run may use", lasting=False)


def _read(text: str, vocabulary: Vocabulary, *, may_load: bool) -> Document | Unparseable:
    from specslint.model.document import Document, Unparseable
    from specslint.parsing.plain.document import read_plain

    wide = _too_wide(text)
    if wide:
        reason = f"docutils reads no text with a line of more than {LINE_LIMIT} characters"
        return Unparseable(reason, wide)
    other = vocabulary.directives | vocabulary.unloaded()
    document: Document | Unparseable | None = None
    without_pygments = not may_load and "pygments" not in sys.modules
    if without_pygments and re.search(_NAMES_LANGUAGE, text):
        raise NotLoadedError  # before the text is parsed in vain
    if vocabulary.highlight_language == "default":
        document = read_plain(text, other)
    if document is None:
        if not may_load and "docutils" not in sys.modules:
            raise NotLoadedError
        with sparing():
            from specslint.parsing.reader import read

        document = read(text, vocabulary)
    if isinstance(document, Document) and any(
        block.language not in SILENT for block in document.code_blocks
    ):
        if without_pygments:
            raise NotLoadedError
        from specslint.parsing.highlight import with_verdicts

        return with_verdicts(document, tuple(text.split("\n")))
    return document


def _too_wide(text: str) -> int | None:
    """The number of a line that is too long for docutils, or None.

    Source: docutils.parsers.rst.Parser and its setting ``line_length_limit``.
    """
    if len(text) > MAX_SIZE or not _has_longer_line(text, LINE_LIMIT // TAB_WIDTH):
        return None
    from specslint.parsing.lines import Lines

    for number, line in enumerate(text.split("\n"), 1):
        for part in Lines(line).lines:
            if len(part.expandtabs(TAB_WIDTH).rstrip()) > LINE_LIMIT:
                return number
    return None


def _has_longer_line(text: str, limit: int) -> bool:
    """Whether a text has a line of more characters; looks at one line in many only."""
    start = 0
    while len(text) - start > limit:
        end = text.rfind("\n", start, start + limit + 1)
        if end < 0:
            return True
        start = end + 1
    return False
