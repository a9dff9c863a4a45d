"""Texts that are plain: read in a tenth of the time, and to the same result.

Most specs are made of titles, paragraphs, lists, literal blocks, links
and little else, and have no fault. Their structure can be told without
docutils' state machines, and without importing docutils at all. The
modules here know the constructs that authors use, each in the form that
leaves no doubt; at the first sign of anything else, a fault above all, they
give up, and docutils decides.

So this is no second opinion on what reStructuredText is. What is returned is
what docutils would have led to, or nothing; the tests compare the two on
every document of the history and on random ones.
Source: the docutils documentation, "reStructuredText Markup Specification".
"""

from __future__ import annotations

DIRECTIVES = frozenset(
    """
    attention caution danger error hint important note tip warning
    code code-block sourcecode actdiag blockdiag nwdiag seqdiag list-table
    """.split()
)
"""The directives that are known here; what else a project takes them for is not."""


class DoubtError(Exception):
    """The text is not plain: docutils has to decide."""
