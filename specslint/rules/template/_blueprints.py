"""Blueprint URLs of Launchpad."""

from __future__ import annotations

import re
from urllib.parse import unquote

_BLUEPRINT = re.compile(
    r"https?://blueprints\.(?:edge\.)?launchpad\.net/([^/]+)/\+spec/([^/?#\s]+)", re.IGNORECASE
)


def blueprint_name(uri: str, project: str) -> str | None:
    """The name of the project's blueprint that a URI leads to, or None.

    Launchpad takes its host and paths in any case; a blueprint's name has
    small letters only. Source: Launchpad's own URLs.
    """
    match = _BLUEPRINT.match(unquote(uri))
    if match is None or match[1].casefold() != project.casefold():
        return None
    return match[2].casefold()
