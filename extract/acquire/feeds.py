"""Feeds and sitemaps to rows: RSS and Atom by feedparser, sitemaps (index or list, gzip too) by lxml."""

import gzip
import io
import zlib
from dataclasses import dataclass

import feedparser
from lxml import etree

from extract.acquire.listing import Row
from extract.datelines import iso_date, named_day

MAX_SITEMAP = 50 * 1024 * 1024  # the protocol's own limit for a sitemap, uncompressed
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap: rows of its bulletins, or addresses of further sitemaps with the day of their last change."""

    rows: tuple[Row, ...] = ()
    further: tuple[Row, ...] = ()


def kind_of(body: bytes) -> str:
    """What a response holds: "feed", "sitemap" or "page".

    >>> kind_of(b"<?xml version='1.0'?><rss version='2.0'>"), kind_of(b"<!doctype html>"), kind_of(b"<urlset>")
    ('feed', 'page', 'sitemap')
    """
    if body[:2] == _GZIP:
        return "sitemap"
    head = body[:4096].lower()
    for name, kind in (
        (b"<rss", "feed"),
        (b"<feed", "feed"),
        (b"<rdf:rdf", "feed"),
        (b"<urlset", "sitemap"),
        (b"<sitemapindex", "sitemap"),
    ):
        if name in head and b"<html" not in head:
            return kind
    return "page"


def read_feed(body: bytes) -> tuple[Row, ...]:
    """Rows of an RSS or Atom feed in its order; raises ValueError where it is no feed.

    >>> read_feed(b"<rss version='2.0'><channel><item><title>A</title><link>http://a.example/1</link>"
    ...           b"<pubDate>Wed, 06 Mar 2019 20:30:00 GMT</pubDate></item></channel></rss>")
    (Row(href='http://a.example/1', title='A', day='2019-03-07'),)
    """
    feed = feedparser.parse(io.BytesIO(body), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and feed.bozo and not feed.version:
        raise ValueError(f"no feed: {feed.get('bozo_exception')}")
    rows = []
    for entry in feed.entries:
        link = (entry.get("link") or "").strip()
        if link:
            rows.append(Row(link, " ".join((entry.get("title") or "").split()), _feed_day(entry)))
    return tuple(rows)


def _feed_day(entry: feedparser.FeedParserDict) -> str | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    if moment:  # UTC
        return iso_date(
            f"{moment.tm_year:04}-{moment.tm_mon:02}-{moment.tm_mday:02}T{moment.tm_hour:02}:{moment.tm_min:02}:00Z"
        )
    return named_day(
        entry.get("published") or entry.get("updated") or "", ["%m/%d/%Y %I:%M:%S %p", "%d/%m/%Y %H:%M:%S"]
    )


def _unpacked(body: bytes) -> bytes:
    if body[:2] != _GZIP:
        return body
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(body)) as stream:
            data = stream.read(MAX_SITEMAP + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"a broken gzip file: {error}") from None
    if len(data) > MAX_SITEMAP:
        raise ValueError(f"a sitemap larger than {MAX_SITEMAP >> 20} MB once unpacked")
    return data


def read_sitemap(body: bytes) -> Sitemap:
    """A sitemap or a sitemap index, gzip or not; raises ValueError where it is none.

    >>> read_sitemap(b"<urlset><url><loc>http://a.example/1</loc><lastmod>2019-03-06</lastmod></url></urlset>").rows
    (Row(href='http://a.example/1', title='', day='2019-03-06'),)
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(_unpacked(body), parser)
    except etree.XMLSyntaxError as error:
        raise ValueError(f"no sitemap: {error}") from None
    name = _name(root)
    if name not in ("urlset", "sitemapindex"):
        raise ValueError(f"no sitemap: its root is <{name}>")
    rows = []
    for entry in root:
        if not isinstance(entry.tag, str):
            continue
        values = {_name(e): " ".join((e.text or "").split()) for e in reversed(list(entry.iter()))}
        if values.get("loc"):
            day = iso_date(values.get("publication_date", "")) or iso_date(values.get("lastmod", ""))
            rows.append(Row(values["loc"], values.get("title", ""), day))
    return Sitemap(further=tuple(rows)) if name == "sitemapindex" else Sitemap(rows=tuple(rows))


def _name(element: etree._Element | None) -> str:
    return etree.QName(element).localname if element is not None and isinstance(element.tag, str) else ""
