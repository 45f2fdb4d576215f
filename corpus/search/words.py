"""Words as search compares them: exact (newer tone placement, any case, Ð as Đ) and plain (no marks at all, đ as d)."""

import functools
import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from extract.spelling import fold, plain
from extract.vocabulary import load

TOKEN = re.compile(r"[^\W_]+")
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gi?|gh|h|kh?|l|m|n|ngh?|nh|ph?|qu|r|s|t|th|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|n|ng|nh|p|t)?|[a-z]"
)
# every precomposed letter and its plain one: a table is ten times as fast as taking each text apart
_PLAIN = str.maketrans({c: plain(c) for c in map(chr, range(0xC0, 0x1F00)) if plain(c) != c and plain(c).isalnum()})


class Word(NamedTuple):
    """A token of a text: its place (half-open code points), its exact and its plain spelling."""

    start: int
    end: int
    exact: str
    plain: str


def exact_text(text: str) -> str:
    """The exact words of an NFC text, separated by single spaces.

    >>> exact_text("Ông Nguyễn Hoà, UBND tỉnh (KH&ĐT) chi 1.200 tỷ")
    'ông nguyễn hòa ubnd tỉnh kh đt chi 1 200 tỷ'
    """
    return " ".join([_spellings(token)[0] for token in TOKEN.findall(text)])


@functools.lru_cache(maxsize=200_000)  # a bulletin's syllables are those of all others
def _spellings(token: str) -> tuple[str, str]:
    """A token's exact and plain spelling."""
    exact = "".join(c for c in fold(token) if c.isalnum()) or token
    return exact, plain_text(exact)


def plain_text(exact: str) -> str:
    """The plain words of exact ones.

    >>> plain_text("đường hòa bình")
    'duong hoa binh'
    """
    return exact.translate(_PLAIN)


def words(text: str) -> list[Word]:
    """The words of an NFC text with their places.

    >>> [(w.start, w.exact, w.plain) for w in words("Đầu tư")]
    [(0, 'đầu', 'dau'), (4, 'tư', 'tu')]
    """
    return [Word(m.start(), m.end(), *_spellings(m[0])) for m in TOKEN.finditer(text)]


def normal(text: str) -> str:
    """A query as the texts are: NFC, without control characters.

    >>> normal("Thu\\u031b\\x00") == "Thư "
    True
    """
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cs") else c for c in text)
    return unicodedata.normalize("NFC", text)


@dataclass(frozen=True)
class Form:
    """One way to write a thing, as exact tokens; `common` where the small letters are also ordinary syllables (TƯ)."""

    tokens: tuple[str, ...]
    common: bool

    @property
    def plain(self) -> tuple[str, ...]:
        return tuple(map(plain_text, self.tokens))


def _form(written: str) -> Form:
    tokens = tuple(exact_text(written).split())
    # "TƯ" (Trung ương) is "tư" of "đầu tư" to an index that has no capitals
    return Form(tokens, common=written.isupper() and all(_SYLLABLE.fullmatch(plain_text(t)) for t in tokens))


@functools.cache
def abbreviations() -> tuple[tuple[Form, ...], ...]:
    """The ways to write each thing of `schemas/vocab/abbreviations.yml`, the full form first."""
    return tuple(tuple(dict.fromkeys(map(_form, entry.forms))) for entry in load("abbreviations"))


@functools.cache
def _by_tokens() -> dict[tuple[str, ...], tuple[Form, ...]]:
    found: dict[tuple[str, ...], tuple[Form, ...]] = {}
    for forms in abbreviations():
        for form in forms:
            if not form.common:
                found.setdefault(form.tokens, forms)
                found.setdefault(form.plain, forms)
    return found


@functools.cache
def longest_form() -> int:
    """The most tokens that a form has."""
    return max(map(len, _by_tokens()))


def other_forms(tokens: tuple[str, ...], written: str) -> tuple[Form, ...]:
    """Other ways to write what `tokens` (exact or plain) say; `written` is how the query wrote them.

    >>> [f.tokens for f in other_forms(("ubnd",), "UBND")]
    [('ủy', 'ban', 'nhân', 'dân')]
    >>> other_forms(("tư",), "tư"), [f.tokens for f in other_forms(("tư",), "TƯ")]
    ((), [('trung', 'ương'), ('tw',)])
    """
    forms = _by_tokens().get(tokens, ())
    if not forms and written.isupper():
        forms = next((fs for fs in abbreviations() for f in fs if f.common and f.tokens == tokens), ())
    return tuple(f for f in forms if f.tokens != tokens and f.plain != tokens and not f.common)
