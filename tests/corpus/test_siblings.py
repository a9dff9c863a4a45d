"""The sibling repositories: no false error, and what their own gates check is found."""

from __future__ import annotations

import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from specslint.config.loading import load
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.checkout import config_file
from specslint.engine.sources import Overlay, WorkTree
from specslint.model.findings import Severity

pytestmark = pytest.mark.slow

# The errors at their heads: each is a defect that the project's own gate or its page
# shows.
DEFECTS = {
    "cinder": set[tuple[str, int, str]](),
    "keystone": set[tuple[str, int, str]](),
    # U+200B inside of names that a reader copies.
    "glance": {
        ("specs/rocky/implemented/glance/multi-store.rst", 420, "TXT004"),
        ("specs/rocky/implemented/glance/multi-store.rst", 450, "TXT004"),
        ("specs/rocky/implemented/glance/multi-store.rst", 468, "TXT004"),
        ("specs/xena/approved/glance/cache-api.rst", 127, "TXT004"),
        ("specs/xena/approved/glance/cache-api.rst", 149, "TXT004"),
    },
    "ironic": {
        # A section of its own between "Proposed change" and its subsections.
        ("specs/approved/nic-firmware-updates.rst", 30, "TPL003"),
        ("specs/approved/nic-firmware-updates.rst", 52, "TPL002"),
        # Neither a bug nor a story nor a blueprint is linked, and nothing says why.
        ("specs/approved/node-maintenance-extension.rst", 8, "TPL012"),
        ("specs/approved/runbook-multi-traits.rst", 8, "TPL012"),
        ("specs/approved/trait-based-port-scheduling.rst", 8, "TPL012"),
        ("specs/approved/vxlan-support.rst", 46, "TPL002"),
        ("specs/approved/vxlan-support.rst", 119, "TPL005"),
        # Its target is written relative to another directory, so that it leads nowhere.
        ("specs/not-implemented/node-maintenance-extension.rst", 1, "PLC009"),
    },
    # Sections that the template does not have, lacks, or spells in another way.
    "neutron": {
        ("specs/2023.1/metadata-rate-limit.rst", 52, "TPL002"),
        ("specs/2023.2/erspan-for-tap-as-a-service.rst", 429, "TPL002"),
        ("specs/2024.1/active-active-l3-gateway-with-multihoming.rst", 72, "TPL001"),
        ("specs/2024.1/active-active-l3-gateway-with-multihoming.rst", 298, "TPL002"),
        ("specs/2024.1/ml2ovn-coexistence-support-ovn-ext-resources.rst", 28, "TPL002"),
        ("specs/2024.1/ml2ovn-coexistence-support-ovn-ext-resources.rst", 170, "TPL002"),
        ("specs/2024.1/ml2ovn-coexistence-support-ovn-ext-resources.rst", 315, "TPL002"),
        ("specs/2024.2/l3bgp-peer-connect-mode.rst", 18, "TPL005"),
        ("specs/2024.2/l3bgp-peer-connect-mode.rst", 49, "TPL005"),
        ("specs/2025.2/distributed-dns-forwarder-ovs.rst", 209, "TPL002"),
        ("specs/2025.2/ovn-bgp-integration.rst", 25, "TPL002"),
        ("specs/2025.2/ovn-bgp-integration.rst", 38, "TPL001"),
        ("specs/2025.2/ovn-bgp-integration.rst", 258, "TPL002"),
        ("specs/2025.2/ovn-bgp-integration.rst", 349, "TPL002"),
    },
}


@pytest.fixture(scope="module", params=sorted(DEFECTS))
def sibling(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of one sibling, as they are handed out."""
    project: str = request.param
    archive = Path(os.environ["SPECSLINT_CORPUS"]).parent / f"siblings/{project}-specs.tar.gz"
    if not archive.is_file():
        pytest.skip(f"no documents of {project}-specs beside the bundle")
    root = tmp_path_factory.mktemp("siblings") / f"{project}-specs"
    with tarfile.open(archive) as documents:
        documents.extractall(root, filter="data")
    return root


def config_of(root: Path) -> Config:
    tree = WorkTree(root)
    return load(lambda path: config_file(tree, path))


def errors(root: Path, contents: dict[str, bytes] | None = None) -> set[tuple[str, int, str]]:
    source = Overlay(WorkTree(root), contents or {})
    return {
        (d.location.path, d.location.line, d.code)
        for d in check(
            source, config_of(root), None if contents is None else list(contents)
        ).diagnostics
        if d.severity is Severity.ERROR
    }


def test_every_error_is_a_defect(sibling: Path) -> None:
    assert config_of(sibling).project == sibling.name.removesuffix("-specs")
    assert errors(sibling) == DEFECTS[config_of(sibling).project]


# --- faults that their gates check -------------------------------------------------

_URL = re.compile(r"(https?://)((bugs\.|blueprints\.)?launchpad\.net|storyboard\.openstack\.org)")
_URLS = re.compile(_URL.pattern + r"[^\s>`]*")
_LICENSE = re.compile(r"creative ?commons", re.IGNORECASE)


def retitled(text: str, title: str) -> str | None:
    """The text with another title for a section that stands in it just once."""
    pattern = re.compile(rf"^{re.escape(title)}\n(.)\1{{2,}}$", re.MULTILINE)
    new = "Quite another matter"
    changed, count = pattern.subn(f"{new}\n" + r"\1" * len(new), text)
    return changed if count == 1 else None


def damaged(project: str, path: str, text: str) -> Iterator[tuple[str, str, str]]:
    """Each way that a gate looks for, the damaged text, and the codes that may report it."""
    yield "markup", text + "\n\n.. unheard-of::\n\n   *never closed\n", "RST003"
    if project == "neutron":
        yield "carriage return", text.replace("\n", "\r\n", 1), "TXT003"
        yield "trailing space", text.replace("\n", " \n", 1), "TXT002"
    titles: tuple[str, ...] = ()
    if project == "neutron" and "/juno/" not in path:
        titles = ("Problem Description", "References")
        yield "extra section", text + "\n\nA new idea\n==========\n\nText.\n", "TPL002 TPL010"
    if project == "ironic" and path.startswith("specs/approved/"):
        titles = ("Problem description", "Testing", "RPC API impact")
        yield "no licence", _LICENSE.sub("Other", text), "TPL011"
        if "lint: norfe" not in text:
            yield "no URL", _URL.sub(r"\1example.org", text), "TPL012"
            # Advice that concerns several specs at once would not be given.
            named = f"https://blueprints.launchpad.net/ironic/+spec/other-than-{Path(path).stem}"
            yield "another blueprint", _URLS.sub(named, text), "TPL013"
    if project == "ironic" and path.startswith("specs/backlog/"):
        titles = ("Problem description", "Proposed change")
    for title in titles:
        changed = retitled(text, title)
        if changed is not None:
            yield title, changed, "TPL001 TPL003"


def test_what_the_gate_checks_is_found(sibling: Path) -> None:
    config = config_of(sibling)
    faulty = {path for path, _, _ in DEFECTS[config.project]}
    ways: dict[str, dict[str, tuple[bytes, str]]] = {}
    for file in sorted(sibling.glob("specs/**/*.rst")):
        path = file.relative_to(sibling).as_posix()
        if file.is_symlink() or path in faulty or config.is_excluded(path):
            continue
        if config.layout.place(path) is None:
            continue
        text = file.read_bytes().decode()
        for way, changed, codes in damaged(config.project, path, text):
            if changed != text:
                ways.setdefault(way, {})[path] = (changed.encode(), codes)
    missed = []
    for way, texts in ways.items():
        found = errors(sibling, {path: changed for path, (changed, _) in texts.items()})
        missed += [
            (way, path)
            for path, (_, codes) in texts.items()
            if not any(at == path and code in codes.split() for at, _, code in found)
        ]
    assert missed == []
    assert {"ironic": 8, "neutron": 6}.get(config.project, 1) <= len(ways)
