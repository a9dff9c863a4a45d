"""An untagged copy in disguise: whatever it is dressed as, the gate asks for the tag."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program

SOURCE = "specs/juno/implemented/cap-console-sessions.rst"
COPY = "specs/kilo/approved/cap-console-sessions.rst"


def commented(text: str) -> str:
    """With more words in comments than in the text: the page is the same."""
    comment = "..\n" + "".join(f"   nobody reads line {n} of this\n" for n in range(80)) + "\n"
    return re.sub(r"(?m)^([=-])\1{3,}\n\n", lambda title: title[0] + comment, text)


DISGUISES: dict[str, Callable[[str], str]] = {
    "none": lambda text: text,
    "comments": commented,
    "a pragma": lambda text: f".. specslint: disable=FTK001,FTK002\n\n{text}",
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "an appendix": lambda text: f"{text}\n\nAppendix\n--------\n\n" + "more words\n" * 900,
    "no-break spaces": lambda text: text.replace(" the ", "\u00a0the "),
}


OTHER = "specs/kilo/approved/another-name.rst"
# With another name, what git finds less than half alike is no copy: so the rules have it.
BULKY = ("comments", "an appendix")


@pytest.mark.parametrize(
    ("disguise", "path"),
    [(d, path) for d in DISGUISES for path in (COPY, OTHER) if path == COPY or d not in BULKY],
)
def test_a_copy_in_disguise(
    program: Program, sample: Repository, disguise: str, path: str
) -> None:
    text = (sample.root / SOURCE).read_text()
    sample.write(path, DISGUISES[disguise](text))
    sample.write("tox.ini", "[specslint]\nselect = TXT\nexclude = specs/*\n")
    sample.commit("Cap the console sessions")
    run = program.run("--commit", "HEAD", "--config-from", "HEAD^", cwd=sample.root)
    assert run.returncode == 1
    assert "FTK001 [error]" in run.stdout, run.stdout
