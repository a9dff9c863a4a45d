"""Which line ends git converts, compared with what git itself records."""

from __future__ import annotations

from itertools import product

import pytest

from specslint.vcs.git import Git
from specslint.vcs.line_ends import normalised
from tests.conftest import Repository

TEXTS = {
    "lf": "a\nb\n",
    "crlf": "a\r\nb\r\n",
    "mixed": "a\r\nb\n",
    "cr": "a\rb\r\nc\r\n",
}
ATTRIBUTES = {
    "none": "",
    "text": "text",
    "binary": "-text",
    "auto": "text=auto",
    "eol": "eol=crlf",
    "auto-eol": "text=auto eol=lf",
}
BEFORE = {"new": None, "was-lf": "x\n", "was-crlf": "x\r\n", "was-mixed": "x\r\ny\n"}


@pytest.mark.parametrize("autocrlf", [None, "true", "false", "input", "On"])
def test_git_records_the_same_texts(repository: Repository, autocrlf: str | None) -> None:
    texts = {}
    for attribute, before, text in product(ATTRIBUTES, BEFORE, TEXTS):
        path = f"{attribute}/{before}/{text}.rst"
        texts[path] = TEXTS[text]
        if (content := BEFORE[before]) is not None:
            repository.write(path, content)
    repository.git("-c", "core.autocrlf=false", "add", "--all")
    lines = [f"{name}/** {value}\n" for name, value in ATTRIBUTES.items() if value]
    repository.write(".gitattributes", "".join(lines))
    for path, text in texts.items():
        repository.write(path, text)
    if autocrlf:
        repository.git("config", "core.autocrlf", autocrlf)

    git = Git(repository.root)
    found = normalised(git, texts)
    assert all("\r\n" not in text for text in found.values())

    repository.git("-c", "core.safecrlf=false", "add", "--all")
    recorded = {}
    for record in git.run("ls-files", "-s", "-z").decode().split("\0")[:-1]:
        entry, _, path = record.partition("\t")
        recorded[path] = git.blob(entry.split()[1])[1].decode()
    git.close()
    assert {path: found.get(path, text) for path, text in texts.items()} == {
        path: recorded[path] for path in texts
    }


def test_more_files_than_fit_in_a_command_line(repository: Repository) -> None:
    texts = {f"{number}.rst": "a\r\n" for number in range(501)}
    for path, text in texts.items():
        (repository.root / path).write_bytes(text.encode())
    repository.write(".gitattributes", "* text\n")
    git = Git(repository.root)
    assert normalised(git, texts) == dict.fromkeys(texts, "a\n")
