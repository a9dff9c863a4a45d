"""Doubling the input takes at most two and a half times as long: each parser, each rule."""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from specslint.config.settings import Config
from specslint.engine import baseline, check
from specslint.engine.pragmas import suppress
from specslint.engine.report import Report
from specslint.engine.result import Checked, Result
from specslint.engine.specs import Parser, SpecReader
from specslint.model.findings import Diagnostic, Location, Pragma, Severity
from specslint.model.layout import Layout
from specslint.model.spec import Spec
from specslint.model.tree import Entry, Tree
from specslint.parsing.commit_message import parse_message
from specslint.parsing.substance import compare
from specslint.process.moving import Move, Moving
from specslint.process.opening import Named, renamed
from specslint.rules import load
from tests.fuzz.inputs import Memory
from tests.growth import HEAD, MESSAGES, TEXTS, grown

pytestmark = pytest.mark.slow

SMALLEST, LARGEST = 10_000, 250_000
ENOUGH = 0.1  # seconds of processor time; shorter times are not judged
TRIES = 6
MOST = 2.5

SPEC = "specs/kilo/approved/a-spec.rst"
TEMPLATE = "specs/kilo-template.rst"


def took(run: Callable[[Any], object], given: object) -> float:
    gc.disable()  # a collection takes as long as the objects of all earlier tests are many
    try:
        start = time.process_time()
        run(given)
        return time.process_time() - start
    finally:
        gc.enable()


def assert_linear(
    make: Callable[[int], object], run: Callable[[Any], object], largest: int = LARGEST
) -> None:
    """Double the size until a run takes a moment; the time may at most double, too.

    Of three doublings, the best one counts: above some size, another reader may take over, or a
    cache be full. Times are measured again before a failure and their minimum counts, since
    other processes use the machine as well.
    """
    size = SMALLEST
    times = {size: took(run, make(size))}
    while times[size] < ENOUGH and size < largest:
        size *= 2
        times[size] = took(run, make(size))
    if times[size] < ENOUGH:
        return
    smallest = max(size // 2, SMALLEST)
    sizes = [smallest << doublings for doublings in range(4)]
    if size > SMALLEST and times[size] <= MOST * times[size // 2]:
        return
    for _ in range(TRIES):
        for one in sizes:
            times[one] = min(times.get(one, float("inf")), took(run, make(one)))
        if times[sizes[-1]] < ENOUGH:
            return  # the first measurement included the imports
        if min(times[two] / times[one] for one, two in pairwise(sizes)) <= MOST:
            return
    pytest.fail(", ".join(f"{one}: {times[one]:.2f} s" for one in sizes))


@pytest.mark.parametrize(
    ("steps", "is_linear"),
    [
        (lambda n: n * 40, True),
        (lambda n: n * n // 40, False),
        (lambda n: n * (40 if n < 15_000 else 200), True),
    ],
    ids=["linear", "quadratic", "a step"],
)
def test_the_measure_itself(
    monkeypatch: pytest.MonkeyPatch, steps: Callable[[int], int], is_linear: bool
) -> None:
    monkeypatch.setitem(globals(), "TRIES", 2)

    def run(size: int) -> None:
        for _ in range(steps(size)):
            pass

    if is_linear:
        assert_linear(lambda size: size, run)
    else:
        with pytest.raises(pytest.fail.Exception, match="s, "):
            assert_linear(lambda size: size, run)


def memory(text: str, template: str) -> Memory:
    return Memory({SPEC: text.encode(), TEMPLATE: template.encode()})


def lint(source: Memory) -> object:
    return check(source, Config(), [SPEC])


TEN = "".join(f"Section {i}\n=======\n\nSay what you have to say, {i}.\n\n" for i in range(10))


@pytest.mark.parametrize("kind", TEXTS)
def test_a_spec_of_many(kind: str) -> None:
    assert_linear(lambda size: memory(TEXTS[kind](size), HEAD + TEN), lint)


@pytest.mark.parametrize("kind", TEXTS)
def test_a_copy_of_many(kind: str) -> None:
    """The comparison of a spec with that of an earlier release, which has another text."""

    def spec(text: str) -> Spec:
        reader = SpecReader(Memory({SPEC: text.encode()}), Config(), Parser(Config()))
        return reader.spec(SPEC, guided=False)

    def pair(size: int) -> tuple[Spec, Spec]:
        return spec(TEXTS[kind](size)), spec(TEXTS["words"](size))

    assert_linear(pair, lambda specs: compare(*specs), 40_000)


TITLES = {
    "the same": ("T{0}\n=====\n\n", "T{0}\n=====\n\n"),
    "other capitals": ("t{0}\n=====\n\n", "T{0}\n=====\n\n"),
    "nearly": ("testing {0}\n==========\n\n", "testink {0}\n==========\n\n"),
    "others": ("a{0}\n=====\n\n", "b{0}\n=====\n\n"),
    "alike": ("Testing\n=======\n\n", "Testing\n=======\n\n"),
    "subsections": ("a{0}\n-----\n\n", "b{0}\n-----\n\n"),
    "paragraphs": ("a paragraph of a few words {0}\n\n", "one paragraph of some words {0}\n\n"),
    "the same paragraphs": ("a paragraph of five words {0}\n\n",) * 2,
}


@pytest.mark.parametrize("kind", TITLES)
def test_a_spec_and_a_template_of_many(kind: str) -> None:
    ours, theirs = TITLES[kind]
    head = f"{HEAD}A section\n=========\n\n"
    assert_linear(lambda n: memory(grown(ours, n, head), grown(theirs, n, head)), lint, 40_000)
    backwards = "\n\n".join(reversed(grown(ours, 40_000, "").split("\n\n")))
    assert backwards
    assert_linear(lambda n: memory(HEAD + TEN, grown(theirs, n, head)), lint, 40_000)


@pytest.mark.parametrize("kind", MESSAGES)
def test_a_message_of_many(kind: str) -> None:
    assert_linear(MESSAGES[kind], parse_message)


REFERENCES = {
    "roles": ":doc:`b` ",
    "roles without an end": ":doc:`",
    "hyperlinks": "`x <b.html>`_ ",
    "angle brackets": "<",
    "slashes": "a/",
    "schemes": "a://",
    "targets": ".. _a{0}: b.html\n",
    "lists": ".. toctree::\n\n   b\n\n",
    "entries": "   b{0}\n",
    "titles": "Kilo\n====\n\n",
}


@pytest.mark.parametrize("kind", REFERENCES)
def test_references_and_names_in_a_page_of_many(kind: str) -> None:
    old, new = SPEC.replace("a-spec", "b"), "specs/kilo/implemented/b.rst"
    place = Layout().place(old)
    assert place is not None

    def run(page: str) -> None:
        tree = {old: b"", "doc/source/b.rst": page.encode()}
        moving = Moving(map(Entry, tree), Layout(), tree.__getitem__)
        moving.operations([Move(place, new)])
        renamed(page, Named("kilo"), Named("liberty"), "")

    assert_linear(lambda size: grown(REFERENCES[kind], size, ".. toctree::\n\n   a\n"), run)


REDIRECTS = {
    "one after the other": "approved/a{0}.rst a{1}.rst\n",
    "to nowhere": "approved/a{0}.rst ../implemented/b{0}.rst\n",
    "repeated": "approved/a.rst b.rst\n",
    "malformed": "x{0}\n",
}


@pytest.mark.parametrize("kind", REDIRECTS)
def test_redirects(kind: str) -> None:
    def tree(size: int) -> Memory:
        lines = (REDIRECTS[kind].format(n, n + 1) for n in range(size // 30))
        return Memory({"specs/kilo/redirects": "".join(lines).encode(), SPEC: b"", TEMPLATE: b""})

    config = Config().with_options(select=["PLC"])
    assert_linear(tree, lambda source: check(source, config))


@pytest.mark.parametrize(
    "path",
    [
        "specs/kilo/approved/a{0}.rst", "specs/kilo/a{0}.txt", "specs/r{0}/approved/a.rst",
        "specs/kilo/approved/A{0}.rst", "specs/a{0}.rst", "specs/kilo/x/{0}", "specs/{0}/x",
    ],
)  # fmt: skip
def test_a_tree_of_many(path: str) -> None:
    def tree(size: int) -> Tree:
        return Tree(tuple(Entry(path.format(n)) for n in range(size // 30)), Layout())

    rules = [load(f"PLC{n:03}") for n in (1, 2, 3, 7, 8, 9, 10, 11)]
    assert_linear(tree, lambda given: [list(rule.check(given)) for rule in rules])


def test_pragmas_and_findings() -> None:
    def given(size: int) -> tuple[list[Diagnostic], dict[str, tuple[Pragma, ...]]]:
        lines = range(1, size // 50)
        pragmas = tuple(Pragma(n, 1, (("TXT001", 1),), 1, size) for n in lines)
        return [_diagnostic(n) for n in lines], {SPEC: pragmas}

    assert_linear(given, lambda pair: suppress(*pair))
    kept, used = suppress(*given(5000))
    assert (kept, len(used[SPEC])) == ([], 99)


def _diagnostic(line: int) -> Diagnostic:
    return Diagnostic(Location(SPEC, line), "TXT001", "line-too-long", Severity.ERROR, "x")


@pytest.mark.parametrize("text", ["a\n", "a "])
def test_a_baseline_of_many(text: str) -> None:
    def given(size: int) -> tuple[Result, baseline.Known]:
        count = size // 50
        source = Memory({SPEC: (text * count).encode()})
        lines = [_diagnostic(n if "\n" in text else 1) for n in range(1, count)]
        result = Result([Checked(Report(tuple(lines), 1), source, Config())])
        known = Counter({baseline.Key(SPEC, "TXT001", str(n)): 1 for n in range(count)})
        return result, known

    def run(pair: tuple[Result, baseline.Known]) -> None:
        baseline.without_known(*pair)
        baseline.fingerprints(pair[0])
        baseline.render(pair[0])

    assert_linear(given, run)
