"""``specslint close RELEASE``: the specs that a release leaves, and commands to handle them."""

from __future__ import annotations

import shlex
from argparse import Namespace
from collections.abc import Iterator
from typing import NamedTuple

from specslint.commands.names import names_in
from specslint.commands.process import State
from specslint.commands.root import root_of
from specslint.commands.status import described, rendered, settings, show
from specslint.model import releases
from specslint.model.errors import UserError
from specslint.process import find
from specslint.process.history import label
from specslint.reporters.escape import escaped
from specslint.status.model import ReleaseStatus, SpecStatus
from specslint.status.model import State as SpecState
from specslint.vcs.repository import Repository


class _Leaving(NamedTuple):
    """The specs that a release leaves.

    :param left: the specs that are neither implemented nor known to be.
    :param done: those that are known to be implemented, and are still in the approved
        directory.
    :param to: the release that they may be re-proposed to; empty if there is none.
    """

    status: ReleaseStatus
    left: tuple[SpecStatus, ...]
    done: tuple[SpecStatus, ...]
    to: str


def run(options: Namespace) -> int:
    """Show what is approved and not implemented, and return the exit code.

    :raises UserError: the options or the repository are invalid.
    """
    root = root_of(options)
    implemented = set(names_in(options.from_file).names) if options.from_file else set()
    with Repository.open(root) as repository:
        config = settings(root)
        status = described(repository, config, options.release, repository.resolve("HEAD"))
        to = _later(options.to, status.release, State(repository, config))
    approved = [spec for spec in status.specs if spec.state is SpecState.APPROVED]
    left = tuple(spec for spec in approved if spec.name not in implemented)
    done = tuple(spec for spec in approved if spec.name in implemented)
    if options.script:
        text = "".join(f"{line}\n" for line in _script(_Leaving(status, left, done, to)))
    else:
        only = status._replace(specs=left, sent_on=(), left_only=True)
        text = rendered(only, options.format)
    show(text, options.output_file, root)
    return 0


def _later(wanted: str | None, release: str, state: State) -> str:
    """The release that specs may be re-proposed to; empty if there is none yet.

    :raises UserError: the one that the user names is not a later one.
    """
    templates = state.templates()
    if wanted is None:
        later = [name for name in templates if releases.is_earlier(release, name)]
        return find.open_release(None, None, later, later) if later else ""
    named = find.named_release("--to", wanted, state.known_releases("leave --to out"))
    if not releases.is_earlier(release, named):
        raise UserError(f"--to: {named} did not come after {release}")
    return named


def _script(leaving: _Leaving) -> Iterator[str]:
    """The lines of a shell script: the likely command for each spec, alternatives as comments."""
    release = leaving.status.release
    count = len(leaving.left)
    yield "#!/bin/sh"
    yield (
        f"# {label(release)} at {leaving.status.at[:12]}: {count} "
        f"{'spec is' if count == 1 else 'specs are'} approved and not implemented."
    )
    yield "# Look through it before you run it: of each spec, one line at most is to be left."
    if not leaving.to:
        yield '# No later release has a template: "specslint open" makes one, and --to names it.'
    yield "set -e"
    yield 'cd "$(git rev-parse --show-toplevel)"'
    if leaving.done:
        yield from ("", "# Implemented, as the list says that was given:")
        paths = " ".join(shlex.quote(spec.path) for spec in leaving.done)
        yield f"specslint move --to implemented --commit -- {paths}"
    for spec in leaving.left:
        path = shlex.quote(spec.path)
        again = f"specslint repropose --from {release} --to {leaving.to} --commit -- {path}"
        if not leaving.to:
            again = _commented(f"specslint repropose --from {release} --commit -- {path}")
        elif spec.reproposed_to:
            again = f"# It is proposed to {', '.join(spec.reproposed_to)} already."
        yield from ("", f"# {escaped(spec.title)} ({escaped(spec.name)})", again)
        yield _commented(f"specslint move --to implemented --commit -- {path}")


def _commented(command: str) -> str:
    """A command as a comment of the shell; a name may have line breaks."""
    return "\n".join(f"# {line}" for line in command.split("\n"))
