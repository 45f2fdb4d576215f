"""What a guest owes a host: to ask robots.txt first, to leave time between requests, to stay away when told to."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from extract.acquire.errors import (
    BadCertificate,
    Challenge,
    Denied,
    EmptyPage,
    FetchError,
    HttpStatus,
    RefusedAddress,
    SoftNotFound,
    TooManyRedirects,
    Unavailable,
    Unreachable,
)
from extract.acquire.page import RawPage
from extract.acquire.settings import PRODUCT, FetchSettings
from extract.acquire.target import host_of

ROBOTS = "robots"  # the role of a robots.txt in the archive
_MAX_ROBOTS = 512 * 1024  # what RFC 9309 asks a reader to read at least
_NOTHING_SAID = (EmptyPage, SoftNotFound, TooManyRedirects)
_OF_THE_HOST = (Unreachable, RefusedAddress, BadCertificate, Challenge)


class Pace:
    """Time between the requests to one host."""

    def __init__(self, settings: FetchSettings) -> None:
        self._settings = settings
        self._answered_at: dict[str, float] = {}
        self._held_until: dict[str, float] = {}
        self._delays_s: dict[str, float] = {}

    def slow_down(self, url: str, delay_s: float) -> None:
        """Leave at least `delay_s` between two requests to the host of `url`."""
        self._delays_s[host_of(url)] = max(delay_s, self._settings.delay_s)

    def hold(self, url: str, seconds: float) -> None:
        """Leave the host of `url` alone for that long."""
        host = host_of(url)
        self._held_until[host] = max(self._held_until.get(host, 0.0), time.monotonic() + seconds)

    def answered(self, url: str) -> None:
        """Note that a request to the host of `url` has just ended."""
        self._answered_at[host_of(url)] = time.monotonic()

    def wait(self, url: str, place: str) -> None:
        """Sleep until the host may be asked; raises Unavailable where it wants to be left alone longer than we wait."""
        host = host_of(url)
        free_at = self._held_until.get(host, 0.0)
        if host in self._answered_at:
            free_at = max(free_at, self._answered_at[host] + self._delays_s.get(host, self._settings.delay_s))
        left_s = free_at - time.monotonic()
        if left_s > max(self._settings.max_retry_after_s, self._settings.max_crawl_delay_s):
            raise Unavailable(
                place, f"the host wants to be left alone for {left_s:.0f} s more; fetch it again later", 503
            )
        if left_s > 0:
            time.sleep(left_s)


class Robots:
    """The robots.txt of every host met, asked for once with `fetch`."""

    def __init__(self, settings: FetchSettings, fetch: Callable[[str], RawPage]) -> None:
        self._settings = settings
        self._fetch = fetch
        self._known: dict[str, Protego | FetchError] = {}

    def delay_s(self, url: str, place: str) -> float:
        """The Crawl-delay for `url` or 0; raises Denied where robots.txt forbids `url` or cannot be read.

        Errors of the host itself (Unreachable, RefusedAddress, BadCertificate, Challenge) are raised as such; all of
        them name `place`.
        """
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._known:
            self._known[origin] = self._read(f"{origin}/robots.txt")
        rules = self._known[origin]
        if isinstance(rules, FetchError):
            raise rules.at(place)
        if not rules.can_fetch(url, PRODUCT):
            raise Denied(place, f"{origin}/robots.txt forbids it; ask the site for leave")
        delay_s = float(rules.crawl_delay(PRODUCT) or 0)
        if delay_s > self._settings.max_crawl_delay_s:
            most_s = self._settings.max_crawl_delay_s
            raise Denied(
                place, f"{origin}/robots.txt wants {delay_s:g} s between requests; we wait {most_s:g} s at most"
            )
        return delay_s

    def _read(self, url: str) -> Protego | FetchError:
        try:
            page = self._fetch(url)
        except _NOTHING_SAID:
            return Protego.parse("")
        except _OF_THE_HOST as error:
            return error
        except FetchError as error:
            if isinstance(error, HttpStatus) and error.status < 500 and not isinstance(error, Unavailable):
                return Protego.parse("")  # RFC 9309: a robots.txt that is not there forbids nothing
            return Denied(
                url, f"{url} cannot be read ({error.name}), and what it forbids is not known; try again later"
            )
        return Protego.parse(page.body[:_MAX_ROBOTS].decode("utf-8-sig", "replace"))
