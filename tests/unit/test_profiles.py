"""The profiles of spec repositories."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import specslint
from specslint.cli.main import main
from specslint.config import profiles, values
from specslint.config.loading import load, profile
from specslint.config.settings import Config
from specslint.model.layout import Layout
from specslint.model.spec import Status

PACKAGE = Path(specslint.__file__).parent


@pytest.mark.parametrize("name", profiles.names())
def test_a_profile_has_known_keys_with_good_values(name: str) -> None:
    table = profiles.table(name)
    assert table["project"] == name
    assert set(table) <= set(values.CONVERTERS)
    for key, value in table.items():
        values.CONVERTERS[key](value)


def test_the_default_profile_is_the_defaults() -> None:
    """A usual run reads no file for it, so the defaults and the profile must be equal."""
    table = {k: v for k, v in profiles.table(profiles.DEFAULT).items() if k != "areas"}
    layout = {key: table.pop(key) for key in values.LAYOUT_KEYS if key in table}
    assert Layout(**layout) == Layout()
    made = {k.replace("-", "_"): values.CONVERTERS[k](v) for k, v in table.items()}
    assert Config(**made) == Config()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "project"),
    [
        (b"[gerrit]\nhost=x\nproject=openstack/ironic-specs.git\n", "ironic"),
        (b"[gerrit]\r\nproject = openstack/ironic-specs\r\n", "ironic"),
        (b"project=ironic-specs.git/\n", "ironic"),
        (b"project=openstack/ironic.git\n", None),
        (b"project=openstack/-specs.git\n", None),
        (b"project=../../etc/passwd-specs\n", "passwd"),
        (b"defaultbranch=master\n", None),
        (b"", None),
        (b"\xff\0", None),
    ],
)
def test_the_project_of_a_gitreview(text: bytes, project: str | None) -> None:
    assert profiles.project_of(text) == project


def tree(**files: str) -> Config:
    names = {"pyproject": "pyproject.toml", "gitreview": ".gitreview"}
    contents = {names[key]: text.encode() for key, text in files.items()}
    return load(contents.get)


def test_gitreview_chooses_the_profile() -> None:
    config = tree(gitreview="project=openstack/ironic-specs.git\n")
    assert config.project == "ironic"
    assert config == profile("ironic", "")
    assert config.profile == "Profile ironic, by project= in .gitreview"
    assert "# Profile ironic, by project= in .gitreview\n" in config.describe()
    assert 'template = "specs/template.rst"  # profile ironic\n' in config.describe()


def test_the_key_comes_before_gitreview_and_own_keys_before_the_profile() -> None:
    config = tree(
        gitreview="project=openstack/ironic-specs.git\n",
        pyproject=(
            '[tool.specslint]\nproject = "neutron"\nexclude = ["specs/x/*"]\n'
            'extra-sections = ["Glossary"]\nseverity = { TPL012 = "error" }\n'
        ),
    )
    assert config.project == "neutron"
    assert config.exclude == ("specs/x/*",)
    assert config.extra_for("yoga") == {
        "Dependencies",
        "Documentation Impact",
        "Glossary",
        "Implementation",
        "Testing",
    }
    assert 'exclude = ["specs/x/*"]  # pyproject.toml\n' in config.describe()


def test_a_project_without_a_profile_has_the_default_layout() -> None:
    config = tree(pyproject='[tool.specslint]\nproject = "placement"\n')
    assert config.project == "placement"
    assert config.layout == Layout()
    assert config.profile == "No profile of placement, by pyproject.toml"


@pytest.mark.parametrize(
    ("name", "path", "release", "status", "project"),
    [
        ("cinder", "specs/zed/x.rst", "zed", Status.APPROVED, ""),
        ("cinder", "specs/untargeted/x.rst", "backlog", Status.APPROVED, ""),
        ("glance", "specs/zed/approved/client/x.rst", "zed", Status.APPROVED, "client"),
        ("glance", "specs/stein/implemented/glance/x.rst", "stein", Status.IMPLEMENTED, "glance"),
        ("glance", "specs/juno/x.rst", "juno", Status.APPROVED, ""),
        ("ironic", "specs/approved/x.rst", "", Status.APPROVED, ""),
        ("ironic", "specs/backlog/x.rst", "backlog", Status.APPROVED, ""),
        ("ironic", "specs/retired/x.rst", "", Status.ABANDONED, ""),
        ("keystone", "specs/keystone/yoga/x.rst", "yoga", Status.APPROVED, "keystone"),
        ("neutron", "specs/2026.1/x.rst", "2026.1", Status.APPROVED, ""),
    ],
)  # fmt: skip
def test_places(name: str, path: str, release: str, status: Status, project: str) -> None:
    layout = profile(name, "").layout
    place = layout.place(path)
    assert place is not None
    assert (place.release, place.status, place.project) == (release, status, project)
    again = layout.place(layout.spec_path(release, status, "x", project))
    assert again is not None
    assert again._replace(path=path) == place
    assert layout.root == "specs"


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("cinder", "specs/x.rst"),
        ("cinder", "specs/zed/approved/x.rst"),
        ("ironic", "specs/10.0/x.rst"),
        ("keystone", "specs/keystone/x.rst"),
        ("neutron", "specs/2026.1/approved/x.rst"),
    ],
)
def test_no_places(name: str, path: str) -> None:
    assert profile(name, "").layout.place(path) is None


def test_optional_and_additional_sections_of_a_release() -> None:
    config = tree(
        pyproject=(
            "[tool.specslint]\n"
            'optional-sections = ["Testing", "kilo: !History", "kilo: Alternatives"]\n'
        )
    )
    assert config.optional_for("juno") == {"History", "Feature Liaison", "Testing"}
    assert config.optional_for("kilo") == {"Feature Liaison", "Testing", "Alternatives"}
    assert config.optional_for("queens") == {"History", "Upgrade impact", "Testing"}


def test_no_project_is_named_outside_of_the_profiles() -> None:
    """Except in examples of documentation: a name in code would be a special case."""
    named = re.compile(
        r"\b(nova|cinder|neutron|ironic|keystone|(?<!at a )glance)\b(?!-specs)", re.IGNORECASE
    )
    found = [
        f"{file.relative_to(PACKAGE)}: {line.strip()}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if file.parent.name != "profiles"
        for line in _code(file)
        if named.search(line)
    ]
    assert found == []


def _code(file: Path) -> list[str]:
    """The lines of a module without its docstrings and comments."""
    import ast

    parsed = ast.parse(file.read_bytes())
    for node in ast.walk(parsed):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            node.body = [  # type: ignore[attr-defined]
                child
                for child in body
                if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant))
            ] or [ast.Pass()]
    return ast.unparse(parsed).splitlines()


# --- a repository without a known layout ----------------------------------------------


def test_an_unknown_layout_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "specs/proposals").mkdir(parents=True)
    (tmp_path / "specs/proposals/x.rst").write_text("X\n=\n")
    (tmp_path / ".gitreview").write_text("[gerrit]\nproject=openstack/swift-specs.git\n")
    words = ["--root", str(tmp_path), "--no-cache"]
    assert main(words) == 2
    assert capsys.readouterr().err == (
        "specslint: swift-specs has another layout than the default one, and no profile: describe"
        ' it in [tool.specslint] ("specslint init" proposes how)\n'
    )
    (tmp_path / "specs/template.rst").write_text("Title\n=====\n\nOne\n---\n\nTwo\n---\n")
    (tmp_path / "pyproject.toml").write_text(
        '[tool.specslint]\napproved = "specs/proposals/{name}.rst"\n'
        'template = "specs/template.rst"\nselect = ["TPL001"]\n'
    )
    assert main(words) == 1
    assert [line.split(" [")[0] for line in capsys.readouterr().out.splitlines()] == [
        "specs/proposals/x.rst:1:1: TPL001",
        "specs/proposals/x.rst:1:1: TPL001",
    ]


def test_an_unknown_project_of_the_default_layout_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "specs/kilo/approved").mkdir(parents=True)
    (tmp_path / "specs/kilo/approved/x.rst").write_text("X\n=\n")
    (tmp_path / ".gitreview").write_text("[gerrit]\nproject=openstack/placement-specs.git\n")
    assert main(["--root", str(tmp_path), "--no-cache", "--select", "TXT"]) == 0
    assert capsys.readouterr() == ("", "")
