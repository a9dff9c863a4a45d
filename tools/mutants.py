"""Measures whether tests notice small changes of the code: ``make mutants``.

Cosmic Ray's operators make the mutants: a comparison turned round, ``and`` for ``or``, a number
off by one. From each path a random sample of the places that can be changed is drawn, and one
change of each is tried. The unit tests and the examples of the rules run once under coverage,
which records for each line the tests that execute it. While the program stays the same, a later
run measures only the files with tests that have changed. A mutant is given only the tests of its
lines, shortest first, until one fails. Each mutant runs in a process of its own, in which only
the loaded code is changed: no file is.

The score errs on the low side. Tests that start specslint as another process see the code
without the change, and a mutant is given at most ``--budget`` seconds of tests.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import functools
import gc
import hashlib
import importlib
import importlib.machinery
import importlib.util
import inspect
import json
import marshal
import os
import random
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest

PROJECT = Path(__file__).parent.parent
WORK = PROJECT / "build" / "mutants"
SURVIVORS = WORK / "survivors.json"
STORED = WORK / "coverage.marshal"
PACKAGES = ("rules", "parsing", "vcs", "engine", "fixing", "status")
TESTS = ("tests/unit", "tests/rules")

PAIRS = set(
    "Eq_NotEq Eq_LtE Eq_GtE NotEq_Eq NotEq_Lt NotEq_Gt Lt_LtE Lt_GtE LtE_Lt LtE_Gt "
    "Gt_GtE Gt_LtE GtE_Gt GtE_Lt Is_IsNot IsNot_Is "
    "Add_Sub Sub_Add Mul_FloorDiv Div_Mul FloorDiv_Mul Mod_FloorDiv Pow_Mul "
    "BitAnd_BitOr BitOr_BitAnd BitXor_BitAnd LShift_RShift RShift_LShift "
    "Delete_Not USub_UAdd Invert_USub".split()
)
"""The replacements of operators that are tried.

Most others fail at once for their types, and ``is`` for ``==`` is often the same.
"""

MEMORY = 4 << 30
"""Bytes of address space per mutant."""


@dataclass(frozen=True)
class Mutant:
    """One change of one module: an operator of Cosmic Ray at its n-th place."""

    path: str
    operator: str
    occurrence: int
    line: int

    @property
    def module(self) -> str:
        """The name that Python imports the module by."""
        name = self.path.removesuffix(".py").replace("/", ".")
        return name.removesuffix(".__init__")

    def source(self) -> str:
        """The text of the changed module."""
        operator = _cosmic("plugins").get_operator(self.operator)()
        text = Path(self.path).read_text(encoding="utf-8")
        mutated: str = _cosmic("mutating").mutate_code(text, operator, self.occurrence)
        return mutated


@dataclass(frozen=True)
class Coverage:
    """Which tests execute which lines, and how long each of them takes.

    The test ``""`` stands for the import of the modules and the collection of the tests.
    """

    tests: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    def of(self, mutant: Mutant, budget: float) -> list[str]:
        """The tests that may notice a mutant, shortest first, for ``budget`` seconds."""
        found = self._executing(mutant)
        chosen = []
        for test in sorted(found & self.seconds.keys(), key=lambda t: (self.seconds[t], t)):
            budget -= self.seconds[test]
            if budget < 0:
                break
            chosen.append(test)
        return chosen

    def at_import(self, mutant: Mutant) -> bool:
        """Whether the line of a mutant is executed before the first test."""
        return "" in self.tests.get(mutant.path, {}).get(mutant.line, ())

    def _executing(self, mutant: Mutant) -> set[str]:
        by_line = self.tests.get(mutant.path, {})
        lines = lines_affected(Path(mutant.path).read_text(encoding="utf-8"), mutant.line)
        found = {test for line in lines for test in by_line.get(line, ())}
        if found <= {""}:
            # Any test of the module: it may execute the line in a process that it forks.
            found = {test for tests in by_line.values() for test in tests}
        return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a sample of mutants of each path, and print the survivors and the scores.

    :param arguments: the arguments after the program's name; those of the process if
        None.
    :returns: 0, or 1 if mutants cannot be tried.
    """
    options = _parser().parse_args(arguments)
    os.chdir(PROJECT)
    if options.job:
        return _run_job(options.job)
    WORK.mkdir(parents=True, exist_ok=True)
    if options.again:
        kept = json.loads(SURVIVORS.read_text(encoding="utf-8"))
        groups = {path: [Mutant(*values) for values in mutants] for path, mutants in kept.items()}
    else:
        groups = {path: sample(path, options.sample, options.seed) for path in options.paths}
    coverage: Any = importlib.import_module("coverage")
    measured = coverage.Coverage(data_file=None, source=["specslint"], config_file=False)
    measured.start()
    trials = _Trials(measured, groups, options.budget)
    with tempfile.TemporaryDirectory() as directory:
        trials.options += ["--basetemp", directory]
        return min(pytest.main([*trials.options, *options.tests], plugins=[trials]), 1)


def sample(path: str, size: int, seed: int) -> list[Mutant]:
    """A random sample of the mutants of a module, or of the modules below a directory.

    :param path: relative to the project.
    :param size: how many places to change; all of them if there are fewer.
    :param seed: the same seed gives the same mutants of the same code.
    """
    file = Path(path)
    modules = [file] if file.is_file() else sorted(file.rglob("*.py"))
    places: dict[tuple[object, ...], list[Mutant]] = defaultdict(list)
    for module in modules:
        for place, mutant in _mutants(module):
            places[place].append(mutant)
    random_ = random.Random(f"{path} {seed}")  # noqa: S311 - nothing secret
    chosen = random_.sample(list(places), min(size, len(places)))
    mutants = [random_.choice(places[place]) for place in chosen]
    return sorted(filter(_is_possible, mutants), key=lambda m: (m.path, m.line))


def _is_possible(mutant: Mutant) -> bool:
    """Whether the changed module can be compiled."""
    try:
        compile(mutant.source(), mutant.path, "exec", dont_inherit=True)
    except (AttributeError, SyntaxError):  # Cosmic Ray replaces no exception named a.b
        return False
    return True


def lines_affected(source: str, line: int) -> set[int]:
    """The lines whose execution may depend on a line.

    For a statement in a function, its own lines; for the head of a function, the whole
    function; for the definition of a name, the lines that use it. An empty set stands for
    the whole module.
    """
    tree = ast.parse(source)
    chain: list[ast.stmt] = []
    nodes: list[ast.AST] = [tree]
    while nodes:
        node = nodes.pop()
        if isinstance(node, ast.stmt) and _first(node) <= line <= (node.end_lineno or 0):
            chain.append(node)
        nodes.extend(ast.iter_child_nodes(node))
    chain.sort(key=lambda node: (_first(node), -(node.end_lineno or 0)))
    statement = chain[-1]
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    if isinstance(statement, functions):
        return set(range(statement.lineno, (statement.end_lineno or 0) + 1))
    if any(isinstance(node, functions) for node in chain):
        body = getattr(statement, "body", None)
        end = body[0].lineno - 1 if body else statement.end_lineno or 0
        return set(range(statement.lineno, max(end, statement.lineno) + 1))
    targets = {
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    return {
        node.lineno
        for node in ast.walk(tree)
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in targets)
        or (isinstance(node, ast.Attribute) and node.attr in targets)
    }


class _Trials:
    """A plugin of pytest that tries the mutants, once the tests are collected."""

    def __init__(self, measured: Any, groups: dict[str, list[Mutant]], budget: float) -> None:
        self.measured = measured
        self.groups = groups
        self.budget = budget
        self.options = ["-q", "-x", "-s", "-m", "not slow", "-p", "no:cacheprovider"]

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the coverage of each test, then run its tests for each mutant."""
        keys = keys_of(sorted({_file(item.nodeid) for item in session.items}))
        stored = Stored.load(keys)
        fresh = [item for item in session.items if item.nodeid not in stored.known]
        print(f"measuring the coverage of {len(fresh)} tests", flush=True)
        log = WORK / "coverage.log"
        if _in_child(lambda: _measure(self.measured, session, fresh, stored), log, 3600):
            print(f"the tests do not end: see {log}")
            session.testsfailed = 1
            return True
        self.measured.stop()
        # Each mutant begins without it; to delete what all tests have left takes long.
        shutil.rmtree(session.config.option.basetemp, ignore_errors=True)
        stored = Stored.load(keys)
        collected = {item.nodeid for item in session.items}
        for test in sorted(collected - stored.seconds.keys()):
            print(f"{test} fails, and is left out")
        seconds = {test: taken for test, taken in stored.seconds.items() if test in collected}
        coverage = Coverage(stored.tests, seconds)
        left: dict[str, list[Mutant]] = {}
        for path, mutants in self.groups.items():
            for mutant in mutants[:2]:
                unchanged = Path(mutant.path).read_text(encoding="utf-8")
                if self._is_killed(mutant, unchanged, coverage, session):
                    print(f"a test fails with unchanged code: see {WORK / 'mutant.log'}")
                    session.testsfailed = 1
                    return True
            left[path] = []
            for mutant in mutants:
                source = mutant.source()
                if not self._is_killed(mutant, source, coverage, session):
                    left[path].append(mutant)
                    tests = len(coverage.of(mutant, self.budget))
                    print(f"{mutant.path}:{mutant.line}: {mutant.operator} survives {tests} tests")
                    print(*_difference(mutant, source), sep="\n", flush=True)
            killed = len(mutants) - len(left[path])
            share = f"{killed / len(mutants):4.0%}" if mutants else "   -"
            print(f"{path}: {killed} of {len(mutants)} mutants are noticed, {share}")
            kept = {
                path: [[m.path, m.operator, m.occurrence, m.line] for m in mutants]
                for path, mutants in left.items()
            }
            SURVIVORS.write_text(json.dumps(kept, indent=1), encoding="utf-8")
        return True

    def _is_killed(
        self, mutant: Mutant, source: str, coverage: Coverage, session: pytest.Session
    ) -> bool:
        """Whether a test fails, or does not end, if a module has another source."""
        tests = coverage.of(mutant, self.budget)

        def run() -> int:
            if coverage.at_import(mutant) or not _patch(mutant, source):
                _run_anew(mutant, source, tests, self.options)
            items = {item.nodeid: item for item in session.items}
            return _run(session, [items[test] for test in tests])

        timeout = 20 + 10 * sum(coverage.seconds[test] for test in tests)
        return bool(tests) and _in_child(run, WORK / "mutant.log", timeout) != 0


def _difference(mutant: Mutant, source: str) -> Iterator[str]:
    """The lines that a mutant changes, before and after."""
    old = Path(mutant.path).read_text(encoding="utf-8").splitlines()
    lines = difflib.unified_diff(old, source.splitlines(), n=0, lineterm="")
    yield from (f"    {line}" for line in lines if not line.startswith(("---", "+++", "@@")))


@dataclass
class Stored:
    """The coverage of tests as it was measured, in this run or in an earlier one.

    :ivar keys: for each file with tests, a hash of what their coverage depends on.
    :ivar known: the tests that were run, with those that failed.
    """

    keys: dict[str, bytes]
    known: set[str]
    tests: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    @classmethod
    def load(cls, keys: dict[str, bytes]) -> Stored:
        """What is stored of the files whose key is still the same."""
        old = marshal.loads(STORED.read_bytes()) if STORED.exists() else ({}, (), {}, {})  # noqa: S302
        old_keys, known, tests, seconds = old
        same = {test for test in known if old_keys[_file(test)] == keys.get(_file(test))}
        kept: dict[str, dict[int, list[str]]] = {}
        for path, by_line in tests.items():
            kept[path] = {line: [t for t in found if t in same] for line, found in by_line.items()}
        return cls(
            keys, same, kept, {test: taken for test, taken in seconds.items() if test in same}
        )

    def save(self) -> None:
        """Write it for later runs."""
        STORED.write_bytes(marshal.dumps((self.keys, self.known, self.tests, self.seconds)))


def _file(test: str) -> str:
    return test.partition("::")[0]


def keys_of(files: Iterable[str]) -> dict[str, bytes]:
    """For each file with tests, a hash of it, of the program and of what the tests share.

    The key of ``""``, the import of the program, depends on the program alone.

    :param files: relative to the project.
    """
    shared = hashlib.sha256()
    for path in sorted([*Path("specslint").rglob("*.py"), *Path("tests").glob("*.py")]):
        shared.update(path.read_bytes())
    keys = {"": shared.digest()}
    for file in files:
        key = shared.copy()
        for path in sorted(Path(file).parent.rglob("*")):
            is_other = path.name.startswith("test_") and path != Path(file)
            if path.is_file() and path.suffix != ".pyc" and not is_other:
                key.update(path.read_bytes())
        keys[file] = key.digest()
    return keys


def _measure(
    measured: Any, session: pytest.Session, items: Sequence[pytest.Item], stored: Stored
) -> int:
    """Run tests, and store which lines each of them executes, and which tests fail."""
    stored.known.add("")
    for item, following in _pairs(items):
        _clear_caches()
        measured.switch_context(item.nodeid)
        start = _cpu_time()
        session.testsfailed = 0
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        stored.known.add(item.nodeid)
        if not session.testsfailed:
            stored.seconds[item.nodeid] = _cpu_time() - start
        measured.switch_context("")
    measured.stop()
    data = measured.get_data()
    for path in data.measured_files():
        lines = stored.tests.setdefault(Path(path).relative_to(PROJECT).as_posix(), {})
        for line, tests in data.contexts_by_lineno(path).items():
            lines[line] = sorted({*lines.get(line, ()), *tests})
    stored.save()
    return 0


def _clear_caches() -> None:
    """A test would seem not to use what an earlier test has left in a cache."""
    for name, module in list(sys.modules.items()):
        if name.startswith("specslint"):
            for value in vars(module).values():
                if isinstance(value, functools._lru_cache_wrapper):
                    value.cache_clear()


def _cpu_time() -> float:
    """The seconds that this process and those that it has waited for have used."""
    return sum(os.times()[:4])


def _pairs(items: Sequence[pytest.Item]) -> Iterator[tuple[pytest.Item, pytest.Item | None]]:
    """Each test with the following one."""
    for n, item in enumerate(items):
        yield item, items[n + 1] if n + 1 < len(items) else None


def _run(session: pytest.Session, items: Sequence[pytest.Item]) -> int:
    """Run tests until one fails; return 1 if one does, else 0."""
    for item, following in _pairs(items):
        session.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        if session.testsfailed:
            return 1
    return 0


def _patch(mutant: Mutant, source: str) -> bool:
    """Give the loaded functions that contain a mutant their changed code.

    A function inside of another one may have been made before, when the module was imported.

    :returns: False if the mutant is not in the body of a function that can be changed.
    """
    is_loaded = False
    for code in _functions(compile(source, mutant.path, "exec", dont_inherit=True)):
        if not code.co_firstlineno < mutant.line <= max(line or 0 for *_, line in code.co_lines()):
            continue
        # A decorator may have wrapped it, so it is not looked up by its name.
        functions = [
            value
            for value in gc.get_objects()
            if isinstance(value, FunctionType)
            and (value.__module__, value.__qualname__) == (mutant.module, code.co_qualname)
            and value.__code__.co_firstlineno == code.co_firstlineno
        ]
        if any(function.__code__.co_freevars != code.co_freevars for function in functions):
            return False
        for function in functions:
            function.__code__ = code
            is_loaded = True
    return is_loaded


def _functions(code: CodeType) -> Iterator[CodeType]:
    """The functions of a module, of its classes and of its functions."""
    for value in code.co_consts:
        if isinstance(value, CodeType):
            if value.co_flags & inspect.CO_NEWLOCALS:
                yield value
            yield from _functions(value)


def _run_anew(mutant: Mutant, source: str, tests: Sequence[str], options: Sequence[str]) -> None:
    """Replace this process by one that imports the changed module, and run tests there.

    In this process specslint has been imported, and has adapted docutils.
    """
    job = WORK / "job.json"
    job.write_text(json.dumps([mutant.module, mutant.path, source, tests, options]))
    os.execv(sys.executable, [sys.executable, "-m", "tools.mutants", "--job", str(job)])  # noqa: S606


def _run_job(job: Path) -> int:
    module, path, source, tests, options = json.loads(job.read_text())
    sys.meta_path.insert(0, _Finder(module, str(PROJECT / path), source))
    files = dict.fromkeys(test.partition("::")[0] for test in tests)
    return int(pytest.main([*options, *files], plugins=[_Chosen(tests)]))


class _Chosen:
    """A plugin of pytest that runs the given tests only, in their order."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.places = {test: place for place, test in enumerate(tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Drop all other tests."""
        items[:] = [item for item in items if item.nodeid in self.places]
        items.sort(key=lambda item: self.places[item.nodeid])


class _Finder:
    """Imports the changed module from memory."""

    def __init__(self, module: str, file: str, source: str) -> None:
        self.module = module
        self.file = file
        self.source = source

    def find_spec(
        self, name: str, path: object = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """The changed module; None for all others."""
        if name != self.module:
            return None
        loader = _Loader(name, self.file, self.source)
        return importlib.util.spec_from_file_location(name, self.file, loader=loader)


class _Loader(importlib.machinery.SourceFileLoader):
    def __init__(self, name: str, file: str, source: str) -> None:
        super().__init__(name, file)
        self.text = source

    def get_code(self, fullname: str) -> CodeType:
        """The code of the changed module."""
        code: CodeType = compile(self.text, self.path, "exec", dont_inherit=True)
        return code


def _in_child(function: Callable[[], int], log: Path, timeout: float) -> int:
    """The exit code of a function in a process of its own; 1 if it takes too long."""
    child = os.fork()
    if not child:
        code = 1
        try:
            os.setsid()
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            code = function()
        except BaseException:
            traceback.print_exc()
            raise
        finally:
            sys.stdout.flush()
            os._exit(code)
    end = time.monotonic() + timeout
    done = 0
    try:
        while not done and time.monotonic() < end:
            time.sleep(0.01)
            done, status = os.waitpid(child, os.WNOHANG)
    finally:
        if not done:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if done else 1


def _mutants(module: Path) -> Iterator[tuple[tuple[object, ...], Mutant]]:
    """All mutants of a module, each with its place: what is changed, and where."""
    text = module.read_text(encoding="utf-8")
    nodes = list(_cosmic("ast").ast_nodes(_cosmic("ast").get_ast(text)))
    spared = [*_spared(text)]
    for name in _cosmic("plugins").operator_names():
        kind, _, pair = name.partition("_")
        operator = _cosmic("plugins").get_operator(name)
        if operator.arguments() or (pair and pair not in PAIRS):
            continue
        positions = (p for node in nodes for p in operator().mutation_positions(node))
        for occurrence, (start, end) in enumerate(positions):
            if not any(first <= start and end <= last for first, last in spared):
                place = (module.as_posix(), kind, start, end)
                yield place, Mutant(module.as_posix(), name, occurrence, start[0])


_Span = tuple[tuple[int, int], tuple[int, int]]


def _spared(source: str) -> Iterator[_Span]:
    """What a change of cannot alter a result: annotations, caches, ``frozen=True``."""
    for node in ast.walk(ast.parse(source)):
        found: list[ast.expr | ast.stmt | None] = []
        decorators: list[ast.expr] = []
        if isinstance(node, ast.arg | ast.AnnAssign):
            found.append(node.annotation)
        elif isinstance(node, ast.FunctionDef):
            found.append(node.returns)
            decorators = [d for d in node.decorator_list if "cache" in ast.unparse(d)]
        elif isinstance(node, ast.ClassDef):
            decorators = node.decorator_list
        elif isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            found.append(node)
        for part in found:
            if part:
                end = part.end_lineno or 0, (part.end_col_offset or 0) + 1
                yield (part.lineno, part.col_offset - 1), end
        for decorator in decorators:
            yield (decorator.lineno, 0), ((decorator.end_lineno or 0) + 1, 0)


def _first(node: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(node, "decorator_list", [])
    return min([node.lineno, *(decorator.lineno for decorator in decorators)])


@functools.cache
def _cosmic(name: str) -> Any:
    return importlib.import_module(f"cosmic_ray.{name}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="mutants", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument(
        "paths",
        nargs="*",
        default=[f"specslint/{name}" for name in PACKAGES],
        help="directories or modules; the packages with the checks if none is given",
    )
    parser.add_argument("--sample", type=int, default=20, metavar="N", help="mutants of each path")
    parser.add_argument("--seed", type=int, default=1, metavar="N", help="selects the sample")
    parser.add_argument(
        "--budget", type=float, default=20, metavar="SECONDS", help="tests of each mutant"
    )
    parser.add_argument(
        "--tests", nargs="+", default=TESTS, metavar="PATH", help="the tests to run"
    )
    parser.add_argument("--job", type=Path, help=argparse.SUPPRESS)
    parser.add_argument(
        "--again", action="store_true", help="only what survived in the run before"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
