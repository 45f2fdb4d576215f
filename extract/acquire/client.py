"""Fetches pages politely and safely, and keeps every answer: the one way from bantin to the network."""

from collections.abc import Callable
from typing import cast

from urllib3.exceptions import InvalidHeader, MaxRetryError
from urllib3.util.retry import Retry

from extract.acquire import errors
from extract.acquire.archive import Archive
from extract.acquire.errors import (
    BadResponse,
    Disconnected,
    FetchError,
    HttpStatus,
    RedirectLoop,
    TooManyRedirects,
    Truncated,
    Unavailable,
    Unreachable,
)
from extract.acquire.exchange import Exchange, Transport
from extract.acquire.index import Capture
from extract.acquire.manners import ROBOTS, Pace, Robots
from extract.acquire.page import PAGE, RawPage, declared_charset
from extract.acquire.settings import FetchSettings
from extract.acquire.target import target_url
from extract.acquire.verdict import verdict

Role = str | Callable[[RawPage], str]
_REDIRECT = "redirect"
_PASSING = (Disconnected, Unreachable, Truncated, Unavailable)  # what another attempt may cure
_PASSING_STATUS = (502, 504)
_NAMED = {one.name: one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, FetchError)}


class Client:
    """Gets pages; whatever comes is kept in `archive` (one that is gone afterwards, where none is given).

    It says who it is, obeys robots.txt, waits between requests to a host, goes away when told to, ends what is too slow
    or too large, and speaks to public addresses only. One thread uses it. Close it, or use it in a `with` statement.
    """

    def __init__(self, settings: FetchSettings | None = None, archive: Archive | None = None) -> None:
        self.settings = settings or FetchSettings()
        self._temporary = Archive.temporary() if archive is None else None
        self.archive = archive or cast(Archive, self._temporary)
        self.archive.user_agent = self.archive.user_agent or self.settings.user_agent
        self._transport = Transport(self.settings)
        self._pace = Pace(self.settings)
        self._robots = Robots(self.settings, lambda url: self._followed(url, conditional=False, role=ROBOTS))
        self._failed: dict[str, FetchError] = {}

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections and forget the cookies; an archive that was given stays open."""
        self._transport.close()
        if self._temporary:
            self._temporary.close()

    def get(self, url: str, *, conditional: bool = True, role: Role = PAGE) -> RawPage:
        """The page at `url`, redirects followed, asked for once a run.

        `conditional`: ask only for what has changed since the archive's last copy. `role` is what the page is fetched
        as, or finds it out from the page: `bantin extract` reads from the archive what was fetched as a "bulletin".
        Raises a FetchError (see `extract.acquire.errors`), or an ArchiveError where the archive cannot be written.
        """
        return self._followed(url, conditional=conditional, role=role)

    def _followed(self, url: str, *, conditional: bool, role: Role) -> RawPage:
        here = target_url(url)
        asked: set[tuple[str, str]] = set()
        sent = False
        for _ in range(self.settings.max_redirects + 1):
            place = url if here == target_url(url) else f"{url} → {here}"
            # A redirect to the same address may be how a site hands out a cookie; without a new one it is a loop.
            key = (here, str(sorted(self._transport.cookies.items())))
            if key in asked:
                raise RedirectLoop(url, f"its redirects go round in a circle ({here})")
            again = any(address == here for address, _ in asked)
            asked.add(key)
            known = None if again else self._settled(here, place)
            sent = sent or known is None
            capture = known or self._captured(here, place, conditional and not again, role)
            if capture.location is None:
                return self.archive.page(capture, url, from_archive=not sent)
            here = target_url(capture.location, f"{url} → {capture.location}")
        raise TooManyRedirects(url, f"more than {self.settings.max_redirects} redirects, the last one to {here}")

    def _settled(self, here: str, place: str) -> Capture | None:
        """What this run was answered for `here` before; raises the error that it was."""
        if here in self._failed:
            raise self._failed[here].at(place)
        capture = self.archive.in_run(here)
        if capture is None or capture.problem is None:
            return capture
        kind = _NAMED.get(capture.problem, FetchError)
        status = capture.status or 0
        if issubclass(kind, _PASSING) or (kind is HttpStatus and status in _PASSING_STATUS):
            return None
        reason = f"as this run was answered at {capture.fetched}"
        raise kind(place, f"status {status}, {reason}", status) if issubclass(kind, HttpStatus) else kind(place, reason)

    def _captured(self, here: str, place: str, conditional: bool, role: Role) -> Capture:
        """Ask for `here`, again where that may help, and keep what comes."""
        try:
            if role != ROBOTS:
                self._pace.slow_down(here, self._robots.delay_s(here, place))
            retry = Retry(
                total=self.settings.retries,
                backoff_factor=self.settings.backoff_s / 2,
                backoff_max=self.settings.max_backoff_s,
            )
            while True:
                try:
                    return self._once(here, place, conditional, role)
                except FetchError as error:
                    status = error.status if isinstance(error, HttpStatus) else None
                    if not isinstance(error, _PASSING) and status not in _PASSING_STATUS:
                        raise
                    try:
                        retry = retry.increment("GET", here)
                    except MaxRetryError:
                        raise error from None
                    self._pace.hold(here, retry.get_backoff_time())
        except FetchError as error:
            self._failed[here] = error
            raise

    def _once(self, here: str, place: str, conditional: bool, role: Role) -> Capture:
        self._pace.wait(here, place)
        asked = self._conditions(here) if conditional else {}
        try:
            exchange = self._transport.exchange(here, asked, place)
        finally:
            self._pace.answered(here)
        if exchange.problem and not exchange.received:
            raise exchange.problem  # no answer that could be kept
        problem = exchange.problem or _problem(exchange, place, bool(asked))
        capture = self.archive.keep(exchange, self._role(role, exchange, problem), problem.name if problem else None)
        if problem:
            if isinstance(problem, Unavailable):
                self._pace.hold(here, _retry_after_s(exchange))
            raise problem
        return capture

    def _conditions(self, here: str) -> dict[str, str]:
        """The headers that ask only for what has changed since the archive's copy."""
        last = self.archive.last_good(here)
        if last is None or last.digest is None:
            return {}
        found = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
        return {name: value for name, value in found.items() if value}

    def _role(self, role: Role, exchange: Exchange, problem: FetchError | None) -> str:
        if exchange.header("location") and 300 <= (exchange.status or 0) < 400:
            return _REDIRECT
        if isinstance(role, str):
            return role
        if exchange.status == 304:
            last = self.archive.last_good(exchange.url)
            return last.role if last else PAGE
        if problem or exchange.body is None:
            return PAGE
        charset = declared_charset(exchange.headers, exchange.body)
        return role(
            RawPage(
                url=exchange.url, final_url=exchange.url, status=exchange.status or 0, headers=exchange.headers,
                body=exchange.body, fetched=exchange.fetched, charset=charset,
            )
        )  # fmt: skip


def _problem(exchange: Exchange, place: str, conditional: bool) -> FetchError | None:
    status = exchange.status or 0
    if status == 304 and not conditional:
        return BadResponse(place, "says that nothing has changed, which was not asked")
    if 300 <= status < 400 and status != 304 and not exchange.header("location"):
        return BadResponse(place, f"a redirect (status {status}) to nowhere")
    if status < 200:
        return BadResponse(place, f"status {status}, which was not asked for")
    return verdict(place, status, exchange.headers, exchange.body or b"", exchange.url)


def _retry_after_s(exchange: Exchange) -> float:
    said = exchange.header("retry-after")
    try:
        return Retry(retry_after_max=2**31).parse_retry_after(said) if said else 0.0
    except InvalidHeader:
        return 0.0
