"""An editor, as far as a language server can tell: the protocol over a real process."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import quote

SECONDS = 60
"""More than any answer takes, on whatever machine."""

Message = dict[str, Any]


class Client:
    """One session with a server."""

    def __init__(
        self, command: Sequence[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        self.process = subprocess.Popen(
            command or (sys.executable, "-m", "specslint", "server"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
        )
        assert self.process.stdin
        assert self.process.stdout
        assert self.process.stderr
        self._input = self.process.stdin
        self._messages: queue.Queue[Message | None] = queue.Queue()
        self._log: list[bytes] = []
        self._number = 0
        self.notifications: list[Message] = []
        self.capabilities: dict[str, Any] = {}
        for work in (
            (self._read, self.process.stdout),
            (self._read_log, self.process.stderr),
        ):
            threading.Thread(target=work[0], args=(work[1],), daemon=True).start()

    def _read(self, stream: BinaryIO) -> None:
        while line := stream.readline():
            length = 0
            while line.strip():
                name, _, value = line.partition(b":")
                if name.lower() == b"content-length":
                    length = int(value)
                line = stream.readline()
            self._messages.put(json.loads(stream.read(length)))
        self._messages.put(None)

    def _read_log(self, stream: BinaryIO) -> None:
        for line in stream:
            self._log.append(line)

    @property
    def log(self) -> str:
        """What the server has written to standard error."""
        return b"".join(self._log).decode("utf-8", "replace")

    # --- messages ---

    def send_raw(self, body: bytes) -> None:
        self._input.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self._input.flush()

    def send(self, message: Mapping[str, Any]) -> None:
        self.send_raw(json.dumps({"jsonrpc": "2.0", **message}).encode())

    def notify(self, method: str, params: Any = None) -> None:
        self.send({"method": method, "params": params})

    def start_request(self, method: str, params: Any = None) -> int:
        self._number += 1
        self.send({"id": self._number, "method": method, "params": params})
        return self._number

    def request(self, method: str, params: Any = None) -> Any:
        """The result of a request.

        :raises AssertionError: it is answered by an error.
        """
        answer = self.answer(self.start_request(method, params))
        assert "error" not in answer, answer
        return answer["result"]

    def answer(self, number: int) -> Message:
        """The answer to a request that was started."""
        return self._until(lambda message: message.get("id") == number and "method" not in message)

    def wait(self, method: str, fits: Callable[[Any], bool] = lambda _: True) -> Any:
        """The parameters of the next notification of a method that fits."""
        for index, message in enumerate(self.notifications):
            if message["method"] == method and fits(message["params"]):
                del self.notifications[index]
                return message["params"]
        found = self._until(lambda m: m.get("method") == method and fits(m["params"]))
        self.notifications.remove(found)
        return found["params"]

    def _until(self, fits: Callable[[Message], bool]) -> Message:
        while True:
            try:
                message = self._messages.get(timeout=SECONDS)
            except queue.Empty:
                raise AssertionError(f"no answer; the log:\n{self.log}") from None
            assert message is not None, f"the server has ended; its log:\n{self.log}"
            if "method" in message and "id" in message:
                self.send({"id": message["id"], "result": None})
            if "method" in message:
                self.notifications.append(message)
            if fits(message):
                return message

    # --- a session ---

    def start(
        self,
        root: Path | None = None,
        *,
        options: Any = None,
        encodings: Sequence[str] | None = None,
        pulls: bool = False,
        **capabilities: Any,
    ) -> None:
        text_document: dict[str, Any] = {"publishDiagnostics": {"relatedInformation": True}}
        if pulls:
            text_document["diagnostic"] = {"dynamicRegistration": False}
        general = {"positionEncodings": list(encodings)} if encodings else {}
        found = self.request(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": uri(root) if root else None,
                "capabilities": {
                    "general": general,
                    "textDocument": text_document,
                    **capabilities,
                },
                "initializationOptions": {"debounce": 0} if options is None else options,
            },
        )
        self.capabilities = found["capabilities"]
        self.notify("initialized", {})

    def open(self, path: Path, text: str | None = None, version: int = 1) -> str:
        """Open a document; its URI is returned."""
        if text is None:
            text = path.read_bytes().decode("utf-8", "replace")
        item = {"uri": uri(path), "languageId": "rst", "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return uri(path)

    def change(self, document: str, version: int, *changes: Mapping[str, Any]) -> None:
        self.notify(
            "textDocument/didChange",
            {
                "textDocument": {"uri": document, "version": version},
                "contentChanges": list(changes),
            },
        )

    def diagnostics(self, document: str, version: int | None = 1) -> list[Message]:
        """The diagnostics that the server pushes for a version of a document."""
        params = self.wait(
            "textDocument/publishDiagnostics",
            lambda p: p["uri"] == document and p.get("version") == version,
        )
        found: list[Message] = params["diagnostics"]
        return found

    def pulled(self, document: str) -> list[Message]:
        """The diagnostics that the server answers for a document."""
        answer = self.request("textDocument/diagnostic", {"textDocument": {"uri": document}})
        found: list[Message] = answer["items"]
        return found

    def end(self) -> int:
        """End the session as the protocol has it, and return the exit code."""
        self.request("shutdown")
        self.notify("exit")
        return self.process.wait(SECONDS)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream:
                try:
                    stream.close()
                except BrokenPipeError:
                    continue


def uri(path: Path) -> str:
    return f"file://{quote(str(path))}"


def at(line: int, character: int) -> Message:
    return {"line": line, "character": character}


def span(line: int, start: int, end: int) -> Message:
    return {"start": at(line, start), "end": at(line, end)}
