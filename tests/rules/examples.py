"""The examples of the rules: TOML files that state the findings in a tree or a change.

They stand in ``<family>/<CODE>/{pass,fail}/NAME.toml``; doc/adding-a-rule.rst has the
format.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

DIRECTORY = Path(__file__).parent
PATHS = sorted(DIRECTORY.glob("*/*/*/*.toml"))
"""All examples, as ``<family>/<CODE>/<outcome>/<name>.toml`` below ``DIRECTORY``."""


def name_of(path: Path) -> str:
    """The name of the test of an example."""
    return path.relative_to(DIRECTORY).with_suffix("").as_posix()


@dataclass(frozen=True)
class Example:
    """One file of examples: a tree or a change, and all the findings in it.

    ``marked`` has the text that each finding is about, empty where that is a place or a
    whole file. ``files`` and ``before`` hold text and ``hex`` bytes in hexadecimal digits;
    ``before`` is None where the example is a tree and no change. ``fixed`` has all
    files that ``--fix`` changes, as it leaves them, and ``unsafe_fixed`` those that
    come out differently with ``--unsafe-fixes``.
    """

    path: Path
    about: str = ""
    select: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()
    marked: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    settings: Mapping[str, object] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    hex: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    modes: Mapping[str, str] = field(default_factory=dict)
    fifos: tuple[str, ...] = ()
    message: str | None = None
    before: Mapping[str, str] | None = None
    fixed: Mapping[str, str] = field(default_factory=dict)
    unsafe_fixed: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_change(self) -> bool:
        """Whether a commit is to be checked, and not just a tree."""
        return self.before is not None or self.message is not None

    def write(self, root: Path) -> None:
        """Write the tree of the example, links and modes included."""
        contents = {path: text.encode() for path, text in self.files.items()}
        contents |= {path: bytes.fromhex(digits) for path, digits in self.hex.items()}
        for path, data in contents.items():
            _new(root / path).write_bytes(data)
        for path, target in self.links.items():
            _new(root / path).symlink_to(target)
        for path, mode in self.modes.items():
            (root / path).chmod(int(mode, 8))
        for path in self.fifos:
            import os

            os.mkfifo(_new(root / path))

    def write_before(self, root: Path) -> None:
        """Write the tree before the change."""
        for path, text in (self.before or {}).items():
            _new(root / path).write_bytes(text.encode())

    @property
    def pyproject(self) -> bytes:
        """The settings as the file that a user would write."""
        lines = [f"{_toml(key)} = {_toml(value)}" for key, value in self.settings.items()]
        return "\n".join(["[tool.specslint]", *lines, ""]).encode()


def _new(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        pytest.skip("the file system does not tell names apart that differ in case")
    return path


def _toml(value: object) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_toml(k)} = {_toml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value)  # strings, numbers and booleans are written alike


def load(path: Path) -> Example:
    """Read an example.

    :param path: one of ``PATHS``.
    :raises TypeError: it has a key that no example has.
    """
    values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    values = {key: tuple(v) if isinstance(v, list) else v for key, v in values.items()}
    values.setdefault("select", (path.parts[-3],))
    return Example(path, **values)
