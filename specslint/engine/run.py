"""The run: which files, which rules, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from specslint.config import Config
from specslint.engine.pragmas import pragmas_of, suppress, uses
from specslint.engine.report import Report, in_order
from specslint.engine.sources import Source, Unreadable
from specslint.engine.specs import Parser, SpecReader, decode
from specslint.model import (
    Diagnostic,
    Entry,
    EntryKind,
    Pragma,
    Scope,
    SourceText,
    Tree,
)
from specslint.parsing import MAX_SIZE
from specslint.releases import BACKLOG
from specslint.rules import Rule, all_rules

if TYPE_CHECKING:
    from specslint.model import Proposal

# A template is no spec: it may be as wide as it likes, and is full of
# guidance. But it has to be readable, or nothing can be held against it.
_TEMPLATE_RULES = ("RST", "TXT007", "TXT008")


def check(
    source: Source,
    config: Config,
    targets: Sequence[str] | None = None,
    *,
    release: str | None = None,
    changes: Proposal | None = None,
    parser: Parser | None = None,
) -> Report:
    """Check a state of the repository.

    :param source: the state.
    :param config: the settings.
    :param targets: files and directories, relative to the repository; only
        what stands there is checked. None means everything.
    :param release: only the specs of this release, and its template for files
        that stand in no release's directory.
    :param changes: what the commit or the index changes, where that is to be
        checked too.
    :param parser: shared by several runs, so that equal texts are parsed once.
    :raises UserError: where the repository is not as it must be.
    """
    run = _Run(source, config, parser or Parser(config), release)
    return run.report(None if targets is None else tuple(targets), changes)


class _Run:
    """One run: the rules that were chosen, and what they found so far."""

    def __init__(
        self, source: Source, config: Config, parser: Parser, release: str | None
    ) -> None:
        self._source = source
        self._config = config
        self._layout = config.layout
        self._release = release
        self._reader = SpecReader(source, config, parser, release)
        self._rules = [rule for code, rule in all_rules().items() if config.is_selected(code)]
        self._pragmas: dict[str, tuple[Pragma, ...]] = {}
        self._commit: str | None = None

    def report(self, targets: tuple[str, ...] | None, changes: Proposal | None) -> Report:
        entries = tuple(
            entry
            for entry in self._source.entries(self._layout.root)
            if not self._config.is_excluded(entry.path)
        )
        files = self._files(entries, targets)
        found: list[Diagnostic] = []
        if changes is not None:
            self._commit = changes.commit
        if self._chosen(Scope.SPEC) or self._chosen(Scope.PRAGMAS):
            for path in files:
                found += self._check_spec(path)
        if self._chosen(Scope.TREE):
            found += self._check_tree(entries, files, targets)
        if changes is not None:
            found += self._findings(self._chosen(Scope.CHANGE), changes)
        kept, used = suppress(found, self._pragmas)
        known = {rule.code: rule.family for rule in all_rules().values()}
        for use in uses(self._pragmas, used, known, self._ran(changes)):
            kept += self._findings(self._chosen(Scope.PRAGMAS), use)
        return Report(in_order(kept), len(files))

    def _ran(self, changes: Proposal | None) -> frozenset[str]:
        """The codes that were looked for: only of those can a pragma be unused."""
        return frozenset(
            rule.code
            for rule in self._rules
            if rule.scope is not Scope.CHANGE or changes is not None
        )

    def _chosen(self, scope: Scope) -> list[Rule]:
        return [rule for rule in self._rules if rule.scope is scope]

    def _files(self, entries: Iterable[Entry], targets: tuple[str, ...] | None) -> list[str]:
        """The paths of the specs and templates to check, sorted."""
        found = {
            entry.path
            for entry in entries
            if entry.kind is EntryKind.FILE
            and entry.path.endswith(".rst")
            and (targets is None or _is_below(entry.path, targets))
        }
        if targets is not None:
            # Files outside the specs' directory are checked where they are
            # named: a draft that has no place yet.
            outside = (
                path
                for path in targets
                if not _is_below(path, (self._layout.root,)) and not self._config.is_excluded(path)
            )
            found.update(outside)
        if self._release is not None:
            releases = (None, self._release)
            found = {
                path
                for path in found
                if (self._layout.template_release(path) or self._layout.release_of(path))
                in releases
            }
        return sorted(found)

    def _check_spec(self, path: str) -> Iterator[Diagnostic]:
        rules = self._chosen(Scope.SPEC)
        if self._layout.template_release(path) is not None:
            rules = [rule for rule in rules if rule.code.startswith(_TEMPLATE_RULES)]
        spec = self._reader.spec(path)
        if spec.document is not None:
            pragmas = pragmas_of(spec.document, spec.lines)
            if pragmas:
                self._pragmas[path] = pragmas
        elif spec.unparseable is not None and not spec.source.text:
            # Nothing was read: no other rule has anything to go by.
            rules = [rule for rule in rules if rule.code == "RST009"]
        yield from self._findings(rules, spec)

    def _check_tree(
        self, entries: tuple[Entry, ...], files: list[str], targets: tuple[str, ...] | None
    ) -> Iterator[Diagnostic]:
        releases = {
            place.release
            for path in files
            if (place := self._layout.place(path)) and place.release not in ("", BACKLOG)
        }
        outlines = {name: self._reader.outline(name) for name in sorted(releases)}
        redirects = {
            entry.path: text
            for entry in entries
            if entry.kind is EntryKind.FILE
            and (release := self._layout.release_of(entry.path))
            and entry.path == self._layout.redirects_path(release)
            and (text := self._text(entry.path))
        }
        tree = Tree(
            entries,
            self._layout,
            redirects,
            {name: outline for name, outline in outlines.items() if outline},
            {name: self._reader.problems[name] for name in outlines if not outlines[name]},
        )
        templates = {self._layout.template_path(name) for name in releases}
        for diagnostic in self._findings(self._chosen(Scope.TREE), tree):
            path = diagnostic.location.path
            if targets is None or path in templates or _is_below(path, targets):
                yield diagnostic

    def _text(self, path: str) -> SourceText | None:
        try:
            return decode(self._source.read(path, MAX_SIZE))
        except Unreadable:
            return None

    def _findings(self, rules: Iterable[Rule], argument: Any) -> Iterator[Diagnostic]:
        """Run rules on their argument, and give each finding its code and weight."""
        for rule in rules:
            for finding in rule.check(argument):
                if self._config.is_ignored(rule.code, finding.location.path):
                    continue
                severity = self._config.severity_of(rule, finding.severity)
                yield Diagnostic(
                    finding.location, rule.code, rule.name, severity, finding.message, self._commit
                )


def _is_below(path: str, targets: tuple[str, ...]) -> bool:
    return any(
        target in ("", ".") or path == target or path.startswith(f"{target}/")
        for target in targets
    )
