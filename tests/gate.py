"""The tests of the gate of nova-specs as an oracle: loaded from beside the corpus, not copied.

Nothing of specslint is imported: it registers Sphinx's directives in docutils, which
the gate does not know. So call it in a process of its own (:func:`in_process`).
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import multiprocessing
import os
import sys
import unittest
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, NamedTuple

Files = Mapping[str, bytes | str]
"""A tree: the content of each file, or the text of a link."""


class Text(NamedTuple):
    """A spec to be checked, and the template of its release."""

    path: str
    content: bytes
    template: bytes
    release: str


def directory() -> Path | None:
    """The directory of the gate's tests, or None without a corpus."""
    corpus = os.environ.get("SPECSLINT_CORPUS")
    found = Path(corpus).parent / "gate" if corpus else None
    return found if found and found.is_dir() else None


@contextlib.contextmanager
def in_process() -> Iterator[ProcessPoolExecutor]:
    """A process that checks texts and trees."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        yield pool


@cache
def _load(name: str) -> Any:
    """One of its test modules; stubs replace its two imports while it is loaded."""
    found = directory()
    assert found is not None
    stubs: dict[str, Any] = {
        name: ModuleType(name) for name in ("testtools", "oslo_utils", "oslo_utils.encodeutils")
    }
    stubs["testtools"].TestCase = unittest.TestCase
    stubs["oslo_utils"].encodeutils = stubs["oslo_utils.encodeutils"]
    stubs["oslo_utils.encodeutils"].safe_decode = lambda text: text
    before = {key: sys.modules.get(key) for key in stubs}
    sys.modules.update(stubs)
    try:
        spec = importlib.util.spec_from_file_location(name, found / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    finally:
        for key, old in before.items():
            if old is None:
                del sys.modules[key]
            else:
                sys.modules[key] = old
    return module


def _titles(content: bytes) -> Any:
    from docutils.core import publish_doctree

    test = _load("test_titles").TestTitles("test_template")
    return test._get_titles(publish_doctree(_read(content)))


@cache
def _template_titles(content: bytes) -> Any:
    return _titles(content)


def _read(content: bytes) -> str:
    """A file's text as Python's text mode reads it."""
    return io.TextIOWrapper(io.BytesIO(content), "utf-8").read()


def refusal(text: Text) -> str:
    """Why the gate rejects a spec; an empty string if it accepts it."""
    test = _load("test_titles").TestTitles("test_template")
    try:
        with contextlib.redirect_stderr(io.StringIO()):
            wanted = _template_titles(text.template)
            found, raw = _titles(text.content), _read(text.content)
            test._check_titles(text.path, wanted, found, text.release)
            test._check_lines_wrapping(text.path, raw)
            test._check_no_cr(text.path, raw)
            test._check_no_zwsp(text.path, raw)
            test._check_trailing_spaces(text.path, raw)
    except Exception as error:  # any exception is a rejection
        return f"{type(error).__name__}: {error}"
    return ""


def tree_refusal(files: Files) -> str:
    """Why the gate rejects a tree; an empty string if it accepts it."""
    here = Path.cwd()
    with TemporaryDirectory() as name:
        for path, content in files.items():
            place = Path(name) / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, str):
                place.symlink_to(content)
            else:
                place.write_bytes(content)
        os.chdir(name)
        try:
            with contextlib.redirect_stderr(io.StringIO()):
                _load("test_titles").TestTitles("test_template").test_template()
                _load("test_directories").TestDirectories("test_directories").test_directories()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            os.chdir(here)
    return ""
