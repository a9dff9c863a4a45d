"""A cache of whole outputs: the same arguments on the same files give the same output.

A run records every file and directory listing that it read. If all of them are
unchanged, the cached output is printed, and no other package of specslint is imported.
This module imports little, since it runs before everything else. So the files have the
format of marshal, which is built in, keeps bytes and, unlike pickle, runs no code; it
differs between versions of Python, but the version is part of the key.
"""

from __future__ import annotations

import marshal
import os
import stat
import sys

from specslint import __version__, work_tree

try:
    # The function that hashlib has under the same name; hashlib also sets up OpenSSL,
    # which takes a tenth of a run whose output is cached.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

_DIRECTORY = "answers-1"
_DIGEST = 16
_MOST = 256
"""The number of outputs that are kept."""

# The environment variables that influence the form of an output.
_SHAPING = ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "TERM", "COLUMNS")

# Commands and options whose output depends on more than files of the work tree.
_NEVER = frozenset(("commit-msg", "tag", "repropose", "status", "--staged", "--commit", "--range"))

_LARGEST = 1 << 26
"""The size limit of a cache file in bytes."""

Inputs = list[tuple[str, str, int, bytes]]
"""What was read: ``read`` or ``walk``, the path, the size limit, and the digest of the result."""

Output = tuple[str, int]
"""The standard output and the exit code."""


def cache_directory() -> str:
    """The directory of specslint's caches; it may not exist.

    Source: the XDG Base Directory Specification, XDG_CACHE_HOME.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    if not os.path.isabs(base):
        # For a user without a home, as in a container, expanduser returns "~": the
        # cache must not be relative to the tree under check, which may contain a
        # directory of that name.
        base = os.path.join(os.sep, os.path.expanduser("~"), ".cache")
    return os.path.join(base, "specslint")


def refusal(directory: str, root: str) -> str:
    """Why a directory must not be used for a cache; empty if it may be used.

    Content that the repository under check contains, or that another user can write, is
    not trusted as the result of an earlier run.

    :param directory: the directory; if it does not exist yet, those above are checked.
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
                # In a sticky directory such as /tmp, only the owner may rename a file.
                others = 0 if status.st_mode & stat.S_ISVTX else stat.S_IWOTH
            if status.st_mode & others:
                return f"others may write to {path}"
        path, name = os.path.split(path)
    return ""


def make_directory(directory: str, root: str) -> str:
    """Create a cache directory if it does not exist.

    :param directory: see :func:`refusal`.
    :param root: see :func:`refusal`.
    :returns: why it must not be used; empty if it may be used.
    :raises OSError: it cannot be created.
    """
    for path in (cache_directory(), directory):
        refused = refusal(path, root)
        if refused:
            return refused
        os.makedirs(path, mode=0o700, exist_ok=True)
    return refusal(directory, root)  # another process may have created it


Versions = tuple[str, str, "tuple[str, int, int] | None", tuple[tuple[str, int, int], ...]]

_versions: Versions | None = None


def versions() -> Versions:
    """What a result depends on besides its input: Python, docutils and specslint itself."""
    global _versions
    if _versions is None:
        _versions = __version__, sys.version, _docutils(), _own_files()
    return _versions


def _own_files() -> tuple[tuple[str, int, int], ...]:
    """The path, size and time of each file of specslint, or of the list of what pip installed."""
    package = os.path.dirname(__file__)
    record = f"{package}-{__version__}.dist-info/RECORD"
    try:
        status = os.stat(record)
    except OSError:
        pass  # a clone, whose files change one by one
    else:
        return ((record, status.st_size, status.st_mtime_ns),)
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
    """The path, size and time of docutils' module that has its version, without importing it."""
    for directory in sys.path:
        path = os.path.join(directory, "docutils", "__init__.py")
        try:
            status = os.stat(path)
        except OSError:
            continue
        return path, status.st_size, status.st_mtime_ns
    return None


def _key(arguments: list[str]) -> str:
    """The file name of a cached output: a digest of arguments, environment and versions."""
    environment = [os.environ.get(name) for name in _SHAPING]
    question = (arguments, os.getcwd(), environment, sys.stdout.encoding, versions())
    return digest(marshal.dumps(question, 4)).hex()


def _is_cacheable(arguments: list[str]) -> bool:
    # A terminal gets colours and a summary, and without searching, the repository is
    # known only in its top directory.
    return (
        not sys.stdout.isatty()
        and _NEVER.isdisjoint(arguments)
        and "--no-cache" not in arguments
        and "-" not in arguments
        and os.path.exists(".git")
    )


def load(arguments: list[str]) -> Output | None:
    """The output of an earlier run, or None if there is none or a file has changed.

    :param arguments: the arguments of the command line.
    """
    if not _is_cacheable(arguments):
        return None
    directory = os.path.join(cache_directory(), _DIRECTORY)
    try:
        if refusal(directory, os.getcwd()):
            return None
        sealed = work_tree.read(directory, _key(arguments), _LARGEST)
    except (OSError, work_tree.Unreadable):
        return None
    seal, content = sealed[:_DIGEST], sealed[_DIGEST:]
    if digest(content) != seal:
        return None
    try:
        inputs, output = marshal.loads(content)  # noqa: S302 - digest checked, user's directory
    except (EOFError, TypeError, ValueError):
        return None
    root = os.getcwd()
    plain: set[str] = set()
    if any(_found(root, kind, path, limit, plain) != noted for kind, path, limit, noted in inputs):
        return None
    result: Output = output
    return result


def digest(content: bytes) -> bytes:
    """The digest of a file's content, or of anything else."""
    return blake2b(content, digest_size=_DIGEST).digest()


def refusal_digest(refused: work_tree.Unreadable) -> bytes:
    """The digest of an error of reading."""
    words = f"\0refused: {refused.reason}\0{refused.target}"
    return digest(words.encode("utf-8", "surrogateescape"))


def listing_digest(listing: list[work_tree.Listed]) -> bytes:
    """The digest of a directory listing."""
    # In later versions, the result depends on which equal objects are the same.
    return digest(marshal.dumps(listing, 2))


def _found(root: str, kind: str, path: str, limit: int, plain: set[str]) -> bytes:
    """The digest of a file or listing as it is now.

    :param plain: see :func:`work_tree.linked_directory`.
    """
    if kind == "walk":
        return listing_digest(work_tree.walk(root, path))
    try:
        return digest(work_tree.read(root, path, limit, plain))
    except work_tree.Unreadable as refused:
        return refusal_digest(refused)


def store(arguments: list[str], inputs: Inputs, output: Output) -> None:
    """Store an output; if that fails, the next run computes it again.

    :param arguments: the arguments of the command line.
    :param inputs: everything that the output was computed from.
    """
    if not _is_cacheable(arguments):
        return
    content = marshal.dumps((inputs, output), 4)
    sealed = digest(content) + content
    directory = os.path.join(cache_directory(), _DIRECTORY)
    try:
        if make_directory(directory, os.getcwd()):
            return  # the cache of results reports it
        from specslint.writing import prepared  # here because a cached output does not need it

        with prepared(directory, _key(arguments), sealed, durable=False) as file:
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
