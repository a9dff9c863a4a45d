"""``--fix`` restores a whole tree that was damaged."""

from __future__ import annotations

import random
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pytest

from specslint.cli.main import main
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.sources import WorkTree
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from tests.conftest import Repository

TITLE = re.compile(r"(?:^|\n)(?P<over>([=~-])\2+\n)?(?P<title>\S.*)\n(?P<under>([=~-])\5+)\n")
ZERO_WIDTH = "\u200b\u2060\ufeff"

# Their line ends were wrong before, and are fixed as well.
WITHOUT_PROPER_END = {
    "specs/juno/approved/encryption-with-barbican.rst",
    "specs/juno/approved/selecting-subnet-when-creating-vm.rst",
    "specs/juno/approved/server-count-api.rst",
    "specs/juno/approved/vif-vhostuser.rst",
    "specs/juno/implemented/allow-image-to-be-specified-during-rescue.rst",
    "specs/juno/implemented/convert_ec2_api_to_use_nova_objects.rst",
    "specs/juno/implemented/instance-network-info-hook.rst",
    "specs/juno/implemented/user-defined-shutdown.rst",
    "specs/juno/implemented/vmware-spawn-refactor.rst",
    "specs/kilo/approved/metadata-service-network-info.rst",
    "specs/kilo/implemented/add-all-in-list-operator-to-extra-spec-ops.rst",
    "specs/kilo/implemented/detach-service-from-computenode.rst",
    "specs/kilo/implemented/ec2-api-required-additions.rst",
    "specs/kilo/implemented/encryption-with-barbican.rst",
    "specs/kilo/implemented/libvirt-smbfs-volume-support.rst",
    "specs/kilo/implemented/nova-pagination.rst",
    "specs/kilo/implemented/quobyte-nova-driver.rst",
    "specs/liberty/approved/metadata-service-network-info.rst",
}
WITH_ZERO_WIDTH_SPACES = {
    "specs/liberty/approved/show-reserved-status-in-os-fixed-ips-api.rst",
}
EXCEPTIONS = WITHOUT_PROPER_END | WITH_ZERO_WIDTH_SPACES


@dataclass
class Damager:
    """Damages specs in every way that has a safe fix, and counts how often."""

    names: frozenset[str]  # the template's titles
    chance: random.Random
    titles: int = 0
    underlines: int = 0

    def damaged(self, text: str) -> str:
        text = TITLE.sub(self._title, text)
        lines = text.removesuffix("\n").split("\n")
        for index in self.chance.sample(range(len(lines)), k=min(9, len(lines))):
            at = self.chance.randrange(len(lines[index]) + 1)
            line = lines[index]
            lines[index] = line[:at] + self.chance.choice(ZERO_WIDTH) + line[at:]
        for index in self.chance.sample(range(len(lines)), k=min(20, len(lines))):
            lines[index] += self.chance.choice((" ", "   ", "\t"))
        return "\r\n".join(lines)

    def _title(self, match: re.Match[str]) -> str:
        """Another case for a title of the template, and a shorter underline."""
        whole = match[0]
        title, under = match["title"], match["under"]
        columns = sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in title)
        new = title
        if title in self.names:
            new = self.chance.choice((title.upper(), title.lower(), title.title()))
            self.titles += new != title
            whole = whole.replace(f"{title}\n{under}", f"{new}\n{under}")
        # docutils does not recognise an underline of three characters.
        if len(under) == columns >= 5:
            self.underlines += 1
            shorter = under[: self.chance.randrange(4, columns)]
            over = match["over"]
            if over:
                whole = whole.replace(f"{over}{new}\n", f"{shorter}\n{new}\n")
            whole = whole.replace(f"{new}\n{under}\n", f"{new}\n{shorter}\n")
        return whole


def titles_of(template: str) -> frozenset[str]:
    return frozenset(match["title"] for match in TITLE.finditer(template))


@pytest.fixture
def damaged(corpus: Repository, tmp_path: Path) -> tuple[Repository, Damager]:
    """A clone whose specs are all damaged, each in every way."""
    clone = Repository(tmp_path / "nova-specs")
    corpus.git("clone", "-q", str(corpus.root), str(clone.root))
    layout = Layout()
    damager = Damager(frozenset(), random.Random(20150429))
    for path in sorted((clone.root / "specs").rglob("*.rst")):
        name = path.relative_to(clone.root).as_posix()
        release = layout.release_of(name)
        if path.is_symlink() or release is None:
            continue
        template = clone.root / layout.template_path(release)
        damager.names = titles_of(template.read_text()) if template.is_file() else frozenset()
        path.write_bytes(damager.damaged(path.read_text()).encode())
    return clone, damager


@pytest.mark.slow
def test_a_damaged_tree_is_as_it_was(
    damaged: tuple[Repository, Damager],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    clone, damager = damaged
    changed = clone.git("diff", "--name-only").split()
    assert len(changed) > 150
    assert damager.titles > 2000
    assert damager.underlines > 2000
    monkeypatch.chdir(clone.root)

    main(["--fix", "--closed-releases"])
    assert "not stable" not in capfd.readouterr().err

    report = check(WorkTree(clone.root), Config(closed_releases=True))
    assert not [d for d in report.diagnostics if d.severity is Severity.ERROR]
    left = set(clone.git("diff", "--name-only").split())
    assert left == EXCEPTIONS
    # In these, only the line ends changed.
    for path in WITHOUT_PROPER_END:
        before = clone.git("show", f"HEAD:{path}")
        assert (clone.root / path).read_text() == before.rstrip("\n") + "\n"
    for path in WITH_ZERO_WIDTH_SPACES:
        before = clone.git("show", f"HEAD:{path}")
        assert (clone.root / path).read_text() == before.replace("\u200b", "")

    after = clone.git("diff")
    main(["--fix", "--closed-releases"])
    assert clone.git("diff") == after, "a second run changes nothing"


def test_an_undamaged_tree_is_left_alone_but_for_the_exceptions(
    corpus: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = Repository(tmp_path / "nova-specs")
    corpus.git("clone", "-q", str(corpus.root), str(clone.root))
    monkeypatch.chdir(clone.root)
    main(["--fix", "--closed-releases"])
    assert set(clone.git("diff", "--name-only").split()) == EXCEPTIONS
