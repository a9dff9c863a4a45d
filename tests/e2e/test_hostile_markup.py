"""Specs and templates that name files, devices and URLs: none of them is opened."""

from __future__ import annotations

import functools
import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.conftest import Program, must
from tests.e2e.watch import Watch, strangers

SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
TEMPLATE = "specs/kilo-template.rst"

# With what unmodified docutils does about it.
BY_DOCUTILS = {
    "include": ".. include:: {file}",
    "include literally": ".. include:: {file}\n   :literal:",
    "include as code": ".. include:: {file}\n   :code: python",
    "include upwards": ".. include:: <../../../../../../../../../../../..{file}>",
    "include in a table": "+---+\n| x |\n+---+\n\n* .. include:: {file}",
    "include by substitution": ".. |x| include:: {file}\n\n.. include:: {file}\n\n|x|",
    "include under another name": ".. INCLUDE:: {file}",
    "raw": ".. raw:: html\n   :file: {file}",
    "raw from a URL": ".. raw:: html\n   :url: {url}",
    "csv-table": ".. csv-table::\n   :file: {file}",
    "csv-table from a URL": ".. csv-table::\n   :url: {url}",
    "figure": ".. figure:: {picture}\n   :figwidth: image\n\n   A caption",
}
BY_SPHINX = {
    "literalinclude": ".. literalinclude:: {file}",
    "literalinclude of a difference": ".. literalinclude:: {file}\n   :diff: {file}",
    "image": ".. image:: {picture}\n   :loading: embed\n   :scale: 50%",
    "graphviz": ".. graphviz:: {file}",
    "blockdiag": ".. blockdiag:: {file}",
    "download": "See :download:`this <{file}>`.",
    "toctree": ".. toctree::\n   :glob:\n\n   {file}\n   *",
    "automodule": ".. automodule:: evil\n   :members:",
    "a role of a file": ".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<img src={url}>`",
    "math": ".. math:: \\\\input{{{file}}}",
}
FORBIDDEN = ("include", "raw", "csv-table", "literalinclude")
INVOCATIONS = [(SPEC,), ("--commit", "HEAD"), ("--diff", "--unsafe-fixes", SPEC)]


@pytest.fixture(scope="module")
def pillow(program: Program, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The imaging library that docutils uses if it is installed."""
    target = tmp_path_factory.mktemp("pillow")
    install = ("-m", "pip", "install", "--quiet", "--target", target, "pillow")
    must(program.bin / "python", *install, cwd=target)
    return target


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What a spec can name: a file, a picture and a URL that all exist."""
    directory = tmp_path_factory.mktemp("elsewhere")
    (directory / "secret").write_text("SECRET, SECRET\n")
    (directory / "picture.gif").write_bytes(b"GIF89a\x01\0\x01\0\0\0\0;")
    (directory / "evil.py").write_text("raise SystemExit('SECRET')\n")
    handler = functools.partial(_Quiet, directory=str(directory))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield {
            "file": f"{directory}/secret",
            "picture": f"{directory}/picture.gif",
            "url": f"http://127.0.0.1:{server.server_address[1]}/secret",
        }
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Log nothing."""


def spoil(repository: Repository, path: str, markup: str) -> None:
    """Insert markup into the first section of a spec or template."""
    text = (repository.root / path).read_text()
    repository.write(path, text.replace("\n\nProblem", f"\n\n{markup}\n\nProblem", 1))
    assert markup in (repository.root / path).read_text()
    repository.commit("Spoil it")


@pytest.mark.parametrize("path", [SPEC, TEMPLATE], ids=["spec", "template"])
@pytest.mark.parametrize("name", [*BY_DOCUTILS, *BY_SPHINX])
def test_nothing_is_opened(
    program: Program,
    sample: Repository,
    elsewhere: dict[str, str],
    pillow: Path,
    tmp_path: Path,
    name: str,
    path: str,
) -> None:
    markup = {**BY_DOCUTILS, **BY_SPHINX}[name].format(**elsewhere)
    spoil(sample, path, markup)
    watch = Watch(tmp_path / "watch", pillow)
    for invocation in INVOCATIONS:
        seen = watch(program.bin / "specslint", "--no-cache", *invocation, cwd=sample.root)
        assert seen.run.returncode in (0, 1), seen.run
        assert strangers(seen, program, sample, pillow) == set()
        assert seen.network == []
        assert all("git" in command for command in seen.started)
        assert (invocation[0] == "--commit") == bool(seen.started)
        assert "SECRET" not in seen.run.stdout + seen.run.stderr
        if path == SPEC and name.startswith(FORBIDDEN) and invocation[0] != "--diff":
            assert f"{SPEC}:" in seen.run.stdout
            assert " RST007 [error] " in seen.run.stdout


@pytest.mark.parametrize("name", BY_DOCUTILS)
def test_docutils_alone_opens_it(
    program: Program,
    sample: Repository,
    elsewhere: dict[str, str],
    pillow: Path,
    tmp_path: Path,
    name: str,
) -> None:
    """Otherwise the test above could not fail."""
    spoil(sample, SPEC, BY_DOCUTILS[name].format(**elsewhere))
    watch = Watch(tmp_path / "watch", pillow)
    seen = watch(program.bin / "python", "-m", "docutils", SPEC, os.devnull, cwd=sample.root)
    wanted = elsewhere["picture" if name == "figure" else "file"]
    assert any(str(file) == wanted for file in seen.opened) or (
        "URL" in name and any("127.0.0.1" in reached for reached in seen.network)
    )


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/stdin", "/proc/self/environ", "fifo"])
def test_devices_are_not_waited_for(
    program: Program, sample: Repository, tmp_path: Path, device: str
) -> None:
    os.mkfifo(tmp_path / "fifo")
    spoil(sample, SPEC, f".. include:: {tmp_path / device}\n\n.. csv-table::\n   :file: {device}")
    seen = Watch(tmp_path / "watch")(program.bin / "specslint", SPEC, cwd=sample.root)
    assert seen.run.stdout.count(" RST007 [error] ") == 2
    assert (seen.run.returncode, seen.run.stderr) == (1, "")
    assert strangers(seen, program, sample) == set()
