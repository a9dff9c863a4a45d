"""From a state of the repository to a report: collect, parse, run, suppress.

Rendering is the reporters' part.
"""

from __future__ import annotations

from specslint.engine.report import Report
from specslint.engine.run import check, check_change, check_message

__all__ = ["Report", "check", "check_change", "check_message"]
