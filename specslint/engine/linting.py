"""Runs the rules of scope ``spec`` on files: from the cache, here or in workers."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence

from specslint.config.settings import Config
from specslint.engine.facts import Facts, from_plain, plain
from specslint.engine.pragmas import pragmas_of
from specslint.engine.settings import Settings
from specslint.engine.sources import Source
from specslint.engine.specs import SpecReader
from specslint.model.document import Unparseable
from specslint.model.errors import UserError
from specslint.model.findings import Edit, Finding, Fix, Location, Pragma, Severity
from specslint.model.spec import Spec
from specslint.model.typing import Any, NamedTuple
from specslint.parsing import MAX_SIZE, TIME_LIMIT, NotLoadedError
from specslint.parsing.limits import OutOfTimeError, limited
from specslint.rules import MESSAGE_RULES, Rule, load
from specslint.work_tree import Unreadable

# A template is not a spec: its lines may be long, and it is full of guidance. But it
# has to be parseable, since specs are compared with it.
_TEMPLATE_RULES = ("RST", "TXT007", "TXT008")

# A link in a directory of specs makes its template one of the texts that the gate checks.
_LINKED_TEMPLATE_RULES = (*_TEMPLATE_RULES, "TXT001", "TXT002", "TXT003", "TXT004")

# The only rules to run on a file that could not be read.
_WITHOUT_TEXT = ("RST009", "TXT007")

# Below this number of files, a worker costs more than it saves. Files are read in
# batches, so that a large tree is never in memory as a whole.
_WORTH_WORKERS = 24
_BATCH = 512


class SpecResult(NamedTuple):
    """The findings in one file, each with its rule's code and default severity."""

    path: str
    found: tuple[tuple[str, Severity, Finding], ...]
    pragmas: tuple[Pragma, ...]
    lasting: bool = True  # whether another run would find the same
    facts: Facts = Facts()


class SpecLinter:
    """Runs rules on the specs of one state of the repository.

    :param codes: the rules of scope ``spec`` to run.
    :param linked: the templates that a link has among the specs.
    """

    def __init__(
        self,
        source: Source,
        config: Config,
        reader: SpecReader,
        codes: tuple[str, ...],
        settings: Settings,
        linked: frozenset[str] = frozenset(),
    ) -> None:
        self._source = source
        self._config = config
        self._reader = reader
        self._codes = codes
        self._settings = settings
        self._linked = linked
        self._config_key = config.key if settings.cache else ""
        self._rules: dict[tuple[object, ...], list[Rule]] = {}
        self._total = 0
        self._may_leave = 0  # how many files a worker may leave to the parent process

    def results(self, paths: Sequence[str]) -> Iterator[SpecResult]:
        """The results of files, in their order."""
        self._total = len(paths)
        # A second batch needs workers of its own, which load everything again.
        size = len(paths) if len(paths) <= 2 * _BATCH else _BATCH
        for start in range(0, len(paths), size or 1):
            yield from self._batch(paths[start : start + size], start)

    def _batch(self, paths: Sequence[str], done: int) -> list[SpecResult]:
        blobs = [(path, self._content(path)) for path in paths]
        keys = [self._key(path, data) for path, data in blobs]
        cache = self._settings.cache
        known = cache.get([key for key in keys if key]) if cache else {}
        missing = [i for i, key in enumerate(keys) if key is None or key not in known]
        made = self._made([blobs[i] for i in missing])
        del blobs  # a large part of the memory
        results: dict[int, SpecResult] = {}
        for i, result in zip(missing, made, strict=True):
            results[i] = result
            if self._settings.progress:
                self._settings.progress(done + i + 1, self._total)
        if cache:
            cache.put(
                {
                    key: _plain(results[i])
                    for i in missing
                    if (key := keys[i]) and results[i].lasting
                }
            )
        return [
            results[i] if i in results else _from_plain(path, known[keys[i] or b""])
            for i, path in enumerate(paths)
        ]

    def _content(self, path: str) -> bytes | Unreadable:
        try:
            return self._source.read(path, MAX_SIZE)
        except Unreadable as unreadable:
            return unreadable

    def _key(self, path: str, data: bytes | Unreadable) -> bytes | None:
        """The key of a result in the cache, or None if it must not be cached."""
        if self._settings.cache is None or isinstance(data, Unreadable):
            return None
        from specslint.engine.cache import fingerprint

        return fingerprint(
            path,
            data,
            self._reader.templates.inputs(self._reader.release_for(path)),
            self._codes,
            self._reader.vocabulary_key,
            self._config_key,
            path in self._linked,
        )

    def _made(self, blobs: list[tuple[str, bytes | Unreadable]]) -> Iterator[SpecResult]:
        jobs = min(self._settings.jobs, len(blobs) // (_WORTH_WORKERS // 2))
        if len(blobs) >= _WORTH_WORKERS:
            self._reader.templates.prepare({self._reader.release_for(path) for path, _ in blobs})
        if jobs < 2 or not hasattr(os, "fork"):
            for blob in blobs:
                yield self.lint(*blob)
            return
        from specslint.engine.workers import in_workers

        # Load what every worker needs before they are forked. docutils and Pygments, which
        # take longer than many specs, are only loaded here, for the few specs that need
        # them, while the workers do the others.
        self._loaded(self._codes)
        self._may_leave = len(blobs) // (2 * jobs * jobs)
        for blob, sent in zip(blobs, in_workers(self._lint_or_leave, blobs, jobs), strict=True):
            if sent is None:
                yield self.lint(*blob)
            else:
                result, lasting = sent
                yield _from_plain(blob[0], result)._replace(lasting=lasting)

    def _lint_or_leave(self, path: str, data: bytes | Unreadable) -> tuple[Any, bool] | None:
        """Run the rules on one file in a worker.

        :returns: the result as :func:`_plain` makes it, and whether it is lasting; None if
            the parent process is to do the file. A worker leaves no more files to it than
            it finishes as soon as the workers finish the others.
        """
        self._reader.parser.may_load = self._may_leave <= 0
        try:
            result = self.lint(path, data)
        except NotLoadedError:
            self._may_leave -= 1
            return None
        return _plain(result), result.lasting

    def _loaded(self, codes: Iterable[str]) -> list[Rule]:
        """The rules of some codes that are not off."""
        rules = map(load, codes)
        severity_for = self._config.severity_for
        return [r for r in rules if severity_for(r.code, r.severity) is not Severity.OFF]

    def _rules_for(self, spec: Spec) -> list[Rule]:
        """The rules that may find something in a file."""
        of_template: tuple[str, ...] = ()
        if self._config.layout.template_release(spec.path) is not None:
            linked = spec.path in self._linked
            of_template = _LINKED_TEMPLATE_RULES if linked else _TEMPLATE_RULES
        has_messages = spec.document is not None and bool(spec.document.messages)
        kind = of_template, spec.unparseable is None, bool(spec.source.text), has_messages
        if kind not in self._rules:
            self._rules[kind] = self._rules_for_kind(*kind)
        return self._rules[kind]

    def _rules_for_kind(
        self, of_template: tuple[str, ...], parsed: bool, has_text: bool, has_messages: bool
    ) -> list[Rule]:
        codes: Iterable[str] = self._codes
        if of_template:
            codes = [code for code in codes if code.startswith(of_template)]
        if parsed:
            codes = [code for code in codes if code != "RST009"]
        elif not has_text:
            codes = [code for code in codes if code in _WITHOUT_TEXT]
        if not has_messages:
            codes = [code for code in codes if code not in MESSAGE_RULES]
        return self._loaded(codes)

    def lint(self, path: str, data: bytes | Unreadable) -> SpecResult:
        """Run the rules on one file.

        :param data: its content, or why it cannot be read.
        """
        spec = self._reader.spec_of(path, data)
        rules = self._rules_for(spec)
        lasting = spec.unparseable is None or spec.unparseable.lasting
        try:
            with limited(TIME_LIMIT):
                found = _found(rules, spec)
                pragmas = pragmas_of(spec.document, spec.lines) if spec.document else ()
                document = spec.document
                facts = Facts(document.definitions, document.uses) if document else Facts()
                return SpecResult(path, found, pragmas, lasting, facts)
        except OutOfTimeError:
            reason = f"its checks took more than {TIME_LIMIT:g} seconds of processor time"
        except MemoryError:
            reason = "its checks take more memory than a run may use"
        if "RST009" not in self._codes:  # no other rule would report it
            raise UserError(f"{path}: {reason}")
        spec = spec._replace(document=None, unparseable=Unparseable(reason, lasting=False))
        return SpecResult(path, _found([load("RST009")], spec), (), lasting=False)


def _found(rules: Iterable[Rule], spec: Spec) -> tuple[tuple[str, Severity, Finding], ...]:
    return tuple(
        (rule.code, rule.severity if finding.severity is None else finding.severity, finding)
        for rule in rules
        for finding in rule.check(spec)
    )


def _plain(result: SpecResult) -> Any:
    """A result as tuples, strings and numbers; without the path, which is in the key."""
    found = tuple(
        (
            code,
            int(severity),
            tuple(finding.location)[1:],
            finding.message,
            finding.fix and (finding.fix.safe, tuple(map(tuple, finding.fix.edits))),
            finding.new_path,
            finding.lifted_by,
            finding.original,
        )
        for code, severity, finding in result.found
    )
    return found, tuple(map(tuple, result.pragmas)), plain(result.facts)


def _from_plain(path: str, known: Any) -> SpecResult:
    found, pragmas, facts = known
    return SpecResult(
        path,
        tuple(
            (
                code,
                Severity(severity),
                Finding(
                    Location(path, *place),
                    message,
                    Severity(severity),
                    fix and Fix(tuple(Edit(*edit) for edit in fix[1]), fix[0]),
                    new_path,
                    lifted_by,
                    original,
                ),
            )
            for code, severity, place, message, fix, new_path, lifted_by, original in found
        ),
        tuple(Pragma(*pragma) for pragma in pragmas),
        facts=from_plain(facts),
    )
