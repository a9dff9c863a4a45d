"""The git commands that a hook needs at once, as argument lists.

They stand apart from the code that reads their output, so that a hook can start them
before it imports that code.
"""

from __future__ import annotations

FIND = ("rev-parse", "--is-inside-work-tree", "--is-shallow-repository", "--show-toplevel")
"""Where the repository is."""

LIST_INDEX = ("ls-files", "--stage", "-z", "--full-name")
"""The files of the index."""

READ_SETTINGS = (
    "config",
    "--null",
    "--get-regexp",
    r"^(core\.comment(char|string)|commit\.cleanup|i18n\.commitencoding)$",
)
"""How git will clean up a message, and its encoding."""

READ_OBJECTS = ("cat-file", "--batch")
"""The object reader."""

HEAD = "HEAD"

# With a limit of n, git compares up to n * n pairs of files: enough for a change that
# adds a thousand specs, and quick enough. Of more renames, none is detected, and the specs
# are checked as added and deleted ones.
LIMIT = "-l1000"

RAW = (
    "-r",
    "-z",
    "--raw",
    "--no-abbrev",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules=none",  # otherwise .gitmodules could hide changes
    LIMIT,
)
"""The options of every comparison; git-diff-tree(1) describes the output."""


def comparison_of_index(tree: str, *options: str) -> tuple[str, ...]:
    """The command that compares a tree with the index.

    :param tree: a tree or a commit.
    :param options: how renames and copies are detected; they are not by default.
    """
    # Otherwise git lists what "git add --intent-to-add" announces as an empty file.
    index = ("--cached", "--ita-invisible-in-index")
    return ("diff-index", *index, *RAW, *(options or ("--no-renames",)), tree, "--")


ON_INDEX = (FIND, LIST_INDEX, READ_OBJECTS, comparison_of_index(HEAD))
"""The commands that every check of the index needs."""

ON_MESSAGE = (*ON_INDEX, READ_SETTINGS)
"""The commands that every hook on a message needs."""
