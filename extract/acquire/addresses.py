"""Addresses on a site: which one is meant, where it is served here, and where else it may be."""

import posixpath
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from extract.acquire.listing import joined

_INDEX = ("index.html", "index.htm", "default.aspx")


def same_address(url: str) -> str:
    """What two addresses of one page have in common: no fragment, no closing slash, no index file, no "www.".

    >>> same_address("http://www.a.example/tin/index.html") == same_address("http://a.example/tin/#tren")
    True
    """
    parts = urlsplit(url)
    path = parts.path
    head, _, tail = path.rpartition("/")
    if tail.lower() in _INDEX:
        path = head
    host = parts.netloc.lower().removeprefix("www.")
    return urlunsplit(("", host, path.rstrip("/"), parts.query, ""))


@dataclass(frozen=True, slots=True)
class Site:
    """The hosts of one site, and where it is served for this run: nowhere else, or under `mirror`.

    >>> site = Site(("a.example",), mirror="http://127.0.0.1:8000/luu")
    >>> site.here("http://a.example/tin-tuc?p=2"), site.meant("http://127.0.0.1:8000/luu/tin-tuc?p=2")
    ('http://127.0.0.1:8000/luu/tin-tuc?p=2', 'http://a.example/tin-tuc?p=2')
    """

    hosts: tuple[str, ...]
    mirror: str | None = None
    scheme: str = "http"

    def holds(self, url: str) -> bool:
        """Whether an address is one of the site's own, a part of it ("kinhdoanh.") included."""
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
        own = any(name in (host, parts.netloc) or host.endswith("." + name) for name in map(_bare, self.hosts))
        return parts.scheme in ("http", "https") and (own or self._in_mirror(url))

    def here(self, url: str) -> str:
        """The address to ask for: the mirror's where there is one and the address is the site's."""
        if not self.mirror or not self.holds(url) or self._in_mirror(url):
            return url
        parts = urlsplit(url)
        return self.mirror.rstrip("/") + urlunsplit(("", "", parts.path or "/", parts.query, ""))

    def meant(self, url: str) -> str:
        """The site's own address of what the mirror serves."""
        if not self.mirror or not self._in_mirror(url):
            return url
        return f"{self.scheme}://{self.hosts[0]}" + url[len(self.mirror.rstrip("/")) :]

    def _in_mirror(self, url: str) -> bool:
        base = (self.mirror or "").rstrip("/")
        return bool(base) and (url == base or url.startswith((base + "/", base + "?")))


def _bare(host: str) -> str:
    return host.removeprefix("www.")


def other_addresses(listing: str, href: str, first: str) -> tuple[str, ...]:
    """Where else a row's address may lead when `first` is not there, likeliest first.

    A listing that is served with a closing slash, or a site saved into a folder, breaks addresses that are right on
    the site itself: so an address without a slash at its head is also counted from the listing's own folder and from
    the site's head, and each of them from every folder above the listing. A hyphen at an address's end is a title's
    last sign, which some portals write into the link and not into the page's name.

    >>> other_addresses("http://127.0.0.1/stp/tin-tuc/", "hop-bao", "http://127.0.0.1/stp/tin-tuc/hop-bao")
    ('http://127.0.0.1/stp/hop-bao', 'http://127.0.0.1/hop-bao')
    """
    parts = urlsplit(listing)
    if urlsplit(first).netloc != parts.netloc:
        return ()
    folder = posixpath.dirname(parts.path) if parts.path.lower().endswith(_INDEX) else parts.path.rstrip("/")
    relative = not href.startswith(("/", "http:", "https:", "?"))
    path = urlsplit(href).path
    query = urlsplit(href).query
    found: list[str] = []
    above = folder
    while True:
        above = posixpath.dirname(above) if above not in ("", "/") else ""
        if relative or above.strip("/"):
            found.append(
                urlunsplit((parts.scheme, parts.netloc, posixpath.join(above or "/", path.lstrip("/")), query, ""))
            )
        if above in ("", "/"):
            break
    if not relative:
        found.append(joined(listing, href))
    trimmed = [url.rstrip("-") for url in (first, *found)]
    return tuple(dict.fromkeys(url for url in (*found, *trimmed) if url != first))
