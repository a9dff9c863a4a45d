"""URLs of the project's trackers: blueprints and bugs of Launchpad, stories of StoryBoard."""

from __future__ import annotations

import re
from collections.abc import Collection

_BLUEPRINT = re.compile(
    r"https?://blueprints\.(?:edge\.)?launchpad\.net/([^/]+)/\+spec/([^/?#\s]+)", re.IGNORECASE
)


def _unquoted(uri: str) -> str:
    """A URI without its escapes; it seldom has any, and the import of urllib is slow."""
    if "%" not in uri:
        return uri
    from urllib.parse import unquote

    return unquote(uri)


def blueprint_name(uri: str, project: str) -> str | None:
    """The name of the project's blueprint that a URI leads to, or None.

    Launchpad takes its host and paths in any case; a blueprint's name has
    small letters only. Source: Launchpad's own URLs.
    """
    match = _BLUEPRINT.match(_unquoted(uri))
    if match is None or match[1].casefold() != project.casefold():
        return None
    return match[2].casefold()


_OTHERS = {
    "bug": (
        r"https?://(?:bugs\.launchpad\.net/(?:[^/]+/)?\+bug/|bugs\.launchpad\.net/bugs/"
        r"|launchpad\.net/(?:[^/]+/\+)?bugs?/)\d"
    ),
    "story": r"https?://storyboard\.openstack\.org/#!/story/\d",
}


def is_tracked(uri: str, project: str, tracker: Collection[str]) -> bool:
    """Whether a URI leads to a blueprint of the project, or to one of its other trackers.

    Source: Launchpad's and StoryBoard's own URLs.

    :param tracker: what may be linked: ``blueprint``, ``bug`` and ``story``.
    """
    if "blueprint" in tracker and blueprint_name(uri, project):
        return True
    return any(
        kind in tracker and re.match(url, _unquoted(uri), re.I) for kind, url in _OTHERS.items()
    )


_NEARLY = r"https?://blueprints\.(?:edge\.)?launchpad\.net/+([^/\s]+)/+\+spec/*([^/?#\s]*)"


def nearly_blueprint(uri: str) -> tuple[str, str] | None:
    """The project and the name that a URI nearly leads to; the name may be empty.

    :param uri: one that is no blueprint's of the project in question.
    """
    match = re.match(_NEARLY, _unquoted(uri), re.I)
    return (match[1].casefold(), match[2].casefold()) if match else None
