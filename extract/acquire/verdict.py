"""Whether an answer of success is what was asked for: no challenge, no "not found" under another name, not empty.

The rules are data: `schemas/vocab/challenge-pages.yml`.
"""

import functools
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from lxml import etree

from extract.acquire.errors import Challenge, EmptyPage, FetchError, HttpStatus, SoftNotFound, Unavailable
from extract.acquire.page import declared_charset, header
from extract.spelling import fold
from extract.vocabulary import load

_OVERLOADED = (429, 503)
_INSIDE = ("text", "markup")
_UNSEEN = ("script", "style", "template", "title")
_SPACE = re.compile(r"\s+")


def verdict(
    place: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes, address: str | None = None
) -> FetchError | None:
    """Why an answer is not the page that was asked for, or None where it may be.

    `place` is what the error names, `address` where the answer came from if that is another.

    >>> verdict("http://a.vn/tin", 200, (), "<title>Không tìm thấy trang</title>".encode()).name
    'soft-404'
    >>> verdict("http://a.vn/tin", 200, (), "<title>Không tìm thấy nạn nhân vụ lũ</title>".encode())
    """
    seen = _Seen.of(address or place, headers, body)
    rule = next((rule for rule in _rules() if rule.matches(seen) and (rule.kind == "challenge" or status < 400)), None)
    if rule and rule.kind == "challenge":
        return Challenge(
            place,
            f"a challenge instead of the page (status {status}, rule {rule.id}); open it in a browser, or ask the site",
        )
    if status in _OVERLOADED:
        return Unavailable(place, f"the server answered {status}: too busy; try again later", status)
    if status >= 400:
        return HttpStatus(place, f"the server answered {status}{_meaning(status)}", status)
    if rule:
        return SoftNotFound(place, f"says that there is no such page, under status {status} (rule {rule.id})")
    if 200 <= status < 300 and not body.strip():
        return EmptyPage(place, f"status {status} and nothing in it")
    return None


def _meaning(status: int) -> str:
    return {401: ": it wants a login", 403: ": it refuses", 404: ": no such page", 410: ": the page is gone"}.get(
        status, ""
    )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What rules look at, each folded."""

    title: tuple[str, ...]
    text: tuple[str, ...]
    markup: tuple[str, ...]
    header: tuple[str, ...]
    path: tuple[str, ...]

    @classmethod
    def of(cls, url: str, headers: tuple[tuple[str, str], ...], body: bytes) -> "_Seen":
        fields = tuple(fold(f"{name}: {value}".strip()) for name, value in headers)
        path = (fold(unquote(urlsplit(url).path)).rstrip("/"),)
        if "html" not in (header(headers, "content-type") or "html").lower() and body.lstrip()[:1] != b"<":
            return cls((), (), (), fields, path)
        charset = declared_charset(headers, body) or "utf-8"
        tree = _parsed(body, charset)
        if tree is None:
            return cls((), (), (), fields, path)
        titles = tuple(_plain(" ".join(map(str, one.itertext()))) for one in _first(tree, "title", "h1"))
        text = _visible(tree, max(rule.max_letters for rule in _rules()))
        if text is None:
            return cls(titles, (), (), fields, path)  # no rule looks into a page as long as that
        return cls(titles, (text,), (fold(body.decode(charset, "replace")),), fields, path)


def _first(tree: etree._Element, *tags: str) -> list[etree._Element]:
    """The first element of each of `tags` that there is."""
    return [one for tag in tags if (one := next(tree.iter(tag), None)) is not None]


def _visible(tree: etree._Element, most: int) -> str | None:
    """What a reader sees of a page; None where that is more than `most` letters."""
    seen, letters = [], 0
    for element in tree.iter():
        for text in (None if element.tag in _UNSEEN else element.text, element.tail):
            if text and (words := _plain(str(text))):
                seen.append(words)
                letters += len(words) + 1
        if letters > most:
            return None
    return " ".join(seen)


def _parsed(body: bytes, charset: str) -> etree._Element | None:
    """The tree of a page; a parser, as regular expressions take for ever on pages that are made for that."""
    try:
        return etree.fromstring(body, etree.HTMLParser(encoding=charset, remove_comments=True, remove_pis=True))
    except (etree.LxmlError, LookupError, ValueError):
        return None


def _plain(text: str) -> str:
    return fold(_SPACE.sub(" ", unicodedata.normalize("NFC", text)).strip())


@dataclass(frozen=True, slots=True)
class _Rule:
    id: str
    kind: str
    where: str
    pattern: re.Pattern[str]
    whole: bool
    max_letters: int  # that a reader sees, at most, where the rule looks inside a page

    def matches(self, seen: _Seen) -> bool:
        if self.where in _INSIDE and sum(map(len, seen.text)) > self.max_letters:
            return False
        find = self.pattern.fullmatch if self.whole else self.pattern.search
        return any(find(one) for one in getattr(seen, self.where))


@functools.cache
def _rules() -> tuple[_Rule, ...]:
    """The rules in their order; raises KeyError where one does not say what its kind needs."""
    rules = []
    for entry in load("challenge-pages"):
        said = entry.attributes
        forms = "|".join(re.escape(fold(form)) for form in entry.forms)
        pattern = re.compile(rf"(?<!\w)(?:{forms})(?!\w)" if said["where"] in ("text", "title") else f"(?:{forms})")
        letters = said["max_letters"] if said["where"] in _INSIDE else 0
        rules.append(_Rule(entry.id, said["kind"], said["where"], pattern, bool(said.get("whole")), letters))
    return tuple(rules)
