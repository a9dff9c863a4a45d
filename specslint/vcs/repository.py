"""A git repository: its revisions, commits, ranges and index, and what they change."""

from __future__ import annotations

import codecs
import os
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from specslint.model.change import Change, ChangeKind
from specslint.model.errors import UserError
from specslint.model.typing import NamedTuple
from specslint.vcs.changes import Delta, between, diff, staged
from specslint.vcs.git import Git, decoded, encoded, failure, parser
from specslint.vcs.queries import FIND, HEAD
from specslint.vcs.sources import Index, Revision
from specslint.work_tree import StrPath


class Commit(NamedTuple):
    """A commit object; ``parents`` may be missing in a shallow clone.

    The dates are in git's raw format: seconds since 1970, a blank and the time zone.
    """

    name: str
    tree: str
    parents: tuple[str, ...]
    message: str
    authored: str = ""
    committed: str = ""


_HASH = rb"(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})"
_HEADER = re.compile(rb"tree (%b)\n((?:parent %b\n)*)(?!parent )" % (_HASH, _HASH))
_ENCODING = re.compile(rb"^encoding ([^\n]*)$", re.M)
_DATE = re.compile(rb"^(author|committer) .*> ([^\n>]*)$", re.M)
_ASCII = bytes(range(128)) + b"\x1b(B"
# Encodings that Python knows and other programs do not treat as text encodings.
_NO_ENCODINGS = frozenset(
    ("idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape")
)


def parse_commit(name: str, content: bytes) -> Commit | None:
    """Parse a commit as git does: its tree, its parents, its message.

    Lines that look like a tree or a parent elsewhere are ignored, and so is everything
    after a NUL byte. Source: ``parse_commit_buffer`` in commit.c of git.

    :param content: the object.
    :returns: the commit, or None if git does not accept it as one.
    """
    header, _, body = content.partition(b"\0")[0].partition(b"\n\n")
    found = _HEADER.match(content)
    if found is None:
        return None
    tree, *parents = found[0].decode("ascii").lower().split()[1::2]
    encoding = _ENCODING.search(header, found.end())
    written_in = encoding[1].decode("ascii", "replace") if encoding else "utf-8"
    message = body.decode(written_in if _has_ascii(written_in) else "utf-8", "replace")
    dates = {who: date.decode("ascii", "replace") for who, date in _DATE.findall(header)}
    authored, committed = dates.get(b"author", ""), dates.get(b"committer", "")
    return Commit(name, tree, tuple(parents), message, authored, committed)


def is_encoding(name: str) -> bool:
    """Whether git's settings and commits may use the name as a text encoding."""
    try:
        codec = codecs.lookup(name).name.replace("_", "-")
        "".encode(name)  # some of Python's codecs are not text encodings
    except (LookupError, ValueError):
        return False
    return codec not in _NO_ENCODINGS


def _has_ascii(encoding: str) -> bool:
    """Whether a text encoding encodes ASCII characters, control characters included, as ASCII.

    Python knows more names of encodings than git does: in UTF-7, EBCDIC or ISO 2022, a
    message could have a tag that specslint reads and git does not show.
    """
    try:
        return is_encoding(encoding) and _ASCII.decode(encoding) == _ASCII.decode()
    except ValueError:
        return False


class Repository:
    """A git repository with a work tree, the main one or a linked one.

    A context manager: leaving it ends the process of the object reader.
    """

    def __init__(self, git: Git, root: str, *, shallow: bool = False) -> None:
        self.git = git
        self.root = root
        self.is_shallow = shallow  # the clone lacks the older history

    @classmethod
    def open(cls, path: StrPath, *, library: bool = True) -> Repository:
        """Open the repository that contains ``path``.

        git finds it, so ``GIT_DIR`` and ``GIT_INDEX_FILE`` have their effect.

        :param library: start git through GitPython; see :class:`Git`.
        :raises UserError: there is none, or it cannot be used.
        """
        return cls.of(Git(path, library=library))

    @classmethod
    def of(cls, git: Git) -> Repository:
        """Open the repository that contains the directory in which git runs.

        :raises UserError: see :meth:`open`.
        """
        path = git.directory
        status, output, errors = git.attempt(*FIND)
        inside, _, rest = output.partition(b"\n")
        if inside == b"false":
            raise UserError(
                f'"{path}" is in a bare repository or in the .git of one:'
                " run specslint in a work tree (git worktree add makes one)"
            )
        if status:
            raise _unusable(path, errors)
        shallow, _, root = rest.partition(b"\n")
        return cls(git, decoded(root).removesuffix("\n"), shallow=shallow == b"true")

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process of the object reader."""
        self.git.close()

    # --- names --------------------------------------------------------------

    @parser
    def resolve(self, revision: str) -> str:
        """The full hash of the commit that a revision names.

        :raises UserError: it names none.
        """
        # --end-of-options would suffice, but an option here is always a mistake.
        if revision.startswith("-") or not revision.isprintable() or not revision:
            raise UserError(f"{revision!r} is no revision: name a commit, a branch or a tag")
        status, output, _ = self.git.attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
        )
        if status:
            hint = "git log shows those that there are"
            if revision.split("^")[0].split("~")[0] in ("HEAD", "@") and self.head is None:
                hint = "there is no commit yet"
            elif self._boundary():
                hint = "this clone is shallow: git fetch --unshallow brings the others"
            raise UserError(f'"{revision}" names no commit here: {hint}')
        return output.decode("ascii").strip()

    def state(self, revision: str) -> Revision:
        """The files of the commit that a revision names.

        :raises UserError: it names none.
        """
        return Revision(self.git, self.commit(self.resolve(revision)).tree)

    @cached_property
    def index(self) -> Index:
        """The index, as it was on first access."""
        return Index(self.git)

    @cached_property
    def head(self) -> str | None:
        """The full hash of HEAD's commit, or None if there is no commit yet."""
        return self.git.named("HEAD^{commit}")

    @parser
    def range_commits(self, text: str) -> tuple[str, ...]:
        """The commits of a range ``A..B``, oldest first; an omitted side is HEAD.

        :raises UserError: it is not a range, is empty, or has no merge base.
        """
        first, dots, last = text.partition("..")
        if not dots or last.startswith(".") or ".." in last or not (first or last):
            raise UserError(f'"{text}" is not a range: write A..B, as in origin/master..HEAD')
        start, end = self.resolve(first or "HEAD"), self.resolve(last or "HEAD")
        status, _, errors = self.git.attempt("merge-base", start, end)
        if status > 1:
            raise failure(errors)
        if status:
            hint = "git fetch --unshallow may bring it" if self._boundary() else "compare others"
            raise UserError(f'the two ends of "{text}" have no merge base: {hint}')
        order = ("--reverse", "--topo-order")
        names = self.git.run("rev-list", *order, end, f"^{start}", "--").decode("ascii").split()
        if not names:
            raise UserError(f'"{text}" holds no commit: nothing would be checked')
        return tuple(names)

    # --- commits ------------------------------------------------------------

    def commit(self, name: str) -> Commit:
        """Read a commit.

        :param name: its full hash.
        :raises UserError: the repository lacks it.
        """
        _, content = self.git.blob(name)
        commit = parse_commit(name, content)
        if commit is None:
            raise failure(f"the commit {name} is damaged")
        return commit

    def path_of(self, name: str) -> str:
        """The path of one of git's own files for this work tree, such as ``COMMIT_EDITMSG``."""
        return os.path.join(self.git.directory, self.git.line("rev-parse", "--git-path", name))

    def _boundary(self) -> frozenset[str]:
        """The commits of a shallow clone whose parents it lacks."""
        try:
            with open(self.path_of("shallow"), encoding="ascii") as file:
                return frozenset(file.read().split())
        except (FileNotFoundError, NotADirectoryError):
            return frozenset()

    def base(self, commit: Commit) -> Revision:
        """The files of a commit's first parent; for a root commit, the empty tree.

        :raises UserError: a shallow clone lacks the parent.
        """
        if not commit.parents:
            empty = self.git.line("hash-object", "-t", "tree", "--stdin")
            return Revision(self.git, empty)
        if commit.name in self._boundary():
            raise UserError(
                f"{commit.name[:12]} is the last commit of a shallow clone, and what it changes"
                " is not known: git fetch --deepen=1 brings its parent"
            )
        return Revision(self.git, self.commit(commit.parents[0]).tree)

    def ignored(self, paths: Iterable[str]) -> frozenset[str]:
        """Those of the paths that git ignores, so that no commit will contain them.

        :param paths: files and directories, relative to the root.
        """
        # The command has no option for literal names: after "./" no character is
        # special.
        given = b"".join(b"./" + encoded(path) + b"\0" for path in sorted(paths))
        command = ("--no-literal-pathspecs", "check-ignore", "-z", "--stdin")
        status, output, errors = self.git.attempt(*command, given=given)
        if status > 1:  # 1 means that none is ignored
            raise failure(errors)
        return frozenset(decoded(path.removeprefix(b"./")) for path in output.split(b"\0")[:-1])

    # --- changes ------------------------------------------------------------

    def changes_of_commit(self, revision: str, root: str) -> Delta:
        """What a commit changes below a directory.

        A merge is treated as the one that the gate makes of a change: its changes are
        those relative to its first parent, and the message is its second parent's. See
        :meth:`parts_of_commit` for merges in general.

        :param root: the directory of the specs.
        :raises UserError: there is no such commit, or its parent is missing.
        """
        commit = self.commit(self.resolve(revision))
        before, after = self.base(commit), Revision(self.git, commit.tree)
        message = commit.message
        if len(commit.parents) > 1:
            message = self.commit(commit.parents[1]).message
        changes = between(self.git, before, after, root)
        return Delta(changes, before, after, message, commit=commit.name, git=self.git)

    def parts_of_commit(self, name: str, root: str) -> tuple[Delta, ...]:
        """What a commit changes below a directory, in parts that each have their message.

        A merge has one part for each commit that its parents after the first bring, with
        the changes and the message of that commit, and one with its own message for the
        changes that no parent has.

        :param name: the commit's full hash.
        :param root: the directory of the specs.
        :returns: the parts that change something; for a merge that changes nothing, one
            part without changes.
        :raises UserError: the commit or one of its parents is missing.
        """
        whole = self.changes_of_commit(name, root)
        commit = self.commit(name)
        others = [self.commit(parent) for parent in dict.fromkeys(commit.parents[1:])]
        if not others:
            return (whole,)
        parts: dict[Commit, list[Change]] = {parent: [] for parent in (*others, commit)}
        differing = [
            {change.path for change in diff(self.git, self._tree(parent), whole.after, (), [root])}
            for parent in others
        ]

        brought: dict[Commit, _Brought] = {}

        def due_to(path: str) -> Commit:
            pairs = zip(others, differing, strict=True)
            parent = next((parent for parent, paths in pairs if path not in paths), None)
            if parent is None:
                return commit
            if parent not in brought:
                brought[parent] = self._brought(commit.parents[0], parent, whole, root)
            return brought[parent].by(path)

        for change in whole.changes:
            new, old = due_to(change.path), due_to(change.old_path)
            if new == old:
                parts.setdefault(new, []).append(change)
            else:  # detecting a rename takes both sides together
                added = change._replace(kind=ChangeKind.ADDED, old_path=change.path)
                parts.setdefault(new, []).append(added)
                gone = change._replace(path=change.old_path, kind=ChangeKind.DELETED)
                parts.setdefault(old, []).append(gone._replace(is_file=False))
        paths = frozenset(change.path for change in whole.changes)
        whole = whole._replace(elsewhere=paths)
        found = [
            whole._replace(
                changes=tuple(changes),
                message=by.message,
                commit=by.name,
                is_brought=by.name != name,
            )
            for by, changes in parts.items()
            if changes
        ]
        if len(found) == 1:
            return (found[0]._replace(commit=name),)
        return tuple(found) or (whole,)

    @parser
    def _brought(self, base: str, parent: Commit, whole: Delta, root: str) -> _Brought:
        """The commits that one parent of a merge brings.

        :param base: the full hash of the merge's first parent.
        :param whole: what the merge changes relative to it.
        """
        options = (
            *"-z --topo-order --raw --no-abbrev --no-relative --no-color --no-notes".split(),
            *"--no-ext-diff --no-textconv --no-renames --diff-merges=combined".split(),
            "--format=commit %H",
        )
        output = self.git.run("log", *options, parent.name, f"^{base}", "--", root or ".")
        steps: dict[str, list[_Step]] = {}
        by = parent
        fields = iter(output.split(b"\0"))
        for field in fields:
            # After a commit without changes, there is no empty line.
            words = field.strip(b"\n").decode("ascii").split(" ")
            if words[0] == "commit":
                by = self.commit(words[1])
            elif words[0].startswith(":"):
                step = _Step(by, words[-1][0], words[-2])
                steps.setdefault(decoded(next(fields)), []).append(step)
        if len({step.by for of_path in steps.values() for step in of_path}) < 2:
            (by,) = {step.by for of_path in steps.values() for step in of_path} or {parent}
            return _Brought(by, {}, {}, {})
        before, after = (
            {blob.path: blob.name for blob in state.blobs()}
            for state in (whole.before, whole.after)
        )
        return _Brought(parent, steps, before, after)

    def _tree(self, commit: Commit) -> Revision:
        return Revision(self.git, commit.tree)

    def changes_of_index(self, root: str, *, amend: bool = False) -> Delta:
        """What the next commit will change below a directory; the result has no message.

        :param root: the directory of the specs.
        :param amend: the next commit will replace HEAD.
        :raises UserError: the index is unmerged, or HEAD's parent is missing.
        """
        tree = HEAD
        if amend or self.head is None:
            commit = self.commit(self.head) if self.head else Commit("", "", (), "")
            tree = self.base(commit).tree
        self.index.blobs()  # raises an error if the index is unmerged
        before, changes = staged(self.git, tree, self.index, root)
        return Delta(changes, before, self.index, git=self.git)


class _Step(NamedTuple):
    """What a commit does to a path: git's status letter, and the hash after it."""

    by: Commit
    status: str
    name: str


class _Brought(NamedTuple):
    """The commits that a parent of a merge brings, and what each does, newest first.

    ``before`` and ``after`` are the hashes by path before and after the merge.
    """

    parent: Commit
    steps: Mapping[str, list[_Step]]
    before: Mapping[str, str]
    after: Mapping[str, str]

    def by(self, path: str) -> Commit:
        """The commit that adds, deletes or modifies a path."""
        steps = self.steps.get(path)
        if not steps:
            return self.parent
        status = "D" if path not in self.after else "M" if path in self.before else "A"
        # Another commit may add the path with a content that a merge discards.
        found = [step for step in steps if step.status == status] or steps
        same = [step for step in found if step.name == self.after.get(path)] or found
        return same[0].by


def _unusable(path: StrPath, errors: str) -> UserError:
    if not os.path.isdir(path):
        return UserError(f'"{path}" is no directory')
    if "not a git repository" in errors:
        return UserError(f'"{path}" is in no git repository: run specslint in a clone')
    if "dubious ownership" in errors:
        return UserError(
            f'git refuses the repository around "{path}", which belongs to another user:'
            " git config --global --add safe.directory names it as safe"
        )
    return failure(errors)
