"""The words that names of organisations are made of, and the key under which names compare."""

import functools
import re

from extract.link.names import body_key
from extract.spelling import fold, plain
from extract.vocabulary import folded_forms, load

QUOTES = re.compile(r"[\"'“”‘’«»]")
_NATIVE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?|\d+|y|[a-z]\d*"
)
_CENTRE = re.compile(r"(?i:trung ương)|(?i:(?<!\w)TW(?!\w))|T\.Ư|(?<![Ầầ]U )(?<!\w)TƯ(?!\w)")
_AND = re.compile(r"\s*&\s*")

# the word of the level that a head implies: "Huyện ủy Châu Thành" is of huyện Châu Thành
IMPLIED = {
    "tỉnh ủy": "tỉnh",
    "tỉnh đoàn": "tỉnh",
    "thành ủy": "tp",
    "thành đoàn": "tp",
    "huyện ủy": "huyện",
    "huyện đoàn": "huyện",
    "quận ủy": "quận",
    "quận đoàn": "quận",
    "thị ủy": "thị xã",
}


@functools.lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """`body_key` of a name without its quotes; "tư" is not read as the abbreviation "TƯ" (Trung ương).

    >>> name_key("Sở KH & ĐT"), name_key("Công ty Tư vấn"), name_key("Ban Dân vận TƯ")
    ('sở mpi', 'company tư vấn', 'ban dân vận centre')
    """
    key = body_key(_AND.sub("&", QUOTES.sub("", name)))
    return key if _CENTRE.search(name) else " ".join("tư" if w == "centre" else w for w in key.split())


@functools.cache
def legal_forms() -> tuple[tuple[tuple[str, ...], str], ...]:
    forms = {
        tuple(name_key(f).split()): e.id.removeprefix("legal-")
        for e in load("registry")
        if e.id.startswith("legal-")
        for f in e.forms
    }
    return tuple(sorted(forms.items(), key=lambda f: (-len(f[0]), f[0])))


@functools.cache
def heads() -> tuple[tuple[tuple[str, ...], str], ...]:
    """Keys of the heads of bodies that are no companies, longest first, with their kind."""
    found: dict[tuple[str, ...], str] = {}
    for entry in load("bodies"):
        kind = str(entry.attributes["kind"])
        if kind != "company":
            for form in entry.forms:
                found.setdefault(tuple(name_key(form).split()), kind)
    for word in IMPLIED:
        found[tuple(word.split())] = "party"
    return tuple(sorted(found.items(), key=lambda f: (-len(f[0]), f[0])))


@functools.cache
def _common() -> frozenset[str]:
    """Words that say what a body does, not which it is."""
    words = {w for e in load("name-words") if e.id in ("legal", "trade") for f in e.forms for w in fold(f).split()}
    words |= {e.id for e in load("abbreviations")}
    return frozenset(words | {"số", "các", "của", "cho", "trung", "tâm", "trường", "viện"})


@functools.cache
def common_phrases() -> re.Pattern[str]:
    forms = {name_key(f) for e in load("sectors") for f in e.forms if " " in f or len(f) > 4}
    forms |= {
        fold(f) for e in load("registry") if e.id.startswith(("class-", "project-common")) for f in e.forms if " " in f
    }
    return re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(sorted(map(re.escape, forms), key=lambda f: -len(f)))))


def proper_words(core: str) -> list[str]:
    """Words of a folded name that belong to it alone.

    >>> proper_words("đầu tư xây dựng an phú")
    ['an', 'phú']
    """
    return [w for w in common_phrases().sub(" ", core).split() if w not in _common() and not w.isdigit()]


def is_foreign(word: str) -> bool:
    """Is a folded word no Vietnamese syllable?

    >>> is_foreign("foxconn"), is_foreign("phú")
    (True, False)
    """
    return len(word) >= 3 and word not in _common() and not _NATIVE.fullmatch(plain(word))


@functools.cache
def zone_boards() -> frozenset[str]:
    """Names of boards that each province has one of."""
    return frozenset(name_key(f) for e in load("publishers") if e.id == "zone-board" for f in e.forms)


@functools.cache
def national() -> frozenset[str]:
    return frozenset(map(name_key, folded_forms("registry", "national")))


@functools.cache
def role_names() -> frozenset[str]:
    return folded_forms("registry", "role")


@functools.lru_cache(maxsize=5_000)
def whole_ministry(key: str) -> str:
    """The key of a ministry whose field is cut short where only one field begins so: "Bộ Giao thông"."""
    entry = next(e for e in load("sectors") if e.id == "ministry-fields")
    fields = {name_key(f) for f in entry.forms}
    written = {name_key(f): f for e in load("abbreviations") for f in e.forms[:1]}
    longer = {f for f in fields if f in written and fold(written[f]).startswith(f"{key.removeprefix('bộ ')} ")}
    return f"bộ {longer.pop()}" if len(longer) == 1 else key
