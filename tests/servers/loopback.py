"""A server on loopback that answers byte by byte as a test wants it, and remembers what it was asked."""

import contextlib
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

Answer = bytes | Iterator[bytes] | None  # None: close without a word
Handler = Callable[["Request"], "Answer | Reset"]


class Reset:
    """End the connection with RST after `first`."""

    def __init__(self, first: bytes = b"") -> None:
        self.first = first


@dataclass(frozen=True)
class Request:
    """What a client asked: its path with the query, its headers (lower case), how many asked for the path before."""

    path: str
    headers: dict[str, str]
    nth: int


@dataclass
class Loopback:
    """Answers GET requests by path: bytes as they are, an iterator piece by piece until the client has had enough.

    A path that nobody set is a 404. `asked` holds the paths in order, `connections` counts them, asked or not.
    """

    pages: dict[str, Answer | Reset | Handler] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    connections: int = 0
    received: int = 0
    host: str = "127.0.0.1"
    tls: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        self._socket = socket.create_server((self.host, 0), backlog=64)
        self.port = self._socket.getsockname()[1]
        self._closed = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Loopback":
        return self

    def __exit__(self, *_: object) -> None:
        self._closed.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def url(self, path: str, host: str | None = None) -> str:
        """The address of a path here, under another name of the host where one is given."""
        return f"http{'s' if self.tls else ''}://{host or self.host}:{self.port}{path}"

    def paths(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [one.path for one in self.asked if one.path != "/robots.txt"]

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(30)
            if self.tls:
                connection = self.tls.wrap_socket(connection, server_side=True)
            head = b""
            while b"\r\n\r\n" not in head:
                piece = connection.recv(65536)
                self.received += len(piece)
                if not piece:
                    return
                head += piece
            request = self._request(head.decode("latin-1"))
            answer = self.pages.get(request.path, ok(b"no", status="404 Not Found"))
            if callable(answer):
                answer = answer(request)
            self._send(connection, answer)

    def _request(self, head: str) -> Request:
        first, *lines = head.split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines) if name}
        path = first.split()[1]
        request = Request(path, headers, sum(one.path == path for one in self.asked))
        self.asked.append(request)
        return request

    def _send(self, connection: socket.socket, answer: Answer | Reset) -> None:
        if isinstance(answer, Reset):
            connection.sendall(answer.first)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        elif isinstance(answer, bytes):
            connection.sendall(answer)
        elif answer is not None:
            for piece in answer:
                if self._closed.is_set():
                    return
                connection.sendall(piece)


def ok(body: bytes, *headers: str, status: str = "200 OK", content_type: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer of HTTP/1.1 with its length."""
    head = [
        f"HTTP/1.1 {status}",
        f"Content-Type: {content_type}",
        f"Content-Length: {len(body)}",
        *headers,
        "Connection: close",
    ]
    return raw(*head, body=body)


def raw(*lines: str, body: bytes = b"") -> bytes:
    """An answer with exactly these lines at its head."""
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def moved(to: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    return raw(f"HTTP/1.1 {status}", f"Location: {to}", "Content-Length: 0", "Connection: close")
