"""Sphinx's directives and roles, as far as a syntax check needs them.

Sphinx publishes nova-specs, so its directives and roles are correct in a spec; docutils
alone does not know them. The stubs here parse their bodies as Sphinx does, so that
faults inside are found, and produce no output.

Sources: the Sphinx documentation, "Directives", "Roles" and "Domains"; that of its
bundled extensions; sphinxcontrib-blockdiag and related packages.
"""

from __future__ import annotations

import contextlib
import re
import textwrap
from collections.abc import Callable, Iterator
from typing import Any, ClassVar

from docutils import nodes, utils
from docutils.parsers.rst import Directive, directives, roles
from docutils.parsers.rst.directives.admonitions import Note
from docutils.parsers.rst.languages import en as english

from specslint.parsing import FORBIDDEN, Vocabulary, sparing, versions
from specslint.parsing.names import LITERAL_DIRECTIVES, REFERENCE_ROLES, SPHINX_ROLES

# Descriptions of objects: a signature, and a body of reStructuredText.
_OBJECTS = frozenset(
    """
    c:function c:member c:var c:macro c:struct c:union c:enum c:enumerator
    c:type cpp:class cpp:struct cpp:function cpp:member cpp:var cpp:type cpp:enum
    cpp:enum-struct cpp:enum-class cpp:enumerator cpp:union cpp:concept js:function
    js:method js:class js:data js:attribute py:function py:data
    py:exception py:class py:attribute py:property py:type py:method py:staticmethod
    py:classmethod py:decorator py:decoratormethod rst:directive rst:directive:option rst:role
    option envvar cmdoption std:option std:envvar std:cmdoption confval std:confval
    describe object function data exception attribute method staticmethod classmethod decorator
    class
    """.split()
)
# The others, with the number of required and optional arguments, whether the last one
# may contain spaces, whether there may be a body, and their options.
_EXACT: dict[str, tuple[int, int, bool, bool, str]] = {
    "acks": (0, 0, False, True, ""),
    "centered": (1, 0, True, False, ""),
    "codeauthor": (1, 0, True, False, ""),
    "cssclass": (1, 0, True, True, ""),
    "default-domain": (1, 0, False, False, ""),
    "deprecated": (1, 1, True, True, ""),
    "hlist": (0, 0, False, True, "columns=int"),
    "ifconfig": (1, 0, True, True, ""),
    "index": (1, 0, True, False, "name"),
    "moduleauthor": (1, 0, True, False, ""),
    "only": (1, 0, True, True, ""),
    "program": (1, 0, True, False, ""),
    "rst-class": (1, 0, True, True, ""),
    "sectionauthor": (1, 0, True, False, ""),
    "std:program": (1, 0, True, False, ""),
    "tabularcolumns": (1, 0, True, False, ""),
    "todolist": (0, 0, False, False, ""),
    "versionadded": (1, 1, True, True, ""),
    "versionchanged": (1, 1, True, True, ""),
    "versionremoved": (1, 1, True, True, ""),
}
_ADMONITIONS = ("seealso", "todo")

FORBIDDEN_NAMES = ("include", "raw", "literalinclude")

SUBSTITUTIONS = frozenset(("version", "release", "today", "translation progress"))
"""Sphinx defines these in every document."""


class _AnyOption(dict[str, Callable[[Any], Any]]):
    """An option table in which every name is known."""

    def __missing__(self, name: str) -> Callable[[Any], Any]:
        return directives.unchanged


class CrossReference(nodes.inline):
    """A role's reference to a definition of any document; see :class:`Use`."""


class Described(nodes.container):
    """The description of objects that other documents may refer to."""


class _Parsed(Directive):
    has_content = True

    def run(self) -> list[nodes.Node]:
        node = nodes.container("\n".join(self.content))
        node.source, node.line = self.state_machine.get_source_and_line(self.lineno)
        node += self.first_line()
        self.state.nested_parse(self.content, self.content_offset, node)
        return [node]

    def first_line(self) -> list[nodes.Node]:
        """The nodes of the arguments: none if they are not text."""
        return []

    def paragraph(self, text: str, line: int) -> list[nodes.Node]:
        """The nodes of a text that begins on a line."""
        parsed, messages = self.state.inline_text(text, line)
        paragraph = nodes.paragraph(text, "", *parsed)
        paragraph.line = line
        return [paragraph, *messages]


class _Version(_Parsed):
    def first_line(self) -> list[nodes.Node]:
        """The explanation after the version."""
        if len(self.arguments) < 2:
            return []
        return self.paragraph(self.arguments[1], self._line_of_explanation())

    def _line_of_explanation(self) -> int:
        version = re.match(r"\s*\S+\s*", self.block_text.partition("::")[2])
        return self.lineno + (version[0].count("\n") if version else 0)


class _Centered(_Parsed):
    def first_line(self) -> list[nodes.Node]:
        """The line that is centered."""
        return self.paragraph(self.arguments[0], self.lineno)


class _Object(_Parsed):
    required_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption({"class": directives.unchanged})

    def run(self) -> list[nodes.Node]:
        signatures = [line.strip() for line in self.arguments[0].split("\n")]
        described = Described(
            kind=self.name.removeprefix("std:"),
            names=[],
            signatures=signatures,
            lines=[self.lineno + n for n in range(len(signatures))],
        )
        described.line = self.lineno
        self.state.nested_parse(self.content, self.content_offset, described)
        return [described]


class _Glossary(Directive):
    has_content = True
    option_spec: ClassVar[Any] = {"sorted": directives.flag}

    def run(self) -> list[nodes.Node]:
        """Parse terms and definitions as Sphinx does: by their indentation.

        Source: Sphinx's ``Glossary`` in ``domains/std``.
        """
        reporter = self.state_machine.reporter
        described = Described(kind="term", names=[], signatures=[], lines=[])
        described.line = self.lineno
        body: Any = None
        was_blank, in_definition, in_comment = True, True, False
        for n, line in enumerate(self.content):
            number = self.content.offset(n) + 1
            if not line:
                was_blank = True
                continue
            if not line[0].isspace():
                if line.startswith(".. "):
                    in_comment = True
                    continue
                in_comment = False
                if was_blank and not in_definition:
                    reporter.warning(
                        "glossary terms must not be separated by empty lines", line=number
                    )
                if not was_blank and in_definition and body is not None:
                    reporter.warning("glossary term must be preceded by empty line", line=number)
                term, messages = self.state.inline_text(_TERM_END.sub("", line), number)
                text = nodes.term(line, "", *term)
                text.line = number
                described += [text, *messages]
                described["signatures"].append(text.astext())
                described["lines"].append(number)
                body, in_definition = [], False
            elif not in_comment:
                if body is None:
                    reporter.warning(
                        "glossary seems to be misformatted, check indentation", line=number
                    )
                    body = []
                if not in_definition:
                    in_definition = True
                    self._definition(n, described)
            was_blank = False
        return [described]

    def _definition(self, start: int, described: Any) -> None:
        end = start
        while end < len(self.content) and (
            not self.content[end] or self.content[end][0].isspace()
        ):
            end += 1
        block = self.content[start:end]
        lines = [line for line in block if line.strip()]
        block.trim_left(min(len(line) - len(line.lstrip()) for line in lines))
        definition = nodes.definition()
        self.state.nested_parse(block, self.content.offset(start), definition)
        described += definition


_TERM_END = re.compile(r"\s+:(?:\s.*)?\Z")


class _Literal(Directive):
    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = _AnyOption({"class": directives.unchanged})

    def run(self) -> list[nodes.Node]:
        text = "\n".join(self.content)
        # Not highlighted.
        return [nodes.literal_block(text, text, language="none")]


class _Highlight(Directive):
    required_arguments = 1
    option_spec: ClassVar[Any] = {
        "force": directives.flag,
        "linenothreshold": directives.positive_int,
    }

    def run(self) -> list[nodes.Node]:
        """Leave a node with the language, which applies from here on, for :mod:`extract`."""
        block = nodes.literal_block("", "", language="none")
        block["highlight"] = self.arguments[0].strip(), "force" in self.options
        return [block]


def _number_or_nothing(argument: str | None) -> int:
    return int(argument) if argument else 999


class _TocTree(Directive):
    has_content = True
    option_spec: ClassVar[Any] = {
        "maxdepth": int,
        "name": directives.unchanged,
        "class": directives.class_option,
        "caption": directives.unchanged_required,
        "glob": directives.flag,
        "hidden": directives.flag,
        "includehidden": directives.flag,
        "numbered": _number_or_nothing,
        "titlesonly": directives.flag,
        "reversed": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        """Leave a node with the entries and their lines for :mod:`extract`."""
        text = "\n".join(self.content)
        block = nodes.literal_block(text, text, language="none")
        block["entries"] = [
            (entry.strip(), self.content.offset(n) + 1)
            for n, entry in enumerate(self.content)
            if entry.strip()
        ]
        block["glob"] = "glob" in self.options
        if self.options.get("caption"):
            block["caption"] = self.options["caption"]
        self.add_name(block)
        return [block]


class _Forbidden(_Literal):
    def run(self) -> list[nodes.Node]:
        return [self.state_machine.reporter.error(FORBIDDEN + self.name, line=self.lineno)]


def _optional_int(argument: str | None) -> int | None:
    if argument is None:
        return None
    value = int(argument)
    if value < 0:
        raise ValueError("negative value; must be positive or zero")
    return value


class _Code(Directive):
    """Sphinx's ``code``; :mod:`highlight` checks the code."""

    has_content = True
    optional_arguments = 1
    option_spec: ClassVar[Any] = {
        "class": directives.class_option,
        "force": directives.flag,
        "name": directives.unchanged,
        "number-lines": _optional_int,
    }

    def run(self) -> list[nodes.Node]:
        self.assert_has_content()
        return [self.block("\n".join(self.content))]

    def block(self, code: str) -> nodes.literal_block:
        """The node with the attributes that :class:`CodeBlock` needs."""
        block = nodes.literal_block(code, code, code=True, force="force" in self.options)
        if self.arguments:
            block["language"] = self.arguments[0]
        block.line = self.content.offset(0) + 1 if self.content else self.lineno
        if self.options.get("caption"):
            block["caption"] = self.options["caption"]
        self.add_name(block)
        return block


class _CodeBlock(_Code):
    """Sphinx's ``code-block``, which may be empty."""

    option_spec: ClassVar[Any] = {
        "force": directives.flag,
        "linenos": directives.flag,
        "dedent": _optional_int,
        "lineno-start": int,
        "emphasize-lines": directives.unchanged_required,
        "caption": directives.unchanged_required,
        "class": directives.class_option,
        "name": directives.unchanged,
    }

    def run(self) -> list[nodes.Node]:
        reporter = self.state_machine.reporter
        emphasized = self.options.get("emphasize-lines")
        if emphasized:
            try:
                if _last_line(emphasized, len(self.content)) > len(self.content):
                    message = f"line numbers to emphasize are out of range: {emphasized}"
                    reporter.warning(message, line=self.lineno)
            except ValueError:
                message = f"line numbers to emphasize are malformed: {emphasized}"
                return [reporter.warning(message, line=self.lineno)]
        lines = list(self.content)
        if "dedent" in self.options:
            dedent = self.options["dedent"]
            if dedent is None:
                lines = textwrap.dedent("\n".join(lines)).split("\n")
            elif any(line[:dedent].strip() for line in lines):
                reporter.warning("dedent strips what is no white space", line=self.lineno)
            lines = [line[dedent or 0 :] for line in lines]
        return [self.block("\n".join(lines))]


def _last_line(spec: str, total: int) -> int:
    """The last line of a list of numbers and ranges.

    :raises ValueError: it is invalid. Source: Sphinx's ``parse_line_num_spec``.
    """
    last = 0
    for part in spec.split(","):
        begin, dash, end = part.strip().partition("-")
        if (begin, end) == ("", "") or "-" in end:
            raise ValueError
        first = int(begin or 1) if dash else int(begin)
        stop = int(end or max(first, total)) if dash else first
        if first > stop:
            raise ValueError
        last = max(last, stop)
    return last


class _Math(Directive):
    """Sphinx's ``math``, which may be empty."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar[Any] = {
        "label": directives.unchanged,
        "name": directives.unchanged,
        "class": directives.class_option,
        "nowrap": directives.flag,
        "no-wrap": directives.flag,
    }

    def run(self) -> list[nodes.Node]:
        text = "\n".join([*self.arguments, *self.content])
        block = nodes.math_block(text, text)
        block["label"] = self.options.get("label", self.options.get("name"))
        block.line = self.lineno
        self.add_name(block)
        return [block]


# A title, and a target in angle brackets that are not escaped.
_WITH_TITLE = re.compile(r"(.+?)\s*(?<!\x00)<(.*?)>\Z", re.DOTALL)


def _role(
    name: str,
    rawtext: str,
    text: str,
    lineno: int,
    inliner: Any,
    options: Any = None,
    content: Any = (),
) -> Any:
    kind = name.lower().removeprefix("std:")
    if kind not in REFERENCE_ROLES or text.startswith("!"):
        # Sphinx does not warn if its target is missing.
        return [nodes.inline(rawtext, text)], []
    titled = _WITH_TITLE.match(text)
    target = " ".join(utils.unescape(titled[2] if titled else text).split())
    if kind in ("ref", "numref"):
        target = target.lower()
    node = CrossReference(rawtext, text, kind=kind, target=target, has_text=bool(titled))
    node.line = lineno
    return [node], []


_OPTIONS = {"": directives.unchanged, "int": int}


def _exact(name: str) -> type[Directive]:
    """The directive of a name in ``_EXACT``."""
    required, optional, spaces, has_content, options = _EXACT[name]
    base = _Parsed
    if optional:
        base = _Version
    elif name == "centered":
        base = _Centered
    pairs = (option.partition("=") for option in options.split())
    return type(
        "_Exact",
        (base,),
        {
            "required_arguments": required,
            "optional_arguments": optional,
            "final_argument_whitespace": spaces,
            "has_content": has_content,
            "option_spec": {option: _OPTIONS[kind] for option, _, kind in pairs},
        },
    )


def _register_sphinx() -> None:
    for name in LITERAL_DIRECTIVES:
        directives.register_directive(name, _Literal)
    for name in _OBJECTS:
        directives.register_directive(name, _Object)
    for name in _EXACT:
        directives.register_directive(name, _exact(name))
    for name in _ADMONITIONS:
        directives.register_directive(name, Note)
    for name in FORBIDDEN_NAMES:
        directives.register_directive(name, _Forbidden)
    for name in ("glossary", "std:glossary"):
        directives.register_directive(name, _Glossary)
    for name in ("code-block", "sourcecode"):
        directives.register_directive(name, _CodeBlock)
    directives.register_directive("code", _Code)
    directives.register_directive("highlight", _Highlight)
    directives.register_directive("toctree", _TocTree)
    directives.register_directive("math", _Math)
    for name in SPHINX_ROLES:
        roles.register_local_role(name, _role)


_register_sphinx()
versions.install()

# docutils' registries, which do not contain its own roles and directives.
_TABLES: tuple[dict[str, Any], ...] = (
    vars(directives)["_directives"],
    vars(roles)["_roles"],
)

DIRECTIVE_NAMES = frozenset((*english.directives, *_TABLES[0]))
"""Every directive that docutils or Sphinx knows."""

ROLE_NAMES = frozenset((*english.roles, *_TABLES[1]))
"""Every role that docutils or Sphinx knows."""


def prepare(text: str) -> None:
    """Register directives that are slow to import, if the text needs them.

    :param text: the text to parse.
    """
    if "csv-table" in text.lower():
        with sparing():
            from specslint.parsing import csv_table

        directives.register_directive("csv-table", csv_table.CSVTable)


@contextlib.contextmanager
def registered(vocabulary: Vocabulary) -> Iterator[None]:
    """Register the names of a tree in docutils while a text is parsed.

    docutils keeps both registries for the life of the process, and a document's own
    ``role`` directive adds to them: they are restored at the end, so that no document
    affects the next.

    :param vocabulary: the body of its directives may be anything, so it is not checked;
        the text of its roles is literal.
    """
    known = [dict(table) for table in _TABLES]
    for name in vocabulary.unloaded():
        _TABLES[0].pop(name, None)
    for name in vocabulary.directives:
        directives.register_directive(name, _Literal)
    for name in vocabulary.roles:
        roles.register_local_role(name, _role)
    try:
        yield
    finally:
        for table, before in zip(_TABLES, known, strict=True):
            table.clear()
            table.update(before)
