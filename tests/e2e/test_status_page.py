"""The HTML page of a release's status, opened in a real browser."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from specslint.status.model import State
from specslint.status.page import page
from tests.chromium import NAMES, Chromium, chromium, found
from tests.status_pages import HOSTILE, empty, large, small

SPECS = len(large().specs)
AA = 4.5  # https://www.w3.org/TR/WCAG21/#contrast-minimum

SHOWN = (
    "[...document.querySelectorAll('#list tbody tr:not(.area)')].filter(r => r.checkVisibility())"
)

# Every element except the shapes inside of a picture and what is for screen readers
# only. A cell's content must not overlap the next cell.
BEYOND = """(() => {
  const found = [], width = document.documentElement.clientWidth;
  const note = (e, right, limit) => {
    if (right > limit + 0.5)
      found.push([e.outerHTML.slice(0, 90), Math.round(right), Math.round(limit)]);
  };
  for (const e of document.querySelectorAll('body *')) {
    const inside = e.parentElement.closest('svg');
    if (e.closest('caption, .unseen, svg svg') || !e.checkVisibility()) continue;
    const box = e.getBoundingClientRect();
    note(e, box.right, width);
    note(e, -box.left, 0);
    if (inside) continue;
    note(e, box.right, e.parentElement.getBoundingClientRect().right);
    if (e.matches('th, td, dt, dd, li, p, h1, h2, h3, output')) {
      const range = document.createRange();
      for (const part of e.childNodes) {
        if (part.matches?.('.unseen, svg')) continue;
        range.selectNodeContents(part);
        note(e, range.getBoundingClientRect().right, box.right);
      }
    }
  }
  if (document.scrollingElement.scrollWidth > width)
    found.push(['page', document.scrollingElement.scrollWidth, width]);
  return found;
})()"""

# The contrast of every visible text with its background.
FAINT = """(() => {
  const parts = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).slice(0, 3).map((v) => v / 255)
      .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (parts(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const ratios = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || e.matches('script') || !e.checkVisibility()) continue;
    const style = getComputedStyle(e);
    const colour = e.closest('svg') ? style.fill : style.color;
    const [dark, light] = [luminance(colour), luminance(ground(e))].sort((a, b) => a - b);
    ratios.push([(light + 0.05) / (dark + 0.05), e.outerHTML.slice(0, 90), colour]);
  }
  return ratios;
})()"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    program = found()
    if program is None:
        pytest.skip(f"this machine has none of {', '.join(NAMES)}")
    with chromium(program, tmp_path_factory.mktemp("chromium") / "profile") as started:
        yield started


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the pages that the tests open."""
    root = tmp_path_factory.mktemp("pages")
    for name, status in (("small", small()), ("large", large()), ("empty", empty())):
        (root / f"{name}.html").write_text(page(status), encoding="utf-8", newline="")
    return root


@pytest.fixture
def opened(browser: Chromium, site: Path) -> Chromium:
    """The browser with the large page, at desktop size and with light colours."""
    browser.media()
    browser.screen(1400)
    browser.open((site / "large.html").as_uri())
    return browser


def matching(browser: Chromium) -> tuple[int, str]:
    """How many rows are visible, and the page's own count."""
    rows = browser.value(f"{SHOWN}.length")
    return rows, browser.value("document.querySelector('output').textContent")


def retype(browser: Chromium, text: str) -> None:
    """Replace the text of the filter."""
    browser.value("document.querySelector('#words').focus()")
    browser.value("document.querySelector('#words').select()")
    browser.press("Delete", 46)
    browser.type(text)


# --- no external requests ------------------------------------------------------


@pytest.mark.parametrize("name", ["small", "large", "empty"])
def test_no_request_and_no_complaint(browser: Chromium, site: Path, name: str) -> None:
    url = (site / f"{name}.html").as_uri()
    browser.open(url)
    browser.value("new Promise(done => setTimeout(done, 200))")
    assert browser.requests() == [url]
    assert browser.complaints() == []


def test_a_server_is_asked_for_the_page_and_nothing_else(browser: Chromium) -> None:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page(small()).encode())

        def log_message(self, format: str, *arguments: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=partial(server.serve_forever, 0.05))
        thread.start()
        try:
            browser.open(f"http://127.0.0.1:{server.server_port}/status")
            browser.value("new Promise(done => setTimeout(done, 200))")
        finally:
            server.shutdown()
            thread.join()
    assert asked == ["/status"]
    assert browser.complaints() == []


def test_the_policy_stops_what_gets_in(opened: Chromium) -> None:
    """The second line of defence: even injected markup could do nothing."""
    opened.value(
        "document.body.insertAdjacentHTML('beforeend', "
        '\'<img src="http://127.0.0.1:9/x.png" onerror="window.harmed = 1">'
        '<p style="color: red" onclick="window.harmed = 1">x</p>\')'
    )
    opened.value("document.body.lastChild.click()")
    opened.value("new Promise(done => setTimeout(done, 200))")
    assert opened.value("window.harmed") is None
    failed = [each for each in opened.events if each["method"] == "Network.loadingFailed"]
    assert [each["params"]["blockedReason"] for each in failed] == ["csp"]
    assert opened.value("getComputedStyle(document.body.lastChild).color") != "rgb(255, 0, 0)"
    assert len(opened.complaints()) >= 3


# --- untrusted text -----------------------------------------------------------


def test_titles_with_markup_are_text(opened: Chromium) -> None:
    titles = opened.value("[...document.querySelectorAll('#list .title')].map(e => e.textContent)")
    assert titles[-len(HOSTILE) :] == [seen for _text, seen in HOSTILE.values()]
    assert opened.value("window.harmed") is None
    assert opened.value("document.images.length") == 0
    assert opened.value("document.scripts.length") == 1
    links = opened.value("[...document.links].map(a => a.protocol)")
    assert set(links) == {"https:", "file:"}  # the latter are those within the page
    assert opened.value("[...document.links].every(a => a.protocol != 'file:' || a.hash)")


# --- the filter ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("volumes nowhere", 0),
        ("hyper-v", 10),  # an area
        ("HYPER-V implemented", 3),  # 20 to 29: those that three divides
        ("wish-59-of", 1),  # a name
        ("cafe a la", 1),  # accents do not matter
        ("fast tracked", 15),
        ("from yam approved", 10),
        ("   ", SPECS),
        ("<script>window", 2),  # a spec, and one that was re-proposed
    ],
)
def test_the_filter(opened: Chromium, words: str, number: int) -> None:
    assert matching(opened) == (SPECS, f"{SPECS} specs")
    retype(opened, words)
    said = f"{number} of {SPECS} specs match" if words.strip() else f"{SPECS} specs"
    assert matching(opened) == (number, said)
    # An area is visible as long as one of its specs is.
    areas = "document.querySelectorAll('#list tbody:not([hidden])').length"
    groups = f"new Set({SHOWN}.map(row => row.parentElement)).size"
    assert opened.value(areas) == opened.value(groups)
    retype(opened, "")
    assert matching(opened) == (SPECS, f"{SPECS} specs")


def test_the_filter_counts_as_the_model_does(opened: Chromium) -> None:
    retype(opened, "implemented")
    done = sum(each.state is State.IMPLEMENTED for each in large().specs)
    assert matching(opened) == (done, f"{done} of {SPECS} specs match")


def test_escape_clears_the_filter_and_enter_does_nothing(opened: Chromium) -> None:
    retype(opened, "hyper-v")
    opened.press("Enter", 13)
    assert matching(opened)[0] == 10
    opened.press("Escape", 27)
    assert matching(opened)[0] == SPECS
    assert opened.complaints() == []


def test_without_script_all_is_shown_and_there_is_no_field(browser: Chromium, site: Path) -> None:
    browser.media()
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open((site / "large.html").as_uri())
        assert browser.value(f"{SHOWN}.length") == SPECS
        assert browser.value("document.querySelector('#filter').checkVisibility()") is False
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


# --- layout and colours -------------------------------------------------------


@pytest.mark.parametrize("width", [320, 360, 480, 768, 800, 1024, 1400])
@pytest.mark.parametrize("name", ["small", "large", "empty"])
def test_nothing_overflows(browser: Chromium, site: Path, name: str, width: int) -> None:
    browser.media()
    browser.screen(width)
    browser.open((site / f"{name}.html").as_uri())
    browser.value("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert browser.value("document.documentElement.clientWidth") == width
    assert browser.value(BEYOND) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_is_legible(opened: Chromium, scheme: str) -> None:
    opened.media(prefers_color_scheme=scheme)
    opened.value("document.querySelectorAll('details').forEach(e => e.open = true)")
    assert (
        opened.value("getComputedStyle(document.body).backgroundColor")
        == ({"light": "rgb(255, 255, 255)", "dark": "rgb(20, 23, 28)"}[scheme])
    )
    ratios = opened.value(FAINT)
    assert len(ratios) > 500
    assert [each for each in ratios if each[0] < AA] == []


def test_on_paper_all_is_shown_and_in_ink(opened: Chromium) -> None:
    retype(opened, "nothing has these words")
    assert matching(opened)[0] == 0
    opened.media("print", prefers_color_scheme="dark")
    assert opened.value(f"{SHOWN}.length") == SPECS
    for hidden in ("#filter", "nav", "details"):
        assert opened.value(f"document.querySelector('{hidden}').checkVisibility()") is False
    assert opened.value("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert [each for each in opened.value(FAINT) if each[0] < AA] == []
    opened.media("")
    assert opened.pdf().startswith(b"%PDF-")


def test_motion_only_for_those_who_like_it(opened: Chromium) -> None:
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    opened.media(prefers_reduced_motion="no-preference")
    assert opened.value(behaviour) == "smooth"
    opened.media(prefers_reduced_motion="reduce")
    assert opened.value(behaviour) == "auto"


# --- keyboard and screen readers ----------------------------------------------


def test_the_focus_is_seen(opened: Chromium) -> None:
    seen = set()
    for _ in range(8):
        opened.press("Tab", 9)
        focus = "document.activeElement"
        assert opened.value(f"getComputedStyle({focus}).outlineStyle") == "solid"
        assert opened.value(f"getComputedStyle({focus}).outlineWidth") == "3px"
        seen.add(opened.value(f"{focus}.localName"))
    assert {"a", "summary"} <= seen


@pytest.mark.parametrize("width", [360, 1400])
def test_what_a_screen_reader_is_told(opened: Chromium, width: int) -> None:
    opened.screen(width)
    nodes = opened.ask("Accessibility.getFullAXTree")["nodes"]
    told = [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]
    for role, name in (
        ("searchbox", "Filter"),
        ("navigation", "Contents"),
        ("table", "Every spec of Yodel by area"),
        ("table", "Approved for Yodel, and not implemented"),
        ("table", "Specs by area"),
        ("region", "At a glance"),
        ("figure", "Over the cycle"),
    ):
        assert told.count((role, name)) == 1, (role, name)
    pictures = [name for role, name in told if role in ("image", "img")]
    assert len(pictures) == 1
    assert pictures[0].startswith("A step chart from 7 October 2014 to 23 August 2015.")
    # Rows stay rows when they are laid out as cards.
    roles = [role for role, _ in told]
    assert roles.count("row") > SPECS
    assert roles.count("rowheader") > SPECS
    assert roles.count("cell") > 4 * SPECS
    assert roles.count("status") == 1
