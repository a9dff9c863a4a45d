"""Text to values: the only room that imports docutils.

Importing this package costs nothing; docutils is loaded by the first parse.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from typing import NamedTuple

from specslint.model.document import Document, Unparseable

MAX_SIZE = 1 << 20
"""Larger files, in bytes, are not parsed. The largest real spec has 0.1 MiB."""

LINE_LIMIT = 10_000
"""In columns. Of a text with a longer line, docutils reads nothing."""

TAB_WIDTH = 8
"""Columns between the tab stops of docutils."""

LONGEST_BLOCK = 10_000
"""Longer paragraphs, in characters, are not looked through for markup and URIs.

docutils looks for the end of each construct in the rest of its block, so that the time
grows with the square of the length. The longest real ones have some thousands.
"""

TIME_LIMIT = 20.0
"""The processor seconds that one text may take."""


SILENT = frozenset(("none", "default", "text"))
"""The languages of which nothing is ever said, and for which Pygments is not loaded."""

FORBIDDEN = "specslint-forbidden:"
"""Begins the message that a forbidden directive leaves for us to find."""


class Vocabulary(NamedTuple):
    """Names that are known besides those of docutils and Sphinx.

    ``extensions`` are those that the tree's Sphinx loads, or None where that is
    not known, and ``highlight_language`` is what code is taken for by default.
    """

    directives: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    extensions: tuple[str, ...] | None = None
    highlight_language: str = "default"

    def unloaded(self) -> frozenset[str]:
        """The directives that no extension of the tree's brings."""
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
"""The directives that are known only where an extension is loaded, and which one.

Sources: the Sphinx documentation, "Built-in extensions"; sphinxcontrib-blockdiag and
its siblings.
"""


@contextlib.contextmanager
def without_pygments() -> Iterator[None]:
    """Keep docutils from loading Pygments, for a highlighting that is switched off.

    It does so where Pygments happens to be installed, and is content without.
    """
    absent = "pygments" not in sys.modules
    if absent:
        sys.modules["pygments"] = None  # type: ignore[assignment] # "not to be had"
    try:
        yield
    finally:
        if absent:
            del sys.modules["pygments"]


def parse(
    text: str, vocabulary: Vocabulary | None = None, time_limit: float = TIME_LIMIT
) -> Document | Unparseable:
    """Parse the text of a spec or a template.

    Nothing is read but ``text``: no file, URL or configuration that it names.

    :param text: the text, as decoded from UTF-8.
    :param vocabulary: directives and roles that the project adds.
    :param time_limit: processor seconds.
    :returns: what the rules need of it, or why it can't be had.
    """
    from specslint.parsing.limits import OutOfTimeError, limited, uncollected

    try:
        with limited(time_limit), uncollected():
            return _read(text, vocabulary or Vocabulary())
    except OutOfTimeError as error:
        reason = f"parsing took more than {time_limit:g} seconds of processor time"
        return Unparseable(reason, error.line, lasting=False)
    except MemoryError:
        return Unparseable("parsing takes more memory than a run may use", lasting=False)


def _read(text: str, vocabulary: Vocabulary) -> Document | Unparseable:
    from specslint.parsing.plain import DIRECTIVES
    from specslint.parsing.plain.document import read_plain

    wide = _too_wide(text)
    if wide:
        reason = f"docutils reads no text with a line of more than {LINE_LIMIT} characters"
        return Unparseable(reason, wide)
    other = vocabulary.directives | vocabulary.unloaded()
    document: Document | Unparseable | None = None
    redefined = any(f"{name}::" in text for name in DIRECTIVES & other)
    if not redefined and vocabulary.highlight_language == "default":
        document = read_plain(text)
    if document is None:
        with without_pygments():
            from specslint.parsing.reader import read

        document = read(text, vocabulary)
    if isinstance(document, Document) and document.code_blocks:
        from specslint.parsing.highlight import with_verdicts

        return with_verdicts(document, tuple(text.split("\n")))
    return document


def _too_wide(text: str) -> int | None:
    """The number of a line that docutils reads no text with, or None.

    Source: docutils.parsers.rst.Parser and its setting ``line_length_limit``.
    """
    lines = text.split("\n")
    if len(text) > MAX_SIZE or max(map(len, lines)) <= LINE_LIMIT // TAB_WIDTH:
        return None
    from specslint.parsing.lines import Lines

    for number, line in enumerate(lines, 1):
        for part in Lines(line).lines:
            if len(part.expandtabs(TAB_WIDTH).rstrip()) > LINE_LIMIT:
                return number
    return None
