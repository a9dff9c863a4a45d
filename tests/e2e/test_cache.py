"""The caches save work and change no byte of any output."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import PROJECT, SAMPLE, SLOW, Repository

Completed = subprocess.CompletedProcess[str]
SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"


class Clone:
    """A copy of the sample, and the program with a cache of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root / "nova-specs"
        self.home = root / "home"
        self.home.mkdir()
        shutil.copytree(SAMPLE, self.root)
        Repository.create(self.root).commit("The sample")

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(PROJECT), "XDG_CACHE_HOME": str(self.home)}

    def run(self, *words: str, check: str = "") -> Completed:
        code = "import sys; from specslint.cli.start import main; code = main();" + check
        return subprocess.run(
            [sys.executable, "-c", f"{code} sys.exit(code)", *words],
            cwd=self.root,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def same_as_without(self, *words: str) -> Completed:
        """Run with the cache; the result must equal that of a run without."""
        run, without = self.run(*words), self.run(*words, "--no-cache")
        assert (run.stdout, run.returncode) == (without.stdout, without.returncode)
        assert run.stderr == without.stderr == ""
        return run

    def answers(self) -> list[Path]:
        return sorted((self.home / "specslint").glob("answers-*/*"))

    def results(self) -> Path:
        (file,) = (self.home / "specslint").glob("results-*")
        return file


@pytest.fixture
def clone(tmp_path: Path) -> Clone:
    return Clone(tmp_path)


LOADED = "print(*sorted(sys.modules), file=sys.stderr);"


def test_a_cached_output_imports_almost_nothing(clone: Clone) -> None:
    first = clone.run(SPEC)
    again = clone.run(SPEC, check=LOADED)
    assert (again.stdout, again.returncode) == (first.stdout, first.returncode)
    loaded = set(again.stderr.split())
    own = {name for name in loaded if name.startswith("specslint")}
    assert own == {
        "specslint",
        "specslint.cli",
        "specslint.output_cache",
        "specslint.work_tree",
        "specslint.cli.start",
    }
    heavy = {"docutils", "git", "argparse", "dataclasses", "inspect", "json", "sqlite3"}
    heavy |= {"re", "enum", "typing", "pathlib", "functools", "subprocess", "tomllib"}
    assert not loaded & heavy - loaded_by_the_interpreter()


def loaded_by_the_interpreter() -> set[str]:
    """The packages of its environment that a bare interpreter loads."""
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(bare.stdout.split())


def test_known_results_load_no_docutils_and_no_rule_on_specs(clone: Clone) -> None:
    clone.run()
    clone.run(SPEC, "--format", "json")  # other arguments about known files
    run = clone.run(SPEC, "--format", "text", check=LOADED)
    loaded = set(run.stderr.split())
    assert "docutils" not in loaded
    on_specs = ("specslint.rules.text.txt", "specslint.rules.rst.rst")
    assert not {name for name in loaded if name.startswith(on_specs)}
    assert "git" not in loaded


@pytest.mark.parametrize("words", [(), (SPEC,), ("--format", "json"), ("--select", "TPL,TXT")])
def test_the_same_bytes(clone: Clone, words: tuple[str, ...]) -> None:
    for _ in range(2):
        clone.same_as_without(*words)


def changed(root: Path, path: str, change: Callable[[str], str]) -> None:
    file = root / path
    file.write_text(change(file.read_text()))


def configured(root: Path, key: str) -> None:
    table = "[tool.specslint]"
    changed(root, "pyproject.toml", lambda text: text.replace(table, f"{table}\n{key}", 1))


CHANGES: dict[str, Callable[[Path], object]] = {
    "spec": lambda root: changed(root, SPEC, lambda text: text + "\nx_ \n"),
    "template": lambda root: changed(
        root, "specs/kilo-template.rst", lambda text: text + "\nMore\n====\n\nWords.\n"
    ),
    "earlier template": lambda root: changed(
        root,
        "specs/juno-template.rst",
        lambda text: text + "\n" + (root / SPEC).read_text().split("\n\n")[5] + "\n",
    ),
    "configuration": lambda root: changed(
        root,
        "pyproject.toml",
        lambda text: (
            text + '\n[tool.specslint]\nselect = ["TXT"]\n'
            if "tool.specslint" not in text
            else text.replace("[tool.specslint]", '[tool.specslint]\nselect = ["TXT"]')
        ),
    ),
    "new configuration": lambda root: (
        # pyproject.toml would take precedence.
        (root / "pyproject.toml")
        .rename(root / "setup.cfg")
        .write_text("[specslint]\nignore = TXT\n")
    ),
    "tracker": lambda root: configured(root, 'tracker = ["story"]'),
    "required sections": lambda root: configured(root, 'required-sections = ["More"]'),
    "file": lambda root: (root / "specs/kilo/approved/new.rst").write_text("New\n"),
    "stray": lambda root: (root / "specs/kilo/notes.txt").write_text("x"),
    "mode": lambda root: (root / SPEC).chmod(0o755),
    "link": lambda root: (root / "specs/kilo/approved/l.rst").symlink_to("nowhere"),
    "redirects": lambda root: changed(
        root, "specs/kilo/redirects", lambda text: text + "a.rst b.rst\n"
    ),
    "deletion": lambda root: (root / "specs/kilo-template.rst").unlink(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_invalidates_the_cache(
    clone: Clone, change: Callable[[Path], object]
) -> None:
    for words in ((), (SPEC,)):
        clone.run(*words)
    change(clone.root)
    for words in ((), (SPEC,)):
        clone.same_as_without(*words)


def test_a_template_linked_among_the_specs_is_checked_as_a_spec(clone: Clone) -> None:
    template = clone.root / "specs/kilo-template.rst"
    template.write_text(template.read_text() + "\nA line with spaces at its end.  \n")
    clone.run("specs")
    (clone.root / "specs/kilo/approved/link.rst").symlink_to("../../kilo-template.rst")
    assert "kilo-template.rst:132:31: TXT002" in clone.same_as_without("specs").stdout


def test_a_directory_that_was_empty_and_is_gone(clone: Clone) -> None:
    empty = clone.root / "specs/kilo/approved/empty"
    empty.mkdir()
    assert clone.run(str(empty)).returncode == 0
    empty.rmdir()
    assert clone.run(str(empty)).returncode == 2


def test_the_file_name_is_part_of_the_key(clone: Clone) -> None:
    clone.run(SPEC)
    other = "specs/kilo/approved/another-name.rst"
    (clone.root / SPEC).rename(clone.root / other)
    assert "TPL013" in clone.same_as_without(other).stdout


@pytest.mark.parametrize("damage", [b"", b"x", None], ids=["emptied", "overwritten", "cut"])
def test_a_damaged_cache_is_ignored(clone: Clone, damage: bytes | None) -> None:
    clone.run()
    for file in [*clone.answers(), clone.results()]:
        content = file.read_bytes()
        file.write_bytes(content[: len(content) // 2] if damage is None else damage)
    clone.same_as_without()
    clone.same_as_without()


def test_a_result_is_only_believed_with_its_seal(clone: Clone) -> None:
    clone.run()
    for file in [*clone.answers(), clone.results()]:
        file.write_bytes(file.read_bytes().replace(b"TXT001", b"TXT002"))
    clone.same_as_without()


def test_a_cache_that_cannot_be_written_is_a_warning(clone: Clone) -> None:
    (clone.home / "specslint").write_text("no directory")
    run = clone.run(SPEC)
    assert run.stderr.startswith("specslint: nothing is remembered")
    assert run.stderr.count("\n") == 1
    assert run.returncode == clone.run(SPEC, "--no-cache").returncode


def test_no_cache_leaves_nothing(clone: Clone) -> None:
    clone.run("--no-cache")
    assert not (clone.home / "specslint").exists()


def test_several_runs_at_once(clone: Clone) -> None:
    words = [sys.executable, "-c", "from specslint.cli.start import main; main()"]
    expected = clone.run("--no-cache").stdout
    runs = [
        subprocess.Popen(
            words,
            cwd=clone.root,
            env=clone.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(6)
    ]
    for run in runs:
        assert run.communicate(timeout=120) == (expected, "")
    clone.same_as_without()


def test_killed_at_any_moment(clone: Clone) -> None:
    words = [sys.executable, "-c", "from specslint.cli.start import main; main()"]
    for tenths in range(1, 8):
        run = subprocess.Popen(
            words, cwd=clone.root, env=clone.environment, stdout=subprocess.DEVNULL
        )
        time.sleep(tenths / 20)
        run.send_signal(signal.SIGKILL)
        run.wait(timeout=60)
    clone.same_as_without()


def test_interrupted_with_workers(clone: Clone) -> None:
    text = (clone.root / SPEC).read_text()
    for number in range(400):
        file = clone.root / f"specs/kilo/approved/spec-{number}.rst"
        file.write_text(f"{text}.. {number}\n{SLOW}")
    run = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys; from specslint.cli.start import main; sys.exit(main())",
        ],
        cwd=clone.root,
        env=clone.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(0.7)
    os.killpg(run.pid, signal.SIGINT)  # as a terminal does
    output, errors = run.communicate(timeout=60)
    assert "Traceback" not in errors
    assert run.returncode == 130
    assert output == ""


def test_output_that_nobody_reads(clone: Clone) -> None:
    program = f"cd {clone.root} && {sys.executable} -m specslint"
    for line in (f"{program} >&-", f"{program} 2>&-", f"{program} --no-cache >&- 2>&-"):
        run = subprocess.run(
            ["sh", "-c", line], env=clone.environment, capture_output=True, text=True, check=False
        )
        assert run.returncode == 1
        assert "Traceback" not in run.stderr


def test_a_working_directory_that_is_gone(clone: Clone, tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    line = f"mkdir {gone} && cd {gone} && rmdir {gone} && {sys.executable} -m specslint"
    run = subprocess.run(
        ["sh", "-c", line], env=clone.environment, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1


def test_info_and_clear(clone: Clone) -> None:
    clone.run()
    info = clone.run("cache", "info")
    assert str(clone.home) in info.stdout
    assert "MiB" in info.stdout
    assert clone.run("cache", "clear").returncode == 0
    assert not (clone.home / "specslint").exists()
    assert clone.run("cache", "clear").returncode == 0


def test_workers_find_what_one_process_finds(clone: Clone) -> None:
    text = (clone.root / SPEC).read_text()
    for number in range(60):
        name = f"specs/kilo/approved/spec-{number}.rst"
        (clone.root / name).write_text(text.replace("None", f"None\n\nx{number}_ and *y", 1))
    one = clone.run("--no-cache", "-j", "1")
    assert one.returncode == 1
    assert clone.run("--no-cache", "-j", "3").stdout == one.stdout
    assert clone.run("-j", "2").stdout == one.stdout


def test_a_hook_parses_nothing_again(clone: Clone) -> None:
    """The first hook parses the copy, the last one its source; the next time neither does."""
    copy = "specs/kilo/approved/cap-console-sessions.rst"
    text = (clone.root / "specs/juno/implemented/cap-console-sessions.rst").read_text()
    (clone.root / copy).write_text(text.replace("session", "sitting"))
    (clone.root / "message").write_text("Propose it again\n\nPreviously-approved: juno\n")
    subprocess.run(["git", "add", copy], cwd=clone.root, check=True)
    seen = " print('parsed' if any('plain' in m or 'docutils' in m for m in sys.modules) else '');"
    first = clone.run("commit-msg", "message", check=seen)
    again = clone.run("commit-msg", "message", check=seen)
    assert "FTK011" in first.stdout
    assert first.stdout.endswith("parsed\n")
    assert again.stdout == first.stdout.removesuffix("parsed\n") + "\n"
    without = clone.run("commit-msg", "--no-cache", "message", check=seen)
    assert without.stdout == first.stdout
