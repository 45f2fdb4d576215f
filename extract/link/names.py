"""When two names of a body are one: abbreviations, tone placement, case and punctuation apart."""

import functools
import re

from extract.spelling import fold
from extract.vocabulary import load

_BRACKET = re.compile(r"\s*\([^()]*\)")
_LEVEL = re.compile(r"(?<!\w)(?:tỉnh|tp|huyện|quận) (?=\w)")
# folded, the abbreviation would be the "tư" of "đầu tư", "thứ tư", "tư pháp"
_CENTRE = re.compile(r"(?<!\w)(?<!ĐẦU )(?<!THỨ )(?:T\.Ư\.?|TƯ)(?!\w)(?! PHÁP)")
_SIGNS = re.compile(r"[^\w&]+")


@functools.cache
def _short_forms() -> tuple[tuple[re.Pattern[str], dict[str, str]], ...]:
    """One pattern over all forms of `abbreviations.yml`, and the id that each stands for."""
    ids = {_signs(form): entry.id for entry in load("abbreviations") for form in entry.forms}
    ids.pop("tư")
    longest = sorted(ids, key=lambda f: -len(f))
    return ((re.compile(r"(?<!\w)(?:{})(?!\w)".format("|".join(map(re.escape, longest)))), ids),)


def _signs(name: str) -> str:
    return " ".join(_SIGNS.sub(" ", fold(name)).split())


def loose_key(name: str) -> str:
    """`body_key` without the word of a place's level: "Sở Y tế tỉnh Sơn La" and "SỞ Y TẾ SƠN LA" are one.

    >>> loose_key("Sở Y tế tỉnh Sơn La") == loose_key("SỞ Y TẾ SƠN LA")
    True
    """
    return _LEVEL.sub("", body_key(name))


@functools.lru_cache(maxsize=20000)
def body_key(name: str) -> str:
    """The key under which the names of one body compare equal.

    >>> body_key("Ủy ban nhân dân TP.HCM") == body_key("UBND TP HCM")
    True
    >>> body_key("Ban Tổ chức TƯ") == body_key("Ban Tổ chức Trung ương"), body_key("Quỹ Đầu tư")
    (True, 'quỹ đầu tư')
    """
    ((pattern, ids),) = _short_forms()
    return pattern.sub(lambda m: ids[m[0]], _signs(_CENTRE.sub("Trung ương", _BRACKET.sub("", name))))
