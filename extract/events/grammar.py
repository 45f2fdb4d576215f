"""Phrases by rule: conference names after a trigger, honours with their class, counted recipients.

Right more often than complete; the phrase model reads them as features and has the last word where it is shipped.
"""

import re

from extract.events.signs import Signs
from extract.types import Span
from extract.vocabulary import folded_forms

Found = tuple[int, int, str]  # syllable indices, half-open, and the kind of phrase
_NAMING = ("meeting", "ceremony", "act")
_HONOURS = ("order", "medal", "state-title", "flag", "merit", "emulation-title", "prize")
_NUMBER = re.compile(r"\d+(?:\.\d{3})*\Z|hai\Z|ba\Z|bốn\Z|năm\Z|sáu\Z|bảy\Z|tám\Z|chín\Z|mười\Z|các\Z|nhiều\Z|những\Z")


def _conference_end(signs: Signs, start: int, stop: int) -> int:
    """End of the conference's name that begins at syllable `start`."""
    ends, carries = folded_forms("phrase-words", "ends-conference"), folded_forms("phrase-words", "carries-on")
    quoted = False
    for k in range(start + 1, min(stop, start + 45)):
        word = signs.syllables.norm[k]
        if word in ('"', "“", "”"):
            quoted = not quoted
            if not quoted:
                return k + 1
        if quoted:
            continue
        fresh = signs.kind[k] == "O" or signs.kind[k] != signs.kind[k - 1]
        if word in (".", ";", ":", "(", "…", "?", "!") or (signs.kind[k] == "O" and word in ends and k > start + 1):
            return k
        if word == "," and not (k + 1 < stop and signs.syllables.norm[k + 1] in carries):
            return k
        if fresh and signs.kind[k] in ("PERSON", "POSITION") and k > start + 2:
            return k
        dated = signs.kind[k] == "DATE" and fresh and word not in ("năm", "giai", "nhiệm", "quý", "tháng", "6", "9")
        if dated and k > start + 1:
            return k
    return min(stop, start + 45)


def _conferences(signs: Signs, line: Span, where: str) -> list[Found]:
    inside = signs.inside(line)
    found: list[Found] = []
    reach = 0
    for k in inside:
        entry = signs.trigger[k]
        begins = entry in _NAMING and (k == inside.start or signs.trigger[k - 1] != entry)
        if not begins or k < reach or signs.kind[k] in ("PERSON",):
            continue
        before = set(signs.trigger[max(inside.start, k - 8) : k])
        end = _conference_end(signs, k, inside.stop)
        held = "hold" in before or where == "title" or "hold" in set(signs.trigger[end : end + 6])
        if held and end - k >= 2 and (entry != "act" or "hold" in before or where == "title"):
            found.append((k, end, "CONFERENCE"))
            reach = end
    return found


def _awards(signs: Signs, line: Span) -> list[Found]:
    inside = signs.inside(line)
    if "confer" not in {signs.trigger[k] for k in inside}:
        return []
    classes = folded_forms("phrase-words", "classes")
    found: list[Found] = []
    k = inside.start
    while k < inside.stop:
        entry = signs.trigger[k]
        end = k
        while end < inside.stop and signs.trigger[end] == entry:
            end += 1
        if entry in _HONOURS:
            for size in (3, 2):
                tail = " ".join(signs.syllables.norm[end : end + size])
                if tail in classes:
                    end += size
                    break
            found.append((k, end, "AWARD"))
        k = max(end, k + 1)
    return found


def _recipients(signs: Signs, line: Span) -> list[Found]:
    inside = signs.inside(line)
    heads, ends = folded_forms("phrase-words", "collective"), folded_forms("phrase-words", "ends-recipient")
    found: list[Found] = []
    k = inside.start
    while k < inside.stop:
        pair = [" ".join(signs.syllables.norm[k + 1 : k + n]) for n in (2, 3, 4)]
        if signs.kind[k] == "O" and _NUMBER.match(signs.syllables.norm[k]) and heads & set(pair):
            end = k + 2
            while end < min(inside.stop, k + 16):
                word = signs.syllables.norm[end]
                joined = word == "," and heads & {" ".join(signs.syllables.norm[end + 1 : end + n]) for n in (2, 3)}
                if word in ends and not joined:
                    break
                end += 1
            found.append((k, end, "RECIPIENT"))
            k = end
        else:
            k += 1
    return found


def rule_phrases(signs: Signs, line: Span) -> list[Found]:
    """Phrases of one line by rule, without overlap, in order."""
    where = signs.where(line[0])
    awards = _awards(signs, line)
    found = [*awards, *(_recipients(signs, line) if awards else []), *_conferences(signs, line, where)]
    kept: list[Found] = []
    for phrase in found:
        if all(phrase[1] <= a or b <= phrase[0] for a, b, _ in kept):
            kept.append(phrase)
    return sorted(kept)
