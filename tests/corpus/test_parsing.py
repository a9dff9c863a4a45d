"""Each document of the history, at each of its versions: docutils' own tree and messages."""

from __future__ import annotations

import pytest

from specslint.parsing import Vocabulary
from specslint.parsing.plain.document import read_plain
from specslint.parsing.reader import read
from tests.conftest import Repository
from tests.plain import by_docutils, by_specslint


@pytest.mark.slow
def test_every_document_is_parsed_as_by_docutils(corpus: Repository) -> None:
    listing = corpus.git("log", "--raw", "--no-abbrev", "--format=", "--no-renames", "--root")
    blobs = {line.split()[3] for line in listing.splitlines() if line.endswith(".rst")}
    blobs -= {"0" * 40}
    assert len(blobs) > 250
    plain = 0
    for blob in sorted(blobs):
        text = corpus.git("cat-file", "blob", blob)
        assert by_specslint(text) == by_docutils(text), blob
        found = read_plain(text)
        if found is not None:
            assert found == read(text, Vocabulary()), blob
            plain += 1
    assert plain > len(blobs) / 2
