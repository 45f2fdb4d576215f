"""Finds calendar expressions: what `extract.tag.date_patterns` matches, less what is a fraction, a street, a length."""

import re
from collections.abc import Callable

from extract.calendar_words import either, values
from extract.spelling import fold, fold_text
from extract.tag.date_patterns import date_pattern
from extract.types import Mention

_BEFORE = 24
_FULL_YEAR = re.compile(r"[/.\-] ?(?:19|20)[0-9]{2}|năm ?…? ?(?:19|20)[0-9]{2}")
_LED = re.compile(r"[^\W\d_]")
# "5 năm nay", "43 triệu đồng/năm", "những năm tới" are lengths of time
_COUNTED = re.compile(rf"(?:(?<![a-zđ0-9])[0-9][0-9.,]{{0,9}}|/|(?<!\w)(?<!thứ ){either('count-before')}) {{0,2}}$")
_MONTHS_LONG = re.compile(r"[0-9]{1,2} {1,2}tháng(?! {1,2}(?:giêng|chạp))")  # "3 tháng 5 ngày"
_MONTH_CUE = re.compile(r"(?<!\w)(?:hồi|vào|từ|đến|tới|kể từ) {1,2}$")
_LENGTH_AFTER = re.compile(r" {1,2}(?:tuổi|lẻ|liền|liên tiếp|tháng|ngày)(?!\w)|,? {0,2}[0-9]{1,2} {1,2}ngày")
_OPEN = re.compile(r"[(\[] ?$|^ *$")
_COUNT_AFTER = re.compile(rf" {{0,2}}[%/]|[,.][0-9]| {{1,2}}{either('counted')}")
_NUMBER_BEFORE = re.compile(rf"(?<!\w){either('number-before')} {{1,2}}$")
_YEAR_WORDS = re.compile(r"(?:19|20)[0-9]{2}")


def find_dates(text: str) -> list[Mention]:
    """DATE mentions of `text` in order, not overlapping; offsets are code points into `text`.

    >>> line = "Chiều nay (17/3), hội nghị tổng kết giai đoạn 2016-2020 đã họp"
    >>> [line[m.start:m.end] for m in find_dates(line)]
    ['Chiều nay (17/3)', 'giai đoạn 2016-2020']
    """
    folded = fold_text(text).replace("\u00a0", " ")
    if len(folded) != len(text):  # not NFC: case folding moved the offsets
        folded = "".join(f if len(f := fold(c)) == 1 else c for c in text).replace("\u00a0", " ")
    found: list[Mention] = []
    at = 0
    while match := date_pattern().search(folded, at):
        rule = match.lastgroup or ""
        check = _CHECKS.get(rule)
        if check is None or check(folded, match, text):
            found.append(
                Mention(
                    start=match.start(),
                    end=match.end(),
                    label="DATE",
                    method="rule",
                    rule="date." + rule.replace("_", "-"),
                )
            )
            at = match.end()
        else:
            at = _next(folded, match)
    return found


def _next(text: str, match: re.Match[str]) -> int:
    """Where to go on after a match that was no date: at its next word, or past a figure."""
    at = match.start()
    if text[at].isdigit():
        return match.end()
    while at < match.end() and text[at].isalnum():
        at += 1
    return max(at, match.start() + 1)


def _before(text: str, match: re.Match[str]) -> str:
    return text[max(0, match.start() - _BEFORE) : match.start()]


_CUE = re.compile(rf"(?<!\w){either('cue')} {{1,2}}$")
_STREET = re.compile(rf"(?<!\w){either('place-before')}:? {{1,2}}$")
_FRACTION_OF = re.compile(rf" {{1,2}}{either('not-after')}")


def _day(text: str, match: re.Match[str], _raw: str) -> bool:
    """A day in figures: sure with its year or a leading word, else where a cue or a bracket stands before it."""
    before, words = _before(text, match), match[0]
    if _MONTHS_LONG.match(words) and not _FULL_YEAR.search(words):
        return False
    if _LED.search(words):
        return True
    if _STREET.search(before):
        return False
    if _FULL_YEAR.search(words):
        return True
    if _FRACTION_OF.match(text, match.end()) or ("/" not in words and not _OPEN.search(before)):
        return False
    return bool(
        _CUE.search(before)
        or (_OPEN.search(before) and text[match.end() : match.end() + 1] in (")", ",", ":", " ", ""))
    )


def _counted(text: str, match: re.Match[str], _raw: str) -> bool:
    """ "2 năm nay", "những năm trước", "3 tháng 5 ngày" are lengths of time."""
    before = _before(text, match)
    return not (_COUNTED.search(before) or _LENGTH_AFTER.match(text, match.end()))


def _relative_span(text: str, match: re.Match[str], raw: str) -> bool:
    before = _before(text, match)
    if before.endswith("năm ") or (raw[match.start()].isupper() and _LED.fullmatch(before[-2:-1])):
        return False  # "những năm tháng tới"; "ông Phạm Văn Quý sau đó"
    return _counted(text, match, raw)


def _month(text: str, match: re.Match[str], raw: str) -> bool:
    """A month; its name in words is one only where it has a capital or a year ("tháng Mười")."""
    words = match[0]
    if any(c.isdigit() for c in words):
        return _counted(text, match, raw) or bool(_FULL_YEAR.search(words))
    if re.search(r"giêng|chạp", words):
        return True
    before = _before(text, match)
    name = raw[match.start() : match.end()].split("háng ", 1)[-1]
    if _MONTH_CUE.search(before) and not words.startswith("tháng năm"):
        return True
    return name[:1].isupper() and not before.rstrip().endswith(("cách mạng", "bệnh viện", "đường"))


def _bare_year(text: str, match: re.Match[str], raw: str) -> bool:
    """Four figures that name a year: nothing is counted by them and no number is announced."""
    before = _before(text, match)
    if before[-1:] not in ("", " ", "(", "\n", '"', "“", "'") or _COUNT_AFTER.match(text, match.end()):
        return False
    if _NUMBER_BEFORE.search(before):
        return False
    following = raw[match.end() : match.end() + 2]
    return int(match[0]) <= 2050 and not (following[:1] == " " and following[1:2].isdigit())


def _month_of_year(text: str, match: re.Match[str], _raw: str) -> bool:
    """A bare "9/2015": after a cue or in brackets."""
    before = _before(text, match)
    return not _STREET.search(before) and bool(_CUE.search(before) or _OPEN.search(before))


def _year_range(text: str, match: re.Match[str], _raw: str) -> bool:
    """A bare "2016-2020": two years in order."""
    years = [int(y) for y in _YEAR_WORDS.findall(match[0])]
    return years[0] < years[-1] <= years[0] + 100 and not _STREET.search(_before(text, match))


def _lunar_year(_text: str, match: re.Match[str], raw: str) -> bool:
    """Stem and branch are capitalised: "Kỷ Hợi", not "kỷ hợi"."""
    words = raw[match.start() : match.end()]
    names = [w for w in words.split() if fold(w) in values("stem") or fold(w) in values("branch")]
    return all(n[0].isupper() for n in names)


def _day_only(text: str, match: re.Match[str], raw: str) -> bool:
    """ "ngày 28" without a month: no length ("mỗi ngày 28 tấn"), so a sign must follow."""
    follows = text[match.end() : match.end() + 2]
    return _counted(text, match, raw) and follows[:1] in (",", ")", ".", ";", "\n", "") and not follows[1:2].isdigit()


_CHECKS: dict[str, Callable[[str, re.Match[str], str], bool]] = {
    "days": _day,
    "day": _day,
    "month": _month,
    "months": _month,
    "relative_span": _relative_span,
    "year_relative": _counted,
    "year_bare": _bare_year,
    "month_of_year": _month_of_year,
    "years_bare": _year_range,
    "lunar_year": _lunar_year,
    "day_only": _day_only,
}
