"""The ``csv-table`` directive; imported only for texts that have one."""

from __future__ import annotations

from typing import Any

from docutils.parsers.rst.directives import tables

from specslint.parsing import FORBIDDEN


class CSVTable(tables.CSVTable):
    """docutils' directive without the options that read a table from a file or URL."""

    def run(self) -> Any:
        """Reject a table that is not in the text."""
        if "file" in self.options or "url" in self.options:
            message = self.state_machine.reporter.error(FORBIDDEN + self.name, line=self.lineno)
            return [message]
        return super().run()
