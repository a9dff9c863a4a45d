"""Evaluates options: the repository, its settings, and the files to check."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence

from specslint.commands.output import tell
from specslint.commands.progress import progress_for
from specslint.config.docs_job import read_docs_job
from specslint.config.loading import load, load_file
from specslint.config.root import relative
from specslint.config.settings import Config
from specslint.engine import Report, check
from specslint.engine.checkout import (
    config_file,
    is_other,
    normalised_by_git,
    optional_file,
    refuse_other_layout,
    without_ignored,
)
from specslint.engine.settings import Settings
from specslint.engine.sources import Overlay, RecordingTree, Source
from specslint.engine.specs import Parser
from specslint.model.errors import UserError
from specslint.model.typing import TYPE_CHECKING
from specslint.parsing import MAX_SIZE
from specslint.work_tree import StrPath, linked_directory

if TYPE_CHECKING:
    from argparse import Namespace

    from specslint.engine.cache import Cache
    from specslint.vcs.repository import Repository


def config_of(options: Namespace, source: Source, where: StrPath | Repository) -> Config:
    """The settings: the tree's own, unless the options name others.

    :param source: the state of the repository that has the configuration.
    :param where: the repository, which is opened only for a revision's settings.
    :raises UserError: the options or the configuration are invalid.
    """
    if options.config_from is not None:
        config = _config_from(options, where)
    elif options.isolated:
        config = Config()
    elif options.config is not None:
        config = load_file(options.config, lambda path: config_file(source, path))
    else:
        config = load(lambda path: config_file(source, path))
    refuse_other_layout(config, source)
    return config.with_options(
        select=options.select,
        ignore=options.ignore,
        severity=options.severity,
        fail_level=options.fail_level,
        closed_releases=getattr(options, "closed_releases", False),
    )


def with_docs_job(
    config: Config, options: Namespace, source: Source, where: StrPath | Repository
) -> Config:
    """The settings, with what the tree's files say of its docs job.

    :param source: the state of the repository that is checked. Whether the job is
        strict is read at the revision that ``--config-from`` names, if any.
    """
    job = read_docs_job(lambda path: optional_file(source, path))
    if options.config_from is not None:
        with _state(options.config_from, where) as state:
            strict = read_docs_job(lambda path: optional_file(state, path)).strict
        job = job._replace(strict=strict)
    return config._replace(docs=job)


@contextlib.contextmanager
def _state(revision: str, where: StrPath | Repository) -> Iterator[Source]:
    """The state of the repository at a revision."""
    with contextlib.ExitStack() as stack:
        if isinstance(where, str | os.PathLike):
            from specslint.vcs.repository import Repository  # slow and seldom needed

            where = stack.enter_context(Repository.open(where))
        yield where.state(revision)


def _config_from(options: Namespace, where: StrPath | Repository) -> Config:
    """The settings of the revision that ``--config-from`` names.

    A gate takes them from there, so that the patch under test cannot change them.
    """
    if options.isolated or options.config is not None:
        raise UserError("--config-from, --config and --isolated exclude each other")
    revision = options.config_from
    with _state(revision, where) as source:
        try:
            config = load(lambda path: config_file(source, path))
        except UserError as error:
            raise UserError(f"--config-from {revision}: {error}") from None
    if config.source is None:
        return config
    return config._replace(source=f"{config.source} at {revision}")


def selected(
    options: Namespace, root: StrPath, source: Source, config: Config
) -> tuple[Source, list[str] | None]:
    """The source of the files that the options name, and their paths (None for all).

    A file that is not a spec is left out, and reported on standard error.

    :param source: the work tree; standard input replaces one of its files.
    :raises UserError: a path does not exist, or is outside of the specs.
    """
    specs = config.layout.root
    linked = linked_directory(str(root), f"{specs}/")
    if linked:
        raise UserError(f"{linked} is a symbolic link, which is not followed, so no spec is seen")
    if options.paths == ["-"]:
        source = _standard_input(options, root, source)
        targets = [relative(options.stdin_filename, root)]
    else:
        if "-" in options.paths:
            raise UserError('"-" is standard input, and stands alone')
        targets = [_target(path, root, specs) for path in options.paths]
    if not targets:
        if not os.path.isdir(os.path.join(root, specs)):
            raise UserError(
                f'no directory "{specs}" in {root}: this is no spec repository;'
                " name one with --root"
            )
        return source, None
    if options.release or (options.paths == ["-"] and (options.fix or options.diff)):
        return source, targets
    others = [target for target in targets if is_other(target, source, specs)]
    for target in others:
        tell(
            f'{target} is no spec: it is outside "{specs}" and has no section of a template'
            " (--release NAME checks it as a draft)"
        )
        if isinstance(source, RecordingTree):
            source.complete = False  # a cached output would lack this line
    return source, [target for target in targets if target not in others]


def checked(
    options: Namespace,
    root: StrPath,
    source: Source,
    config: Config,
    targets: Sequence[str] | None,
    parser: Parser | None = None,
) -> Report:
    """Check what :func:`selected` returned.

    :param parser: that of another run over these texts, which are then not parsed
        again.
    """
    settings = settings_of(options, root, source)
    try:
        report = check(
            source,
            config,
            targets,
            release=options.release,
            parser=parser,
            settings=settings,
        )
    finally:
        if settings.cache:
            settings.cache.close()
        if settings.progress:
            settings.progress.close()
    return without_ignored(report, root, source)


def settings_of(options: Namespace, root: StrPath, source: Source) -> Settings:
    """How to process many files of the work tree: the cache and the number of processes."""
    jobs = options.jobs or len(os.sched_getaffinity(0)) if _HAS_AFFINITY else options.jobs or 1

    def normalised(texts: Mapping[str, str]) -> Mapping[str, str]:
        return normalised_by_git(texts, root, source)

    return Settings(cache_of(options, root), jobs, progress_for(options), normalised)


def cache_of(options: Namespace, root: StrPath) -> Cache | None:
    """The cache of results, or None if the options disable it."""
    if options.no_cache:
        return None
    from specslint.engine.cache import Cache

    return Cache(tell, root)


@contextlib.contextmanager
def remembering(options: Namespace, root: StrPath) -> Iterator[Callable[[], Cache | None]]:
    """A function that opens the cache; it is closed at the end of the block."""
    opened = []

    def open_cache() -> Cache | None:
        opened.append(cache_of(options, root))
        return opened[-1]

    try:
        yield open_cache
    finally:
        for cache in filter(None, opened):
            cache.close()


_HAS_AFFINITY = hasattr(os, "sched_getaffinity")


def _standard_input(options: Namespace, root: StrPath, source: Source) -> Source:
    if options.stdin_filename is None:
        raise UserError(
            '"-" needs a name for what is read: --stdin-filename specs/RELEASE/approved/NAME.rst'
        )
    try:
        content = sys.stdin.buffer.read(MAX_SIZE + 1)
    except AttributeError:
        raise UserError("standard input is closed, and no spec can be read from it") from None
    except OSError as error:
        raise UserError(f"standard input cannot be read: {error.strerror}") from None
    return Overlay(source, {relative(options.stdin_filename, root): content})


def _target(path: str, root: StrPath, specs: str) -> str:
    """A path of the command line, relative to the repository.

    :param specs: the directory of the specs.
    """
    if "\0" in path or not os.path.lexists(path):
        is_word = path.isalpha()  # such as a command that is not spelled correctly
        hint = '; "specslint --help" lists the commands' if is_word else ""
        raise UserError(f"{path} does not exist{hint}")
    target = relative(path, root)
    if os.path.islink(path) or not os.path.isdir(path):
        return target
    if target == "." or specs.startswith(f"{target}/"):
        return ""
    if target != specs and not target.startswith(f"{specs}/"):
        raise UserError(f'{path} is outside "{specs}", the directory of the specs')
    return target
