"""What Sphinx adds to docutils, as far as a syntax check needs it.

nova-specs is published by Sphinx, so its directives and roles are right in a
spec; docutils alone knows nothing of them. The stand-ins here parse their
bodies as Sphinx does, so that faults inside are found, and produce nothing
that anyone would print.

Sources: the Sphinx documentation, "Directives", "Roles" and "Domains"; those
of its bundled extensions; sphinxcontrib-blockdiag and its siblings.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.body import CodeBlock, MathBlock
from docutils.parsers.rst.languages import en as english

from specslint.parsing import FORBIDDEN

# Their bodies are reStructuredText; on the first line stands an argument.
_PARSED = frozenset(
    """
    acks deprecated glossary hlist ifconfig only rst-class cssclass versionadded versionchanged
    versionremoved c:function c:member c:var c:macro c:struct c:union c:enum c:enumerator
    c:type cpp:class cpp:struct cpp:function cpp:member cpp:var cpp:type cpp:enum
    cpp:enum-struct cpp:enum-class cpp:enumerator cpp:union cpp:concept js:module js:function
    js:method js:class js:data js:attribute py:function py:data
    py:exception py:class py:attribute py:property py:type py:method py:staticmethod
    py:classmethod py:decorator py:decoratormethod rst:directive rst:directive:option rst:role
    program option envvar cmdoption std:option std:envvar std:program std:cmdoption confval
    describe object function data exception attribute method staticmethod classmethod decorator
    """.split()
)
# These have none: what stands on the first line is text already.
_PARSED_WITH_FIRST_LINE = frozenset(("centered", "seealso", "todo"))
# Their bodies are anything but.
_LITERAL = frozenset(
    """
    toctree index tabularcolumns highlight productionlist default-domain module currentmodule
    py:module py:currentmodule codeauthor sectionauthor moduleauthor autosummary todolist
    automodule autoclass autofunction autodata autoexception automethod autoattribute
    autoproperty autodecorator testsetup testcleanup doctest testcode testoutput graphviz graph
    digraph inheritance-diagram blockdiag seqdiag actdiag nwdiag packetdiag rackdiag
    c:namespace c:namespace-push c:namespace-pop c:alias cpp:namespace cpp:namespace-push
    cpp:namespace-pop cpp:alias
    """.split()
)
_FORBIDDEN = ("include", "raw", "literalinclude")

_ROLES = frozenset(
    """
    abbr any c:data c:enum c:enumerator c:expr c:func c:macro c:member c:struct c:texpr c:type
    c:union c:var cite command confval cpp:any cpp:class cpp:concept cpp:enum cpp:enumerator
    cpp:expr cpp:func cpp:member cpp:struct cpp:texpr cpp:type cpp:union cpp:var attr class
    const cve cwe data dfn doc download envvar eq exc file func guilabel index js:attr js:class
    js:data js:func js:meth js:mod kbd keyword mailheader makevar manpage menuselection meth
    mimetype mod newsgroup numref obj option program py:attr py:class py:const py:data py:exc
    py:func py:meth py:mod py:obj py:type ref regexp rst:dir rst:role samp std:confval std:doc
    std:envvar std:keyword std:numref std:option std:ref std:term std:token term token
    """.split()
)

SUBSTITUTIONS = frozenset(("version", "release", "today", "translation progress"))
"""Sphinx defines these in every document."""


class _AnyOption(dict[str, Callable[[Any], Any]]):
    """An option table in which every name is known."""

    def __missing__(self, name: str) -> Callable[[Any], Any]:
        return directives.unchanged


class _Parsed(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption({"class": directives.unchanged})

    def run(self) -> list[nodes.Node]:
        node = nodes.container("\n".join(self.content))
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]


class _ParsedWithFirstLine(_Parsed):
    optional_arguments = 0
    final_argument_whitespace = False


class _Literal(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption({"class": directives.unchanged})

    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        return [nodes.literal_block(text, text)]


class _Forbidden(_Literal):
    def run(self) -> list[nodes.Node]:
        return [self.state_machine.reporter.error(FORBIDDEN + self.name, line=self.lineno)]


class _CodeBlock(CodeBlock):
    """docutils' own with the options that Sphinx's has besides."""

    option_spec: ClassVar[Any] = {
        **(CodeBlock.option_spec or {}),
        "force": directives.flag,
        "linenos": directives.flag,
        "dedent": directives.unchanged,
        "lineno-start": directives.unchanged,
        "emphasize-lines": directives.unchanged_required,
        "caption": directives.unchanged_required,
    }


class _MathBlock(MathBlock):
    """docutils' own with the options that Sphinx's has besides."""

    option_spec: ClassVar[Any] = {
        **(MathBlock.option_spec or {}),
        "label": directives.unchanged,
        "nowrap": directives.flag,
        "no-wrap": directives.flag,
    }


def _role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Any,
    options: Any = None,
    content: Any = (),
) -> Any:
    # Its target is in another document or none: nothing to judge here.
    return [nodes.inline(rawtext, text)], []


def _register_sphinx() -> None:
    for name in _LITERAL:
        directives.register_directive(name, _Literal)
    for name in _PARSED:
        directives.register_directive(name, _Parsed)
    for name in _PARSED_WITH_FIRST_LINE:
        directives.register_directive(name, _ParsedWithFirstLine)
    for name in _FORBIDDEN:
        directives.register_directive(name, _Forbidden)
    for name in ("code", "code-block", "sourcecode"):
        directives.register_directive(name, _CodeBlock)
    directives.register_directive("math", _MathBlock)
    for name in _ROLES:
        roles.register_local_role(name, _role)


_register_sphinx()

# docutils' tables of what is registered, its own roles and directives aside.
_TABLES: tuple[dict[str, Any], ...] = (
    vars(directives)["_directives"],
    vars(roles)["_roles"],
)

DIRECTIVE_NAMES = frozenset((*english.directives, *_TABLES[0]))
"""Every directive that docutils or Sphinx knows."""

ROLE_NAMES = frozenset((*english.roles, *_TABLES[1]))
"""Every role that docutils or Sphinx knows."""


def prepare(text: str) -> None:
    """Register what takes long to import and few texts have.

    :param text: the text that will be parsed.
    """
    if "csv-table" in text.lower():
        from specslint.parsing import csv_table  # it brings half of urllib along

        directives.register_directive("csv-table", csv_table.CSVTable)


@contextlib.contextmanager
def registered(extra_directives: frozenset[str], extra_roles: frozenset[str]) -> Iterator[None]:
    """Make docutils know some more names while a text is parsed.

    docutils keeps both tables for the life of the process, and a document's
    own ``role`` directive writes into them: put back as they were, so that no
    document changes what the next one may say.

    :param extra_directives: the body of such a one may be anything, so it is
        not judged.
    :param extra_roles: roles whose text is taken as it stands.
    """
    known = [dict(table) for table in _TABLES]
    for name in extra_directives:
        directives.register_directive(name, _Literal)
    for name in extra_roles:
        roles.register_local_role(name, _role)
    try:
        yield
    finally:
        for table, before in zip(_TABLES, known, strict=True):
            table.clear()
            table.update(before)
