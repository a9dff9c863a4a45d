"""docutils' state machines without unnecessary work.

For every list and block quote, docutils creates all states of a machine with all their
transitions, and enters two or three of them. Here a state is created when it is
entered, and its transitions are computed once per class. The result is the same; a test
compares it with docutils' own.
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
    """The states of a machine, each created on first access."""

    def __init__(self, machine: Any, classes: dict[str, Any]) -> None:
        super().__init__()
        self._machine = machine
        self._classes = classes

    def __missing__(self, name: str) -> Any:
        state = self._classes[name](self._machine, self._machine.debug)
        if self._machine.input_lines is not None:
            # The machine is running and has initialised the states that it had before.
            state.runtime_init()
        self[name] = state
        return state


class _LazyStates:
    """A state machine that creates a state when it is first entered."""

    states: dict[str, Any]

    def add_states(self, state_classes: Iterable[type]) -> None:
        """Store the classes; see docutils' method."""
        self.states = _States(self, _quick_classes(tuple(state_classes)))


class _NestedMachine(_LazyStates, states.NestedStateMachine):
    pass


class _Machine(_LazyStates, states.RSTStateMachine):
    pass


class _QuickState:
    """A state whose transitions are cached by class."""

    nested_sm = _NestedMachine
    nested_sm_cache: list[Any] = []  # noqa: RUF012 - docutils' attribute, with our machines

    transition_order: list[str]
    transitions: dict[str, Any]

    def add_initial_transitions(self) -> None:
        """Use the transitions that docutils computed for the first state of the class."""
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
    """What docutils' own initialisation creates for a class of states."""
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
    """docutils' transform, which crashes on a definition that refers to an undefined one.

    It would do so for Sphinx's ``|version|``.
    """

    def apply(self) -> None:
        """Substitute; an undefined name is reported and substituted by nothing.

        :raises TooLargeError: definitions that refer to each other would become too
            large: thirty of them can expand to a thousand million words.
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
"""The limit of nodes that substitutions add. The largest real spec has some 10,000 in all."""


def _expanded(document: nodes.document) -> int:
    """The number of nodes that a document's substitutions add; stops counting above the limit."""
    names = {name.lower(): name for name in document.substitution_defs}
    inside: dict[str, tuple[int, list[str]]] = {}
    for name, definition in document.substitution_defs.items():
        found = list(definition.findall())
        inside[name] = len(found), _referred(found, names)
    sizes: dict[str, int] = {}
    # Without recursion, since a chain may be as long as the text.
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
        # A definition that contains itself is reported by docutils, and counts once.
        size = own + sum(sizes.get(other, 0) for other in others)
        sizes[name] = min(size, _MOST_NODES + 1)
    used = _referred(document.findall(nodes.substitution_reference), names)
    return sum(sizes[name] for name in used)


def _referred(found: Iterable[nodes.Node], names: dict[str, str]) -> list[str]:
    """The names of the definitions that references among some nodes lead to."""
    written = (
        str(node["refname"]) for node in found if isinstance(node, nodes.substitution_reference)
    )
    return [names[name.lower()] for name in written if name.lower() in names]


class Named:
    """A marker class for all nodes that refer to something by name."""


# The transforms that report faults; docutils has others that only prepare a document
# for a writer. Those that search for nodes of certain classes are skipped if there are
# none.
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
    """The transforms that have an effect.

    :param kinds: the classes of all nodes of the document, and :class:`Named` if any of
        them refers to something by name.
    """
    found: list[type[Transform]] = [
        Substitutions if name == "Substitutions" else getattr(references, name)
        for name, wanted in _LOOKING_FOR.items()
        if not wanted or any(kind in kinds for kind in wanted)
    ]
    return [*found, misc.Transitions] if nodes.transition in kinds else found
