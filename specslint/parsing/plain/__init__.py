"""A fast parser for plain texts, with the same result as docutils in a tenth of the time.

Most specs have no fault, and can be parsed without importing docutils. The result is the
same as with docutils, or there is none: if a text has a fault, or markup that is not
supported here, a function raises :class:`DoubtError`, and docutils parses the text. The
tests compare the two on every document of the history and on random ones.

- ``blocks`` has the table of constructs by their first characters, and the loop over the
  lines of a body. A new construct is added there.
- ``text``, ``lists``, ``tables``, ``explicit`` and ``directives`` parse the constructs: each
  function takes the body and the index of a line, and returns the index of the line
  after the construct, or None if no such construct begins there.
- ``inline`` parses the markup in a block of text.
- ``found`` collects the results of the constructs, and resolves the links.
- ``document`` converts them to a :class:`Document`.

Source: the docutils documentation, "reStructuredText Markup Specification".
"""

from __future__ import annotations


class DoubtError(Exception):
    """The text is not plain: docutils has to parse it."""
