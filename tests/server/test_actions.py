"""Code actions: applied as an editor does, they do what their titles say."""

from __future__ import annotations

from typing import Any

from tests.conftest import Repository
from tests.server.client import Client, Message, span
from tests.server.test_diagnostics import SPEC


def applied(text: str, edits: list[Message]) -> str:
    """A text with edits of the protocol applied; of characters in the basic plane only."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def offset(position: Message) -> int:
        return starts[position["line"]] + int(position["character"])

    for edit in sorted(edits, key=lambda e: -offset(e["range"]["start"])):
        start, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:start] + edit["newText"] + text[end:]
    return text


def actions(
    editor: Client, document: str, where: Message, **context: Any
) -> dict[str, dict[str, Any]]:
    """The actions that are offered, by their titles."""
    found = editor.request(
        "textDocument/codeAction",
        {
            "textDocument": {"uri": document},
            "range": where,
            "context": {"diagnostics": [], **context},
        },
    )
    return {action["title"]: action for action in found}


def after(text: str, document: str, action: Message) -> str:
    return applied(text, action["edit"]["changes"][document])


def test_a_safe_fix_is_preferred(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    text = f"{sound}\nTrailing \n"
    document = editor.open(clone.root / SPEC, text)
    (found,) = editor.diagnostics(document)
    offered = actions(editor, document, found["range"])
    fix = offered["Fix trailing-whitespace (TXT002)"]
    assert fix["kind"] == "quickfix"
    assert fix["isPreferred"] is True
    assert fix["diagnostics"] == [found]
    assert after(text, document, fix) == f"{sound}\nTrailing\n"
    assert not actions(editor, document, span(0, 0, 0), only=["quickfix"])


def test_an_edit_names_the_version_if_the_client_supports_it(
    editor: Client, clone: Repository
) -> None:
    editor.start(clone.root, workspace={"workspaceEdit": {"documentChanges": True}})
    text = (clone.root / SPEC).read_text(encoding="utf-8") + "\nTrailing \n"
    document = editor.open(clone.root / SPEC, text, version=7)
    (found,) = editor.diagnostics(document, 7)
    fix = actions(editor, document, found["range"])["Fix trailing-whitespace (TXT002)"]
    (change,) = fix["edit"]["documentChanges"]
    assert change["textDocument"] == {"uri": document, "version": 7}


def test_missing_sections_are_inserted(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    text = without(without(sound, "Dependencies"), "Testing")
    document = editor.open(clone.root / SPEC, text)
    found = editor.diagnostics(document)
    assert [d["code"] for d in found] == ["TPL001", "TPL001"]
    offered = actions(editor, document, found[0]["range"])
    fix = offered["Fix missing-section (TPL001), unsafe: read what it does"]
    assert fix["isPreferred"] is False
    editor.change(document, 2, {"text": after(text, document, fix)})
    assert [d["code"] for d in editor.diagnostics(document, 2)] == ["TPL001"]
    editor.change(document, 3, {"text": text})
    every = offered["Insert all missing sections"]
    assert every["kind"] == "source.insertMissingSections"
    editor.change(document, 4, {"text": after(text, document, every)})
    assert editor.diagnostics(document, 4) == []


def without(text: str, title: str) -> str:
    """A text without one of its sections."""
    start = text.index(f"\n{title}\n===")
    end = text.index("\n===", text.index("\n===", start) + 4)
    return text[:start] + text[text.rindex("\n", 0, end) :]


def test_all_safe_fixes_are_applied(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    text = without(sound, "Testing").replace("\n\n", " \n\n", 3) + "\n\n"
    document = editor.open(clone.root / SPEC, text)
    assert {d["code"] for d in editor.diagnostics(document)} == {"TXT002", "TXT006", "TPL001"}
    offered = actions(editor, document, span(0, 0, 0), only=["source.fixAll"])
    (action,) = offered.values()
    assert action["kind"] == "source.fixAll.specslint"
    new = after(text, document, action)
    editor.change(document, 2, {"text": new})
    assert [d["code"] for d in editor.diagnostics(document, 2)] == ["TPL001"]
    # What the editor asks for at every move of the cursor is not to mend the whole text.
    assert not actions(editor, document, span(0, 0, 0), triggerKind=2)


def test_a_rule_is_silenced_in_its_section(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    text = f"{sound}\nTrailing \n"
    document = editor.open(clone.root / SPEC, text)
    (found,) = editor.diagnostics(document)
    action = actions(editor, document, found["range"])["Silence TXT002 in this section"]
    new = after(text, document, action)
    assert ".. specslint: disable=TXT002 say why\n" in new
    editor.change(document, 2, {"text": new})
    assert editor.diagnostics(document, 2) == []


def test_a_rule_is_silenced_in_its_file(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8")
    text = f"..  \n\n{sound}"
    document = editor.open(clone.root / SPEC, text)
    (found,) = editor.diagnostics(document)
    action = actions(editor, document, found["range"])["Silence TXT002 in this file"]
    editor.change(document, 2, {"text": after(text, document, action)})
    assert editor.diagnostics(document, 2) == []


def test_windows_line_ends_are_kept(editor: Client, clone: Repository) -> None:
    clone.write(".gitattributes", "*.rst text\n")
    editor.start(clone.root)
    sound = (clone.root / SPEC).read_text(encoding="utf-8").replace("\n", "\r\n")
    text = f"{sound}\r\nTrailing \r\n"
    document = editor.open(clone.root / SPEC, text)
    (found,) = editor.diagnostics(document)
    offered = actions(editor, document, found["range"])
    new = after(text, document, offered["Fix trailing-whitespace (TXT002)"])
    assert new == f"{sound}\r\nTrailing\r\n"
    new = after(text, document, offered["Silence TXT002 in this section"])
    assert new.count("\n") == new.count("\r\n")
