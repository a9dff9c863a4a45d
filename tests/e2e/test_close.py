"""``specslint close``; ``status`` and the commands that move specs agree with it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, call, must

LEFT = {
    "quota-usage-history",
    "report-scheduler-refusals",
    "retry-volume-detach",
    "server-group-names-in-notifications",
    "trace-live-migration",
}


def listed(program: Program, sample: Repository, *words: str) -> dict[str, str]:
    """The specs that a command lists, each with its state."""
    found = json.loads(program.run(*words, "--format", "json", cwd=sample.root).stdout)
    return {spec["name"]: spec["state"] for spec in found["specs"]}


def script(program: Program, sample: Repository, *words: str) -> list[str]:
    run = program.run("close", *words, "--script", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


def test_what_is_approved_and_not_implemented(program: Program, sample: Repository) -> None:
    run = program.run("close", "kilo", cwd=sample.root)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.splitlines()[0].endswith(": 5 specs approved and not implemented")
    assert "Approved and not implemented" not in run.stdout
    assert listed(program, sample, "close", "kilo") == dict.fromkeys(LEFT, "approved")
    for form in ("markdown", "rst"):
        shown = program.run("close", "kilo", "--format", form, cwd=sample.root).stdout
        assert shown.count("\n* ") == len(LEFT)
    known = "retry-volume-detach\ntrace-live-migration\n"
    words = ("close", "kilo", "--from-file", "-", "--format", "json")
    rest = json.loads(program.run(*words, cwd=sample.root, stdin=known).stdout)
    assert {spec["name"] for spec in rest["specs"]} == LEFT - set(known.split())


def test_the_script_without_a_later_release(program: Program, sample: Repository) -> None:
    lines = script(program, sample, "kilo")
    assert lines[0] == "#!/bin/sh"
    assert [line for line in lines if not line.startswith("#") and line] == [
        "set -e", 'cd "$(git rev-parse --show-toplevel)"'
    ]  # fmt: skip
    assert '"specslint open" makes one' in lines[3]
    path = "specs/kilo/approved/retry-volume-detach.rst"
    assert f"# specslint repropose --from kilo --commit -- {path}" in lines
    assert f"# specslint move --to implemented --commit -- {path}" in lines


def test_the_script_run(program: Program, sample: Repository) -> None:
    assert program.run("open", "liberty", "--commit", cwd=sample.root).returncode == 0
    names = sample.root.parent / "names"
    names.write_text("retry-volume-detach\ntrace-live-migration\nunheard-of\n")
    words = ("kilo", "--from-file", str(names), "--output-file", str(names) + ".sh")
    assert script(program, sample, *words) == []
    path = f"{program.bin}:/usr/bin:/bin"
    must("sh", f"{names}.sh", cwd=sample.root / "specs", PATH=path)
    assert sample.git("status", "--porcelain") == ""
    assert sample.git("log", "--format=%s").splitlines()[:-2][-1].startswith("Move 2 specs")
    assert sample.git("rev-list", "--count", "HEAD").strip() == str(2 + 1 + 3)
    state = listed(program, sample, "status", "kilo")
    assert {name for name, of in state.items() if of == "implemented"} == {
        "retry-volume-detach", "skip-idle-image-cache-walks", "trace-live-migration"
    }  # fmt: skip
    again = LEFT - {"retry-volume-detach", "trace-live-migration"}
    assert set(listed(program, sample, "status", "liberty")) == again
    # A spec that was re-proposed needs no action.
    lines = script(program, sample, "kilo")
    assert lines.count("# It is proposed to liberty already.") == len(again)
    assert not any(line.startswith("specslint") for line in lines)


def test_names_and_titles_are_nothing_but_that(program: Program, sample: Repository) -> None:
    hostile = "$(touch owned); 'x\"\n`touch owned`"
    text = (sample.root / "specs/kilo/approved/retry-volume-detach.rst").read_text()
    title = text.splitlines()[5]
    text = text.replace(title, "x $(touch owned)\x1b[2J\u2028touch owned").replace(
        "=" * len(title), "=" * 60
    )
    sample.write(f"specs/kilo/approved/{hostile}.rst", text)
    sample.write("specs/kilo/approved/--help.rst", text)
    sample.commit("Hostile names")
    program.run("open", "liberty", "--commit", cwd=sample.root)
    lines = "\n".join(script(program, sample, "kilo"))
    assert "\x1b" not in lines
    assert "\u2028" not in lines
    # Records what the script would run, one argument at a time.
    fake = sample.root.parent / "bin"
    fake.mkdir()
    (fake / "specslint").write_text(
        '#!/bin/sh\nfor word in "$@"; do printf "%s\\0" "$word"; done\n'
    )
    (fake / "specslint").chmod(0o755)
    run = call("sh", "-c", lines, cwd=sample.root, PATH=f"{fake}:/usr/bin:/bin")
    assert run.returncode == 0, run
    assert f"specs/kilo/approved/{hostile}.rst" in run.stdout.split("\0")
    assert not Path(sample.root, "owned").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("klio",), 'did you mean "kilo"?'),
        ((), "the following arguments are required: RELEASE"),
        (("kilo", "--to", "juno"), "--to: juno did not come after kilo"),
        (("kilo", "--from-file", "gone"), "gone"),
    ],
)
def test_refused(
    program: Program, sample: Repository, words: tuple[str, ...], message: str
) -> None:
    run = program.run("close", *words, cwd=sample.root)
    assert (run.returncode, run.stdout) == (2, "")
    assert message in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("to", ["implemented", "abandoned", "approved", "backlog"])
def test_status_tells_what_move_did(program: Program, sample: Repository, to: str) -> None:
    name = "skip-idle-image-cache-walks" if to == "approved" else "retry-volume-detach"
    text = (sample.root / "specs/kilo-template.rst").read_text()
    sample.write("specs/backlog-template.rst", text)
    sample.commit("A template for the backlog")
    before = listed(program, sample, "status", "kilo")
    run = program.run("move", name, "--to", to, "--commit", cwd=sample.root)
    assert run.returncode == 0
    after = listed(program, sample, "status", "kilo")
    expected = dict(before)
    if to == "backlog":
        del expected[name]
    else:
        expected[name] = to
    assert after == expected


def test_status_tells_what_was_new_and_proposed_again(
    program: Program, sample: Repository
) -> None:
    for words in (
        ("open", "liberty"),
        ("new", "count-spares", "--to", "liberty"),
        ("repropose", "retry-volume-detach", "--to", "liberty"),
        ("move", "count-spares", "--to", "implemented"),
    ):
        assert program.run(*words, "--commit", cwd=sample.root).returncode == 0, words
    assert listed(program, sample, "status", "liberty") == {
        "count-spares": "implemented",
        "retry-volume-detach": "approved",
    }
