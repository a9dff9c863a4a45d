"""What no client should send, what happens meanwhile, and how a session ends."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from benchmarks.editor import memory_of
from tests.conftest import Repository
from tests.server.client import SECONDS, Client, at, span, uri
from tests.server.test_diagnostics import SPEC


def codes(found: list[dict[str, object]]) -> list[object]:
    return [diagnostic["code"] for diagnostic in found]


@pytest.fixture
def sound(clone: Repository) -> str:
    return (clone.root / SPEC).read_text(encoding="utf-8")


def test_a_document_that_is_too_large_is_reported(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    text = "Many words in a line that is long enough, and then some more. \n" * 80_000
    assert len(text) > 5_000_000
    document = editor.open(clone.root / SPEC, text)
    assert "RST009" in codes(editor.diagnostics(document))
    end = at(80_000, 0)
    editor.change(document, 2, {"range": {"start": end, "end": end}, "text": "x"})
    assert "RST009" in codes(editor.diagnostics(document, 2))
    params = {"textDocument": {"uri": document}, "position": at(40_000, 5)}
    for what in ("hover", "completion", "definition"):
        assert not editor.request(f"textDocument/{what}", params)
    assert editor.end() == 0


@pytest.mark.parametrize("seed", range(3))
def test_random_characters_never_crash(editor: Client, clone: Repository, seed: int) -> None:
    chance = Random(seed)
    editor.start(clone.root)
    letters = "ab \n\r\t\0\x0c\x85\u2028\ud800\udc00\U0001f600\ufeff`*|_:.[]<>=-#\\"
    text = "".join(chance.choices(letters, k=2000))
    document = editor.open(clone.root / SPEC, text)
    editor.diagnostics(document)
    for version in range(2, 22):
        start, end = (at(chance.randrange(300), chance.randrange(2000)) for _ in range(2))
        where = {"start": start, "end": end}
        new = "".join(chance.choices(letters, k=chance.randrange(40)))
        editor.change(document, version, {"range": where, "text": new})
        editor.diagnostics(document, version)
        params = {"textDocument": {"uri": document}, "position": where["end"]}
        for what in ("hover", "completion", "definition"):
            editor.request(f"textDocument/{what}", params)
        for what in ("documentSymbol", "documentLink"):
            editor.request(f"textDocument/{what}", {"textDocument": {"uri": document}})
        context: dict[str, object] = {"diagnostics": []}
        editor.request(
            "textDocument/codeAction",
            {"textDocument": {"uri": document}, "range": where, "context": context},
        )
    assert editor.end() == 0
    assert editor.log == ""


def test_lines_end_as_in_the_protocol(editor: Client, clone: Repository, sound: str) -> None:
    """Python ends lines at a form feed and at U+2028 as well."""
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, f"{sound}\nx\x0cx\u2028x\n")
    editor.diagnostics(document)
    line = sound.count("\n") + 1
    editor.change(document, 2, {"range": span(line, 0, 5), "text": "y "})
    (found,) = editor.diagnostics(document, 2)
    assert found["code"] == "TXT002"
    assert found["range"] == span(line, 1, 2)


def test_positions_outside_of_the_text_are_the_nearest_inside(
    editor: Client, clone: Repository, sound: str
) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, sound)
    editor.diagnostics(document)
    far = at(10**6, 10**6)
    editor.change(document, 2, {"range": {"start": far, "end": far}, "text": "\nMore \n"})
    assert codes(editor.diagnostics(document, 2)) == ["TXT002"]
    line = sound.count("\n") + 1
    change = {"range": {"start": at(line, 4), "end": at(line, 10**6)}, "text": ""}
    editor.change(document, 3, change)
    assert editor.diagnostics(document, 3) == []
    params = {"textDocument": {"uri": document}, "position": far}
    assert editor.request("textDocument/hover", params) is None


def test_an_outdated_edit_is_ignored(editor: Client, clone: Repository, sound: str) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC, sound, version=5)
    editor.diagnostics(document, 5)
    editor.change(document, 7, {"text": f"{sound}\nMore \n"})
    assert codes(editor.diagnostics(document, 7)) == ["TXT002"]
    editor.change(document, 6, {"text": f"{sound}\n\n\n"})
    editor.change(document, 8, {"range": span(0, 0, 0), "text": ""})
    assert codes(editor.diagnostics(document, 8)) == ["TXT002"]
    # What is saved is right, whatever was missed.
    params = {"textDocument": {"uri": document}, "text": sound}
    editor.notify("textDocument/didSave", params)
    assert editor.diagnostics(document, 8) == []


def test_malformed_messages_get_a_response(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    wrong: tuple[object, ...] = ({"textDocument": 1}, {}, None, [])
    for params in wrong:
        answer = editor.answer(editor.start_request("textDocument/hover", params))
        assert answer["error"]["code"] < 0
    answer = editor.answer(editor.start_request("textDocument/none", {}))
    assert answer["error"]["code"] == -32601
    for body in (b"{", b"[]", b"5", b"null", b"\xff", b'{"jsonrpc": "2.0"}'):
        editor.send_raw(body)
    editor.notify("textDocument/didChange", {"textDocument": {}})
    editor.change(uri(clone.root / "never-opened.rst"), 2, {"text": "x"})
    document = editor.open(clone.root / SPEC)
    assert editor.diagnostics(document) == []
    assert editor.end() == 0


@pytest.mark.parametrize("length", [10**30, 10**13, -5])
def test_a_message_of_an_impossible_length(clone: Repository, length: int) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "specslint", "server"],
        cwd=clone.root,
        input=f"Content-Length: {length}\r\n\r\n{{}}".encode(),
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )
    assert run.returncode in (1, 2)
    assert run.stdout == b""
    assert b"Traceback" not in run.stderr
    assert run.stderr.count(b"\n") == run.returncode - 1


def test_an_exception_is_logged_and_answered(clone: Repository, sound: str) -> None:
    code = (
        "import sys; from specslint.server import hover, diagnostics\n"
        "def fail(*_): raise RuntimeError('a fault')\n"
        "hover.on_document = fail\n"
        "shown = diagnostics.shown\n"
        "diagnostics.shown = lambda found, *r: fail() if list(found) else shown(found, *r)\n"
        "from specslint.cli.main import main; sys.exit(main(['server']))"
    )
    with Client((sys.executable, "-c", code)) as editor:
        editor.start(clone.root)
        document = editor.open(clone.root / SPEC)
        assert editor.diagnostics(document) == []
        params = {"textDocument": {"uri": document}, "position": at(0, 0)}
        answer = editor.answer(editor.start_request("textDocument/hover", params))
        assert "a fault" in answer["error"]["message"]
        editor.change(document, 2, {"text": f"{sound}\nMore \n"})
        assert editor.diagnostics(document, 2) == []
        assert "a fault" in editor.wait("window/showMessage")["message"]
        editor.change(document, 3, {"text": sound})
        assert editor.diagnostics(document, 3) == []
        assert editor.end() == 0
        assert "RuntimeError: a fault" in editor.log


def test_a_repository_is_rebased_meanwhile(editor: Client, clone: Repository, sound: str) -> None:
    clone.git("checkout", "-q", "-b", "draft")
    clone.write("specs/kilo/approved/new.rst", sound)
    clone.commit("Propose one")
    editor.start(clone.root)
    document = editor.open(clone.root / "specs/kilo/approved/new.rst", f"{sound}\nMore \n")
    message = editor.open(clone.root / ".git" / "COMMIT_EDITMSG", "Propose one\n")
    assert "TXT002" in codes(editor.diagnostics(document))
    assert editor.diagnostics(message) == []
    clone.git("checkout", "-q", "master")
    clone.write("README.rst", "x\n")
    clone.commit("Another one")
    clone.git("rebase", "-q", "master", "draft")
    editor.change(document, 2, {"text": f"{sound}\nMore \n\n"})
    assert "TXT002" in codes(editor.diagnostics(document, 2))
    clone.git("checkout", "-q", "--orphan", "empty")
    clone.git("rm", "-q", "-r", "-f", ".")
    editor.change(document, 3, {"text": f"{sound}\nMore \n"})
    editor.diagnostics(document, 3)
    editor.change(message, 3, {"text": "Propose none\n"})
    assert editor.diagnostics(message, 3) == []
    assert editor.end() == 0
    assert editor.log == ""


def test_git_is_missing(clone: Repository, sound: str, tmp_path: Path) -> None:
    with Client(environment={"PATH": str(tmp_path)}) as editor:
        editor.start(clone.root)
        document = editor.open(clone.root / SPEC, f"{sound}\r\nMore \r\n")
        assert codes(editor.diagnostics(document)) == ["TXT003", "TXT002"]
        message = editor.open(clone.root / ".git" / "COMMIT_EDITMSG", "Propose it\n")
        assert editor.diagnostics(message) == []
        assert "git" in editor.wait("window/showMessage")["message"]
        assert editor.end() == 0


def test_a_client_that_exits_without_a_word(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    editor.notify("exit")
    assert editor.process.wait(SECONDS) == 1


def test_a_client_that_closes_its_end(editor: Client, clone: Repository) -> None:
    editor.start(clone.root)
    assert editor.process.stdin
    editor.process.stdin.close()
    assert editor.process.wait(SECONDS) == 1


def test_a_client_that_is_gone(editor: Client) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    params = {"processId": gone.pid, "capabilities": {}, "rootUri": None}
    editor.start_request("initialize", params)
    assert editor.process.wait(SECONDS) == 1


def test_a_client_that_is_killed(clone: Repository, tmp_path: Path) -> None:
    """Its end of our input stays open in another process."""
    keeper, ours = os.pipe()
    script = (
        "import json, os, subprocess, sys, time\n"
        "server = subprocess.Popen([sys.executable, '-m', 'specslint', 'server'],"
        " stdin=int(sys.argv[1]), stdout=subprocess.DEVNULL)\n"
        "params = {'processId': os.getpid(), 'capabilities': {}, 'rootUri': None}\n"
        "body = json.dumps({'jsonrpc': '2.0', 'id': 1, 'method': 'initialize',"
        " 'params': params}).encode()\n"
        "os.write(int(sys.argv[2]), b'Content-Length: %d\\r\\n\\r\\n' % len(body) + body)\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    client = subprocess.Popen(
        [sys.executable, "-c", script, str(keeper), str(ours)],
        pass_fds=(keeper, ours),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert client.stdout
    server = int(client.stdout.readline())
    time.sleep(1)
    assert is_running(server)
    client.kill()
    client.wait()
    client.stdout.close()
    end = time.monotonic() + SECONDS
    while is_running(server) and time.monotonic() < end:
        time.sleep(0.1)
    assert not is_running(server)
    os.close(keeper)
    os.close(ours)


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@pytest.mark.slow
def test_edits_leave_nothing_behind(editor: Client, clone: Repository, sound: str) -> None:
    editor.start(clone.root)
    document = editor.open(clone.root / SPEC)
    editor.diagnostics(document)
    memory = []
    for version in range(2, 1802):
        start = at(version // 2 * 7 % sound.count("\n"), 0)
        end = at(start["line"], version % 2 * 5)
        text = "" if version % 2 else "word "
        editor.change(document, version, {"range": {"start": start, "end": end}, "text": text})
        editor.diagnostics(document, version)
        if version in (900, 1800):
            memory.append(memory_of(editor.process.pid))
    assert memory[1] - memory[0] < 2_000_000
    assert memory[1] < 120_000_000
