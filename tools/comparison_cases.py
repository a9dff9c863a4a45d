"""The faults of the comparison with other tools, each made in an otherwise valid tree.

The tree is the sample repository without its own faults. What a tool reports on a
damaged tree and not on the valid one is what it finds.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = PROJECT / "examples" / "nova-specs"
SPEC = "specs/kilo/approved/server-group-names-in-notifications.rst"
COPY = "specs/kilo/approved/report-scheduler-refusals.rst"
_OTHER_FAULTS = (
    "specs/kilo/approved/quota-usage-history.rst",
    "specs/kilo/approved/retry-volume-detach.rst",
    "specs/kilo/approved/trace-live-migration.rst",
    "specs/kilo/boot-order-hints.rst",
    COPY,
)
Damage = Callable[[Path], None]


@dataclass(frozen=True)
class Case:
    """A fault, or something valid that looks like one.

    ``code`` is the rule of specslint that reports it; empty if it is valid, or if there
    is no rule. ``message`` is that of the commit that makes the fault, if the commit is
    to be checked.
    """

    family: str
    name: str
    make: Damage
    code: str = ""
    message: str = ""
    before: Damage = lambda root: None  # creates what is valid before the fault


def make_tree(root: Path) -> None:
    """Write the tree without faults and commit it; anything that exists there is deleted."""
    shutil.rmtree(root, ignore_errors=True)
    shutil.copytree(SAMPLE, root)
    for path in _OTHER_FAULTS:
        (root / path).unlink()
    git(root, "init", "-q", "-b", "master")
    commit(root, "The specs so far")


def commit(root: Path, message: str) -> None:
    """Commit everything."""
    git(root, "add", "--all")
    git(root, "commit", "-q", "-m", message)


def git(root: Path, *arguments: str) -> None:
    """Run git in the tree, with a fixed identity."""
    identity = ("-c", "user.name=compare", "-c", "user.email=compare@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=root, check=True, capture_output=True)


# --- kinds of damage --------------------------------------------------------------


def _replaced(old: str, new: str) -> Damage:
    return _rewritten(lambda text: text.replace(old, new, 1))


def _rewritten(change: Callable[[str], str]) -> Damage:
    def damage(root: Path) -> None:
        text = (root / SPEC).read_bytes().decode()
        changed = change(text)
        if changed == text:
            raise ValueError("the damage does not apply")
        (root / SPEC).write_bytes(changed.encode())

    return damage


def _without(title: str) -> Damage:
    section = re.compile(rf"{title}\n([-=])\1+\n\n.*?\n\n(?=\S[^\n]*\n([-=])\2+\n)", re.DOTALL)
    return _rewritten(lambda text: section.sub("", text, count=1))


def _emptied(title: str) -> Damage:
    section = re.compile(rf"({title}\n([-=])\2+\n\n).*?\n\n(?=\S[^\n]*\n([-=])\3+\n)", re.DOTALL)
    return _rewritten(lambda text: section.sub(r"\1", text, count=1))


def _added(text: str) -> Damage:
    return _replaced("Use Cases\n---------\n", f"{text.strip(chr(10))}\n\nUse Cases\n---------\n")


def _swapped(text: str) -> str:
    testing = text[text.index("Testing\n=") : text.index("Documentation Impact\n=")]
    return text.replace(testing, "").replace("References\n=", f"{testing}References\n=")


def _bytes_added(data: bytes) -> Damage:
    def damage(root: Path) -> None:
        text = (root / SPEC).read_bytes()
        (root / SPEC).write_bytes(text.replace(b"Use Cases\n", data + b"\n\nUse Cases\n", 1))

    return damage


def _moved(new: str) -> Damage:
    def damage(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / SPEC).rename(root / new)

    return damage


def _copied(new: str) -> Damage:
    def damage(root: Path) -> None:
        shutil.copy2(root / SPEC, root / new)

    return damage


def _proposed_again(root: Path) -> None:
    shutil.copy2(SAMPLE / COPY, root / COPY)


def _guidance(root: Path) -> None:
    template = (root / "specs/kilo-template.rst").read_text()
    paragraphs = template.split("\n\n")
    start = next(i for i, p in enumerate(paragraphs) if p.startswith("Use Cases"))
    _added(paragraphs[start + 1])(root)


def _json(sample: str) -> Damage:
    return _added(f".. code-block:: json\n\n   {sample}")


_NAME = "server-group-names-in-notifications"
_LONG = "The consumer asks for the group of the server, and then for the name of that group.\n"

CASES = (
    Case("Sections", "A section is missing", _without("Testing"), "TPL001"),
    Case(
        "Sections",
        "A section that the template has not",
        _replaced("Dependencies\n====", "Rollout\n=======\n\nNone\n\nDependencies\n===="),
        "TPL002",
    ),
    Case("Sections", "A subsection is missing", _without("Security impact"), "TPL003"),
    Case("Sections", "Sections in another order", _rewritten(_swapped), "TPL004"),
    Case(
        "Sections",
        "A title is misspelt",
        _replaced("Dependencies\n============", "Dependancies\n============"),
        "TPL005",
    ),
    Case(
        "Sections",
        "A title in another case",
        _replaced("Performance Impact", "Performance impact"),
        "TPL005",
    ),
    Case(
        "Sections",
        "A section occurs twice",
        _replaced(
            "Implementation\n====", "Alternatives\n------------\n\nNone\n\nImplementation\n===="
        ),
        "TPL006",
    ),
    Case("Sections", "A section is empty", _emptied("Testing"), "TPL007"),
    Case("Sections", "Instructions of the template are left", _guidance, "TPL008"),
    Case(
        "Sections",
        "Two document titles",
        _replaced(
            "Problem description\n===================\n",
            "=======\nAnother\n=======\n\nProblem description\n===================\n",
        ),
        "TPL010",
    ),
    Case(
        "Sections",
        "The licence is missing",
        _rewritten(lambda text: text[text.index("=====") :]),
        "TPL011",
    ),
    Case(
        "Sections",
        "No blueprint is named",
        _replaced(f"https://blueprints.launchpad.net/nova/+spec/{_NAME}\n\n", ""),
        "TPL012",
    ),
    Case(
        "Sections",
        "Another spec's blueprint is named",
        _replaced(f"+spec/{_NAME}", "+spec/another"),
        "TPL013",
    ),
    Case(
        "Markup",
        "A malformed table",
        _added("===  ===\nOne  Two\n===  ===\n1 2 3 4 5\n===  ==="),
        "RST001",
    ),
    Case("Markup", "Emphasis without an end", _added("This is *important."), "RST002"),
    Case("Markup", "An unknown directive", _added(".. warnign::\n\n   Beware."), "RST003"),
    Case("Markup", "An unknown role", _added("See :fnuc:`boot`."), "RST004"),
    Case("Markup", "A reference without a target", _added("See `the API`_."), "RST005"),
    Case(
        "Markup",
        "An underline that is too short",
        _replaced("Dependencies\n============", "Dependencies\n======="),
        "RST006",
    ),
    Case("Markup", "A file is included", _added(".. include:: ../../kilo-template.rst"), "RST007"),
    Case("Markup", "A directive with one colon", _added(".. note: This is a comment."), "RST008"),
    Case(
        "Markup",
        "A fault inside a directive of Sphinx",
        _replaced("A note of Sphinx.", "This is *important."),
        "RST002",
        before=_added(".. seealso::\n\n   A note of Sphinx."),
    ),
    Case("Docs job", "A footnote without a reference", _added(".. [7] Nobody asks."), "RST010"),
    Case(
        "Docs job",
        "A reference to a label that no document has",
        _added("See :ref:`x`."),
        "RST011",
    ),
    Case("Docs job", "An image that is not there", _added(".. image:: missing.png"), "RST012"),
    Case(
        "Docs job",
        "A language that Pygments does not know",
        _added(".. code-block:: pyhton\n\n   pass"),
        "RST013",
    ),
    Case(
        "Docs job",
        "Fewer targets than anonymous references",
        _added("See `the API`__."),
        "RST015",
    ),
    Case(
        "Slips",
        "A literal that sticks to a word",
        _added("The server``group`` is read."),
        "RST020",
    ),
    Case(
        "Slips",
        "A link without its underscore",
        _added("See `the API <https://example.org/>`."),
        "RST021",
    ),
    Case("Slips", "A role with one colon", _added("See doc:`reference`."), "RST022"),
    Case("Slips", "A directive without a space", _added("..note:: It is text."), "RST023"),
    Case("Slips", "A JSON sample that is none", _json('{"name": "group",}'), "RST024"),
    Case(
        "Slips",
        "A list without a line before it",
        _added("The consumer reads\n* the group,\n* its name."),
        "RST025",
    ),
    Case(
        "Slips",
        "A literal block without a line before it",
        _added("An example::\n   group = None"),
        "RST026",
    ),
    Case("Slips", "A link of Markdown", _added("See [the API](https://example.org/)."), "RST027"),
    Case("Text", "A line of 84 characters", _added(_LONG), "TXT001"),
    Case(
        "Text", "Spaces at the end of a line", _replaced("a call to\n", "a call to  \n"), "TXT002"
    ),
    Case(
        "Text",
        "CR LF at the end of lines",
        _rewritten(lambda t: t.replace("\n", "\r\n")),
        "TXT003",
    ),
    Case("Text", "A zero-width space", _added("The gro\u200bup is read."), "TXT004"),
    Case("Text", "A control that reorders the text", _added("The \u202egroup is read."), "TXT004"),
    Case("Text", "A tab", _added("The group\tis read."), "TXT005"),
    Case("Text", "A no-break space", _added("The group\u00a0is read."), "TXT005"),
    Case("Text", "No newline at the end", _rewritten(lambda t: t.rstrip("\n")), "TXT006"),
    Case("Text", "Latin-1 in place of UTF-8", _bytes_added(b"Se\xf1or reads it."), "TXT007"),
    Case(
        "Text",
        "A merge conflict",
        _added("<<<<<<< HEAD\nOne\n=======\nTwo\n>>>>>>> change"),
        "TXT008",
    ),
    Case("Placement", "Beside approved/", _moved(f"specs/kilo/{_NAME}.rst"), "PLC001"),
    Case("Placement", "Named .txt", _moved(f"specs/kilo/approved/{_NAME}.txt"), "PLC002"),
    Case(
        "Placement",
        "In approved/ and implemented/",
        _copied(f"specs/kilo/implemented/{_NAME}.rst"),
        "PLC008",
    ),
    Case(
        "Placement", "An unusual name", _moved("specs/kilo/approved/Server_Groups.rst"), "PLC010"
    ),
    Case(
        "The change",
        "Proposed in implemented/",
        _copied("specs/kilo/implemented/server-groups.rst"),
        "PLC004",
        "Propose it for Kilo",
    ),
    Case(
        "The change",
        "A copy from Juno without the tag",
        _proposed_again,
        "FTK001",
        "Propose it for Kilo",
    ),
    Case(
        "The change",
        "The tag names another release",
        _proposed_again,
        "FTK006",
        "Propose it for Kilo\n\nPreviously-approved: kilo",
    ),
    Case(
        "The change",
        "The tag names no release",
        _proposed_again,
        "FTK005",
        "Propose it for Kilo\n\nPreviously-approved: jnuo",
    ),
    Case(
        "Other faults", "A role that lacks its first colon", _added("See ref:`guide`."), "RST022"
    ),
    Case(
        "Other faults", "A role that lacks its second colon", _added("See :ref`guide`."), "RST022"
    ),
    Case("Other faults", "A role right behind a word", _added("See the:ref:`guide`."), "RST022"),
    Case("Other faults", "A literal right before a word", _added("Two ``server``s start.")),
    Case(
        "Other faults",
        "Invalid JSON in a code block",
        _added('.. code-block:: json\n\n   {"groups": [}'),
        "RST024",
    ),
    Case(
        "Other faults",
        "Invalid Python in a code block",
        _added(".. code-block:: python\n\n   def group(:\n       pass"),
    ),
    Case("Nothing is wrong", "The sample as it is", lambda root: None),
    Case(
        "Nothing is wrong",
        "Directives and roles of Sphinx",
        _added(".. _guide:\n\n.. seealso:: :ref:`the guide <guide>`\n\n.. versionadded:: 2015.1"),
    ),
    Case(
        "Nothing is wrong",
        "A long line with a URL",
        _added(
            "See https://docs.example.org/a/page/whose/address/takes/more/than/the/line/that/it/has"
        ),
    ),
    Case(
        "Nothing is wrong",
        "A long line in a literal block",
        _added(
            f'The answer::\n\n    {{{" " * 20}"groups": ["one group", "another group", '
            '"and yet another group"]}'
        ),
    ),
    Case(
        "Nothing is wrong",
        "A copy from Juno with the tag",
        _proposed_again,
        "",
        "Propose it for Kilo\n\nPreviously-approved: juno",
    ),
)
