"""The directives and roles that the rules on slips look for: those that specs use.

The parser knows many more, most of them English words as well; a slip in one of these
shows in the text by its colons alone.
"""

from __future__ import annotations

_DIRECTIVES = """
    attention caution danger error hint important note tip warning admonition seealso todo
    code code-block sourcecode highlight literalinclude include image figure math
    table list-table csv-table contents toctree glossary rubric topic sidebar container
    versionadded versionchanged deprecated actdiag blockdiag nwdiag seqdiag graphviz
"""
_ROLES = """
    ref doc term download numref abbr any kbd command envvar file option program samp
    guilabel menuselection pep rfc code math sub sup subscript superscript emphasis strong
    literal func meth class mod attr data exc obj const py:func py:meth py:class py:mod py:attr
    oslo.config:option oslo.config:group
"""


def _pattern(names: str) -> str:
    return "|".join(sorted(names.split(), key=len, reverse=True)).replace(".", r"\.")


DIRECTIVES = _pattern(_DIRECTIVES)
"""A pattern that matches the directives' names."""

ROLES = _pattern(_ROLES)
"""A pattern that matches the roles' names."""
