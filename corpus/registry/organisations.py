"""Names of organisations taken apart: head or legal form, core, place; and how far a name tells which body it is."""

import functools
import re
from typing import Literal

import msgspec

from corpus.registry.heads import (
    IMPLIED,
    QUOTES,
    common_phrases,
    heads,
    is_foreign,
    legal_forms,
    name_key,
    national,
    proper_words,
    role_names,
    whole_ministry,
    zone_boards,
)
from corpus.registry.units import province_of, split_tail
from extract.vocabulary import folded_forms

_BRACKET = re.compile(r"\(([^()]*)\)?")
_ACRONYM = re.compile(r"[A-Z][A-Z0-9&.-]{2,}")
_LEVELS = {"tỉnh", "tp", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn"}

Reach = Literal["name", "place", "short", "none"]


class BodyName(msgspec.Struct, frozen=True):
    """An organisation's name taken apart.

    `reach` is how far the name tells which body it is: "name" by itself, "place" once the place is known (`head` and
    `places` say which), "short" with something the body was seen with, "none" not beyond its bulletin. `key` compares
    the name without places, `core` a company's name without its legal form; `form` is "" where none is written.
    """

    key: str
    reach: Reach
    form: str = ""
    core: str = ""
    places: tuple[tuple[str, str], ...] = ()


@functools.lru_cache(maxsize=200_000)
def body_name(name: str) -> BodyName:
    """Take an organisation's name apart.

    >>> body_name("Cty CP Tập đoàn Hòa Thịnh") == body_name("Tập đoàn Hoà Thịnh")
    True
    >>> body_name("Uỷ ban nhân dân huyện Châu Thành, tỉnh Kiên Giang").places
    (('huyện', 'châu thành'), ('tỉnh', 'kiên giang'))
    >>> body_name("Công ty CP An Phú").reach, body_name("Công ty TNHH Foxconn").reach, body_name("UBND").reach
    ('short', 'name', 'none')
    """
    written = QUOTES.sub("", name)
    places = [b for b in _BRACKET.findall(written) if province_of(b)]  # "Công ty An Phú (Bình Thuận)"
    key = name_key(" ".join([_BRACKET.sub(" ", written), *places]))
    words = tuple(key.split())
    for front, form in legal_forms():
        if words[: len(front)] == front:
            return _company(form, _without_legal_tail(words[len(front) :]))
    for front, kind in heads():
        if words[: len(front)] == front:
            return _body(words, front, kind)
    return _headless(_BRACKET.sub(" ", written).strip(), words)


def _without_legal_tail(core: tuple[str, ...]) -> tuple[str, ...]:
    """ "Tổng công ty Thăng Tiến - CTCP" is "Tổng công ty Thăng Tiến"; so are "Group" and "Ltd" at the end."""
    for tail in (
        ("company", "cp"),
        ("ctcp",),
        ("cp",),
        ("jsc",),
        ("co", "ltd"),
        ("pte", "ltd"),
        ("ltd",),
        ("corp",),
        ("inc",),
    ):
        if len(core) > len(tail) and core[-len(tail) :] == tail:
            return core[: -len(tail)]
    return core


def _company(form: str, core: tuple[str, ...]) -> BodyName:
    if form.startswith("group") and len(core) > 1 and core[-1] == "group":
        core = core[:-1]
    text = " ".join(core)
    proper = proper_words(text)
    foreign = any(is_foreign(w) for w in proper)
    if not proper and not (form in ("bank", "general", "general-joint-stock", "group") and len(core) >= 2):
        named = len(common_phrases().sub(" ", text).split()) >= 2  # "Thành Công", of words that others share
        return BodyName(f"{form}|{text}", "short" if named else "none", form, text)
    if form == "enterprise" or text in role_names():
        reach: Reach = "none"
    elif foreign or (form in ("group", "bank", "general") and len(core) >= 2):
        reach = "name"
    elif form == "company":
        reach = "name" if len(proper) >= 3 else "short"
    else:
        reach = "name" if len(proper) >= 3 or (len(proper) == 2 and len(core) >= 4) else "short"
    return BodyName(f"{form}|{text}", reach, form, text)


def _body(words: tuple[str, ...], front: tuple[str, ...], kind: str) -> BodyName:
    key = " ".join(words)
    if kind == "whole" and words == front:
        return BodyName(key, "name" if key not in role_names() else "none", core=key)
    if front == ("bộ",) and len(words) > 1 and words[1:] != ("trưởng",):
        return BodyName(whole_ministry(key), "name" if not split_tail(words).places else "none")
    head, places = split_tail(words)
    if not places and head and " ".join(head[-2:]) in _LEVELS | {"thị xã"}:
        return BodyName(" ".join(head), "place", places=((" ".join(head[-2:]), ""),))
    if not places and head and head[-1] in _LEVELS:
        return BodyName(" ".join(head[:-1]), "place", places=((head[-1], ""),))
    text = " ".join(head)
    for word, unit in IMPLIED.items():
        if text.startswith(f"{word} "):  # "Huyện ủy Tuy An"
            return BodyName(word, "place", places=((unit, text[len(word) + 1 :]), *places))
    implied = _implied(text)
    if implied and (not places or places[0][0] in ("", implied)):
        first = (implied, places[0][1] if places else "")
        return BodyName(text, "place", places=(first, *places[1:]))
    if places and head:
        return BodyName(text.removesuffix(" tỉnh"), "place", places=places)
    if (front == ("sở",) and len(words) > 1) or key in zone_boards():
        return BodyName(key, "place", places=(("tỉnh", ""),))
    if any(f" {text} ".find(f" {n} ") > 0 for n in national()):
        return BodyName(text, "name")
    return BodyName(text, _reach_without_place(text, front, kind))


def _reach_without_place(text: str, front: tuple[str, ...], kind: str) -> Reach:
    rest = " ".join(text.split()[len(front) :])
    if text.startswith("tổng cục "):
        return "name"
    if any(text == f or text.startswith(f"{f} ") for f in folded_forms("registry", "local")) or not rest:
        return "none"
    if any(is_foreign(w) for w in rest.split()):
        return "name"
    return "name" if len(proper_words(rest)) >= (2 if front[0] in ("báo", "tạp", "đài") else 3) else "none"


def _implied(head: str) -> str | None:
    return next((unit for word, unit in IMPLIED.items() if head == word or head.endswith(f" {word}")), None)


def _headless(name: str, words: tuple[str, ...]) -> BodyName:
    """A name without a head: "FLC", "Vinamilk", "Hoa Sen"."""
    key = " ".join(words)
    if key in role_names() or not proper_words(key) or province_of(key):
        return BodyName(key, "none", core=key)
    if _ACRONYM.fullmatch(name) or any(is_foreign(w) for w in words):
        return BodyName(f"|{key}", "name", core=key)
    return BodyName(f"|{key}", "short" if name[:1].isupper() else "none", core=key)


def is_generic(body: BodyName) -> bool:
    """Does a name only say what sort of body is meant?

    >>> [is_generic(body_name(n)) for n in ("Công ty", "Sở", "Vụ Pháp chế")]
    [True, True, False]
    """
    if body.reach != "none":
        return False
    fronts = {" ".join(front) for front, _ in heads()}
    return not body.core if body.form else body.key in fronts or body.key in role_names() or not body.key


def is_investor(body: BodyName) -> bool:
    """Is it a company that a project can be told by? The State, banks and donors have a hand in very many.

    >>> [is_investor(body_name(n)) for n in ("Tập đoàn Hòa Thịnh", "Nhà nước", "Ngân hàng Thế giới", "JICA", "FLC")]
    [True, False, False, False, True]
    """
    if not body.core or body.form == "bank":
        return False
    return body.key != body.core or not (" " in body.core or body.core in folded_forms("registry", "donor"))
