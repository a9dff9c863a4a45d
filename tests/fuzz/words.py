"""Words to build inputs from, for hypothesis and the dictionaries of ``make fuzz``."""

from __future__ import annotations

from specslint.config.values import CONVERTERS
from specslint.rules import names
from tests.fuzz.inputs import SEPARATOR

ODD = [
    "\r", "\t", "\v", "\f", "\x00", "\x1b[31m", "\x85", "\xa0", "\u200b", "\u2028", "\u202e",
    "\ufeff", "\ufffe", "\U0001f600", "e\u0301", "\u8a9e", "\xdf", "\u0130", "\\", "%0A", "%",
]  # fmt: skip
"""Characters that some program may interpret."""

INLINE = [
    "words", "*a*", "**b**", "``c``", "`d`", "`e`_", "f_", "g__", "`h`__", "|i|", "[1]_", "[#]_",
    "[#j]_", "[*]_", "[K]_", "_`l`", ":m:`n`", ":ref:`o`", "https://a.example/b_c", "p@q.example",
    "*r", "``s", "`t", "\\*u", "v\\_", "\\", "`w <x_>`_", "`y <https://z.example>`__", "a_b__c",
    "|version|", ":code:`x`", ":math:`x`", "`x`:sup:", ":raw:`x`", ":kode:`x`", "::", "[x",
    "https://blueprints.launchpad.net/nova/+spec/a-spec", "<launchpad-id or None>", "None",
    "<<<<<<< HEAD", "|a|_", "|a|__", "`a <b>`", "_", "x" * 80,
]  # fmt: skip

TITLES = [
    "Problem", "problem", "Cases", "Change", "Impact on Others", "Impact on others", "Case",
    "References", "Feature Liaison", "History", "Example: what to call it", "T\u8a9e", "*x*",
]  # fmt: skip

DIRECTIVES = [
    "note", "nota", "image", "figure", "code", "code-block", "math", "table", "list-table",
    "csv-table", "contents", "sectnum", "topic", "sidebar", "epigraph", "compound", "container",
    "parsed-literal", "line-block", "rubric", "role", "default-role", "class", "include", "raw",
    "replace", "unicode", "date", "title", "meta", "target-notes", "header", "footer",
    "admonition", "warning", "toctree", "only", "seealso", "todo", "glossary", "literalinclude",
    "py:function", "restructuredtext-test-directive", "versionadded", "graphviz", "highlights",
    "pull-quote",
]  # fmt: skip

OPTIONS = [
    ":class: k", ":name: n", ":width: 50%", ":height: 1", ":align: left", ":target: f_", ":alt:",
    ":figwidth: image", ":linenos:", ":number-lines: 1", ":number-lines: x", ":header-rows: 1",
    ":widths: 1 2", ":widths: auto", ":stub-columns: 9", ":delim: tab", ":quote: x",
    ":escape: \\", ":local:", ":depth: 9", ":file: /etc/passwd", ":url: x", ":encoding: x",
    ":scale: -1", ":trim:", ":ltrim:", ":format: html", ":backlinks: top", ":start: 3",
    ":prefix: (", ":caption: c", ":emphasize-lines: 1-", ":language: x",
]  # fmt: skip

BLOCKS = [
    "* item\n* item", "  quote", "a::\n\n   b", ".. _t: https://t.example/", ".. _e:", ".. _`q`:",
    "__ https://anonymous.example", ".. [1] note", ".. [#] auto", ".. [*] sign", ".. [K] cited",
    ".. |i| replace:: text", ".. |i| replace:: a |i| b |d|", ".. |d| date:: %Y",
    ".. |u| unicode:: 0x41 x", ".. |i| image:: x",
    ".. c", "..", "1. one\n2. two", "(a) x\n(b) y", "IV. x\nV. y", "#. x", ":field: body",
    "| line\n| block", "== ==\na  b\n== ==", "+-+\n|a|\n+-+", "+---+---+\n| a | b |\n+===+===+",
    "----", ">>> doctest", "-o  option", "--long=X  text", "/V  dos", "term\n  definition",
    "term : class\n  definition", "> quoted", "   too deep", "-- who", ".. note: swallowed",
    ".. specslint: disable=TXT001,TPL007 because", ".. specslint: disable=RST001",
    ".. specslint: disabel=X", ".. specslint:disable = SUP001", ".. __: x", ".. _a: b_",
]  # fmt: skip

ADORNMENTS = ["=", "-", "~", "^", "#", ".", "\\"]

MESSAGE = [
    "Previously-approved: juno", "Previously approved: kilo", "previously-approved:",
    "Previously-", "approved", "Previously-approved-for-kilo", "Previusly-approved: juno", "juno",
    "Antelope", "2023.1", "jnuo", "backlog", " and ", ",", "(partly)", "(", ")",
    "Change-Id: I" + "0a" * 20, "Depends-On: ", "blueprint ", "bp:", "a-spec", "APIImpact", "# ",
    "; ", "* ", " ", "\n", "\n\n", "# ------------------------ >8 ------------------------\n",
    "# Do not\n", "https://r.example/1", "fixup! ", "for", "=", "\uff1a", "\u2013",
]  # fmt: skip

PATHS = [
    "specs", "kilo", "juno", "2023.1", "backlog", "abandoned", "approved", "implemented",
    "redirects", "template.rst", "kilo-template.rst", "juno-template.rst", "a.rst", "b.rst",
    "A.rst", "a-spec.rst", "a b.rst", "a.txt", ".hidden", "x", "doc", "done", "gone", "kilo.rst",
    "caf\u00e9.rst", "..", ".", "-x.rst", "a\\nb.rst",
]  # fmt: skip

SETTINGS = [
    *CONVERTERS, "[tool.specslint]", "[specslint]", "[tool.specslint.severity]", "TXT001", "TPL",
    "off", "error", "kilo", "queens: X", "specs/{release}/{name}.rst", "{release}", "{name}.rst",
    "a/*", "[!a]", "tool.specslint.", '"', "'", '"""', "'''", "[", "]", "{", "}", "=", ":", ",",
    "#", ";", "\n", "\n ", "true", "1979-05-27", "0x1", "nan", "\\u202e", "\\U0010ffff",
]  # fmt: skip

BASELINE = [
    '{"version": 1, "findings": [', '{"path": "a", "code": "TXT001", "line": "0", "count": 1}',
    "]}", "[", "{", "1e999", "NaN", "null", "-1", "true", '"\\ud800"', ",", '"count": ',
]  # fmt: skip

FINDINGS = [
    "|", "1,2,3,4,5", "0,1,1,1,1", "::error file=x::y", "]]>", "<!--", "&amp;", "\n",
    "/COMMIT_MSG", "specs/kilo/approved/b.rst", "specs/kilo/redirects", "`", "```", "//x",
]  # fmt: skip

COMMIT = [
    "tree " + "a" * 40 + "\n", "parent " + "b" * 40 + "\n", "tree ", "parent ", "\n\n", "\0",
    "author A <a@example.org> 1420113600 +0000\n", "committer A <a@example.org> 1 +0000\n",
    "encoding ", "utf-7", "utf-16", "cp037", "iso-2022-jp", "hz", "undefined", "idna", "rot13",
    "punycode", "unicode_escape", "raw_unicode_escape", "zlib", "uu", "mbcs", "latin-1", "utf_8",
    "gpgsig -----BEGIN\n ", "mergetag object ", "Previously-approved: juno\n", "+AFA-reviously",
    "\\x50reviously-approved: juno", "Pr\x1b(Beviously-approved: juno", "\ufeff", "\u017f",
]  # fmt: skip

GITREVIEW = [
    "[gerrit]\n", "host=review.opendev.org\n", "project=openstack/nova-specs.git\n", "project",
    "=", "-specs", ".git", "openstack/", "cinder", "glance", "ironic", "keystone", "neutron",
    "../", "/", "\n", " ",
]  # fmt: skip

DOCS_JOB = [
    "[testenv:docs]\n", "commands =\n", "  sphinx-build -W -b html doc/source doc/build\n",
    "sphinx-build", "-m sphinx", "-W", "--fail-on-warning", "-", "-b", "-d", "{posargs:", "}",
    "{[testenv:docs]commands}", "\\\n", "&&", "../", "doc/source", "extensions = [", "]",
    "'sphinx.ext.todo'", "extlinks = {", "'a': ('b', 'c')}", "exclude_patterns += ['x']\n",
    "highlight_language = 'none'\n", "numfig = True\n", ".append('x')\n", ".extend(", "del ",
    "if x:\n    ", "lambda: ", "(" * 40, "-" * 40, "f'{x}'", "import x\n", "\\N{DIGIT ONE}",
    "# -*- coding: utf-7 -*-\n", "extensions = extensions + ['y']\n",
]  # fmt: skip

CACHE = ["SQLite format 3\0", "CREATE TABLE results (", "key", "value", "results", "\0" * 16]


def dictionary(target: str) -> list[str]:
    """The dictionary of a fuzz target.

    :param target: its name.
    """
    rst = [
        *INLINE,
        *TITLES,
        *(f".. {name}:: " for name in DIRECTIVES),
        *OPTIONS,
        *BLOCKS,
        "====\n",
    ]
    codes = [*names(), "disable=", ".. specslint: disable="]
    words = {
        "toml": SETTINGS,
        "ini": SETTINGS,
        "message": MESSAGE,
        "redirects": [*PATHS, "../", "https://", "#", " ", "/"],
        "tree": [*PATHS, "\nf ", "\nx ", "\nl ", "\no ", " -> ", "../", "/"],
        "change": [*MESSAGE, *PATHS, "\nA ", "\nM ", "\nD ", "\nR ", "\nC ", " -> ", "/"],
        "findings": FINDINGS,
        "baseline": BASELINE,
        "commit": COMMIT,
        "gitreview": GITREVIEW,
        "docs-job": DOCS_JOB,
        "outputs": CACHE,
        "results": CACHE,
        "pragmas": [*rst, *codes],
    }
    return [*words.get(target, rst), *ODD, SEPARATOR.decode()]
