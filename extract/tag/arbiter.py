"""One policy for mentions that overlap: who is believed for which type, and what a name once found means elsewhere."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from extract.tag.borders import legal_tail, longer_office, name_after_body
from extract.types import Label, Mention

# who is believed first for each type: rules read figures better, the model names
RULES_FIRST: frozenset[Label] = frozenset({"MONEY", "DATE"})
_REPEATED: frozenset[Label] = frozenset({"PERSON", "ORG", "PROJECT", "LOCATION"})


def _rank(mention: Mention, learned: bool) -> tuple[int, int, int]:
    """Sort key: trusted first, then longer, then earlier."""
    ruled = mention.method == "rule"
    trusted = ruled == (mention.label in RULES_FIRST or not learned)
    return (0 if trusted else 1, mention.start - mention.end, mention.start)


def _whole(text: str, mention: Mention) -> Mention:
    """The mention without a bracket that it opens and does not close, or the closing sign that follows it."""
    words = text[mention.start : mention.end]
    if words.count("(") > words.count(")"):
        if text[mention.end : mention.end + 1] == ")":
            return msgspec.structs.replace(mention, end=mention.end + 1)
        kept = words[: words.rindex("(")].rstrip()
        return msgspec.structs.replace(mention, end=mention.start + len(kept)) if kept else mention
    return mention


def arbitrate(text: str, rules: Iterable[Mention], learned: Iterable[Mention]) -> list[Mention]:
    """Non-overlapping mentions, sorted. Where a model has spoken, rules speak for MONEY and DATE only."""
    rules, learned = list(rules), list(learned)
    if learned:
        learned = name_after_body(text, longer_office(text, legal_tail(text, learned), rules), rules)
    pool = [m for m in rules if not learned or m.label in RULES_FIRST]
    pool += [_whole(text, m) for m in learned if m.label not in RULES_FIRST]
    taken: list[Mention] = []
    covered = bytearray(len(text))
    for mention in sorted(pool, key=lambda m: _rank(m, bool(learned))):
        if 1 not in covered[mention.start : mention.end]:
            covered[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
            taken.append(mention)
    return sorted(taken, key=lambda m: m.start)


def repeat(text: str, mentions: list[Mention]) -> list[Mention]:
    """Tag a name everywhere once it is surely tagged: two capitalised words or more, of one type wherever found."""
    kinds: dict[str, Counter[Label]] = defaultdict(Counter)
    for m in mentions:
        words = text[m.start : m.end]
        if m.label in _REPEATED and words[:1].isupper() and len(words.split()) > 1:
            kinds[words][m.label] += 1
    sure = {w: next(iter(k)) for w, k in kinds.items() if len(k) == 1}
    if not sure:
        return mentions
    pattern = re.compile(
        r"(?<!\w)(?:{})(?!\w)".format("|".join(re.escape(w) for w in sorted(sure, key=lambda w: (-len(w), w))))
    )
    covered = bytearray(len(text))
    for m in mentions:
        covered[m.start : m.end] = b"\1" * (m.end - m.start)
    extra = [
        Mention(start=f.start(), end=f.end(), label=sure[f[0]], method="repeat", rule="name.repeated")
        for f in pattern.finditer(text)
        if not any(covered[f.start() : f.end()])
    ]
    return sorted([*mentions, *extra], key=lambda m: m.start)
