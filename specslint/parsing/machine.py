"""docutils' state machines, without the work that nobody asks for.

docutils makes all states of a machine anew for every list and every block
quote, with all their transitions, and enters two or three of them. Here a
state is made when it is entered, from transitions that are worked out once.
What is parsed is the same; a test compares it with docutils' own.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from docutils.parsers.rst import states
from docutils.transforms import Transform, misc, references

from specslint.parsing import sphinx
from specslint.parsing.limits import TooLargeError


class _States(dict[str, Any]):
    """The states of a machine, each made when it is first asked for."""

    def __init__(self, machine: Any, classes: dict[str, Any]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = classes

    def __missing__(self, name: str) -> Any:
        state = self._classes[name](self._machine, self._machine.debug)
        if self._machine.input_lines is not None:
            # The machine runs, and has prepared the states it had by then.
            state.runtime_init()
        self[name] = state
        return state


class _LazyStates:
    """A state machine that makes a state when it is first entered."""

    states: dict[str, Any]

    def add_states(self, state_classes: Iterable[type]) -> None:
        """Remember the classes; see docutils' own."""
        self.states = _States(self, _quick_classes(tuple(state_classes)))


class _NestedMachine(_LazyStates, states.NestedStateMachine):
    pass


class _Machine(_LazyStates, states.RSTStateMachine):
    pass


class _QuickState:
    """A state whose class knows its transitions."""

    nested_sm = _NestedMachine
    nested_sm_cache: list[Any] = []  # noqa: RUF012 - docutils', but of our machines

    transition_order: list[str]
    transitions: dict[str, Any]

    def add_initial_transitions(self) -> None:
        """Take the transitions that docutils worked out for the first of its class."""
        quick: Any = type(self)
        order, transitions = _transitions(quick)
        self.transition_order = list(order)
        self.transitions = {
            name: (pattern, getattr(self, method), following)
            for name, pattern, method, following in transitions
        }


@functools.cache
def _transitions(
    quick: Any,
) -> tuple[tuple[str, ...], tuple[tuple[str, Any, str, str], ...]]:
    """What docutils' own initialisation makes of a class of states."""
    state = object.__new__(quick)
    state.transition_order, state.transitions = [], {}
    super(_QuickState, state).add_initial_transitions()
    return tuple(state.transition_order), tuple(
        (name, pattern, method.__name__, following)
        for name, (pattern, method, following) in state.transitions.items()
    )


@functools.cache
def _quick_classes(state_classes: tuple[type, ...]) -> dict[str, Any]:
    return {
        plain.__name__: type(plain.__name__, (_QuickState, plain), {}) for plain in state_classes
    }


def new_machine() -> states.RSTStateMachine:
    """A machine for one document."""
    return _Machine(state_classes=states.state_classes, initial_state="Body")


class Substitutions(references.Substitutions):
    """docutils' own, which fails where a definition names what is not defined.

    So it does at Sphinx's ``|version|`` in one, which is none of its concern.
    """

    def apply(self) -> None:
        """Substitute; what is missing is reported, and stands for nothing.

        :raises TooLargeError: where definitions that name each other would become
            too large: thirty of them can stand for a thousand million words.
        """
        document = self.document
        if _expanded(document) > _MOST_NODES:
            raise TooLargeError("its substitutions stand for more text than is parsed")
        while True:
            try:
                super().apply()
                return
            except KeyError as error:
                name = error.args[0]
                if name in document.substitution_names:
                    raise
                if name not in sphinx.SUBSTITUTIONS:
                    document.reporter.error(f'Undefined substitution referenced: "{name}".')
                document.substitution_defs[name] = nodes.substitution_definition()
                document.substitution_names[name] = name


_MOST_NODES = 200_000
"""That substitutions may add. The largest real spec has some 10,000 in all."""


def _expanded(document: nodes.document) -> int:
    """How many nodes the substitutions of a document add; stops counting when too many."""
    names = {name.lower(): name for name in document.substitution_defs}
    inside: dict[str, tuple[int, list[str]]] = {}
    for name, definition in document.substitution_defs.items():
        found = list(definition.findall())
        inside[name] = len(found), _referred(found, names)
    sizes: dict[str, int] = {}
    # Without recursion: a chain may be as long as the text.
    pending = list(inside)
    started: set[str] = set()
    while pending:
        name = pending[-1]
        if name in sizes:
            pending.pop()
            continue
        own, others = inside[name]
        left = [other for other in others if other not in sizes and other not in started]
        if left and name not in started:
            started.add(name)
            pending += left
            continue
        pending.pop()
        # One that is in itself is docutils' to report, and counts once.
        size = own + sum(sizes.get(other, 0) for other in others)
        sizes[name] = min(size, _MOST_NODES + 1)
    used = _referred(document.findall(nodes.substitution_reference), names)
    return sum(sizes[name] for name in used)


def _referred(found: Iterable[nodes.Node], names: dict[str, str]) -> list[str]:
    """The names of the definitions that references among some nodes are to."""
    written = (
        str(node["refname"]) for node in found if isinstance(node, nodes.substitution_reference)
    )
    return [names[name.lower()] for name in written if name.lower() in names]


class Named:
    """Stands for the kind of all nodes that refer to something by its name."""


# The transforms that report faults; docutils has others that only dress a
# document for a writer. Those with nodes of certain kinds to look for go
# through the whole document, and do nothing where there are none.
_LOOKING_FOR: dict[str, tuple[type, ...]] = {
    "Substitutions": (nodes.substitution_reference,),
    "PropagateTargets": (nodes.target,),
    "AnonymousHyperlinks": (nodes.reference, nodes.target),
    "IndirectHyperlinks": (),
    "Footnotes": (),
    "ExternalTargets": (nodes.target,),
    "InternalTargets": (nodes.target,),
    "DanglingReferences": (Named,),
}


def transforms(kinds: set[type]) -> list[type[Transform]]:
    """The transforms that have something to do.

    :param kinds: the classes of all nodes of the document, and :class:`Named`
        if any of them is that.
    """
    found: list[type[Transform]] = [
        Substitutions if name == "Substitutions" else getattr(references, name)
        for name, wanted in _LOOKING_FOR.items()
        if not wanted or any(kind in kinds for kind in wanted)
    ]
    return [*found, misc.Transitions] if nodes.transition in kinds else found
