"""``specslint rule [CODE...]``: the documentation of rules."""

from __future__ import annotations

import sys
import textwrap
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from specslint.commands.output import wants_colour
from specslint.config.values import did_you_mean, quoted
from specslint.model.errors import UserError
from specslint.model.findings import Scope, Severity
from specslint.parsing import wording
from specslint.rules import Rule, all_rules
from specslint.rules.explained import SCOPES, described_severity, explain, pragma_for

_WIDTH = 79
_FIXES = {
    "safe": "--fix applies it where it cannot change what the spec says",
    "unsafe": "--fix --unsafe-fixes applies it: review the result",
}


def run(options: Namespace) -> int:
    """Print the rules that the options name, and return the exit code.

    :raises UserError: there is no such rule.
    """
    rules = chosen(options.rules)
    if options.format == "json":
        import json

        document = {"version": "1", "rules": [described(rule) for rule in rules]}
        sys.stdout.write(json.dumps(document, indent=1) + "\n")
    elif options.rules or options.all:
        colour = wants_colour(options.color)
        sys.stdout.write("\n\n".join(page(rule, colour=colour) for rule in rules))
    else:
        sys.stdout.write(listing(rules))
        if sys.stdout.isatty():
            print("specslint rule CODE explains one of them")
    return 0


def chosen(words: Sequence[str]) -> list[Rule]:
    """The rules that some words name, in their order; all rules if there are no words.

    :param words: codes, prefixes of codes, and names, in any case.
    :raises UserError: one of them is none of these.
    """
    rules = all_rules()
    found: dict[str, Rule] = {}
    for word in words:
        named = [
            rule
            for rule in rules.values()
            if (word and rule.code.startswith(word.upper())) or word.lower() == rule.name
        ]
        if not named:
            names = [rule.name for rule in rules.values()]
            known = [*rules, *sorted({rule.family for rule in rules.values()})]
            hint = did_you_mean(word.upper(), known) or did_you_mean(word.lower(), names)
            raise UserError(
                f"no rule has the code or the name {quoted(word)}{hint or ': '}"
                f"{'' if hint else 'specslint rule lists them all'}"
            )
        found.update((rule.code, rule) for rule in named)
    return list(found.values() if words else rules.values())


def described(rule: Rule) -> dict[str, Any]:
    """A rule as an object of the JSON output, whose keys are a contract."""
    explanation = explain(rule)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": str(rule.severity),
        "scope": rule.scope.value,
        "fix": rule.fix or None,
        **explanation._asdict(),
        "settings": list(explanation.settings),
        "pragma": pragma_for(rule),
    }


def listing(rules: Iterable[Rule]) -> str:
    """One line for each rule."""
    lines = []
    for rule in rules:
        start = f"{rule.code} {rule.name:<21} {rule.severity!s:<7} "
        lines.append(
            textwrap.fill(
                rule.summary,
                _WIDTH,
                initial_indent=start,
                subsequent_indent=" " * len(start),
                break_on_hyphens=False,
            )
        )
    return "\n".join([*lines, ""])


def page(rule: Rule, *, colour: bool = False) -> str:
    """The documentation of one rule, for a terminal.

    :param colour: whether to write the terminal's codes for bold text.
    """
    explanation = explain(rule)

    def bold(text: str) -> str:
        return f"\x1b[1m{text}\x1b[0m" if colour else text

    blocks = [
        bold(f"{rule.code} {rule.name}"),
        _filled(explanation.summary),
        _filled(explanation.details),
        f"Severity: {described_severity(rule)}\n"
        f"Scope: {SCOPES[rule.scope]}\n"
        f"Fix: {_FIXES.get(rule.fix, 'none')}",
    ]
    for title, text in (
        ("Why", _filled(explanation.why, "  ")),
        ("Bad", textwrap.indent(explanation.bad, "    ")),
        ("Good", textwrap.indent(explanation.good, "    ")),
        ("Source", _filled(explanation.source, "  ")),
        ("Configuring it, in pyproject.toml", "\n".join(_configuring(rule, explanation.settings))),
        ("Silencing it", _silencing(rule)),
    ):
        blocks.append(f"{bold(title)}\n{text}")
    originals = [
        "\n".join(
            [*(_filled(form, "  ") for form in entry.forms), _filled(entry.sentence, "    ")]
        )
        for code, entry in wording.originals()
        if code == rule.code
    ]
    if originals:
        blocks.append("\n".join([bold("What docutils says, and what is reported"), *originals]))
    return "\n\n".join(block for block in blocks if block) + "\n"


def _configuring(rule: Rule, settings: Iterable[str]) -> Iterator[str]:
    level = "error" if rule.severity is not Severity.ERROR else "warning"
    yield "  [tool.specslint]"
    yield f'  severity = {{ {rule.code} = "{level}" }}  # off, info, warning or error'
    yield f'  ignore = ["{rule.code}"]'
    yield f'  per-file-ignores = {{ "specs/juno/*" = ["{rule.code}"] }}'
    keys = ", ".join(settings)
    if keys:
        yield f"\n  Related settings: {keys}"


def _silencing(rule: Rule) -> str:
    pragma = pragma_for(rule)
    if pragma is None:
        return _filled("A pragma cannot silence it: use the configuration.", "  ")
    where = "above the title, if the finding is in a spec in its proper directory."
    if rule.scope is Scope.SPEC:
        where = "in the section of the finding or, for the whole file, above the title."
    return f"    {pragma}\n\n" + _filled(f"Write this comment {where}", "  ")


def _filled(text: str, indent: str = "") -> str:
    """Paragraphs wrapped to the terminal's width; indented lines are left as they are."""
    return "\n\n".join(
        textwrap.indent(paragraph, indent)
        if paragraph.startswith((" ", "- ", "* "))
        else textwrap.fill(
            " ".join(paragraph.split()),
            _WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_on_hyphens=False,
            break_long_words=False,
        )
        for paragraph in text.split("\n\n")
    )
