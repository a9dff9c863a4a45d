"""Whole answers of earlier runs: the same words about the same files.

A run notes every file and listing that it read. If all of them are as they
were, its answer still holds, and none of specslint's rooms is even imported.
Light on imports, since this is asked first of all.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys

from specslint import __version__, work_tree

_DIRECTORY = "answers-1"
_DIGEST = 16
_MOST = 256
"""So many answers are kept."""

# What the form of an answer depends on, besides the question.
_SHAPING = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS")

# What a verb or a change brings is never remembered.
_NEVER = frozenset(("commit-msg", "tag", "repropose", "status", "--staged", "--commit", "--range"))

_LARGEST = 1 << 26
"""A larger file, in bytes, is none of ours."""

Inputs = list[tuple[str, str, int, bytes]]
"""What was read: ``read`` or ``walk``, the path, the limit, and a digest of what was found."""

Answer = tuple[str, int]
"""What goes to standard output, and the exit code."""


def cache_directory() -> str:
    """The directory of specslint's caches; it may not exist.

    Source: the XDG Base Directory Specification, XDG_CACHE_HOME.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        # Who has no home (a container's user) must not be at home in the tree
        # under check, which may bring a "~" along.
        base = os.path.join(os.sep, os.path.expanduser("~"), ".cache")
    return os.path.join(base, "specslint")


def refusal(directory: str, root: str) -> str:
    """Why a directory of the caches is not used, or nothing.

    What a tree brings along, or somebody else could have put there, is no result of
    an earlier run.

    :param directory: the directory; where it does not exist yet, those above count.
    :param root: the repository under check.
    """
    own = os.path.realpath(cache_directory())
    path, root = os.path.realpath(directory), os.path.realpath(root)
    if path == root or path.startswith(root.rstrip(os.sep) + os.sep):
        return "it stands in the repository under check"
    name = path
    while name:
        try:
            status = os.stat(path)
        except FileNotFoundError:
            pass
        else:
            if path.startswith(own):
                if status.st_uid != os.getuid():
                    return f"{path} belongs to another user"
                others = stat.S_IWGRP | stat.S_IWOTH
            else:
                # In a sticky directory, as /tmp is, nobody moves what is another's.
                others = 0 if status.st_mode & stat.S_ISVTX else stat.S_IWOTH
            if status.st_mode & others:
                return f"others may write to {path}"
        path, name = os.path.split(path)
    return ""


def make_directory(directory: str, root: str) -> str:
    """Make a directory of the caches, if it is not there.

    :param directory: as :func:`refusal` takes it, with the other parameter.
    :returns: why it is not used, or nothing.
    :raises OSError: where it cannot be made.
    """
    for path in (cache_directory(), directory):
        refused = refusal(path, root)
        if refused:
            return refused
        os.makedirs(path, mode=0o700, exist_ok=True)
    return refusal(directory, root)  # somebody may have been faster


Versions = tuple[str, str, "tuple[str, int, int] | None", tuple[tuple[str, int, int], ...]]

_versions: Versions | None = None


def versions() -> Versions:
    """All that a result depends on but its input: Python, docutils and specslint itself."""
    global _versions
    if _versions is None:
        _versions = __version__, sys.version, _docutils(), _own_files()
    return _versions


def _own_files() -> tuple[tuple[str, int, int], ...]:
    package = os.path.dirname(__file__)
    files = []
    pending = [package]
    while pending:
        with os.scandir(pending.pop()) as listing:
            for entry in listing:
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != "__pycache__":
                        pending.append(entry.path)
                elif entry.name.endswith((".py", ".toml")):
                    status = entry.stat()
                    files.append((entry.path, status.st_size, status.st_mtime_ns))
    return tuple(sorted(files))


def _docutils() -> tuple[str, int, int] | None:
    """Docutils' own file with its version, found without importing it."""
    for directory in sys.path:
        path = os.path.join(directory, "docutils", "__init__.py")
        try:
            status = os.stat(path)
        except OSError:
            continue
        return path, status.st_size, status.st_mtime_ns
    return None


def _key(words: list[str]) -> str:
    """The name of an answer: the question, and who is asked."""
    environment = [os.environ.get(name) for name in _SHAPING]
    question = (words, os.getcwd(), environment, sys.stdout.encoding, versions())
    return digest(marshal.dumps(question, 4)).hex()


def _may_be_known(words: list[str]) -> bool:
    # A terminal gets colours and a summary; and where the repository is, is
    # plain only at its top.
    return (
        not sys.stdout.isatty()
        and _NEVER.isdisjoint(words)
        and "--no-cache" not in words
        and "-" not in words
        and os.path.exists(".git")
    )


def recall(words: list[str]) -> Answer | None:
    """The answer of an earlier run, if it still holds.

    :param words: the words of the command line.
    """
    if not _may_be_known(words):
        return None
    directory = os.path.join(cache_directory(), _DIRECTORY)
    try:
        if refusal(directory, os.getcwd()):
            return None
        sealed = work_tree.read(directory, _key(words), _LARGEST)
    except (OSError, work_tree.Unreadable):
        return None
    seal, content = sealed[:_DIGEST], sealed[_DIGEST:]
    if digest(content) != seal:
        return None
    inputs, answer = marshal.loads(content)  # noqa: S302 - sealed, in the user's own directory
    root = os.getcwd()
    if any(_found(root, kind, path, limit) != noted for kind, path, limit, noted in inputs):
        return None
    result: Answer = answer
    return result


def digest(content: bytes) -> bytes:
    """What is noted of a content."""
    import hashlib  # not for a run without any of this

    return hashlib.blake2b(content, digest_size=_DIGEST).digest()


def refusal_digest(refused: work_tree.Unreadable) -> bytes:
    """What is noted of a file that cannot be read."""
    words = f"\0refused: {refused.reason}\0{refused.target}"
    return digest(words.encode("utf-8", "surrogateescape"))


def listing_digest(listing: list[work_tree.Listed]) -> bytes:
    """What is noted of all that stands below a directory."""
    return digest(marshal.dumps([_encoded(entry) for entry in listing], 4))


def _found(root: str, kind: str, path: str, limit: int) -> bytes:
    """The digest of what is there now."""
    if kind == "walk":
        return listing_digest(work_tree.walk(root, path))
    try:
        return digest(work_tree.read(root, path, limit))
    except work_tree.Unreadable as refused:
        return refusal_digest(refused)


def _encoded(entry: work_tree.Listed) -> tuple[bytes, str, bool, bytes]:
    path, kind, executable, target = entry
    return os.fsencode(path), kind, executable, os.fsencode(target)


def remember(words: list[str], inputs: Inputs, answer: Answer) -> None:
    """Keep an answer; where that cannot be done, it is made again the next time.

    :param words: the words of the command line.
    :param inputs: all that the answer was made from.
    """
    if not _may_be_known(words):
        return
    content = marshal.dumps((inputs, answer), 4)
    sealed = digest(content) + content
    directory = os.path.join(cache_directory(), _DIRECTORY)
    try:
        if make_directory(directory, os.getcwd()):
            return  # the other cache tells of it
        from specslint.writing import prepared  # not for an answer that is known

        with prepared(directory, _key(words), sealed, durable=False) as file:
            file.put()
        _drop_oldest(directory)
    except OSError:
        return


def _drop_oldest(directory: str) -> None:
    with os.scandir(directory) as listing:
        entries = list(listing)
    if len(entries) > _MOST:
        entries.sort(key=lambda entry: entry.stat().st_mtime_ns)
        for entry in entries[: len(entries) - _MOST // 2]:
            os.unlink(entry.path)
