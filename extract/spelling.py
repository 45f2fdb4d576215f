"""Spellings that mean the same: tone placement (hoà, hòa), Ð for Đ, case, and plain letters for a tolerant look-up."""

import functools
import re
import unicodedata

# for character classes: Latin capitals with and without Vietnamese marks
CAPITALS = "".join(c for c in map(chr, [*range(0x41, 0x250), *range(0x1EA0, 0x1EFA)]) if c.isupper())

_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_PLACEMENT = dict(zip(_OLD, _NEW, strict=True)) | {
    o.capitalize(): n.capitalize() for o, n in zip(_OLD, _NEW, strict=True)
}
_PLACEMENT |= {o.upper(): n.upper() for o, n in zip(_OLD, _NEW, strict=True)}
_SYLLABLE_END = re.compile(r"(?<![qQ])(?:{})(?!\w)".format("|".join(_PLACEMENT)))


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), *range(127, 160)], " ")


def visible(text: str) -> str:
    """Text with a space for each control character, which would steer a terminal or break a database; same length.

    >>> visible("họp\\x1b[31m báo")
    'họp [31m báo'
    """
    return text.translate(_CONTROLS) if _CONTROL.search(text) else text


def modern_tone(text: str) -> str:
    """Put tone marks where the newer spelling has them; same length, so offsets stay.

    >>> modern_tone("Uỷ ban nhân dân tỉnh Thanh Hoá, quý III, hoàn thành")
    'Ủy ban nhân dân tỉnh Thanh Hóa, quý III, hoàn thành'
    """
    return _SYLLABLE_END.sub(lambda m: _PLACEMENT[m[0]], text)


def fold(text: str) -> str:
    """Lower case, newer tone placement, Ð read as Đ: the key under which vocabulary and tokens are compared.

    Same length as the input for NFC Vietnamese.

    >>> fold("UỶ BAN")
    'ủy ban'
    """
    return modern_tone(text.lower().replace("ð", "đ"))


fold_text = functools.lru_cache(maxsize=2)(fold)  # for a whole bulletin, which several finders read
fold_word = functools.lru_cache(maxsize=100_000)(fold)  # for words and short names, which come again and again


def plain(text: str) -> str:
    """Letters without any diacritics, lower case (đ → d).

    >>> plain("Đầu tư")
    'dau tu'
    """
    stripped = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(c for c in stripped if not unicodedata.combining(c))
