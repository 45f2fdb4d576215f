"""From a source or an address to the bulletins it lists, in their order, page by page."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from extract.acquire.addresses import Site, other_addresses, same_address
from extract.acquire.errors import FetchError, HttpStatus, SoftNotFound
from extract.acquire.feeds import kind_of, read_feed, read_sitemap
from extract.acquire.listing import ListingPage, is_listing, joined, parse, read_listing
from extract.acquire.page import PAGE, RawPage
from extract.errors import InputError
from extract.sources import Source, source_of

MOST_PAGES = 1000  # of one listing: more is a calendar that never ends
WAYS = ("listing", "feed", "sitemap", "page")
LISTING = "listing"  # the role in the archive of what only leads to bulletins
OnError = Callable[[InputError], None]
Role = str | Callable[[RawPage], str]
Get = Callable[[str, Role], RawPage]  # address and role to the page; raises InputError


class EmptyListing(FetchError):
    """A listing, feed or sitemap that was there and named no bulletin: the site or its selectors have changed."""

    name = "empty-listing"


class NoListing(FetchError):
    """What should be a feed or a sitemap and is none."""

    name = "no-listing"


def is_missing(error: InputError) -> bool:
    """Whether a page is not there, by its status or by what it says.

    >>> is_missing(HttpStatus("http://a.example/", "404", 404)), is_missing(HttpStatus("http://a.example/", "500", 500))
    (True, False)
    """
    return isinstance(error, SoftNotFound) or (isinstance(error, HttpStatus) and error.status in (404, 410))


@dataclass(frozen=True, slots=True)
class Found:
    """A bulletin's address, where else it may be, what its listing says of it, and the listing.

    `answer` is the response where the address was asked for already, to find out that it is a bulletin itself.
    """

    url: str
    others: tuple[str, ...] = ()
    title: str = ""
    day: str | None = None
    listing: str | None = None
    answer: RawPage | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bulletins are wanted: days (ISO, both included); one without a day may be either and is kept."""

    since: str | None = None
    until: str | None = None

    def __contains__(self, day: object) -> bool:
        return not isinstance(day, str) or (self.since or "") <= day <= (self.until or "9999")

    def is_past(self, days: list[str]) -> bool:
        """Whether a listing page is older than wanted in all its days: then the pages after it are, too."""
        return bool(self.since and days) and all(day < (self.since or "") for day in days)


@dataclass(frozen=True, slots=True)
class Discovery:
    """Finds the bulletins of one site; `get` raises InputError for an address that it cannot get."""

    get: Get
    site: Site
    source: Source | None
    wanted: Wanted
    on_error: OnError

    def of_source(self, source: Source, by: str | None = None) -> Iterator[Found]:
        """The bulletins of a source: by its listings, else its feeds, else its sitemaps, or the way that `by` names."""
        ways = {"listing": [row.url for row in source.listings], "feed": source.feeds, "sitemap": source.sitemaps}
        way = by or next((name for name, urls in ways.items() if urls), "listing")
        urls = ways.get(way) or []
        if not urls:
            self.on_error(InputError(source.id, f"has no {way} in schemas/sources/{source.id}.yml"))
        yield from self._each_once(itertools.chain.from_iterable(self._guarded(url, way) for url in urls))

    def of_url(self, url: str, by: str | None = None) -> Iterator[Found]:
        """The bulletins that an address leads to: itself, or the rows of the listing, feed or sitemap that it is."""
        yield from self._each_once(self._guarded(url, by))

    def _each_once(self, found: Iterator[Found]) -> Iterator[Found]:
        seen: set[str] = set()
        for one in found:
            address = same_address(one.url)
            if address not in seen:
                seen.add(address)
                if one.day in self.wanted:
                    yield one

    def _guarded(self, url: str, by: str | None) -> Iterator[Found]:
        try:
            yield from self._from(url, by)
        except InputError as error:
            self.on_error(error)

    def _from(self, url: str, by: str | None) -> Iterator[Found]:
        answer = self.get(url, _role_by(by))
        kind = by or kind_of(answer.body)
        try:
            if kind == "feed":
                yield from self._from_feed(url, answer)
                return
            if kind == "sitemap":
                yield from self._from_sitemap(url, answer.body, set())
                return
        except ValueError as error:
            raise NoListing(url, str(error)) from None
        soup = parse(answer.body)
        if by == "listing" or (by is None and is_listing(answer.body, soup)):
            yield from self._from_listing(url, answer, read_listing(soup, self.source))
        else:
            yield Found(url, answer=answer)

    def _from_feed(self, url: str, answer: RawPage) -> Iterator[Found]:
        rows = read_feed(answer.body)
        if not rows:
            raise EmptyListing(url, "the feed names no bulletin")
        for row in rows:
            yield Found(self.site.meant(joined(url, row.href)), title=row.title, day=row.day, listing=url)

    def _from_sitemap(self, url: str, body: bytes, seen: set[str]) -> Iterator[Found]:
        seen.add(url)
        sitemap = read_sitemap(body)
        if not sitemap.rows and not sitemap.further:
            raise EmptyListing(url, "the sitemap names no page")
        for row in sitemap.rows:
            address = self.site.meant(joined(url, row.href))
            if self.source and self.source.bulletins and not self.source.bulletins.search(urlsplit(address).path):
                continue
            # A day in a sitemap is that of the last change: too old is too old, but a later day says nothing.
            if not self.wanted.is_past([row.day] if row.day else []):
                yield Found(address, title=row.title, listing=url)
        for row in sitemap.further:
            address = self.site.meant(joined(url, row.href))
            if address in seen or self.wanted.is_past([row.day] if row.day else []):
                continue
            try:
                yield from self._from_sitemap(address, self.get(address, LISTING).body, seen)
            except InputError as error:
                self.on_error(error)
            except ValueError as error:
                self.on_error(NoListing(address, str(error)))

    def _from_listing(self, url: str, answer: RawPage, page: ListingPage) -> Iterator[Found]:
        seen: set[str] = {same_address(url)}
        asked = {same_address(url)}
        here, number = url, 1
        while True:
            found = self._rows(here, answer, page)
            new = [one for one in found if same_address(one.url) not in seen]
            if not found and number == 1:
                raise EmptyListing(url, "the listing has no rows: the page or the selectors of its source have changed")
            seen.update(same_address(one.url) for one in new)
            yield from new
            days = [one.day for one in found if one.day]
            if not new or number >= MOST_PAGES or self.wanted.is_past(days):
                return
            number += 1
            step = self._next(url, here, page, number)
            if step is None or same_address(step) in asked:
                return
            asked.add(same_address(step))
            try:
                answer = self.get(step, LISTING)
            except InputError as error:
                if not is_missing(error):
                    self.on_error(error)
                return
            here, page = step, read_listing(parse(answer.body), self.source)

    def _rows(self, here: str, answer: RawPage, page: ListingPage) -> list[Found]:
        make = page.make
        relative_to = make.rows.relative_to if make and make.rows else "page"
        # A mirror may redirect to a closing slash; what counts is the address on the site itself.
        listing = here if self.site.mirror else answer.final_url
        found = []
        for row in page.rows:
            address = self.site.meant(joined(listing, row.href, relative_to))
            if self.site.holds(address):
                others = other_addresses(answer.final_url, row.href, address)
                if self.site.mirror:  # there, every address is the site's own
                    others = (address.rstrip("-"),) if address.endswith("-") else ()
                found.append(Found(address, others, row.title, row.day, here))
        return found

    def _next(self, first: str, here: str, page: ListingPage, number: int) -> str | None:
        """The address of page `number`: by the make's pattern, the page's link, else as most portals have it."""
        make = page.make
        if make and make.pages.pattern:
            return _numbered(make.pages.pattern, first, number + make.pages.first - 2)
        if page.next:
            step = self.site.meant(joined(here, page.next))
            return step if self.site.holds(step) else None
        guess = self.source is None and make is None
        return _numbered("{listing}/page/{n}", first, number) if guess else None


def _role_by(by: str | None) -> Role:
    """What an address is fetched as: as `by` says, else as what it turns out to be."""
    return role_of if by is None else PAGE if by == "page" else LISTING


def role_of(page: RawPage) -> str:
    """What a page is by its content: "bulletin", or "listing" for what only leads to bulletins."""
    if kind_of(page.body) == "page" and not is_listing(page.body, parse(page.body)):
        return PAGE
    return LISTING


def _numbered(pattern: str, listing: str, number: int) -> str:
    """The address of a further page of a listing.

    >>> _numbered("{listing}/page/{n}", "http://a.example/tin-tuc/index.html", 2)
    'http://a.example/tin-tuc/page/2'
    """
    parts = urlsplit(listing)
    path = parts.path
    for index in ("/index.html", "/index.htm", "/"):
        path = path.removesuffix(index)
    return pattern.format(listing=f"{parts.scheme}://{parts.netloc}{path}", n=number)


def site_of(target: Source | str, mirror: str | None = None) -> Site:
    """The site of a source or of an address, served under `mirror` where one is given.

    >>> site_of("https://vi-du.example/tin").hosts
    ('vi-du.example',)
    """
    source = target if isinstance(target, Source) else source_of(target)
    if source:
        return Site(source.hosts, mirror, urlsplit(source.base).scheme)
    parts = urlsplit(str(target))
    return Site((parts.netloc.removeprefix("www."),), mirror, parts.scheme or "http")
