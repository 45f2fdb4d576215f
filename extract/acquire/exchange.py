"""One request and what came back for it, as bytes and as what they mean; or what went wrong on the way."""

import http.client
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests
import urllib3.exceptions
from requests.cookies import RequestsCookieJar

from extract.acquire.compression import ACCEPTED, decompressed
from extract.acquire.connection import Meter, MeteredAdapter
from extract.acquire.errors import (
    BadCertificate,
    BadResponse,
    BadScheme,
    Disconnected,
    FetchError,
    TooLarge,
    TooSlow,
    Truncated,
    Unreachable,
)
from extract.acquire.page import header
from extract.acquire.settings import FetchSettings

_PIECE = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_CONTINUE = re.compile(rb"\A(?:HTTP/1\.\d 100[^\n]*\n(?:[^\r\n][^\n]*\n)*\r?\n)+")  # an answer before the answer


@dataclass(frozen=True, slots=True)
class Exchange:
    """What was sent to `url` and what came back, byte by byte.

    `status` is None where no proper head of an answer came; `body` is without transfer coding and compression, None
    where it could not be had; `problem` says why. `fetched` is the time of the request in UTC.
    """

    url: str
    sent: bytes
    received: bytes
    fetched: str
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes | None = None
    problem: FetchError | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name, whatever its case."""
        return header(self.headers, name)


class _Session(requests.Session):
    def get_redirect_target(self, _resp: requests.Response) -> None:
        """No redirect is followed here: `requests` would read and unpack its body without a limit, even unasked."""


class Transport:
    """Sends GET requests with `requests`: one session, its cookies kept as long as it lives, no proxy, no .netrc.

    Proxies of the environment are not used: through one, the address connected to would be the proxy's, and what is
    behind it could not be checked.
    """

    def __init__(self, settings: FetchSettings) -> None:
        self.settings = settings
        self._meter = Meter(settings)
        self._session = _Session()
        self._session.trust_env = False
        self._session.verify = settings.ca_bundle or True
        adapter = MeteredAdapter(self._meter)
        self._session.mount("http://", adapter)
        self._session.mount("https://", adapter)
        self._session.headers.clear()
        self._session.headers.update(
            {
                "User-Agent": settings.user_agent,
                "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
                "Accept-Language": "vi,en;q=0.5",
                "Accept-Encoding": ACCEPTED,
            }
        )

    def close(self) -> None:
        """Close the connections and forget the cookies."""
        self._session.close()

    @property
    def cookies(self) -> RequestsCookieJar:
        """The cookies of this run."""
        return self._session.cookies

    def exchange(self, url: str, extra: dict[str, str], place: str) -> Exchange:
        """Ask for `url` with `extra` headers; what goes wrong is the exchange's `problem`, which names `place`.

        Raises what means that nothing was sent: BadScheme, RefusedAddress, Unreachable, BadCertificate.
        """
        meter = self._meter
        meter.start(place)
        fetched = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        response: requests.Response | None = None
        body = None
        problem: FetchError | None = None
        try:
            response = self._session.get(
                url,
                headers=extra,
                stream=True,
                allow_redirects=False,
                timeout=(self.settings.connect_timeout_s, self.settings.read_timeout_s),
            )
            body = self._body(response, place)
        except FetchError as error:
            problem = error
        except (requests.RequestException, urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
            problem = _named(error, place, response is not None)
        finally:
            if response is not None:
                response.close() if problem else response.raw.release_conn()
        if problem and not meter.sent:
            raise problem
        return Exchange(
            url=url,
            sent=bytes(meter.sent),
            received=_CONTINUE.sub(b"", bytes(meter.received)),
            fetched=fetched,
            status=response.status_code if response is not None else None,
            headers=tuple(response.raw.headers.iteritems()) if response is not None else (),
            body=body,
            problem=problem,
        )

    def _body(self, response: requests.Response, place: str) -> bytes:
        raw: Any = response.raw
        defects = raw._original_response.msg.defects
        if defects:
            raise BadResponse(place, f"broken headers: {type(defects[0]).__name__}")
        promised = raw.length_remaining  # None where the headers promise none, or the body comes in chunks
        limit = self.settings.max_bytes
        if promised and promised > limit:
            raise TooLarge(place, f"{promised} bytes, more than the limit of {limit}")
        body = bytearray()
        for piece in raw.stream(_PIECE, decode_content=False):
            body += piece
            if len(body) > limit:
                raise TooLarge(place, f"more than {limit} bytes")
        if promised is not None:
            self._check_end(promised, place)
        return decompressed(bytes(body), response.headers.get("Content-Encoding"), limit, place)

    def _check_end(self, promised: int, place: str) -> None:
        """A body that goes on after its Content-Length would be read as whole, its end missing."""
        head = _HEAD_END.search(self._meter.received)
        if head and len(self._meter.received) - head.end() > promised:
            raise Truncated(place, f"goes on after the {promised} bytes of its Content-Length; fetch it again")


def _named(error: Exception, place: str, answered: bool) -> FetchError:
    """The named error for one of the libraries'; `answered` where the head of an answer had come."""
    causes = list(_causes(error))
    text = f"{type(causes[-1]).__name__}: {causes[-1]}"[:200]
    names = [type(cause).__name__ for cause in causes]
    for cause in causes:
        if isinstance(cause, FetchError):
            return cause
    if any(
        isinstance(c, requests.exceptions.InvalidURL | requests.exceptions.InvalidSchema | UnicodeError) for c in causes
    ):
        return BadScheme(place, f"no address that can be asked for: {text}")
    if any(isinstance(c, urllib3.exceptions.NewConnectionError) for c in causes):
        known = "NameResolutionError" not in names
        return Unreachable(
            place, f"no connection: {text}" if known else "the name of its host does not resolve; is it spelt right?"
        )
    if any(isinstance(c, TimeoutError | requests.Timeout | urllib3.exceptions.TimeoutError) for c in causes):
        return TooSlow(place, "no connection in time; try again later")
    if any(isinstance(c, requests.exceptions.SSLError) for c in causes):
        return BadCertificate(
            place, f"{text}; if the site's certificates are yours to trust, name them in BANTIN_CA_BUNDLE"
        )
    if any(isinstance(c, urllib3.exceptions.InvalidChunkLength) for c in causes):
        return Truncated(place, "its chunks break off or are broken; fetch it again")
    if any(isinstance(c, http.client.IncompleteRead | urllib3.exceptions.IncompleteRead) for c in causes):
        return Truncated(place, f"ends before the length that its headers promise ({text}); fetch it again")
    if any(isinstance(c, http.client.RemoteDisconnected | ConnectionError) for c in causes):
        reason = "in the middle of its answer" if answered else "before it answered"
        return (Truncated if answered else Disconnected)(
            place, f"the server closed the connection {reason}; try again later"
        )
    return BadResponse(place, f"no proper HTTP: {text}")


def _causes(error: BaseException) -> list[BaseException]:
    """`error` and the errors inside it: the libraries wrap one in another, as argument, reason or cause."""
    found: list[BaseException] = []
    queue: list[object] = [error]
    while queue:
        one = queue.pop(0)
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            queue += [*one.args, getattr(one, "reason", None), one.__cause__, one.__context__]
    return found
