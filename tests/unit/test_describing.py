"""The layout that ``specslint init`` proposes for a repository without a profile."""

from __future__ import annotations

from pathlib import Path

import pytest

from specslint.cli.main import main
from specslint.setup_files.describing import described

IGNORED = ("ignore", ("PLC003", "PLC006", "PLC007"))


@pytest.mark.parametrize(
    ("paths", "keys"),
    [
        pytest.param(
            ["specs/kilo/a.rst", "specs/zed/b.rst", "specs/ideas/c.rst", "specs/template.rst"],
            {
                "approved": ("specs/{release}/{name}.rst",),
                "backlog": ("specs/ideas/{name}.rst",),
                "template": ("specs/template.rst",),
            },
            id="by release, with ideas beside",
        ),
        pytest.param(
            [f"specs/{part}/{release}/{part}.rst" for part in "abc" for release in ("yoga", "zed")]
            + ["specs/template.rst"],
            {"approved": ("specs/{project}/{release}/{name}.rst",)},
            id="by part and release",
        ),
        pytest.param(
            ["specs/kilo/done/a.rst", "specs/kilo/implemented/b.rst", "specs/kilo-template.rst"],
            {
                "approved": ("specs/{release}/done/{name}.rst",),
                "implemented": ("specs/{release}/implemented/{name}.rst",),
                "template": ("specs/{release}-template.rst",),
            },
            id="by status",
        ),
        pytest.param(
            ["specs/open/a.rst", "specs/retired/b.rst", "specs/index.rst", "specs/template.rst"],
            {
                "approved": ("specs/open/{name}.rst",),
                "abandoned": ("specs/retired/{name}.rst",),
            },
            id="without releases",
        ),
        pytest.param(["specs/kilo/a.rst"], {}, id="no template"),
        pytest.param(["specs/backlog/a.rst", "specs/template.rst"], {}, id="only a backlog"),
    ],
)
def test_what_is_proposed(paths: list[str], keys: dict[str, tuple[str, ...]]) -> None:
    found = dict(described(paths))
    assert {key: found[key] for key in keys} == keys
    assert bool(found) == bool(keys)
    if found:
        assert tuple(found.items())[-1] == IGNORED


def test_init_writes_a_layout_by_which_the_specs_are_checked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Title\n=====\n\nOne\n---\n\nWords.\n\nTwo\n---\n\nWords.\n"
    for path in ("yoga/a", "zed/b", "zed/c", "template"):
        file = tmp_path / f"specs/{path}.rst"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text if path != "zed/c" else text.replace("Two\n", "Six\n"))
    (tmp_path / ".gitreview").write_text("[gerrit]\nproject=openstack/swift-specs.git\n")
    root = ["--root", str(tmp_path)]
    assert main([*root, "--no-cache"]) == 2
    assert main(["init", "--yes", "--repo", "https://example.org/lint", "--rev", "v1", *root]) == 0
    assert "With this layout, 3 of 4 documents pass; " in capsys.readouterr().out
    written = (tmp_path / "pyproject.toml").read_text()
    assert 'approved = [\n  "specs/{release}/{name}.rst",\n]\n' in written
    assert 'project = "swift"\n' in written
    assert main([*root, "--no-cache", "--select", "TPL001,TPL002,TPL005"]) == 1
    assert {line.split(":")[0] for line in capsys.readouterr().out.splitlines()} == {
        "specs/zed/c.rst"
    }
