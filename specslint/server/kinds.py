"""The server's capabilities for code actions and completion, which it announces at the start."""

from __future__ import annotations

from lsprotocol.types import CodeActionKind

FIX_ALL = "source.fixAll.specslint"
INSERT_SECTIONS = "source.insertMissingSections"
CODE_ACTIONS = (CodeActionKind.QuickFix, FIX_ALL, INSERT_SECTIONS)
TRIGGERS = (":", "`", "<", "/")
