"""The names of specs."""

from __future__ import annotations

import re


def better_name(name: str) -> str:
    """The most similar name of lower-case letters, digits and hyphens; may be empty.

    :param name: any name of a file, without its extension.
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
