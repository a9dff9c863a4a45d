"""Inserts the tag into a message file."""

from __future__ import annotations

import re
from typing import NamedTuple

from specslint.model.message import Cleanup
from specslint.parsing.commit_message import form_of, lines_of

_TRAILER = re.compile(r"[A-Za-z][A-Za-z0-9-]*: ?\S|(?:blueprint|bp) \S+\s*$", re.I)
_HEAD_OF_DROPPED = 3  # the scissors line, and git's two lines that explain it


class Tagged(NamedTuple):
    """The new text of a message file; ``noted`` tells whether it has the comment."""

    text: str
    noted: bool


def with_tag(
    text: str, cleanup: Cleanup, tag: str, note: str | None, above: int | None = None
) -> Tagged | None:
    """Insert a tag into a message file: above a line, else at the end of what git keeps.

    The comment is inserted above the tag, or below the scissors line if git keeps
    comments; without an editor, and if git keeps everything, there is none.

    :param text: the text of the file.
    :param cleanup: how git will clean it up.
    :param tag: the line.
    :param note: the text of the comment, in one line, or None for no comment.
    :param above: the number of the line before which the tag is inserted.
    :returns: None if git would drop the tag as a comment.
    """
    raw = lines_of(text)
    form = form_of(raw, cleanup)
    if form.strips and tag.startswith(form.comment):
        return None
    end_of_line = "\r" if raw and raw[0].endswith("\r") else ""
    blank = end_of_line
    comment = f"{form.comment} {note}{end_of_line}"
    message, dropped = raw[: form.end], raw[form.end :]
    noted = note is not None and cleanup.edited and (form.strips or bool(dropped))
    if noted and not form.strips:
        dropped[_HEAD_OF_DROPPED:_HEAD_OF_DROPPED] = [comment]
    new = [comment] if noted and form.strips else []
    new.append(tag + end_of_line)
    if above is not None:
        message[above - 1 : above - 1] = new
    else:
        # git's own comments come last, unless they are below the scissors line.
        hints = form.comment if form.strips or (cleanup.edited and not dropped) else ""
        end = _end(message, hints)
        below = message[end:]
        while below and not below[0].strip():
            del below[0]
        gap = [blank] * _gap(message[:end])
        message = [*message[:end], *gap, *new, *([blank, *below] if below or dropped else [])]
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    return Tagged(mark + "".join(f"{line}\n" for line in (*message, *dropped)), noted)


def _end(lines: list[str], comment: str) -> int:
    """The number of lines before the blank ones and comments at the end."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or (comment and lines[end - 1].startswith(comment))):
        end -= 1
    return end


def _gap(message: list[str]) -> int:
    """The number of blank lines before the tag: none after a trailer, one after a paragraph."""
    if not message:
        return 2  # the first line is left for the subject
    has_body = any(not line.strip() for line in message)
    return 0 if has_body and _TRAILER.match(message[-1]) else 1
