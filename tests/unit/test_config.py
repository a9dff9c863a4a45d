"""The configuration: its files, its valid values, its methods."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from specslint.config import values
from specslint.config.loading import SOURCES, load, load_file
from specslint.config.settings import Config
from specslint.config.values import MAX_BYTES
from specslint.model.errors import UserError
from specslint.model.findings import Severity
from specslint.model.layout import Layout
from specslint.rules import all_rules


def tree(**files: str | bytes) -> Callable[[str], bytes | None]:
    """A reader of a tree; the dot of a file's name is written as "_"."""
    contents = {
        name.replace("_", "."): text if isinstance(text, bytes) else text.encode()
        for name, text in files.items()
    }
    return contents.get


def from_toml(body: str) -> Config:
    return load(tree(pyproject_toml=f"[tool.specslint]\n{body}\n"))


def from_ini(body: str) -> Config:
    return load(tree(setup_cfg=f"[specslint]\n{body}\n"))


def toml_error(body: str) -> str:
    with pytest.raises(UserError) as caught:
        from_toml(body)
    return str(caught.value)


def ini_error(body: str) -> str:
    with pytest.raises(UserError) as caught:
        from_ini(body)
    return str(caught.value)


# --- files --------------------------------------------------------------------


def test_defaults() -> None:
    config = load(tree())
    assert config == Config()
    assert config.source is None
    assert config.project == "nova"
    assert config.open_releases is None
    assert config.layout == Layout()
    assert config.fail_level is Severity.ERROR


@pytest.mark.parametrize(
    ("files", "source", "project"),
    [
        (
            {
                "pyproject_toml": '[tool.specslint]\nproject="a"',
                "setup_cfg": "[specslint]\nproject=b",
            },
            "pyproject.toml",
            "a",
        ),
        (
            {"pyproject_toml": "[tool.ruff]\n", "setup_cfg": "[specslint]\nproject=b"},
            "setup.cfg",
            "b",
        ),
        (
            {"setup_cfg": "[metadata]\nname = specslint", "tox_ini": "[specslint]\nproject: c"},
            "tox.ini",
            "c",
        ),
        # An empty section is a section: the search ends.
        (
            {"pyproject_toml": "[tool.specslint]", "tox_ini": "[specslint]\nproject=c"},
            "pyproject.toml",
            "nova",
        ),
        (
            {"setup_cfg": "[specslint]\n", "tox_ini": "[specslint]\nproject=c"},
            "setup.cfg",
            "nova",
        ),
        # A bare [specslint] is no section of pyproject.toml.
        (
            {"pyproject_toml": '[specslint]\nproject="a"', "tox_ini": "[specslint]\nproject=c"},
            "tox.ini",
            "c",
        ),
        # A broken file that does not mention specslint is ignored.
        (
            {"pyproject_toml": "[tool.ruff\n", "tox_ini": "[specslint]\nproject=c"},
            "tox.ini",
            "c",
        ),
        (
            {"setup_cfg": "nonsense\n[x]\na\n[x]\n", "tox_ini": "[specslint]\nproject=c"},
            "tox.ini",
            "c",
        ),
        # So are errors of an INI file outside of the section.
        (
            {"tox_ini": "nonsense\n[x]\na=1\na=2\n[specslint]\nproject=c\n[x]\n%(y)s"},
            "tox.ini",
            "c",
        ),
        ({"pyproject_toml": 'tool.specslint.project = "a"'}, "pyproject.toml", "a"),
        ({"pyproject_toml": '[tool]\n"specslint" = {project = "a"}'}, "pyproject.toml", "a"),
        ({"pyproject_toml": b'\xef\xbb\xbf[tool.specslint]\r\nproject = "a"\r\n'},
         "pyproject.toml", "a"),
        ({"setup_cfg": b"\xef\xbb\xbf[specslint]\r\nproject = a\r\n"}, "setup.cfg", "a"),
        # A section's name inside another key's value is text.
        (
            {"setup_cfg": "[x]\na =\n  [specslint]\n  project=b\n", "tox_ini": "[specslint]\n"},
            "tox.ini",
            "nova",
        ),
    ],
)  # fmt: skip
def test_source(files: dict[str, str | bytes], source: str, project: str) -> None:
    config = load(tree(**files))
    assert (config.source, config.project) == (source, project)


def test_sources_are_read_in_order_until_one_fits() -> None:
    asked = []

    def read(name: str) -> bytes | None:
        asked.append(name)
        return b"[specslint]" if name == "setup.cfg" else None

    load(read)
    assert asked == [*SOURCES[:2], ".gitreview"]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (
            {"pyproject_toml": "[tool.specslint]\nselect = ["},
            "pyproject.toml: is no valid TOML: Invalid value (at end of document)",
        ),
        (
            {"pyproject_toml": '[tool.specslint]\na = "\x07"'},
            "pyproject.toml: is no valid TOML: Illegal character '\\x07' (at line 2, column 6)",
        ),
        ({"pyproject_toml": "# specslint\na = " + "[" * 100_000}, "is nested too deeply"),
        ({"pyproject_toml": "# specslint\na = " + "1" * 5000}, "is no valid TOML"),
        ({"pyproject_toml": "# specslint\n[" + "a." * 200_000 + "a]"}, "a line of too many dots"),
        ({"pyproject_toml": b"#" * (MAX_BYTES + 1)}, "pyproject.toml: is larger than 1048576"),
        ({"tox_ini": b"[specslint]\nproject = \xff"}, "tox.ini: is not UTF-8 (at byte 22)"),
        ({"setup_cfg": "[specslint]\n\n[specslint]"}, "setup.cfg:3: [specslint] stands twice"),
        ({"setup_cfg": "[specslint]\nproject"}, 'setup.cfg:2: expected "key = value", found'),
        ({"setup_cfg": "[specslint]\n  = x"}, 'setup.cfg:2: expected "key = value", found'),
        ({"pyproject_toml": "[tool]\nspecslint = 3"}, ":2: [tool.specslint] must be a table"),
        ({"pyproject_toml": "\n[[tool.specslint]]"}, ":2: [tool.specslint] must be a table"),
    ],
)
def test_broken_file(files: dict[str, str | bytes], message: str) -> None:
    with pytest.raises(UserError) as caught:
        load(tree(**files))
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("pyproject.toml", "[tool.specslint]\nproject = 'x'"),
        ("other.toml", "[tool.specslint]\nproject = 'x'"),
        ("other.toml", "[specslint]\nproject = 'x'"),
        ("other.toml", "[specslint]\nproject='y'\n[tool.specslint]\nproject = 'x'"),
        ("setup.cfg", "[specslint]\nproject = x"),
        ("tox.ini", "[specslint]\nproject = x"),
        ("settings", "[specslint]\nproject = x"),
    ],
)
def test_load_file(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text)
    config = load_file(path)
    assert config == Config(project="x")
    assert config.source == str(path)


def test_load_file_errors(tmp_path: Path) -> None:
    path = tmp_path / "a\nb.toml"

    def message(target: Path) -> str:
        with pytest.raises(UserError) as caught:
            load_file(target)
        return str(caught.value)

    assert "a\\nb.toml: cannot be read: No such file" in message(path)
    assert "cannot be read: Is a directory" in message(tmp_path)
    assert "cannot be read: not a file name" in message(tmp_path / "\0")
    path.write_text("[tool.ruff]\n")
    assert message(path).endswith("a\\nb.toml: has no section [tool.specslint]")
    path.write_text("[specslint]\nproject = 1\n")
    assert message(path).endswith("a\\nb.toml:2: project: must be a string, not a number")
    other = tmp_path / "x.ini"
    other.write_text("")
    assert message(other).endswith("x.ini: has no section [specslint]")


# --- valid values ---------------------------------------------------------------

TOML = """
project = "x-1.y_z"
open-releases = ["Kilo", "antelope", "backlog"]
approved = "proposals/{release}/open/{name}.rst"
implemented = "proposals/{release}/{name}-done.rst"
abandoned = "gone/{name}.rst"
template = ["templates/{release}.rst", "templates/all.rst"]
backlog = "ideas/{project}/{name}.rst"
links = "by-name/{name}.rst"
optional_sections = ["Alternatives", "Juno: Work Items", "bobcat:Testing"]
extra-sections = ["Glossary", "Kilo: *"]
required-sections = ["backlog: Problem description"]
tracker = ["bug", "blueprint"]
untracked-comment = "lint: free"
directives = ["Nova-Thing", "c:func"]
roles = ["nova.role"]
select = ["TXT", "TPL00", "TXT"]
ignore = ["TXT006"]
exclude = ["specs/juno/", "*.txt"]
fail-level = "warning"
closed-releases = true
strict-docs = false

[tool.specslint.severity]
TXT001 = "off"
TXT002 = "info"

[tool.specslint.per-file-ignores]
"specs/juno/*" = ["TXT", "TPL001"]
"a=b:c" = []

[tool.specslint.areas]
'Hypervisor: "X"' = ["x", "hyper x", "x"]
Rest = []
"""

INI = """
project = x-1.y_z
open-releases = Kilo, antelope
    backlog,
# a remark
approved = proposals/{release}/open/{name}.rst
implemented : proposals/{release}/{name}-done.rst
abandoned =
    gone/{name}.rst
template=templates/{release}.rst
    templates/all.rst
backlog = ideas/{project}/{name}.rst
links = by-name/{name}.rst
extra-sections = Glossary, Kilo: *
required-sections = backlog: Problem description
tracker = bug, blueprint
untracked-comment = lint: free
optional_sections =
    Alternatives
    ; a remark

    Juno: Work Items
    bobcat:Testing
directives = Nova-Thing, c:func
roles = nova.role
select = TXT,TPL00,TXT
ignore = TXT006
exclude =
    specs/juno/
    *.txt
fail-level = warning
closed-releases = True
strict-docs = off
severity =
    TXT001 = off
    TXT002: info
per-file-ignores =
    specs/juno/*: TXT, TPL001
    a=b:c:
areas =
    Hypervisor: "X": x, hyper x, x
    Rest:
"""

FULL = Config(
    project="x-1.y_z",
    open_releases=("kilo", "2023.1", "backlog"),
    layout=Layout(
        "proposals/{release}/open/{name}.rst",
        "proposals/{release}/{name}-done.rst",
        "gone/{name}.rst",
        ("templates/{release}.rst", "templates/all.rst"),
        "ideas/{project}/{name}.rst",
        "by-name/{name}.rst",
    ),
    optional_sections=(
        *Config().optional_sections,
        "Alternatives",
        "juno: Work Items",
        "2023.2: Testing",
    ),
    extra_sections=("Glossary", "kilo: *"),
    required_sections=("backlog: Problem description",),
    tracker=("bug", "blueprint"),
    untracked_comment="lint: free",
    directives=("nova-thing", "c:func"),
    roles=("nova.role",),
    select=("TXT", "TPL00"),
    ignore=("TXT006",),
    exclude=("specs/juno/", "*.txt"),
    fail_level=Severity.WARNING,
    closed_releases=True,
    strict_docs=False,
    severity=(("TXT001", Severity.OFF), ("TXT002", Severity.INFO)),
    per_file_ignores=(("specs/juno/*", ("TXT", "TPL001")), ("a=b:c", ())),
    areas=(('Hypervisor: "X"', ("x", "hyper x")), ("Rest", ())),
)


def test_every_key() -> None:
    keys = tomllib.loads(f"[tool.specslint]{TOML}")["tool"]["specslint"]
    assert {key.replace("_", "-") for key in keys} == values.CONVERTERS.keys()
    assert from_toml(TOML) == FULL
    assert from_ini(INI) == FULL


@pytest.mark.parametrize("config", [Config(), FULL, Config(open_releases=(), project="a")])
def test_describe_round_trip(config: Config) -> None:
    text = config.describe()
    assert text.isascii()
    assert load(tree(pyproject_toml=text)) == config


def test_describe() -> None:
    assert from_toml('select = ["TXT"]\nexclude = [\'a"b\']').describe() == (
        "# Settings of pyproject.toml\n"
        "[tool.specslint]\n"
        'project = "nova"\n'
        "# open-releases: the two newest that have a template\n"
        'approved = "specs/{release}/approved/{name}.rst"\n'
        'implemented = "specs/{release}/implemented/{name}.rst"\n'
        'abandoned = "specs/abandoned/{name}.rst"\n'
        'template = "specs/{release}-template.rst"\n'
        "backlog = []\n"
        "links = []\n"
        'optional-sections = ["History", "Feature Liaison", "queens: !Feature Liaison",'
        ' "queens: Upgrade impact"]\n'
        "extra-sections = []\n"
        "required-sections = []\n"
        'tracker = ["blueprint"]\n'
        "# untracked-comment: none\n"
        "directives = []\n"
        "roles = []\n"
        'select = ["TXT"]  # pyproject.toml\n'
        "ignore = []\n"
        'exclude = ["a\\"b"]  # pyproject.toml\n'
        'fail-level = "error"\n'
        "closed-releases = false\n"
        "# strict-docs: false, as no command of tox.ini runs sphinx-build with -W\n"
    )
    first, *_ = Config().describe().splitlines()
    assert first == "# Built-in settings"
    assert "# select: every rule\n" in Config().describe()
    assert Config(source="a\nb").describe().startswith("# Settings of a\\nb\n")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('ignroe = []', 'pyproject.toml:2: unknown key "ignroe" in [tool.specslint]; '
                        'did you mean "ignore"?'),
        ('fail_levle = "x"', 'unknown key "fail_levle" in [tool.specslint]; '
                             'did you mean "fail-level"?'),
        ('"a\\u001b[1m" = 1', 'unknown key "a\\x1b[1m" in [tool.specslint]'),
        ('fail-level = "info"\nfail_level = "info"', ':3: "fail-level" is set twice'),
        ('project = "a/b"', ':2: project: may hold letters, digits, "-", "." and "_" only, '
                            'found "a/b"'),
        ('project = ""', "project: must not be empty"),
        ('project = ["nova"]', "project: must be a string, not a list"),
        ('project = 2015-04-30', "project: must be a string, not a date or time"),
        ('project = true', "project: must be a string, not a boolean"),
        (f'project = "{"x" * 501}"', "project: must not be longer than 500 characters"),
        ('open-releases = ["kilp"]', 'open-releases: "kilp" is no release; did you mean "kilo"?'),
        ('open-releases = "kilo"', "open-releases: must be a list, not a single value"),
        ('roles = ["a b"]', 'roles: "a b" is no name of a directive or role'),
        ('directives = ["(a+)+"]', "is no name of a directive or role"),
        ('directives = [["a"]]', "directives: must be a string, not a list"),
        ('optional-sections = ["kilp: Title"]', '"kilp" is no release; did you mean "kilo"?'),
        ('optional-sections = ["kilo: "]', "optional-sections: must not be empty"),
        ('optional-sections = ["a\\u202eb"]', 'control characters, found "a\\u202eb"'),
        ('select = []', "select: must not be empty: leave it out to select every rule"),
        ('select = ["TX001"]', 'select: no rule has the code "TX001"; did you mean "TXT001"?'),
        ('select = ["txt"]', 'no rule has the code "txt"; did you mean "TXT"?'),
        ('ignore = ["txt00"]', 'no rule has the code "txt00"; did you mean "TXT00"?'),
        ('ignore = ["line-too-long"]', 'did you mean "TXT001"?'),
        ('ignore = ["TXT001", "qqqqqq"]', 'ignore: no rule has the code "qqqqqq"'),
        ('ignore = [""]', "ignore: must not be empty"),
        (f'ignore = {["TXT001"] * 257}', "must not have more than 256 items, found 257"),
        ('closed-releases = "maybe"', 'must be true or false, found "maybe"'),
        ("closed-releases = 1", "closed-releases: must be true or false, found a number"),
        ("closed-releases = []", "must be true or false, found a list"),
        ('fail-level = "off"', 'must be one of info, warning, error, found "off"'),
        ('fail-level = "fatal"', 'fail-level: must be one of info, warning, error, found "fatal"'),
        ('fail-level = "Error"', 'found "Error"; did you mean "error"?'),
        ('exclude = ["/etc"]', 'exclude: must be relative to the repository, with "/", '
                               'found "/etc"'),
        ('exclude = ["a\\\\b"]', 'with "/", found "a\\b"'),
        ('severity = "error"', "severity: must be a table, not a single value"),
        ('severity = {\n}\nproject = 1', ""),
        ('severity = {TXT = "off"}', ':2: severity: "TXT": "TXT" is not a whole code, '
                                     'such as "TXT001"'),
        ('\n[tool.specslint.severity]\nTXT001 = "off"\nTXT002 = "fatal"',
         ':5: severity: "TXT002": must be one of off, info, warning, error, found "fatal"'),
        ('severity.TXT001 = "off"\nseverity.TXT002 = 1', ':3: severity: "TXT002": must be a str'),
        ('[tool.specslint.per-file-ignores]\n"a/b.rst" = ["TXT"]\n\'c "d"\' = ["TXT001", "TXY"]',
         ':4: per-file-ignores: "c "d"": no rule has the code "TXY"; did you mean "TXT"?'),
        ('per-file-ignores = {"a" = "TXT"}', 'per-file-ignores: "a": must be a list'),
        ('areas = {"A" = "x"}', 'areas: "A": must be a list, not a single value'),
        ('areas = {"A" = ["x", "..."]}', 'areas: "A": must hold a letter or a digit, found "..."'),
        ('areas = {"\\u001b" = ["x"]}', "must not hold control characters"),
        ('areas = ["a"]', "areas: must be a table, not a list"),
        ('per-file-ignores = ["a"]', "per-file-ignores: must be a table, not a list"),
        # The line is correct, whatever precedes the key.
        ('exclude = [  # "[x]\n  "]", \'#\',\n]\nbad = 1', ':5: unknown key "bad"'),
        ('exclude = ["""\\\nbad = 1"""]\nbad = 1', ':4: unknown key "bad"'),
        ('exclude = ["""bad = 1""", \'\'\'\n[x]"""\'\'\']\nbad = 1', ':4: unknown key "bad"'),
        ('[tool.other]\nbad = """\nbad = 1"""\n[[tool.x]]\nbad = 2\n'
         '[ tool . "specslint" . severity ]\nbad = "off"',
         ':8: severity: "bad": no rule has the code "bad"'),
    ],
)  # fmt: skip
def test_toml_errors(body: str, message: str) -> None:
    error = toml_error(body)
    assert message in error
    assert error.startswith("pyproject.toml:")
    assert error.isprintable()


def test_line_falls_back_to_the_section() -> None:
    text = '\n\n[tool.specslint]\n"\\u0061bc" = 1\n'
    with pytest.raises(UserError, match=r'^pyproject.toml:3: unknown key "abc"'):
        load(tree(pyproject_toml=text))


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("ignroe = TXT", 'setup.cfg:2: unknown key "ignroe" in [specslint]; '
                         'did you mean "ignore"?'),
        ("\n# x\nproject = a b", ":4: project: may hold letters"),
        ("project = a\n b", 'project: must not hold control characters, found "a\\nb"'),
        ("project =", "project: must not be empty"),
        ("project = a\nproject = b", ':3: "project" is set twice in [specslint]'),
        ("project = %(home)s", "project: may hold letters"),
        ("open-releases =\n  kilo\n  kilp", ':2: open-releases: "kilp" is no release'),
        ("select =", "select: must not be empty"),
        ("ignore = TXT001  # why", 'ignore: no rule has the code "TXT001  # why"'),
        ("severity = error", ':2: severity: expected "CODE = level", found "error"'),
        ("severity =\n  TXT001 = off\n  TXT002 = fatal", ':4: severity: "TXT002": must be one of'),
        ("severity =\n  TXT001 = off\n  TXT001 = off", ':4: severity: "TXT001" is set twice'),
        ("severity =\n  TXT001 =", ':3: severity: "TXT001": must not be empty'),
        ("areas =\n  API ec2", ':3: areas: expected "area: word, word", found "API ec2"'),
        ("areas =\n  A: x\n  A: y", ':4: areas: "A" is set twice'),
        ("per-file-ignores =\n  x.rst TXT", ':3: per-file-ignores: expected "glob: CODE, CODE"'),
        ("per-file-ignores =\n  x: TXT\n  y: TXY", ':4: per-file-ignores: "y": no rule has'),
    ],
)  # fmt: skip
def test_ini_errors(body: str, message: str) -> None:
    error = ini_error(body)
    assert message in error
    assert error.startswith("setup.cfg:")
    assert error.isprintable()


@pytest.mark.parametrize(
    ("key", "pattern", "message"),
    [
        ("approved", "/specs/{release}/{name}.rst", "must be a path relative"),
        ("approved", "specs/../{release}/{name}.rst", "must be a path relative"),
        ("approved", "specs/./{release}/{name}.rst", "must be a path relative"),
        ("approved", "specs//{release}/{name}.rst", "must be a path relative"),
        ("approved", "specs\\\\{release}/{name}.rst", "must be a path relative"),
        ("approved", "specs/{release}/{name}.rst/", "must be a path relative"),
        ("approved", "specs/{release}/\\u0000{name}.rst", "must not hold control characters"),
        ("approved", "specs/{release}/{release}/{name}.rst", "must hold {release} at most once"),
        ("approved", "specs/{release}/{name}-{name}.rst", "must hold {name} exactly once"),
        ("approved", "specs/{release}/{status}/{name}.rst", "may hold no braces but those of"),
        ("approved", "specs/{{release}}/{name}.rst", "may hold no braces but those of"),
        ("approved", "specs/{name}/{release}.rst", "must hold {name} in the file's name"),
        ("approved", "specs/{release}-{name}.rst", "must hold {release} in a directory's name"),
        ("implemented", "specs/{release}/x.rst", "must hold {name} exactly once"),
        ("abandoned", "specs/{status}/{name}.rst", "may hold no braces but those of {name}"),
        ("abandoned", "specs/abandoned.rst", "must hold {name} exactly once"),
        ("template", "specs/{name}.rst", "may hold no braces but those of {release}"),
        ("links", "specs/{x}.rst", "may hold no braces but those of {name}"),
        ("template", ".git/{release}", "must be a path relative"),
    ],
)
def test_bad_layout(key: str, pattern: str, message: str) -> None:
    assert f"pyproject.toml:2: {key}: {message}" in toml_error(f'{key} = "{pattern}"')


@pytest.mark.parametrize(
    ("key", "pattern", "keys"),
    [
        ("backlog", "specs/{release}/approved/{name}.rst", ("backlog", "approved")),
        ("backlog", "specs/{release}/approved/{name}", ("backlog", "approved")),
        ("implemented", "specs/{project}/approved/{name}.rst", ("approved", "implemented")),
        ("approved", "specs/abandoned/{name}.rst", ("abandoned", "approved")),
        ("abandoned", "specs/{release}/{project}/{name}.rst", ("abandoned", "approved")),
    ],
)
def test_a_pattern_that_covers_another(key: str, pattern: str, keys: tuple[str, str]) -> None:
    """Else each approved spec would be in the backlog, say."""
    error = toml_error(f'{key} = "{pattern}"')
    assert error.startswith(f"pyproject.toml:2: {key}: a pattern of {keys[0]} has every path of ")
    assert f", a pattern of {keys[1]}: " in error


@pytest.mark.parametrize(
    "body",
    [
        'approved = ["specs/{release}/{name}.rst", "specs/{release}/{name}.rst"]',
        'approved = "specs/{release}/{project}/{name}.rst"',
        'backlog = "specs/backlog/approved/{name}.rst"',
        'implemented = "specs/{release}/approved/{name}.md"',
        'abandoned = "specs/{release}/{name}.rst"',
    ],
)
def test_a_pattern_that_has_other_paths(body: str) -> None:
    assert from_toml(body)


# --- methods --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("release", "optional"),
    [
        ("kilo", {"History", "Feature Liaison", "Alternatives"}),
        ("queens", {"History", "Upgrade impact", "Alternatives"}),
        ("juno", {"History", "Feature Liaison", "Alternatives", "Work Items"}),
        ("2023.2", {"History", "Feature Liaison", "Alternatives", "Testing"}),
        ("bobcat", {"History", "Feature Liaison", "Alternatives", "Testing"}),
    ],
)
def test_optional_for(release: str, optional: set[str]) -> None:
    assert FULL.optional_for(release) == optional


@pytest.mark.parametrize(
    ("select", "ignore", "code", "selected"),
    [
        (None, (), "TXT001", True),
        (None, ("TXT",), "TXT001", False),
        (None, ("TXT",), "TPL001", True),
        (("TXT",), (), "TXT001", True),
        (("TXT",), (), "TPL001", False),
        (("TXT",), ("TXT001",), "TXT001", False),
        (("TXT",), ("TXT001",), "TXT002", True),
        (("TXT001",), ("TXT",), "TXT001", True),
        (("TXT001",), ("TXT",), "TXT002", False),
        (("TXT", "TXT001"), ("TXT00",), "TXT001", True),
        (("TXT",), ("TXT",), "TXT001", False),
        (("TXT001",), ("TXT001",), "TXT001", False),
    ],
)
def test_is_selected(
    select: tuple[str, ...] | None, ignore: tuple[str, ...], code: str, selected: bool
) -> None:
    assert Config(select=select, ignore=ignore).is_selected(code) is selected


def test_severity() -> None:
    config = Config()
    assert config.severity_for("TXT001", Severity.INFO) is Severity.INFO
    config = from_toml('severity = {TXT001 = "warning", MSG002 = "info", TXT002 = "off"}')
    assert config.severity_for("TXT001", Severity.INFO) is Severity.WARNING
    assert config.severity_for("TXT003", Severity.INFO) is Severity.INFO
    assert config.is_selected("MSG002")
    assert not config.is_selected("TXT002")
    assert all_rules()["MSG002"].severity is Severity.OFF


@pytest.mark.parametrize(
    ("glob", "path", "matched"),
    [
        ("specs/juno", "specs/juno/approved/x.rst", True),
        ("specs/juno/", "specs/juno/approved/x.rst", True),
        ("specs/juno", "specs/juno2/approved/x.rst", False),
        ("specs/juno", "old/specs/juno/x.rst", False),
        ("juno", "specs/juno/approved/x.rst", False),
        ("*/juno", "specs/juno/approved/x.rst", True),
        ("specs/*.rst", "specs/kilo/approved/x.rst", True),
        ("*.rst", "specs/kilo/approved/x.rst", True),
        ("*.RST", "specs/kilo/approved/x.rst", False),
        ("specs/????/*", "specs/kilo/approved/x.rst", True),
        ("specs/[jk]*/approved", "specs/kilo/approved/x.rst", True),
        ("specs/[!jk]*", "specs/kilo/approved/x.rst", False),
        ("specs/[", "specs/[/x.rst", True),
        ("specs/kilo/approved/x.rst", "specs/kilo/approved/x.rst", True),
        ("a.c", "abc", False),
        ("(a+)+", "aaaa", False),
        ("a", "a\nb", False),
        ("a*b", "a\n/b", True),
    ],
)
def test_globs(glob: str, path: str, matched: bool) -> None:
    assert Config(exclude=("nothing", glob)).is_excluded(path) is matched
    config = Config(per_file_ignores=((glob, ("TXT", "TPL001")), ("nothing", ("TPL",))))
    assert config.ignored_for(path) == (("TXT", "TPL001") if matched else ())
    assert config.is_ignored("TXT003", path) is matched
    assert not config.is_ignored("TPL002", path)


@pytest.mark.parametrize("part", ["*a", "*?", "*[a]", "?*", "*a?", "**", "*[!b]"])
def test_a_glob_of_many_stars_is_matched_in_bounded_time(part: str) -> None:
    glob = part * (values.MAX_LENGTH // len(part) - 1) + "b"
    assert not values.matches(glob, "a" * 20_000)


@settings(deadline=None)
@given(
    glob=st.text(alphabet="ab*?[]!^-/\\.&|~{}()\n", max_size=40) | st.text(max_size=20),
    path=st.text(alphabet="ab/.-[]\n", max_size=80) | st.text(),
)
def test_any_glob_matches_or_does_not(glob: str, path: str) -> None:
    assert values.matches(glob, path) in (True, False)


# --- the command line's options ---------------------------------------------------


def test_with_options() -> None:
    config = from_toml('select = ["TPL"]\nignore = ["TPL007", "TXT001"]\nseverity.TXT002 = "off"')
    assert config.with_options() == config
    assert config.with_options(select=[], ignore=[], severity=[]) == config
    changed = config.with_options(
        select=["TXT001, TXT002", "RST"],
        ignore=["RST002", "TPL007"],
        severity=["TXT002=info,TXT003=off", "TXT003 = error"],
        fail_level="info",
    )
    assert changed == Config(
        select=("TXT001", "TXT002", "RST"),
        ignore=("TPL007", "RST002"),
        severity=(("TXT002", Severity.INFO), ("TXT003", Severity.ERROR)),
        fail_level=Severity.INFO,
    )
    assert changed.source == "pyproject.toml"
    # A rule that the command line selects runs, even if the configuration ignores it;
    # one that the command line ignores does not.
    assert changed.is_selected("TXT001")
    assert not config.with_options(select=["TXT001"], ignore=["TXT001"]).is_selected("TXT001")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"select": ["TX001"]}, '--select: no rule has the code "TX001"; did you mean "TXT001"?'),
        ({"select": [" "]}, "--select: must not be empty: leave it out to select every rule"),
        ({"ignore": ["TXT", "\x1b"]}, '--ignore: must not hold control characters, found "\\x1b"'),
        ({"ignore": ["\udc80"]}, 'found "\\udc80"'),
        ({"severity": ["TXT001"]}, '--severity: expected CODE=LEVEL, found "TXT001"'),
        ({"severity": ["TXT=off"]}, '"TXT" is not a whole code'),
        ({"severity": ["TXT001=no"]}, '--severity: "TXT001": must be one of off, info, warning'),
        ({"fail_level": "off"}, '--fail-level: must be one of info, warning, error, found "off"'),
        ({"fail_level": ""}, "--fail-level: must not be empty"),
    ],
)
def test_bad_options(options: dict[str, list[str]], message: str) -> None:
    with pytest.raises(UserError) as caught:
        Config().with_options(**options)  # type: ignore[arg-type]
    assert message in str(caught.value)
    assert str(caught.value).isprintable()


# --- arbitrary input --------------------------------------------------------------


def survives(name: str, data: bytes) -> None:
    """Whatever the file contains, the result is a configuration that can be shown, or one line."""
    problem = ""
    config = Config()
    try:
        config = load({name: data}.get)
    except UserError as error:
        problem = str(error)
    assert problem.isprintable()
    assert load({"pyproject.toml": config.describe().encode()}.get) == config


@settings(deadline=None)
@given(name=st.sampled_from(SOURCES), data=st.binary(max_size=200))
def test_any_bytes(name: str, data: bytes) -> None:
    survives(name, data)
    survives(name, b"[tool.specslint]\n[specslint]\n" + data)


_KEYS = st.sampled_from(sorted(values.CONVERTERS)) | st.text(max_size=8)
_WORDS = st.sampled_from(
    ["TXT", "TXT001", "off", "error", "kilo", "queens: X", "a/{name}", "{release}/{name}", "*"]
) | st.text(max_size=12)


def _toml_value(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml_value, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_toml_value(k)} = {_toml_value(v)}' for k, v in value.items())}}}"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(char):08x}" for char in value) + '"'
    return str(value).lower()


@settings(deadline=None)
@given(
    st.dictionaries(
        _KEYS,
        st.recursive(
            _WORDS | st.integers() | st.booleans(),
            lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=3),
            max_leaves=6,
        ),
        max_size=3,
    )
)
def test_any_toml(table: dict[str, object]) -> None:
    survives("pyproject.toml", f"tool.specslint = {_toml_value(table)}".encode())


@settings(deadline=None)
@given(st.lists(st.tuples(_KEYS, st.sampled_from(["=", ":", "\n ", ""]), _WORDS), max_size=5))
def test_any_ini(lines: list[tuple[str, str, str]]) -> None:
    text = "\n".join(f"{key} {delimiter} {word}" for key, delimiter, word in lines)
    survives("tox.ini", f"[specslint]\n{text}".encode())


@pytest.mark.parametrize(
    "filler", [" ", "[", "=", '"', "'", "\\", "a\n", "a=1\n ", "[a]\n", '"""']
)
@pytest.mark.parametrize("name", SOURCES)
def test_large_inputs_are_processed_in_bounded_time(name: str, filler: str) -> None:
    survives(name, b"[specslint]\n" + filler.encode() * 50_000)


def test_import_is_light() -> None:
    code = (
        "import sys; before = set(sys.modules); import specslint.config.loading;"
        "specslint.config.loading.load({}.get);"
        "print(*{'tomllib', 'configparser', 'docutils', 'git', 'json'}"
        " & (set(sys.modules) - before))"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout.strip(), result.stderr) == ("", "")
