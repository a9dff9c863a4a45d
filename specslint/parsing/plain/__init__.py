"""Plain texts: read in a tenth of the time that docutils takes, and to the same result.

Most specs have no fault. Their structure can be told without docutils' state machines,
and without importing docutils at all. What is returned is what docutils would have led to,
or nothing: where a text has a fault, or anything that is not known here, a function raises
:class:`DoubtError`, and docutils reads the text. The tests compare the two on every
document of the history and on random ones.

- ``blocks`` has the table of constructs by the characters that they begin with, and the
  loop that goes through the lines of a body. A construct is added there.
- ``text``, ``lists``, ``tables``, ``explicit`` and ``directives`` read the constructs: each
  function takes the body and the index of a line, and returns the index of the line
  behind the construct, or None where the line begins no such thing.
- ``inline`` reads the markup in a block of text.
- ``found`` has what the constructs left, and resolves the links in it.
- ``document`` makes a :class:`Document` of that.

Source: the docutils documentation, "reStructuredText Markup Specification".
"""

from __future__ import annotations


class DoubtError(Exception):
    """The text is not plain: docutils has to decide."""
