"""RST026 swallowed-block."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model.document import ProseKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._prose import place, prose_of, signs_of

# The adornment characters, without the dots of an ellipsis.
_SIGNS = "-=~^\"'*+#_"
_LINE = rf"([{_SIGNS}])\1{{0,2}}"
_UNDERLINE = re.compile(rf"[^\n]+\n{_LINE}(?=\n|\Z)")
_OVERLINE = re.compile(rf"{_LINE}\n")


@rule(code="RST026", name="swallowed-block", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """A literal block, a code block or a title is malformed, and shown as something else.

    Why:
        Without a blank line after "::", a literal block becomes a definition and is
        shown as text. A line of less than four characters above or below a text does
        not make it a title. A code block without indented code is empty.

    Bad:
        For example::
            $ openstack server list

    Good:
        For example::

            $ openstack server list

    Source:
        The reStructuredText specification of docutils, "Literal Blocks" and
        "Sections"; messages of the level INFO.
    """
    signs = signs_of(spec)
    lines = not signs.starts.isdisjoint(_SIGNS)
    for prose in prose_of(spec) if lines or "::" in signs.lines else ():
        text = prose.text
        if prose.kind is ProseKind.TERM:
            # A directive that lacks its space is RST023's.
            if text.endswith("::") and not text.startswith(".."):
                yield Finding(
                    place(spec, prose, len(text) - 2, len(text)),
                    "the block below is shown as text, not as code: "
                    "put an empty line after the ::",
                )
        elif lines and "\n" in text and prose.kind is ProseKind.PARAGRAPH:
            if found := _UNDERLINE.match(text):
                yield Finding(
                    place(spec, prose, found.start(1), found.end()),
                    "this line is too short to make a title: make it as long as the title, "
                    "or put an empty line before it",
                )
            elif found := _OVERLINE.match(text):
                yield Finding(
                    place(spec, prose, 0, found.end() - 1),
                    "this line is too short to make a title: make the lines above and below as "
                    "long as the title, or remove it",
                )
    for block in spec.document.code_blocks if spec.document else ():
        if not block.text.strip():
            yield Finding(
                spec.at(block.line),
                "this code block is empty: indent the code below it, or remove it",
            )
