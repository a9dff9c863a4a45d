"""Related locations of a finding: in the template, or in another document."""

from __future__ import annotations

import re

from lsprotocol import types

from specslint.model.findings import Diagnostic
from specslint.server.checkouts import Opened
from specslint.server.cross_references import labels, location, sphinx, text_at
from specslint.server.template import asked
from specslint.server.text import Text

_QUOTED = re.compile(r'"([^"]+)"')
_OF_TEMPLATE = ("TPL001", "TPL003", "TPL004", "TPL005", "TPL006", "TPL007")
_DUPLICATE = "RST014"


def to(opened: Opened, found: Diagnostic) -> list[types.DiagnosticRelatedInformation] | None:
    """The related locations of a finding, or None."""
    names = _QUOTED.findall(found.message)
    if found.code in _OF_TEMPLATE:
        wanted = asked(opened, names)
        if wanted is None:
            return None
        text = Text(text_at(opened, wanted.path) or "")
        section = wanted.section
        start = text.engine_offset(section.line, section.column)
        place = location(
            opened, wanted.path, start, text.engine_offset(section.line, section.end_column)
        )
        said = f'"{section.title}" in the template'
        return [types.DiagnosticRelatedInformation(place, said)]
    if found.code == _DUPLICATE and names:
        for label in labels(opened, sphinx(opened)):
            if label.name == names[0] and f" {label.path} " in found.message:
                place = location(opened, label.path, label.start, label.end)
                return [types.DiagnosticRelatedInformation(place, "the other definition")]
    return None
