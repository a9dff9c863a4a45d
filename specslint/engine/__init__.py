"""Checks a state of the repository: collects, parses, runs rules, suppresses, reports.

Rendering the report is the task of ``reporters``.
"""

from __future__ import annotations

from specslint.engine.report import Report
from specslint.engine.run import check, check_change, check_message

__all__ = ["Report", "check", "check_change", "check_message"]
