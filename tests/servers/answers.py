"""Answers as they would have come from a server, for tests of what is done with them."""

import gzip

from extract.acquire.exchange import Exchange

A, B = "http://so-vi-du.example/tin-1", "http://so-vi-du.example/tin-2"


def got(url: str, text: str, status: int = 200, *headers: str, coding: str = "", wire: bytes | None = None) -> Exchange:
    """An exchange whose bytes are what its fields say."""
    body = text.encode()
    sent = gzip.compress(body, mtime=0) if coding == "gzip" else body
    fields = ["Content-Type: text/html; charset=utf-8", *headers, *([f"Content-Encoding: {coding}"] if coding else [])]
    head = "\r\n".join([f"HTTP/1.1 {status} OK", *fields, "", ""]).encode()
    pairs = tuple((name, value) for name, _, value in (one.partition(": ") for one in fields))
    return Exchange(
        url,
        b"GET / HTTP/1.1\r\n\r\n",
        head + (sent if wire is None else wire),
        "2026-11-23T05:00:00Z",
        status,
        pairs,
        body,
    )
