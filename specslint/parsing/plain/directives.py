"""Directives: parses their arguments, options and bodies."""

from __future__ import annotations

from collections.abc import Callable

from specslint.model.document import CodeBlock, Use
from specslint.model.typing import NamedTuple
from specslint.parsing import SILENT
from specslint.parsing.names import LITERAL_DIRECTIVES
from specslint.parsing.plain import DoubtError, tables
from specslint.parsing.plain.found import REACH
from specslint.parsing.plain.lines import (
    Body,
    Part,
    is_adornment,
    paragraph_end,
    without_blank_ends,
)
from specslint.parsing.plain.lists import ENUMERATOR, FIELD, only_list
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Reader

_OPTION = Pattern(r":([A-Za-z0-9][A-Za-z0-9_-]*):(?: +(.*))?$")

_ANY = Pattern("")
_SOME = Pattern(".")
_FLAG = Pattern("$")
_NUMBER = Pattern("[0-9]{1,6}$")
_LENGTH = Pattern("[0-9]{1,6}(?:px|em|%)?$")
_WORD = Pattern("[A-Za-z][A-Za-z0-9-]*$")


class Directive(NamedTuple):
    """The arguments, the options and the body of a directive in the text."""

    name: str
    line: int
    argument: str
    options: dict[str, str]
    body: Body


Read = Callable[[Reader, Body, Directive], None]


class _Form(NamedTuple):
    """The syntax of a directive: see docutils' class ``Directive``.

    ``options`` is None if any option is allowed, and an empty dictionary if a line that
    looks like an option belongs to the body.
    """

    read: Read
    required: bool = False
    optional: bool = False
    has_spaces: bool = True
    has_body: bool = True
    options: dict[str, Pattern] | None = None


def directive(reader: Reader, around: Body, name: str, part: Part) -> None:
    """Read a directive.

    :param around: the body that contains it.
    :param name: its name in lower case.
    :param part: its lines from the text after the colons on.
    :raises DoubtError: it is unknown, or has a fault.
    """
    form = _FORMS.get(name)
    if form is None or name in reader.others:
        raise DoubtError
    written = _parsed(form, name, part.body)
    form.read(reader, around, written)


def _parsed(form: _Form, name: str, body: Body) -> Directive:
    line = body.start
    lines = body.lines
    end = len(lines)
    while end and not lines[end - 1]:
        end -= 1
    begin = 0 if end and lines[0] else 1
    body = Body(lines[begin:end], line + begin)
    stop = body.lines.index("") if "" in body.lines else len(body.lines)
    head = body.lines[:stop]
    takes = form.required or form.optional
    if not takes and form.options == {}:
        return Directive(name, line, "", {}, without_blank_ends(body))
    first = next((n for n, text in enumerate(head) if FIELD.match(text)), len(head))
    options = _options(form, head[first:])
    rest = Body(body.lines[stop + 1 :], body.start + stop + 1)
    argument = ""
    if takes:
        argument = "\n".join(head[:first]).strip()
        words = argument.split()
        if (form.required and not words) or (len(words) > 1 and not form.has_spaces):
            raise DoubtError
    elif first:
        if options:
            raise DoubtError
        rest = body
    rest = without_blank_ends(rest)
    if rest.lines and not form.has_body:
        raise DoubtError
    return Directive(name, line, argument, options, rest)


def _options(form: _Form, lines: list[str]) -> dict[str, str]:
    options: dict[str, str] = {}
    for line in lines:
        match = _OPTION.match(line)
        if match is None:
            raise DoubtError
        name, value = match[1].lower(), (match[2] or "").strip()
        if form.options is not None:
            pattern = form.options.get(name)
            if pattern is None or not pattern.match(value):
                raise DoubtError
        if name in options:
            raise DoubtError
        options[name] = value
    return options


# --- what is read of each ---


def _container(reader: Reader, around: Body, written: Directive) -> None:
    reader.begin(around)
    reader.read(written.body)


def _admonition(reader: Reader, around: Body, written: Directive) -> None:
    if not written.body.lines:
        raise DoubtError
    reader.begin(around)
    if written.argument:
        reader.found.inline(written.argument, written.line, earliest=written.line - REACH)
    reader.read(written.body)


def _classed(reader: Reader, around: Body, written: Directive) -> None:
    if not written.body.lines or not all(map(_WORD.match, written.argument.split())):
        raise DoubtError
    _container(reader, around, written)


def _literal(reader: Reader, around: Body, written: Directive) -> None:
    reader.begin(around)
    _add_literal(reader, written)


def _add_literal(reader: Reader, written: Directive) -> None:
    first = written.body.start
    reader.found.literals.update(range(first, first + len(written.body.lines)))


def _code(reader: Reader, around: Body, written: Directive) -> None:
    lines = written.body.lines
    if written.name == "code" and not lines:
        raise DoubtError
    has_caption = "caption" in written.options
    reader.begin(around, has_title=has_caption, counted=has_caption)
    language = written.argument or reader.language
    if language not in SILENT:
        first = written.body.start if lines else written.line
        force = "force" in written.options
        reader.found.code_blocks.append(CodeBlock(language, "\n".join(lines), first, force))
    else:
        _add_literal(reader, written)


def _highlight(reader: Reader, around: Body, written: Directive) -> None:
    reader.begin(around)
    reader.language = written.argument.strip()
    reader.forces = "force" in written.options


def _toctree(reader: Reader, around: Body, written: Directive) -> None:
    has_caption = "caption" in written.options
    reader.begin(around, has_title=has_caption, counted=has_caption)
    kind = "toctree-glob" if "glob" in written.options else "toctree"
    for number, entry in enumerate(written.body.lines, written.body.start):
        if entry:
            span = reader.found.locator.line(number)
            reader.found.entries.append(Use(kind, entry.strip(), *span))


def _inline(reader: Reader, around: Body, written: Directive) -> None:
    reader.begin(around, has_title=written.name == "rubric")
    text = written.argument or "\n".join(written.body.lines)
    if not text or (written.name == "parsed-literal" and reader.language not in SILENT):
        raise DoubtError
    reader.found.inline(text, written.line, earliest=written.line - REACH)


def _image(
    reader: Reader,
    around: Body,
    written: Directive,
    *,
    has_title: bool = False,
    counted: bool = False,
) -> None:
    reader.begin(around, has_title=has_title, counted=counted)
    uri = "".join(written.argument.split())
    if "\\" in uri:
        raise DoubtError  # releases of docutils differ
    if not uri.startswith("data:") and "://" not in uri:
        reader.found.images.append(uri)


def _figure(reader: Reader, around: Body, written: Directive) -> None:
    body = written.body
    stop = paragraph_end(body, 0)
    caption = "\n".join(body.lines[:stop])
    if caption:
        second = body.lines[1] if stop > 1 else ""
        if not caption[0].isalnum() or ENUMERATOR.match(caption) or caption.endswith("::"):
            raise DoubtError
        if is_adornment(second) or any(line[0] == " " for line in body.lines[:stop]):
            raise DoubtError
    _image(reader, around, written, has_title=bool(caption), counted=True)
    if caption:
        reader.found.inline(caption, body.start, earliest=body.start - REACH)
    reader.read(Body(body.lines[stop:], body.start + stop))


def _table(reader: Reader, around: Body, written: Directive) -> None:
    lines = written.body.lines
    if not lines:
        raise DoubtError
    _title_of_table(reader, around, written)
    if tables.GRID_BORDER.match(lines[0]):
        stop = tables.grid(reader, written.body, 0)
    elif tables.SIMPLE_BORDER.match(lines[0]):
        stop = tables.simple(reader, written.body, 0)
    else:
        raise DoubtError
    if any(lines[stop:]):
        raise DoubtError


def _title_of_table(reader: Reader, around: Body, written: Directive) -> None:
    reader.begin(around, has_title=bool(written.argument), counted=True)
    if written.argument:
        reader.found.inline(written.argument, written.line, earliest=written.line - REACH)


def _list_table(reader: Reader, around: Body, written: Directive) -> None:
    options = written.options
    _title_of_table(reader, around, written)
    rows = [only_list(row) for row in only_list(written.body)]
    head, stubs = (int(options.get(name, 0)) for name in ("header-rows", "stub-columns"))
    widths = options.get("widths", "auto").replace(",", " ").split()
    count = len(rows[0])
    if (
        len(rows) <= head
        or any(len(row) != count for row in rows)
        or count <= stubs
        or (widths != ["auto"] and len(widths) != count)
    ):
        raise DoubtError
    for row in rows:
        for cell in row:
            reader.read(cell)


_COMMON = {"class": _WORD}
_ADMONITION = _Form(_admonition, options=_COMMON)
_CODE_OPTIONS = {"force": _FLAG, **_COMMON}
_IMAGE_OPTIONS = {
    "alt": _ANY,
    "width": _LENGTH,
    "height": Pattern("[0-9]{1,6}(?:px|em)?$"),
    "scale": Pattern("[0-9]{1,3}%?$"),
    "align": Pattern("(?:left|center|right)$"),
    **_COMMON,
}
_TABLE_OPTIONS = {
    "width": _LENGTH,
    "widths": Pattern("(?:auto|grid)$"),
    "align": Pattern("(?:left|center|right)$"),
    **_COMMON,
}
_PARSED = _Form(_container, required=True, options={})

_FORMS: dict[str, _Form] = {
    **dict.fromkeys(
        "attention caution danger error hint important note tip warning seealso todo".split(),
        _ADMONITION,
    ),
    "admonition": _ADMONITION._replace(required=True),
    **dict.fromkeys(LITERAL_DIRECTIVES, _Form(_literal, optional=True)),
    "math": _Form(_literal, optional=True, options=_COMMON),
    "code": _Form(_code, optional=True, has_spaces=False, options=_CODE_OPTIONS),
    **dict.fromkeys(
        ("code-block", "sourcecode"),
        _Form(
            _code,
            optional=True,
            has_spaces=False,
            options={
                "linenos": _FLAG,
                "lineno-start": _NUMBER,
                "caption": _SOME,
                **_CODE_OPTIONS,
            },
        ),
    ),
    "parsed-literal": _Form(_inline, options=_COMMON),
    "rubric": _Form(_inline, required=True, has_body=False, options=_COMMON),
    "toctree": _Form(
        _toctree,
        options={
            "maxdepth": _NUMBER,
            "caption": _SOME,
            "numbered": Pattern("[0-9]{0,6}$"),
            **dict.fromkeys(("glob", "hidden", "includehidden", "titlesonly", "reversed"), _FLAG),
            **_COMMON,
        },
    ),
    "highlight": _Form(
        _highlight,
        required=True,
        has_spaces=False,
        has_body=False,
        options={"force": _FLAG, "linenothreshold": _NUMBER},
    ),
    "image": _Form(_image, required=True, has_body=False, options=_IMAGE_OPTIONS),
    "figure": _Form(
        _figure, required=True, options={"figwidth": _LENGTH, "figclass": _WORD, **_IMAGE_OPTIONS}
    ),
    "table": _Form(_table, optional=True, options=_TABLE_OPTIONS),
    "list-table": _Form(
        _list_table,
        optional=True,
        options={
            "header-rows": _NUMBER,
            "stub-columns": _NUMBER,
            **_TABLE_OPTIONS,
            "widths": Pattern(r"(?:auto|[1-9][0-9]{0,3}(?:[ ,]+[1-9][0-9]{0,3})*)$"),
        },
    ),
    **dict.fromkeys(("only", "cssclass", "rst-class", "ifconfig"), _PARSED),
    "hlist": _Form(_container, options={"columns": _NUMBER}),
    "acks": _Form(_container, options={}),
    "container": _Form(_classed, optional=True, options={}),
}
