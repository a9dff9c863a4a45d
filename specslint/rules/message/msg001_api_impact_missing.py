"""MSG001 api-impact-missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from specslint.model.change import ChangeSet
from specslint.model.document import Section
from specslint.model.findings import Finding, Scope, Severity
from specslint.model.spec import TO_WRITE, Spec
from specslint.rules import rule

SECTION = "REST API impact"

_WHAT = r"(?:[\w/-]+\s+){0,5}?(?:impacts?|changes?|effects?|additions?|differences?)\b"
_NOT_CHANGED = r"(?:be\s+)?(?:changed?|affected|affect|modified|impacted|touched|altered)\b"
# Compiled on first use, since most sections say "None".
_NOTHING = rf"""(?isx)
    \W* (?:
        (?:there\ is\ )? (?:none|nope|nil|nothing|not\ applicable|n/?a) \b (?!\s+of\b)
      | no \s* (?:[^\w\s].*)? \Z
      | no\s+{_WHAT}
      | (?:there|it|(?:this|the)(?:\ \w+){{0,2}}) \s+
        (?:is|are|has|have|(?:will|would|should)\ (?:be|have)) \s+ no\s+{_WHAT}
      | (?:\w[\w'-]*\s+){{0,3}} APIs? \s+ (?:itself\s+)?
        (?:(?:is|are|will|does|do|would|should)\ not|won't|isn't|doesn't) \s+ {_NOT_CHANGED}
    )
    """
_NO_MICROVERSION = (
    r"(?i)(?:\A|[.;]\s)\s*[*_`\"'(]{0,4}no\s+(?:new\s+)?(?:api\s+)?micro[\s-]?versions?\b"
)
_EXCEPTION = r"(?i)\b(?:but|except|other than|apart from|besides|however)\b"
_ADORNMENT = re.compile(r"\s*([^\w\s])\1{2,}\s*\Z")


@rule(code="MSG001", name="api-impact-missing", severity=Severity.INFO, scope=Scope.CHANGE)
def check(changes: ChangeSet) -> Iterator[Finding]:
    """Put ``APIImpact`` into the message of a spec that changes the REST API.

    The section "REST API impact" of an added spec describes an impact, and the message does
    not contain the word ``APIImpact``. Phrases such as "None at this time", "N/A", "No
    impact" or "No new microversion" mean that there is no impact.

    Why:
        The maintainers of the API search for this word to find such specs.

    Bad:
        A spec whose "REST API impact" describes a new resource, with a message
        that does not mention it.

    Good:
        The same spec, with a line "APIImpact" in the message.

    Source:
        The note on the REST API at the top of nova-specs' template, since kilo.
    """
    if changes.message is None or changes.message.has_api_impact:
        return
    for addition in changes.approvals:
        section = None if addition.moved_from else api_impact(addition.spec)
        if section:
            yield Finding(
                changes.message.end,
                f'"{SECTION}" of {addition.place.path} (line {section.line}) has content:'
                ' add the line "APIImpact" to the message, or write "None" there',
            )


def api_impact(spec: Spec) -> Section | None:
    """The section in which a spec says that it changes the REST API, or None."""
    if spec.document is None:
        return None
    sections = _named(spec.document.sections)
    return next((s for s in sections if _says_something(_text(spec, s))), None)


def _named(sections: Iterable[Section]) -> Iterator[Section]:
    for section in sections:
        if section.title.lower() == SECTION.lower():
            yield section
        else:
            yield from _named(section.sections)


def _text(spec: Spec, section: Section) -> str:
    """What a section says, without comments and the lines under titles."""
    comments = {comment.line for comment in spec.document.comments} if spec.document else set()
    lines = []
    in_comment = False
    for number in range(section.line + 1, section.end_line + 1):
        line = spec.lines[number - 1]
        in_comment = number in comments or (in_comment and line[:1] in ("", " ", "\r"))
        if not in_comment and not _ADORNMENT.match(line):
            lines.append(line)
    return "\n".join(lines).strip()


def _says_something(text: str) -> bool:
    first = text.partition("\n\n")[0]
    if first in ("", TO_WRITE, "None", "None.") or re.search(_NO_MICROVERSION, first):
        return False
    if not re.match(_NOTHING, first):
        return True
    sentence = re.split(r"[.;]\s", first, maxsplit=1)[0]
    return re.search(_EXCEPTION, sentence) is not None
