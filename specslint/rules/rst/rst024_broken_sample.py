"""RST024 broken-sample."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.document import CodeBlock
from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule
from specslint.rules.rst._samples import Fault, json_fault


@rule(code="RST024", name="broken-sample", severity=Severity.INFO)
def check(spec: Spec) -> Iterator[Finding]:
    """A code block that is declared as JSON is not valid JSON.

    Why:
        People copy samples of requests and responses into tests and documentation,
        and would find the mistake there.

    Bad:
        .. code-block:: json

           {"server": {"id": 1,}}

    Good:
        .. code-block:: json

           {"server": {"id": 1, ...}}

    Source:
        RFC 8259, "The JavaScript Object Notation (JSON) Data Interchange Format"; an
        ellipsis stands for omitted parts.
    """
    for block in spec.document.code_blocks if spec.document else ():
        fault = json_fault(block.text) if block.language.lower() == "json" else None
        if fault:
            yield _finding(spec, block, fault)


def _finding(spec: Spec, block: CodeBlock, fault: Fault) -> Finding:
    number = min(block.line + fault.line, len(spec.lines))
    code = block.text.split("\n")[fault.line]
    start = max(spec.lines[number - 1].find(code), 0) if code else 0
    column = min(start + fault.column, len(spec.lines[number - 1])) + 1
    return Finding(
        spec.at(number, column, column + 1),
        f"the sample is not valid JSON: {fault.problem}; correct it, or write ... for what is "
        "omitted",
    )
