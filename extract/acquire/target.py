"""An address as it is asked for: http(s), its letters as the wire wants them, without a fragment."""

from urllib.parse import urldefrag, urlsplit

import requests

from extract.acquire.errors import BadScheme


def target_url(url: str, place: str | None = None) -> str:
    """`url` as it goes over the wire and into the archive; raises BadScheme (for `place`) where it is none.

    >>> target_url("http://a.example/bản tin#đầu")
    'http://a.example/b%E1%BA%A3n%20tin'
    >>> target_url("file:///etc/passwd", "http://a.example/")
    Traceback (most recent call last):
    extract.acquire.errors.BadScheme: http://a.example/: 'file:///etc/passwd' is no http(s) address
    """
    try:
        parts = urlsplit(url.strip())
        if (
            parts.scheme.lower() in ("http", "https")
            and parts.hostname
            and parts.port != 0
            and not set("@\\") & set(parts.netloc)  # a password would go into the archive
        ):
            prepared = requests.Request("GET", urldefrag(url.strip()).url).prepare().url
            if prepared:
                return prepared
    except (ValueError, requests.RequestException):  # UnicodeError of an impossible host is a ValueError
        pass
    raise BadScheme(place or url, f"{url[:200]!r} is no http(s) address")


def host_of(url: str) -> str:
    """The host of an address with its port: what a delay and a robots.txt hold for.

    >>> host_of("http://A.example:8080/tin")
    'a.example:8080'
    """
    return urlsplit(url).netloc.rpartition("@")[2].lower()
