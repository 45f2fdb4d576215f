"""Whether a source still gives what it promises: rows of its listings, and pages that its selectors read."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from extract.acquire.discover import LISTING, Get, site_of
from extract.acquire.feeds import read_feed, read_sitemap
from extract.acquire.listing import joined, parse, read_listing
from extract.acquire.page import PAGE
from extract.errors import InputError
from extract.sources import Selectors, Source

Day = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Checked:
    """One promise of a source: what was looked at, whether it holds, and what was found."""

    source: str
    what: str
    holds: bool
    found: str


def check_source(source: Source, get: Get, mirror: str | None = None) -> Iterator[Checked]:
    """The promises of a source, one after the other: each listing's count, feeds, sitemaps, and one bulletin's page."""
    site = site_of(source, mirror)
    first: str | None = None
    for listing in source.listings:
        try:
            answer = get(site.here(listing.url), LISTING)
        except InputError as error:
            yield Checked(source.id, listing.url, False, error.reason)
            continue
        page = read_listing(parse(answer.body), source)
        dated = sum(row.day is not None for row in page.rows)
        enough = len(page.rows) >= (listing.expect or 1)
        promised = f", promised {listing.expect}" if listing.expect else ""
        yield Checked(source.id, listing.url, enough, f"{len(page.rows)} rows{promised}; {dated} with a day")
        relative_to = page.make.rows.relative_to if page.make and page.make.rows else "page"
        addresses = [site.meant(joined(listing.url, row.href, relative_to)) for row in page.rows]
        first = first or next(filter(site.holds, addresses), None)
    for kind, urls, count in (("feed", source.feeds, _feed_rows), ("sitemap", source.sitemaps, _sitemap_rows)):
        for url in urls:
            try:
                rows = count(get(site.here(url), LISTING).body)
                yield Checked(source.id, url, rows > 0, f"{rows} rows")
            except (InputError, ValueError) as error:
                yield Checked(source.id, url, False, f"no {kind}: {getattr(error, 'reason', error)}")
    if first:
        yield from _page(source, first, get, site.here(first))


def _feed_rows(body: bytes) -> int:
    return len(read_feed(body))


def _sitemap_rows(body: bytes) -> int:
    sitemap = read_sitemap(body)
    return len(sitemap.rows) + len(sitemap.further)


def _page(source: Source, url: str, get: Get, here: str) -> Iterator[Checked]:
    if not source.make.page:
        return
    try:
        soup = parse(get(here, PAGE).body)
    except InputError as error:
        yield Checked(source.id, url, False, error.reason)
        return

    def missing(selectors: Selectors) -> list[str]:
        named = {"title": selectors.title, "date": selectors.date, "body": selectors.body}
        found = {name: soup.select_one(css) for name, css in named.items() if css}
        return [name for name, tag in found.items() if tag is None or not tag.get_text(strip=True)]

    least = min(map(missing, source.make.page), key=len)
    found = (
        "title, date and body are where they should be" if not least else f"no {', no '.join(least)} by its selectors"
    )
    yield Checked(source.id, url, not least, found)
