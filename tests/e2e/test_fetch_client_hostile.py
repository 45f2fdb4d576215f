"""A hostile server on loopback: every trick ends in its named error, within its limit, and leaves a whole archive."""

import gzip
import itertools
import time
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from extract.acquire import errors
from extract.acquire.archive import Archive
from extract.acquire.client import Client
from extract.acquire.settings import FetchSettings
from tests.servers.loopback import Answer, Handler, Loopback, Reset, moved, ok, raw

LIMITS = FetchSettings(
    allow_private=True, delay_s=0, connect_timeout_s=2, read_timeout_s=0.3, total_timeout_s=0.8, max_bytes=200_000,
    retries=0, max_retry_after_s=2, max_crawl_delay_s=2, backoff_s=0,
)  # fmt: skip
TEXT = "<title>Bản tin</title><p>Sở Xây dựng họp giao ban.</p>"
HTML = "Content-Type: text/html; charset=utf-8"
OK = "HTTP/1.1 200 OK"
ZIPPED = gzip.compress(TEXT.encode() * 50)


def drip(first: bytes, piece: bytes, pause_s: float = 0.1) -> Handler:
    """`first`, then `piece` again and again, each within the time that a single read may take."""

    def answer(_: object) -> Iterator[bytes]:
        yield first
        while True:
            time.sleep(pause_s)
            yield piece

    return answer


def silent(_: object) -> Iterator[bytes]:
    time.sleep(5)
    yield b""


def endless(first: bytes, piece: bytes) -> Handler:
    return lambda _: itertools.chain([first], itertools.repeat(piece))


def bomb() -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join([*(packer.compress(bytes(1 << 20)) for _ in range(100)), packer.flush()])


CHUNKED = raw(OK, HTML, "Transfer-Encoding: chunked")
UNTIL_CLOSE = raw(OK, HTML, "Connection: close")
CASES: dict[str, tuple[Answer | Reset | Handler, type[errors.FetchError]]] = {
    "silent": (silent, errors.TooSlow),
    "dripping headers": (drip(b"HTTP/1.1 200 OK\r\n", b"X"), errors.TooSlow),
    "dripping body": (drip(UNTIL_CLOSE, b"<p>"), errors.TooSlow),
    "dripping chunks": (drip(CHUNKED, b"1\r\na\r\n"), errors.TooSlow),
    "silent in the middle": (
        lambda _: itertools.chain([raw(OK, HTML, "Content-Length: 100", body=b"<p>")], silent(_)),
        errors.TooSlow,
    ),
    "endless body": (endless(UNTIL_CLOSE, b"tin " * 4000), errors.TooLarge),
    "endless chunks": (endless(CHUNKED, b"1000\r\n" + b"a" * 4096 + b"\r\n"), errors.TooLarge),
    "endless header line": (endless(b"HTTP/1.1 200 OK\r\nX-Y: ", b"a" * 4096), errors.BadResponse),
    "endless headers": (endless(b"HTTP/1.1 200 OK\r\n", b"X-Y: a\r\n" * 20), errors.BadResponse),
    "endless interim answers": (endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 100), errors.TooLarge),
    "huge by its own word": (raw(OK, HTML, "Content-Length: 999999999999", body=b"<p>"), errors.TooLarge),
    "bomb": (ok(bomb(), "Content-Encoding: gzip"), errors.TooLarge),
    "bomb in a redirect": (
        raw("HTTP/1.1 302 Found", "Location: /y", "Content-Encoding: gzip", body=bomb()),
        errors.TooLarge,
    ),
    "cut compression": (ok(ZIPPED[:-20], "Content-Encoding: gzip"), errors.BadEncoding),
    "compression that is none": (ok(TEXT.encode(), "Content-Encoding: gzip"), errors.BadEncoding),
    "compression not asked for": (ok(TEXT.encode(), "Content-Encoding: br"), errors.BadEncoding),
    "length too long": (raw(OK, HTML, "Content-Length: 999", body=TEXT.encode()), errors.Truncated),
    "length too short": (raw(OK, HTML, "Content-Length: 20", body=TEXT.encode()), errors.Truncated),
    "two lengths": (raw(OK, HTML, "Content-Length: 5", "Content-Length: 9", body=TEXT.encode()), errors.BadResponse),
    "chunks that break off": (raw(OK, HTML, "Transfer-Encoding: chunked", body=b"5\r\n<p>"), errors.Truncated),
    "chunks that are none": (raw(OK, HTML, "Transfer-Encoding: chunked", body=b"zz\r\n<p>\r\n"), errors.Truncated),
    "no HTTP": (b"SSH-2.0-OpenSSH_9.6\r\n\r\n", errors.BadResponse),
    "malformed status": (b"HTTP/1.1 hai tram OK\r\n\r\n", errors.BadResponse),
    "malformed header": (raw(OK, "Content-Type text/html", "Content-Length: 3", body=b"abc"), errors.BadResponse),
    "unasked 304": (raw("HTTP/1.1 304 Not Modified"), errors.BadResponse),
    "redirect to nowhere": (raw("HTTP/1.1 302 Found", "Content-Length: 0"), errors.BadResponse),
    "closed without a word": (None, errors.Disconnected),
    "reset": (Reset(), errors.Disconnected),
    "reset in the middle": (Reset(raw(OK, HTML, "Content-Length: 100", body=b"<p>")), errors.Truncated),
    "loop": (moved("/x"), errors.RedirectLoop),
    "redirect to a file": (moved("file:///etc/passwd"), errors.BadScheme),
    "redirect to javascript": (moved("javascript:alert(1)"), errors.BadScheme),
    "redirect to no address": (moved("http://[::1/"), errors.BadScheme),
    "empty": (ok(b""), errors.EmptyPage),
    "missing": (ok(b"", status="404 Not Found"), errors.HttpStatus),
    "overloaded": (ok(b"", status="503 Service Unavailable"), errors.Unavailable),
    "challenge": (ok(b"<title>Just a moment...</title>", status="403 Forbidden"), errors.Challenge),
    "soft 404": (ok("<h1>Không tìm thấy trang</h1>".encode()), errors.SoftNotFound),
}


def kept(path: Path) -> list[tuple[str, str | None, str | None]]:
    """Type, problem and truncation of the records but for warcinfo and requests, their digests checked."""
    found = []
    for file in path.glob("*.warc.gz"):
        with file.open("rb") as stream:
            for record in ArchiveIterator(stream, check_digests="raise"):
                record.raw_stream.read()
                head = record.rec_headers.get_header
                if record.rec_type not in ("warcinfo", "request") and not (head("WARC-Target-URI") or "").endswith(
                    "robots.txt"
                ):
                    found.append((record.rec_type, head("Bantin-Problem"), head("WARC-Truncated")))
    return found


@pytest.mark.parametrize("case", CASES)
def test_named_error(case: str, tmp_path: Path) -> None:
    answer, expected = CASES[case]
    with Loopback({"/x": answer}) as server:
        with Archive(tmp_path, "một") as archive, Client(LIMITS, archive) as client:
            with pytest.raises(errors.FetchError) as first:
                client.get(server.url("/x"))
            assert type(first.value) is expected, first.value
            assert server.url("/x") in first.value.place
            with pytest.raises(expected):
                client.get(server.url("/x"))
            assert len(server.paths()) == 1  # never twice in a run
        problems = kept(tmp_path)
        assert len(problems) == (0 if expected is errors.Disconnected or case == "silent" else 1)
        if problems and expected not in (errors.RedirectLoop, errors.BadScheme):  # there every answer is good by itself
            truncated = {errors.TooLarge: "length", errors.TooSlow: "time", errors.Truncated: "disconnect"}.get(
                expected
            )
            assert problems[0][1:] == (expected.name, truncated if problems[0][0] == "response" else None)
        with Archive(tmp_path, "một") as archive:
            assert archive.latest(server.url("/x")) is None


def test_a_run_that_goes_on_does_not_ask_again_for_what_failed_for_good(tmp_path: Path) -> None:
    pages: dict[str, Answer | Reset | Handler] = {
        "/mat": ok(b"", status="410 Gone"), "/ban": ok(b"", status="503 Service Unavailable"), "/to": ok(b"x" * 300_000),
        "/hong": ok(b"x", "Content-Encoding: gzip"),
    }  # fmt: skip
    with Loopback(pages) as server:
        for _ in range(2):
            with Archive(tmp_path, "một") as archive, Client(LIMITS, archive) as client:
                found = []
                for path in pages:
                    with pytest.raises(errors.FetchError) as caught:
                        client.get(server.url(path))
                    found.append(type(caught.value))
                assert found == [errors.HttpStatus, errors.Unavailable, errors.TooLarge, errors.BadEncoding]
        assert sorted(server.paths()) == ["/ban", "/ban", "/hong", "/mat", "/to"]


def test_redirects_up_to_five() -> None:
    pages: dict[str, Answer | Reset | Handler] = {f"/{n}": moved(f"/{n + 1}") for n in range(6)}
    with Loopback({**pages, "/6": ok(TEXT.encode())}) as server, Client(LIMITS) as client:
        page = client.get(server.url("/1"))
        assert (page.final_url, page.url) == (server.url("/6"), server.url("/1"))
        with pytest.raises(errors.TooManyRedirects, match="more than 5 redirects"):
            client.get(server.url("/0"))


def test_redirects_in_a_circle_and_back_with_a_cookie() -> None:
    def door(request: object) -> bytes:
        if "phien=1" in request.headers.get("cookie", ""):  # type: ignore[attr-defined]
            return ok(TEXT.encode())
        return raw(
            "HTTP/1.1 302 Found", "Location: /cua", "Set-Cookie: phien=1", "Content-Length: 0", "Connection: close"
        )

    with Loopback({"/a": moved("/b"), "/b": moved("/a"), "/cua": door}) as server:
        with Client(LIMITS) as client:
            with pytest.raises(errors.RedirectLoop, match="circle"):
                client.get(server.url("/a"))
            assert client.get(server.url("/cua")).body.decode() == TEXT
        with Client(LIMITS) as client:  # cookies are of one run
            client.get(server.url("/cua"))
        assert server.paths() == ["/a", "/b", *["/cua"] * 4]


@pytest.mark.parametrize(
    ("label", "body"),
    [
        ("utf-8", TEXT.encode("utf-16")),
        ("klingon", TEXT.encode()),
        ("utf-8", "Bản tin".encode("cp1258", "replace") + b"\xff"),
    ],
)
def test_a_wrong_charset_is_not_believed(label: str, body: bytes) -> None:
    with Loopback({"/x": ok(body, content_type=f"text/html; charset={label}")}) as server, Client(LIMITS) as client:
        page = client.get(server.url("/x"))
        assert page.charset is None and page.body == body


@pytest.mark.parametrize("status", ["429 Too Many Requests", "503 Service Unavailable"])
@pytest.mark.parametrize("after", ["1", "date"])
def test_retry_after_is_waited_for(status: str, after: str, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("extract.acquire.manners.time.sleep", slept.append)

    def busy(request: object) -> bytes:
        when = formatdate(time.time() + 1.5, usegmt=True) if after == "date" else after
        return ok(b"", f"Retry-After: {when}", status=status) if request.nth == 0 else ok(TEXT.encode())  # type: ignore[attr-defined]

    settings = FetchSettings(
        allow_private=True, delay_s=0, max_retry_after_s=2, max_crawl_delay_s=2, backoff_s=0, retries=2
    )
    with Loopback({"/x": busy}) as server, Client(settings) as client:
        assert client.get(server.url("/x")).body.decode() == TEXT
        assert len(server.paths()) == 2
    assert sum(slept) > (0.9 if after == "1" else 0)


def test_a_long_retry_after_ends_the_attempts() -> None:
    settings = FetchSettings(allow_private=True, delay_s=0, max_retry_after_s=2, max_crawl_delay_s=2, retries=3)
    pages: dict[str, Answer | Reset | Handler] = {
        "/x": ok(b"", "Retry-After: 3600", status="429 Too Many Requests"),
        "/y": ok(b"<p>hai</p>"),
    }
    with Loopback(pages) as server, Client(settings) as client:
        for path in ("/x", "/y"):
            with pytest.raises(errors.Unavailable, match=r"left alone for 3[56]"):
                client.get(server.url(path))
        assert server.paths() == ["/x"]


def test_passing_failures_are_tried_again_at_growing_intervals(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("extract.acquire.manners.time.sleep", slept.append)
    answers = [Reset(), ok(b"", status="502 Bad Gateway"), ok(b"", status="503 Service Unavailable"), ok(TEXT.encode())]
    settings = FetchSettings(allow_private=True, delay_s=1, backoff_s=4, retries=3)
    with Loopback({"/robots.txt": ok(b"", status="404 No"), "/x": lambda request: answers[request.nth]}) as server:
        with Client(settings) as client:
            assert client.get(server.url("/x")).body.decode() == TEXT
        assert len(server.paths()) == 4
    assert [round(s) for s in slept] == [1, 1, 4, 8]
