"""The patches for some releases of docutils are still needed."""

from __future__ import annotations

import docutils

from specslint.parsing import sphinx  # noqa: F401 - applies the patches
from specslint.parsing.versions import PIECES
from tests.unit.test_bounds import NEEDED, bounds
from tools.random_markup import BLOCKS, damaged


def test_every_piece_is_for_a_release_that_is_supported() -> None:
    oldest = tuple(map(int, bounds(NEEDED)["docutils"].split(".")))[:2]
    assert PIECES
    assert [release for release in PIECES if release <= oldest] == [], "delete these pieces"


def test_the_installed_release_is_supported() -> None:
    oldest = tuple(map(int, bounds(NEEDED)["docutils"].split(".")))
    assert docutils.__version_info__[:3] >= oldest


def test_damaging_specs_is_deterministic() -> None:
    specs = ["Title\n=====\n\nText.\n\n* item\n", "Other\n=====\n\nMore.\n"]
    number = len(BLOCKS) + 50
    made = list(damaged(specs, number))
    assert made == list(damaged(specs, number))
    assert len(made) == number
    assert not set(made) & set(specs)
    for block, text in zip(BLOCKS, made, strict=False):
        assert block.split("\n")[0] in text
