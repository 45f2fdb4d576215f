"""Capitals of TCVN3: a capital with a tone has no code there, so it is written with the small letter's.

Fonts such as .VnTimeH show every code as a capital; without the font, the letters round a code tell.
"""

import re
from collections.abc import Sequence

# Vowels with a tone: in TCVN3 the only letters whose capitals have no code.
_TONED = re.compile("[àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_SMALL = re.compile("[a-zăâđêôơư]")
_TONED_FIRST = re.compile(_TONED.pattern + "[A-ZĂÂĐÊÔƠƯ]")
_LETTERS = re.compile(r"[^\W\d_]")


def in_capitals(word: str) -> bool | None:
    """Whether a word decoded from TCVN3 is meant in capitals; None where its letters leave it open.

    >>> in_capitals("HộI"), in_capitals("áN"), in_capitals("Hội"), in_capitals("UBND"), in_capitals("Hà")
    (True, True, False, True, None)
    """
    if _SMALL.search(word):
        return False
    if _TONED_FIRST.search(word):
        return True  # no word goes on in capitals otherwise
    capitals = len(_LETTERS.findall(word)) - len(_TONED.findall(word))
    return True if capitals > 1 else None


def with_capitals(words: Sequence[str], breaks: Sequence[bool], opening: Sequence[bool]) -> list[str]:
    """Words of a TCVN3 text as they were meant: what stands among capitals in capitals, a sentence begun with one.

    `breaks[n]` says that a line ends before word `n`, `opening[n]` that a sentence begins with it. A word whose letters
    leave it open goes with its neighbours in the line.

    >>> with_capitals(["TạI", "Hà", "NộI", "ở", "Vinh"], [True] + [False] * 4, [False] * 3 + [True, False])
    ['TẠI', 'HÀ', 'NỘI', 'Ở', 'Vinh']
    """
    meant = [in_capitals(word) if _LETTERS.search(word) else None for word in words]
    # The nearest word on either side that is sure of itself, in the same line.
    before: list[bool | None] = []
    last: bool | None = None
    for sure, first in zip(meant, breaks, strict=True):
        last = None if first else last
        before.append(last)
        last = last if sure is None else sure
    after: list[bool | None] = [None] * len(words)
    following: bool | None = None
    for number in range(len(words) - 1, -1, -1):
        after[number] = following
        following = following if meant[number] is None else meant[number]
        if breaks[number]:
            following = None
    result: list[str] = []
    for word, sure, left, right, first in zip(words, meant, before, after, opening, strict=True):
        capitals = sure if sure is not None else left is not False and right is not False and (left or right)
        if capitals and _TONED.search(word):
            word = word.upper()
        elif first and _TONED.match(word):
            word = word[0].upper() + word[1:]
        result.append(word)
    return result
