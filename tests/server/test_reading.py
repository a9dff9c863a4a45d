"""Hover, completion, outline, definitions, links and related places."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Repository
from tests.server.client import Client, Message, at, span, uri
from tests.server.test_actions import without
from tests.server.test_diagnostics import SPEC
from tests.server.test_messages import stage_copy

TEMPLATE = "specs/kilo-template.rst"


def place(text: str, behind: str) -> Message:
    """The position behind the first occurrence of a string."""
    before = text[: text.index(behind) + len(behind)]
    return at(before.count("\n"), len(before) - before.rfind("\n") - 1)


def asked(editor: Client, what: str, document: str, position: Message) -> Any:
    params = {"textDocument": {"uri": document}, "position": position}
    return editor.request(f"textDocument/{what}", params)


@pytest.fixture
def sound(clone: Repository) -> str:
    return (clone.root / SPEC).read_text(encoding="utf-8")


def test_a_finding_is_explained(editor: Client, clone: Repository, sound: str) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, f"{sound}\nTrailing \n")
    (found,) = editor.diagnostics(document)
    shown = asked(editor, "hover", document, found["range"]["start"])
    text = shown["contents"]["value"]
    assert shown["contents"]["kind"] == "markdown"
    assert text.startswith("**TXT002 trailing-whitespace**: ")
    assert "Bad:" in text
    assert "Good:" in text
    assert "``TXT" not in text
    assert shown["range"] == found["range"]


def test_hover_shows_the_guidance_of_the_template(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC)
    position = place(sound, "\nProblem desc")
    text = asked(editor, "hover", document, position)["contents"]["value"]
    template = (clone.root / TEMPLATE).read_text(encoding="utf-8")
    guidance = template.partition("Problem description\n===================\n")[2].strip()
    assert guidance.splitlines()[0] in text
    assert TEMPLATE in text
    # The template counts as it stands in the editor.
    editor.open(clone.root / TEMPLATE, template.replace(guidance.splitlines()[0], "Say it all."))
    text = asked(editor, "hover", document, position)["contents"]["value"]
    assert "Say it all." in text
    link = place(sound, "https://blueprints.laun")
    assert asked(editor, "hover", document, link) is None


def labels_of(items: list[Message]) -> list[str]:
    return [item["label"] for item in items]


def test_missing_sections_are_offered_where_they_belong(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    text = without(sound, "Testing")
    text = text.replace("\nDocumentation Impact\n", "\nTes\n\nDocumentation Impact\n")
    document = editor.open(clone.root / SPEC, text)
    (item,) = asked(editor, "completion", document, place(text, "\nTes"))
    assert item["label"] == "Testing"
    assert item["textEdit"]["newText"] == "Testing\n======="
    assert item["textEdit"]["range"]["start"]["character"] == 0
    # Not where another section is missing, nor in a paragraph.
    text = without(sound, "Testing").replace("\nUse Cases\n", "\nTes\n\nUse Cases\n", 1)
    editor.change(document, 2, {"text": text})
    assert asked(editor, "completion", document, place(text, "\nTes")) == []
    text = without(sound, "Testing").replace("\n\n", "\n\nTes x\nTes\n", 1)
    editor.change(document, 3, {"text": text})
    assert asked(editor, "completion", document, place(text, "x\nTes")) == []


def test_known_directives_and_roles_are_completed(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    text = f"{sound}\n.. co\n\nSee :re\n"
    document = editor.open(clone.root / SPEC, text)
    found = labels_of(asked(editor, "completion", document, place(text, "\n.. co")))
    assert {"code-block::", "note::", "toctree::"} <= set(found)
    assert not {"raw::", "include::", "literalinclude::"} & set(found)
    found = labels_of(asked(editor, "completion", document, place(text, "See :re")))
    assert {":ref:", ":doc:", ":emphasis:"} <= set(found)


def test_labels_and_documents_are_completed_and_resolved(
    editor: Client, clone: Repository, sound: str
) -> None:
    other = "specs/kilo/approved/retry-volume-detach.rst"
    theirs = (clone.root / other).read_text(encoding="utf-8")
    clone.write(other, theirs.replace("\n=====", "\n=====", 1))
    clone.write("specs/kilo/approved/labelled.rst", f".. _Some label:\n\n{theirs}")
    name = "/specs/kilo/approved/retry-volume-detach"
    text = f"{sound}\nSee :ref:`x <some label>` and :doc:`{name}` there\n"
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, text)
    items = asked(editor, "completion", document, place(text, ":ref:`x <so"))
    assert "some label" in labels_of(items)
    items = asked(editor, "completion", document, place(text, ":doc:`/specs"))
    assert name in labels_of(items)
    found = asked(editor, "definition", document, place(text, ":ref:`x <so"))
    assert found["uri"] == uri(clone.root / "specs/kilo/approved/labelled.rst")
    assert found["range"] == span(0, 4, 14)
    found = asked(editor, "definition", document, place(text, ":doc:`/specs/kilo"))
    assert found["uri"] == uri(clone.root / other)


def test_notes_substitutions_and_targets_are_found(
    editor: Client, clone: Repository, sound: str
) -> None:
    more = (
        "\nSee [1]_, [CIT]_, |name| and `some place`_ or `Use Cases`_.\n\n.. [1] A note\n"
        ".. [CIT] A source\n.. |name| replace:: x\n.. _some place: https://example.org\n"
    )
    text = sound + more
    first = sound.count("\n") + 3
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, text)
    for behind, line in (("See [", 0), (", [CI", 1), ("|na", 2), ("`some pl", 3)):
        found = asked(editor, "definition", document, place(text, behind))
        assert found["uri"] == document
        assert found["range"]["start"]["line"] == first + line
    found = asked(editor, "definition", document, place(text, "or `Use"))
    assert found["range"]["start"] == at(sound[: sound.index("\nUse Cases\n")].count("\n") + 1, 0)
    assert asked(editor, "definition", document, place(text, ".. [1] A no")) is None


def test_the_outline_is_that_of_the_sections(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC)
    params = {"textDocument": {"uri": document}}
    (title,) = editor.request("textDocument/documentSymbol", params)
    names = [child["name"] for child in title["children"]]
    assert names[0] == "Problem description"
    assert "References" in names
    change = next(c for c in title["children"] if c["name"] == "Proposed change")
    assert "Alternatives" in [child["name"] for child in change["children"]]
    line = sound[: sound.index("\nProposed change\n")].count("\n") + 1
    assert change["selectionRange"] == span(line, 0, len("Proposed change"))


def test_blueprints_and_reviews_are_links(editor: Client, clone: Repository, sound: str) -> None:
    editor.start(clone.root)
    review = "https://review.opendev.org/c/openstack/nova-specs/+/1"
    document = editor.open(clone.root / SPEC, f"{sound}\nSee {review} and https://example.org/\n")
    params = {"textDocument": {"uri": document}}
    found = editor.request("textDocument/documentLink", params)
    targets = [link["target"] for link in found]
    assert targets[0].startswith("https://blueprints.launchpad.net/nova/+spec/")
    assert targets[1:] == [review]
    assert found[1]["range"] == span(sound.count("\n") + 1, 4, 4 + len(review))


def test_a_message_has_links_and_releases(editor: Client, clone: Repository, sound: str) -> None:
    clone.write("specs/juno/approved/quick-resize.rst", sound)
    clone.commit("Approve a spec")
    stage_copy(clone)
    change = f"I{'0123456789' * 4}"
    text = (
        "Propose it again\n\nblueprint quick-resize\n\nPreviously-approved: \n"
        f"Change-Id: {change}\n"
    )
    editor.start(clone.root)
    document = editor.open(clone.root / ".git" / "COMMIT_EDITMSG", text)
    items = asked(editor, "completion", document, place(text, "approved: "))
    assert labels_of(items) == ["juno", "kilo"]
    assert [item["preselect"] for item in items] == [True, False]
    found = editor.request("textDocument/documentLink", {"textDocument": {"uri": document}})
    assert [link["target"] for link in found] == [
        "https://blueprints.launchpad.net/nova/+spec/quick-resize",
        f"https://review.opendev.org/q/{change}",
    ]


def test_related_places_are_shown(editor: Client, clone: Repository, sound: str) -> None:
    twice = sound.replace("\nUse Cases\n", "\n.. _Twice:\n\nUse Cases\n")
    clone.write("specs/kilo/approved/labelled.rst", twice)
    editor.start(clone.root)
    text = without(twice, "Testing")
    document = editor.open(clone.root / SPEC, text)
    found = {d["code"]: d["relatedInformation"] for d in editor.diagnostics(document)}
    (label,) = found["RST014"]
    assert label["location"]["uri"] == uri(clone.root / "specs/kilo/approved/labelled.rst")
    line = twice[: twice.index(".. _Twice")].count("\n")
    assert label["location"]["range"] == span(line, 4, 9)
    (section,) = found["TPL001"]
    template = (clone.root / TEMPLATE).read_text(encoding="utf-8")
    line = template[: template.index("\nTesting\n")].count("\n") + 1
    assert section["location"] == {
        "uri": uri(clone.root / TEMPLATE),
        "range": span(line, 0, len("Testing")),
    }
