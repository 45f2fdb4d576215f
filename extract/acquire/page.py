"""A page as it came from the network or from the archive: bytes and what HTTP said about them."""

import hashlib

from extract.types import Model

PAGE = "bulletin"  # the role of a response that `bantin extract` reads from the archive


class RawPage(Model, frozen=True):
    """The answer to one address, after redirects and decompression; its text is not decoded here.

    `url` is the address asked for, `final_url` where the body came from; `headers` in the server's order and spelling;
    `fetched` the time of the answer in UTC (ISO, seconds); `charset` what the Content-Type says, where that is an
    encoding in which the body can be read, else None. `from_archive`: nothing was sent for it, as this run has it
    already. `unchanged`: the content is what the archive held before this run. `revision` counts the different
    contents of the address from 1; `role` says what the page was fetched as.

    >>> page = RawPage(url="http://a.vn/", final_url="http://a.vn/", status=200, body="Bản tin".encode(),
    ...                headers=(("Content-Type", "text/html; charset=utf-8"),), fetched="2019-03-06T08:00:00Z")
    >>> page.header("content-type"), page.media_type
    ('text/html; charset=utf-8', 'text/html')
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    fetched: str
    charset: str | None = None
    from_archive: bool = False
    unchanged: bool = False
    revision: int = 1
    role: str = PAGE

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case; None where there is none."""
        return header(self.headers, name)

    @property
    def media_type(self) -> str:
        """The Content-Type without its parameters, in small letters; empty where the server gave none."""
        return (self.header("content-type") or "").partition(";")[0].strip().lower()

    @property
    def sha256(self) -> str:
        """Hex SHA-256 of the body: two pages with the same one are the same content."""
        return hashlib.sha256(self.body).hexdigest()


def header(headers: tuple[tuple[str, str], ...], name: str) -> str | None:
    """The first of `headers` that has that name, whatever its case; None where there is none."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def declared_charset(headers: tuple[tuple[str, str], ...], body: bytes) -> str | None:
    """The charset of the Content-Type if it is known and the body can be read in it: labels are often wrong.

    >>> declared_charset((("Content-Type", "text/html; charset=UTF-8"),), "Đắk Nông".encode("utf-16"))
    >>> declared_charset((("Content-Type", 'text/html; charset="windows-1258"'),), b"Ba\\xf2n tin")
    'windows-1258'
    """
    for part in (header(headers, "content-type") or "").split(";")[1:]:
        key, _, value = part.partition("=")
        label = value.strip().strip("\"'").lower()
        if key.strip().lower() != "charset" or not label:
            continue
        try:
            body.decode(label)
        except (LookupError, ValueError):
            return None
        return label
    return None
