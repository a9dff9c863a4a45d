"""What all parts of the page share: text that is safe to show, links, days and tables."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Sequence
from html import escape

from specslint.status.model import SpecStatus

NO_AREA = "No area"

# As in reporters/escape.py: what is not plainly visible must not act on the page.
_UNSAFE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")

# Nothing but visible ASCII: what else a URL may hold would be escaped in it.
_WEB = re.compile(r"https?://[!-~]+", re.ASCII | re.IGNORECASE)


def shown(text: str) -> str:
    """A title, a name or whatever else is not ours, for an element or a quoted attribute.

    White space of any kind becomes one space. Characters that cannot be seen,
    the bidirectional ones among them, are named: ⟨U+202E⟩.
    """
    return escape("".join(map(_visible, " ".join(text.split()))))


def _visible(character: str) -> str:
    if unicodedata.category(character) in _UNSAFE:
        return f"⟨U+{ord(character):04X}⟩"
    return character


def linked(text: str, url: str | None) -> str:
    """The text as a link, or as it is where the URL is none of the web's.

    :param text: is shown, whatever it holds.
    """
    if url is None or not _WEB.fullmatch(url):
        return shown(text)
    return f'<a href="{escape(url)}">{shown(text)}</a>'


def counted(number: int, noun: str) -> str:
    """``1 spec``, ``2 specs``."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def share(part: int, whole: int) -> str:
    """A part in per cent: only all is 100 %, and only nothing is 0 %."""
    if part <= 0 or whole <= 0:
        return "0 %"
    if part >= whole:
        return "100 %"
    return f"{min(99, max(1, round(100 * part / whole)))} %"


def day_of(date: str) -> datetime.date:
    """The day of an ISO 8601 date, with or without a time."""
    return datetime.date.fromisoformat(date[:10])


def long_day(date: str) -> str:
    """A day as one says it, in an element that has it for programs, too: 3 May 2015."""
    day = day_of(date)
    return f'<time datetime="{day}">{spoken(day)}</time>'


def spoken(day: datetime.date) -> str:
    """A day as one says it, whatever the locale."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


MONTHS = (
    "January February March April May June July August September October November December"
).split()


def release_name(release: str) -> str:
    """``kilo`` as a name is written: Kilo. Not yet escaped."""
    return release[:1].upper() + release[1:]


def area_of(spec: SpecStatus) -> str:
    """The area of a spec, to be shown. Not yet escaped."""
    return spec.area or NO_AREA


# On a narrow screen the style sheet lays rows out as cards, and a browser then
# forgets that they were a table: the roles say it again.


def table(kind: str, caption: str, head: Iterable[str], bodies: str) -> str:
    """A table; all is HTML already.

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
    """A row; all is HTML already.

    :param cells: of each the class and the content.
    """
    others = "".join(f'<td class="{kind}" role="cell">{content}</td>' for kind, content in cells)
    return f'<tr role="row"><th scope="row" role="rowheader">{heading}</th>{others}</tr>\n'
