"""Converts findings to the protocol's diagnostics."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable

from lsprotocol import types

from specslint.model.findings import Diagnostic, Location, Severity
from specslint.rules import load
from specslint.server.text import Text

SOURCE = "specslint"

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


Related = Callable[[Diagnostic], list[types.DiagnosticRelatedInformation] | None]


def shown(
    diagnostics: Iterable[Diagnostic],
    path: str,
    text: Text,
    related: Related = lambda _: None,
) -> list[types.Diagnostic]:
    """Findings as diagnostics of one document.

    A finding about another path, such as the directory of the document, is shown at the
    document's start and names that path.

    :param path: the path of the document.
    :param text: the text that was checked.
    :param related: returns the other locations that a finding is about.
    """
    return [_shown(diagnostic, path, text, related(diagnostic)) for diagnostic in diagnostics]


def _shown(
    diagnostic: Diagnostic,
    path: str,
    text: Text,
    related: list[types.DiagnosticRelatedInformation] | None,
) -> types.Diagnostic:
    location, message = diagnostic.location, diagnostic.message
    if location.path != path:
        message = f"{location.path}: {message}"
        location = Location(path)
    return types.Diagnostic(
        range=text.range_of(location),
        message=message,
        severity=_SEVERITIES[diagnostic.severity],
        code=diagnostic.code or None,
        code_description=types.CodeDescription(page_of(diagnostic.code))
        if diagnostic.code
        else None,
        source=SOURCE,
        related_information=related,
    )


def page_of(code: str) -> str:
    """The URI of a rule's module, whose docstring explains the rule."""
    from pygls.uris import from_fs_path

    file = sys.modules[load(code).check.__module__].__file__ or ""
    return from_fs_path(file) or ""
