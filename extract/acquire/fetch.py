"""Sources and addresses to the pages of their bulletins, in the order in which they are listed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from extract.acquire.addresses import Site, same_address
from extract.acquire.discover import Discovery, Found, Get, OnError, Wanted, is_missing, site_of
from extract.acquire.page import PAGE, RawPage
from extract.errors import InputError
from extract.sources import Source, load_sources, source_of


@dataclass(frozen=True, slots=True)
class Fetched:
    """A bulletin's page, its address after redirects as the site knows it, what its listing says of it, its source."""

    page: RawPage
    url: str
    found: Found
    source: Source | None


@dataclass(slots=True)
class Fetcher:
    """Fetches the bulletins of sources and addresses, none of them twice; `get` raises InputError for what it refuses.

    `mirror` is where the sites' pages are served for this run (a saved portal on loopback); addresses in what comes
    out are the sites' own. What fails is handed to `on_error`, and the rest goes on.
    """

    get: Get
    on_error: OnError
    wanted: Wanted = field(default_factory=Wanted)
    mirror: str | None = None
    by: str | None = None
    seen: set[str] = field(default_factory=set)  # shared by the fetchers of a run
    _lucky: dict[int, int] = field(default_factory=dict)  # which of so many other addresses was right the last time

    def fetch(self, target: str) -> Iterator[Fetched]:
        """Pages of the bulletins of one source (by its id) or address."""
        source = load_sources().get(target)
        if source is None and urlsplit(target).scheme not in ("http", "https"):
            raise InputError(
                target, "neither a source (bantin sources list) nor an address that begins with http:// or https://"
            )
        known = source or source_of(target)
        site = site_of(source or target, self.mirror)
        discovery = Discovery(lambda url, role: self.get(site.here(url), role), site, known, self.wanted, self.on_error)
        found = discovery.of_source(source, self.by) if source else discovery.of_url(site.meant(target), self.by)
        for one in found:
            address = same_address(one.url)
            if address in self.seen:
                continue
            self.seen.add(address)
            try:
                page = self._page(one, site)
            except InputError as error:
                self.on_error(error)
                continue
            yield Fetched(page, site.meant(page.final_url), one, known)

    def _page(self, one: Found, site: Site) -> RawPage:
        """The page of a bulletin, looked for where else it may be when it is not where its listing says."""
        if one.answer is not None:
            return one.answer
        urls = [one.url, *one.others]
        lucky = self._lucky.get(len(urls), 0)
        first: InputError | None = None
        for number in sorted(range(len(urls)), key=lambda number: number != lucky):
            try:
                page = self.get(site.here(urls[number]), PAGE)
            except InputError as error:
                first = error if number == 0 or first is None else first
                if not is_missing(error):
                    raise
            else:
                self._lucky[len(urls)] = number
                return page
        assert first is not None
        raise first
