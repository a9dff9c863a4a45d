"""The state that the functions of the constructs share while a text is parsed."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable

from specslint.parsing.plain import DoubtError
from specslint.parsing.plain.found import Found
from specslint.parsing.plain.lines import Body


class Reader(ABC):
    """Parses bodies, and keeps track of the position in the text."""

    def __init__(self, found: Found, others: frozenset[str]) -> None:
        """Start with an empty result.

        :param others: directives whose meaning the tree redefines.
        """
        self.found = found
        self.others = others
        self.styles: list[str] = []
        self.has_content = False
        self.in_list = 0
        self.language = "default"  # what literal blocks are highlighted as
        self.forces = False
        self._after_transition = False

    @abstractmethod
    def read(self, body: Body) -> bool:
        """Read the blocks of a body.

        :returns: whether there are any but empty lists.
        :raises DoubtError: the text is not plain.
        """

    def begin(
        self,
        body: Body,
        *,
        is_visible: bool = True,
        has_content: bool = True,
        has_title: bool = False,
        counted: bool = False,
    ) -> None:
        """Note that a block begins.

        :param is_visible: whether it is more than a comment or a target.
        :param has_content: whether it is content of a section.
        :param has_title: whether a reference to it has a text to show.
        :param counted: whether it can have a number.
        :raises DoubtError: docutils has to decide whether it is allowed there.
        """
        found = self.found
        if is_visible and found.pending:
            found.begin(has_title=has_title, counted=counted)
        if not body.has_titles:
            return
        if self._after_transition and not is_visible:
            raise DoubtError
        self._after_transition = False
        if found.titles:
            title = found.titles[-1]
            title.has_content |= has_content
            title.is_visible |= is_visible
        elif is_visible and found.preamble is None:
            raise DoubtError

    def transition(self, body: Body) -> None:
        """Note a transition.

        :raises DoubtError: it is not between two blocks.
        """
        titles = self.found.titles
        if self._after_transition or not titles or not titles[-1].is_visible:
            raise DoubtError
        self.begin(body)
        self._after_transition = True

    def end(self) -> None:
        """Note that a section ends.

        :raises DoubtError: its last block is a transition.
        """
        if self._after_transition:
            raise DoubtError


Construct = Callable[[Reader, Body, int], "int | None"]
