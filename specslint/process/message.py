"""The commit message of a fast-track copy.

Sources: the README of nova-specs on specs that were approved in an earlier release;
OpenStack's guide on commit messages (a short subject, lines of 72 characters, the
blueprint); the note on ``APIImpact`` at the top of the template.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

from specslint.config.values import printable
from specslint.parsing.commit_message import TAG_KEY
from specslint.process.history import label

_WIDTH = 72


def message_for(
    title: str,
    blueprint: str,
    path: str,
    releases: Sequence[str],
    target: str,
    *,
    inserted: Sequence[str] = (),
    api_impact: bool = False,
) -> str:
    """The message, ready to be edited.

    :param title: the spec's title.
    :param blueprint: the name of its blueprint.
    :param path: the path of the source.
    :param releases: those that approved it, oldest first.
    :param target: the release that it is proposed to.
    :param inserted: the new sections of the copy.
    :param api_impact: whether it changes the REST API.
    """
    said = f"A copy of {printable(path)}"
    names = ", ".join(f'"{printable(name)}"' for name in inserted)
    more = f", with the sections that {label(target)}'s template asks for besides: {names}"
    lines = [
        subject(f"Re-propose for {label(target)}", title),
        "",
        *wrapped(f"{said}{more if inserted else ''}."),
        "",
        *(["APIImpact"] if api_impact else []),
        f"blueprint {printable(blueprint)}",
        f"{TAG_KEY}: {', '.join(releases)}",
    ]
    return "".join(f"{line}\n" for line in lines)


def subject(begins: str, title: str) -> str:
    """The first line: the action, and as many words of the title as fit.

    :param begins: the words before the colon.
    :param title: the spec's title.
    """
    begins = f"{begins}: "
    left = _WIDTH - len(begins)
    words = printable(" ".join(title.split()))
    if len(words) > left:
        shorter = words[: left - len("...") + 1].rpartition(" ")[0] or words[: left - len("...")]
        words = shorter.rstrip(" ,;:-") + "..."
    return begins + words


def wrapped(text: str) -> list[str]:
    """A paragraph of a message as lines."""
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False)
