"""Whole answers of earlier runs: the same words about the same files.

A run notes every file and listing that it read. If all of them are as they
were, its answer still holds, and none of specslint's rooms is even imported.
Light on imports, since this is asked first of all.
"""

from __future__ import annotations

import marshal
import os
import sys

from specslint import __version__, work_tree

_DIRECTORY = "answers-1"
_DIGEST = 16
_MOST = 256
# What a verb or a change brings is never remembered.
_NEVER = frozenset(("commit-msg", "repropose", "status", "--staged", "--commit", "--range"))
"""So many answers are kept."""

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
    environment = [os.environ.get(name) for name in ("NO_COLOR", "TERM", "COLUMNS")]
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
        if not _is_ours(directory):
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


def refusal_digest(reason: str) -> bytes:
    """What is noted of a file that cannot be read."""
    return digest(b"\0refused: " + reason.encode("utf-8", "surrogateescape"))


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
        return refusal_digest(refused.reason)


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
        os.makedirs(directory, mode=0o700, exist_ok=True)
        if not _is_ours(directory):
            return
        path = os.path.join(directory, _key(words))
        with open(f"{path}.{os.getpid()}", "wb") as file:
            file.write(sealed)
        os.replace(file.name, path)
        _drop_oldest(directory)
    except OSError:
        return  # the other cache tells of it


def _is_ours(directory: str) -> bool:
    """Whether nobody else could have put an answer there."""
    return not hasattr(os, "getuid") or os.stat(directory).st_uid == os.getuid()


def _drop_oldest(directory: str) -> None:
    with os.scandir(directory) as listing:
        entries = list(listing)
    if len(entries) > _MOST:
        entries.sort(key=lambda entry: entry.stat().st_mtime_ns)
        for entry in entries[: len(entries) - _MOST // 2]:
            os.unlink(entry.path)
