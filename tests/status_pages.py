"""The status of an invented release, for tests of the page."""

from __future__ import annotations

from typing import Any

from specslint.status.model import (
    Changes,
    Moved,
    Point,
    ReleaseStatus,
    Review,
    SentOn,
    SpecStatus,
    State,
)

BLUEPRINTS = "https://blueprints.example.org/nova/+spec/"

HOSTILE = {
    "script": ("<script>window.harmed=1</script>", "<script>window.harmed=1</script>"),
    "attribute": (
        '"><img src=x onerror="window.harmed=1">',
        '"><img src=x onerror="window.harmed=1">',
    ),
    "cdata": ("]]> --> </title></style></table>", "]]> --> </title></style></table>"),
    "entity": ("&lt;b&gt; &amp;copy; &#x41;", "&lt;b&gt; &amp;copy; &#x41;"),
    "bidi": ("safe \u202egnp.exe\u2066\u200f", "safe ⟨U+202E⟩gnp.exe⟨U+2066⟩⟨U+200F⟩"),
    "lines": ("one\ntwo\r\n\u2028three\x85four", "one two three four"),
    "controls": ("bell\x07 escape\x1b[31m nul\x00", "bell⟨U+0007⟩ escape⟨U+001B⟩[31m nul⟨U+0000⟩"),
    "bytes": ("not \udcff UTF-8", "not ⟨U+DCFF⟩ UTF-8"),
    "hebrew": ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
}
"""Untrusted texts, and what the page must show for each."""


def spec(name: str, title: str = "", **more: Any) -> SpecStatus:
    """A spec, approved by default."""
    made = SpecStatus(
        name=name,
        path=f"specs/yodel/approved/{name}.rst",
        title=title or name.replace("-", " ").capitalize(),
        blueprint=BLUEPRINTS + name,
        area=None,
        state=State.APPROVED,
        commit="0123456789abcdef0123456789abcdef01234567",
        date="2014-11-05T09:00:00Z",
    )
    return made._replace(**more)


def small() -> ReleaseStatus:
    """One of everything."""
    specs = (
        spec(
            "count-idle-hosts",
            area="API",
            state=State.IMPLEMENTED,
            fast_tracked=True,
            previously_approved=("yam", "wasabi"),
            review=Review(4711, "https://review.example.org/4711", "merged"),
        ),
        spec("name-the-rack", area="API", reproposed_to=("zither",)),
        spec("warm-spare-hosts", area="Scheduler"),
        spec(
            "paint-the-console",
            state=State.PROPOSED,
            blueprint=None,
            review=Review(12, None, "new"),
            commit=None,
            date=None,
        ),
        spec("quiet-the-fans", state=State.ABANDONED, previously_approved=("yam",)),
    )
    timeline = (
        Point("2014-11-05", 1, 0),
        Point("2014-11-20", 2, 0),
        Point("2015-01-09", 3, 1),
    )
    changes = Changes(
        since="fedcba9876543210fedcba9876543210fedcba98",
        date="2014-11-21T00:00:00Z",
        approved=("warm-spare-hosts",),
        implemented=("count-idle-hosts",),
        moved_on=(Moved("name-the-rack", "zither"), Moved("no-more-here", "zither")),
    )
    return ReleaseStatus(
        release="yodel",
        at="89abcdef0123456789abcdef0123456789abcdef",
        date="2015-01-23T12:30:00Z",
        specs=specs,
        timeline=timeline,
        sent_on=(SentOn("wasabi", 8, 1), SentOn("yam", 4, 1)),
        changes=changes,
    )


AREAS = ("API", "Block Storage", "Hypervisor: Hyper-V", "Hypervisor: VMware", "Networking", None)


def large() -> ReleaseStatus:
    """Sixty specs in six areas; some names and titles cannot be broken."""
    specs = []
    for number in range(60):
        done, sent = number % 3 == 0, number % 5 == 1
        made = spec(
            f"wish-{number}-of-an-operator",
            f"Wish {number}: let operators move what they own",
            area=AREAS[number // 10],
            state=State.IMPLEMENTED if done else State.APPROVED,
            fast_tracked=number % 4 == 0,
            previously_approved=("yam",) if number % 4 == 0 else (),
            reproposed_to=("zither",) if sent and not done else (),
            review=Review(1000 + number, "https://review.example.org/1", "merged"),
        )
        specs.append(made)
    specs[7] = specs[7]._replace(title="W" * 300, name="w" * 200)
    specs[8] = specs[8]._replace(title="Caf\u00e9 \u00c0 la carte")
    long_area = "Hypervisor:" + "X" * 120
    specs.append(spec("last-of-all", area=long_area, previously_approved=("r" * 90,)))
    for number, (title, _seen) in enumerate(HOSTILE.values()):
        specs.append(spec(title, title, area="zz " + title, blueprint="javascript:harm()" + title))
        specs[number] = specs[number]._replace(reproposed_to=(title,))
    timeline = tuple(
        Point(f"20{14 + month // 12}-{month % 12 + 1:02}-07", 6 * (month - 8), 3 * (month - 8))
        for month in range(9, 20)
    )
    names = [each.name for each in specs]
    changes = Changes(
        "f" * 40,
        "2015-01-23",
        tuple(names[::2]),
        tuple(names[1::2]),
        tuple(Moved(name, name) for name in names[-12:]),
    )
    return small()._replace(
        specs=tuple(specs),
        timeline=timeline,
        sent_on=(SentOn("y" * 60, 200, 21), SentOn("yam", 38, 2)),
        changes=changes,
        date="2015-08-23T12:30:00Z",
    )


def empty() -> ReleaseStatus:
    """A release without any approved spec."""
    return ReleaseStatus("yodel", "0" * 40, "2015-01-23T12:30:00Z")
