"""``specslint move`` with the installed program and real git."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Completed, Program, call
from tests.e2e.test_faults_disk import FILL, small_disk

__all__ = ["small_disk"]  # the fixture

NAME = "retry-volume-detach"
OLD = f"specs/kilo/approved/{NAME}.rst"
NEW = f"specs/kilo/implemented/{NAME}.rst"
REDIRECT = f"approved/{NAME}.rst ../implemented/{NAME}.rst\n"
MESSAGE = f"""\
Move to implemented: Retry the detach of a busy volume

{OLD} goes to
{NEW}.

Implements: blueprint {NAME}
"""


# Findings before the move.
FINDINGS = (
    f"{NEW}:35:80: TXT001 [error] the line has 89 characters, at most 79 are allowed: wrap it\n"
    f"{NEW}:101:22: TXT002 [error] 2 spaces at the end of the line: remove them\n"
)


@pytest.fixture
def specs(sample: Repository) -> Repository:
    """The sample with an abandoned spec, a backlog, links to a template and references."""
    text = (sample.root / OLD).read_text()
    template = (sample.root / "specs/kilo-template.rst").read_text()
    sample.write("specs/backlog-template.rst", template)
    sample.write("specs/backlog/approved/some-day.rst", text.replace(NAME, "some-day"))
    sample.write("specs/abandoned/never.rst", text.replace(NAME, "never"))
    sample.write("specs/liberty-template.rst", template)
    for status in ("approved", "implemented"):
        (sample.root / "specs/liberty" / status).mkdir(parents=True)
        link = sample.root / "specs/liberty" / status / "liberty-template.rst"
        link.symlink_to("../../liberty-template.rst")
    sample.write("specs/liberty/redirects", "")
    sample.write("doc/source/page.rst", f"Page\n====\n\nSee :doc:`/{OLD.removesuffix('.rst')}`.\n")
    sample.commit("More of everything")
    return sample


def state(repository: Repository) -> tuple[object, ...]:
    """Everything that a run may change."""
    files = [
        (str(path), path.lstat().st_mode, path.is_symlink() or path.read_bytes())
        for path in sorted(repository.root.rglob("*"))
        if ".git" not in path.parts and not path.is_dir()
    ]
    return (
        repository.git("status", "--porcelain", "--untracked-files=all", "--ignored"),
        repository.git("ls-files", "-s"),
        files,
        (repository.root / ".git/MERGE_MSG").exists(),
    )


def findings(program: Program, repository: Repository) -> set[tuple[str, str]]:
    """The codes that a run over the whole tree reports, with the names of the files."""
    run = program.run("--format", "json", cwd=repository.root)
    return {(d["code"], Path(d["path"]).name) for d in json.loads(run.stdout)["diagnostics"]}


# --- moves ----------------------------------------------------------------------


def test_the_spec_and_all_that_refers_to_it(program: Program, specs: Repository) -> None:
    before = (specs.root / OLD).read_bytes()
    run = program.run("move", NAME, "--to", "implemented", cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == (
        f"move   {OLD} -> {NEW}\n"
        "write  doc/source/page.rst\n"
        "write  specs/kilo/redirects\n"
        f"\nLeft for you:\n{FINDINGS}"
        "\nThe message, in .git/MERGE_MSG:\n"
        + "".join(f"    {line}".rstrip() + "\n" for line in MESSAGE.splitlines())
        + "\nAll of it is staged. git add a file again after a change, and run: git commit\n"
    )
    assert specs.git("status", "--porcelain").splitlines() == [
        "M  doc/source/page.rst",
        f"R  {OLD} -> {NEW}",
        "M  specs/kilo/redirects",
    ]
    assert (specs.root / NEW).read_bytes() == before
    assert (specs.root / "specs/kilo/redirects").read_text().startswith(REDIRECT)
    assert (
        f":doc:`/{NEW.removesuffix('.rst')}`" in (specs.root / "doc/source/page.rst").read_text()
    )
    specs.git("commit", "-q", "--no-edit")
    assert specs.git("log", "-1", "--format=%B").rstrip() == MESSAGE.rstrip()
    assert program.run("--commit", "HEAD", "--select", "PLC,FTK", cwd=specs.root).stdout == ""


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ((NAME, "--to", "abandoned"), f"specs/abandoned/{NAME}.rst"),
        ((OLD, "--to", "backlog"), f"specs/backlog/approved/{NAME}.rst"),
        (("skip-idle-image-cache-walks", "--to", "approved"),
         "specs/kilo/approved/skip-idle-image-cache-walks.rst"),
        (("some-day", "--to", "approved", "--release", "kilo"),
         "specs/kilo/approved/some-day.rst"),
        (("some-day", "--to", "approved", "--release", "Liberty"),
         "specs/liberty/approved/some-day.rst"),
        (("never", "--to", "approved", "--release", "liberty"),
         "specs/liberty/approved/never.rst"),
        (("never", "--to", "backlog"), "specs/backlog/approved/never.rst"),
        (("report-scheduler-refusals", "--to", "implemented", "--release", "juno"),
         "specs/juno/implemented/report-scheduler-refusals.rst"),
        (("specs/juno/approved/report-scheduler-refusals.rst", "--to", "implemented"),
         "specs/juno/implemented/report-scheduler-refusals.rst"),
    ],
)  # fmt: skip
def test_every_status(
    program: Program, specs: Repository, words: tuple[str, ...], path: str
) -> None:
    before = findings(program, specs)
    run = program.run("move", *words, "--commit", cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert (specs.root / path).is_file()
    assert specs.git("status", "--porcelain") == ""
    assert findings(program, specs) <= before
    assert "PLC006" not in program.run("--commit", cwd=specs.root).stdout
    # A placeholder is removed with the first spec, and not restored for another
    # directory.
    links = {str(link.relative_to(specs.root)) for link in specs.root.glob("specs/l*/*/l*.rst")}
    expected = {f"specs/liberty/{s}/liberty-template.rst" for s in ("approved", "implemented")}
    assert links == {link for link in expected if Path(link).parent != Path(path).parent}


def test_back_again_all_is_as_it_was(program: Program, specs: Repository) -> None:
    before = specs.git("rev-parse", "HEAD:specs/liberty", "HEAD:specs/abandoned")
    for words in (
        ("never", "--to", "implemented", "--release", "liberty"),
        ("never", "--to", "abandoned"),
    ):
        assert program.run("move", *words, "--commit", cwd=specs.root).returncode == 0
    redirects = specs.root / "specs/liberty/redirects"
    assert redirects.read_text() == "implemented/never.rst ../../abandoned/never.rst\n"
    specs.write("specs/liberty/redirects", "")
    specs.commit("Without the redirect")
    assert specs.git("rev-parse", "HEAD:specs/liberty", "HEAD:specs/abandoned") == before


def test_a_spec_that_is_superseded(program: Program, specs: Repository) -> None:
    end = b"\r\n"
    (specs.root / OLD).write_bytes((specs.root / OLD).read_bytes().replace(b"\n", end))
    specs.commit("Other line ends")
    before = findings(program, specs)
    words = ("move", NAME, "--to", "abandoned", "--superseded-by", "trace-live-migration")
    run = program.run(*words, "--commit", cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    text = (specs.root / f"specs/abandoned/{NAME}.rst").read_bytes()
    note = (
        b"\n.. note::\n\n   This spec is superseded by\n"
        b"   :doc:`/specs/kilo/approved/trace-live-migration`.\n\n"
    )
    assert note.replace(b"\n", end) in text
    assert text.count(b"\n") == text.count(end)
    assert findings(program, specs) <= before
    assert specs.git("log", "-1", "--format=%s").startswith("Abandon: Retry the detach")


def test_a_spec_that_is_abandoned(program: Program, specs: Repository) -> None:
    reason = "Nobody has asked for it since the day on which it was written down, years ago."
    run = program.run("move", "some-day", "--to", "abandoned", "--reason", reason, cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert "note: " not in run.stdout
    assert (
        "\n\n.. note::\n\n   This spec is abandoned.\n"
        "   Nobody has asked for it since the day on which it was written down, years\n   ago.\n\n"
    ) in (specs.root / "specs/abandoned/some-day.rst").read_text()
    specs.git("reset", "-q", "--hard")
    run = program.run("move", NAME, "--to", "abandoned", "--dry-run", cwd=specs.root)
    assert (
        f"note: {OLD}: most often a spec of the backlog is abandoned, and a release keeps its"
        " own\n"
    ) in run.stdout


def test_bytes_and_modes_are_kept(program: Program, specs: Repository) -> None:
    content = b"\xef\xbb\xbfNot \xff\xfe UTF-8\r\nand\rno end"
    page = f"\xff :doc:`{NAME}`\r\n".encode("latin-1")
    (specs.root / OLD).write_bytes(content)
    (specs.root / OLD).chmod(0o755)
    (specs.root / "specs/kilo/approved/page.rst").write_bytes(page)
    (specs.root / "specs/kilo/approved/page.rst").chmod(0o755)
    specs.commit("Unusual")
    assert program.run("move", NAME, "--to", "implemented", cwd=specs.root).returncode == 0
    assert (specs.root / NEW).read_bytes() == content
    assert (specs.root / "specs/kilo/approved/page.rst").read_bytes() == page.replace(
        b"retry", b"../implemented/retry"
    )
    for path in (NEW, "specs/kilo/approved/page.rst"):
        assert (specs.root / path).stat().st_mode & 0o777 == 0o755
        assert specs.git("ls-files", "-s", path).startswith("100755 ")
    assert " M" not in specs.git("status", "--porcelain")


# --- several specs ---------------------------------------------------------------


def test_names_from_a_file(program: Program, specs: Repository) -> None:
    names = (
        f"{NAME}\n\ntrace-live-migration  \nnobody-knows\n{NAME}\nskip-idle-image-cache-walks\n"
    )
    specs.write("../names", names)
    words = ("move", "--from-file", "../names", "--to", "implemented", "--release", "kilo")
    run = program.run(*words, cwd=specs.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert 'note: nobody-knows: no spec to move to "implemented"\n' in run.stdout
    assert 'note: skip-idle-image-cache-walks: no spec to move to "implemented"\n' in run.stdout
    assert "    Move 2 specs of Kilo to implemented\n" in run.stdout
    assert specs.git("status", "--porcelain").count("R  ") == 2
    assert (specs.root / "specs/kilo/redirects").read_text() == (
        f"{REDIRECT}"
        "approved/skip-idle-image-cache-walks.rst ../implemented/skip-idle-image-cache-walks.rst\n"
        "approved/trace-live-migration.rst ../implemented/trace-live-migration.rst\n"
    )


@pytest.mark.parametrize("as_list", [False, True])
def test_blueprints_as_launchpad_lists_them(
    program: Program, specs: Repository, *, as_list: bool
) -> None:
    entries = [
        {"name": NAME, "implementation_status": "Implemented", "title": "x"},
        {"name": "trace-live-migration", "implementation_status": "Good progress"},
        {"name": "quota-usage-history"},
        {"name": "of-another-time", "implementation_status": "Implemented"},
    ]
    text = json.dumps(entries if as_list else {"next_collection_link": "x", "entries": entries})
    words = ("move", "--from-file", "-", "--to", "implemented", "--format", "json")
    run = program.run(*words, cwd=specs.root, stdin=text)
    assert (run.returncode, run.stderr) == (0, "")
    plan = json.loads(run.stdout)
    assert plan["operations"][:2] == [
        {"kind": "remove", "path": OLD, "from": None, "target": None},
        {"kind": "move", "path": NEW, "from": OLD, "target": None},
    ]
    assert plan["message"] == MESSAGE
    assert plan["notes"] == [
        "trace-live-migration: Good progress, left where it is",
        "quota-usage-history: no status, left where it is",
        *(
            []
            if as_list
            else ["the JSON is a part of the list: the rest is at its next_collection_link"]
        ),
        'of-another-time: no spec to move to "implemented"',
    ]


def test_a_dry_run_changes_nothing(program: Program, specs: Repository) -> None:
    before = state(specs)
    run = program.run("move", NAME, "--to", "implemented", "--dry-run", cwd=specs.root)
    assert (run.returncode, state(specs)) == (0, before)
    assert run.stdout.endswith("\nNothing is changed.\n")
    real = program.run("move", NAME, "--to", "implemented", cwd=specs.root)
    same = run.stdout.replace("The message:", "The message, in .git/MERGE_MSG:")
    assert same.splitlines()[:-1] == real.stdout.splitlines()[:-1]


@pytest.mark.parametrize(
    ("project", "old", "words", "new"),
    [
        ("cinder", "specs/2026.1/a.rst", "backlog", "specs/untargeted/a.rst"),
        ("cinder", "specs/untargeted/a.rst", "approved --release 2026.1", "specs/2026.1/a.rst"),
        ("cinder", "specs/2026.1/a.rst", "implemented", ""),
        ("cinder", "specs/2026.1/a.rst", "abandoned", ""),
        ("keystone", "specs/keystone/train/a.rst", "backlog", "specs/keystone/backlog/a.rst"),
        ("keystone", "specs/keystone/train/a.rst", "implemented", ""),
        ("neutron", "specs/train/a.rst", "backlog", "specs/backlog/train/a.rst"),
        ("neutron", "specs/train/a.rst", "implemented", ""),
        ("glance", "specs/train/approved/glance/a.rst", "implemented",
         "specs/train/implemented/glance/a.rst"),
        ("glance", "specs/untargeted/glance/a.rst", "approved --release train",
         "specs/train/approved/glance/a.rst"),
        ("ironic", "specs/approved/a.rst", "backlog", "specs/backlog/a.rst"),
        ("ironic", "specs/backlog/a.rst", "approved", "specs/approved/a.rst"),
        ("ironic", "specs/approved/a.rst", "abandoned", "specs/retired/a.rst"),
        ("ironic", "specs/approved/a.rst", "implemented", ""),
    ],
)  # fmt: skip
def test_other_repositories(
    program: Program, repository: Repository, project: str, old: str, words: str, new: str
) -> None:
    repository.write(".gitreview", f"[gerrit]\nproject=openstack/{project}-specs.git\n")
    repository.write("specs/template.rst", "Title\n=====\n\nProblem description\n----------\n")
    for other in ("2026.1", "train", "keystone/train"):  # there are such releases
        repository.write(f"specs/{other}/b.rst", "Another\n=======\n")
    repository.write(old, "A spec\n======\n")
    repository.commit("Specs")
    run = program.run("move", "a", "--to", *words.split(), cwd=repository.root)
    if new:
        assert (run.returncode, run.stderr) == (0, "")
        assert repository.git("status", "--porcelain") == f"R  {old} -> {new}\n"
    else:
        assert (run.returncode, run.stdout) == (2, "")
        assert run.stderr == f'specslint: {old}: the layout has no place for "{words}"\n'


# --- errors -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--to", "implemented"), "name the specs to move, or a file of names with --from-file"),
        ((NAME, "--to", "implemented", "--from-file", "-"), "name the specs to move, or a file"),
        ((NAME,), "--to"),
        ((NAME, "--to", "done"), "invalid choice: 'done'"),
        (("nobody", "--to", "implemented"),
         'no spec "nobody" that could be moved to "implemented"'),
        ((NAME, "--to", "approved"), f'no spec "{NAME}" that could be moved to "approved"'),
        ((NAME, "--to", "implemented", "--release", "klio"), 'no release; did you mean "kilo"?'),
        ((NAME, "--to", "implemented", "--release", "juno"), f'no spec "{NAME}" in juno'),
        (("report-scheduler-refusals", "--to", "implemented"),
         'several specs are called "report-scheduler-refusals"'),
        (("some-day", "--to", "approved"), "name the one it goes to by --release"),
        ((NAME, "--to", "implemented", "--superseded-by", "never"), '"--to abandoned"'),
        ((NAME, "--to", "implemented", "--reason", "never"), '"--to abandoned"'),
        ((NAME, "--to", "abandoned", "--superseded-by", NAME), "cannot supersede itself"),
        ((NAME, "--to", "abandoned", "--superseded-by", "nobody"), 'no spec "nobody"'),
        ((NAME, "--to", "abandoned", "--dry-run", "--commit"), "--dry-run changes nothing"),
        (("--from-file", "gone", "--to", "implemented"), "gone"),
        (("specs/juno/approved/report-scheduler-refusals.rst",
          "specs/kilo/approved/report-scheduler-refusals.rst", "--to", "abandoned"),
         "specs/abandoned/report-scheduler-refusals.rst is there already"),
    ],
)  # fmt: skip
def test_refused(
    program: Program, specs: Repository, words: tuple[str, ...], message: str
) -> None:
    before = state(specs)
    run = program.run("move", *words, cwd=specs.root)
    assert (run.returncode, run.stdout, state(specs)) == (2, "", before)
    assert message in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", 'nothing to move to "implemented"'),
        ("{", "no valid JSON"),
        ("[" * 200_000, "no valid JSON"),
        ('{"entries": 1}', 'no list "entries" of blueprints'),
        ('["x"]', "a blueprint of the JSON has no name"),
        ('[{"name": 1}]', "a blueprint of the JSON has no name"),
        ('[{"name": "\\u001b[2J"}]', "no status, left where it is"),
        ("\0\n", "no spec to move"),
    ],
)  # fmt: skip
def test_a_file_of_names_that_is_none(
    program: Program, specs: Repository, text: str, message: str
) -> None:
    run = program.run(
        "move", "--from-file", "-", "--to", "implemented", cwd=specs.root, stdin=text
    )
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert run.stderr.count("\n") == 1
    assert "\033" not in run.stderr


def staged(specs: Repository) -> None:
    specs.write("README.rst", "Mine\n")
    specs.git("add", "README.rst")


def unstaged(specs: Repository) -> None:
    (specs.root / OLD).write_text("Mine\n")


def unstaged_redirects(specs: Repository) -> None:
    (specs.root / "specs/kilo/redirects").write_text("Mine\n")


def in_the_way(specs: Repository) -> None:
    (specs.root / NEW).write_text("Mine\n")


def linked_directory(specs: Repository) -> None:
    directory = specs.root / "specs/kilo/implemented"
    shutil.move(directory, specs.root / "elsewhere")
    directory.symlink_to(specs.root / "elsewhere")


def linked_target(specs: Repository) -> None:
    (specs.root / NEW).symlink_to("/etc/passwd")
    specs.commit("A link")


def merging(specs: Repository) -> None:
    (specs.root / ".git/MERGE_HEAD").write_text(specs.git("rev-parse", "HEAD"))


def too_large(specs: Repository) -> None:
    (specs.root / "doc/source/page.rst").write_text("A word\n" * 200_000)
    specs.commit("A very long page")


def locked(specs: Repository) -> None:
    (specs.root / ".git/index.lock").touch()


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (staged, "'README.rst' is staged"),
        (unstaged, f"{OLD} has changes that are not staged"),
        (unstaged_redirects, "specs/kilo/redirects has changes that are not staged"),
        (in_the_way, f"{NEW} is there already, and git does not know it"),
        (linked_directory, "specs/kilo/implemented is a symbolic link, which is not followed"),
        (linked_target, f"{NEW} is there already: remove one of the two first"),
        (merging, "a merge is under way"),
        (too_large, "doc/source/page.rst cannot be read: 1400000 bytes are more than"),
        (locked, "index.lock': File exists"),
    ],
    ids=lambda case: getattr(case, "__name__", ""),
)
def test_a_tree_that_is_not_as_it_has_to_be(
    program: Program, specs: Repository, damage: Callable[[Repository], None], message: str
) -> None:
    damage(specs)
    before = state(specs)
    run = program.run("move", NAME, "--to", "implemented", cwd=specs.root)
    assert (run.returncode, run.stdout, state(specs)) == (2, "", before)
    assert message in run.stderr


# --- failures -----------------------------------------------------------------------


@pytest.mark.parametrize("room", [0, 1, 2, 4, 8, 16, 24, 32])
def test_no_room_on_the_disk(
    small_disk: Callable[..., Completed], specs: Repository, room: int
) -> None:
    """All or nothing, however much space is left."""
    line = (
        f'cp -r . "$D"; cd "$D"; git status --porcelain >/dev/null; {FILL}'
        f"truncate -s -{room}k fill; echo fill > .git/info/exclude; "
        f"$S move {NAME} --to implemented >/dev/null; code=$?; rm fill; "
        "git status --porcelain --untracked-files=all; ls .git/MERGE_MSG 2>/dev/null; exit $code"
    )
    run = small_disk(4096, line, specs.root)
    if run.returncode == 0:
        assert run.stdout.count("\n") == 4
    else:
        assert (run.returncode, run.stdout) == (2, "")
        assert "o space left on device" in run.stderr


# Before each call of the functions that change something, by Python's profiling hook.
_ENDED = """
import os, signal, sys
left, begun = int(os.environ["ENDED_AT"]), False
steps = {"open", "write", "fsync", "replace", "unlink", "mkdir", "rmdir", "symlink", "fork_exec"}
modules = ("/specslint/writing", "/specslint/process/apply", "/subprocess")
def profile(frame, event, argument):
    global left, begun
    begun = begun or frame.f_code.co_name == "applied"
    if begun and event == "c_call" and argument.__name__ in steps:
        if any(module in frame.f_code.co_filename for module in modules):
            left -= 1
            if not left:
                os.kill(os.getpid(), int(os.environ["ENDED_BY"]))
sys.setprofile(profile)
"""


@pytest.mark.slow
@pytest.mark.parametrize("number", [2, 15, 9], ids=["INT", "TERM", "KILL"])
def test_ended_at_each_step(
    program: Program, specs: Repository, tmp_path: Path, number: int
) -> None:
    (tmp_path / "hook").mkdir()
    (tmp_path / "hook/sitecustomize.py").write_text(_ENDED)
    before = state(specs)
    words = (
        program.bin / "specslint",
        "move",
        "never",
        "--to",
        "approved",
        "--release",
        "liberty",
    )
    at, ended = 0, 0
    while True:
        # Fewer steps for SIGTERM, which is handled like SIGINT, and SIGKILL, which is not.
        at += 2 if number == 2 else 5
        run = call(
            *words, cwd=specs.root,
            PYTHONPATH=str(tmp_path / "hook"), ENDED_AT=str(at), ENDED_BY=str(number),
        )  # fmt: skip
        if run.returncode == 0:
            break
        ended += 1
        assert run.returncode == (130 if number == 2 else -number), run
        if number == 9:
            # Files are whole, and git restores all of it.
            for path in specs.root.glob("specs/**/*.rst"):
                assert path.stat().st_size > 0, path
            (specs.root / ".git/index.lock").unlink(missing_ok=True)
            specs.git("reset", "-q", "--hard")
            specs.git("clean", "-q", "-f", "-d")
            (specs.root / ".git/MERGE_MSG").unlink(missing_ok=True)
        assert state(specs) == before, at
        assert at < 400
    assert ended > (15 if number == 2 else 6)
    assert (specs.root / "specs/liberty/approved/never.rst").is_file()
    assert not os.path.lexists(specs.root / "specs/liberty/approved/liberty-template.rst")
