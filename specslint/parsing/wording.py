"""Plain sentences for docutils' messages: what is wrong, then what to do about it.

Data and a look-up; docutils is not imported. Each entry has the message, or its forms
in several releases of docutils, with ``{names}`` for the variable parts, and a sentence
that may use the names. ``{detail}`` is looked up in ``DETAILS``. So the output is the
same with every release of docutils, and is about the spec rather than about the parser.

A test reads all messages from the source of the installed docutils and finds each of
them here.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple


class Entry(NamedTuple):
    """A message of docutils, in the form of each release, and the sentence for it."""

    forms: tuple[str, ...]
    sentence: str


def _entries(table: str) -> Iterator[Entry]:
    """The entries of a table: the forms of a message, and below them, indented, the sentence."""
    forms: list[str] = []
    for line in table.strip().split("\n"):
        if line.startswith(" "):
            yield Entry(tuple(forms), line.strip())
            forms = []
        elif not line.startswith("# "):
            forms.append(line)


_LIST = "a list needs an empty line before it: put one above this line"

WARNINGS = tuple(
    _entries(r"""
# Blocks
Bullet list ends without a blank line; unexpected unindent
    an empty line is missing after the list: put one before this line, or indent the line as far as the item's text
Enumerated list ends without a blank line; unexpected unindent
    an empty line is missing after the numbered list: put one before this line, indent the line as far as the item's text, or number the items in order
Definition list ends without a blank line; unexpected unindent
    an empty line is missing after the indented block: put one before this line, or align the line with the block
Block quote ends without a blank line; unexpected unindent
    an empty line is missing after the indented block: put one before this line, or align the line with the block
Literal block ends without a blank line; unexpected unindent
    an empty line is missing after the block that :: begins: put one before this line, or align the line with the block
Explicit markup ends without a blank line; unexpected unindent
    an empty line is missing after the block that .. begins: put one before this line, or indent the line if it belongs to the block
Field list ends without a blank line; unexpected unindent
RFC2822-style field list ends without a blank line; unexpected unindent
    an empty line is missing after the list of :name: lines: put one before this line, or indent the line if it continues the last of them
Option list ends without a blank line; unexpected unindent
    an empty line is missing after the list of options: put one before this line, or indent the line if it continues the last of them
{block} ends without a blank line; unexpected unindent
    an empty line is missing after the block: put one before this line, or indent the line if it belongs to the block
Line block ends without a blank line
    an empty line is missing after the lines that begin with |: put one before this line, or begin it with | as well
Blank line required after table
    an empty line is missing after the table: put one before this line
Literal block expected; none found
    no indented block follows the :: above: indent the block, or write one colon only
# Inline markup
Inline emphasis start-string without end-string
    this * opens text in italics that never ends: close it with *, or write \* for the character itself
Inline strong start-string without end-string
    this ** opens text in bold that never ends: close it with **, or write \*\* for the characters themselves
Inline literal start-string without end-string
    these two backquotes open a literal that never ends: close it with two backquotes and put a space or a punctuation mark after them
Inline interpreted text or phrase reference start-string without end-string
    this backquote opens a link or a role that never ends: close it with a backquote, or put ``two backquotes`` around code
Inline substitution_reference start-string without end-string
    this | opens a substitution that never ends: close it with |, or write \| for the character itself
Inline target start-string without end-string
    this _` opens a target that never ends: close it with a backquote
Inline {construct} start-string without end-string
    this mark opens something that never ends: close it, or put a backslash before it
Multiple roles in interpreted text (both prefix and suffix present; only one allowed)
    this text has a role before it and another after it: keep one of them
Mismatch: both interpreted text role {position} and reference suffix
    this text has a role and the underscore of a link: remove one of them
# Footnotes, targets, substitutions
Footnote content expected
    this footnote is empty: write its text after the bracket, or delete it
Citation content expected
    this citation is empty: write its text after the bracket, or delete it
Duplicate explicit target name: "{name}"
    the name "{name}" is given twice: choose another name for one of them, or end links with two underscores
malformed hyperlink target
    this target is malformed: write it as .. _name: https://address
malformed substitution definition
    this definition is malformed: write it as .. |name| replace:: text
Substitution definition "{name}" missing contents
    the definition of |{name}| is empty: write "replace:: text" after it
Substitution definition "{name}" empty or invalid
    the definition of |{name}| gives no text: write "replace:: text" after it
# Directives and roles
Content block expected for the "{directive}" directive; none found
    the "{directive}" block is empty: indent its content, after an empty line
The "{directive}" directive requires content; none supplied
    the "{directive}" block is empty: indent its content, after an empty line
File and URL access deactivated; ignoring "{directive}" directive
"{directive}" directive disabled
    a "{directive}" that reads a file is not allowed: put the text into the spec
raw (and derived) roles disabled
    raw text for one output format is not allowed: write it in reStructuredText
circular inclusion in "{directive}" directive: {chain}
    the file includes itself: put the text into the spec
"{file}": line {line} exceeds the line-length-limit
    line {line} of the included file is too long to be read: break it
Cannot analyze code. No Pygments lexer found for "{language}"
    no language is called "{language}": name one that Pygments knows, or "text"
Cannot analyze code. Pygments package not found
    this code is not highlighted: install Pygments
# Titles and transitions
Title underline too short
    the underline is shorter than the title: make it at least as long
Title overline too short
    the line above the title is shorter than the title: make it at least as long
Transition at the start of the {place}
Transition at the start of
Document or section may not begin with a transition
    a line across the page is at the start of the document or section: put text before it, or delete it
Transition at the end of the document
Document may not end with a transition
    a line across the page is at the end of the document: put text after it, or delete it
At least one body element should separate transitions
At least one body element must separate transitions; adjacent transitions are not allowed
    two lines across the page follow each other: delete one, or put text between them
Transition only valid as child of <document> or <section>
    a line across the page is inside another block: move it out of the block, or delete it
""")  # noqa: E501 - a message stays on its line
)
"""The messages that docutils reports as warnings."""

ERRORS = tuple(
    _entries(r"""
# Indentation and titles
Unexpected indentation
    this line has unexpected indentation: align it with the line above, or put an empty line between them
Inconsistent literal block quoting
    this line of the quoted block begins with another character: begin all of its lines with the same one
Title level inconsistent:
Inconsistent title style: skip from level {old} to {new}
    this title skips a level: underline it as the titles of the next lower level are, in one order throughout
A level {level} section cannot be used here
    a title of this level is not allowed here: use the underline of a lower level
Unexpected section title
Unexpected section title or transition
    a title or a line across the page is inside an indented block: move it to the left margin, or put an empty line before the line
Incomplete section title
    this line over a title has no title below it: add the title and the line under it, or delete the line
Missing matching underline for section title overline
    the title has a line above it and none below it: repeat the line below it
Title overline & underline mismatch
    the lines above and below the title differ: make them the same
Invalid section title or transition marker
    two lines of punctuation follow each other: put a title between them, or delete one
# Tables
Malformed table. No bottom table border found or no blank line after table bottom
    the table does not end at its last border: put an empty line after the border, or complete the table
Malformed table. No bottom table border found
Malformed table. Bottom border missing or corrupt
    the table has no closing border: end it with a line like its first one
Malformed table. Bottom border or header rule does not match top border
Malformed table. Bottom/header table border does not match top border
    this border of the table differs from the first one: make both the same
Malformed table. Right border not aligned or missing
    this line does not end at the table's right border: end it with | or + in the same column as the first line
Malformed table. Text in column margin in table line {line}
    the text is wider than its column of the table: make the column wider in every border, or the text shorter
Malformed table. Column span incomplete in table line {line}
Malformed table. Column span alignment problem in table line {line}
    this line of hyphens does not match the columns of the table: align it with the borders
Malformed table. Malformed table; parse incomplete
    the lines of the table do not meet: put a + wherever a row's and a column's line cross
Malformed table. The head/body row separator may not be the first or last line of the table
    the line of equals signs belongs below the table's header: write the outer borders with hyphens
Malformed table. Multiple head/body row separators (table lines {one} and {two}); only one allowed
    the table has two lines of equals signs: keep the one below the header
Malformed table
    the table's lines do not meet: align them with the borders
{count} header row(s) specified but only {rows} row(s) of data supplied ("{directive}" directive)
    the number of rows is {rows}, less than :header-rows: {count}: correct one
Insufficient data supplied ({rows} row(s)); no data remaining for table body, required by "{directive}" directive
    the table has no row below its header: correct :header-rows:, or add rows
{count} stub column(s) specified but only {columns} columns(s) of data supplied ("{directive}" directive)
    the number of columns is {columns}, less than :stub-columns: {count}: correct one
Insufficient data supplied ({columns} columns(s)); no data remaining for table body, required by "{directive}" directive
    the table has no column beside its headers: correct :stub-columns:, or add columns
"{directive}" widths do not match the number of columns in table ({columns})
    the number of columns is {columns}: give as many numbers in :widths:
No table data detected in CSV file
    the table has no rows: write some
The "{directive}" directive is empty; content required
    the "{directive}" is empty: indent its content, after an empty line
Error with CSV data in "{directive}" directive: {reason}
    the rows of the table cannot be read: separate the cells by commas and close every quotation mark
Error parsing content block for the "{directive}" directive: exactly one table expected
    the "{directive}" block must contain exactly one table: check the table's borders
Error parsing content block for the "{directive}" directive: exactly one bullet list expected
    a table of this kind is one list whose items are lists: begin each row with * -
Error parsing content block for the "{directive}" directive: two-level bullet list expected, but row {row} does not contain a second-level bullet list
    row {row} of the table is not a list of cells: begin its first cell with * - and each other one with -
Error parsing content block for the "{directive}" directive: uniform two-level bullet list expected, but row {row} does not contain the same number of items as row 1 ({items} vs {first})
    the number of cells is {items} in row {row} of the table and {first} in the first row: give each row as many
# References
Unknown target name: "{name}"
    the spec has no target "{name}": define the target, or correct its name
Duplicate target name, cannot be used as a unique reference: "{name}"
    several things in the spec are called "{name}": give the one that is meant a name of its own
Undefined substitution referenced: "{name}"
    |{name}| is defined nowhere: define it, or put ``two backquotes`` around the bars
Circular substitution definition referenced: "{name}"
Circular substitution definition detected:
    the definition of this substitution uses itself: write its text out
Substitution definition "{name}" exceeds the line-length-limit
    the text of |{name}| is too long: shorten it
Duplicate substitution definition name: "{name}"
    |{name}| is defined twice: delete one of the definitions
Substitution definition contains illegal element <problematic>:
Problematic content in substitution definition
    the markup in this definition is broken: close it, or put a backslash before its mark
Substitution definition contains illegal element <{element}>:
{element} are not supported in a substitution definition
    a definition can hold no target, no link with two underscores and no automatic footnote: write it where the text is used
Anonymous hyperlink mismatch: {references} references but {targets} targets. See "backrefs" attribute for IDs
    links that end with two underscores: {references}, addresses for them (__ https://…): {targets}; give each link one address, in the same order
Indirect hyperlink target {name} refers to target {target}, which does not exist
    this name refers to {target}, which the spec does not define: correct it
Indirect hyperlink target {name} refers to target {target}, which is a duplicate, and cannot be used as a unique reference
    this name refers to {target}, which the spec defines several times: give the one that is meant a name of its own
Indirect hyperlink target {name} refers to target {target}, forming a circular reference
    this name refers to itself, through {target}: give it an address
Too many autonumbered footnote references: only {count} corresponding footnotes available
Too many autonumbered footnote references: only {count} corresponding footnote available
    there are more [#]_ than footnotes for them ({count}): add one that begins with .. [#], or delete this
Too many symbol footnote references: only {count} corresponding footnotes available
    there are more [*]_ than footnotes for them ({count}): add one that begins with .. [*], or delete this
Duplicate ID: "{name}" used by {one} and {two}
Duplicate ID: "{name}"
    two places of the spec are called "{name}": give one of them another name
# Roles
Unknown interpreted text role "{name}"
    no role is called "{name}": correct its name
Interpreted text role "{name}" not implemented
    the role "{name}" cannot be used: write the text without it
PEP number must be a number from 0 to 9999; "{text}" is invalid
    "{text}" is not the number of a PEP (0 to 9999): correct it
RFC number must be a number greater than or equal to 1; "{text}" is invalid
    "{text}" is not the number of an RFC (1 or greater): correct it
No format (Writer name) is associated with this role: "{name}". The "raw" role cannot be used directly. Instead, use the "role" directive to create a new role with an associated format
    raw text for one output format is not allowed: write it in reStructuredText
# Directives
Unknown directive type "{name}"
    no directive is called "{name}": correct its name
Content block expected for the "{directive}" directive; none found
    the "{directive}" block is empty: indent its content, after an empty line
Error in "{directive}" directive: invalid option value: (option: "number-lines"; value: {value}) {detail}
:number-lines: with non-integer start value
    :number-lines: takes a number: write a whole number after it, or nothing
Error in "{directive}" directive: invalid option value: (option: "{option}"; value: None) {detail}
    :{option}: of "{directive}" is empty: {detail}
Error in "{directive}" directive: invalid option value: (option: "{option}"; value: {value}) {detail}
    :{option}: of "{directive}" cannot be {value}: {detail}
Error in "{directive}" directive: unknown option: "{option}"
    "{directive}" has no option :{option}: — correct its name, remove it, or put an empty line before text
Error in "{directive}" directive: invalid option data: {detail}
    an option of "{directive}" cannot be read: {detail}
Error in "{directive}" directive: may contain a single paragraph only
Error in "{directive}" directive: may contain a single paragraph only.
    the "{directive}" can hold one paragraph only: shorten it to one
Error in "{directive}" directive: "{value}" is not a valid value for the "align" option within a substitution definition. Valid values for "align" are: {choices}
Error in "{directive}" directive: "{value}" is not a valid value for the "align" option. Valid values for "align" are: {choices}
    :align: of "{directive}" cannot be "{value}" here: write one of {choices}
Error in "{directive}" directive: {detail}
    "{directive}" is malformed: {detail}
The "{directive}" directive may not be used within topics or body elements
The "{directive}" directive may not be used within a sidebar element
    a "{directive}" is not allowed inside another block: move it to the left margin
The "subtitle" option may not be used without a title
    :subtitle: needs a title: write one after the two colons
Invalid class attribute value for "{directive}" directive: "{value}"
    "{value}" cannot be a class: begin its name with a letter
Figure caption must be a paragraph or empty comment
    the text of a figure has to begin with its caption, a paragraph: put it first
Invalid context: the "{directive}" directive can only be used within a substitution definition
    "{directive}" is only allowed in a definition: write it as .. |name| {directive}:: text
"{directive}" directive requires arguments on the first line
    a "{directive}" needs a name: write it after the two colons
"{directive}" directive arguments not valid role names: "{value}"
    "{value}" cannot be the name of a role: begin it with a letter
Invalid argument for "{directive}" directive: {detail}
    "{directive}" is malformed: {detail}
Invalid character code: {code} {detail}
    {code} is not a character: write its number, such as U+2014
Invalid meta directive
    every line of a meta block begins with :name: — begin this one so, or indent it
Error parsing meta tag attribute "{name}": {detail}
    the attribute "{name}" of the meta block cannot be read: write it as name=value
No suitable element following "{directive}" directive
    no block follows the "{directive}": put a block after it, or delete it
Invalid option list marker: {detail}
    this option cannot be read: write it as -o VALUE or --option=VALUE, and two spaces before its description
"{directive}" directive may not both specify an external file and have content
The "file" and "url" options may not be simultaneously specified for the "{directive}" directive
Problems with "{directive}" directive path: {reason}
Problems with "{directive}" directive URL "{url}": {reason}
Problem with "{option}" option of "{directive}" directive: Text not found
Problem with "{directive}" directive: {reason}
    a "{directive}" that reads a file is not allowed: put the text into the spec
Error importing directive module "{module}" (directive "{directive}"): {reason}
No directive class "{cls}" in module "{module}" (directive "{directive}")
    the installed docutils lacks the directive "{directive}": reinstall docutils
Line {line} exceeds the line-length-limit
    line {line} is too long to be read: break it
Internal error: no transition pattern match. State: "{state}"; transitions: {transitions}; context: {context}; current line: {line}
    docutils itself fails at this line: write it differently
""")  # noqa: E501
)
"""The messages that docutils reports as errors."""

DETAILS = tuple(
    _entries(r"""
not a positive measure of one of the following units: {units}
not a positive number or measure of one of the following units: {units}
"{value}" is no valid measure
    write a length such as 50%, 300px or 20em
invalid literal for int() with base 10: {value}
int() argument must be {types}
could not convert string to float: {value}
    write a whole number
negative value; must be positive or zero
    write zero or a greater number
negative or zero value; must be positive
    write a number greater than zero
argument required but none supplied
    write a value after it
no argument is allowed; "{value}" supplied
    write nothing after it
"{value}" unknown; choose from {choices}
must supply an argument; choose from {choices}
    write one of {choices}
cannot make "{value}" into a class name
    begin the name with a letter
code too large ({reason})
{value} invalid; must be a single character or a Unicode code
    write one character, or its number such as U+2014
unknown encoding: "{value}"
    write utf-8
Parser "{value}" not found. {reason}
    write rst
no content permitted
    it must have no content: put an empty line before the text, and unindent it
no arguments permitted
    write nothing after the two colons
no options permitted
    it has no options: remove them
{required} argument(s) required, {supplied} supplied
    write the required value after the two colons
maximum {most} argument(s) allowed, {supplied} supplied
    write at most {most} word(s) after the two colons, and text below, after an empty line
invalid option block
option data incompletely parsed
    write its options one below the other, and an empty line before the text
extension option field name may not contain multiple words
    its name is one word between colons; put an empty line before text
extension option field body may contain a single paragraph only (option "{option}")
    the value of :{option}: is plain text in one paragraph
duplicate option "{option}"
    :{option}: occurs twice, delete one
wrong number of option tokens (={count}), should be 1 or 2: "{option}"
    write it as -o VALUE
missing "="
    write it as name=value
missing attribute name before "="
    write it as name=value
missing value after "{name}="
    write it as name=value
attribute "{name}" missing end quote ({mark})
    close the quotation mark
attribute "{name}" end quote ({mark}) not followed by whitespace
    put a space after the quotation mark
malformed hyperlink target
    write it as .. _name: https://address
malformed substitution definition
    write it as .. |name| replace:: text
""")
)
"""The ends of docutils' messages, as words to follow a colon."""

_NAME = re.compile(r"\\\{(\w+)\\\}")
_BEGINS_ITEM = re.compile(r"\s*(?:[*+\u2022-]|\(?(?:\d+|[A-Za-z]|#)[.)])\s").match
_SHOWN = 40


def normalised(text: str) -> str:
    """A message as the entries have it: on one line, without its full stop.

    :param text: the message as docutils words it.
    """
    return " ".join(text.split()).rstrip(".")


def plain(text: str, line: str = "") -> str:
    """The sentence for a message of docutils; the message itself if it is unknown.

    :param text: the message, normalised.
    :param line: the text of the line that it is about.
    """
    if text == "Unexpected indentation" and _BEGINS_ITEM(line):
        return _LIST
    return _found(text, (*WARNINGS, *ERRORS)) or text


def originals() -> Iterator[tuple[str, Entry]]:
    """Each rule's code with the entries that it reports."""
    for code, entries in (("RST001", ERRORS), ("RST002", WARNINGS)):
        yield from ((code, entry) for entry in entries)


def _found(text: str, entries: Iterable[Entry]) -> str:
    for entry in entries:
        for form in entry.forms:
            # The beginning tells most of them apart, without compiling a pattern.
            if text.startswith(form.partition("{")[0]) and (match := _pattern(form)(text)):
                return _filled(entry.sentence, match.groupdict())
    return ""


@functools.cache
def _pattern(form: str) -> functools.partial[re.Match[str] | None]:
    pattern = re.compile(_NAME.sub(r"(?P<\1>.*?)", re.escape(form)), re.DOTALL)
    return functools.partial(pattern.fullmatch)


def _filled(sentence: str, groups: dict[str, str]) -> str:
    values = {name: _short(value) for name, value in groups.items()}
    if "detail" in groups:
        detail = groups["detail"]
        values["detail"] = _found(detail, DETAILS) or detail
    if "choices" in groups:
        values["choices"] = groups["choices"]
    return sentence.format(**values)


def _short(value: str) -> str:
    return value if len(value) <= _SHOWN else f"{value[: _SHOWN - 1]}…"
