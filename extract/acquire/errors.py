"""What can go wrong while a page is fetched, each thing with its name; `place` is the address asked for."""

from typing import ClassVar

from extract.errors import InputError


class FetchError(InputError):
    """A page that was not got. `name` is the error's name in archives and reports (ASCII kebab-case)."""

    name: ClassVar[str] = "fetch-failed"

    def at(self, place: str) -> "FetchError":
        """The same error, met on the way to another address."""
        return type(self)(place, self.reason)


class BadScheme(FetchError):
    """An address, or the target of a redirect, that is not http(s) or no address at all."""

    name = "bad-scheme"


class RefusedAddress(FetchError):
    """A host at a private, loopback, link-local, multicast or reserved address: nothing was sent to it."""

    name = "refused-address"


class Denied(FetchError):
    """robots.txt forbids the address, or could not be read because the server failed."""

    name = "robots-denied"


class Unreachable(FetchError):
    """No connection: the name does not resolve, nobody listens, the network is down."""

    name = "unreachable"


class BadCertificate(FetchError):
    """The server's certificate does not hold."""

    name = "bad-certificate"


class Disconnected(FetchError):
    """The server closed or reset the connection before it had answered."""

    name = "disconnected"


class TooSlow(FetchError):
    """No byte within `read_timeout_s`, no connection within `connect_timeout_s`, or no end within `total_timeout_s`."""

    name = "too-slow"


class TooLarge(FetchError):
    """More than `max_bytes`, as sent or after decompression."""

    name = "too-large"


class BadResponse(FetchError):
    """An answer that is no proper HTTP: a broken status line or header, lengths that contradict one another."""

    name = "bad-response"


class Truncated(FetchError):
    """A body that ends before, or goes on after, the length that its headers promise."""

    name = "truncated"


class BadEncoding(FetchError):
    """A body that is not compressed as its Content-Encoding says, or in a way that was not asked for."""

    name = "bad-encoding"


class TooManyRedirects(FetchError):
    """More redirects than `max_redirects`."""

    name = "too-many-redirects"


class RedirectLoop(TooManyRedirects):
    """Redirects that lead back to where they came from."""

    name = "redirect-loop"


class HttpStatus(FetchError):
    """An answer that is an error by its status code, after the retries that it allows."""

    name = "http-status"

    def __init__(self, place: str, reason: str, status: int) -> None:
        super().__init__(place, reason)
        self.status = status

    def at(self, place: str) -> "HttpStatus":
        """The same error, met on the way to another address."""
        return type(self)(place, self.reason, self.status)


class Unavailable(HttpStatus):
    """The server is overloaded (429, 503), still after the retries, or asks for a longer wait than we have."""

    name = "unavailable"


class Challenge(FetchError):
    """A page that wants proof of a human or a browser instead of the page asked for."""

    name = "challenge"


class SoftNotFound(FetchError):
    """A page that says "not found" under a status code that says "found"."""

    name = "soft-404"


class EmptyPage(FetchError):
    """An answer of success without a body."""

    name = "empty-page"


class ArchiveError(InputError):
    """An archive directory that cannot be used."""


class ArchiveInUse(ArchiveError):
    """Another process writes to the archive."""


class ArchiveDamaged(ArchiveError):
    """A WARC file of the archive is broken in a way that a kill does not explain; it is left as it is."""
