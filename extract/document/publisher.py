"""Who published a bulletin: read from its host, its page or its title, in the body's own spelling."""

import functools
import re
from importlib import resources
from typing import NamedTuple
from urllib.parse import urlsplit

from extract.spelling import fold, modern_tone, plain
from extract.vocabulary import load

_SITE_WORD = re.compile(
    r"^(?:website|trang web|(?:trang|cổng) (?:thông tin|tt)(?: giao tiếp)? điện tử|cổng ttđt|trang ttđt|trang chủ|home)"
    r"\s*(?:của\s+)?[-–—:|]?\s*",
    re.IGNORECASE,
)
_PROVINCE_WORD = re.compile(r"(?:tỉnh|thành phố|tp\.?)\s+", re.IGNORECASE)
_HOST = re.compile(r"^[\w-]+(?:\.[\w-]+)+$", re.ASCII)


class Province(NamedTuple):
    """A province or a city of its rank: name without designator, and the designator in lower case."""

    name: str
    designator: str


class Body(NamedTuple):
    """A body at the head of a text, in its own spelling, whether a place was read, and what follows it."""

    name: str
    placed: bool
    rest: str


@functools.cache
def _provinces() -> dict[str, Province]:
    """Provinces of all times by their plain name ("quang ninh")."""
    table = resources.files("schemas").joinpath("vocab", "places.tsv").read_text("utf-8")
    found: dict[str, Province] = {}
    for line in table.split("\n"):
        cells = line.split("\t")
        if len(cells) > 2 and cells[1] == "province":
            for designator in ("Thành phố", "Tỉnh"):
                if cells[2].startswith(designator + " "):
                    name = modern_tone(cells[2][len(designator) + 1 :])
                    found.setdefault(plain(name), Province(name, designator.lower()))
    return found


@functools.cache
def _bodies() -> dict[str, tuple[str, bool]]:
    """Spellings of bodies that publish by their folded form, with whether they are national."""
    return {
        fold(form): (form, entry.attributes.get("scope") == "national")
        for entry in load("publishers")
        if entry.attributes.get("kind") == "body"
        for form in entry.forms
    }


@functools.cache
def _hosts(kind: str) -> dict[str, str]:
    return {
        form: str(entry.attributes["name"])
        for entry in load("publishers")
        if entry.attributes.get("kind") == kind
        for form in entry.forms
    }


def _unjoined(text: str) -> str:
    """Words that a portal ran together ("ĐắkNông"), apart again."""
    triples = zip(" " + text, text, text[1:] + " ", strict=False)
    return "".join(f" {c}" if a.islower() and c.isupper() and z.islower() else c for a, c, z in triples)


def _placed(name: str, rest: str) -> Body | None:
    """`name` with the province that `rest` begins with, its designator added where it is not written."""
    word = _PROVINCE_WORD.match(rest)
    tail = rest[word.end() :] if word else rest
    letters = plain(tail)
    for end in sorted({m.start() for m in re.finditer(r"\W|$", letters[:40])}, reverse=True):
        province = _provinces().get(letters[:end].strip())
        if province:
            return Body(f"{name} {province.designator} {province.name}", True, tail[end:].strip())
    return None


def body_at_head(text: str) -> Body | None:
    """The publishing body that `text` begins with, capitals read back to its own spelling; None where none is known.

    >>> body_at_head("BAN QUẢN LÝ KHU KINH TẾ CÀ MAU TỔNG KẾT CÔNG TÁC NĂM 2019")
    Body(name='Ban Quản lý Khu kinh tế tỉnh Cà Mau', placed=True, rest='TỔNG KẾT CÔNG TÁC NĂM 2019')
    >>> body_at_head("Sở Tư pháp tỉnh ĐắkLắk").name
    'Sở Tư pháp tỉnh Đắk Lắk'
    """
    text = " ".join(_unjoined(text).split())
    folded = fold(text)
    bare: Body | None = None
    # Longest head first: "… Khu kinh tế" must not win over "… Khu kinh tế và các Khu công nghiệp".
    for end in sorted({m.start() for m in re.finditer(r"[\s,]|$", folded[:80])}, reverse=True):
        known = _bodies().get(folded[:end])
        if not known:
            continue
        name, national = known
        rest = text[end:].strip()
        placed = None if national else _placed(name, rest)
        if placed:
            return placed
        bare = bare or Body(name, national, rest)
    return bare


def from_title(title: str, *, any_case: bool) -> str | None:
    """The publisher that a headline names as acting in its own place, as portals of bodies write headlines.

    In capitals this is the portal's own voice; in mixed case (`any_case`) it is taken only for saved single texts,
    because newspapers write so of others.

    >>> from_title("BAN QUẢN LÝ KHU KINH TẾ CÀ MAU TỔNG KẾT CÔNG TÁC NĂM 2019", any_case=False)
    'Ban Quản lý Khu kinh tế tỉnh Cà Mau'
    >>> from_title("UBND tỉnh Hưng Yên họp báo", any_case=False) is None
    True
    """
    if not (any_case or title.isupper()):
        return None
    body = body_at_head(title)
    return body.name if body and body.placed and body.rest else None


def from_url(url: str) -> str | None:
    """The publisher that an address belongs to: a known host, or a province's domain and its departments.

    >>> from_url("https://www.vnexpress.net/tin-1.html"), from_url("http://sgtvt.hagiang.gov.vn/tin")
    ('VnExpress', 'Sở Giao thông vận tải tỉnh Hà Giang')
    >>> from_url("https://kiengiang.gov.vn/tin"), from_url("https://vi-du.example/tin")
    ('Cổng thông tin điện tử tỉnh Kiên Giang', None)
    """
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").removeprefix("www.")
    except ValueError:
        return None
    labels = host.split(".")
    known = _hosts("host")
    for cut in range(len(labels) - 1):
        name = known.get(".".join(labels[cut:]))
        # A section's host ("kinhdoanh.vnexpress.net") is the paper's; a body under a government domain is another body.
        if name and (cut == 0 or not host.endswith((".gov.vn", ".chinhphu.vn"))):
            return name
    if len(labels) >= 3 and host.endswith(".gov.vn"):
        compact = {key.replace(" ", ""): province for key, province in _provinces().items()}
        province = compact.get(labels[-3])
        if province and len(labels) == 3:
            return f"Cổng thông tin điện tử {province.designator} {province.name}"
        department = _hosts("department").get(labels[-4]) if len(labels) == 4 else None
        if province and department:
            return f"{department} {province.designator} {province.name}"
    return None


def from_site_name(name: str) -> str | None:
    """The publisher that a site's name says: without "Website", "Trang chủ"; a host is looked up.

    >>> from_site_name("Trang chủ - Website Sở Tư pháp tỉnh ĐắkLắk"), from_site_name("vnexpress.net")
    ('Sở Tư pháp tỉnh Đắk Lắk', 'VnExpress')
    >>> from_site_name("Trang chủ") is None
    True
    """
    name = " ".join(name.split())
    if _HOST.match(name):
        return from_url(name) or name
    bare = name
    while (shorter := _SITE_WORD.sub("", bare, count=1)) != bare:
        bare = shorter
    bare = bare.strip(" -–—|.:")
    body = body_at_head(bare)
    if body and body.placed and len(body.rest) < 30:
        return body.name
    if not bare:
        return None
    site = re.sub(r"^(?:trang chủ|home)\s*[-–—|:]\s*", "", name, flags=re.IGNORECASE).strip(" -–—|.:")
    return site if 3 <= len(site) <= 120 else None
