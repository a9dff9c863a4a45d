"""The docs job of the tree under check, read from its ``tox.ini`` and Sphinx's ``conf.py``.

Both are read as text or as a syntax tree; nothing in them is run. A value that is not a
literal is unknown, and what is unknown never causes a finding.

Sources: the options of sphinx-build (the Sphinx documentation, "sphinx-build"); tox's
documentation of ``commands``; the Sphinx documentation, "Configuration".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from specslint.model.typing import Any, NamedTuple

USUAL_SOURCE = "doc/source"
"""The usual source directory of the documentation in OpenStack's repositories."""

_MAX_BYTES = 1 << 18
"""The size limit of a file in bytes; a ``conf.py`` has some thousand."""

_WITH_VALUE = frozenset("bMdjcDAtw")
_LONG_WITH_VALUE = frozenset(
    "--builder --doctree-dir --jobs --conf-dir --define --html-define --tag --warning-file".split()
)
_HEADER = r"\[([^\]]+)\]"
_REFERENCE = r"\{\[([^\]{}]+)\]([\w-]+)\}"
_SPHINX = r"(?:.*/)?sphinx-build(?:\.exe)?|sphinx|sphinx\.cmd\.build"


class DocsJob(NamedTuple):
    """What is known of the docs job; the defaults mean that nothing is known.

    ``extensions`` is None if the names cannot be determined.
    """

    strict: bool = False  # sphinx-build turns warnings into errors
    source: str = USUAL_SOURCE
    extensions: tuple[str, ...] | None = None
    roles: tuple[str, ...] = ()  # defined by sphinx.ext.extlinks
    exclude_patterns: tuple[str, ...] = ()
    highlight_language: str = "default"
    numfig: bool = False


def read_docs_job(read: Callable[[str], bytes | None]) -> DocsJob:
    """Read the docs job of a tree.

    :param read: returns the content of a file of the tree, or None.
    """
    job = DocsJob()
    tox = read("tox.ini")
    if tox is not None and b"sphinx" in tox:
        job = _from_tox(job, tox[:_MAX_BYTES].decode("utf-8", "replace"))
    conf = read(f"{job.source}/conf.py")
    return job if conf is None or len(conf) > _MAX_BYTES else _from_conf(job, conf)


# --- tox.ini ------------------------------------------------------------------


def _from_tox(job: DocsJob, text: str) -> DocsJob:
    sections = _sections(text)
    found: list[tuple[bool, bool, str]] = []
    for title, settings in sections.items():
        for key, value in settings.items():
            if key.startswith("commands"):
                for command in _commands(value, sections):
                    builds = _sphinx_build(command)
                    if builds:
                        found.append((title.endswith(":docs"), *builds))
    if not found:
        return job
    strict = any(of_it for _, of_it, _ in found)
    # Prefer the source directory of the docs environment, else that of the first
    # command.
    found.sort(key=lambda build: not build[0])
    named = (source for *_, source in found if source)
    return job._replace(strict=strict, source=next(named, job.source))


def _sections(text: str) -> dict[str, dict[str, str]]:
    """The sections of an INI file with their values, without comments.

    Not by configparser: importing it takes longer than this, and it stops at an error
    anywhere in the file.
    """
    sections: dict[str, dict[str, str]] = {}
    settings: dict[str, str] = {}
    key = ""
    for raw in text.split("\n"):
        line = raw.strip()
        if not line or line[0] in "#;":
            continue
        header = re.match(_HEADER, line)
        if raw[0].isspace() and key:
            settings[key] += "\n" + line
        elif header:
            settings = sections.setdefault(header[1].strip(), {})
            key = ""
        else:
            name, equals, value = line.partition("=")
            key = name.strip() if equals else ""
            if key:
                settings[key] = value.strip()
    return sections


def _commands(value: str, sections: dict[str, dict[str, str]]) -> Iterator[list[str]]:
    """The commands of a value, each split into arguments, with references substituted."""

    def referred(match: re.Match[str]) -> str:
        return sections.get(match[1].strip(), {}).get(match[2], "")[:_MAX_BYTES]

    # Limited, since a value of references to references grows exponentially.
    value = re.sub(_REFERENCE, referred, value[:_MAX_BYTES])[:_MAX_BYTES]
    for line in re.sub(r"\\\n", " ", value).split("\n"):
        words = line.replace("{posargs:", " ").replace("}", "} ").split()
        yield [word.strip("\"'") for word in words]


def _sphinx_build(words: list[str]) -> tuple[bool, str] | None:
    """Whether a command of Sphinx is strict, and its source directory; None for other commands."""
    at = next((n for n, word in enumerate(words) if re.fullmatch(_SPHINX, word)), None)
    if at is None or (words[at] in ("sphinx", "sphinx.cmd.build") and words[at - 1] != "-m"):
        return None
    strict, positional = False, []
    rest = iter(words[at + 1 :])
    for word in rest:
        word = word.rstrip("}")
        if word in ("&&", ";", "|", "||"):
            break
        if word.startswith("--"):
            strict = strict or (len(word) > 4 and "--fail-on-warning".startswith(word))
            if word in _LONG_WITH_VALUE:
                next(rest, None)
        elif word.startswith("-"):
            for n, letter in enumerate(word[1:], 2):
                strict = strict or letter == "W"
                if letter in _WITH_VALUE:
                    if n == len(word):
                        next(rest, None)
                    break
        elif word:
            positional.append(word)
    ignored = words[0].startswith("-") and not words[0].startswith("--")
    first = positional[0] if positional else ""
    return strict and not ignored, first.rstrip("/") if _is_path(first) else ""


def _is_path(word: str) -> bool:
    parts = word.removesuffix("/").split("/")
    return "{" not in word and "\\" not in word and not {"", ".", "..", ".git"} & set(parts)


# --- conf.py ------------------------------------------------------------------


def _from_conf(job: DocsJob, content: bytes) -> DocsJob:
    values = _literals(content)
    if values is None:
        return job
    extensions = values.get("extensions", [])
    known = None
    if isinstance(extensions, list | tuple) and all(isinstance(e, str) for e in extensions):
        known = tuple(extensions)
    links = values.get("extlinks")
    roles = tuple(links) if isinstance(links, dict) and all(map(_is_text, links)) else ()
    excluded = values.get("exclude_patterns")
    patterns = ()
    if isinstance(excluded, list | tuple) and all(map(_is_text, excluded)):
        patterns = tuple(excluded)
    language = values.get("highlight_language")
    return job._replace(
        extensions=known,
        roles=tuple(role.lower() for role in roles),
        exclude_patterns=patterns,
        highlight_language=language if isinstance(language, str) else "default",
        numfig=values.get("numfig") is True,
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


class _UnknownValueError(Exception):
    """The value is not a literal."""


_UNKNOWN = object()


def _literals(content: bytes) -> dict[str, Any] | None:
    """The values that a Python module assigns to names at its top level, if they are literals.

    A name that is used in any other way than assigned or extended by a literal has no
    value here. None if the content is not Python.
    """
    import _ast  # the node classes of ast, without the imports of that module
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            module: Any = compile(content, "conf.py", "exec", _ast.PyCF_ONLY_AST)
        return _assigned(module, _ast)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _assigned(module: Any, ast: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for statement in module.body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            continue
        name, value = _assignment(statement, ast)
        if not name:
            # The statement may change any name that it mentions.
            for other in _names(statement, ast):
                if other in found or other == "extensions":
                    found[other] = _UNKNOWN
            continue
        try:
            literal = _literal(value, ast)
            if isinstance(statement, ast.Assign | ast.AnnAssign):
                found[name] = literal
            else:
                found[name] = [*found.get(name, _UNKNOWN), *literal]
        except (_UnknownValueError, TypeError):
            found[name] = _UNKNOWN
    return found


def _assignment(statement: Any, ast: Any) -> tuple[str, Any]:
    """The name that a statement assigns to or extends, and the value."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, value = statement.targets[0], statement.value
    elif isinstance(statement, ast.AnnAssign | ast.AugAssign):
        target, value = statement.target, statement.value
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        call = statement.value
        method = call.func
        if not isinstance(method, ast.Attribute) or len(call.args) != 1:
            return "", None
        target = method.value
        value = call.args[0]
        if method.attr == "append":
            value = ast.List(elts=[value])
        elif method.attr != "extend":
            return "", None
    else:
        return "", None
    return (target.id, value) if isinstance(target, ast.Name) else ("", None)


def _names(statement: Any, ast: Any) -> Iterator[str]:
    pending = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.Name):
            yield node.id
        for field in node._fields:
            value = getattr(node, field, None)
            children = value if isinstance(value, list) else [value]
            pending.extend(child for child in children if isinstance(child, ast.AST))


def _literal(node: Any, ast: Any) -> Any:
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List | ast.Tuple | ast.Set):
        return [_literal(item, ast) for item in node.elts]
    if isinstance(node, ast.Dict) and None not in node.keys:
        keys = (_literal(key, ast) for key in node.keys)
        # Only the keys of a dictionary are used.
        return dict.fromkeys(key for key in keys if isinstance(key, str))
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _literal(node.left, ast), _literal(node.right, ast)
        if type(left) is type(right) and isinstance(left, str | list):
            return left + right
    raise _UnknownValueError
