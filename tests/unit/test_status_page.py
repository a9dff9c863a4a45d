"""The HTML page of a release's status: its text, its markup, its colours, its policy."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specslint.status.model import Changes, Point, SentOn, State
from specslint.status.page import page
from specslint.status.page_charts import by_area, over_the_cycle
from specslint.status.page_html import counted, linked, release_name, share, shown
from tests.conftest import PROJECT
from tests.status_pages import HOSTILE, empty, large, small, spec

VOID = {"meta", "link", "input"}
BLOCKS = {
    "h1",
    "h2",
    "h3",
    "p",
    "dt",
    "dd",
    "li",
    "tr",
    "caption",
    "summary",
    "text",
    "tspan",
    "label",
}
Attributes = dict[str, str | None]


class Reader(HTMLParser):
    """Parses a page; every element has to end at the right place."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, Attributes]] = []
        self.raw: dict[str, str] = {}
        self.lines: list[str] = [""]
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len(dict(attrs)) == len(attrs), f"{tag}: an attribute is given twice"
        self.elements.append((tag, dict(attrs)))
        if tag in VOID:
            return
        if tag in BLOCKS:
            self.lines.append("")
        elif tag in ("td", "th"):
            self.lines[-1] += "|"
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self.open, f"<{tag}/> is no HTML"
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("style", "script"):
            self.raw[self.open[-1]] = data
        elif data.strip() or self.lines[-1]:
            self.lines[-1] += data

    def text(self) -> list[str]:
        """The text of the page, line by line."""
        return list(filter(None, (" ".join(line.split()) for line in self.lines)))


PAGES = {"small": page(small()), "large": page(large()), "empty": page(empty())}


@pytest.fixture(params=PAGES)
def read(request: pytest.FixtureRequest) -> Reader:
    return Reader(PAGES[request.param])


def test_the_text_of_the_page() -> None:
    assert Reader(PAGES["small"]).text() == (
        """\
Yodel: specs by state
Yodel specs by state
As of 23 January 2015, commit 89abcdef0123
approved
3
implemented, 33 %
1
not implemented
2
fast tracked
1
sent on
1
proposed
1
abandoned
1
At a glance
What changed
Every spec by area
Approved, not implemented
At a glance
Over the cycle
3 approved 1 of them implemented
1
2
3
Nov
2014
Dec
Jan
2015
The numbers of this chart
Specs at the end of each month in which a number changed
|Month|Approved|Implemented
|November 2014|2|0
|January 2015|3|1
2 specs sent on by earlier releases
Specs of earlier releases, and those of them proposed again for Yodel
|Release|Bar|Approved|Sent on
|Wasabi||8|1 12 %
|Yam||4|1 25 %
By area
Specs by area
|Area|Bar|Approved|Implemented|Fast tracked
|API||2|1|1
|Scheduler||1|0|0
What changed
Since 21 November 2014, commit fedcba9.
Newly approved 1
Warm spare hosts warm-spare-hosts
Newly implemented 1
Count idle hosts count-idle-hosts
Moved on 2
Name the rack name-the-rack to Zither
no-more-here to Zither
Every spec by area
Filter
Words of a title, a name, an area, a state or a release; all of them must be there.
Every spec of Yodel by area
|Spec|State|Approved|Re-proposals|Review
|
API
2 specs, 1 implemented
|Count idle hosts count-idle-hosts|implemented|2014-11-05 0123456|fast tracked from Yam, Wasabi\
|4711 merged
|Name the rack name-the-rack|approved|2014-11-05 0123456|sent on to Zither|
|
Scheduler
1 spec, 0 implemented
|Warm spare hosts warm-spare-hosts|approved|2014-11-05 0123456||
|
No area
2 specs, 0 implemented
|Paint the console paint-the-console|proposed|||12 new
|Quiet the fans quiet-the-fans|abandoned|2014-11-05 0123456|approved before in Yam|
Approved, not implemented
Approved for Yodel, and not implemented
|Spec|Area|Approved|Sent on
|
Not yet proposed again
1 spec
|Warm spare hosts warm-spare-hosts|Scheduler|2014-11-05 0123456|
|
Sent on
1 spec
|Name the rack name-the-rack|API|2014-11-05 0123456|to Zither
What the words mean
Approved
merged to the release; what is implemented was approved, too.
Implemented
moved to the directory of what the release ships.
Fast tracked
approved for an earlier release, and merged again by its tag.
Sent on
proposed again for a later release.
Made by specslint status from the history of the repository.
""".splitlines()
    )


def test_a_release_without_specs() -> None:
    text = Reader(PAGES["empty"]).text()
    assert text[:3] == [
        "Yodel: specs by state",
        "Yodel specs by state",
        "As of 23 January 2015, commit 000000000000",
    ]
    assert "There is no spec of Yodel at this commit." in text
    assert "At a glance" not in text


def test_empty_parts_are_not_shown() -> None:
    done = small()._replace(specs=small().specs[:1], timeline=(), sent_on=(), changes=None)
    text = Reader(page(done)).text()
    assert "Over the cycle" not in text
    assert "What changed" not in text
    assert "Every approved spec is implemented." in text
    same = small()._replace(changes=Changes("f" * 40, "2014-11-21"))
    assert "Nothing has changed." in Reader(page(same)).text()


# --- markup -------------------------------------------------------------------


def test_tables_and_headings(read: Reader) -> None:
    elements = read.elements
    assert elements[0] == ("html", {"lang": "en"})
    levels = [int(tag[1]) for tag, _ in elements if re.fullmatch(r"h\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    tags = [tag for tag, _ in elements]
    assert tags.count("caption") == tags.count("table") == tags.count("thead")
    assert all("scope" in attributes for tag, attributes in elements if tag == "th")


def test_tables_keep_their_meaning_in_any_layout(read: Reader) -> None:
    """Some browsers drop the table semantics if rows are displayed as blocks."""
    roles = {
        "table": {"table"},
        "thead": {"rowgroup"},
        "tbody": {"rowgroup"},
        "tr": {"row"},
        "th": {"columnheader", "rowheader"},
        "td": {"cell"},
    }
    for tag, attributes in read.elements:
        assert attributes.get("role") in roles.get(tag, {attributes.get("role")}), tag
        if tag == "th":
            column = attributes["scope"] == "col"
            assert attributes["role"] == ("columnheader" if column else "rowheader")


def test_references_lead_to_ids_of_the_page(read: Reader) -> None:
    ids = [attributes["id"] for _, attributes in read.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for _, attributes in read.elements:
        for name in ("aria-labelledby", "aria-describedby", "aria-controls", "for"):
            assert {attributes.get(name)} <= {None, *ids}
        if (attributes.get("href") or "").startswith("#"):
            assert str(attributes["href"])[1:] in ids


def test_every_picture_has_a_description_or_its_numbers_beside_it(read: Reader) -> None:
    outer = [a for tag, a in read.elements if tag == "svg" and "viewbox" not in a]
    for attributes in outer:
        assert attributes.get("aria-hidden") == "true" or attributes.get("aria-label")
        assert ("aria-label" in attributes) == (attributes.get("role") == "img")
    chart = over_the_cycle(small())
    told = next(a["aria-label"] for tag, a in Reader(chart).elements if tag == "svg")
    assert told == (
        "A step chart from 5 November 2014 to 23 January 2015. At its end "
        "3 specs are approved, 1 of them implemented."
    )


def test_the_policy_allows_only_the_content_of_the_page(read: Reader) -> None:
    policies = [
        a["content"] for _, a in read.elements if a.get("http-equiv") == "Content-Security-Policy"
    ]

    def hashed(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    assert policies == [
        f"default-src 'none'; style-src 'sha256-{hashed(read.raw['style'])}'; "
        f"script-src 'sha256-{hashed(read.raw['script'])}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    ]
    # Without one, a browser requests an icon from the server of the page.
    assert ("link", {"rel": "icon", "href": "data:,"}) in read.elements
    for tag, attributes in read.elements:
        assert tag not in {"img", "iframe", "object", "embed", "form", "base", "image", "use"}
        assert not any(name == "style" or name.startswith("on") for name in attributes)
        assert not {"src", "srcset", "xlink:href"} & set(attributes)
    for text in read.raw.values():
        assert not re.search(r"url\(|@import|https?:|fetch|XMLHttp|innerHTML|</", text)


def test_the_bytes_do_not_depend_on_the_seed_the_time_zone_or_the_locale() -> None:
    script = (
        "import sys; from tests.status_pages import large; from specslint.status.page import page;"
        "sys.stdout.buffer.write(page(large()).encode())"
    )
    for seed, zone in (("1", "UTC"), ("2", "Pacific/Auckland")):
        run = subprocess.run(
            [sys.executable, "-c", script],
            cwd=PROJECT,
            env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
        assert run.stdout.decode() == PAGES["large"]


def test_the_page_imports_only_its_own_modules() -> None:
    script = "import sys, specslint.status.page; print(*sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    ours = {name for name in run.stdout.split() if name.startswith("specslint.")}
    assert ours == {
        "specslint.status",
        "specslint.status.model",
        "specslint.status.page",
        "specslint.status.page_charts",
        "specslint.status.page_html",
        "specslint.status.page_tables",
    }


# --- untrusted text -----------------------------------------------------------


@pytest.mark.parametrize(("text", "seen"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_text_is_shown(text: str, seen: str) -> None:
    everywhere = small()._replace(
        release=text, specs=(spec(text, text, area=text, previously_approved=(text,)),)
    )
    reader = Reader(page(everywhere))
    name = release_name(seen)
    lines = reader.text()
    assert lines[:2] == [f"{name}: specs by state", f"{name} specs by state"]
    assert f"|{seen} {seen}|approved|2014-11-05 0123456|approved before in {name}" in lines
    assert f"|{seen} {seen}|{seen}|2014-11-05 0123456|" in lines
    assert [tag for tag, _ in reader.elements].count("script") == 1


@given(st.text())
def test_all_shown_text_is_plain(text: str) -> None:
    html = shown(text)
    html.encode()  # whatever it was, this can be written
    assert not re.search("[<>\"'\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", html)
    assert len(Reader(f"<p>{html}</p>").elements) == 1


@pytest.mark.parametrize(
    "url",
    [
        "https://blueprints.example.org/nova/+spec/a",
        "http://example.org/?a=1&b=2",
        "HTTPS://example.org/",
        'https://example.org/"onclick="x',
    ],
)
def test_a_link_to_the_web(url: str) -> None:
    assert Reader(linked("A", url)).elements == [("a", {"href": url})]


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.org",
        "data:text/html,x",
        "file:///etc/passwd",
        "//example.org/",
        "/etc",
        "https://",
        " https://example.org/",
        "https://example.org/\njavascript:x",
        "https://example.org/\u202e",
        "java\nscript:https://x",
    ],
)
def test_links_that_are_not_http_are_text(url: str | None) -> None:
    assert linked("<A>", url) == "&lt;A&gt;"


# --- numbers ------------------------------------------------------------------


def test_shares_and_plurals() -> None:
    assert [share(*each) for each in ((0, 0), (0, 9), (1, 999), (1, 3), (998, 999), (9, 9))] == [
        "0 %",
        "0 %",
        "1 %",
        "33 %",
        "99 %",
        "100 %",
    ]
    assert [counted(number, "spec") for number in (0, 1, 2)] == ["0 specs", "1 spec", "2 specs"]


def paths(chart: str) -> list[tuple[str | None, str | None]]:
    """The class and the path of each shape."""
    return [(a.get("class"), a.get("d")) for tag, a in Reader(chart).elements if tag == "path"]


def test_the_steps_of_the_chart() -> None:
    points = (Point("2015-02-01", 1, 0), Point("2015-02-08", 4, 1), Point("2015-02-22", 3, 2))
    status = small()._replace(timeline=points, date="2015-03-01T00:00:00Z")
    # Four weeks, and four specs from the bottom to the top.
    assert paths(over_the_cycle(status)) == [
        ("approved", "M-10,1010H0V750H250V0H750V250H1010V1010Z"),
        ("implemented", "M-10,1010H0V1000H250V750H750V500H1010V1010Z"),
    ]


@pytest.mark.parametrize(
    ("first", "date", "labels"),
    [
        ("2015-02-08", "2015-02-08", "Feb 2015"),
        ("2014-11-30", "2015-01-01", "Nov 2014 Dec Jan 2015"),
        ("2014-09-30", "2015-05-01", "Sep 2014 Nov Jan 2015 Mar May"),
        ("2014-01-01", "2016-06-01", "Jan 2014 Jul Jan 2015 Jul Jan 2016"),
        ("2004-01-01", "2024-06-01", "Jan 2005 Jan 2010 Jan 2015 Jan 2020"),
    ],
)
def test_the_months_below_the_chart(first: str, date: str, labels: str) -> None:
    status = small()._replace(timeline=(Point(first, 0, 0),), date=date)
    text = Reader(over_the_cycle(status)).text()
    text = text[text.index("0 approved 0 of them implemented") + 1 :]
    assert " ".join(text[1 : text.index("The numbers of this chart")]) == labels


def test_the_places_of_the_months() -> None:
    status = small()._replace(timeline=(Point("2015-01-01", 0, 0),), date="2015-04-11")
    months = [
        (a.get("class"), a["x"])
        for tag, a in Reader(over_the_cycle(status)).elements
        if tag == "text" and "x" in a
    ]
    # A hundred days; the last label ends where it would begin elsewhere.
    assert months == [(None, "0%"), (None, "31%"), (None, "59%"), (None, "90%")]
    status = status._replace(date="2015-04-05")
    last = [a for tag, a in Reader(over_the_cycle(status)).elements if tag == "text"][-1]
    assert (last["class"], last["x"]) == ("last", "95.74%")


def test_the_numbers_of_the_chart() -> None:
    points = (Point("2014-12-30", 1, 0), Point("2015-01-05", 2, 1), Point("2015-01-20", 3, 1))
    status = small()._replace(timeline=points, date="2015-03-01")
    text = Reader(over_the_cycle(status)).text()
    assert text[-2:] == ["|December 2014|1|0", "|January 2015|3|1"]


def test_the_bars_of_areas() -> None:
    specs = [
        spec(name, area=area, state=state, fast_tracked=fast)
        for name, area, state, fast in (
            ("a", "API", State.IMPLEMENTED, True),
            ("b", "API", State.APPROVED, True),
            ("c", "API", State.APPROVED, False),
            ("d", "Disks", State.IMPLEMENTED, False),
            ("e", None, State.PROPOSED, False),
        )
    ]
    read = Reader(by_area(specs))
    assert [line for line in read.text() if line.startswith("|")][-2:] == [
        "|API||3|1|2",
        "|Disks||1|1|0",
    ]
    bars = [(a["class"], a["width"]) for tag, a in read.elements if tag == "rect"]
    assert bars == [
        ("approved", "100%"), ("implemented", "33.33%"), ("fast", "66.67%"),
        ("approved", "33.33%"), ("implemented", "33.33%"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("most", "lines"),
    [
        (0, [1]),
        (1, [1]),
        (5, [1, 2, 3, 4, 5]),
        (6, [2, 4, 6]),
        (62, [20, 40, 60, 80]),
        (100, [20, 40, 60, 80, 100]),
        (101, [50, 100, 150]),
        (12345, [5000, 10000, 15000]),
    ],
)
def test_the_lines_across_the_chart(most: int, lines: list[int]) -> None:
    status = small()._replace(timeline=(Point("2015-01-05", most, 0),))
    text = Reader(over_the_cycle(status)).text()
    assert [int(line) for line in text if line.isdigit()] == [*lines, 2015]


def test_a_commit_older_than_the_last_day_of_the_timeline() -> None:
    points = (Point("2015-01-05", 1, 0), Point("2015-02-05", 2, 0))
    chart = over_the_cycle(small()._replace(timeline=points, date="2015-01-20"))
    assert "to 5 February 2015" in chart


def test_an_earlier_release_without_specs() -> None:
    status = small()._replace(sent_on=(SentOn("yam", 0, 0),))
    assert "|Yam||0|0 0 %" in Reader(page(status)).text()


# --- colours ------------------------------------------------------------------

STYLE = (resources.files("specslint.status") / "page.css").read_text(encoding="utf-8")


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6});", block))


LIGHT = colours(STYLE.partition("@media")[0])
DARK = colours(STYLE.partition("prefers-color-scheme: dark")[2].partition("}")[0])


def luminance(colour: str) -> float:
    """Source: https://www.w3.org/TR/WCAG21/#dfn-relative-luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Source: https://www.w3.org/TR/WCAG21/#dfn-contrast-ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_how_contrast_is_reckoned() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_contrast(scheme: dict[str, str]) -> None:
    assert set(scheme) == set(LIGHT)
    for text in ("ink", "muted", "link", "implemented", "fast"):
        assert contrast(scheme[text], scheme["page"]) >= 4.5, text
    # Shapes contrast with the page and with what they overlap.
    for shape, ground in (("edge", "page"), ("implemented", "approved"), ("fast", "page")):
        assert contrast(scheme[shape], scheme[ground]) >= 3, shape


def test_every_colour_is_one_of_the_scheme() -> None:
    rest = re.sub(r"--\w+: [^;]+;", "", STYLE)
    assert not re.search(r"#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(", rest)
    assert set(re.findall(r"var\(--(\w+)\)", rest)) == set(LIGHT)
