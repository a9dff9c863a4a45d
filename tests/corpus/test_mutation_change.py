"""Faulty commits and messages, made from real ones: only the fault is found."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from specslint.config.settings import Config
from specslint.engine import Report, check, check_change
from specslint.engine.changes import assemble
from specslint.engine.specs import Parser
from specslint.vcs.changes import Delta
from specslint.vcs.repository import Repository as GitRepository
from tests.conftest import Repository
from tests.corpus.mutations import change, fasttrack
from tests.corpus.mutations.change import (
    LATER,
    LINES,
    MESSAGE,
    ChangeMutation,
    MessageMutation,
    Proposal,
)
from tests.corpus.mutations.model import Expected, Place, places, shifted, verdict
from tests.corpus.mutations.page import Page

SAMPLE = 25
_SPEC = re.compile(r"specs/(\w+)/approved/([^/]+)\.rst\Z")


class History:
    """A clone to which faulty commits are added, and its own commits by kind."""

    def __init__(self, clone: Repository, opened: GitRepository) -> None:
        self.clone = clone
        self._opened = opened
        self._parser = Parser(Config())
        self.paths = frozenset(clone.git("ls-tree", "-r", "--name-only", "HEAD").split())

    def of_kind(self, kind: str) -> Iterator[str]:
        """The commits that add a spec which is no copy ("new"), or change one ("edit")."""
        flags = ("--no-merges", "--format=%x00%H", "-r", "-C50%", "--find-copies-harder")
        log = self.clone.git("log", *flags, "--name-status", "--", "specs")
        for record in log.split("\0")[1:]:
            name, *rows = (row.split("\t") for row in record.split("\n") if row)
            specs = [row for row in rows if _SPEC.match(row[-1])]
            if not specs or len(specs) < len(rows):
                continue
            wanted = "A" if kind == "new" else "M"
            if all(row[0] == wanted for row in specs):
                names = {match[2] for row in specs if (match := _SPEC.match(row[-1]))}
                parents = self.clone.git("ls-tree", "-r", "--name-only", f"{name[0]}^", "specs")
                known = {path.rpartition("/")[2].removesuffix(".rst") for path in parents.split()}
                if kind == "edit" or not names & known:
                    yield name[0]

    def commit(self, proposals: list[Proposal]) -> list[str]:
        """Commit each proposal on the last commit; their hashes."""
        start = self.clone.git("rev-parse", "HEAD").strip()
        stream = []
        for number, proposal in enumerate(proposals):
            stream += [
                f"commit refs/proposals/{number}\nmark :{number + 1}\n".encode(),
                b"committer A. Uthor <author@example.org> 1430000000 +0000\n",
                _data(proposal.message.encode()),
                f"from {start}\n".encode(),
            ]
            for path, content in proposal.files.items():
                if content is None:
                    stream.append(f'D "{path}"\n'.encode())
                else:
                    stream += [f'M 100644 inline "{path}"\n'.encode(), _data(content)]
        command = ["git", "fast-import", "--quiet", "--force"]
        subprocess.run(command, cwd=self.clone.root, input=b"".join(stream), check=True)
        refs = [f"refs/proposals/{number}" for number in range(len(proposals))]
        return self.clone.git("rev-parse", *refs).split()

    def delta(self, name: str) -> Delta:
        """What a commit changes."""
        return self._opened.changes_of_commit(name, "specs")

    def report(self, delta: Delta, config: Config) -> Report:
        """All findings in a change."""
        changes = assemble(delta, config, self._parser)
        return check_change(changes, delta.after, delta.before, config, self._parser)

    def of_files(self, delta: Delta, paths: list[str]) -> Counter[Place]:
        """The findings in files as they are after a change, whoever caused them."""
        return places(check(delta.after, Config(), paths, parser=self._parser))


def _data(content: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(content), content)


@pytest.fixture(scope="module")
def history(corpus: Repository, tmp_path_factory: pytest.TempPathFactory) -> Iterator[History]:
    clone = Repository(tmp_path_factory.mktemp("proposals") / "nova-specs")
    corpus.git("clone", "-q", "--shared", str(corpus.root), str(clone.root))
    with GitRepository.open(clone.root) as opened:
        yield History(clone, opened)


@pytest.fixture(scope="module")
def pages(history: History) -> dict[str, list[Page]]:
    """The specs of each release that follow its template."""
    found = {}
    for release in ("juno", "kilo", "liberty"):
        directory = history.clone.root / "specs"
        template = _page(directory / f"{release}-template.rst", history)
        files = sorted((directory / release).glob("*/*.rst"))
        made = [_page(file, history, template) for file in files if not file.is_symlink()]
        found[release] = [page for page in made if page.is_regular]
    return found


def _page(file: Path, history: History, template: Page | None = None) -> Page:
    path = file.relative_to(history.clone.root).as_posix()
    return Page(path, file.read_bytes().decode(), template)


@pytest.mark.slow
@pytest.mark.parametrize(
    "mutation", [*fasttrack.PROPOSALS, *change.PROPOSALS], ids=lambda m: f"{m.code}-{m.name}"
)
def test_a_faulty_commit_is_found(
    history: History, pages: dict[str, list[Page]], mutation: ChangeMutation
) -> None:
    chance = Random(mutation.name)
    specs = [page for release in mutation.sources for page in pages[release]]
    made = []
    for page in chance.sample(specs, len(specs)):
        later = "liberty" if page.path.startswith("specs/kilo/") else chance.choice(LATER)
        proposal = mutation.make(page, later, history.paths, chance)
        if proposal is not None:
            made.append(proposal)
    made = made[:SAMPLE]
    faults: list[str] = []
    for proposal, name in zip(made, history.commit(made), strict=True):
        delta = history.delta(name)
        before = history.of_files(delta, [p for p, text in proposal.files.items() if text])
        report = history.report(delta, mutation.config)
        found = verdict(report, before, proposal.expected, mutation.brings)
        files = " ".join(proposal.files)
        faults += [f"{files}: {k}: {w}" for k, whats in found._asdict().items() for w in whats]
    print(f"{mutation.code} {mutation.name}: {len(made)} commits, {len(faults)} faults")
    assert len(made) >= (10 if mutation.code == "FTK009" else SAMPLE)  # there are no more
    assert not faults


@pytest.mark.slow
@pytest.mark.parametrize("mutation", LINES, ids=lambda m: f"{m.code}-{m.name}")
def test_a_line_in_a_message_is_found(history: History, mutation: MessageMutation) -> None:
    chance = Random(mutation.name)
    commits = list(history.of_kind(mutation.kind))
    faults: list[str] = []
    chosen = chance.sample(commits, min(SAMPLE, len(commits)))
    for name in chosen:
        delta = history.delta(name)
        page = Page(MESSAGE, (delta.message or "").rstrip("\n") + "\n")
        # Below the first line and above the last one, which are the lines of findings
        # about whole messages.
        at = chance.randrange(2, len(page.lines))
        text = [*page.lines[: at - 1], mutation.line, *page.lines[at - 1 :]]
        origins = [*range(1, at), 0, *range(at, len(page.lines) + 1)]
        before = shifted(places(history.report(delta, Config())), MESSAGE, origins)
        broken = delta._replace(message="\n".join(text))
        expected = (Expected(mutation.code, MESSAGE, at, mutation.column),)
        found = verdict(history.report(broken, Config()), before, expected)
        faults += [f"{name}: {k}: {w}" for k, whats in found._asdict().items() for w in whats]
    print(f"{mutation.code} {mutation.name}: {len(chosen)} messages, {len(faults)} faults")
    assert len(chosen) >= (10 if mutation.kind == "edit" else SAMPLE)  # there are no more
    assert not faults
