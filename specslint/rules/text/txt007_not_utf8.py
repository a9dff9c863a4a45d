"""TXT007 not-utf8."""

from __future__ import annotations

from collections.abc import Iterator

from specslint.model.findings import Finding, Severity
from specslint.model.spec import Spec
from specslint.rules import rule


@rule(code="TXT007", name="not-utf8", severity=Severity.ERROR)
def check(spec: Spec) -> Iterator[Finding]:
    r"""Save the file as UTF-8.

    There is one finding for each file, at the first byte that is not UTF-8, with its
    offset.

    Why:
        Sphinx reads its sources as UTF-8: one byte in another encoding breaks the
        build of the whole site.

    Bad:
        caf\xe9 (one byte, Latin-1)

    Good:
        caf\xc3\xa9 (two bytes, UTF-8)

    Source:
        Sphinx, "Configuration", source_encoding: UTF-8 is the default and the only
        one that is recommended; RFC 3629 for what is UTF-8.
    """
    offset = spec.source.error_offset
    if offset is None:
        return
    # All before the first bad byte is decoded as it was, so it encodes to the same.
    before = spec.source.text.encode("utf-8", "replace")[:offset].decode("utf-8", "replace")
    line = before.count("\n") + 1
    column = len(before) - before.rfind("\n")
    yield Finding(
        spec.at(line, column, column + 1),
        f"the file is not UTF-8 at byte {offset} (counted from 0): save it as UTF-8",
    )
