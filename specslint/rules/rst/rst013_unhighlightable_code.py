"""RST013 unhighlightable-code."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import MessageKind
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._messages import of_kind


@rule(code="RST013", name="unhighlightable-code", severity=Severity.WARNING)
def check(spec: Spec) -> Iterator[Finding]:
    """Sphinx cannot highlight a code block as the language that the block names.

    Why:
        Sphinx warns about a language that Pygments does not know, and about code
        that is not valid in its language. A strict docs job fails.

    Bad:
        .. code-block:: json

           {"server": {'name': "a"}}

    Good:
        .. code-block:: json

           {"server": {"name": "a"}}

    Source:
        Sphinx's ``PygmentsBridge``: the lexer of the language, or of the directive
        ``highlight`` above. Blocks with the option ``force`` are not checked.
    """
    for message, location in of_kind(spec, MessageKind.UNHIGHLIGHTABLE_CODE):
        advice = 'correct it, or name another language ("text" fits any code)'
        yield Finding(location, f"{message.text}: {advice}")
