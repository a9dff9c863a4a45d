"""Line ends that git converts when a file is added."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specslint.vcs.git import Git, decoded

_AT_A_TIME = 500
_CONVERTING = ("true", "yes", "on", "1", "input")


def normalised(git: Git, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts that git would record with LF instead of CR LF.

    Source: gitattributes(5), ``text`` and ``eol``; git-config(1), ``core.autocrlf``; if
    neither says that a file is text, git does not convert one that has other carriage
    returns or that has CR LF in the index (``crlf_to_git`` in convert.c).

    :param git: runs in the directory that the paths are relative to.
    :param texts: files of the work tree by path.
    :raises UserError: git failed.
    """
    automatic: bool | None = None
    found = {}
    for path, index, attributes in _attributes(git, list(texts)):
        text = texts[path].replace("\r\n", "\n")
        if attributes.startswith("-text"):
            continue
        if not attributes or attributes.startswith("text=auto"):
            if not attributes:
                if automatic is None:
                    _, value, _ = git.attempt("config", "--get", "core.autocrlf")
                    automatic = value.decode("utf-8", "replace").strip().lower() in _CONVERTING
                if not automatic:
                    continue
            if "\r" in text or index in ("i/crlf", "i/mixed"):
                continue
        found[path] = text
    return found


def _attributes(git: Git, paths: list[str]) -> Iterator[tuple[str, str, str]]:
    """The path, its line ends in the index and its attributes, for each path: git-ls-files(1)."""
    options = ("--eol", "-z", "--cached", "--others")
    for start in range(0, len(paths), _AT_A_TIME):
        wanted = paths[start : start + _AT_A_TIME]
        for record in git.run("ls-files", *options, "--", *wanted).split(b"\0")[:-1]:
            meta, _, path = record.partition(b"\t")
            index, _, attributes = decoded(meta).partition("attr/")
            yield decoded(path), index.split()[0], attributes.strip()
