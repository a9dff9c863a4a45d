"""Edits, the files that they are written to, and the diff that shows them."""

from __future__ import annotations

import os
import resource
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.commands.fix import Fixing
from specslint.config.settings import Config
from specslint.engine.sources import Overlay, WorkTree
from specslint.fixing.diff import unified
from specslint.fixing.edits import MAX_ROUNDS, apply, edited, settle
from specslint.fixing.files import ChangedMeanwhileError, replace
from specslint.model.errors import UserError
from specslint.model.findings import Diagnostic, Edit, Fix, Location, Severity
from tests.conftest import Repository

PATH = "specs/kilo/approved/x.rst"


def found(
    *edits: tuple[int, int, int, int, str], code: str = "RST006", safe: bool = True
) -> Diagnostic:
    """A finding with a fix."""
    fix = Fix(tuple(Edit(*edit) for edit in edits), safe)
    return Diagnostic(Location(PATH, *edits[0][:2]), code, "a", Severity.ERROR, "b", fix=fix)


def fixed(text: str, *diagnostics: Diagnostic, unsafe: bool = False) -> str:
    return apply(text, diagnostics, unsafe=unsafe)[0]


# --- edits --------------------------------------------------------------------


def test_edits_of_one_line() -> None:
    one, two, three = found((1, 1, 1, 2, "A")), found((1, 3, 1, 3, "-")), found((1, 5, 1, 6, ""))
    for order in ((one, two, three), (three, one, two), (two, three, one)):
        assert fixed("abcdef\n", *order) == "Ab-cdf\n"


def test_edits_over_lines() -> None:
    assert fixed("ab\ncd\nef", found((1, 2, 3, 2, ""))) == "af"
    assert fixed("ab\n", found((1, 3, 2, 1, "\r\n"))) == "ab\r\n"
    assert fixed("ab\n", found((2, 1, 2, 1, "cd\n"))) == "ab\ncd\n"
    assert fixed("", found((1, 1, 1, 1, "x"))) == "x"


def test_places_are_those_of_the_raw_text() -> None:
    assert fixed("ab \r\ncd\r\n", found((1, 3, 1, 4, ""))) == "ab\r\ncd\r\n"
    assert fixed("\ufeffab\n", found((1, 2, 1, 3, "A"))) == "\ufeffAb\n"
    assert fixed("\U0001f600ab\n", found((1, 2, 1, 3, "A"))) == "\U0001f600Ab\n"
    # Only a line feed ends a line here, whatever else Python treats as a line end.
    assert fixed("a\x0cb\u2028c\x85d\n", found((1, 7, 1, 8, "D"))) == "a\x0cb\u2028c\x85D\n"


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [
        ((1, 1, 1, 4, "X"), (1, 3, 1, 6, "Y"), "Xdefg"),  # they share a character
        ((1, 3, 1, 6, "Y"), (1, 1, 1, 4, "X"), "abYfg"),
        ((1, 2, 1, 6, "X"), (1, 3, 1, 4, "Y"), "aXfg"),  # one inside the other
        ((1, 3, 1, 4, "Y"), (1, 2, 1, 6, "X"), "abYdefg"),
        ((1, 2, 1, 2, "X"), (1, 2, 1, 2, "Y"), "aXbcdefg"),  # two at one place
        ((1, 2, 1, 2, "X"), (1, 2, 1, 4, "Y"), "aXbcdefg"),
        ((1, 2, 1, 4, "X"), (1, 3, 1, 3, "Y"), "aXdefg"),  # an insertion into what is replaced
        ((1, 2, 1, 4, "X"), (1, 4, 1, 6, "Y"), "aXYfg"),  # side by side: both
        ((1, 4, 1, 6, "Y"), (1, 2, 1, 4, "X"), "aXYfg"),
        ((1, 2, 1, 4, "X"), (1, 4, 1, 4, "Y"), "aXYdefg"),
    ],
)
def test_where_edits_overlap_the_first_one_wins(
    first: tuple[int, int, int, int, str], second: tuple[int, int, int, int, str], text: str
) -> None:
    assert fixed("abcdefg", found(first), found(second)) == text


def test_a_fix_is_applied_as_a_whole_or_not_at_all() -> None:
    both = found((1, 1, 1, 2, "A"), (2, 1, 2, 2, "C"))
    text, done = apply("ab\ncd\n", [found((2, 1, 2, 3, "")), both])
    assert text == "ab\n\n"
    assert len(done) == 1


def test_unsafe_fixes_are_applied_only_on_request() -> None:
    unsafe = found((1, 1, 1, 2, "A"), safe=False)
    assert apply("a", [unsafe]) == ("a", [])
    assert apply("a", [unsafe], unsafe=True) == ("A", [unsafe])
    assert settle({PATH: "a"}, lambda texts: [unsafe]).texts == {}


def test_all_edits_of_a_text_at_once() -> None:
    edits = [Edit(2, 1, 2, 2, "C"), Edit(1, 2, 1, 3, ""), Edit(1, 3, 2, 1, "-")]
    assert edited("ab\ncd\n", edits) == "a-Cd\n"
    with pytest.raises(ValueError, match="overlap"):
        edited("abc\n", [Edit(1, 2, 1, 4, ""), Edit(1, 1, 1, 3, "")])


def test_fixes_of_characters_come_before_fixes_of_markup() -> None:
    title, space = found((1, 1, 1, 2, "A")), found((1, 3, 1, 4, ""), code="TXT002")
    text, done = apply("ab ", [title, space])
    assert (text, [d.code for d in done]) == ("ab", ["TXT002"])


@pytest.mark.parametrize(
    "edits",
    [
        [(0, 1, 1, 1, "")],
        [(1, 0, 1, 1, "")],
        [(1, 4, 1, 4, "")],
        [(3, 1, 3, 1, "")],
        [(1, 3, 1, 2, "")],
        [(1, 1, 1, 3, ""), (1, 2, 1, 3, "")],
    ],
)
def test_an_impossible_edit_is_an_internal_error(
    edits: list[tuple[int, int, int, int, str]],
) -> None:
    with pytest.raises(ValueError, match=r"."):
        apply("ab\n", [found(*edits)])


def test_rounds_until_nothing_is_left() -> None:
    asked = []

    def check(texts: Mapping[str, str]) -> Iterator[Diagnostic]:
        asked.append(dict(texts))
        for path, text in texts.items():
            if "b" in text:
                column = text.index("b") + 1
                diagnostic = found((1, column, 1, column + 1, ""))
                yield diagnostic._replace(location=Location(path))

    settled = settle({"one": "abb", "two": "ab", "three": "a"}, check)
    assert settled.texts == {"one": "a", "two": "a"}
    assert len(settled.fixed) == 3
    assert settled.unsettled == ()
    # Texts that did not change are not checked again.
    assert [sorted(texts) for texts in asked] == [["one", "three", "two"], ["one", "two"], ["one"]]


def test_a_text_that_never_settles_is_named() -> None:
    rounds = 0

    def check(texts: Mapping[str, str]) -> list[Diagnostic]:
        nonlocal rounds
        rounds += 1
        return [found((1, 1, 1, 1, "x"))]

    settled = settle({PATH: ""}, check)
    assert rounds == MAX_ROUNDS
    assert settled.unsettled == (PATH,)
    assert settled.texts == {PATH: "x" * MAX_ROUNDS}


def test_a_file_that_is_restored_has_not_changed() -> None:
    def check(texts: Mapping[str, str]) -> list[Diagnostic]:
        return [found((1, 1, 1, 2, "b" if texts[PATH] == "a" else "a"))] if turns.pop() else []

    turns = [False, True, True]
    assert settle({PATH: "a"}, check).texts == {}


# --- with the rules -----------------------------------------------------------


def settled_by_the_rules(text: str, root: Path, *, unsafe: bool, select: list[str]) -> str:
    source = Overlay(WorkTree(root), {PATH: text.encode()})
    config = Config().with_options(select=select)
    settled = Fixing(source, config, None, {}, unsafe=unsafe).settled([PATH])
    assert not settled.unsettled
    return settled.texts.get(PATH, text)


WORDS = st.sampled_from(
    [
        *(
            " ",
            "  ",
            "\t",
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            "\u200b",
            "\ufeff",
            "\u202e",
            "\xa0",
            "\u2028",
        ),
        *(
            "=====\n",
            "-------\n",
            "Title\n",
            "Security Impact\n",
            "Testing\n",
            "a",
            ".. note: b\n",
        ),
        *("- c", "::\n", "| d |", ".. _e:\n", "\u3042", "\u0301", "\U0001f469\u200d"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(parts=st.lists(WORDS, max_size=30), unsafe=st.booleans())
def test_fixing_any_text_ends_and_is_stable(parts: list[str], unsafe: bool) -> None:
    with tempfile.TemporaryDirectory() as root:
        text = "".join(parts)
        select = ["TXT", "RST", "TPL"]
        once = settled_by_the_rules(text, Path(root), unsafe=unsafe, select=select)
        assert settled_by_the_rules(once, Path(root), unsafe=unsafe, select=select) == once
        assert not any(line.endswith((" ", "\t", "\r")) for line in once.split("\n"))


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_are_kept_unless_they_are_fixed(
    newline: str, mark: str, tmp_path: Path
) -> None:
    text = f"{mark}The cache. {newline}{newline}It lasts.\t{newline}A week"
    fixed = settled_by_the_rules(text, tmp_path, unsafe=False, select=["TXT002,TXT006"])
    assert fixed == f"{mark}The cache.{newline}{newline}It lasts.{newline}A week{newline}"
    fixed = settled_by_the_rules(text, tmp_path, unsafe=False, select=["TXT"])
    assert fixed == "The cache.\n\nIt lasts.\nA week\n"


# --- files --------------------------------------------------------------------


def unchanged() -> bool:
    return True


def test_a_file_is_replaced_with_its_mode_and_owner(tmp_path: Path) -> None:
    file = tmp_path / "x.rst"
    file.write_bytes(b"old")
    file.chmod(0o751)
    if os.geteuid() == 0:
        os.chown(file, 12345, 54321)
    before = file.stat()
    replace(tmp_path, "x.rst", b"n\xc3\xa9w\r\n", unchanged)
    assert file.read_bytes() == b"n\xc3\xa9w\r\n"
    after = file.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode,
        before.st_uid,
        before.st_gid,
    )
    assert [path.name for path in tmp_path.iterdir()] == ["x.rst"]


def test_the_mode_stays_under_another_umask(tmp_path: Path) -> None:
    file = tmp_path / "x.rst"
    file.write_bytes(b"old")
    file.chmod(0o664)
    umask = os.umask(0o077)
    try:
        replace(tmp_path, "x.rst", b"new", unchanged)
    finally:
        os.umask(umask)
    assert stat.S_IMODE(file.stat().st_mode) == 0o664


def test_what_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "x.rst"
    file.write_bytes(b"theirs")
    with pytest.raises(ChangedMeanwhileError):
        replace(tmp_path, "x.rst", b"new", lambda: file.read_bytes() == b"old")
    assert file.read_bytes() == b"theirs"
    file.write_bytes(b"old")
    answers = [True, False]  # it changes while the new one is written
    with pytest.raises(ChangedMeanwhileError):
        replace(tmp_path, "x.rst", b"new", lambda: answers.pop(0))
    assert file.read_bytes() == b"old"
    file.unlink()
    with pytest.raises(ChangedMeanwhileError):
        replace(tmp_path, "x.rst", b"new", unchanged)
    assert not list(tmp_path.iterdir())


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "x.rst").symlink_to("target")
    with pytest.raises(ChangedMeanwhileError):
        replace(tmp_path, "x.rst", b"new", unchanged)
    assert (tmp_path / "target").read_bytes() == b"old"
    assert (tmp_path / "x.rst").is_symlink()


@contextmanager
def as_nobody() -> Iterator[Path]:
    """A directory, with this process running without the rights of root."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        root.chmod(0o777)
        if os.geteuid() != 0:
            yield root
            return
        os.seteuid(65534)
        try:
            yield root
        finally:
            os.seteuid(0)


def test_a_missing_permission_is_one_line() -> None:
    with as_nobody() as root:
        file = root / "x.rst"
        file.write_bytes(b"old")
        file.chmod(0o444)
        with pytest.raises(UserError, match=r"x\.rst cannot be written.*permission denied"):
            replace(root, "x.rst", b"new", unchanged)
        file.chmod(0o644)
        below = root / "below"
        below.mkdir()
        file.rename(below / "x.rst")
        below.chmod(0o555)
        with pytest.raises(UserError, match=r"x\.rst cannot be written.*permission denied"):
            replace(root, "below/x.rst", b"new", unchanged)
        below.chmod(0o755)
        assert [path.name for path in below.iterdir()] == ["x.rst"]
        assert (below / "x.rst").read_bytes() == b"old"


def test_the_old_file_is_kept_on_a_full_disk(tmp_path: Path) -> None:
    file = tmp_path / "x.rst"
    file.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        with pytest.raises(
            UserError, match=r"x\.rst cannot be written and is as it was: file too"
        ):
            replace(tmp_path, "x.rst", b"new" * 4096, unchanged)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in tmp_path.iterdir()] == ["x.rst"]
    assert file.read_bytes() == b"old"


# --- the diff -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a\nb\nc\n", "a\nB\nc\n"),
        ("a", "a\n"),
        ("a\n\n\n", "a\n"),
        ("a\r\nb\r\n", "a\nb\n"),
        ("-- x\n++ y\n", "-- x\n++ z\n"),
        ("-- x\n-- y", "++ z"),
        ("".join(f"{n}\n" for n in range(40)), "".join(f"{n % 30}\n" for n in range(40))),
        ("a\x0cb\u2028c\rd\n", "a\x0cb\u2028c\nd\n"),
        ("\ufeffa\n", "a\n"),
    ],
)
@pytest.mark.parametrize("path", ["specs/x.rst", "specs/a b.rst", 'specs/"\u00e9\t\\.rst'])
def test_git_applies_the_diff(repository: Repository, before: str, after: str, path: str) -> None:
    repository.write(path, before)
    repository.commit("Before")
    lines = list(unified(path, before, after))
    assert all(line.endswith("\n") for line in lines)
    run = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        cwd=repository.root,
        input="".join(lines).encode(),
        capture_output=True,
        check=False,
    )
    assert run.returncode == 0, run
    assert (repository.root / path).read_bytes() == after.encode()


def test_equal_texts_have_no_diff() -> None:
    assert list(unified("x", "a\n", "a\n")) == []


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x.rst", "a/x.rst"),
        ("a b.rst", "a/a b.rst\t"),
        ("it's.rst", "a/it's.rst"),
        ('"x".rst', r'"a/\"x\".rst"'),
        ("x\\y.rst", r'"a/x\\y.rst"'),
        ("x\ty.rst", r'"a/x\011y.rst"'),
        ("x\x1f.rst", r'"a/x\037.rst"'),
        ("x~\x7f.rst", r'"a/x~\177.rst"'),
        ("\u00e9 x.rst", r'"a/\303\251 x.rst"'),
        ("x\udcff.rst", r'"a/x\377.rst"'),
    ],
)
def test_a_name_is_quoted_only_if_git_would_misread_it(path: str, name: str) -> None:
    assert next(unified(path, "a\n", "b\n")) == f"--- {name}\n"
