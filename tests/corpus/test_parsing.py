"""Each document of the history, at each of its versions: docutils' own tree and messages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from specslint.model.document import Document
from specslint.parsing import Vocabulary
from specslint.parsing.plain.document import read_plain
from specslint.parsing.reader import read
from tests.conftest import Repository
from tests.plain import by_docutils, by_specslint

ENOUGH = 0.95


def texts(repository: Repository, *, newest: bool = False) -> Iterator[tuple[str, str]]:
    """The object and the text of each version of a document, or of the newest ones only."""
    if newest:
        rows = (line.split() for line in repository.git("ls-tree", "-r", "HEAD").splitlines())
        blobs = {row[2] for row in rows if row[3].endswith(".rst") and row[0] != "120000"}
    else:
        options = ("--raw", "--no-abbrev", "--format=", "--no-renames", "--root")
        listing = repository.git("log", *options).splitlines()
        blobs = {line.split()[3] for line in listing if line.endswith(".rst")} - {"0" * 40}
    assert len(blobs) > 150
    for blob in sorted(blobs):
        yield blob, repository.git("cat-file", "blob", blob)


@pytest.mark.slow
def test_every_document_is_parsed_as_by_docutils(corpus: Repository) -> None:
    for blob, text in texts(corpus):
        assert by_specslint(text) == by_docutils(text), blob


@pytest.mark.slow
@pytest.mark.parametrize("bundle", ["corpus", "train"])
def test_plain_documents_are_read_as_by_docutils(
    bundle: str, request: pytest.FixtureRequest
) -> None:
    plain = faultless = 0
    for blob, text in texts(request.getfixturevalue(bundle)):
        by_all = read(text, Vocabulary())
        assert isinstance(by_all, Document), blob
        found = read_plain(text)
        assert found is None or found == by_all, blob
        plain += found is not None
        faultless += not by_all.messages
    assert plain > ENOUGH * faultless


@pytest.mark.parametrize("bundle", ["corpus", "train"])
def test_most_of_the_newest_documents_are_plain(
    bundle: str, request: pytest.FixtureRequest
) -> None:
    documents = [text for _, text in texts(request.getfixturevalue(bundle), newest=True)]
    plain = [text for text in documents if read_plain(text) is not None]
    assert len(plain) > ENOUGH * len(documents)
    assert sum(map(len, plain)) > ENOUGH * sum(map(len, documents))
