"""The text of a message file with the tag."""

from __future__ import annotations

import pytest

from specslint.model.message import Cleanup
from specslint.process.tagging import with_tag
from tests.hooks import TAG

SCISSORS = " ------------------------ >8 ------------------------"


@pytest.mark.parametrize(
    ("text", "cleanup", "expected"),
    [
        ("", Cleanup("default", "#", edited=True), f"\n\n# N\n{TAG}\n"),
        ("", Cleanup("default", "#", edited=False), f"\n\n{TAG}\n"),
        ("S", Cleanup("default", "#", edited=False), f"S\n\n{TAG}\n"),
        ("\ufeffS\n", Cleanup("strip", "//", edited=True), f"\ufeffS\n\n// N\n{TAG}\n"),
        (
            "\n// Please\n// enter\n",
            Cleanup("default", "//", edited=True),
            f"\n\n// N\n{TAG}\n\n// Please\n// enter\n",
        ),
        (
            f"S\n\n# kept\n#{SCISSORS}\n# Do not\n# Everything\n#\n# On branch\n",
            Cleanup("scissors", "#", edited=True),
            f"S\n\n# kept\n\n{TAG}\n\n#{SCISSORS}\n# Do not\n# Everything\n# N\n#\n# On branch\n",
        ),
        ("S\n\n# kept\n", Cleanup("default", "#", edited=False), f"S\n\n# kept\n\n{TAG}\n"),
        ("S\n\n# gone\n", Cleanup("strip", "#", edited=False), f"S\n\n{TAG}\n\n# gone\n"),
    ],
)
def test_the_text(text: str, cleanup: Cleanup, expected: str) -> None:
    tagged = with_tag(text, cleanup, TAG, "N")
    assert tagged is not None
    assert tagged.text == expected
    assert tagged.noted == ("N\n" in expected)
