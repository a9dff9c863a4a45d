"""PLC and TPL014: faults of the paths, modes and redirects of a tree."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from specslint.model.tree import Entry, EntryKind
from specslint.work_tree import LINK_REFUSED, Unreadable
from tests.corpus.mutations.model import Expected

RELEASES = ("juno", "kilo", "liberty")


class File(NamedTuple):
    """The content of a file, or the target of a link."""

    content: bytes
    executable: bool = False
    target: str = ""


Tree = dict[str, File]


class State:
    """A tree in memory, as a source for the engine."""

    def __init__(self, files: Tree) -> None:
        self._files = files

    def entries(self, root: str) -> tuple[Entry, ...]:
        """The entries below the directory ``root``, sorted by path."""
        return tuple(
            Entry(
                path,
                EntryKind.LINK if file.target else EntryKind.FILE,
                file.executable,
                file.target,
            )
            for path, file in sorted(self._files.items())
            if path.startswith(f"{root}/")
        )

    def read(self, path: str, limit: int) -> bytes:
        """The content of a regular file.

        :raises Unreadable: there is none.
        """
        file = self._files.get(path)
        if file is None:
            raise Unreadable("there is no such file", missing=True)
        if file.target:
            raise Unreadable(LINK_REFUSED, target=file.target)
        return file.content


class Broken(NamedTuple):
    """A broken tree.

    ``moved`` has the new path of a file that was moved, and ``copied`` that of one that
    exists twice.
    """

    files: Tree
    expected: tuple[Expected, ...]
    moved: Mapping[str, str] = {}
    copied: Mapping[str, str] = {}


class TreeMutation(NamedTuple):
    """A way to break a tree; compare :class:`Mutation`; ``make`` gets the path of a spec."""

    code: str
    name: str
    make: Callable[[Tree, str, Random], Broken | None]
    brings: Mapping[str, str] = {}
    hides: Mapping[str, str] = {}


def _parts(path: str) -> tuple[str, str, str]:
    """The release, the status and the file name of a spec's path."""
    _, release, status, name = path.split("/")
    return release, status, name


# A misplaced spec has no name to compare and, outside of every release, no template; a
# link to it is broken.
_ELSEWHERE = {"TPL013": "without a place it has no name", "PLC010": "so too of the path"}
_TAKEN = {"TPL013": "the name of the blueprint is taken now"}
_BROKEN_LINK = {
    "PLC007": "a redirect to its old path leads nowhere",
    "TPL013": "a name is free that the blueprint of another spec has",
}
_UNSEEN = dict.fromkeys(
    ("TPL", "RST", "TXT", "PLC009", "PLC010"), "it is no longer seen as a spec"
)
_UNHELD = {
    "TPL": "without a template, nothing can be said of what follows it",
    "RST011": "the template itself refers to a document that is not there",
}
_RENAMED = {"TPL013": "the blueprint has the name that the file had"} | _BROKEN_LINK


def _moving(
    code: str, name: str, new_path: Callable[[str, Random], str], **explained: Mapping[str, str]
) -> TreeMutation:
    def make(tree: Tree, path: str, chance: Random) -> Broken | None:
        new = new_path(path, chance)
        if new in tree:
            return None
        files = {**tree, new: tree[path]}
        del files[path]
        return Broken(files, (Expected(code, new),), {path: new})

    brings = explained.get("brings", {})
    return TreeMutation(code, name, make, {**_BROKEN_LINK, **brings}, explained.get("hides", {}))


def _beside(path: str, chance: Random) -> str:
    release, _, name = _parts(path)
    return f"specs/{release}/{name}"


def _below(path: str, chance: Random) -> str:
    directory = chance.choice(("drafts", "old", "2014"))
    return f"{posixpath.dirname(path)}/{directory}/{posixpath.basename(path)}"


def _at_root(path: str, chance: Random) -> str:
    return f"specs/{posixpath.basename(path)}"


def _other_status(path: str, chance: Random) -> str:
    release, status, name = _parts(path)
    new = chance.choice((status.capitalize(), f"{status}-again", "rejected"))
    return f"specs/{release}/{new}/{name}"


def _extension(path: str, chance: Random) -> str:
    new = chance.choice((".txt", ".RST", ".rst.orig", ".md", ""))
    return path.removesuffix(".rst") + new


def _bad_name(path: str, chance: Random) -> str:
    release, status, name = _parts(path)
    stem = name.removesuffix(".rst")
    new = chance.choice((stem.title(), f"{stem}.v2", f"{stem}_again", f"{stem} again", f"{stem}+"))
    return f"specs/{release}/{status}/{new}.rst"


def _entry(tree: Tree, path: str, chance: Random) -> Broken | None:
    release, _, name = _parts(path)
    new, top = chance.choice(
        (
            ("notes.txt", "notes.txt"),
            (f"images/{name}.png", "images"),
            ("redirects.bak", "redirects.bak"),
            ("Approved/README", "Approved"),
        )
    )
    files = {**tree, f"specs/{release}/{new}": File(b"Words about it.\n")}
    expected = [Expected("PLC003", f"specs/{release}/{top}")]
    if top == "Approved":
        expected.append(Expected("PLC011", f"specs/{release}/{top}"))
    return Broken(files, tuple(expected))


def _both(tree: Tree, path: str, chance: Random) -> Broken | None:
    release, status, name = _parts(path)
    other = "implemented" if status == "approved" else "approved"
    copy = f"specs/{release}/{other}/{name}"
    if copy in tree:
        return None
    expected = (Expected("PLC008", f"specs/{release}/approved/{name}"),)
    return Broken({**tree, copy: tree[path]}, expected, copied={path: copy})


def _executable(tree: Tree, path: str, chance: Random) -> Broken | None:
    if tree[path].executable:
        return None
    file = tree[path]._replace(executable=True)
    return Broken({**tree, path: file}, (Expected("PLC009", path),))


def _link(tree: Tree, path: str, chance: Random) -> Broken | None:
    target = chance.choice(("/etc/hostname", "../../../README.rst", "../redirects", "nowhere.rst"))
    return Broken({**tree, path: File(b"", target=target)}, (Expected("PLC009", path),))


def _same_but_for_case(tree: Tree, path: str, chance: Random) -> Broken | None:
    release, status, name = _parts(path)
    stem = name.removesuffix(".rst")
    if not stem.islower():
        return None
    new = f"specs/{release}/{status}/{chance.choice((stem.upper(), stem.capitalize()))}.rst"
    expected = (Expected("PLC011", new), Expected("PLC010", new))
    return Broken({**tree, new: tree[path]}, expected, copied={path: new})


# --- redirects -----------------------------------------------------------------


def _redirect(name: str, line: Callable[[list[str], str, Random], str]) -> TreeMutation:
    def make(tree: Tree, path: str, chance: Random) -> Broken | None:
        release, _, _ = _parts(path)
        file = f"specs/{release}/redirects"
        lines = tree[file].content.decode().splitlines()
        if not lines:
            return None
        at = chance.randrange(len(lines) + 1)
        old = f"approved/a-spec-that-was-{chance.randrange(100)}.rst"
        new = line(lines, old, chance)
        lines.insert(at, new)
        after = {**tree, file: File("".join(f"{text}\n" for text in lines).encode())}
        # Of two lines for one path, the second one is the fault.
        same = [n for n, text in enumerate(lines, 1) if text == new]
        return Broken(after, (Expected("PLC007", file, same[-1]),))

    return TreeMutation("PLC007", name, make)


def _chain(tree: Tree, path: str, chance: Random) -> Broken | None:
    release, _, _ = _parts(path)
    file = f"specs/{release}/redirects"
    lines = tree[file].content.decode().splitlines()
    number = len(lines) + 1
    first, second = "approved/first.rst", "approved/second.rst"
    lines += [f"{first} second.rst", f"{second} {chance.choice(('first', 'second'))}.rst"]
    after = {**tree, file: File("".join(f"{text}\n" for text in lines).encode())}
    return Broken(after, (Expected("PLC007", file, number), Expected("PLC007", file, number + 1)))


# --- templates -----------------------------------------------------------------


def _no_template(tree: Tree, path: str, chance: Random) -> Broken | None:
    """In a release without a built-in outline: juno and kilo have one."""
    _, status, name = _parts(path)
    new = chance.choice(("lemming", "2031.1", "mitaka"))
    place = f"specs/{new}/{status}/{name}"
    files = {**tree, place: tree[path]}
    del files[path]
    return Broken(files, (Expected("TPL014", f"specs/{new}-template.rst"),), {path: place})


def _template_gone(tree: Tree, path: str, chance: Random) -> Broken | None:
    """A spec moves to a release that loses its template; the links to that are broken."""
    name = _parts(path)[2]
    places = [f"specs/liberty/{status}/{name}" for status in ("approved", "implemented")]
    if any(place in tree for place in places):
        return None
    template = "specs/liberty-template.rst"
    files = {**tree, places[0]: tree[path]}
    del files[path], files[template]
    links = [p for p, file in tree.items() if file.target.endswith("/liberty-template.rst")]
    broken = tuple(Expected("PLC009", link) for link in links)
    return Broken(files, (Expected("TPL014", template), *broken), {path: places[0]})


def _citation_twice(tree: Tree, path: str, chance: Random) -> Broken | None:
    other = chance.choice([p for p in tree if p.endswith(".rst") and not tree[p].target])
    if other == path or not path.endswith(".rst"):
        return None
    files = dict(tree)
    for page in (path, other):
        text = tree[page].content.rstrip(b"\n") + b"\n\nSee [SAME1]_.\n\n.. [SAME1] Words.\n"
        files[page] = tree[page]._replace(content=text)
    last = max(path, other)
    line = tree[last].content.rstrip(b"\n").count(b"\n") + 5
    return Broken(files, (Expected("RST014", last, line),), {})


MUTATIONS = (
    TreeMutation("RST014", "a citation in two specs", _citation_twice, {}, {"TXT006": "mended"}),
    _moving("PLC001", "beside approved/", _beside, hides=_ELSEWHERE),
    _moving("PLC001", "in a directory of its own", _below, hides=_ELSEWHERE),
    _moving(
        "PLC001",
        "beside the releases",
        _at_root,
        hides={**_ELSEWHERE, "TPL": "it has no release, and so no template"},
    ),
    _moving(
        "PLC001",
        "in a directory of another name",
        _other_status,
        brings={"PLC011": "a directory that differs in case only collides as well"},
        hides=_ELSEWHERE,
    ),
    _moving("PLC002", "another extension", _extension, hides=_UNSEEN),
    TreeMutation("PLC003", "another file or directory in a release", _entry),
    _redirect("a line without a new path", lambda lines, old, chance: old),
    _redirect("a blank line", lambda lines, old, chance: ""),
    _redirect("two blanks", lambda lines, old, chance: f"{old}  ../implemented/x.rst"),
    _redirect("an end that is not there", lambda lines, old, chance: f"{old} gone.rst"),
    _redirect("no RST file", lambda lines, old, chance: f"{old} ../implemented/"),
    _redirect("a line twice", lambda lines, old, chance: chance.choice(lines)),
    TreeMutation("PLC007", "a circle", _chain),
    TreeMutation("PLC008", "in approved/ and implemented/", _both, hides=_TAKEN),
    TreeMutation("PLC009", "an executable spec", _executable),
    TreeMutation("PLC009", "a link in place of a spec", _link, hides=_UNSEEN),
    _moving("PLC010", "another name", _bad_name, brings=_RENAMED, hides={}),
    TreeMutation(
        "PLC011",
        "two names that differ in case",
        _same_but_for_case,
        brings={"TPL013": "a blueprint has small letters only"},
        hides=_TAKEN,
    ),
    TreeMutation(
        "TPL014",
        "no template",
        _no_template,
        brings=_BROKEN_LINK,
        hides=_UNHELD,
    ),
    TreeMutation("TPL014", "a template is gone", _template_gone, _BROKEN_LINK, _UNHELD),
)
