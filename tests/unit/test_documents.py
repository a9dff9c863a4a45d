"""The documents of a tree, as Sphinx names them, and the templates of its specs."""

from __future__ import annotations

import pytest

from specslint.config.docs_job import DocsJob
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.documents import Sphinx
from specslint.engine.specs import Parser, SpecReader
from specslint.engine.templates import Templates
from specslint.model.document import Document, Paragraph
from specslint.model.spec import Outline
from specslint.model.tree import Entry, EntryKind
from tests.states import settings, tree

A, B = "specs/kilo/approved/a.rst", "specs/juno/approved/b.rst"


def link(path: str, target: str) -> Entry:
    return Entry(path, EntryKind.LINK, target=target)


def documents(files: list[str], links: list[Entry], docs: DocsJob | None = None) -> dict[str, str]:
    """The path of each document, by its name."""
    config = Config()._replace(docs=docs or DocsJob())
    source = tree(dict.fromkeys(files, "A\n=\n"), *links)
    specs = source.entries("specs")
    sphinx = Sphinx(source, config, SpecReader(source, config, Parser(config)), specs)
    found = {name: sphinx.path_of(name) or "" for name in sphinx.docnames}
    assert set(sphinx.paths) == set(found.values())
    for path in sphinx.paths:
        assert found[sphinx.docname_of(path)] == path
    assert sphinx.path_of("none") is None
    assert sphinx.docname_of("specs/x.rst") == "specs/x"
    return found


INDEX = "doc/source/index.rst"


@pytest.mark.parametrize(
    ("files", "links", "found"),
    [
        pytest.param([A], [], {A[:-4]: A}, id="no source directory"),
        pytest.param([INDEX, A], [], {"index": INDEX}, id="no link"),
        pytest.param(
            [INDEX, "doc/source/a/b.rst", "doc/source/a/c.txt"],
            [],
            {"index": INDEX, "a/b": "doc/source/a/b.rst"},
            id="below it",
        ),
        pytest.param(
            [INDEX, A, B],
            [link("doc/source/specs", "../../specs")],
            {"index": INDEX, A[:-4]: A, B[:-4]: B},
            id="a link to a directory",
        ),
        pytest.param(
            [INDEX, A, B],
            [link("doc/source/kilo", "../../specs/kilo/approved")],
            {"index": INDEX, "kilo/a": A},
            id="a link to a part of the specs",
        ),
        pytest.param(
            [A],
            [link("doc/source/x.rst", "../../specs/kilo/approved/a.rst")],
            {"x": A},
            id="a link to a file",
        ),
        pytest.param(
            [INDEX, A, "README.rst"],
            [
                link("doc/source/readme.rst", "../../README.rst"),
                link("doc/source/y.rst", "no.rst"),
            ],
            {"index": INDEX, "readme": "README.rst"},
            id="a link to a file elsewhere",
        ),
        pytest.param(
            [INDEX, A],
            [link("doc/source/s", "../../s"), link("doc/source/t.txt", f"../../{A}")],
            {"index": INDEX},
            id="no documents",
        ),
        pytest.param(
            [INDEX, A],
            [
                link("doc/source/t.rst", "../../specs/t.rst"),
                link("specs/t.rst", "kilo/approved/a.rst"),
            ],
            {"index": INDEX, "t": A},
            id="a link to a link",
        ),
        pytest.param(
            [INDEX, A],
            [link("doc/source/specs", "../../specs"), link("specs/kilo/again", "../kilo")],
            {
                "index": INDEX,
                A[:-4]: A,
                "specs/kilo/again/approved/a": A,
                "specs/kilo/again/again/approved/a": A,
                "specs/kilo/again/again/again/approved/a": A,
            },
            id="a circle",
        ),
        pytest.param(
            [INDEX, A],
            [link("doc/source/x", "../../../elsewhere"), link("doc/source/y", "../../.git")],
            {"index": INDEX},
            id="outside",
        ),
    ],
)
def test_the_names_of_the_documents(
    files: list[str], links: list[Entry], found: dict[str, str]
) -> None:
    assert documents(files, links) == found


@pytest.mark.parametrize(
    ("pattern", "left"),
    [
        ("a.rst", {"index", "b/a", "b/c"}),
        ("b", {"index", "a"}),
        ("b/*", {"index", "a"}),
        ("b/a.rst", {"index", "a", "b/c"}),
        ("**/a.rst", {"index", "a", "b/c"}),
        ("c", {"index", "a", "b/a", "b/c"}),
    ],
)
def test_excluded_documents(pattern: str, left: set[str]) -> None:
    files = [f"doc/source/{name}.rst" for name in ("index", "a", "b/a", "b/c")]
    assert set(documents(files, [], DocsJob(exclude_patterns=(pattern,)))) == left


FILES = {
    INDEX: "Index\n=====\n",
    "doc/source/one.png": "",
    "doc/source/two.en.png": "",
    "specs/kilo/approved/three.png": "",
    "four.png": "",
}
LINKS = (
    link("doc/source/specs", "../../specs"),
    link("doc/source/out.png", "../../four.png"),
    link("doc/source/lost.png", "none.png"),
    link("doc/source/far.png", "/etc/passwd"),
    Entry("doc/source/fifo.png", EntryKind.OTHER),
)


@pytest.mark.parametrize(
    ("target", "missing"),
    [
        ("three.png", False),
        ("./three.png", False),
        ("one.png", True),
        ("/one.png", False),
        ("/specs/kilo/approved/three.png", False),
        ("../approved/three.png", False),
        ("../../../one.png", True),  # the directory of the specs is reached through a link
        ("../../../four.png", False),
        ("../../../../four.png", True),
        ("/two.*", False),
        ("/three.*", True),
        ("/two.e*", True),
        ("/out.png", False),
        ("/lost.png", True),
        ("/far.png", True),
        ("/../../.git/config", True),
        ("https://example.org/none.png", False),
    ],
)
def test_images_that_are_missing(target: str, *, missing: bool) -> None:
    spec = f"A\n=\n\n.. image:: {target}\n"
    source = tree(FILES | {A: spec}, *LINKS)
    found = [d.code for d in check(source, settings("RST012"), [A]).diagnostics]
    assert found == ["RST012"] * missing


# --- templates -----------------------------------------------------------------

KILO, JUNO = "specs/kilo-template.rst", "specs/juno-template.rst"
TITLE = "===\nT\n===\n\n"
ONE = "One\n===\n\nThese words are those of the template here.\n"
TEXT = f"{TITLE}{ONE}\nTwo\n===\n\nSub\n---\n"
EARLIER = f"{TITLE}One\n===\n\nOther words were those of the template before.\n"


def templates(files: dict[str, str], *links: Entry, **keys: object) -> Templates:
    config = settings(**keys)
    return Templates(tree(files, *links), config, Parser(config))


@pytest.mark.parametrize(
    ("files", "links", "problem"),
    [
        ({KILO: TEXT}, [], ""),
        ({KILO: TEXT}, [link(JUNO, "kilo-template.rst")], ""),
        ({}, [], "does not exist, and specslint has none of its own: add the template"),
        ({KILO: "\udcff"}, [], "is not UTF-8 (at byte 0)"),
        ({KILO: "T\n=\n"}, [], "has no sections below its title"),
    ],
)
def test_what_is_wrong_with_a_template(
    files: dict[str, str], links: list[Entry], problem: str
) -> None:
    liberty = {path.replace("kilo", "liberty"): text for path, text in files.items()}
    found = templates(liberty, *links)
    outline = found.outline("liberty")
    assert (outline is None) is bool(problem)
    expected = f"specs/liberty-template.rst {problem}" if problem else None
    assert found.problems.get("liberty") == expected
    assert found.outline("liberty") is outline


@pytest.mark.parametrize(
    ("keys", "optional", "extra"),
    [
        ({}, {"History", "Feature Liaison"}, set()),
        (
            {"optional_sections": ["One", "juno: Two"]},
            {"History", "Feature Liaison", "One"},
            set(),
        ),
        ({"extra_sections": ["X", "juno: Y"]}, {"History", "Feature Liaison"}, {"X"}),
        ({"required_sections": ["One"]}, {"History", "Feature Liaison", "Two", "Sub"}, set()),
        ({"required_sections": ["juno: One"]}, {"History", "Feature Liaison"}, set()),
    ],
)
@pytest.mark.parametrize("release", ["kilo", "liberty"])
def test_the_settings_on_sections(
    keys: dict[str, list[str]], optional: set[str], extra: set[str], release: str
) -> None:
    outline = templates({KILO.replace("kilo", release): TEXT}, **keys).outline(release)
    assert outline
    assert outline.optional == optional
    assert outline.extra == extra


def with_paragraphs(*texts: str) -> Document:
    return Document(paragraphs=tuple(Paragraph(text, 1, 1) for text in texts))


BEFORE = "other words were those of the template before."


@pytest.mark.parametrize(
    ("text", "guided"),
    [
        ("Other words were those of the template before.", True),
        ("Other words were those of nobody.", True),  # begins like it
        ("OTHER, (words) were those indeed.", True),
        ("Other words were.", False),  # too short to be guidance
        ("Quite other words than those of the template.", False),
    ],
)
def test_the_guidance_of_the_previous_template(text: str, *, guided: bool) -> None:
    found = templates({KILO: TEXT, JUNO: EARLIER})
    outline = found.outline("kilo")
    assert outline
    own = outline.guidance
    assert len(own) == 1
    assert found.with_earlier_guidance(outline, with_paragraphs("Few words.")).guidance == own
    document = with_paragraphs("Few words.", text)
    guidance = found.with_earlier_guidance(outline, document).guidance
    assert (len(guidance) == 2) is guided
    assert own <= guidance
    # Once the previous template is parsed, its guidance is there for every spec.
    again = found.with_earlier_guidance(outline, with_paragraphs("Few words.")).guidance
    assert again == guidance


def test_where_there_is_no_guidance_of_a_previous_template() -> None:
    document = with_paragraphs(BEFORE)
    for files in ({KILO: TEXT}, {KILO: TEXT, JUNO: "\0"}, {KILO: TEXT, JUNO: "T\n=\n"}):
        found = templates(files)
        outline = found.outline("kilo")
        assert outline
        assert found.with_earlier_guidance(outline, document) == outline
    found = templates({"specs/austin-template.rst": TEXT, JUNO: EARLIER})
    outline = found.outline("austin")  # the first release
    assert outline
    assert found.with_earlier_guidance(outline, document) == outline
    builtin = templates({JUNO: EARLIER}).outline("kilo")
    assert builtin
    assert builtin.source is None
    assert found.with_earlier_guidance(builtin, document) == builtin


def test_a_document_with_very_many_paragraphs_is_compared_in_any_case() -> None:
    found = templates({KILO: TEXT, JUNO: EARLIER})
    outline = found.outline("kilo")
    assert outline
    many = ["Quite different words in each of these."] * 501
    assert found.with_earlier_guidance(outline, with_paragraphs(*many[1:])) == outline
    guided: Outline = found.with_earlier_guidance(outline, with_paragraphs(*many))
    assert len(guided.guidance) == 2


def test_templates_are_prepared_for_workers() -> None:
    files = {KILO: TEXT, JUNO: EARLIER}
    found = templates(files)
    found.prepare(["kilo", None, "2023.1"])
    outline = found.outline("kilo")
    assert outline
    assert len(found.with_earlier_guidance(outline, with_paragraphs()).guidance) == 2
    assert list(found.problems) == ["2023.1"]
