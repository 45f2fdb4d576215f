"""A page read by the selectors that its source, or the make it is recognised as, declares in `schemas/sources/`."""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from extract.document.dates import named_day
from extract.document.html_tree import Page, Tag
from extract.sources import Make, Selectors, families, source_of


@dataclass(slots=True)
class Declared:
    """What selectors found: the elements of title, lead, body and byline, what is none of the body, and the day."""

    title: Tag
    body: Tag
    lead: list[Tag] = field(default_factory=list)
    byline: list[Tag] = field(default_factory=list)
    drop: list[Tag] = field(default_factory=list)
    day: str | None = None


def _all(tag: Tag, selector: str | None) -> list[Tag]:
    return tag.select(selector) if selector else []


def _first(tag: Tag, selector: str | None) -> Tag | None:
    return next(iter(_all(tag, selector)), None)


@functools.cache
def _names(selector: str) -> tuple[tuple[str, ...], ...]:
    """The class names, ids and values that each alternative of a selector needs."""
    return tuple(tuple(re.findall(r"[.#=]\"?'?([\w-]+)", part)) for part in selector.split(","))


def _may_match(selector: str, markup: str) -> bool:
    """Whether the names in a selector stand in the markup at all: text is searched faster than a tree."""
    return any(all(name in markup for name in names) for names in _names(selector))


def _makes(soup: Page, url: str | None, markup: str) -> Iterator[Make]:
    source = source_of(url)
    if source:
        yield source.make
    for make in families():
        if source is not None and make.id == source.make.id:
            continue
        if make.recognise and _may_match(make.recognise, markup) and _first(soup, make.recognise):
            yield make


def declared(soup: Page, url: str | None, markup: str) -> Declared | None:
    """The page by the first selectors that match it and hold on its day; None where no source or make knows it.

    `markup` is what `soup` was made of.

    >>> from extract.document.html_tree import parse_page
    >>> page = "<div class=nd_detail_chitiet><h2>Họp báo quý I <span>(2019-03-05)</span></h2><p>Sáng 5/3.</p></div>"
    >>> found = declared(parse_page(page), None, page)
    >>> (found.title.name, found.day) if found else None
    ('h2', '2019-03-05')
    """
    return by_makes(soup, _makes(soup, url, markup), markup)


def by_makes(soup: Page, makes: Iterable[Make], markup: str) -> Declared | None:
    """The page by the first selectors of `makes` that match it and hold on its day."""
    for make in makes:
        for selectors in make.page:
            if not (_may_match(selectors.title, markup) and _may_match(selectors.body, markup)):
                continue
            found = _by(soup, selectors, make)
            if found and selectors.holds_on(found.day):
                return found
    return None


def _by(soup: Page, selectors: Selectors, make: Make) -> Declared | None:
    title = next((tag for tag in _all(soup, selectors.title) if tag.get_text().strip()), None)
    body = _first(soup, selectors.body)
    if title is None or body is None:
        return None
    date = _first(soup, selectors.date)
    return Declared(
        title=title,
        body=body,
        lead=[tag for tag in _all(soup, selectors.lead) if not any(parent is body for parent in tag.parents)],
        byline=_all(soup, selectors.byline),
        drop=[tag for css in selectors.drop for tag in _all(body, css)],
        day=named_day(date.get_text(" "), make.date_formats) if date is not None else None,
    )
