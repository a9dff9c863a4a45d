"""Findings and diagnostics: severities, locations, edits, fixes and pragmas.

All are named tuples: they are immutable, and creating frozen dataclasses at start-up
would take as long as parsing a spec.

Lines and columns count from 1; columns are in characters.
"""

from __future__ import annotations

import enum
from collections.abc import Mapping

from specslint.model.typing import NamedTuple

COMMIT_MESSAGE_PATH = "/COMMIT_MSG"
"""The path of a finding about the commit message, as Gerrit names that file."""


class Severity(enum.IntEnum):
    """How severe a finding is. ``OFF`` disables a rule."""

    OFF = 0
    INFO = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Scope(enum.Enum):
    """What a rule checks, and so the type of its argument."""

    SPEC = "spec"  # one spec and the outline of its template: Spec
    TREE = "tree"  # the paths and modes of the repository: Tree
    CHANGE = "change"  # what a commit or the index changes: ChangeSet
    PRAGMAS = "pragmas"  # the pragmas of one spec and what they silenced: PragmaUse


class _Location(NamedTuple):
    path: str
    line: int
    column: int
    end_line: int
    end_column: int


class Location(_Location):
    """A range in a file: the start and the end of the offending text.

    An end that is not given is the start.
    """

    __slots__ = ()

    def __new__(
        cls, path: str, line: int = 1, column: int = 1, end_line: int = 0, end_column: int = 0
    ) -> Location:
        """Create a location; see the class."""
        return super().__new__(cls, path, line, column, end_line or line, end_column or column)


class Edit(NamedTuple):
    """Replaces the text from (line, column) up to, not including, the end by ``text``.

    ``text`` is inserted if the range is empty. Positions refer to the raw text,
    including carriage returns; (line + 1, 1) is the position after a line feed.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


class Fix(NamedTuple):
    """The edits that resolve a finding; they are applied together or not at all.

    A safe fix never changes what the spec says.
    """

    edits: tuple[Edit, ...]
    safe: bool


class Finding(NamedTuple):
    """What a rule yields. The engine adds code, name and severity.

    ``severity`` applies to this finding alone, for rules with milder or more severe
    cases; the configuration overrides it as it overrides the rule's own. ``new_path``
    is where the message advises to move the file; the engine drops the finding if that
    is impossible. ``lifted_by`` is what another document may have that makes the
    finding void: a ``citation`` with a label, or a ``citation reference`` to it.
    ``original`` is the parser's message, if the finding words it differently.
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
    """A comment ``.. specslint: disable=CODES reason``, and the lines that it applies to."""

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
    used: frozenset[tuple[int, str]]  # (line of the pragma, code)
    known: Mapping[str, str]  # code to family, of every rule
    ran: frozenset[str]  # codes that were looked for in this run
