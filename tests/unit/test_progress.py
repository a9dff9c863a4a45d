"""The progress bar: on a terminal for a long run, removed at the end, nowhere else."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

from tests.conftest import PROJECT, SAMPLE, Repository

# The bar normally appears after a second: here, at once.
PROGRAM = """
import sys
from specslint.commands import progress
progress._PATIENCE = 0
from specslint.cli.start import main
sys.exit(main())
"""


def many_specs(root: Path) -> None:
    text = (SAMPLE / "specs/kilo/approved/server-group-names-in-notifications.rst").read_text()
    (root / "specs/kilo/approved").mkdir(parents=True)
    template = (SAMPLE / "specs/kilo-template.rst").read_text()
    (root / "specs/kilo-template.rst").write_text(template)
    for number in range(150):
        (root / f"specs/kilo/approved/spec-{number}.rst").write_text(f"{text}\n.. {number}\n")
    Repository.create(root)


def on_a_terminal(root: Path, *words: str) -> str:
    """What a terminal at standard error receives."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    run = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--no-cache", *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    received = b""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            part = os.read(ours, 4096)
        except OSError:  # the other side is closed
            break
        if not part:
            break
        received += part
    run.wait(timeout=60)
    os.close(ours)
    return received.decode(errors="replace")


def test_a_long_run_shows_a_bar_and_takes_it_away(tmp_path: Path) -> None:
    many_specs(tmp_path)
    received = on_a_terminal(tmp_path)
    assert "/151" in received
    last = received.rstrip("\r").rpartition("\r")[2]
    assert not last.strip()
    assert "files" not in on_a_terminal(tmp_path, "--quiet")


def test_a_short_run_shows_none(tmp_path: Path) -> None:
    many_specs(tmp_path)
    assert on_a_terminal(tmp_path, "specs/kilo/approved/spec-1.rst") == ""
