"""Compare specslint's result for the docs job with that of a real Sphinx.

Run as ``python -m tools.docs_oracle PYTHON REPOSITORY``, where PYTHON is an interpreter
with Sphinx. Specs of the repository are damaged at random; Sphinx builds them all at once, and
each document in which only one of the two finds a fault is printed.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from specslint.config.docs_job import read_docs_job
from specslint.config.settings import Config
from specslint.engine import check
from specslint.engine.settings import Settings
from specslint.engine.sources import WorkTree
from specslint.engine.specs import Parser
from specslint.model.findings import Severity
from tools.random_slips import damaged

CONF = """\
extensions = ["sphinx.ext.todo"]
project = "specs"
master_doc = "index"
source_suffix = {".rst": "restructuredtext"}
html_theme = "basic"
html_copy_source = False
html_use_index = False
html_sidebars = {"**": []}
"""
TOX = "[testenv:docs]\ncommands = sphinx-build -W -b html doc/source doc/build/html\n"
INDEX = "Specs\n=====\n\n.. toctree::\n   :glob:\n   :hidden:\n\n   specs/kilo/approved/*\n"
APPROVED = "specs/kilo/approved"

POLICY = frozenset(("RST007",))
"""The rules whose result differs from Sphinx's on purpose: reading files is forbidden."""

_WARNING = re.compile(
    r"(?P<path>[^\n]*?)\.rst(?::(?P<line>\d*))?: (?:WARNING|ERROR|SEVERE|CRITICAL): (?P<text>.*)"
)


# Sphinx itself fails on some documents, which would end the build; this one continues.
_BUILD = """
import sys
from pathlib import Path
from sphinx import builders
from sphinx.application import Sphinx
from sphinx.directives import code
from sphinx.util.console import nocolor
nocolor()
source, out = (Path(word).absolute() for word in sys.argv[1:])
app = Sphinx(source, source, out / "html", out / "doctrees", "html", status=None, freshenv=True)
write = builders._write_docname
def write_or_tell(docname, /, **others):
    try:
        write(docname, **others)
    except Exception as error:
        print(f"{source}/{docname}.rst: CRITICAL: {type(error).__name__} {error}", file=sys.stderr)
builders._write_docname = write_or_tell
# Sphinx does not say where a code block with a caption and a label stands.
wrap = code.container_wrapper
def wrap_and_place(directive, literal, caption):
    container = wrap(directive, literal, caption)
    directive.set_source_info(container)
    return container
code.container_wrapper = wrap_and_place
app.build()
"""


class Verdicts(NamedTuple):
    """The findings in each document, by its path in the tree."""

    sphinx: Mapping[str, Sequence[str]]
    specslint: Mapping[str, Sequence[str]]

    def differences(self) -> tuple[list[str], list[str]]:
        """The documents that only Sphinx warns of, and those that only specslint does."""
        theirs, ours = self.sphinx.keys(), self.specslint.keys()
        false = ours - theirs
        return sorted(theirs - ours), sorted(p for p in false if self._is_of_sphinx(p))

    def _is_of_sphinx(self, path: str) -> bool:
        """Whether Sphinx should warn of any of specslint's findings in a document."""
        return any(text.split()[1] not in POLICY for text in self.specslint[path])


def make_tree(root: Path, specs: Mapping[str, str], conf: str = CONF) -> None:
    """Write a repository of specs with a strict docs job.

    :param specs: texts by name, in one release.
    """
    source = root / "doc" / "source"
    (root / APPROVED).mkdir(parents=True)
    (source / "specs" / "kilo").mkdir(parents=True)
    (root / "tox.ini").write_text(TOX)
    (source / "conf.py").write_text(conf)
    (source / "index.rst").write_text(INDEX)
    (source / "specs" / "kilo" / "approved").symlink_to("../../../../" + APPROVED)
    for name, text in specs.items():
        (root / APPROVED / f"{name}.rst").write_bytes(text.encode())


def compare(root: Path, interpreter: str, jobs: int = 1) -> Verdicts:
    """The findings of Sphinx and specslint in a tree.

    :param interpreter: a Python that has Sphinx.
    :param jobs: the number of specslint's processes.
    """
    return Verdicts(by_sphinx(root, interpreter), by_specslint(root, jobs))


def by_sphinx(root: Path, interpreter: str) -> dict[str, list[str]]:
    """The warnings of a real build for each document."""
    output = root / "out"
    run = subprocess.run(
        [interpreter, "-c", _BUILD, "doc/source", str(output)],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(run.stderr[-2000:])
    found: dict[str, list[str]] = {}
    for line in run.stderr.split("\n"):
        match = _WARNING.match(line)
        if match:
            # If Sphinx adds the suffix to a path, the path has it twice.
            path = match["path"].partition("/doc/source/")[2].removesuffix(".rst") + ".rst"
            name = path if path.startswith("specs/") else f"doc/source/{path}"
            found.setdefault(name, []).append(f"{match['line'] or '-'}: {match['text']}")
        elif re.match(r"(?:WARNING|ERROR|SEVERE|CRITICAL): ", line):
            found.setdefault("", []).append(line)
    return found


def by_specslint(root: Path, jobs: int = 1) -> dict[str, list[str]]:
    """The errors of the RST rules for each document."""
    source = WorkTree(root)
    config = Config(docs=read_docs_job(lambda path: _content(root / path)))
    config = config.with_options(select=["RST"])
    report = check(source, config, parser=Parser(config), settings=Settings(jobs=jobs))
    found: dict[str, list[str]] = {}
    for diagnostic in report.diagnostics:
        if diagnostic.severity is Severity.ERROR:
            text = f"{diagnostic.location.line}: {diagnostic.code} {diagnostic.message}"
            found.setdefault(diagnostic.location.path, []).append(text)
    return found


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def specs_of(repository: Path) -> list[str]:
    """The texts of a repository's specs, in the order of their paths."""
    files = sorted(path for path in (repository / "specs").rglob("*.rst") if not path.is_symlink())
    return [file.read_bytes().decode() for file in files if file.name != "index.rst"]


def main() -> int:
    """Damage, build, compare, and print the differences."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("interpreter", type=Path, help="a Python with Sphinx")
    parser.add_argument("repository", type=Path, help="a clone of a repository of specs")
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--batch", type=int, default=500, help="documents in one build")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    # The builds run in other directories. Links are kept, since an environment is one.
    interpreter = str(options.interpreter.absolute())
    texts = specs_of(options.repository)
    total = faulty = agreed = 0
    differing = []
    for start in range(0, options.count, options.batch):
        numbers = range(start, min(start + options.batch, options.count))
        specs = {
            f"s{n:05d}": damaged(texts[n * 7 % len(texts)], options.seed * 1_000_000 + n)
            for n in numbers
        }
        with tempfile.TemporaryDirectory() as directory:
            root = Path(directory).resolve()
            make_tree(root, specs)
            verdicts = compare(root, interpreter, jobs=2)
        missed, false = verdicts.differences()
        total += len(specs)
        faulty += len(verdicts.sphinx)
        agreed += len(verdicts.sphinx.keys() & verdicts.specslint.keys())
        for kind, paths in (("missed", missed), ("false", false)):
            for path in paths:
                said = (verdicts.sphinx if kind == "missed" else verdicts.specslint)[path]
                differing.append(f"{kind} {path}: {said[0][:200]}")
                print(differing[-1], flush=True)
    print(
        f"{total} damaged specs; Sphinx warns of {faulty}, and specslint of {agreed} of these; "
        f"{len(differing)} differ"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
