"""Lines written in capitals ("BAN QUẢN LÝ KHU KINH TẾ QUẢNG NINH TỔNG KẾT …") read as if they were not.

Where every letter is a capital, capitals say nothing. The case that the line would have is put back from what is known:
official places, heads and fields of bodies, and words that the rest of the bulletin writes with a capital.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from extract.tag.lexicon import Hint, Lexicon, entries
from extract.tag.tokens import Pieces, pieces

_FEWEST = 3  # words that make a line: "UBND tỉnh" in a heading of two words is no line in capitals
_SHARE = 0.8


def capital_lines(tokens: Pieces) -> Iterator[list[int]]:
    """Token indices of each line that is written in capitals."""
    line: list[int] = []
    for k, text in enumerate([*tokens.text, "\n"]):
        if "\n" not in text:
            line.append(k)
            continue
        words = [i for i in line if tokens.text[i].isalpha() and len(tokens.text[i]) > 1]
        if len(words) >= _FEWEST and sum(tokens.text[i].isupper() for i in words) >= _SHARE * len(words):
            yield line
        line = []


def read_hints(lexicon: Lexicon, doc: Doc) -> list[Hint]:
    """The hints of a Doc, once its lines in capitals have been given back their case."""
    hints = lexicon.hints(doc)
    return lexicon.hints(doc) if truecase(pieces(doc), hints) else hints


def truecase(tokens: Pieces, hints: Iterable[Hint]) -> bool:
    """Change the tokens of lines in capitals to the case they would have; True where there were any.

    Lengths stay, so offsets stay. Abbreviations (words the bulletin writes in capitals elsewhere) are left alone.
    """
    lines = list(capital_lines(tokens))
    if not lines:
        return False
    shouted = {k for line in lines for k in line}
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for k, text in enumerate(tokens.text):
        if k not in shouted and text.isalpha():
            seen[tokens.norm[k]][text] += 1
    names: dict[int, str] = {}
    for hint in hints:
        if hint.start not in shouted:
            continue
        whole = hint.list == "unit" or (
            hint.list == "places" and entries()["places", hint.entry].attributes.get("whole")
        )
        if whole:
            names |= dict.fromkeys(range(hint.start, hint.end), "name")
        elif hint.list in ("bodies", "sectors"):
            names.setdefault(hint.start, "name")
    for k in shouted:
        word = tokens.text[k]
        usual = seen[tokens.norm[k]].most_common(1)
        if not word.isalpha():
            continue
        if k in names:
            tokens.text[k] = usual[0][0] if usual and usual[0][0].isupper() else word.capitalize()
        elif usual:
            tokens.text[k] = usual[0][0] if len(usual[0][0]) == len(word) else word.lower()
        else:
            tokens.text[k] = word.lower()
    for line in lines:
        first = next((k for k in line if tokens.text[k].isalpha()), None)
        if first is not None and tokens.text[first].islower():
            tokens.text[first] = tokens.text[first].capitalize()
    return True
