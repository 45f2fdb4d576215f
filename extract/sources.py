"""The sources that `schemas/sources/` declares: data only, found by id, by a page's address, or by a page's make."""

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import resources
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import urljoin, urlsplit

import yaml

from extract.errors import VocabularyError

DELAY_S = 5.0  # between two requests to a site that says nothing else


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists bulletins, and how many rows it shows at least (None where nobody has counted)."""

    url: str
    expect: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """CSS selectors of a listing's rows; `relative_to` says what an address without a slash at its head counts from."""

    links: str
    relative_to: str = "page"
    row: str | None = None
    date: str | None = None
    date_attribute: str | None = None
    address_date: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a listing goes on: a pattern with {listing} and {n} (`first` on its second page), or a link's selector."""

    pattern: str | None = None
    first: int = 2
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Selectors:
    """CSS selectors of a bulletin's page, and the days (ISO, both included) between which pages look so."""

    title: str
    body: str
    date: str | None = None
    lead: str | None = None
    byline: str | None = None
    drop: tuple[str, ...] = ()
    valid_from: str | None = None
    valid_until: str | None = None

    def holds_on(self, day: str | None) -> bool:
        """Whether pages of that day look so; an unknown day is no reason against it."""
        return day is None or (self.valid_from or "") <= day <= (self.valid_until or "9999")


@dataclass(frozen=True, slots=True)
class Make:
    """How sites of one make read: a family, or a source with what its family says."""

    id: str
    recognise: str | None = None
    rows: Rows | None = None
    pages: Pages = Pages()
    page: tuple[Selectors, ...] = ()
    date_formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A publisher's site: who it is, which place its 'tỉnh' and 'huyện' mean, where its bulletins are listed."""

    id: str
    about: str
    publisher: str
    base: str
    verified: bool
    make: Make
    also_called: tuple[str, ...] = ()
    province: str | None = None
    district: str | None = None
    hosts: tuple[str, ...] = ()
    bulletins: re.Pattern[str] | None = None
    listings: tuple[Listing, ...] = ()
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    delay_s: float = DELAY_S


def _folder() -> Traversable:
    return resources.files("schemas").joinpath("sources")


def _read(file: Traversable) -> dict[str, Any]:
    data = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    name = file.name.removesuffix(".yml")
    if not isinstance(data, dict) or data.get("id") != name:
        raise VocabularyError(f"schemas/sources: {file.name} has to begin with `id: {name}`")
    return data


def _files(folder: Traversable) -> Iterator[Traversable]:
    yield from sorted((f for f in folder.iterdir() if f.name.endswith(".yml")), key=lambda f: f.name)


@functools.cache
def _family_data() -> dict[str, dict[str, Any]]:
    return {data["id"]: data for data in map(_read, _files(_folder().joinpath("families")))}


def _pattern(value: str | None) -> re.Pattern[str] | None:
    return re.compile(value) if value else None


def _make(name: str, data: dict[str, Any]) -> Make:
    rows = data.get("rows")
    return Make(
        id=name,
        recognise=data.get("recognise"),
        rows=Rows(**{**rows, "address_date": _pattern(rows.get("address_date"))}) if rows else None,
        pages=Pages(**data.get("pages", {})),
        page=tuple(Selectors(**{**row, "drop": tuple(row.get("drop", ()))}) for row in data.get("page", ())),
        date_formats=tuple(data.get("date_formats", ())),
    )


def _merged(data: dict[str, Any]) -> dict[str, Any]:
    """A source's data over its family's: rows and pages key by key, the page's selectors before the family's."""
    if "family" not in data:
        return data
    family = _family_data().get(data["family"])
    if family is None:
        raise VocabularyError(
            f"schemas/sources: {data['id']}.yml names the family {data['family']!r}, which is not there"
        )
    return {
        **family,
        **data,
        "rows": {**family.get("rows", {}), **data.get("rows", {})},
        "pages": {**family.get("pages", {}), **data.get("pages", {})},
        "page": [*data.get("page", ()), *family.get("page", ())],
        "date_formats": [*data.get("date_formats", ()), *family.get("date_formats", ())],
    }


def source_from(own: dict[str, Any]) -> Source:
    """A source from the data of its file. Raises VocabularyError naming the file and what is wrong with it."""
    data = _merged(own)
    place = data.get("place", {})
    try:
        base = data["base"]
        return Source(
            id=data["id"],
            about=" ".join(data["about"].split()),
            publisher=data["publisher"],
            also_called=tuple(data.get("also_called", ())),
            province=place.get("province"),
            district=place.get("district"),
            base=base,
            hosts=(urlsplit(base).hostname or "", *data.get("hosts", ())),
            bulletins=_pattern(data.get("bulletins")),
            verified=data["verified"],
            make=_make(data.get("family", data["id"]), data),
            listings=tuple(Listing(urljoin(base, row["path"]), row.get("expect")) for row in data.get("listings", ())),
            feeds=tuple(urljoin(base, path) for path in data.get("feeds", ())),
            sitemaps=tuple(urljoin(base, path) for path in data.get("sitemaps", ())),
            delay_s=data.get("delay_s", DELAY_S),
        )
    except (KeyError, TypeError, re.error) as error:
        raise VocabularyError(f"schemas/sources/{data['id']}.yml: {error!r}; see schemas/source.schema.json") from None


@functools.cache
def load_sources() -> dict[str, Source]:
    """All sources by id, in the order of their ids. Raises VocabularyError naming the file that is wrong.

    >>> load_sources()["sgtvt-dak-nong"].province
    'Đắk Nông'
    """
    return {source.id: source for source in map(source_from, map(_read, _files(_folder())))}


@functools.cache
def families() -> tuple[Make, ...]:
    """The makes of sites that are read alike whosever they are.

    >>> [make.id for make in families()]
    ['lacviet-sharepoint', 'liferay-portlets', 'vccorp']
    """
    return tuple(_make(name, data) for name, data in _family_data().items())


@functools.cache
def _by_host() -> dict[str, Source]:
    return {host: source for source in load_sources().values() for host in source.hosts}


def source_of(url: str | None) -> Source | None:
    """The source that a page's address belongs to, by its host; "www." does not count.

    >>> source_of("https://www.vnexpress.net/tin-4954454.html").id, source_of("https://vi-du.example/tin")
    ('vnexpress', None)
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    return _by_host().get(host.removeprefix("www."))
