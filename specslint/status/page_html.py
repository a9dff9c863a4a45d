"""HTML helpers of the page: escaped text, links, days and tables."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

from specslint.status.model import SpecStatus

NO_AREA = "No area"

# As in reporters/escape.py: invisible characters must not affect the page.
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

# Only visible ASCII, since other characters would be escaped in a URL.
_WEB = re.compile(r"https?://[!-~]+", re.ASCII | re.IGNORECASE)


def shown(text: str) -> str:
    """Untrusted text, escaped for an element or a quoted attribute.

    White space of any kind becomes one space. Invisible characters, including
    bidirectional ones, are replaced by their names: ⟨U+202E⟩.
    """
    return escape("".join(map(_visible, " ".join(text.split()))))


def _visible(character: str) -> str:
    if unicodedata.category(character) in _UNSAFE:
        return f"⟨U+{ord(character):04X}⟩"
    return character


def linked(text: str, url: str | None) -> str:
    """The text as a link, or without one if the URL is not HTTP.

    :param text: any text; it is escaped.
    """
    if url is None or not _WEB.fullmatch(url):
        return shown(text)
    return f'<a href="{escape(url)}">{shown(text)}</a>'


def counted(number: int, noun: str) -> str:
    """``1 spec``, ``2 specs``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """A part in per cent; never rounded to 0 % or 100 %."""
    if part <= 0 or whole <= 0:
        return "0 %"
    if part >= whole:
        return "100 %"
    return f"{min(99, max(1, round(100 * part / whole)))} %"


def day_of(date: str) -> datetime.date:
    """The day of an ISO 8601 date, with or without a time."""
    return datetime.date.fromisoformat(date[:10])


def long_day(date: str) -> str:
    """A day such as 3 May 2015, in an element that has the machine-readable form too."""
    day = day_of(date)
    return f'<time datetime="{day}">{spoken(day)}</time>'


def spoken(day: datetime.date) -> str:
    """A day such as 3 May 2015, whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January February March April May June July August September October November December"
).split()


def release_name(release: str) -> str:
    """The display name of a release: Kilo for ``kilo``. Not escaped."""
    return release[:1].upper() + release[1:]


def area_of(spec: SpecStatus) -> str:
    """The display name of a spec's area. Not escaped."""
    return spec.area or NO_AREA


# On a narrow screen the style sheet shows rows as cards, and browsers then drop the
# table semantics: the roles restore them.


def table(kind: str, caption: str, head: Iterable[str], bodies: str) -> str:
    """A table; the arguments are HTML.

    :param kind: its class.
    :param head: the headings of its columns.
    :param bodies: its ``tbody`` elements.
    """
    headings = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in head)
    return (
        f'<table class="{kind}" role="table">\n<caption>{caption}</caption>\n'
        f'<thead role="rowgroup"><tr role="row">{headings}</tr></thead>\n'
        f"{bodies}</table>\n"
    )


def body(rows: Iterable[str]) -> str:
    """The rows as one ``tbody``."""
    return f'<tbody role="rowgroup">\n{"".join(rows)}</tbody>\n'


def row(heading: str, cells: Sequence[tuple[str, str]]) -> str:
    """A row; the arguments are HTML.

    :param cells: the class and the content of each.
    """
    others = "".join(f'<td class="{kind}" role="cell">{content}</td>' for kind, content in cells)
    return f'<tr role="row"><th scope="row" role="rowheader">{heading}</th>{others}</tr>\n'
