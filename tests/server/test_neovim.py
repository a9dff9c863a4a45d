"""Neovim with the lines of the documentation, in a real clone: finding, action, tag.

Debian has 0.7.2 in its release 12, and 0.10.4 in 13.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT, Repository
from tests.server.test_diagnostics import SPEC

pytestmark = pytest.mark.skipif(
    shutil.which("nvim") is None, reason="needs nvim: apt-get install neovim"
)

ACT = """
local function wait(what, holds)
  if not vim.wait(60000, holds, 50) then
    io.stderr:write("in vain: " .. what .. "\\n")
    vim.cmd("cquit")
  end
end

-- What a user does in the menu of actions.
local function choose(title)
  vim.ui.select = function(items, _, on_choice)
    for _, item in ipairs(items) do
      local action = item.action or item[2]
      if action.title:find(title, 1, true) then
        return on_choice(item)
      end
    end
    io.stderr:write("no such action: " .. title .. "\\n")
    vim.cmd("cquit")
  end
  local before = vim.api.nvim_buf_get_changedtick(0)
  vim.lsp.buf.code_action()
  wait("the action", function() return vim.api.nvim_buf_get_changedtick(0) > before end)
end

local function diagnostics(least)
  wait("diagnostics", function() return #vim.diagnostic.get(0) >= least end)
  return vim.diagnostic.get(0)
end
"""


def lines_of_documentation(name: str) -> str:
    """The lines of a named block in the page on editors."""
    page = (PROJECT / "doc" / "editor.rst").read_text(encoding="utf-8")
    block = page.partition(f"   :name: {name}\n\n")[2]
    lines = []
    for line in block.splitlines():
        if line.strip() and not line.startswith("   "):
            break
        lines.append(line)
    return textwrap.dedent("\n".join(lines))


@pytest.fixture
def nvim(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The command of a Neovim that is configured as the documentation has it."""
    program = tmp_path / "bin" / "specslint"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m specslint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}:{os.environ['PATH']}")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    (tmp_path / "init.lua").write_text(lines_of_documentation("neovim"), encoding="utf-8")
    return ["nvim", "--headless", "-n", "-i", "NONE", "-u", str(tmp_path / "init.lua")]


def script(tmp_path: Path, text: str) -> str:
    """The option that runs a script once the file is loaded."""
    file = tmp_path / "act.lua"
    file.write_text(ACT + text, encoding="utf-8")
    return f"luafile {file}"


def test_a_finding_is_shown_and_fixed(nvim: list[str], clone: Repository, tmp_path: Path) -> None:
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    clone.write(SPEC, f"{sound}\nTrailing  \n")
    shown = tmp_path / "shown.json"
    acts = f"""
local found = diagnostics(1)
local file = io.open("{shown}", "w")
file:write(vim.fn.json_encode(found))
file:close()
vim.api.nvim_win_set_cursor(0, {{ found[1].lnum + 1, found[1].col }})
choose("Fix trailing-whitespace (TXT002)")
wait("the finding's end", function() return #vim.diagnostic.get(0) == 0 end)
vim.cmd("wq")
"""
    run = subprocess.run(
        [*nvim, "-c", script(tmp_path, acts), SPEC],
        cwd=clone.root,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr
    (found,) = json.loads(shown.read_text(encoding="utf-8"))
    assert found["source"] == "specslint"
    assert found["severity"] == 1
    assert found["lnum"] == sound.count("\n") + 1
    assert code_of(found) == "TXT002"
    assert (clone.root / SPEC).read_text(encoding="utf-8") == f"{sound}\nTrailing\n"


def code_of(found: dict[str, Any]) -> Any:
    return found.get("code") or found["user_data"]["lsp"]["code"]


def test_the_tag_is_offered_in_the_message_of_a_commit(
    nvim: list[str], clone: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (clone.root / SPEC).read_text(encoding="utf-8")
    clone.write("specs/juno/approved/quick-resize.rst", text)
    clone.commit("Approve a spec")
    clone.write("specs/kilo/approved/quick-resize.rst", text)
    clone.git("add", "--all")
    acts = """
vim.api.nvim_buf_set_lines(0, 0, 1, false, { "Propose it again" })
diagnostics(1)
choose('Add "Previously-approved: juno"')
vim.cmd("wq")
"""
    words = [*nvim, "-c", script(tmp_path, acts)]
    monkeypatch.setenv("GIT_EDITOR", " ".join(f"'{word}'" for word in words))
    clone.git("commit", "-q")
    message = clone.git("log", "-1", "--format=%B")
    assert message == "Propose it again\n\nPreviously-approved: juno\n\n"
