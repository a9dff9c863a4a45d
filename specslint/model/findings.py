"""What a rule yields and what is reported: severities, places, edits, findings and pragmas.

Named tuples throughout: they are frozen, and a program that runs at every commit is
spared the creation of frozen dataclasses, which takes as long as parsing a spec.

Lines and columns count from 1, columns in characters.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import NamedTuple

COMMIT_MESSAGE_PATH = "/COMMIT_MSG"
"""The path of a finding about the commit message, as Gerrit names that file."""


class Severity(enum.IntEnum):
    """How much a finding weighs. ``OFF`` disables a rule."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Scope(enum.Enum):
    """What a rule needs to see, and so the type of its argument."""

    SPEC = "spec"  # one spec and the outline of its template: Spec
    TREE = "tree"  # the paths and modes of the repository: Tree
    CHANGE = "change"  # what a commit or the index does: ChangeSet
    PRAGMAS = "pragmas"  # what the pragmas of one spec silenced: PragmaUse


class _Location(NamedTuple):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Location(_Location):
    """A place in a file: where the offence begins and where it ends.

    An end that is not given is the start.
    """

    __slots__ = ()

    def __new__(
        cls, path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0
    ) -> Location:
        """Make one; see the class."""
        return super().__new__(cls, path, line, column, end_line or line, end_column or column)


class Edit(NamedTuple):
    """Put ``text`` in place of what stands from (line, column) to before the end.

    A place that is empty is where ``text`` is inserted. Places are those of the
    raw text, carriage returns and all; (line + 1, 1) is behind a line feed.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """How a finding is mended: all of the edits, or none.

    A safe one never changes what the spec says.
    """

    edits: tuple[Edit, ...]
    safe: bool


class Finding(NamedTuple):
    """What a rule yields. The engine adds code, name and severity.

    A severity here is that of this case alone, where a rule has milder or
    graver ones; the configuration overrides it as it does the rule's own. ``new_path``
    is where the message advises to move the file; where that cannot be done, the engine
    drops the finding. ``lifted_by`` is what another document may have that makes it void: a
    ``citation`` with a label, or a ``citation reference`` to it.
    ``original`` is what the parser itself says, where the message tells that in other words.
    """

    location: Location
    message: str
    severity: Severity | None = None
    fix: Fix | None = None
    new_path: str = ""
    lifted_by: tuple[str, str] | None = None
    original: str = ""


class Diagnostic(NamedTuple):
    """A finding as it is reported."""

    location: Location
    code: str
    name: str
    severity: Severity
    message: str
    commit: str | None = None
    fix: Fix | None = None
    original: str = ""


class Pragma(NamedTuple):
    """``.. specslint: disable=CODES reason``, and the lines that it rules."""

    line: int
    column: int
    codes: tuple[tuple[str, int], ...]  # each with its column
    first_line: int
    last_line: int
    problem: str = ""


class PragmaUse(NamedTuple):
    """The argument of the rules of scope ``pragmas``."""

    path: str
    pragmas: tuple[Pragma, ...]
    used: frozenset[tuple[int, str]]  # line of the pragma, code
    known: Mapping[str, str]  # code to family, of every rule
    ran: frozenset[str]  # codes that were looked for in this run
