"""Captions told apart from the running text: they repeat what the text says and are no second telling of it."""

import re
from collections.abc import Iterable, Sequence

from extract.types import Span

_CREDIT = re.compile(
    r"^\(?(?:Ảnh|Hình|Photo)(?: minh h[oọ][ạa]| tư liệu)?\s*(?::|$)|[.\-–—(]\s*(?:Ảnh|Hình)\s*:\s*[^:]{2,60}$"
)
_LONGEST = 300


def is_credit(line: str) -> bool:
    """Whether a line is a photo's credit or ends in one.

    >>> is_credit("Ảnh: Minh Đức"), is_credit("Quang cảnh hội nghị. Ảnh: Minh Đức"), is_credit("Ảnh hưởng của bão: lớn")
    (True, True, False)
    """
    return len(line) <= _LONGEST and _CREDIT.search(line) is not None


def without_repeats(lines: Iterable[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """(line, is caption) pairs with each caption once: a line next to its own repeat is a caption, as is a credit.

    >>> without_repeats([("Ông An phát biểu", False), ("Ông An phát biểu", False), ("Ảnh: Hà", False), ("Hết.", False)])
    [('Ông An phát biểu', True), ('Ảnh: Hà', True), ('Hết.', False)]
    """
    kept: list[tuple[str, bool]] = []
    captions: set[str] = set()
    for line, caption in lines:
        if kept and kept[-1][0] == line:
            kept[-1] = (line, True)
            captions.add(line)
            continue
        caption = caption or is_credit(line)
        if caption and line in captions:
            continue
        if caption:
            captions.add(line)
        kept.append((line, caption))
    return kept


def caption_spans(text: str, captions: Sequence[str] | None = None) -> tuple[Span, ...]:
    """Spans (code points of `text`, half-open) of the caption lines below the title.

    `captions` are the lines known to be captions; without it they are found as in `without_repeats`, and every
    repeat is named, because such a text is kept as it is.

    >>> caption_spans("Tiêu đề\\n\\nÔng An\\nÔng An\\nHết.")
    ((9, 15), (16, 22))
    """
    known = None if captions is None else set(captions)
    lines = text.split("\n")
    spans: list[Span] = []
    start = 0
    for number, line in enumerate(lines):
        end = start + len(line)
        if number > 1 and line:
            if known is not None:
                caption = line in known
            else:
                beside = lines[max(2, number - 1) : number] + lines[number + 1 : number + 2]
                caption = line in beside or is_credit(line)
            if caption:
                spans.append((start, end))
        start = end + 1
    return tuple(spans)
