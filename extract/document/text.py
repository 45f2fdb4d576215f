"""Plain text to lines: one spelling of characters and spaces, the title once, no share lines, each caption once."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extract.document.captions import without_repeats
from extract.document.chrome import is_chrome_line, is_share_line, opens_other_news
from extract.document.dates import date_line

_LINE_BREAK = re.compile(r"\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
# Zero-width and direction marks, soft hyphen, lone surrogates, controls: nothing that a reader sees.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f]"
)
_ETH = re.compile(r"\w*[Ðð]\w*")
_ICELANDIC = re.compile("[ÞþÆæÖö]")
_TOP = 4  # a date line stands within the first lines below the title


@dataclass(frozen=True, slots=True)
class ReadText:
    """What plain text says: title, (line, is caption) pairs below it, and the day of its date line."""

    title: str
    lines: tuple[tuple[str, bool], ...]
    published: str | None


def _dong(match: re.Match[str]) -> str:
    word = match[0]
    if _ICELANDIC.search(word):
        return word
    word = word.replace("Ð", "Đ")
    return "đ" + word[1:] if word[0] == "ð" else word


def clean_line(line: str) -> str:
    """One line in NFC, with single plain spaces, nothing invisible, and Ð (U+00D0) read as Đ.

    >>> clean_line("  Ð\u1ed3ng\\u00a0chí\\u200b  Bùi Văn Ðạt, HÐND ")
    'Đồng chí Bùi Văn Đạt, HĐND'
    """
    if not line.isascii():
        line = _INVISIBLE.sub("", line)
        if "Ð" in line or "ð" in line:
            line = _ETH.sub(_dong, unicodedata.normalize("NFC", line))
        line = unicodedata.normalize("NFC", line)
    elif not line.isprintable():
        line = _INVISIBLE.sub("", line)
    return " ".join(line.split())


def split_lines(text: str) -> list[str]:
    """Cleaned lines of `text`, empty ones left out.

    >>> split_lines("Một\\r\\n\\r\\n \\u200bHai ")
    ['Một', 'Hai']
    """
    return [line for raw in _LINE_BREAK.split(text) if (line := clean_line(raw))]


def bulletin_text(title: str, lines: Iterable[str]) -> str:
    """The record's text: title, a blank line, the lines.

    >>> bulletin_text("Tiêu đề", ["Một.", "Hai."])
    'Tiêu đề\\n\\nMột.\\nHai.'
    """
    return f"{title}\n\n" + "\n".join(lines)


def kept_text(title: str | None, text: str) -> str | None:
    """`text` in NFC where it already is a record's text under `title`; None where it has to be read and cleaned.

    Offsets that somebody keeps into such a text stay right: no line is touched but share lines, which leave.

    >>> kept_text("Tiêu đề", "Tiêu đề\\n\\nMột.\\nMột."), kept_text("Tiêu đề", "Một.")
    ('Tiêu đề\\n\\nMột.\\nMột.', None)
    """
    if not title or "\n" in title or not title.strip():
        return None
    title = unicodedata.normalize("NFC", title)
    text = unicodedata.normalize("NFC", text)
    if not text.startswith(f"{title}\n\n") or "\r" in text:
        return None
    body = text[len(title) + 2 :].split("\n")
    if any(map(is_share_line, body)):
        return bulletin_text(title, [line for line in body if not is_share_line(line)])
    return text


def cut_other_news(lines: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Lines up to the heading over links to other news, where what follows it is short like headlines.

    >>> cut_other_news([("Hội nghị kết thúc.", False), ("Các tin khác", False), ("Khai mạc hội chợ", False)])
    [('Hội nghị kết thúc.', False)]
    """
    for number, (line, _) in enumerate(lines):
        if number and opens_other_news(line) and all(len(after) < 200 for after, _ in lines[number + 1 :]):
            return list(lines[:number])
    return list(lines)


def read_text(text: str, title: str | None = None) -> ReadText | None:
    """Read saved plain text: the title is the one given or the first line; None where there is no line at all.

    >>> read = read_text("HỌP BÁO\\n\\n02/11/2020\\nChia sẻ bải viết :\\n\\nHỌP BÁO\\nÔng An nói.\\nÔng An nói.")
    >>> read.title, read.lines, read.published
    ('HỌP BÁO', (('Ông An nói.', True),), '2020-11-02')
    """
    lines = split_lines(text)
    heading = clean_line(title) if title and title.strip() else ""
    published: str | None = None
    if not heading:
        # Some saved pages begin with the date or a button; only a page of nothing else has one of them for a title.
        first = next((n for n, line in enumerate(lines) if not (is_chrome_line(line) or date_line(line))), 0)
        if not lines:
            return None
        published = next(filter(None, map(date_line, lines[:first])), None)
        heading, lines = lines[first], lines[first + 1 :]
    same = heading.casefold()
    lines = [line for line in lines if line.casefold() != same and not is_chrome_line(line)]
    for number, line in enumerate(lines[:_TOP]):
        day = date_line(line)
        if day:
            published = published or day
            del lines[number]
            break
    body = cut_other_news(without_repeats((line, False) for line in lines))
    return ReadText(heading, tuple(body), published)
