"""JUnit XML, as CI systems read it: a test case for each finding.

A finding that fails the run is a failed case, any other one a passed case with output.
There is no standard; this is valid by the schema of Jenkins' xUnit plugin, the
strictest reader. Source: https://github.com/jenkinsci/xunit-plugin
(src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd).
"""

from __future__ import annotations

from collections import Counter
from xml.sax.saxutils import escape, quoteattr

from specslint.engine.result import Result
from specslint.model.findings import Diagnostic
from specslint.reporters.escape import escaped


def render(result: Result) -> str:
    """The findings as an XML document, in ASCII.

    Without findings there is one passed case, since some readers reject an empty suite.
    """
    diagnostics = result.report.diagnostics
    failures = sum(map(result.fails, diagnostics))
    counts = f'tests="{len(diagnostics) or 1}" failures="{failures}" errors="0"'
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<testsuites name="specslint" {counts}>',
        f' <testsuite name="specslint" {counts}>',
    ]
    seen: Counter[tuple[str, str]] = Counter()
    for diagnostic in diagnostics:
        name = _name(diagnostic)
        case = (diagnostic.location.path, name)
        seen[case] += 1
        if seen[case] > 1:  # readers merge cases of equal names
            name += f" ({seen[case]})"
        lines += _case(diagnostic, name, failed=result.fails(diagnostic))
    if not diagnostics:
        lines.append('  <testcase classname="specslint" name="no findings"/>')
    lines += [" </testsuite>", "</testsuites>", ""]
    return "\n".join(lines).encode("ascii", "xmlcharrefreplace").decode("ascii")


def _name(diagnostic: Diagnostic) -> str:
    location = diagnostic.location
    return f"{diagnostic.code} {diagnostic.name} at {location.line}:{location.column}"


def _case(diagnostic: Diagnostic, name: str, *, failed: bool) -> list[str]:
    location, message = diagnostic.location, diagnostic.message
    path = _attribute(location.path)
    place = f"{location.path}:{location.line}:{location.column}"
    about = escape(escaped(f"{place}: {diagnostic.code} [{diagnostic.severity}] {message}"))
    outcome = (
        f"   <failure message={_attribute(message)} type={_attribute(diagnostic.code)}>{about}"
        "</failure>"
        if failed
        else f"   <system-out>{about}</system-out>"
    )
    return [f"  <testcase classname={path} name={_attribute(name)}>", outcome, "  </testcase>"]


def _attribute(text: str) -> str:
    # XML 1.0 cannot represent control characters.
    return quoteattr(escaped(text))
