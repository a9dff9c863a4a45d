"""Small trees of specs, most of them with something misplaced."""

from __future__ import annotations

from random import Random

_TEMPLATE = b"=====\nTitle\n=====\n\nWords.\n\nAims\n====\n\nCosts\n-----\n\nTests\n=====\n"
_OTHER = _TEMPLATE + b"\nWords.\n\nRisks\n=====\n"
_SPEC = _TEMPLATE.replace(b"Costs\n-----\n", b"Costs\n-----\n\nNone\n") + b"\nNone\n"
_CONTENTS = (_SPEC, _SPEC, _SPEC, b"", b"Words.\n", _SPEC + b"Words. \n", b"\xff")
_RELEASES = ("kilo", "newton", "2027.1", "backlog", "abandoned", ".hidden", "lemming")
_PATHS = (
    "approved/a.rst",
    "approved/b-c.rst",
    "approved/A_b.rst",
    "approved/.a.rst",
    "approved/.keep",
    "approved/a.txt",
    "approved/a",
    "approved/a.RST",
    "approved/a.rst~",
    "approved/more/a.rst",
    "approved/more/.keep",
    "approved/more.rst/a.rst",
    "approved/.more/a.rst",
    "implemented/a.rst",
    "implemented/.a.rst.swp",
    "implemented/a.jpg",
    "redirects",
    "redirects/a.rst",
    "redirects/.a",
    "redirects/a.txt",
    "a.rst",
    ".a.rst",
    ".more/a.rst",
    "notes",
    "notes/a",
    "notes/.a",
    "draft/a.rst",
    "Approved/a.rst",
)
_LINKS = (
    "{other}-template.rst",
    "../specs/{other}-template.rst",
    "./{other}-template.rst",
    "{other}-template",
    "nowhere-template.rst",
)


def random_tree(chance: Random) -> dict[str, bytes | str]:
    """A tree: the content of each file, or the text of a link."""
    files: dict[str, bytes | str] = {}
    # At least one that the gate sees: it rejects a tree without any.
    releases = [chance.choice(_RELEASES[:5]), *chance.sample(_RELEASES, chance.choice((0, 1, 2)))]
    for release in releases:
        for _ in range(chance.choice((1, 1, 2, 3))):
            path = f"specs/{release}/{chance.choice(_PATHS)}"
            if release == "abandoned":  # deeper files are misplaced there, by PLC001 alone
                path = f"specs/{release}/{path.rpartition('/')[2]}"
            # A path is a file or a directory, not both.
            if not any(path.startswith(f"{p}/") or p.startswith(f"{path}/") for p in files):
                content = chance.choice(_CONTENTS) if chance.random() < 0.4 else _SPEC
                files[path] = content
        template = f"specs/{release}-template.rst"
        how = chance.random()
        if how < 0.55 or release == "kilo":  # kilo's is built in
            # Its text counts where a link makes it a spec.
            text = _OTHER if chance.random() < 0.2 else _TEMPLATE
            files[template] = text + b"Words. \n" * (chance.random() < 0.1)
        elif how < 0.85:
            other = chance.choice(_RELEASES)
            files[template] = chance.choice(_LINKS).format(other=other)
        if chance.random() < 0.2:
            of = chance.choice((release, chance.choice(releases)))
            files[f"specs/{release}/approved/template.rst"] = f"../../{of}-template.rst"
    return files
