"""Emacs with eglot and the lines of the documentation, in a real clone: finding and action.

Debian 12 has Emacs 28.2 and eglot 1.9 in packages of their own; Emacs has eglot from 29 on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import Repository
from tests.e2e.test_documents import blocks_of
from tests.server.test_diagnostics import SPEC

LIBRARIES = Path("/usr/share/emacs/site-lisp/elpa")


def has_eglot() -> bool:
    if shutil.which("emacs") is None:
        return False
    words = ("emacs", "-Q", "--batch", *load_path(), "--eval", "(require 'eglot)")
    return subprocess.run(words, capture_output=True, check=False).returncode == 0


def load_path() -> list[str]:
    return [word for path in LIBRARIES.glob("eglot-*") for word in ("-L", str(path))]


ACT = """
(setq eglot-sync-connect 120 eglot-connect-timeout 120)
(find-file "{spec}")
(rst-mode)
(apply #'eglot--connect (eglot--guess-contact))
(let ((end (+ (float-time) 60)))
  (while (and (< (float-time) end) (not (flymake-diagnostics)))
    (accept-process-output nil 0.1)))
(let ((found (car (flymake-diagnostics))))
  (message "Found: %s" (flymake-diagnostic-text found))
  (goto-char (flymake-diagnostic-beg found)))
;; What a user does in the minibuffer.
(setq last-nonmenu-event ?x)
(fset 'completing-read
      (lambda (_ choices &rest _)
        (seq-find (lambda (title) (string-prefix-p "Fix trailing-whitespace" title))
                  (all-completions "" choices))))
(call-interactively #'eglot-code-actions)
(save-buffer)
(eglot-shutdown (eglot-current-server))
"""


@pytest.mark.skipif(not has_eglot(), reason="needs eglot: apt-get install emacs-nox elpa-eglot")
def test_a_finding_is_shown_and_fixed(
    clone: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "bin" / "specslint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m specslint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    monkeypatch.setenv("HOME", str(tmp_path))
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    clone.write(SPEC, f"{sound}\nTrailing  \n")
    (configuration,) = blocks_of("doc/editor.rst", "elisp")
    # The hook is for a session in which one looks on; here each step waits for the other.
    configuration = configuration.replace("(add-hook 'rst-mode-hook 'eglot-ensure)", "")
    file = tmp_path / "act.el"
    lisp = f"{configuration}\n(require 'eglot)\n{ACT.format(spec=SPEC)}"
    file.write_text(lisp, encoding="utf-8")
    run = subprocess.run(
        ["emacs", "-Q", "--batch", *load_path(), "-l", str(file)],
        cwd=clone.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    assert "TXT002" in run.stderr.partition("Found: ")[2]
    assert (clone.root / SPEC).read_text(encoding="utf-8") == f"{sound}\nTrailing\n"
