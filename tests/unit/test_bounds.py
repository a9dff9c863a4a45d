"""The declared bounds of dependencies are those that ``tox.ini`` tests."""

from __future__ import annotations

import re
from configparser import ConfigParser

from tests.conftest import PROJECT

TOX = (PROJECT / "tox.ini").read_text()
DECLARED = ConfigParser()
DECLARED.read(PROJECT / "setup.cfg")


def listed(section: str, option: str) -> list[str]:
    return DECLARED[section][option].split("\n")[1:]


NEEDED = listed("options", "install_requires")
SPHINX = "9.0.4"
"""The version in OpenStack's constraints, which the other lower bounds come from as well."""


def bounds(requirements: list[str]) -> dict[str, str]:
    """The lower bounds of the requirements that have one."""
    return dict(r.split(">=") for r in requirements if ">=" in r)


def test_the_oldest_dependencies_are_tested() -> None:
    declared = bounds(NEEDED)
    assert len(declared) == len(NEEDED)
    assert dict(re.findall(r"^ +oldest: (\S+)==(\S+)$", TOX, re.MULTILINE)) == declared


def test_the_oldest_pre_commit_is_tested() -> None:
    declared = bounds(listed("options.extras_require", "test"))["pre-commit"]
    assert re.findall(r"pre-commit==(\S+)", TOX) == [declared]
    readme = " ".join((PROJECT / "README.rst").read_text().split())
    assert f"needs to be {declared} or newer" in readme


def test_every_python_that_is_declared_is_tested() -> None:
    numbers = re.findall(r"Python :: 3\.(\d+)", " ".join(listed("metadata", "classifiers")))
    assert DECLARED["options"]["python_requires"] == f">=3.{numbers[0]}"
    assert set(re.findall(r"findings-py3\{([\d,]+)\}", TOX)) == {",".join(numbers)}


def test_each_bound_has_its_reason() -> None:
    page = (PROJECT / "doc/dependencies.rst").read_text()
    requirements = [
        *NEEDED,
        *listed("options.extras_require", "completion"),
        *(r for r in listed("options.extras_require", "test") if ">=" in r),
        *(r for r in listed("options.extras_require", "docs") if ">=" in r),
    ]
    for requirement in requirements:
        assert f"\n``{requirement}``\n    " in page, requirement
