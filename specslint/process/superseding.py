"""The note at the top of a spec that was abandoned: why, or what supersedes it."""

from __future__ import annotations

import textwrap

from specslint.model.errors import UserError
from specslint.model.spec import Place, Spec
from specslint.rules._titles import adornments

_WIDTH = 79


def headed(spec: Spec, by: Place | None, reason: str) -> bytes:
    """The text of a spec with a note below its title that says why it is abandoned.

    :param spec: the spec.
    :param by: the one that supersedes it, or None.
    :param reason: a sentence, or nothing.
    :raises UserError: the spec has no title, or is not UTF-8.
    """
    if spec.document is None or not spec.document.sections or spec.source.error_offset is not None:
        raise UserError(f"{spec.path} has no title, or is not UTF-8: correct it first")
    title = spec.document.sections[0]
    found = adornments(spec, title.line)
    behind = (found.under.line if found else title.line) + 1
    lines = spec.source.text.split("\n")
    end = spec.line_end
    said = ["This spec is abandoned."]
    if by:
        said = ["This spec is superseded by", f":doc:`/{by.path.removesuffix('.rst')}`."]
    why = textwrap.wrap(reason, _WIDTH - 3, break_long_words=False, break_on_hyphens=False)
    note = ["", ".. note::", "", *(f"   {line}" for line in (*said, *why)), ""]
    ready = [f"{line}{end}".removesuffix("\n") for line in note]
    if behind <= len(lines) and not lines[behind - 1].strip():
        ready.pop()  # the existing blank line
    return "\n".join([*lines[: behind - 1], *ready, *lines[behind - 1 :]]).encode()
