"""Every example of every rule, by the engine: all findings, their places and severities."""

from __future__ import annotations

from pathlib import Path

import pytest

from specslint.commands.fix import Fixing
from specslint.config.loading import load as load_config
from specslint.config.settings import Config
from specslint.engine import Report, check, check_change
from specslint.engine.changes import assemble
from specslint.engine.sources import WorkTree
from specslint.engine.specs import Parser, SpecReader
from specslint.fixing.edits import applies
from specslint.model.findings import COMMIT_MESSAGE_PATH, Diagnostic, Scope
from specslint.rules import MESSAGE_RULES, all_rules, scope_of
from specslint.vcs.repository import Repository as Opened
from tests.conftest import Repository
from tests.rules.examples import PATHS, Example, load, name_of


@pytest.mark.parametrize("path", PATHS, ids=name_of)
def test_example(path: Path, tmp_path: Path) -> None:
    example = load(path)
    report = (_check_change if example.is_change else _check_tree)(example, tmp_path)
    assert [_line(found) for found in report.diagnostics] == list(example.findings)
    if example.marked:
        assert [_marked(f, example, tmp_path) for f in report.diagnostics] == [*example.marked]
    assert len(example.messages) <= len(report.diagnostics)
    for found, fragment in zip(report.diagnostics, example.messages, strict=False):
        assert fragment in found.message
    for found in report.diagnostics:
        assert found.message
        assert "\n" not in found.message
        assert not found.message.endswith(".")
        _assert_is_inside(found, example, tmp_path)


TREES = [path for path in PATHS if not load(path).is_change]


@pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
@pytest.mark.parametrize("path", TREES, ids=name_of)
def test_fixes(path: Path, unsafe: bool, tmp_path: Path) -> None:
    example = load(path)
    example.write(tmp_path)
    config = _config(example)
    found = check(WorkTree(tmp_path), config).diagnostics
    fixing = Fixing(WorkTree(tmp_path), config, None, {}, unsafe=unsafe)
    settled = fixing.settled(())
    expected = {**example.fixed, **(example.unsafe_fixed if unsafe else {})}
    assert settled.texts == expected
    assert not settled.unsettled
    for name, text in settled.texts.items():
        (tmp_path / name).write_bytes(text.encode())

    left = check(WorkTree(tmp_path), config).diagnostics
    assert len(left) == sum(not applies(d.fix, unsafe=unsafe) for d in found)
    assert not any(applies(d.fix, unsafe=unsafe) for d in left)
    again = Fixing(WorkTree(tmp_path), config, None, {}, unsafe=unsafe)
    assert again.settled(()).texts == {}


def test_every_rule_with_a_fix_shows_it() -> None:
    shown = {path.parts[-3] for path in TREES if load(path).fixed or load(path).unsafe_fixed}
    assert shown == {code for code, rule in all_rules().items() if rule.fix}


def _check_tree(example: Example, root: Path) -> Report:
    example.write(root)
    return check(WorkTree(root), _config(example))


def _check_change(example: Example, root: Path) -> Report:
    """Check the commit of the example; where it has no message, what is staged for it."""
    repository = Repository.create(root)
    example.write_before(root)
    repository.commit("The state before the change")
    repository.git("rm", "-r", "-q", "--ignore-unmatch", ".")
    example.write(root)
    if example.message is None:
        repository.git("add", "--all")
    else:
        repository.commit(example.message)
    config = _config(example)
    specs = config.layout.root
    with Opened.open(root) as opened:
        if example.message is None:
            delta = opened.changes_of_index(specs)
        else:
            delta = opened.changes_of_commit("HEAD", specs)
        parser = Parser(config)
        changes = assemble(delta, config, parser)
        return check_change(changes, delta.after, delta.before, config, parser)


def _config(example: Example) -> Config:
    settings = {"pyproject.toml": example.pyproject}
    return load_config(settings.get).with_options(select=example.select)


def _line(found: Diagnostic) -> str:
    place = found.location
    return f"{place.path}:{place.line}:{place.column}: {found.code} {found.severity}"


def _assert_is_inside(found: Diagnostic, example: Example, root: Path) -> None:
    """The place begins and ends within the file or the message, in this order."""
    place = found.location
    assert (1, 1) <= (place.line, place.column) <= (place.end_line, place.end_column)
    text = _text_of(found, example, root)
    if text is None:
        return
    lines = text.split("\n")
    assert place.end_line <= len(lines)
    assert place.column <= len(lines[place.line - 1]) + 1
    assert place.end_column <= len(lines[place.end_line - 1]) + 1


def _marked(found: Diagnostic, example: Example, root: Path) -> str:
    """The text that a finding is about."""
    place = found.location
    lines = (_text_of(found, example, root) or "").split("\n")[place.line - 1 : place.end_line]
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "\n".join(lines)


def _text_of(found: Diagnostic, example: Example, root: Path) -> str | None:
    """The text of the message or the file that a finding is in; None if it has none."""
    if found.location.path == COMMIT_MESSAGE_PATH:
        return example.message or ""
    file = root / found.location.path
    if not file.is_file() or file.is_symlink():
        return None
    return file.read_bytes().decode(errors="replace")


SPEC_RULES = sorted({p.parts[-3] for p in PATHS if scope_of(p.parts[-3]) is Scope.SPEC})


@pytest.mark.parametrize("code", SPEC_RULES)
def test_what_the_parser_says_is_asked_for_by_the_rules_on_it_alone(
    code: str, tmp_path: Path
) -> None:
    """Where it says nothing, they are not even imported."""
    rule = all_rules()[code]
    found = found_without = 0
    for path in PATHS:
        if path.parts[-3:-1] == (code, "fail"):
            example = load(path)
            root = tmp_path / path.stem
            root.mkdir()
            example.write(root)
            config = _config(example)
            reader = SpecReader(WorkTree(root), config, Parser(config))
            for name in (*example.files, *example.hex):
                spec = reader.spec(name)
                document = spec.document and spec.document._replace(messages=())
                found += len(list(rule.check(spec)))
                found_without += len(list(rule.check(spec._replace(document=document))))
    assert found
    assert (found_without == 0) is (code in MESSAGE_RULES)
