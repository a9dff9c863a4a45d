"""One run: collects the files, runs the rules and builds the report."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Container, Iterable, Iterator, Sequence

from specslint.config.settings import Config
from specslint.engine.closed import is_whole, without_closed
from specslint.engine.pragmas import pragmas_of, suppress, uses
from specslint.engine.report import Report, in_order
from specslint.engine.settings import Settings
from specslint.engine.sources import Source, decode
from specslint.engine.specs import Parser, SpecReader
from specslint.engine.targets import (
    Targets,
    concerned,
    files_among,
    linked_templates,
    releases_among,
    with_other_template,
)
from specslint.model.findings import Diagnostic, Finding, Pragma, Scope, Severity
from specslint.model.spec import SourceText, Spec
from specslint.model.tree import Entry, Tree
from specslint.model.typing import TYPE_CHECKING, Any
from specslint.parsing import MAX_SIZE
from specslint.rules import DOCUMENT_RULES, GATE, PATH_RULES, load, names, scope_of
from specslint.work_tree import Unreadable

if TYPE_CHECKING:
    from specslint.engine.documents import Sphinx
    from specslint.engine.facts import Facts
    from specslint.engine.name_search import Gone
    from specslint.model.change import ChangeSet
    from specslint.model.documents import Documents

_CARRIAGE_RETURN = "TXT003"
"""The rule whose findings in the work tree depend on git's conversion of line ends."""
_FEW = 8
_REMEMBERED = 16
"""How many texts of a tree are kept parsed: few stand there twice, and all take memory."""


def check(
    source: Source,
    config: Config,
    targets: Sequence[str] | None = None,
    *,
    release: str | None = None,
    parser: Parser | None = None,
    settings: Settings | None = None,
    named: Sequence[str] | None = None,
) -> Report:
    """Check a state of the repository.

    If the whole tree is checked, warnings about closed releases are left out, unless
    the settings say otherwise.

    :param source: the state.
    :param config: the settings.
    :param targets: files and directories, relative to the repository; only these are
        checked. None means everything.
    :param release: check only the specs of this release, and use its template for files
        that are in no release's directory.
    :param parser: shared by several runs, so that equal texts are parsed once.
    :param settings: how to process many files; by default in this process, one by one.
    :param named: what the user names, if that is more than the targets; empty for the
        whole tree.
    """
    if parser is None:
        # The hooks of the same commit will parse a few files again. Of many files, the
        # results are cached.
        few = targets is not None and len(targets) <= _FEW
        open_cache = (lambda: settings.cache) if settings and few else None
        parser = Parser(config, open_cache, _REMEMBERED)
    run = _Run(source, config, parser, release, settings=settings)
    if named is None:
        named = targets
    return run.report(None if targets is None else Targets(targets), named=Targets(named or ("",)))


def check_change(
    changes: ChangeSet,
    source: Source,
    before: Source,
    config: Config,
    parser: Parser,
    targets: Sequence[str] = (),
) -> Report:
    """Check what a commit or the index changes.

    Checks the specs that it touches as they are after it, the tree for what it breaks
    elsewhere, and the change itself.

    :param changes: what it changes.
    :param source: the state after it.
    :param before: the state before it; findings that are in it as well are not
        reported.
    :param config: the settings after it.
    :param parser: shared, so that equal texts are parsed once.
    :param targets: files and directories to check in addition, as they are after it.
    """
    run = _Run(source, config, parser, commit=changes.commit)
    named = Targets((*changes.touched, *targets))
    return run.report(named, changes, before, named)


def check_message(changes: ChangeSet, source: Source, config: Config, parser: Parser) -> Report:
    """Check a change against its message alone, as a commit-msg hook does.

    :param changes: what the commit changes, with its message.
    :param source: the state after it.
    :param config: the settings after it.
    :param parser: shared, so that equal texts are parsed once.
    """
    run = _Run(source, config, parser, commit=changes.commit)
    run.keep(lambda code: scope_of(code) is Scope.CHANGE and not code.startswith("PLC"))
    return run.report(Targets(()), changes)


class _Run:
    """One run: the selected rules, and their findings so far."""

    def __init__(
        self,
        source: Source,
        config: Config,
        parser: Parser,
        release: str | None = None,
        commit: str | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._source = source
        self._config = config
        self._layout = config.layout
        self._release = release
        self._commit = commit
        self._settings = settings or Settings()
        self._reader = SpecReader(source, config, parser, release, self._settings.cache)
        self._codes = tuple(code for code in names() if config.is_selected(code))
        self._pragmas: dict[str, tuple[Pragma, ...]] = {}
        self._facts: dict[str, Facts] = {}
        # Findings that another document may make void.
        self._held: list[tuple[str, Severity, Finding]] = []

    def keep(self, wanted: Callable[[str], bool]) -> None:
        """Drop the rules whose code is not wanted."""
        self._codes = tuple(filter(wanted, self._codes))

    def report(
        self,
        targets: Targets | None,
        changes: ChangeSet | None = None,
        before: Source | None = None,
        named: Targets | None = None,
    ) -> Report:
        """Run the rules and collect their findings.

        :param named: what the user names; if None, no closed release is left out.
        """
        found: list[Diagnostic] = []
        files: list[str] = []
        entries: tuple[Entry, ...] = ()
        documents = None
        if any(scope_of(code) is not Scope.CHANGE for code in self._codes):
            entries = self._source.entries(self._layout.root)
            asked = entries if targets is None else targets.among(entries)
            files = files_among(
                asked,
                targets,
                self._config,
                self._release,
                files_only="PLC009" in self._codes,
            )
            if targets is not None:
                # A link makes its template one of the texts that the gate checks.
                linked = linked_templates(entries, self._layout, asked)
                files = sorted({*files, *linked})
            if self._chosen(Scope.SPEC) or self._chosen(Scope.PRAGMAS):
                found += self._check_specs(files, entries)
            if self._held or not DOCUMENT_RULES.isdisjoint(self._codes):
                documents = self._documents(entries, files, targets, changes, before)
            found += self._not_lifted(documents)
            if self._chosen(Scope.TREE):
                found += self._check_tree(entries, asked, targets, changes, before, documents)
        if changes is not None:
            found += self._findings(Scope.CHANGE, changes)
        for path in {diagnostic.location.path for diagnostic in found}:
            self._find_pragmas(path)
        kept, used = suppress(found, self._pragmas)
        known = {code: code[:3] for code in names()}
        for use in uses(self._pragmas, used, known, self._ran(changes)):
            kept += self._findings(Scope.PRAGMAS, use)
        report = Report(in_order(kept), len(files))
        if named is None or not self._leaves_out(named):
            return report
        return without_closed(
            report, entries, self._config, named, lambda found: self._new(found, before, changes)
        )

    def _leaves_out(self, named: Targets) -> bool:
        """Whether findings about closed releases are left out."""
        if self._config.closed_releases or self._release is not None:
            return False
        return is_whole(named, self._config)

    def _ran(self, changes: ChangeSet | None) -> frozenset[str]:
        """The codes of the rules that were run: only for these can a pragma be unused."""
        return frozenset(
            code
            for code in self._codes
            if scope_of(code) is not Scope.CHANGE or changes is not None
        )

    def _chosen(self, scope: Scope) -> tuple[str, ...]:
        return tuple(code for code in self._codes if scope_of(code) is scope)

    def _check_specs(self, files: list[str], entries: tuple[Entry, ...]) -> Iterator[Diagnostic]:
        from specslint.engine.linting import SpecLinter  # only where specs are checked

        advised: dict[str, list[Diagnostic]] = {}
        codes = self._chosen(Scope.SPEC)
        linked = linked_templates(entries, self._layout)
        linter = SpecLinter(
            self._source, self._config, self._reader, codes, self._settings, linked
        )
        with_returns = []
        for result in linter.results(files):
            self._pragmas[result.path] = result.pragmas
            self._facts[result.path] = result.facts
            for code, severity, finding in result.found:
                if finding.lifted_by:
                    self._held.append((code, severity, finding))
                    continue
                if code == _CARRIAGE_RETURN and self._settings.normalised:
                    with_returns.append((result.path, severity, finding))
                    continue
                diagnostic = self._diagnostic(code, severity, finding)
                if diagnostic and finding.new_path:
                    advised.setdefault(finding.new_path, []).append(diagnostic)
                elif diagnostic:
                    yield diagnostic
        if advised:
            from specslint.engine.renames import feasible

            yield from feasible(advised, entries, self._source, self._config)
        yield from self._carriage_returns(with_returns)

    def _carriage_returns(
        self, found: list[tuple[str, Severity, Finding]]
    ) -> Iterator[Diagnostic]:
        """The findings about carriage returns, except those that git removes by itself."""
        normalised = self._settings.normalised
        if not found or normalised is None:
            return
        sources = {path: self._text(path) for path, _, _ in found}
        texts = normalised({path: source.text for path, source in sources.items() if source})
        for path, severity, finding in found:
            left: Iterable[Finding] = (finding,)
            source = sources[path]
            if source and path in texts:
                recorded = SourceText(texts[path], source.error_offset)
                left = load(_CARRIAGE_RETURN).check(Spec(path, recorded))
            for each in left:
                diagnostic = self._diagnostic(_CARRIAGE_RETURN, severity, each)
                if diagnostic:
                    yield diagnostic

    def _documents(
        self,
        entries: tuple[Entry, ...],
        files: list[str],
        targets: Targets | None,
        changes: ChangeSet | None,
        before: Source | None,
    ) -> Documents | None:
        """The references between the checked files and other documents, if there are any."""
        from specslint.engine.facts import Facts

        facts = {path: self._facts[path] for path in files if path in self._facts}
        if len(facts) < len(files):
            # Documents that no rule has parsed.
            for path in files:
                if path not in facts:
                    spec = self._reader.spec(path)
                    facts[path] = (
                        Facts(spec.document.definitions, spec.document.uses)
                        if spec.document
                        else Facts()
                    )
        if targets is not None and before is None and not any(map(any, facts.values())):
            return None
        from specslint.engine.documents import Sphinx  # here because most runs need no others

        cache = self._settings.cache
        sphinx = Sphinx(self._source, self._config, self._reader, entries, cache)
        if targets is None and self._release is None:
            facts = {**sphinx.all_facts(), **facts}
        gone = None
        if changes is not None and before is not None:
            gone = self._gone(sphinx, changes, before)
        return sphinx.documents(facts, gone)

    def _gone(self, sphinx: Sphinx, changes: ChangeSet, before: Source) -> Gone | None:
        """What a change removes that other documents may refer to."""
        from specslint.engine.documents import Sphinx
        from specslint.engine.name_search import Gone

        touched = {path for c in changes.changes for path in (c.path, c.old_path) if path}
        entries = before.entries(self._layout.root)
        reader = SpecReader(before, self._config, self._reader.parser)
        old = Sphinx(before, self._config, reader, entries, self._settings.cache)
        gone = old.defined_in(touched) - sphinx.defined_in(touched)
        return Gone(gone) if gone else None

    def _not_lifted(self, documents: Documents | None) -> Iterator[Diagnostic]:
        """The findings that no other document makes void."""
        for code, severity, finding in self._held:
            if finding.lifted_by and documents and documents.lifts(*finding.lifted_by):
                continue
            diagnostic = self._diagnostic(code, severity, finding)
            if diagnostic:
                yield diagnostic

    def _find_pragmas(self, path: str) -> None:
        """Collect the pragmas of a spec that was not checked itself but has findings."""
        if path not in self._pragmas and self._layout.place(path):
            text = self._text(path)
            if text and "specslint" in text.text:
                spec = self._reader.spec(path)
                if spec.document:
                    self._pragmas[path] = pragmas_of(spec.document, spec.lines)

    def _check_tree(
        self,
        entries: Sequence[Entry],
        asked: Sequence[Entry],
        targets: Targets | None,
        changes: ChangeSet | None,
        before: Source | None,
        documents: Documents | None,
    ) -> Iterator[Diagnostic]:
        releases: set[str] = set()
        if "TPL014" in self._codes:
            releases = releases_among(entries, asked, targets, self._layout, self._release)
        paths = {self._layout.template_path(name) for name in releases}
        compared = with_other_template(entries, asked, self._layout)
        needed = sorted(releases | compared)
        outlines = {name: self._reader.templates.outline(name) for name in needed}
        tree = Tree(
            entries,
            self._layout,
            self._redirects(self._source, entries, targets if before is None else None),
            {name: outline for name, outline in outlines.items() if outline},
            {
                name: self._reader.templates.problems[name]
                for name in sorted(releases)
                if not outlines[name]
            },
            documents,
            entries if targets is None else concerned(entries, targets, paths, changes),
        )
        found = list(self._findings(Scope.TREE, tree))
        if targets is None:
            yield from found
            return
        elsewhere = []
        for diagnostic in found:
            path = diagnostic.location.path
            # A finding may be about a directory that contains a target.
            if targets.are_in(path) or path in paths or targets.have(path):
                yield diagnostic
            else:
                elsewhere.append(diagnostic)
        yield from self._new(elsewhere, before, changes)

    def _new(
        self, found: list[Diagnostic], before: Source | None, changes: ChangeSet | None
    ) -> Iterator[Diagnostic]:
        """The findings that the tree before did not have: the change caused them elsewhere."""
        if before is None or changes is None:
            return
        changed = changes.elsewhere.union(change.path for change in changes.changes)
        found = [
            diagnostic
            for diagnostic in found
            if scope_of(diagnostic.code) is Scope.TREE
            and (diagnostic.code not in PATH_RULES or diagnostic.location.path in changed)
        ]
        if not found:
            return
        entries = before.entries(self._layout.root)
        paths = {diagnostic.location.path for diagnostic in found}
        checked = [entry for entry in entries if entry.path in paths]
        tree = Tree(entries, self._layout, self._redirects(before, entries), checked=checked)
        codes = {diagnostic.code for diagnostic in found}
        old = {
            (diagnostic.code, diagnostic.location.path, diagnostic.message)
            for diagnostic in self._findings(Scope.TREE, tree, codes)
        }
        for diagnostic in found:
            if (diagnostic.code, diagnostic.location.path, diagnostic.message) not in old:
                yield diagnostic

    def _redirects(
        self, source: Source, entries: Sequence[Entry], targets: Targets | None = None
    ) -> dict[str, SourceText]:
        """Each release's list of moved specs; nothing if none of them is to be checked."""
        found: dict[str, SourceText] = {}
        paths = [entry.path for entry in entries if entry.path.endswith("/redirects")]
        if targets and not any(map(targets.have, paths)):
            return found
        for path in paths:
            release = self._layout.release_of(path)
            if release and path == self._layout.redirects_path(release):
                with contextlib.suppress(Unreadable):
                    found[path] = decode(source.read(path, MAX_SIZE))
        return found

    def _text(self, path: str) -> SourceText | None:
        try:
            return decode(self._source.read(path, MAX_SIZE))
        except Unreadable:
            return None

    def _findings(
        self, scope: Scope, argument: Any, codes: Container[str] | None = None
    ) -> Iterator[Diagnostic]:
        """Run the rules of a scope on their argument.

        :param codes: run only these of them; None is all.
        """
        for code in self._chosen(scope):
            if codes is not None and code not in codes:
                continue
            if code in DOCUMENT_RULES and argument.documents is None:
                continue  # its module is not even imported
            rule = load(code)
            if self._config.severity_for(code, rule.severity) is Severity.OFF:
                continue
            for finding in rule.check(argument):
                severity = rule.severity if finding.severity is None else finding.severity
                diagnostic = self._diagnostic(code, severity, finding)
                if diagnostic:
                    yield diagnostic

    def _gate(self, code: str, severity: Severity) -> Severity:
        """The severity that the gate gives: a warning that fails the docs job is an error."""
        fails = code in GATE and severity is Severity.WARNING and self._config.is_strict
        return Severity.ERROR if fails else severity

    def _diagnostic(self, code: str, severity: Severity, finding: Finding) -> Diagnostic | None:
        """A finding with its name and severity, or None if its file ignores the rule."""
        path = finding.location.path
        if self._config.is_ignored(code, path) or self._config.is_excluded(path):
            return None
        return Diagnostic(
            finding.location,
            code,
            names()[code],
            self._config.severity_for(code, self._gate(code, severity)),
            finding.message,
            self._commit,
            finding.fix,
            finding.original,
        )
