"""The time limit of one text: wherever it is parsed, and whatever it contains."""

from __future__ import annotations

import sys
import threading
import time

import pytest

from specslint.config.settings import Config
from specslint.engine.linting import SpecLinter
from specslint.engine.settings import Settings
from specslint.engine.specs import Parser, SpecReader
from specslint.model.document import Document, Unparseable
from specslint.model.errors import UserError
from specslint.parsing import parse
from specslint.parsing.limits import OutOfTimeError, limited
from tests.conftest import SLOW
from tests.fuzz.inputs import Memory

TEXT = "Title\n=====\n" + SLOW * 20
PATH = "specs/kilo/approved/x.rst"


def in_a_thread(limit: float) -> tuple[Document | Unparseable, float]:
    found = []

    def work() -> None:
        start = time.process_time()
        found.append((parse(TEXT, time_limit=limit), time.process_time() - start))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(timeout=120)
    return found[0]


def test_it_is_kept_where_there_are_no_timers() -> None:
    parsed, took = in_a_thread(0.3)
    assert isinstance(parsed, Unparseable)
    assert parsed.reason == "parsing took more than 0.3 seconds of processor time"
    assert took < 1.3
    parsed, _ = in_a_thread(100)
    assert isinstance(parsed, Document)
    # Nothing is left that would interrupt another block.
    time.sleep(0.5)


def test_a_debugger_may_trace_a_thread_whose_time_is_limited() -> None:
    """CPython 3.11 never leaves a traced call while an asynchronous exception is announced."""
    ended = []

    def work() -> None:
        sys.settrace(lambda *_: None)
        ended.append(parse(TEXT[:200], time_limit=100))
        ended.append(parse(TEXT[:200], time_limit=100))

    threading.Thread(target=work, daemon=True).start()
    end = time.monotonic() + 60
    while len(ended) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert len(ended) == 2


def test_it_is_kept_in_the_main_thread() -> None:
    start = time.process_time()
    assert isinstance(parse(TEXT, time_limit=0.3), Unparseable)
    assert time.process_time() - start < 1.3


def test_the_system_s_time_counts() -> None:
    """As for memory that is allocated and never used."""
    start = time.monotonic()

    def waste() -> None:
        with limited(0.3):
            while True:
                bytearray(1 << 24)

    with pytest.raises(OutOfTimeError):
        waste()
    assert time.monotonic() - start < 20


def test_a_text_whose_parse_takes_too_much_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("specslint.parsing.plain.document.read_plain", never)
    parsed = parse("Title\n=====\n")
    assert parsed == Unparseable("parsing takes more memory than a run may use", lasting=False)


@pytest.mark.parametrize("fails", [OutOfTimeError, MemoryError])
def test_a_rule_that_takes_too_much_time_or_memory(
    monkeypatch: pytest.MonkeyPatch, fails: type[BaseException]
) -> None:
    source = Memory({PATH: b"Title\n=====\n"})
    config = Config()

    def linter(*codes: str) -> SpecLinter:
        reader = SpecReader(source, config, Parser(config))
        return SpecLinter(source, config, reader, codes, Settings())

    def never(*_: object) -> None:
        raise fails

    monkeypatch.setattr("specslint.engine.linting.pragmas_of", never)
    (result,) = linter("RST009", "TXT001").results([PATH])
    ((code, _, finding),) = result.found
    assert (code, result.lasting) == ("RST009", False)
    assert "its checks t" in finding.message
    with pytest.raises(UserError, match=f"{PATH}: its checks t"):
        list(linter("TXT001").results([PATH]))
