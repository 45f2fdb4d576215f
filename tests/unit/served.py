"""A site of our own on loopback: pages by path, and which were asked for."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@dataclass
class Site:
    """What a server serves (path with query → body; or → status where it is a number) and what it was asked."""

    pages: dict[str, bytes | int]
    base: str = ""
    asked: list[str] = field(default_factory=list)


def _handler(site: Site, folder: Path | None) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path)
            if page is None and folder is not None:
                file = folder / self.path.split("?")[0].strip("/")
                if file.is_dir():
                    file = file / "index.html"
                page = file.read_bytes() if file.is_file() else None
            status, body = (200, page) if isinstance(page, bytes) else (page or 404, b"<html><body>no</body></html>")
            self.send_response(status)
            kind = "application/xml" if body.lstrip()[:5] == b"<?xml" else "text/html; charset=utf-8"
            self.send_header("Content-Type", "application/gzip" if body[:2] == b"\x1f\x8b" else kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


@contextlib.contextmanager
def serving(pages: dict[str, bytes | int] | None = None, folder: Path | None = None) -> Iterator[Site]:
    """The site while it is served: `site.base` is its address. `{base}` in a page's bytes stands for it."""
    site = Site(dict(pages or {}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(site, folder))
    site.base = f"http://127.0.0.1:{server.server_port}"
    for path, page in site.pages.items():
        if isinstance(page, bytes):
            site.pages[path] = page.replace(b"{base}", site.base.encode())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
