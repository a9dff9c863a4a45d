"""A first draft with beginners' mistakes: each is found once, with a helpful message."""

from __future__ import annotations

import json
import shutil
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLE, Repository
from tests.e2e.conftest import Program

_DATA = Path(__file__).parent / "draft"
_SPECS = "specs/kilo/approved"
_ANCHOR = "Count each shelving in a column of its own.\n"


def _below_change(text: str, block: str) -> str:
    return text.replace(_ANCHOR, f"{_ANCHOR}\n{block}")


@dataclass(frozen=True)
class Mistake:
    """An entry of mistakes.toml, where its fields are described."""

    name: str
    code: str
    text: str
    words: list[str]
    at: str = ""
    instead_of: str = ""
    hides: bool = False
    alone: bool = False

    def made_in(self, text: str) -> str:
        """The text of a spec with this mistake."""
        if self.instead_of:
            assert text.count(self.instead_of) == 1
            return text.replace(self.instead_of, self.text)
        return _below_change(text, self.text)

    def line_in(self, text: str) -> int:
        """The line of a spec with this mistake that the finding must be on."""
        begins = self.at or self.text.partition("\n")[0]
        start = text.index(self.text) if self.text else 0
        lines = text[start:].split("\n")
        nth = next(n for n, line in enumerate(lines) if begins in line)
        return text.count("\n", 0, start) + nth + 1


def _mistakes() -> list[Mistake]:
    table = tomllib.loads((_DATA / "mistakes.toml").read_text(encoding="utf-8"))
    return [Mistake(name, **values) for name, values in table.items()]


MISTAKES = _mistakes()
TOGETHER = [mistake for mistake in MISTAKES if not (mistake.hides or mistake.alone)]


def _with(name: str, mistakes: Iterable[Mistake]) -> str:
    text = (_DATA / "sound.rst").read_text(encoding="utf-8")
    for mistake in mistakes:
        text = mistake.made_in(text)
    return text.replace("+spec/NAME", f"+spec/{name}")


# A mistake that hides another one, its code, the text without it, and the other's code.
HIDING = {
    "comment": (".. note: It is *slow.\n", "RST008", ".. note:: It is *slow.\n", "RST002"),
    "comment-without-colon": (
        ".. code-block json\n\n   {\"a\": 1,}\n", "RST023",
        ".. code-block:: json\n\n   {\"a\": 1,}\n", "RST024",
    ),
    "fence": ("```\nSee a_ and ref:`b`.\n```\n", "RST027", "See a_ there.\n", "RST005"),
}  # fmt: skip

Findings = dict[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def found(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Findings:
    """The findings in a clone with a spec for each mistake, and some with several, by name."""
    root = tmp_path_factory.mktemp("draft") / "nova-specs"
    (root / "specs").mkdir(parents=True)
    shutil.copy(SAMPLE / "specs" / "kilo-template.rst", root / "specs")
    (root / "tox.ini").write_text("[testenv:docs]\ncommands = sphinx-build -W a b\n")
    repository = Repository.create(root)
    for mistake in MISTAKES:
        repository.write(f"{_SPECS}/{mistake.name}.rst", _with(mistake.name, [mistake]))
        if mistake.hides:
            name = f"together-and-{mistake.name}"
            repository.write(f"{_SPECS}/{name}.rst", _with(name, [*TOGETHER, mistake]))
    for name, (text, _, mended, _) in HIDING.items():
        sound = _with(name, ())
        repository.write(f"{_SPECS}/hiding-{name}.rst", _below_change(sound, text))
        repository.write(f"{_SPECS}/mended-{name}.rst", _below_change(sound, mended))
    repository.write(f"{_SPECS}/sound.rst", _with("sound", ()))
    repository.write(f"{_SPECS}/together.rst", _with("together", TOGETHER))
    run = program.run("--no-cache", "--format", "json", cwd=root)
    by_name: Findings = defaultdict(list)
    for finding in json.loads(run.stdout)["diagnostics"]:
        by_name[Path(finding["path"]).stem].append(finding)
    return by_name


def test_the_sound_spec_has_no_finding(found: Findings) -> None:
    assert not found["sound"]
    assert len(MISTAKES) >= 60


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_alone(mistake: Mistake, found: Findings) -> None:
    line = mistake.line_in(_with(mistake.name, [mistake]))
    places = [(finding["code"], finding["line"]) for finding in found[mistake.name]]
    assert places == [(mistake.code, line)]
    message = found[mistake.name][0]["message"]
    for words in mistake.words:
        assert words in message


def test_all_together(found: Findings) -> None:
    text = _with("together", TOGETHER)
    expected = sorted((mistake.line_in(text), mistake.code) for mistake in TOGETHER)
    assert sorted((f["line"], f["code"]) for f in found["together"]) == expected


@pytest.mark.parametrize(
    "mistake", [m for m in MISTAKES if m.hides], ids=lambda mistake: mistake.name
)
def test_a_mistake_that_hides_others(mistake: Mistake, found: Findings) -> None:
    """It is reported, and nothing that is no mistake."""
    name = f"together-and-{mistake.name}"
    text = _with(name, [*TOGETHER, mistake])
    expected = Counter(other.code for other in [*TOGETHER, mistake])
    assert Counter(finding["code"] for finding in found[name]) <= expected
    places = {(finding["line"], finding["code"]) for finding in found[name]}
    assert (mistake.line_in(text), mistake.code) in places


@pytest.mark.parametrize("name", HIDING)
def test_what_was_hidden_is_reported_next(name: str, found: Findings) -> None:
    _, code, _, hidden = HIDING[name]
    ignored = "TPL013"  # the two files share a blueprint
    codes = [
        {f["code"] for f in found[f"{kind}-{name}"]} - {ignored} for kind in ("hiding", "mended")
    ]
    assert codes == [{code}, {hidden}]
