"""TPL001 missing-section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specslint.model import Edit, Finding, Fix, Section, Severity, Spec
from specslint.rules import rule
from specslint.rules._titles import adornments, first_line, width
from specslint.rules.template._comparison import Missing, compared, parsed

_Style = tuple[str, bool]  # the character of the line under a title, and whether it is over it
_USUAL: tuple[_Style, ...] = (
    ("=", True),
    ("=", False),
    ("-", False),
    ("~", False),
    ("^", False),
)
_TARGET = re.compile(r"\.\. _[^:]+:\s*\Z")


@rule(code="TPL001", name="missing-section", severity=Severity.ERROR, fix="unsafe")
def check(spec: Spec) -> Iterator[Finding]:
    """A section of the template is missing.

    ``--fix --unsafe-fixes`` puts it where the template has it, with "None" in it:
    write what there is to say.

    Why:
        Reviewers and readers look for each topic under its heading. A section
        with nothing to say holds the word "None"; one that is gone leaves open
        whether anyone thought about it, and the repository's gate refuses it.

    Bad:
        a Kilo spec that goes from "Implementation" straight to "Testing"

    Good:
        Dependencies
        ============

        None

    Source:
        The notes on its own use at the head of the nova-specs templates; the
        gate's test of section titles.

    Settings:
        optional-sections
    """
    for missing in compared(spec).missing:
        note = ""
        if missing.subsections:
            names = ", ".join(f'"{title}"' for title in missing.subsections)
            note = f", with the subsections {names}"
        advice = 'write "None" in it if there is nothing to say'
        if missing.elsewhere:
            advice = (
                f"one of that name stands in line {missing.elsewhere.line}, at another level: "
                "mend its underline"
            )
        yield Finding(
            spec.at(missing.after.line, missing.after.column, missing.after.end_column),
            f'the section "{missing.title}" is missing: expected after '
            f'"{missing.after.title}"{note}; {advice}',
            fix=_fix(spec, missing),
        )


def _fix(spec: Spec, missing: Missing) -> Fix | None:
    """Put the section where the template has it, with "None" in it."""
    both = parsed(spec)
    if both is None or missing.elsewhere or len(both[0].sections) != 1:
        return None
    document, outline = both
    (title,) = document.sections
    line = _end_of(spec, title, missing.after)
    styles = _styles(spec, title)
    blocks = [_heading(missing.title, styles[0])]
    subsections = [name for name in missing.subsections if name not in outline.optional]
    for name in subsections:
        blocks += [_heading(name, styles[1]), ["None"]]
    if not subsections:
        blocks.append(["None"])
    lines = [line for block in blocks for line in (*block, "")]
    if line > len(spec.lines) or (line == len(spec.lines) and not spec.lines[-1]):
        lines.pop()  # behind it comes the end of the file
    if spec.lines[line - 2].strip():
        lines.insert(0, "")
    text = "".join(part + spec.line_end for part in lines)
    if line > len(spec.lines):
        # The last line has no line feed, and the text begins behind it.
        line, column = len(spec.lines), len(spec.lines[-1]) + 1
        return spec.fix([Edit(line, column, line, column, spec.line_end + text)], safe=False)
    return spec.fix([Edit(line, 1, line, 1, text)], safe=False)


def _end_of(spec: Spec, title: Section, after: Section) -> int:
    """The line that the new section begins on: behind ``after``, before what follows."""
    if after is title:
        line = first_line(spec, title.sections[0]) if title.sections else len(spec.lines) + 1
    else:
        line = after.end_line + 1
    if line > len(spec.lines):
        line = len(spec.lines) + 1
        while line > 2 and not spec.lines[line - 2].strip():
            line -= 1
        return line
    # A target before the next section is that section's.
    start = line
    while start > 2 and (
        not spec.lines[start - 2].strip() or _TARGET.match(spec.lines[start - 2])
    ):
        start -= 1
        if _TARGET.match(spec.lines[start - 1]):
            line = start
    return line


def _styles(spec: Spec, title: Section) -> tuple[_Style, _Style]:
    """How the spec writes its sections and subsections; as the templates do where it has none."""
    levels = ([title], title.sections, [sub for top in title.sections for sub in top.sections])
    found: list[_Style] = []
    for level, sections in enumerate(levels):
        written = (adornments(spec, section.line) for section in sections)
        own = next((adornment.style for adornment in written if adornment), None)
        free = (style for style in _USUAL[level:] if style not in found)
        found.append(own or next(free))
    return found[1], found[2]


def _heading(title: str, style: _Style) -> list[str]:
    character, is_over = style
    line = character * width(title)
    return [line, title, line] if is_over else [title, line]
