"""Titles, paragraphs, definitions, literal blocks, doctests and transitions."""

from __future__ import annotations

from specslint.model.document import CodeBlock, ProseKind
from specslint.parsing import SILENT
from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.found import REACH, Title
from specslint.parsing.plain.inline import AUTO_LABEL
from specslint.parsing.plain.lines import (
    Body,
    ended,
    ends_properly,
    indented,
    is_adornment,
    paragraph_end,
    without_blank_ends,
)
from specslint.parsing.plain.patterns import Pattern
from specslint.parsing.plain.reader import Reader

_SHORT = 4  # shorter lines of signs may be text
_WIDE = Pattern("[^\x00-\u02ff\u2010-\u203a]")  # may take two columns, or none
_ANNOUNCES = Pattern(r"(?<!\\)(\\\\)*::$")


def text(reader: Reader, body: Body, at: int) -> int:
    """A title with an underline, a definition list, or a paragraph with its literal block."""
    lines = body.lines
    line = lines[at]
    following = lines[at + 1] if at + 1 < len(lines) else ""
    if following:
        if following[0] == " ":
            return _definitions(reader, body, at)
        if is_adornment(following):
            if _width(line) <= len(following):
                if not body.has_titles:
                    raise DoubtError
                _title(reader, line, following[0], body.start + at)
                return at + 2
            if len(following) >= _SHORT:
                raise DoubtError
    return _paragraph(reader, body, at)


def adornment(reader: Reader, body: Body, at: int) -> int | None:
    """A title with an overline, a transition, or a paragraph."""
    lines = body.lines
    line = lines[at]
    is_short = len(line) < _SHORT
    if not body.has_titles:
        if is_short:
            return None
        raise DoubtError
    if at + 1 == len(lines) or not lines[at + 1]:
        if is_short:
            return None
        reader.transition(body)
        return at + 1
    title = lines[at + 1]
    underline = lines[at + 2] if at + 2 < len(lines) else ""
    if underline != line or is_adornment(title) or _width(title) > len(line):
        if is_short:
            return None
        raise DoubtError
    _title(reader, title, line[0] * 2, body.start + at + 1)
    return at + 3


def _width(line: str) -> int:
    if not line.isascii() and _WIDE.search(line):
        raise DoubtError
    return len(line)


def _title(reader: Reader, line: str, style: str, number: int) -> None:
    found = reader.found
    reader.end()
    found.begin(has_title=True, counted=True, is_section=True)
    title = line.lstrip(" ")
    inline = found.inline(title, number, earliest=1)
    # The title is looked for around its line.
    around = found.raw[max(0, number - 3) : number + 2]
    if AUTO_LABEL in inline.text or [*map(str.strip, around)].count(title) != 1:
        raise DoubtError
    level = found.titles[-1].level if found.titles else 0
    if style not in reader.styles:
        if len(reader.styles) != level:
            raise DoubtError
        reader.styles.append(style)
    new = reader.styles.index(style) + 1
    if new > level + 1:
        raise DoubtError
    found.add_prose(title, number, ProseKind.TITLE, inline)
    column = len(line) - len(title) + 1
    found.titles.append(Title(new, title, inline.text, number, column))


def _paragraph(reader: Reader, body: Body, at: int) -> int:
    stop = paragraph_end(body, at)
    block = "\n".join(body.lines[at:stop])
    if "\n " in block:
        raise DoubtError
    number = body.start + at
    announces = block.endswith("::")
    if announces:
        if not _ANNOUNCES.search(block):
            raise DoubtError
        block = block[:-3].rstrip() if block[-3:-2] in ("", " ", "\n") else block[:-1]
    if block:
        _preamble(reader, body, body.lines[at], number)
        reader.begin(body)
        reader.found.add_paragraph(block, number, in_list=reader.in_list > 0)
    return _literal(reader, body, stop) if announces else stop


def _preamble(reader: Reader, body: Body, first: str, number: int) -> None:
    """Record the first block if it comes before all titles."""
    if body.has_titles and not reader.found.titles and reader.found.preamble is None:
        reader.found.preamble = first, number


def _literal(reader: Reader, body: Body, at: int) -> int:
    """A literal block, which is indented or quoted."""
    lines = body.lines
    while at < len(lines) and not lines[at]:
        at += 1
    if at == len(lines):
        raise DoubtError
    sign = lines[at][0]
    if sign == " ":
        part = indented(body, at)
        stop = ended(body, part.stop)
    else:
        stop = paragraph_end(body, at)
        if not is_adornment(sign) or any(line[0] != sign for line in lines[at:stop]):
            raise DoubtError
    _preamble(reader, body, lines[at].strip(), body.start + at)
    _code(reader, body, at, stop)
    return stop


def doctest(reader: Reader, body: Body, at: int) -> int:
    """A doctest block."""
    stop = paragraph_end(body, at)
    _code(reader, body, at, stop)
    return stop


def _code(reader: Reader, body: Body, at: int, stop: int) -> None:
    """Record a literal block; it is code if the document sets a language for all of them."""
    reader.begin(body)
    if reader.language in SILENT:
        reader.found.literals.update(range(body.start + at, body.start + stop))
        return
    part = without_blank_ends(indented(Body(body.lines[at:stop], body.start + at), 0).body)
    lines = part.lines or body.lines[at:stop]
    line = body.start + at
    # docutils has the block's first line or its last one, and looks from above that.
    look = reader.found.locator.exact
    above = max(1, line - len(lines) - 1), max(1, line - 2)
    first, last = (look(lines[0], number) for number in above)
    if first is None or first != last:
        raise DoubtError
    code = CodeBlock(reader.language, "\n".join(lines), first.line, reader.forces)
    reader.found.code_blocks.append(code)


def _definitions(reader: Reader, body: Body, at: int) -> int:
    from specslint.parsing.plain.blocks import begins_text

    reader.begin(body, has_title=True)
    while True:
        number = body.start + at
        term = body.lines[at]
        inline = reader.found.inline(term, number, earliest=number - REACH)
        reader.found.add_prose(term, number, ProseKind.TERM, inline)
        part = indented(body, at + 1)
        reader.read(part.body)
        at = part.stop
        if ends_properly(body, at):
            return at
        # With no blank line between, one more term has to follow.
        following = body.lines[at + 1] if at + 1 < len(body.lines) else ""
        if not begins_text(body.lines[at]) or following[:1] != " ":
            raise DoubtError
