"""The status of a release as one self-contained HTML page.

The page loads nothing from the network or the disk, and its Content-Security-Policy
forbids it to: scripts and styles are inline, and allowed by their hashes. Source:
https://www.w3.org/TR/CSP3/ (hash sources, the meta element).
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from specslint.status.model import ReleaseStatus, State
from specslint.status.page_charts import approved_in_all, by_area, over_the_cycle, sent_on
from specslint.status.page_html import long_day, release_name, share, shown
from specslint.status.page_tables import every_spec, not_implemented, what_changed

_WORDS = (
    ("Approved", "merged to the release; what is implemented was approved, too."),
    ("Implemented", "moved to the directory of what the release ships."),
    ("Fast tracked", "approved for an earlier release, and merged again by its tag."),
    ("Sent on", "proposed again for a later release."),
)


def page(status: ReleaseStatus) -> str:
    """The page: the same bytes for the same status."""
    name = shown(release_name(status.release))
    sections = _sections(status)
    content = "".join(
        f'<section aria-labelledby="{key}-heading" id="{key}">\n'
        f'<h2 id="{key}-heading">{heading}</h2>\n{body}</section>\n'
        for key, heading, body in sections
    )
    links = "".join(
        f'<li><a href="#{key}">{heading}</a></li>\n' for key, heading, _body in sections
    )
    contents = f'<nav aria-label="Contents"><ul>\n{links}</ul></nav>\n' if links else ""
    style, script = _file("page.css"), _file("page.js")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">\n'
        f"<title>{name}: specs by state</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        '<meta name="referrer" content="no-referrer">\n'
        # Without this, a browser requests an icon from the server of the page.
        '<link rel="icon" href="data:,">\n'
        f"<style>{style}</style>\n</head>\n<body>\n"
        f"<header>\n{_head(status, name)}{contents}</header>\n"
        f"<main>\n{content or _nothing(name)}</main>\n"
        f"<footer>\n{_words()}</footer>\n"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _sections(status: ReleaseStatus) -> list[tuple[str, str, str]]:
    """The id, the heading and the content of each section."""
    sections = []
    charts = (
        over_the_cycle(status) + sent_on(status.sent_on, status.release) + by_area(status.specs)
    )
    if charts:
        sections.append(("charts", "At a glance", f'<div class="charts">\n{charts}</div>\n'))
    if status.changes:
        sections.append(("changes", "What changed", what_changed(status.changes, status.specs)))
    if status.specs:
        sections.append(("specs", "Every spec by area", every_spec(status)))
    if approved_in_all(status.specs):
        sections.append(("left", "Approved, not implemented", not_implemented(status)))
    return sections


def _head(status: ReleaseStatus, name: str) -> str:
    merged = approved_in_all(status.specs)
    done = sum(spec.state is State.IMPLEMENTED for spec in merged)
    figures = [
        (len(merged), "approved", "approved"),
        (done, f"implemented, {share(done, len(merged))}", "implemented"),
        (len(merged) - done, "not implemented", ""),
        (sum(spec.fast_tracked for spec in merged), "fast tracked", "fast"),
        (sum(bool(spec.reproposed_to) for spec in status.specs), "sent on", ""),
    ]
    for state in (State.PROPOSED, State.ABANDONED):
        number = sum(spec.state is state for spec in status.specs)
        figures += [(number, state.value, "")] * bool(number)
    tiles = "".join(
        f'<div class="{kind}"><dt>{label}</dt><dd>{number}</dd></div>\n'
        for number, label, kind in figures
    )
    return (
        f"<h1>{name} <span>specs by state</span></h1>\n"
        f"<p>As of {long_day(status.date)}, commit <code>{shown(status.at[:12])}</code></p>\n"
        f'<dl class="figures">\n{tiles}</dl>\n'
    )


def _nothing(name: str) -> str:
    return f"<p>There is no spec of {name} at this commit.</p>\n"


def _words() -> str:
    words = "".join(f"<div><dt>{word}</dt><dd>{meaning}</dd></div>\n" for word, meaning in _WORDS)
    return (
        f'<h2>What the words mean</h2>\n<dl class="words">\n{words}</dl>\n'
        "<p>Made by <code>specslint status</code> from the history of the repository.</p>\n"
    )


def _file(name: str) -> str:
    return (resources.files("specslint.status") / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
