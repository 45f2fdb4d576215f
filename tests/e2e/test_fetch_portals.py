"""Real portals beside the checkout, served on loopback: each listing page leads to every bulletin that it links."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from lxml import html

from corpus.fetching import Wanting, asking, documents
from extract.acquire.fetch import Fetcher
from extract.document import documents_of_bytes, read_bulletin
from extract.errors import InputError
from extract.sources import load_sources
from tests.conftest import ROOT
from tests.unit.served import serving

PORTALS = ROOT.parent / "shared" / "portals"
pytestmark = pytest.mark.skipif(not PORTALS.is_dir(), reason="../shared is not beside this checkout")
SITES = {"sgtvt": "sgtvt-dak-nong", "stp": "stp-dak-nong", "ldld-1": "ldld-dak-nong"}
LINKS = "//td[contains(@class,'TitleFront')]//a/@href|//td[@class='Other']//li/a/@href|//div[@class='tindiaphuong']//div[@class='nd_detail']/h2/a/@href"


def linked(site: Path, listing: str) -> set[str]:
    """Bulletins that a listing links on all its pages, as folders of the saved site: counted without our reader."""
    found: set[str] = set()
    for page in [site / listing, *sorted((site / listing).glob("page/*"))]:
        for href in html.fromstring((page / "index.html").read_bytes()).xpath(LINKS):
            name = urlsplit(href).path.strip("/").rstrip("-")
            if (site / name / "index.html").is_file() and name:
                found.add(name)
    return found


def fetched(targets: list[str], base: str | None = None) -> Iterator[dict[str, str]]:
    errors: list[InputError] = []
    with asking(allow_private=True, delay_s=0) as clients:
        yield from map(json.loads, documents(targets, clients, Wanting(base=base), errors.append))
    assert errors == []


@pytest.mark.parametrize("name", SITES)
def test_each_listing_leads_to_every_bulletin(name: str) -> None:
    site = PORTALS / name
    errors: list[InputError] = []
    with serving(folder=site) as served, asking(allow_private=True, delay_s=0) as clients:
        for listing in load_sources()[SITES[name]].listings:
            path = urlsplit(listing.url).path
            got = Fetcher(clients.get_every(0), errors.append).fetch(served.base + path)
            assert {urlsplit(one.url).path.strip("/").rstrip("-") for one in got} == linked(site, path.strip("/")), path
    assert errors == []


def test_titles_and_bodies() -> None:
    rows = [json.loads(row) for row in (PORTALS / "expected.jsonl").read_text("utf-8").splitlines()]
    for row in rows:
        name, _, path = row["file"].partition("/")
        url = f"{load_sources()[SITES[name]].base}/{path.removesuffix('/index.html')}"
        with serving(folder=PORTALS / name) as served:
            [document] = fetched([url], served.base)
        [raw] = documents_of_bytes(json.dumps(document).encode(), row["id"], on_error=pytest.fail)
        bulletin = read_bulletin(raw)
        assert bulletin.title == row["title"]
        assert (bulletin.publisher, bulletin.publisher_basis) == (load_sources()[SITES[name]].publisher, "host")
        mine, right = (
            Counter(text.split()) for text in (bulletin.text[len(bulletin.title) :], "\n".join(row["lines"]))
        )
        assert 2 * (mine & right).total() / (mine.total() + right.total()) >= 0.98, row["id"]
