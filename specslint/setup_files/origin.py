"""The repository from which pre-commit and tox install specslint."""

from __future__ import annotations

import json
import re
from importlib import metadata
from pathlib import Path
from urllib.parse import unquote, urlsplit

from specslint.config.values import quoted
from specslint.model.errors import UserError

Origin = tuple[str, str]
"""A repository, and a tag or commit of it."""

MANIFEST = ".pre-commit-hooks.yaml"
_URL = re.compile(r"""(?:[A-Za-z][\w+.-]*://|[\w.-]+@[\w.-]+:)[^\s{}#;'"\\]+""")
_REVISION = re.compile(r"[A-Za-z0-9][\w./+-]*")


def named(repo: str, rev: str | None) -> Origin:
    """The origin that the options name.

    :param repo: a URL, or the path of a clone.
    :param rev: a tag or commit of it; None stands for the newest commit of a clone.
    :raises UserError: it cannot be used.
    """
    if rev is not None and not _REVISION.fullmatch(rev):
        raise UserError(f"--rev: {quoted(rev)} is no name of a tag or commit")
    if _URL.fullmatch(repo):
        if rev is None:
            raise UserError("--repo with a URL needs --rev, a tag or commit of it")
        return repo, rev
    directory = Path(repo).expanduser()
    if not directory.is_dir():
        raise UserError(f"--repo: {quoted(repo)} is neither a URL nor a directory")
    try:
        found = _clone(directory.resolve(), rev or "HEAD")
    except UserError as error:
        raise UserError(f"--repo: {error}") from None
    if found is None:
        raise UserError(
            f"--repo: {directory} has no {MANIFEST} in the commit {quoted(rev or 'HEAD')}: "
            "name a clone of specslint"
        )
    return found[0], rev or found[1]


def recorded() -> Origin | None:
    """The origin that pip recorded when it installed this specslint, or None.

    Source: PEP 610, "Recording the Direct URL Origin of installed distributions".
    """
    try:
        text = metadata.distribution("specslint").read_text("direct_url.json")
    except metadata.PackageNotFoundError:
        return None
    record = json.loads(text or "{}")
    url = str(record.get("url", ""))
    if "vcs_info" in record:
        return url, str(record["vcs_info"]["commit_id"])
    if "dir_info" not in record:
        return None
    try:
        return _clone(Path(unquote(urlsplit(url).path)), "HEAD")
    except UserError:  # not a clone: an unpacked archive
        return None


def is_local(repo: str) -> bool:
    """Whether only this machine can access it."""
    return _URL.fullmatch(repo) is None or repo.startswith("file:")


def _clone(directory: Path, revision: str) -> Origin | None:
    """A clone that contains a directory, and a commit of it; None if it is not specslint's.

    :raises UserError: there is no such commit, or no repository.
    """
    from specslint.vcs.repository import Repository  # slow

    with Repository.open(directory) as repository:
        commit = repository.resolve(revision)
        has_hooks = repository.git.attempt("cat-file", "-e", f"{commit}:{MANIFEST}")[0] == 0
        return (repository.root, commit) if has_hooks else None
