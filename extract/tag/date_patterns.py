"""The grammar of calendar expressions as one pattern over folded text; the group that matched is the rule's name."""

import functools
import re

from extract.calendar_words import COUNTS, DAY, MONTH, QUARTER, YEAR, either

_W = " {1,2}"
_O = " {0,2}"
_DASH = rf"{_O}[-–—]{_O}"
# no figure, decree or share goes on after a date
_END = r"(?![0-9])(?![/.][0-9])(?!,[0-9])(?!/[a-zđ])(?! ?%)(?!-[0-9]{1,4}(?![0-9/.]))"


@functools.cache
def date_pattern() -> re.Pattern[str]:
    """The pattern, compiled once. Every repetition is bounded, so the time taken is linear in the text."""
    part, weekday, portion = either("part-of-day"), either("weekday"), rf"(?<!lần ){either('portion')}"
    month_word = either("month")
    year_tail = rf"(?:{_O}[/.\-]{_O}{YEAR}|,? {{1,2}}năm[… ]{{1,3}}{YEAR}|{_W}năm{_W}(?:nay|ngoái|trước|sau|tới)(?!\w))"
    time = rf"[0-9]{{1,2}}{_O}(?:h|g|giờ|:)(?:{_O}[0-5][0-9](?![/.\-0-9])(?:{_O}(?:phút|p|'))?)?(?![\w:])"

    numeric = rf"{DAY}(?:/|-|\.| / | - ){MONTH}(?:(?: ?[/.\-] ?){YEAR}|[/.\-][0-9]{{2}}(?![0-9]))?{_END}"
    # "9 tháng năm 2019" counts months, it is no 9 May
    written = rf"{DAY}{_W}tháng{_W}(?:{MONTH}(?![0-9])|(?!năm{_W}[0-9]){month_word})(?:{year_tail})?{_END}"
    named_day = rf"(?:{written}|{numeric})"
    lead = (
        rf"(?:{time}(?:,{_O}|{_W}))?(?:{part}{_W})?(?:{weekday}(?:,{_O}|{_W}))?"
        rf"(?:(?:ngày|hôm|mùng|mồng){_W}(?:(?:mùng|mồng){_W})?)?"
    )
    to = rf"(?:{_DASH}|{_W}(?:đến|tới|sang)(?:{_W}hết)?{_W}|{_W}và{_W})"
    only_to = rf"(?:{_DASH}|{_W}(?:đến|tới|sang)(?:{_W}hết)?{_W})"
    day_list = rf"{DAY}(?:,{_O}{DAY}(?![0-9/.\-])){{0,4}}"
    lunar_tail = rf"(?:{_W}âm{_W}lịch)?"
    closing = rf"(?:{_O}\({_O}(?:tức{_W})?{lead}{named_day}{_O}\)|,?{_W}{lead}{named_day})?"
    of_year = rf"(?:{_W}(?:của{_W})?năm(?:{_W}(?:{YEAR}|nay|ngoái|trước|sau|tới)(?![\w]))?)"
    count = rf"(?:1[0-2]|0?[1-9]|{'|'.join(sorted(COUNTS, key=len, reverse=True))})"
    stem_branch = rf"{either('stem')}{_W}{either('branch')}"
    quarter = rf"qu[ýí]{_W}(?:{QUARTER}|một|hai|ba|bốn|tư)(?!\w)"
    month = rf"tháng{_W}(?:{MONTH}(?![0-9])(?![.,](?!{YEAR}(?![0-9]))[0-9])|{month_word})"
    span_years = rf"{YEAR}(?:{_DASH}|{_W}(?:đến|tới){_W})(?:(?:hết{_W})?năm{_W})?{YEAR}"

    rules = {
        "lunar_day": (
            rf"(?:{part}{_W})?(?:ngày{_W})?(?:(?:(?:mùng|mồng){_W}{DAY}|29|30){_W}tết(?!\w)(?:{_W}(?:nguyên{_W}đán|âm{_W}lịch))?"
            rf"(?:{_W}{stem_branch})?(?:{_W}{YEAR})?"
            rf"|(?:mùng|mồng){_W}{DAY}{_W}âm{_W}lịch|rằm{_W}tháng{_W}(?:{MONTH}(?![0-9])|{month_word})(?:{year_tail})?|giao{_W}thừa(?!\w))"
        ),
        "days": (
            rf"từ{_W}{lead}(?:{named_day}|{day_list}(?![0-9])){only_to}{lead}{named_day}"
            rf"|{lead}{named_day}{only_to}{lead}{named_day}"
            rf"|{lead}{day_list}{to}(?:ngày{_W})?{named_day}"
            rf"|{lead}{DAY}(?:,{_O}{DAY}(?![0-9/.\-])){{1,4}},{_O}{named_day}"
        ),
        "relative_day": (
            rf"(?:{time}(?:,{_O}|{_W}))?(?:{part}{_W}{either('part-relative')}|{either('relative')}){closing}"
        ),
        "day": (
            rf"(?:{part}{_W})?{weekday}{_O}\({_O}(?:ngày{_W})?{named_day}{_O}\)"
            rf"|{lead}{named_day}{lunar_tail}(?:{_O}\({_O}tức{_W}{lead}{named_day}{lunar_tail}{_O}\))?"
        ),
        "weekday": rf"(?:{part}{_W})?{weekday}{_W}tuần{_W}(?:này|trước|sau|tới|qua)(?!\w)|{part}{_W}{weekday}",
        "part_of_year": (
            rf"(?:(?:{count}){_W}(?:tháng|quý){_W}(?:đầu|cuối){of_year}"
            rf"|(?:{count}){_W}tháng(?:{_W}của)?(?:{_W}năm{_W}|{_W}|/){YEAR}(?![0-9])|nửa{_W}(?:đầu|cuối|sau){of_year})"
        ),
        "quarter": (
            rf"(?:từ{_W})?(?:{portion}{_W})?{quarter}(?:{year_tail})?{only_to}{quarter}(?:{year_tail}|{_W}{YEAR})?"
            rf"|(?:{portion}{_W})?{quarter}(?:(?:,{_O}|{_W}và{_W}|{_DASH}){QUARTER}(?![\w.,]))?(?:{year_tail}|{_W}{YEAR}(?![0-9]))?"
        ),
        "months": (
            rf"từ{_W}(?:{portion}{_W})?{month}(?:{year_tail})?{only_to}(?:{portion}{_W})?{month}(?:{year_tail})?{_END}"
            rf"|{month}(?:{year_tail})?{only_to}(?:{month}(?:{year_tail})?|{MONTH}/{YEAR}){_END}"
            rf"|tháng{_W}{MONTH}[-–]{MONTH}(?![0-9/.\-])"
            rf"|(?:từ{_W})?{MONTH}/{YEAR}{only_to}{MONTH}/{YEAR}{_END}"
            rf"|tháng{_W}{MONTH}(?:,{_O}{MONTH}){{0,4}}(?:{_DASH}|,{_O}|{_W}và{_W}){MONTH}{_O}(?:/{_O}{YEAR}|{_W}năm{_W}{YEAR}){_END}"
        ),
        "month": rf"(?:{portion}{_W})?{month}(?:{year_tail})?{_END}",
        "period": rf"{either('period')}{_W}(?:từ{_W})?(?:năm{_W})?{span_years}(?![0-9])",
        "years": rf"từ{_W}(?:năm{_W})?{YEAR}(?:{_DASH}|{_W}(?:đến|tới){_W})(?:(?:hết{_W})?năm{_W})?{YEAR}(?![0-9])",
        "year": rf"(?:{portion}{_W})?năm[… ]{{1,3}}{YEAR}(?:{_DASH}{YEAR})?(?![0-9])(?!\.[0-9])",
        "year_relative": rf"(?:{portion}{_W})?năm{_W}(?:nay|ngoái|trước|sau|tới|kia)(?!\w)",
        "relative_span": rf"(?:{portion}{_W})?(?:tuần|tháng|quý){_W}(?:này|trước|sau|tới)(?!\w)",
        "lunar_year": (
            rf"(?:tết{_W}(?:nguyên{_W}đán{_W})?|năm{_W})?{stem_branch}(?:{_W}(?:[-–]{_O})?{YEAR}(?![0-9]))?"
            rf"|tết{_W}(?:(?:nguyên{_W}đán|dương{_W}lịch|âm{_W}lịch){_W})?{YEAR}(?![0-9])"
        ),
        "day_only": rf"ngày{_W}{DAY}(?![0-9/.\-])",
        "years_bare": rf"{YEAR}{_DASH}{YEAR}{_END}",
        "month_of_year": rf"{MONTH}[/\-]{YEAR}{_END}",
        "year_bare": rf"{YEAR}(?![0-9\w])(?![.,/\-–][0-9a-zđ])",
    }
    # what a date can begin with: looked at first, so that most places cost one step
    opening = (
        rf"(?<![\w])(?<![0-9][/.,\-])(?=[0-9]|{part}|{weekday}|{portion}|{either('period')}|{either('relative')}|{either('stem')}"
        rf"|ngày|hôm|mùng|mồng|từ|tháng|qu[ýí]|năm|tết|rằm|giao|nửa|tuần|hai|ba|bốn|sáu|bảy|tám|chín|mười)"
    )
    return re.compile(opening + "(?:" + "|".join(f"(?P<{name}>{body})" for name, body in rules.items()) + ")")
