"""A small real server that speaks the OpenAI protocol on the loopback address, well or badly.

A request's model name chooses how it is answered, if it is one of `MODES`; otherwise the server's own mode does.
`python -m tests.llm.server --port 8099` starts it for trying the product by hand:
GROUNDPLAN_LLM_BASE_URL=http://127.0.0.1:8099/v1 GROUNDPLAN_LLM_MODEL=echo.
"""

import argparse
import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

MODES = {
    "echo": "quotes the first passage of the prompt, cited",
    "stream": "says five words",
    "given": "says what the test gives it to say",
    "json": 'replies {"name": "Ada", "age": 36} in a fence',
    "invented": "cites a marker that was not given, a quotation that is nowhere, and a wrong number",
    "cut": "ends the stream before its end",
    "drop": "drops the connection in mid-stream",
    "stall": "stops in mid-stream for a long time",
    "silent": "does not answer for a long time",
    "slow": "streams one word every tenth of a second",
    "refusal": "declines",
    "filtered": "is stopped by a content filter",
    "length": "is cut off at its longest reply",
    "empty": "has an empty text",
    "no-choices": "has no choices",
    "html": "is a web page with status 200",
    "bad-json": "is no JSON",
    "error-chunk": "reports an error in the stream",
    "400": "",
    "401": "",
    "403": "",
    "404": "",
    "429": "with Retry-After",
    "500": "",
    "503": "",
    "flaky": "fails once with 500, then says five words",
}
STALL_S = 20.0
_PASSAGE = re.compile(r"=== passage (P\d+)[^\n]*===\n(.*?)\n=== end", re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]{15,280}[.!?]?")


class ChatServer:
    """The server, and what it was asked."""

    def __init__(self, mode: str = "echo", port: int = 0) -> None:
        """Bind to `port` of the loopback address, or to a free one."""
        self.mode = mode
        self.requests: list[dict[str, Any]] = []  # path, headers and body of each request
        self.given = ""  # what the mode "given" says
        self.disconnects = 0  # streams that the client closed before their end
        self.stopping = threading.Event()
        self._http = _Http(self, port)
        self.port: int = self._http.server_address[1]

    @property
    def base_url(self) -> str:
        """What GROUNDPLAN_LLM_BASE_URL is set to."""
        return f"http://127.0.0.1:{self.port}/v1"

    def serve_forever(self) -> None:
        """Answer until `close`."""
        self._http.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        """Stop answering."""
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def chats(self) -> list[dict[str, Any]]:
        """Bodies of the chat requests."""
        return [request["body"] for request in self.requests if request["path"].endswith("/chat/completions")]


@contextmanager
def chat_server(mode: str = "echo", port: int = 0) -> Iterator[ChatServer]:
    """A running server, stopped at the end."""
    server = ChatServer(mode, port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()


def reply_text(mode: str, messages: list[dict[str, Any]]) -> str:
    """What the model says."""
    prompt = "\n".join(str(message.get("content", "")) for message in messages)
    passage = _PASSAGE.search(prompt)
    if mode == "json":
        return 'Here it is:\n```json\n{"name": "Ada", "age": 36}\n```'
    if mode == "invented":
        quote = _quote(passage.group(2)) if passage else "nothing"
        number = f'It takes 987654 days [P1 "{quote}"]. ' if passage else ""
        return (
            f'{number}The moon is made of cheese [P77 "made of cheese"]. '
            'Everything must run on abacuses [P1 "all computing is done on abacuses"].'
        )
    if mode == "echo" and passage:
        quote = _quote(passage.group(2))
        return f'{quote.rstrip(".!?")} [{passage.group(1)} "{quote}"].'
    return "This is what it says."


def _quote(text: str) -> str:
    found = _SENTENCE.search(text)
    return (found.group() if found else text[:200]).strip()


class _Http(ThreadingHTTPServer):
    """The HTTP side; knows the state it serves."""

    daemon_threads = True

    def __init__(self, chat: "ChatServer", port: int) -> None:
        self.chat = chat
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def chat(self) -> ChatServer:
        """The server's state."""
        assert isinstance(self.server, _Http)
        return self.server.chat

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""

    def do_GET(self) -> None:
        """List the models."""
        self.chat.requests.append(
            {"path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()}, "body": {}}
        )
        if self.path.rstrip("/").endswith("/models"):
            self._json(200, {"object": "list", "data": [{"id": mode, "object": "model"} for mode in MODES]})
        else:
            self._json(404, {"error": {"message": "not found"}})

    def do_POST(self) -> None:
        """Answer a chat request."""
        body = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))) or b"{}")
        self.chat.requests.append(
            {"path": self.path, "headers": {name.lower(): value for name, value in self.headers.items()}, "body": body}
        )
        mode = body.get("model") if body.get("model") in MODES else self.chat.mode
        if mode == "flaky":
            mode = "500" if len(self.chat.chats) == 1 else "stream"
        try:
            self._answer(str(mode), body)
        except (BrokenPipeError, ConnectionResetError):
            self.chat.disconnects += 1
            self.close_connection = True

    def _answer(self, mode: str, body: dict[str, Any]) -> None:
        if not self.path.endswith("/chat/completions"):
            self._json(404, {"error": {"message": "not found"}})
        elif mode.isdigit():
            headers = {"Retry-After": "0"} if mode == "429" else {}
            self._json(int(mode), {"error": {"message": f"secret detail {body}", "code": "x"}}, headers)
        elif mode == "html":
            self._send(200, "text/html", b"<html><body>Please sign in</body></html>")
        elif mode == "silent":
            self._wait(STALL_S)
            self.close_connection = True
        elif body.get("stream"):
            self._stream(mode, body)
        elif mode == "bad-json":
            self._send(200, "application/json", b'{"choices": [')
        else:
            self._json(200, self._completion(mode, body))

    def _reply(self, mode: str, body: dict[str, Any]) -> str:
        return self.chat.given if mode == "given" else reply_text(mode, body.get("messages", []))

    def _completion(self, mode: str, body: dict[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = {"role": "assistant", "content": self._reply(mode, body)}
        finish = {"length": "length", "filtered": "content_filter"}.get(mode, "stop")
        if mode == "refusal":
            message |= {"content": None, "refusal": "I cannot help with that."}
        if mode == "empty":
            message["content"] = ""
        choices = [] if mode == "no-choices" else [{"index": 0, "message": message, "finish_reason": finish}]
        return {"id": "1", "object": "chat.completion", "created": 0, "model": mode, "choices": choices}

    def _stream(self, mode: str, body: dict[str, Any]) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if mode == "bad-json":
            self._event("{not json")
        elif mode == "error-chunk":
            self._event(json.dumps({"error": {"message": "overloaded", "type": "server_error"}}))
        elif mode == "refusal":
            self._delta({"refusal": "I cannot help with that."})
        elif mode not in ("empty", "no-choices"):
            self._words(mode, self._reply(mode, body))
        if mode in ("drop", "stall"):
            self.close_connection = True
            return
        if mode not in ("cut", "bad-json", "error-chunk"):
            finish = {"length": "length", "filtered": "content_filter"}.get(mode, "stop")
            self._delta({}, finish=finish, choices=mode != "no-choices")
            self._event("[DONE]")
        self.wfile.write(b"0\r\n\r\n")

    def _words(self, mode: str, text: str) -> None:
        words = re.findall(r"\S+\s*", text)
        if mode == "slow":
            words *= 200
        for number, word in enumerate(words):
            if mode in ("cut", "drop") and number == 3:
                return
            if mode == "stall" and number == 2:
                self._wait(STALL_S)
                return
            self._delta({"content": word})
            if mode == "slow":
                self._wait(0.02)

    def _wait(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and not self.chat.stopping.is_set():
            time.sleep(0.02)

    def _delta(self, delta: dict[str, Any], finish: str | None = None, *, choices: bool = True) -> None:
        chosen = [{"index": 0, "delta": delta, "finish_reason": finish}] if choices else []
        self._event(json.dumps({"id": "1", "object": "chat.completion.chunk", "created": 0, "model": "m", "choices": chosen}))

    def _event(self, data: str) -> None:
        line = f"data: {data}\n\n".encode()
        self.wfile.write(f"{len(line):x}\r\n".encode() + line + b"\r\n")
        self.wfile.flush()

    def _json(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        self._send(status, "application/json", json.dumps(body).encode(), headers)

    def _send(self, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


def main() -> None:
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--mode", choices=sorted(MODES), default="echo")
    arguments = parser.parse_args()
    server = ChatServer(arguments.mode, arguments.port)
    print(f"{server.base_url} (mode {server.mode}); stop with Ctrl-C")  # noqa: T201 - a tool for people
    with suppress(KeyboardInterrupt):
        server.serve_forever()


if __name__ == "__main__":
    main()
