"""What "specslint init" adds to files: only lines, and none that changes another."""

from __future__ import annotations

import configparser
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from specslint.config.loading import load
from specslint.model.errors import UserError
from specslint.setup_files import FILES, Plan, Texts, Wanted, plan
from specslint.setup_files.pre_commit import HOOKS
from specslint.setup_files.tox import requirement
from specslint.setup_files.write import write_all

REV = "0123456789012345678901234567890123456789"
WANTED = Wanted("https://example.org/specslint", REV, "nova", "kilo")
ENTRY = {
    "repo": WANTED.repo,
    "rev": REV,
    "hooks": [{"id": hook} for hook in HOOKS],
}


def texts(**files: str) -> dict[str, str | None]:
    """The content of the files; an underscore stands for a dot or a hyphen."""
    by_name = {name.replace(".", "_").replace("-", "_"): name for name in FILES}
    return dict.fromkeys(FILES) | {by_name[key]: text for key, text in files.items()}


def planned(before: Texts, wanted: Wanted = WANTED) -> Plan:
    """The plan; it keeps existing lines in order, and a second run has nothing to do."""
    made = plan(before, wanted)
    for name, after in made.files.items():
        rest = iter(after.split("\n"))
        assert all(line in rest for line in (before[name] or "").split("\n") if line)
    again = plan({**before, **made.files}, wanted)
    assert again.files == {}
    assert [(e.path, e.reason) for e in again.by_hand] == [
        (e.path, e.reason) for e in made.by_hand
    ]
    return made


def pre_commit(text: str) -> tuple[str, Any]:
    """A configuration of pre-commit with the hooks added, as text and as data."""
    after = planned(texts(_pre_commit_config_yaml=text)).files[".pre-commit-config.yaml"]
    return after, yaml.safe_load(after)


# --- an empty repository ----------------------------------------------------------


def test_in_an_empty_repository_all_three_are_written() -> None:
    made = planned(texts())
    assert list(made.files) == [".pre-commit-config.yaml", "tox.ini", "pyproject.toml"]
    assert made.by_hand == ()
    assert yaml.safe_load(made.files[".pre-commit-config.yaml"]) == {
        "default_install_hook_types": ["pre-commit", "commit-msg"],
        "repos": [ENTRY],
    }
    tox = configparser.ConfigParser()
    tox.read_string(made.files["tox.ini"])
    assert tox["tox"]["envlist"] == "specslint"
    assert tox["testenv:specslint"]["deps"] == f"specslint @ git+{WANTED.repo}@{REV}"
    assert tomllib.loads(made.files["pyproject.toml"]) == {
        "tool": {"specslint": {"open-releases": ["kilo"], "project": "nova"}}
    }


def test_an_empty_file_counts_as_missing() -> None:
    made = planned(texts(_pre_commit_config_yaml="", tox_ini="\n", pyproject_toml=""))
    assert set(made.files) == {".pre-commit-config.yaml", "tox.ini", "pyproject.toml"}


def test_unknown_values_are_not_written() -> None:
    made = planned(texts(), WANTED._replace(project=None, open_release=None))
    assert "pyproject.toml" not in made.files


def test_the_origin_of_specslint_is_unknown() -> None:
    with pytest.raises(UserError, match="--repo URL --rev REV"):
        plan(texts(), WANTED._replace(repo=None, rev=None))


def test_a_complete_setup_needs_no_origin() -> None:
    before = {**texts(), **planned(texts()).files}
    assert plan(before, WANTED._replace(repo=None, rev=None)).files == {}


# --- pre-commit ---------------------------------------------------------------------

SAMPLE = """\
# See https://pre-commit.com for more information
repos:
-   repo: https://example.org/hooks
    rev: v3.2.0
    hooks:
    -   id: trailing-whitespace
    -   id: check-yaml
"""
OPENSTACK = """\
---
# The checks of the team

default_language_version:
  python: python3

# In the order in which they run
repos:
  - repo: https://example.org/hooks
    rev: v4.5.0  # a comment
    hooks:
      - id: mixed-line-ending
        args: ['--fix', 'lf']
        exclude: '.*\\.(svg)$'
  - repo: local
    hooks:
      - id: ours
        name: >-
          ours: all of it
        entry: |
          ours
          # no comment but a part of the text
        language: system
  # - repo: https://example.org/not-now

# Below the list
ci:
  skip: [ours]
"""


def test_the_style_of_the_sample_of_pre_commit_is_kept() -> None:
    after, data = pre_commit(SAMPLE)
    assert data["repos"] == [*yaml.safe_load(SAMPLE)["repos"], ENTRY]
    assert after == (
        SAMPLE.replace(
            "repos:\n", "default_install_hook_types: [pre-commit, commit-msg]\nrepos:\n"
        )
        + f"""\
-   repo: https://example.org/specslint
    rev: "{REV}"
    hooks:
    -   id: specslint
    -   id: specslint-placement
    -   id: specslint-fast-track
"""
    )


def test_the_style_that_openstack_uses_is_kept() -> None:
    after, data = pre_commit(OPENSTACK)
    before = yaml.safe_load(OPENSTACK)
    types = data.pop("default_install_hook_types")
    assert types == ["pre-commit", "commit-msg"]
    assert data == {**before, "repos": [*before["repos"], ENTRY]}
    assert "commit-msg]\n# In the order in which they run\nrepos:\n" in after
    assert (
        "- id: specslint-fast-track\n  # - repo: https://example.org/not-now\n\n# Below" in after
    )


@pytest.mark.parametrize(
    "text",
    [
        "repos:\n- repo: a\n  hooks:\n  - id: b\n",
        "repos:\n  -\n    repo: a\n    hooks:\n      -\n        id: b\n",
        "repos:\n- repo: a\n  hooks: [{id: b}]\n",
        "repos:\n- {repo: a, hooks: [{id: b}]}\n",
        "repos:  # all of them\n\n  # one\n  - hooks:\n      - id: b\n    repo: a\n\n\n",
        "repos:\n  - repo: a\n    hooks:\n      - id: b",
        "fail_fast: true\nrepos:\n  - repo: a\n    hooks:\n    - id: b\nfiles: ^specs/\n",
        "repos:\r\n  - repo: a\r\n    hooks:\r\n      - id: b\r\n",
        "repos:\n  - repo: a\n    hooks:\n      - id: b\n        files: |\n          (?x)\n",
    ],
)
def test_other_styles(text: str) -> None:
    after, data = pre_commit(text)
    del data["default_install_hook_types"]
    before = yaml.safe_load(text)
    assert data == {**before, "repos": [*before["repos"], ENTRY]}
    assert ("\r\n" in text) == ("\r\n" in after)
    assert "\r\n" not in text or after.count("\r\n") == after.count("\n")


_names = st.text("abcdefgh-", min_size=1, max_size=12).filter(lambda name: name.strip("-"))
_values = st.one_of(
    _names,
    st.booleans(),
    st.lists(_names, max_size=3),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60),
    st.text("ab \n#:-", max_size=40),
)
_repos = st.fixed_dictionaries(
    {
        "repo": _names,
        "hooks": st.lists(
            st.fixed_dictionaries(
                {"id": _names}, optional={"args": st.lists(_values), "name": _values}
            ),
            min_size=1,
            max_size=3,
        ),
    },
    optional={"rev": _names},
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    repos=st.lists(_repos, min_size=1, max_size=3),
    others=st.dictionaries(st.sampled_from(["files", "ci", "exclude", "fail_fast"]), _values),
    first=st.booleans(),
    width=st.sampled_from([20, 80, 1000]),
    block=st.booleans(),
)
def test_existing_content_is_kept(
    repos: list[Any], others: dict[str, Any], first: bool, width: int, block: bool
) -> None:
    before = {"repos": repos, **others} if first else {**others, "repos": repos}
    text = yaml.safe_dump(
        before, sort_keys=False, width=width, default_flow_style=False if block else None
    )
    made = planned(texts(_pre_commit_config_yaml=text))
    if ".pre-commit-config.yaml" not in made.files:
        assert [error.path for error in made.by_hand] == [".pre-commit-config.yaml"]
        return
    after = yaml.safe_load(made.files[".pre-commit-config.yaml"])
    del after["default_install_hook_types"]
    assert after == {**before, "repos": [*repos, ENTRY]}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fail_fast: true\n", "has no list of repos"),
        ("repos: []\n", "has text after repos:"),
        ("repos: &all\n- repo: a\n", "has text after repos:"),
        ("repos:\n", "has no entry"),
        ("repos:\n  # none\nfiles: a\n", "has no entry"),
        ("{repos: []}\n", "has something unexpected in line 1"),
        ('"repos":\n- repo: a\n', "has something unexpected in line 1"),
        ("repos:\n- repo: a\n...\n", "has something unexpected in line 3"),
        ("repos:\n- repo: a\n---\nrepos:\n- repo: b\n", "has something unexpected in line 3"),
        ("repos:\n- repo: a\nrepos:\n- repo: b\n", "has something unexpected in line 3"),
        ("repos:\n  [\n  {repo: a}\n  ]\n", "no block of items"),
        ("repos:\n\t- repo: a\n", "tabs"),
        ("repos:\n    - repo: a\n  - repo: b\n", "not evenly indented"),
        ("repos:\n- repo: a\n  name: |+\n    a\n\n", "keeps blank lines"),
        ("Not YAML at all\n", "has something unexpected in line 1"),
    ],
)
def test_a_file_in_an_unfamiliar_style_is_not_changed(text: str, reason: str) -> None:
    made = planned(texts(_pre_commit_config_yaml=text))
    assert ".pre-commit-config.yaml" not in made.files
    (left,) = made.by_hand
    assert reason in left.reason
    assert yaml.safe_load("\n".join(left.lines))["repos"] == [ENTRY]


def test_hooks_that_are_left_out_stay_out() -> None:
    text = "repos:\n  - repo: /x\n    rev: a\n    hooks:\n      - id: specslint\n"
    made = planned(texts(_pre_commit_config_yaml=text))
    assert ".pre-commit-config.yaml" not in made.files
    (remark,) = made.remarks
    assert "specslint-placement" in remark
    assert "specslint-fast-track" in remark


def test_hook_types_that_are_set_stay() -> None:
    text = "default_install_hook_types:\n- pre-commit\nrepos:\n- repo: a\n  hooks: []\n"
    made = planned(texts(_pre_commit_config_yaml=text))
    data = yaml.safe_load(made.files[".pre-commit-config.yaml"])
    assert data["default_install_hook_types"] == ["pre-commit"]
    (remark,) = made.remarks
    assert "--hook-type commit-msg" in remark


def test_the_stage_of_the_hook_that_writes_the_tag() -> None:
    hooks = "".join(
        f"      - id: specslint{name}\n" for name in ("", "-placement", "-fast-track", "-tag")
    )
    text = f"repos:\n  - repo: /x\n    rev: a\n    hooks:\n{hooks}"
    (remark,) = planned(texts(_pre_commit_config_yaml=text)).remarks
    assert "--hook-type prepare-commit-msg" in remark
    types = "default_install_hook_types: [pre-commit, prepare-commit-msg, commit-msg]\n"
    assert not planned(texts(_pre_commit_config_yaml=types + text)).remarks
    (remark,) = planned(
        texts(_pre_commit_config_yaml=types.replace("prepare-commit-msg, ", "") + text)
    ).remarks
    assert "--hook-type prepare-commit-msg" in remark


# --- tox ----------------------------------------------------------------------------


def test_tox_is_extended_at_its_end() -> None:
    before = "[tox]\nenvlist = py3\n\n[testenv]\ncommands =\n  stestr run\n  # the end"
    after = planned(texts(tox_ini=before)).files["tox.ini"]
    assert after.startswith(before + "\n\n[testenv:specslint]\n")
    assert after.endswith(
        "commands = specslint {posargs:--commit HEAD}\n\n"
        "[specslint]\nopen-releases = kilo\nproject = nova\n"
    )


def test_an_existing_environment_is_kept() -> None:
    for header in ("[testenv:specslint]", "[testenv:{pep8,specslint}]"):
        made = planned(texts(tox_ini=f"{header}\ncommands = true\n"))
        settings = "\n[specslint]\nopen-releases = kilo\nproject = nova\n"
        assert made.files["tox.ini"] == f"{header}\ncommands = true\n{settings}"


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("setup_cfg", "[tox:tox]\nenvlist = a\n", "[testenv:specslint]"),
        ("pyproject_toml", "[tool.tox]\nrequires = []\n", "[tool.tox.env.specslint]"),
        ("tox_toml", "requires = []\n", "[env.specslint]"),
    ],
)
def test_tox_that_is_configured_elsewhere_gets_no_tox_ini(
    name: str, text: str, first: str
) -> None:
    made = planned(texts(**{name: text}))
    assert "tox.ini" not in made.files
    (left,) = made.by_hand
    assert left.lines[0] == first
    if left.path.endswith(".toml"):
        table = tomllib.loads("\n".join(left.lines))
        assert "specslint" in str(table)


@pytest.mark.parametrize(
    ("repo", "wanted"),
    [
        ("https://example.org/x.git", "git+https://example.org/x.git@"),
        ("git@example.org:team/x", "git+ssh://git@example.org/team/x@"),
        ("/home/me/a b#c", "git+file:///home/me/a%20b%23c@"),
    ],
)
def test_the_requirement_for_pip(repo: str, wanted: str) -> None:
    assert requirement(WANTED._replace(repo=repo)) == f"specslint @ {wanted}{REV}"


# --- the settings ---------------------------------------------------------------------


def settled(before: Texts, wanted: Wanted = WANTED) -> tuple[str, str]:
    """The file that the settings are added to, and its new content."""
    made = planned(before, wanted)
    changed = {**before, **made.files}
    config = load(lambda name: (changed.get(name) or "").encode())
    assert config.open_releases == ("kilo",)
    assert config.project == wanted.project
    assert config.source
    return config.source, changed[config.source] or ""


def test_a_pyproject_that_is_there_is_extended() -> None:
    before = '[build-system]\nrequires = ["pbr"]  # ours\n'
    assert settled(texts(pyproject_toml=before)) == (
        "pyproject.toml",
        before + '\n[tool.specslint]\nopen-releases = ["kilo"]\nproject = "nova"\n',
    )


def test_a_repository_with_a_tox_ini_gets_no_pyproject() -> None:
    path, text = settled(texts(tox_ini="[tox]\nenvlist = py3\n"))
    assert path == "tox.ini"
    assert text.endswith("\n\n[specslint]\nopen-releases = kilo\nproject = nova\n")


def test_a_package_with_a_setup_cfg_gets_no_pyproject() -> None:
    path, text = settled(texts(setup_cfg="[metadata]\nname = nova-specs\n", tox_ini="[tox]\n"))
    assert path == "tox.ini"
    assert text.endswith("\n\n[specslint]\nopen-releases = kilo\nproject = nova\n")
    alone = planned(texts(setup_cfg="[metadata]\nname = x\n"))
    assert list(alone.files) == [".pre-commit-config.yaml", "tox.ini", "setup.cfg"]
    assert alone.files["setup.cfg"].endswith("[specslint]\nopen-releases = kilo\nproject = nova\n")
    made = planned(texts(setup_cfg="[metadata]\nname = x\n\n[tox:tox]\n"))
    assert list(made.files) == [".pre-commit-config.yaml", "setup.cfg"]


@pytest.mark.parametrize(
    ("name", "section"),
    [
        ("pyproject.toml", '[tool.specslint]  # ours\nignore = ["TPL008"]\n'),
        ("setup.cfg", "[specslint]\nignore =\n  TPL008\n"),
        ("tox.ini", "[specslint]\nignore = TPL008\n\n[testenv:specslint]\n"),
    ],
)
def test_existing_settings_are_extended(name: str, section: str) -> None:
    path, text = settled(texts(**{name.replace(".", "_"): section}))
    assert path == name
    header, _, rest = section.partition("\n")
    value = '["kilo"]' if name.endswith("toml") else "kilo"
    assert text.startswith(f"{header}\nopen-releases = {value}\n{rest}")
    other = WANTED._replace(project="cinder")
    assert "project = " in settled(texts(**{name.replace(".", "_"): section}), other)[1]


def test_written_settings_are_kept() -> None:
    text = '[tool.specslint]\nopen_releases = ["juno"]\nproject = "cinder"\n'
    assert "pyproject.toml" not in planned(texts(pyproject_toml=text)).files


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[tool]\nspecslint = { ignore = ["TXT"] }\n', "elsewhere"),
        ('[tool.specslint.severity]\nTXT001 = "info"\n', "elsewhere"),
        ("[tool\n", "cannot be extended"),
    ],
)
def test_settings_that_cannot_be_extended_are_left_alone(text: str, reason: str) -> None:
    made = planned(texts(pyproject_toml=text))
    assert "pyproject.toml" not in made.files
    (left,) = made.by_hand
    assert reason in left.reason
    assert left.lines[0] == "[tool.specslint]"


def test_invalid_settings_end_the_run() -> None:
    with pytest.raises(UserError, match=r"pyproject.toml:2: unknown key"):
        plan(texts(pyproject_toml="[tool.specslint]\nopen-release = 1\n"), WANTED)


# --- writing --------------------------------------------------------------------------


def contents(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in root.iterdir() if path.is_file()}


def test_files_are_written_with_their_mode(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old\r\n")
    (tmp_path / "a").chmod(0o640)
    write_all(tmp_path, {"a": "old\r\n", "b": None}, {"a": "new\r\n", "b": "b\n"})
    assert contents(tmp_path) == {"a": b"new\r\n", "b": b"b\n"}
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    assert (tmp_path / "b").stat().st_mode & 0o111 == 0


def test_a_failure_half_way_leaves_all_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("old\n")
    (tmp_path / "c" / "full").mkdir(parents=True)
    before = {"a": "old\n", "b": None, "c": None}
    with pytest.raises(UserError, match="c cannot be"):
        write_all(tmp_path, before, {"a": "new\n", "b": "b\n", "c": "c\n"})
    assert contents(tmp_path) == {"a": b"old\n"}


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("mine\n")
    with pytest.raises(UserError, match="a has changed meanwhile"):
        write_all(tmp_path, {"a": "old\n", "b": None}, {"b": "b\n", "a": "new\n"})
    assert contents(tmp_path) == {"a": b"mine\n"}
