"""The docs job as ``tox.ini`` and ``conf.py`` describe it; both are only read."""

from __future__ import annotations

import pytest

from specslint.config.docs_job import DocsJob, read_docs_job


def job(tox: str | None = None, conf: str | bytes | None = None) -> DocsJob:
    files = {}
    if tox is not None:
        files["tox.ini"] = tox.encode()
    if conf is not None:
        files["doc/source/conf.py"] = conf if isinstance(conf, bytes) else conf.encode()
    return read_docs_job(files.get)


def docs(command: str) -> str:
    return f"[testenv:docs]\ncommands = {command}\n"


@pytest.mark.parametrize(
    "tox",
    [
        docs("sphinx-build -W -b html doc/source doc/build/html"),
        docs("sphinx-build -nW doc/source doc/build"),
        docs("sphinx-build -E -W doc/source doc/build"),
        docs("sphinx-build --fail-on-warning doc/source doc/build"),
        docs("sphinx-build --fail doc/source doc/build"),
        docs("{envbindir}/sphinx-build -b html -W --keep-going doc/source doc/build"),
        docs("python -m sphinx -W doc/source doc/build"),
        docs("bash -c 'sphinx-build -W doc/source doc/build'"),
        docs("sphinx-build {posargs:-W} doc/source doc/build"),
        docs("sphinx-build doc/source doc/build -W"),
        "[testenv:docs]\ncommands =\n  rm -rf doc/build\n"
        "  sphinx-build -b html \\\n    -W doc/source doc\n",
        "[testenv:docs]\ncommands =\n\n  # a comment\n  sphinx-build -W doc/source doc\n",
        "[docs]\nopts = -n -W\n"
        "[testenv:docs]\ncommands = sphinx-build {[docs]opts} doc/source doc\n",
        docs("sphinx-build doc/source doc") + "[testenv:pdf]\ncommands = sphinx-build -W a b\n",
        "[testenv:docs]\ncommands_pre = sphinx-build -W doc/source doc\n",
    ],
)  # fmt: skip
def test_a_strict_job(tox: str) -> None:
    assert job(tox).strict
    assert job(tox).source == "doc/source"


@pytest.mark.parametrize(
    "tox",
    [
        None,
        "",
        "\0\xff",
        docs("sphinx-build -b html doc/source doc/build"),
        docs("sphinx-build -b W doc/source doc/build"),
        docs("sphinx-build -DW=1 -d W doc/source doc/build"),
        docs("sphinx-build -t W -A W --tag -W doc/source doc/build"),
        docs("- sphinx-build -W doc/source doc/build"),
        docs("sphinx-build doc/source doc/build && pytest -W error"),
        docs("pytest -W error"),
        docs("sphinx-buildx -W doc/source doc"),
        docs("echo sphinx -W"),
        "[testenv:docs]\n# commands = sphinx-build -W a b\n",
        "[testenv:docs]\ncommands =\n  # sphinx-build -W a b\n  ls\n",
        "[testenv:docs]\ndescription = runs sphinx-build -W\n",
        "[a]\nb = {[a]b}{[a]b}\n[testenv:docs]\ncommands = sphinx-build {[a]b} {[no]no} %(x)s\n",
    ],
)  # fmt: skip
def test_no_strict_job(tox: str | None) -> None:
    assert not job(tox).strict


def test_the_source_directory_is_that_of_the_docs_environment() -> None:
    tox = "[testenv:notes]\ncommands = sphinx-build -W notes/source notes/build\n" + docs(
        "sphinx-build -b html -d build/trees documentation/source/ build/html"
    )
    assert job(tox).source == "documentation/source"
    assert job(docs("sphinx-build -W ../elsewhere build")).source == "doc/source"
    assert job(docs("sphinx-build -W /etc build")).source == "doc/source"
    assert job(docs("sphinx-build -W .git build")).source == "doc/source"


@pytest.mark.parametrize(
    ("conf", "extensions"),
    [
        ("extensions = ['a', \"b\"]\n", ("a", "b")),
        ("extensions = ('a', 'b',)\n", ("a", "b")),
        ("extensions = ['a'] + ['b']\n", ("a", "b")),
        ("extensions = ['a']\nextensions += ['b']\n", ("a", "b")),
        ("extensions = ['a']\nextensions.append('b')\n", ("a", "b")),
        ("extensions = ['a']\nextensions.extend(['b'])\n", ("a", "b")),
        ("extensions: list[str] = ['a', 'b']\n", ("a", "b")),
        ("project = 'x'\n", ()),
        ("extensions = find()\n", None),
        ("extensions = ['a', name]\n", None),
        ("extensions = [f'{a}']\n", None),
        ("extensions = ['a']\nif x:\n    extensions.append('b')\n", None),
        ("extensions = ['a']\nchange(extensions)\n", None),
        ("extensions = ['a']\nextensions.remove('a')\n", None),
        ("extensions = ['a']\nextensions += more\n", None),
        ("for x in y:\n    extensions = [x]\n", None),
        ("extensions = 1\n", None),
        ("this is no Python\n", None),
        (b"\0", None),
        (b"\xff\xfe", None),
        ("(" * 100_000, None),
        ("x = " + "-" * 100_000 + "1\n", None),
        ("extensions = ['a']\n" + "#" * (1 << 20), None),
    ],
)
def test_extensions(conf: str | bytes, extensions: tuple[str, ...] | None) -> None:
    assert job(conf=conf).extensions == extensions


def test_what_else_is_read_of_conf_py() -> None:
    found = job(
        conf="exclude_patterns = ['_build']\nhighlight_language = 'python'\nnumfig = True\n"
        "extensions = []\nextlinks = {'bug': ('https://bug.example/%s', 'bug %s')}\n"
    )
    assert found.exclude_patterns == ("_build",)
    assert found.highlight_language == "python"
    assert found.numfig
    assert found.roles == ("bug",)


def test_nothing_is_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert job(conf="print('run')\nraise SystemExit\nextensions = ['a']\n").extensions == ("a",)
    assert capfd.readouterr().out == ""
