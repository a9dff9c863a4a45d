"""A commit message, as the rules see it."""

from __future__ import annotations

from specslint.model.findings import COMMIT_MESSAGE_PATH, Location
from specslint.model.typing import NamedTuple


class Cleanup(NamedTuple):
    """How git will clean up the text of a message file: its ``commit.cleanup``.

    ``comment`` is the prefix of a comment line, or ``"auto"``; ``edited`` tells whether
    git opens (or opened) an editor on the text.
    """

    mode: str = "verbatim"
    comment: str = "#"
    edited: bool = False


class MessageLine(NamedTuple):
    """A line that git keeps, with its line number in the original text."""

    number: int
    text: str


class NamedRelease(NamedTuple):
    """One word of a tag's value; ``release`` is None if it does not name a release.

    ``is_reference`` tells whether it is a commit, a Change-Id or a review instead.
    """

    written: str
    release: str | None
    line: int
    column: int
    is_reference: bool = False

    @property
    def location(self) -> Location:
        """The location of the word in the message."""
        end = self.column + len(self.written)
        return Location(COMMIT_MESSAGE_PATH, self.line, self.column, self.line, end)


class Tag(NamedTuple):
    """A ``Previously-approved`` line; ``problem`` says what is wrong with its spelling.

    ``is_sentence`` tells whether it has no colon and contains words other than
    releases.
    """

    line: int
    column: int
    text: str
    words: tuple[NamedRelease, ...] = ()
    problem: str = ""
    is_sentence: bool = False

    @property
    def releases(self) -> tuple[NamedRelease, ...]:
        """The words that name a release; all others are remarks."""
        return tuple(word for word in self.words if word.release)

    @property
    def location(self) -> Location:
        """The location of the tag in the message."""
        end = self.column + len(self.text)
        return Location(COMMIT_MESSAGE_PATH, self.line, self.column, self.line, end)


class Trailer(NamedTuple):
    """A line ``Key: value`` of the message; ``column`` is that of the value."""

    value: str
    line: int
    column: int


_SIGNED_OFF = "Signed-off-by:"

BARE_TAG = "the message says nothing but its tag: write a subject above it"
"""The message if :attr:`CommitMessage.is_bare_tag` is true."""


class CommitMessage(NamedTuple):
    """A commit message as git records it, with the parts that the rules need.

    ``misspelt`` are lines whose key is close to a tag's but not equal: a search for the
    tag does not find them, so they do not count as tags.
    """

    lines: tuple[MessageLine, ...]
    tags: tuple[Tag, ...] = ()
    misspelt: tuple[Tag, ...] = ()
    change_ids: tuple[Trailer, ...] = ()
    depends_on: tuple[Trailer, ...] = ()
    blueprints: tuple[str, ...] = ()
    has_api_impact: bool = False

    @property
    def text(self) -> str:
        """The text as git records it."""
        return "".join(f"{line.text}\n" for line in self.lines)

    @property
    def is_bare_tag(self) -> bool:
        """Whether it holds a tag and no words of its author's.

        The hook that writes the tag has no other way to leave a message as good as empty.
        """
        known = {tag.line for tag in self.tags} | {line.line for line in self.change_ids}
        return bool(self.tags) and not any(
            line.text.strip()
            and line.number not in known
            and not line.text.startswith(_SIGNED_OFF)
            for line in self.lines
        )

    @property
    def end(self) -> Location:
        """The last line: the location of a finding about the whole message."""
        return Location(COMMIT_MESSAGE_PATH, self.lines[-1].number if self.lines else 1)
