"""Ids that stay the same from run to run: of bulletins, of events, of texts."""

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlsplit

from extract.spelling import plain

_MAX_SLUG = 120
_TRACKING = re.compile(r"^(?:utm_\w+|fbclid|gclid|zarsrc|ref|source)$", re.IGNORECASE)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_PAGE_ENDING = re.compile(r"(?:^|/)(?:index|default)\.\w{2,5}$|\.(?:html?|aspx|chn|vnp|php|ldo|tpo|epi)$")


def text_sha256(text: str) -> str:
    """Hex SHA-256 of the UTF-8 bytes of `text`, which the caller hands over in NFC.

    >>> text_sha256("Bản tin")[:8]
    '56809b1f'
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonical_url(url: str) -> str:
    """`url` without scheme, "www.", port, fragment, tracking parameters and closing slash; parameters in order.

    >>> canonical_url("https://www.BaoTinh.vn:443/tin/?b=2&a=1&utm_source=zalo#top")
    'baotinh.vn/tin?a=1&b=2'
    """
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:  # "http://[" and the like: no URL, but still an identifying string
        return url.strip()
    pairs = sorted((k, v) for k, v in parse_qsl(parts.query) if not _TRACKING.match(k))
    query = "&".join(f"{k}={v}" for k, v in pairs)
    return host + unquote(parts.path).rstrip("/") + (f"?{query}" if query else "")


def url_slug(url: str) -> str:
    """ASCII kebab-case of a URL's host and path; eight hex digits are added where letters or length were lost.

    >>> url_slug("https://baotinh.vn/khoi-cong-nha-may-123.html")
    'baotinh-vn-khoi-cong-nha-may-123'
    """
    canonical = canonical_url(url)
    slug = _NOT_SLUG.sub("-", plain(_PAGE_ENDING.sub("", canonical))).strip("-")
    if len(slug) > _MAX_SLUG or not canonical.isascii() or canonical != canonical.lower() or not slug:
        slug = f"{slug[:_MAX_SLUG].strip('-')}-{text_sha256(canonical)[:8]}".strip("-")
    return slug


def bulletin_id(given: str | None, url: str | None, text: str) -> str:
    """A bulletin's id: the input's, else from its URL, else from its text (NFC).

    >>> bulletin_id(None, "https://baotinh.vn/tin-1.html", "Bản tin")
    'baotinh-vn-tin-1'
    >>> bulletin_id(None, None, "Bản tin")
    'sha256-56809b1f15c7ba63'
    """
    if given and given.strip():
        return given.strip()
    if url and url.strip():
        return url_slug(url)
    return f"sha256-{text_sha256(text)[:16]}"


def event_id(bulletin_id: str, kind: str, identifying: Sequence[str]) -> str:
    """An event's id: bulletin, kind and a hash of the slots that identify it, in the order given.

    >>> event_id("tin-1", "award", ["Bằng khen", "UBND tỉnh"])
    'tin-1#award-5e44c98f'
    """
    return f"{bulletin_id}#{kind}-{text_sha256(chr(31).join(identifying))[:8]}"
