"""Patches that make every supported release of docutils give the same result.

docutils judges some markup differently from release to release. The gate of nova-specs
runs the oldest supported release, other builds run newer ones; a spec has to be correct
for all of them. So a fault that one supported release reports is reported with each,
with the severity that the newest one gives it.

Each patch replaces one method of docutils, only in the releases that need it. It names
the release it is about, and can be deleted when ``setup.cfg`` requires that release or a
newer one. A test fails for patches that are left behind. Differences in wording or line
numbers alone are not handled here: ``wording`` replaces the messages, and ``messages``
computes the lines.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import docutils
from docutils import nodes, statemachine
from docutils.parsers.rst import directives, states, tableparser
from docutils.transforms import misc
from docutils.utils import column_indices, strip_combining_chars

from specslint.parsing import sparing

Release = tuple[int, int]
Make = Callable[[Any], Any]

PIECES: list[Release] = []
"""For each patch, the release whose behaviour differs from those before."""

_INSTALLED: Release = docutils.__version_info__[:2]

# Patches for modules that docutils imports with the first of their directives, by
# module name: few texts have such a directive.
_awaited: dict[str, list[tuple[str, str, Make]]] = {}


def patch(
    owner: Any, name: str, *, before: Release | None = None, since: Release | None = None
) -> Callable[[Make], Make]:
    """Replace an attribute of docutils in some of its releases.

    :param owner: what has the attribute; for a directive's class, its module and name.
    :param name: the attribute's name.
    :param before: the first release that behaves like the replacement.
    :param since: the first release that no longer reports the fault.
    :returns: a decorator of a function that creates the new attribute from docutils'
        own.
    """
    PIECES.extend(filter(None, (before, since)))
    wanted = before > _INSTALLED if before else since is not None and since <= _INSTALLED

    def decorate(make: Make) -> Make:
        if wanted and isinstance(owner, str):
            module, _, owner_name = owner.rpartition(".")
            place = f"{directives.__name__}.{module}"
            _awaited.setdefault(place, []).append((owner_name, name, make))
        elif wanted:
            setattr(owner, name, make(getattr(owner, name)))
        return make

    return decorate


def install() -> None:
    """Apply the patches for a directive when docutils first looks the directive up.

    That lookup is also what imports the directive's module.
    """
    look_up = directives.directive

    def directive(*arguments: Any) -> Any:
        with sparing():
            found, messages = look_up(*arguments)
        for base in found.__mro__ if isinstance(found, type) else ():
            for owner_name, name, make in _awaited.pop(base.__module__, ()):
                owner = getattr(sys.modules[base.__module__], owner_name)
                setattr(owner, name, make(getattr(owner, name)))
        return found, messages

    vars(directives)["directive"] = directive


# --- faults that releases before 0.22 do not report -------------------------------


_CONTENT = {"footnote": "Footnote content expected.", "citation": "Citation content expected."}


def _with_content(own: Any, message: str) -> Any:
    def note(self: Any, match: Any) -> Any:
        (node,), blank_finish = own(self, match)
        if all(isinstance(child, nodes.label) for child in node.children):
            line = self.state_machine.abs_line_number()
            node += self.reporter.warning(message, line=line)
        return [node], blank_finish

    return note


@patch(states.Body.explicit, "constructs", before=(0, 22))
def _constructs(own: Any) -> Any:
    """Warn of footnotes and citations without a text."""
    return [
        (_with_content(method, _CONTENT[name]) if name in _CONTENT else method, pattern)
        for method, pattern in own
        for name in (method.__name__,)
    ]


@patch(states.Inliner, "phrase_ref", before=(0, 22))
def _phrase_with_alias(own: Any) -> Any:
    """Make the name of an embedded alias the name of a target."""

    def phrase_ref(self: Any, *arguments: Any) -> Any:
        result = own(self, *arguments)
        for node in result[1]:
            if isinstance(node, nodes.target) and "refname" in node:
                self.document.note_implicit_target(node, self.parent)
        return result

    return phrase_ref


# --- transitions: errors before 0.22, warnings since ------------------------------

_INVISIBLE = (
    nodes.decoration,
    nodes.meta,
    nodes.pending,
    nodes.substitution_definition,
    nodes.subtitle,
    nodes.target,
    nodes.title,
)


@patch(misc.Transitions, "visit_transition", before=(0, 23))
def _transition(own: Any) -> Any:
    """Judge a transition by the visible nodes around it; move it out of a section's end."""
    del own

    def visit_transition(self: Any, node: Any) -> None:
        def warn(text: str) -> None:
            warning = self.document.reporter.warning(text, base_node=node)
            node.parent.insert(node.parent.index(node) + 1, warning)

        parent = node.parent
        if not isinstance(parent, nodes.document | nodes.section):
            warn("Transition only valid as child of <document> or <section>.")
            return
        index = parent.index(node)
        first, last = (
            all(isinstance(sibling, _INVISIBLE) for sibling in siblings)
            for siblings in (parent[:index], parent[index + 1 :])
        )
        follows = index and isinstance(parent[index - 1], nodes.transition)
        if last:
            above: Any = parent
            while above.parent is not None and above is above.parent[-1]:
                above = above.parent
            if above.parent is None:
                warn("Transition at the end of the document.")
            else:
                parent.remove(node)
                above.parent.insert(above.parent.index(above) + 1, node)
        if first:
            warn("Transition at the start of")
        elif follows:
            warn("At least one body element should separate transitions.")

    return visit_transition


# --- tables -----------------------------------------------------------------------


@patch(states.Body, "isolate_grid_table", before=(0, 22))
def _grid_table(own: Any) -> Any:
    """Measure a table's lines without combining characters, and find where it ends."""
    del own

    def isolate_grid_table(self: Any) -> Any:
        machine = self.state_machine
        messages: list[Any] = []
        ended = True
        try:
            block = machine.get_text_block(flush_left=True)
        except statemachine.UnexpectedIndentationError as error:
            block, source, line = error.args
            messages = [self.reporter.error("Unexpected indentation.", source=source, line=line)]
            ended = False
        block.disconnect()
        block.pad_double_width(self.double_width_pad_char)
        for index, text in enumerate(block.data):
            block[index] = text.strip()
            if block[index][0] not in "+|":
                ended = False
                machine.previous_line(len(block) - index)
                del block[index:]
                break
        borders = [n for n, text in enumerate(block.data) if self.grid_table_top_pat.match(text)]
        bottom = borders[-1]
        if bottom < min(2, len(block) - 1):
            detail = "Bottom border missing or corrupt."
            return [], [*messages, *self.malformed_table(block, detail)], ended
        if bottom < len(block) - 1:
            machine.previous_line(len(block) - bottom + 1)
            del block[bottom + 1 :]
            ended = False
        width = len(block[0])
        for text in block.data:
            if len(strip_combining_chars(text)) != width or text[-1] not in "+|":
                detail = "Right border not aligned or missing."
                return [], [*messages, *self.malformed_table(block, detail)], ended
        return block, messages, ended

    return isolate_grid_table


@patch(tableparser.GridTableParser, "setup", before=(0, 22))
def _grid(own: Any) -> Any:
    """Find the borders by display columns: combining characters have no width."""

    def setup(self: Any, block: Any) -> None:
        own(self, block)
        whole = self.block
        self.block = whole[:]
        self.block.disconnect()
        self.block.data = [strip_combining_chars(text) for text in whole.data]
        self.block.get_2D_block = whole.get_2D_block

    return setup


@patch(statemachine.StringList, "get_2D_block", before=(0, 22))
def _cell(own: Any) -> Any:
    """Extract a cell from the lines; combining characters have no width."""
    del own

    def get_2D_block(  # noqa: N802 - docutils' name
        self: Any, top: int, left: int, bottom: int, right: int, strip_indent: bool = True
    ) -> Any:
        block = self[top:bottom]
        for number, text in enumerate(block.data):
            columns = column_indices(text)
            start = columns[left] if left < len(columns) else left
            stop = columns[right] if right < len(columns) else len(text)
            block.data[number] = text[start:stop].rstrip()
        indents = [len(text) - len(text.lstrip()) for text in block.data if text]
        indent = min(indents, default=right)
        if strip_indent and 0 < indent < right:
            block.data = [text[indent:] for text in block.data]
        return block

    return get_2D_block


@patch(states.Body, "build_table_row", before=(0, 23))
def _row(own: Any) -> Any:
    """Count the lines in a cell from the correct one on."""

    def build_table_row(self: Any, cells: Any, line: int) -> Any:
        return own(self, cells, line - 1)

    return build_table_row


@patch(states.Body, "build_table", before=(0, 23))
def _table(own: Any) -> Any:
    """Set the line of a table."""

    def build_table(self: Any, data: Any, line: int, *arguments: Any, **options: Any) -> Any:
        table = own(self, data, line, *arguments, **options)
        table.source, table.line = self.state_machine.get_source_and_line(line)
        return table

    return build_table


@patch(states.Body, "run_directive", before=(0, 23))
def _directive_with_line(own: Any) -> Any:
    """Set the line of the nodes that a directive creates."""
    blocks = nodes.container | nodes.line_block | nodes.rubric | nodes.topic | nodes.sidebar

    def run_directive(self: Any, *arguments: Any) -> Any:
        line = self.state_machine.abs_line_number()
        result, blank_finish = own(self, *arguments)
        for node in result:
            if isinstance(node, nodes.table | blocks):
                node.source, node.line = self.state_machine.get_source_and_line(line)
        return result, blank_finish

    return run_directive


# --- faults that 0.22 and later no longer report, and the gate's release does -----


@patch(states.Inliner, "phrase_ref", since=(0, 22))
def _phrase_with_uri(own: Any) -> Any:
    """Make the name of an embedded URI explicit, so that no other target may have it."""

    def phrase_ref(self: Any, *arguments: Any) -> Any:
        document = self.document
        implicit = document.note_implicit_target

        def note(target: Any, message: Any = None) -> None:
            note_it = document.note_explicit_target if "refuri" in target else implicit
            note_it(target, message)

        document.note_implicit_target = note
        try:
            return own(self, *arguments)
        finally:
            del document.note_implicit_target

    return phrase_ref


# Has another name from 0.23 on.
_DUPLICATES = [name for name in vars(nodes.document) if name.startswith("set_duplicate_name")]


@patch(nodes.document, *_DUPLICATES, since=(0, 22))
def _duplicate(own: Any) -> Any:
    """Warn of two explicit targets of one name that refer to the same other target."""

    def set_duplicate_name(self: Any, node: Any, *arguments: Any) -> None:
        *_, explicit = arguments
        refers = node.attributes.pop("refname", None) if explicit else None
        own(self, node, *arguments)
        if refers is not None:
            node["refname"] = refers

    return set_duplicate_name


@patch(directives, "CSS3_LENGTH_UNITS", since=(0, 22))
def _units(own: tuple[str, ...]) -> tuple[str, ...]:
    """The units of lengths that all releases know."""
    newer = ("ch", "rem", "vw", "vh", "vmin", "vmax", "Q")
    return tuple(unit for unit in own if unit not in newer)


@patch("images.Figure", "option_spec", since=(0, 22))
def _figure_options(own: dict[str, Any]) -> dict[str, Any]:
    """The options of a figure that all releases know."""
    return {name: value for name, value in own.items() if name != "figname"}


@patch("images.Figure", "run", since=(0, 22))
def _figure(own: Any) -> Any:
    """Require a caption before anything else, including targets."""

    def run(self: Any) -> Any:
        result = own(self)
        figure = result[0]
        early = isinstance(figure, nodes.figure) and any(
            isinstance(child, nodes.target | nodes.pending) for child in figure.children[1:2]
        )
        if early and len(result) == 1:
            block = nodes.literal_block(self.block_text, self.block_text)
            text = "Figure caption must be a paragraph or empty comment."
            result.append(self.reporter.error(text, block, line=self.lineno))
        return result

    return run


@patch("references.TargetNotes", "option_spec", before=(0, 22))
def _target_notes(own: dict[str, Any]) -> dict[str, Any]:
    """The option that all releases know."""
    return {name: value for name, value in own.items() if name != "name"}
