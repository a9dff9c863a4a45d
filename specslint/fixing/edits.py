"""Application of edits to a text, repeated until no fix is left."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from typing import NamedTuple

from specslint.model.findings import Diagnostic, Edit, Fix

MAX_ROUNDS = 25
"""The limit of rounds; two or three are usual.

A round can only fix what the one before made possible. A spec without any of its
template's sections gets one section per round.
"""

_ABOUT_CHARACTERS = "TXT"

Check = Callable[[Mapping[str, str]], Iterable[Diagnostic]]
"""Returns the findings in texts, which are given by path."""


def applies(fix: Fix | None, *, unsafe: bool) -> bool:
    """Whether to apply the fix of a finding.

    :param unsafe: whether unsafe fixes are allowed as well.
    """
    return fix is not None and (fix.safe or unsafe)


def apply(
    text: str, diagnostics: Iterable[Diagnostic], *, unsafe: bool = False
) -> tuple[str, list[Diagnostic]]:
    """Apply the fixes of one round to a text.

    Fixes of characters come first, since a stray character may change what the parser
    makes of the text. If the edits of two fixes overlap or begin at the same place, the
    first one is applied, and the other is left for the next round.

    :param text: as it was checked, including its line ends.
    :param diagnostics: the findings in it, in order of precedence.
    :param unsafe: whether to apply unsafe fixes.
    :returns: the new text and the findings that were fixed.
    :raises ValueError: an edit is outside of the text, or edits of one fix overlap.
    """
    places = _Places(text)
    taken: list[tuple[int, int, str]] = []
    fixed = []
    wanted = [(d, d.fix) for d in diagnostics if d.fix and applies(d.fix, unsafe=unsafe)]
    about_characters = [(d, fix) for d, fix in wanted if d.code.startswith(_ABOUT_CHARACTERS)]
    for diagnostic, fix in about_characters or wanted:
        spans = sorted((*places.span(edit), edit.text) for edit in fix.edits)
        if any(_clash(one, other) for one, other in pairwise(spans)):
            raise ValueError(f"the edits of {diagnostic.code} overlap each other")
        if not any(_is_taken(taken, span) for span in spans):
            for span in spans:
                taken.insert(bisect(taken, span), span)
            fixed.append(diagnostic)
    return "".join(_pieces(text, taken)), fixed


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits applied.

    :param text: the text, including its line ends.
    :raises ValueError: an edit is outside of the text, or two overlap.
    """
    places = _Places(text)
    spans = sorted((*places.span(edit), edit.text) for edit in edits)
    if any(_clash(one, other) for one, other in pairwise(spans)):
        raise ValueError("the edits overlap each other")
    return "".join(_pieces(text, spans))


def _pieces(text: str, spans: list[tuple[int, int, str]]) -> Iterator[str]:
    position = 0
    for start, end, new in spans:
        yield text[position:start]
        yield new
        position = end
    yield text[position:]


def _clash(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    return one[0] == other[0] or (one[0] < other[1] and other[0] < one[1])


def _is_taken(taken: list[tuple[int, int, str]], span: tuple[int, int, str]) -> bool:
    # The spans in "taken" do not overlap, so only the neighbours can overlap with this
    # one.
    index = bisect(taken, span)
    return any(_clash(neighbour, span) for neighbour in taken[max(0, index - 1) : index + 1])


class _Places:
    """Converts lines and columns to offsets in a text."""

    def __init__(self, text: str) -> None:
        self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def span(self, edit: Edit) -> tuple[int, int]:
        start = self._offset(edit.line, edit.column)
        end = self._offset(edit.end_line, edit.end_column)
        if start > end:
            raise ValueError(f"{edit} ends before it begins")
        return start, end

    def _offset(self, line: int, column: int) -> int:
        if 1 <= line < len(self._starts):
            offset = self._starts[line - 1] + column - 1
            if column >= 1 and offset < self._starts[line]:
                return offset
        raise ValueError(f"the text has no line {line}, column {column}")


class Settled(NamedTuple):
    """Texts in which there is nothing left to fix.

    ``texts`` are those that changed; ``unsettled`` are the paths of those that still
    changed in the last round.
    """

    texts: Mapping[str, str]
    fixed: tuple[Diagnostic, ...]
    unsettled: tuple[str, ...] = ()


def settle(texts: Mapping[str, str], check: Check, *, unsafe: bool = False) -> Settled:
    """Check and fix texts until they no longer change.

    :param texts: the texts by path.
    :param check: returns the findings in texts, sorted as in a report; called again for
        those that changed.
    :param unsafe: whether to apply unsafe fixes.
    """
    pending = dict(texts)
    changed: dict[str, str] = {}
    fixed: list[Diagnostic] = []
    for _ in range(MAX_ROUNDS):
        found: dict[str, list[Diagnostic]] = {}
        for diagnostic in check(pending):
            found.setdefault(diagnostic.location.path, []).append(diagnostic)
        before, pending = pending, {}
        for path, text in before.items():
            new, done = apply(text, found.get(path, ()), unsafe=unsafe)
            if new != text:
                pending[path] = new
                fixed += done
        changed |= pending
        if not pending:
            break
    changed = {path: text for path, text in changed.items() if text != texts[path]}
    return Settled(changed, tuple(fixed), tuple(pending))
