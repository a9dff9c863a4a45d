"""Runs on trees with a docs job: what fails it, what a change breaks elsewhere, bad input."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Completed, Program
from tools.docs_oracle import CONF, TOX

K = "specs/kilo/approved"
TITLE = "Title\n=====\n\n"


@pytest.fixture
def tree(tmp_path: Path) -> Repository:
    """A repository with a strict docs job, whose source directory links to the specs."""
    repository = Repository.create(tmp_path / "nova-specs")
    write(
        repository,
        {
            "tox.ini": TOX,
            "doc/source/conf.py": CONF,
            "doc/source/index.rst": TITLE
            + ".. toctree::\n   :glob:\n\n   specs/kilo/approved/*\n",
            "priorities/kilo-priorities.rst": ".. _kilo-priorities:\n\n" + TITLE,
            f"{K}/refers.rst": TITLE
            + ":doc:`target`, :ref:`kilo-priorities`, :ref:`part`, [Book]_\n",
            f"{K}/target.rst": ".. _part:\n\n" + TITLE + "[Book]_\n\n.. [Book] A book.\n",
        },
    )
    below = repository.root / "doc/source/specs/kilo"
    below.mkdir(parents=True)
    (below / "approved").symlink_to(f"../../../../{K}")
    (repository.root / "doc/source/priorities").symlink_to("../../priorities")
    repository.commit("The specs so far")
    return repository


def write(repository: Repository, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        repository.write(path, text)


def codes(run: Completed) -> list[str]:
    return [line.split(" ")[0] + line.split(" ")[1] for line in run.stdout.splitlines()]


def test_links_of_the_source_directory_lead_to_the_specs(
    tree: Repository, program: Program
) -> None:
    assert program.run("--select", "RST", cwd=tree.root).stdout == ""
    assert program.run("--select", "RST", f"{K}/refers.rst", cwd=tree.root).stdout == ""


def test_what_a_change_deletes_is_missed_in_other_documents(
    tree: Repository, program: Program
) -> None:
    tree.git("rm", "-q", f"{K}/target.rst")
    staged = program.run("--staged", "--select", "RST", cwd=tree.root)
    assert codes(staged) == [f"{K}/refers.rst:4:{column}:RST011" for column in (1, 40, 53)]
    tree.commit("Delete it")
    assert codes(program.run("--commit", "HEAD", "--select", "RST", cwd=tree.root)) == codes(
        staged
    )


def test_what_a_change_renames_is_missed_in_other_documents(
    tree: Repository, program: Program
) -> None:
    tree.git("mv", f"{K}/target.rst", f"{K}/elsewhere.rst")
    run = program.run("--staged", "--select", "RST", cwd=tree.root)
    assert codes(run) == [f"{K}/refers.rst:4:1:RST011"]
    assert 'finds no document "target"' in run.stdout


def test_a_label_that_a_change_renames(tree: Repository, program: Program) -> None:
    text = (tree.root / K / "target.rst").read_text()
    write(tree, {f"{K}/target.rst": text.replace("_part:", "_parts:")})
    tree.git("add", "--all")
    run = program.run("--staged", "--select", "RST", cwd=tree.root)
    assert codes(run) == [f"{K}/refers.rst:4:40:RST011"]


def test_a_change_that_touches_nothing_of_it(tree: Repository, program: Program) -> None:
    write(tree, {f"{K}/new.rst": TITLE + "Text.\n"})
    tree.git("add", "--all")
    assert program.run("--staged", "--select", "RST", cwd=tree.root).stdout == ""


def test_whether_it_is_strict(tree: Repository, program: Program) -> None:
    write(tree, {f"{K}/new.rst": TITLE + "Text.\n\n.. [1] A note.\n"})

    def run(*words: str) -> Completed:
        return program.run("--select", "RST", *words, cwd=tree.root)

    shown = "# strict-docs: true, as a command of tox.ini runs sphinx-build with -W"
    assert shown in run("--show-settings").stdout
    assert run().returncode == 1
    write(tree, {"tox.ini": TOX.replace("-W ", "")})
    assert run().returncode == 0
    assert "RST010 [warning]" in run().stdout
    # The patch under test cannot change the setting.
    assert run("--config-from", "HEAD").returncode == 1
    write(tree, {"pyproject.toml": "[tool.specslint]\nstrict-docs = true\n"})
    assert run().returncode == 1
    write(tree, {"tox.ini": TOX, "pyproject.toml": "[tool.specslint]\nstrict-docs = false\n"})
    assert run().returncode == 0


@pytest.mark.parametrize(
    "files",
    [
        {"tox.ini": TOX.replace("-W ", "")},
        {"tox.ini": TOX.replace("sphinx-build", "- sphinx-build")},
        {"tox.ini": TOX.replace("sphinx-build", "echo sphinx-build")},
        {"tox.ini": ""},
        {"tox.ini": TOX.replace("doc/source", "doc/other")},
        {"tox.ini": "# " * 200_000 + TOX},
        {"pyproject.toml": "[tool.specslint]\nstrict-docs = false\n"},
        {"doc/source/conf.py": CONF + "\nexclude_patterns = ['**']\n"},
        {"doc/source/conf.py": "("},
    ],
    ids=[
        "no -W", "an ignored failure", "another command", "no command", "another directory",
        "a large file", "a setting", "excluded documents", "a broken conf.py",
    ],
)  # fmt: skip
def test_a_patch_cannot_make_it_lenient(
    tree: Repository, program: Program, files: Mapping[str, str]
) -> None:
    write(tree, {f"{K}/new.rst": TITLE + "Text.\n\n* an item\nand text\n", **files})
    tree.commit("A patch with a docs job of its own")
    words = ("--commit", "HEAD", "--select", "RST002")
    run = program.run(*words, "--config-from", "HEAD^", cwd=tree.root)
    assert (run.returncode, "RST002 [error]" in run.stdout) == (1, True)


def test_an_extension_that_is_not_loaded(tree: Repository, program: Program) -> None:
    write(tree, {f"{K}/new.rst": TITLE + ".. graphviz::\n\n   a -> b\n"})
    run = program.run("--select", "RST", cwd=tree.root)
    assert (
        "it belongs to the extension sphinx.ext.graphviz, which conf.py does not load"
        in run.stdout
    )
    write(tree, {"doc/source/conf.py": CONF.replace("ext.todo", "ext.graphviz")})
    assert program.run("--select", "RST", cwd=tree.root).stdout == ""


def test_bad_files_of_settings(tree: Repository, program: Program, tmp_path: Path) -> None:
    conf = tree.root / "doc/source/conf.py"
    for content in (b"\0", b"def :\n", b"(" * 100_000, b"#" * 10_000_000, b"extensions = f()\n"):
        conf.write_bytes(content)
        assert program.run("--select", "RST", cwd=tree.root).stdout == ""
    conf.unlink()
    elsewhere = tmp_path / "conf.py"
    elsewhere.write_text("extensions = []\n")
    conf.symlink_to(elsewhere)  # it is not followed, so nothing is known
    write(tree, {f"{K}/new.rst": TITLE + ".. graphviz::\n\n   a -> b\n"})
    assert program.run("--select", "RST", cwd=tree.root).stdout == ""


def test_links_out_of_the_tree(tree: Repository, program: Program, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "secret.rst").write_text(".. _secret:\n\n" + TITLE)
    (tree.root / "doc/source/outside").symlink_to(tmp_path / "outside")
    (tree.root / "doc/source/above").symlink_to("../../../outside")
    (tree.root / "doc/source/circle").symlink_to("../source")
    write(
        tree,
        {
            f"{K}/new.rst": TITLE
            + ":doc:`/outside/secret` :doc:`/above/secret` :ref:`secret`\n\n"
            + ".. image:: /outside/secret.rst\n\n.. image:: ../../../../outside/secret.rst\n"
        },
    )
    run = program.run("--select", "RST", f"{K}/new.rst", cwd=tree.root)
    assert [line.split(" ")[1] for line in run.stdout.splitlines()] == ["RST011"] * 3 + [
        "RST012"
    ] * 2


@pytest.mark.slow
def test_much_of_everything_takes_bounded_time(tree: Repository, program: Program) -> None:
    labels = "".join(f".. _label-{n}:\n\nText.\n\n" for n in range(10_000))
    same = ".. _same:\n\nText.\n\n" * 10_000
    code = ".. code-block:: json\n\n" + "   {'a': 1}\n" * 80_000
    write(
        tree,
        {
            f"{K}/labels.rst": TITLE + labels,
            f"{K}/same.rst": TITLE + same,
            f"{K}/code.rst": TITLE + code,
            f"{K}/uses.rst": TITLE + ":ref:`x <label-9999>` :ref:`x <label-10000>`\n",
        },
    )
    chosen = ("--select", "RST011,RST013,RST014")
    run = program.run(*chosen, f"{K}/uses.rst", cwd=tree.root, timeout=300)
    assert codes(run) == [f"{K}/uses.rst:4:23:RST011"]
    run = program.run(*chosen, cwd=tree.root, timeout=300)
    assert run.returncode == 1
    assert f"{K}/code.rst:6:5:" in run.stdout
