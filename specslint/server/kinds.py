"""What the server tells its client of code actions and completion, before any is asked for."""

from __future__ import annotations

from lsprotocol.types import CodeActionKind

FIX_ALL = "source.fixAll.specslint"
INSERT_SECTIONS = "source.insertMissingSections"
CODE_ACTIONS = (CodeActionKind.QuickFix, FIX_ALL, INSERT_SECTIONS)
TRIGGERS = (":", "`", "<", "/")
