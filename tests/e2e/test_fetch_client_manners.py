"""Good manners: robots.txt, delays, conditional requests, who we say we are; and an archive that others read."""

import gzip
import http.server
import threading
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from extract.acquire import errors
from extract.acquire.archive import Archive
from extract.acquire.client import Client
from extract.acquire.page import RawPage
from extract.acquire.settings import FetchSettings, settings_from_environment
from extract.document.warc import archived_pages
from extract.errors import InputError
from tests.servers.loopback import Loopback, Request, Reset, moved, ok, raw

HERE = FetchSettings(allow_private=True, delay_s=0, retries=0, read_timeout_s=2)
PAGE = ok("<title>Bản tin</title><p>Sở Công Thương họp.</p>".encode())


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the client would have slept."""
    found: list[float] = []
    monkeypatch.setattr("extract.acquire.manners.time.sleep", found.append)
    return found


def robots(text: str) -> bytes:
    return ok(text.encode(), content_type="text/plain")


def test_robots_once_a_host(tmp_path: Path) -> None:
    rules = "User-agent: bantin\nDisallow: /noi-bo/\nAllow: /noi-bo/tin\n\nUser-agent: *\nDisallow: /\n"
    with Loopback(
        {"/robots.txt": robots(rules), "/a": PAGE, "/noi-bo/tin": PAGE, "/den": moved("/noi-bo/x")}
    ) as server:
        with Client(HERE) as client:
            client.get(server.url("/a"))
            client.get(server.url("/noi-bo/tin"))
            with pytest.raises(errors.Denied, match=r"robots.txt forbids"):
                client.get(server.url("/noi-bo/x"))
            with pytest.raises(errors.Denied) as caught:
                client.get(server.url("/den"))
            assert caught.value.place == f"{server.url('/den')} → {server.url('/noi-bo/x')}"
        assert [one.path for one in server.asked] == ["/robots.txt", "/a", "/noi-bo/tin", "/den"]


@pytest.mark.parametrize(
    "answer",
    [ok(b"", status="404 No"), ok(b"", status="403 No"), ok(b""), ok(b"<title>404</title>"), moved("/robots.txt")],
)
def test_a_robots_that_is_not_there_forbids_nothing(answer: bytes) -> None:
    with Loopback({"/robots.txt": answer, "/a": PAGE}) as server, Client(HERE) as client:
        assert client.get(server.url("/a")).status == 200


@pytest.mark.parametrize("answer", [ok(b"", status="500 No"), ok(b"", status="503 No"), Reset(), b"no HTTP\r\n\r\n"])
def test_a_robots_that_cannot_be_read_forbids_all(answer: bytes | Reset) -> None:
    with Loopback({"/robots.txt": answer, "/a": PAGE}) as server, Client(HERE) as client:
        for _ in range(2):
            with pytest.raises(errors.Denied, match="cannot be read"):
                client.get(server.url("/a"))
        assert [one.path for one in server.asked] == ["/robots.txt"]


def test_a_challenge_before_robots_keeps_its_name() -> None:
    challenge = ok(b"<title>Just a moment...</title>", status="403 Forbidden")
    pages = {"/robots.txt": challenge, "/a": PAGE}
    with Loopback(pages) as server, Client(HERE) as client, pytest.raises(errors.Challenge):
        client.get(server.url("/a"))


def test_delay_and_crawl_delay(slept: list[float]) -> None:
    with (
        Loopback({"/robots.txt": robots("User-agent: *\nCrawl-delay: 7\n"), "/a": PAGE, "/b": PAGE}) as slow,
        Loopback({"/a": PAGE, "/b": PAGE}) as quick,
        Client(FetchSettings(allow_private=True, delay_s=3)) as client,
    ):
        for server in (slow, quick):
            client.get(server.url("/a"))
            client.get(server.url("/b"))
            client.get(server.url("/b"))  # is known by now
    assert [round(one) for one in slept] == [7, 7, 3, 3]


def test_a_crawl_delay_of_hours_is_a_denial() -> None:
    with (
        Loopback({"/robots.txt": robots("User-agent: *\nCrawl-delay: 7200\n"), "/a": PAGE}) as server,
        Client(HERE) as client,
    ):
        with pytest.raises(errors.Denied, match="7200 s between requests"):
            client.get(server.url("/a"))
        assert server.paths() == []


def test_who_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANTIN_CONTACT", "https://luu-tru.example/bantin")
    settings = settings_from_environment(allow_private=True, delay_s=0)
    with Loopback({"/a": PAGE}) as server, Client(settings) as client:
        client.get(server.url("/a"))
        agents = {one.headers["user-agent"] for one in server.asked}
    assert len(agents) == 1 and agents.pop().endswith(
        "(archives public press releases for research; +https://luu-tru.example/bantin)"
    )
    monkeypatch.setenv("BANTIN_CONTACT", "a\r\nCookie: x")
    with pytest.raises(InputError, match="printable ASCII"):
        settings_from_environment()


def test_conditional_requests(tmp_path: Path) -> None:
    state = {"etag": '"1"', "body": b"<p>ban dau</p>"}

    def page(request: Request) -> bytes:
        if request.headers.get("if-none-match") == state["etag"]:
            return raw("HTTP/1.1 304 Not Modified", f"ETag: {state['etag']}")
        return ok(state["body"], f"ETag: {state['etag']}")  # type: ignore[arg-type]

    def dated(request: Request) -> bytes:
        same = request.headers.get("if-modified-since") == "Wed, 06 Mar 2019 01:00:00 GMT"
        return (
            raw("HTTP/1.1 304 Not Modified")
            if same
            else ok(b"<p>co ngay</p>", "Last-Modified: Wed, 06 Mar 2019 01:00:00 GMT")
        )

    with Loopback({"/a": page, "/b": dated, "/c": ok(b"<p>khong dau</p>"), "/den": moved("/a")}) as server:

        def run() -> list[tuple[bytes, bool, int]]:
            with Archive(tmp_path, "một") as archive, Client(HERE, archive) as client:
                found = [client.get(server.url(path)) for path in ("/den", "/a", "/b", "/c")]
                archive.finish()
            assert [one.from_archive for one in found] == [False, True, False, False]
            return [(one.body, one.unchanged, one.revision) for one in found]

        first = run()
        assert [one[1:] for one in first] == [(False, 1)] * 4
        assert run() == [(body, True, 1) for body, *_ in first]
        state.update(etag='"2"', body=b"<p>sua lai</p>")
        assert [one[1:] for one in run()] == [(False, 2), (False, 2), (True, 1), (True, 1)]
        assert run()[0] == (b"<p>sua lai</p>", True, 2)
        with Archive(tmp_path) as archive:
            assert [one.body for one in archive.revisions(server.url("/a"))] == [b"<p>ban dau</p>", b"<p>sua lai</p>"]
        asked = [one.headers.get("if-none-match") for one in server.asked if one.path == "/a"]
        assert asked == [None, '"1"', '"1"', '"2"']


def test_roles(tmp_path: Path) -> None:
    def told(page: RawPage) -> str:
        return "listing" if b"<ul>" in page.body else "bulletin"

    with Loopback({"/a": PAGE, "/tin": ok(b"<ul><li>a</li></ul>")}) as server, Archive(tmp_path) as archive:
        with Client(HERE, archive) as client:
            assert [client.get(server.url(path), role=told).role for path in ("/tin", "/a")] == ["listing", "bulletin"]
        assert [one.final_url for one in archive.pages()] == [server.url("/a")]
        assert [one.final_url for one in archive.pages("listing")] == [server.url("/tin")]


def test_addresses_are_one_however_they_are_written() -> None:
    with Loopback({"/b%E1%BA%A3n%20tin": PAGE}) as server, Client(HERE) as client:
        for path in ("/bản tin", "/b%E1%BA%A3n%20tin#dau", "/bản%20tin"):
            client.get(server.url(path))
        assert len(server.paths()) == 1


def test_a_connection_is_used_again() -> None:
    """Against Python's own server, which keeps connections open."""
    opened = []

    class Serving(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            opened.append(1)
            super().setup()

        def do_GET(self) -> None:
            body = f"<p>{self.path}</p>".encode()
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Serving) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        with Client(HERE) as client:
            found = [client.get(f"http://127.0.0.1:{server.server_port}/{n}").body for n in range(4)]
        server.shutdown()
    assert found == [f"<p>/{n}</p>".encode() for n in range(4)] and len(opened) == 1


def test_other_readers_take_the_archive(tmp_path: Path) -> None:
    """Chunks and compression stay as they came; `bantin extract` and warcio both read the page that the client gave."""
    text = "<title>Bản tin</title><p>Sở Công Thương họp.</p>".encode() * 40
    packed = gzip.compress(text)
    pieces = (
        b"".join(b"%x\r\n%s\r\n" % (len(packed[n : n + 50]), packed[n : n + 50]) for n in range(0, len(packed), 50))
        + b"0\r\n\r\n"
    )
    head = (
        "HTTP/1.1 200 OK",
        "Content-Type: text/html; charset=utf-8",
        "Content-Encoding: gzip",
        "Transfer-Encoding: chunked",
    )
    interim = raw("HTTP/1.1 100 Continue")
    with (
        Loopback({"/a": PAGE, "/b": interim + raw(*head, body=pieces)}) as server,
        Archive(tmp_path) as archive,
        Client(HERE, archive) as client,
    ):
        pages = [client.get(server.url(path)) for path in ("/a", "/b")]
        assert pages[1].body == text
    file = next(tmp_path.glob("*.warc.gz"))
    with file.open("rb") as stream:
        seen = [
            r.content_stream().read()
            for r in ArchiveIterator(stream)
            if r.rec_type == "response" and r.http_headers.get_statuscode() == "200"
        ]
    assert seen == [page.body for page in pages]
    with gzip.open(file) as stream:
        read = list(archived_pages(stream, str(file), pytest.fail))
    assert [(page.url, page.body, page.charset) for page in read] == [
        (page.final_url, page.body, "utf-8") for page in pages
    ]
