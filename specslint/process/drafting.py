"""The text of a new spec, made from its release's template."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from specslint.model.document import Section
from specslint.model.spec import TO_WRITE, Spec
from specslint.process import history
from specslint.rules._titles import adornments, first_line
from specslint.rules.template._insertion import heading

_WIDTH = 79
_INDENT = " "


def drafted(
    template: Spec, document: Section, title: str, url: str, release: str, *, bare: bool = False
) -> str:
    """A spec with all sections of a template, each of them to be written.

    :param template: the template.
    :param document: its only top-level section: the document's title, and all below it.
    :param title: the spec's title.
    :param url: the URL of the blueprint or the like; may be empty.
    :param release: the release that the spec is proposed to; empty for none.
    :param bare: leave out the template's guidance, which is otherwise included in
        comments.
    """
    lines = [line.rstrip() for line in template.lines]
    begins = first_line(template, document)
    out = [*lines[: begins - 1], *_titled(template, document, title), ""]
    out += [url, ""] if url else []
    out += _body(lines, template, document, bare=bare, is_leaf=True)
    for section in document.sections:
        out += _section(lines, template, section, release, bare=bare)
    while out and not out[-1]:
        out.pop()
    return "".join(f"{line}\n" for line in out)


def _titled(template: Spec, section: Section, title: str) -> list[str]:
    """A title with the adornments that the template uses for this section."""
    found = adornments(template, section.line)
    return heading(title, found.style if found else ("=", True))


def _section(
    lines: Sequence[str], template: Spec, section: Section, release: str, *, bare: bool
) -> Iterator[str]:
    yield from _titled(template, section, section.title)
    yield ""
    if section.title == history.TITLE and release and history.is_known(template.lines, section):
        yield from (*history.new_table((), release), "")
        return
    yield from _body(lines, template, section, bare=bare, is_leaf=not section.sections)
    for inner in section.sections:
        yield from _section(lines, template, inner, release, bare=bare)


def _body(
    lines: Sequence[str], template: Spec, section: Section, *, bare: bool, is_leaf: bool
) -> Iterator[str]:
    """The lines between a title and the next one: the guidance, and a marker in a leaf."""
    first = section.line + 1  # after the underline
    last = first_line(template, section.sections[0]) - 1 if section.sections else section.end_line
    guidance = [] if bare else _commented(lines[first:last])
    if guidance:
        yield from ("..", *guidance, "")
    if is_leaf:
        yield from (TO_WRITE, "")


def _commented(lines: Sequence[str]) -> list[str]:
    """Lines as the content of a comment, wrapped if they get too long."""
    out: list[str] = []
    for block in _blocks(lines):
        if out:
            out.append("")
        indented = [f"{_INDENT}{line}" for line in block]
        if any(len(line) > _WIDTH for line in indented):
            first = len(block[0]) - len(block[0].lstrip())
            rest = min((len(b) - len(b.lstrip()) for b in block[1:]), default=first)
            indented = textwrap.wrap(
                " ".join(line.strip() for line in block),
                _WIDTH,
                initial_indent=_INDENT + " " * first,
                subsequent_indent=_INDENT + " " * rest,
                break_long_words=False,
                break_on_hyphens=False,
            )
        out += indented
    return out


def _blocks(lines: Sequence[str]) -> Iterator[list[str]]:
    """Runs of lines that are not blank."""
    block: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
