"""Mentions built from lexicon hints by the grammar of names: title, body, place, person, project.

Right more often than complete: the trained tagger reads these as features, and they stand alone where no model is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable

from spacy.tokens import Doc

from extract.spelling import fold
from extract.tag.lexicon import Hint, entries
from extract.tag.tokens import pieces
from extract.types import Label, Mention
from extract.vocabulary import folded_forms

_NESTED = 4  # heads of bodies in one name at most
_JOINTS = frozenset({"-", "–", "&", "và", "/", "."})


class Grammar:
    """The rules over one Doc and its hints."""

    def __init__(self, doc: Doc, hints: Iterable[Hint]) -> None:
        self.doc = doc
        tokens = pieces(doc)
        self.norm = tokens.norm
        self.text = tokens.text
        self.at: dict[int, list[Hint]] = defaultdict(list)
        for hint in hints:
            self.at[hint.start].append(hint)

    def hint(self, i: int, *lists: str) -> Hint | None:
        """The longest hint of these lists that starts at token `i`."""
        found = [h for h in self.at.get(i, ()) if h.list in lists]
        return max(found, key=lambda h: h.end) if found else None

    def upper(self, i: int) -> bool:
        return i < len(self.text) and self.text[i][:1].isupper()

    def capitals(self, i: int, most: int = 8) -> int:
        """End of the run of capitalised tokens from `i`; hyphens join two of them."""
        end = i
        while end - i < most and end < len(self.text):
            named = self.upper(end) and not (end > i and self.text[end] == "Ảnh")
            joined = end > i and self.text[end] in ("-", "–") and self.upper(end + 1)
            if named or joined:
                end += 1
            else:
                break
        return end

    def _after_honorific(self, i: int) -> bool:
        """Does a word like "ông" stand right before token `i`? Then "Đức" is a person."""
        return any(h.entry == "honorific" and h.end == i for k in range(max(0, i - 3), i) for h in self.at.get(k, ()))

    def place(self, i: int, *, bare: bool = True) -> int | None:
        """End of the place name that starts at `i`, or None."""
        unit = self.hint(i, "unit")
        designator = self.hint(i, "places")
        if unit and not self._after_honorific(i) and (not designator or unit.end > designator.end):
            return unit.end if bare or designator else None
        if designator is None or (i and self._after_honorific(i)):
            return None
        if entries()["places", designator.entry].attributes.get("whole"):
            return designator.end
        inner = self.hint(designator.end, "unit")
        if inner:
            return inner.end
        nxt = designator.end
        if designator.entry == "province":
            return None  # all provinces are listed: "UBND tỉnh Lê Văn An" names a person
        if self.upper(nxt):
            end = self.capitals(nxt, 5)
            family = self.hint(nxt, "persons")
            named = "unit" in entries()["places", designator.entry].attributes and end - nxt > 2
            return None if named and family and family.entry == "family" else end
        if nxt < len(self.text) and self.text[nxt].isdigit() and designator.entry in ("district", "commune", "road"):
            return nxt + 1
        return None

    def tail_place(self, i: int) -> int:
        """End of a place that closes a body's name ("tỉnh Hưng Yên", bare "tỉnh", "Hưng Yên"), else `i`."""
        if i >= len(self.text):
            return i
        end = self.place(i)
        if end:
            return end
        designator = self.hint(i, "places")
        units = ("province", "city", "district", "commune")
        return designator.end if designator and designator.entry in units else i

    def body(self, i: int, within: int = 0) -> int | None:
        """End of the organisation whose head stands at `i`, or None where no name follows the head.

        `within` counts the heads before this one ("Văn phòng" + "Ban Quản lý" …).
        """
        head = self.hint(i, "bodies")
        if head is None:
            return None
        kind = entries()["bodies", head.entry].attributes["kind"]
        end = head.end
        if kind == "whole":
            return end
        if kind == "company":
            return self.company(end)
        inner = self.hint(end, "bodies") if kind != "party" and within < _NESTED else None
        if inner and inner.entry not in ("whole",):
            return self.body(end, within + 1) or inner.end
        sector = self.hint(end, "sectors")
        if sector:
            end = sector.end
        elif kind != "party":
            end = self.capitals(end, 6) if self.place(end) is None else end
        while end < len(self.text) - 1 and self.text[end] in ("-", "–", "và", "&") and self.upper(end + 1):
            joined = self.hint(end + 1, "sectors")
            end = joined.end if joined else self.capitals(end + 1, 4)
        end = self.tail_place(end)
        named = end > head.end or head.entry in ("party-committee", "committee", "party-board", "armed")
        return end if named and (head.end - head.start > 1 or end > head.end or kind in ("party", "state")) else None

    def company(self, start: int) -> int | None:
        """End of a company's name: legal words and trades as long as a capitalised name follows."""
        end = i = start
        while i < len(self.text) and i - start < 16:
            if self.upper(i):
                end = i = i + 1
            elif (
                self.norm[i] in (folded_forms("name-words", "legal") | folded_forms("name-words", "trade"))
                or (self.text[i] in _JOINTS and i > start)
                or self.text[i] == ","
            ):
                i += 1
            elif self.text[i].isdigit() and end == i and i > start:
                end = i = i + 1
            else:
                break
        return end if end > start else None

    def person(self, i: int) -> int | None:
        """End of the person's name that starts at `i` after a title or with a family name, or None."""
        end = i
        while end - i < 5 and self.upper(end) and self.text[end].isalpha():
            end += 1
        return end if end > i else None

    def office(self, i: int) -> tuple[int, str] | None:
        """End of the office at `i` and its rule, or None where several or no one in particular is meant."""
        hint = self.hint(i, "offices")
        if hint is None or (i and self.norm[i - 1] in folded_forms("name-words", "plural")):
            return None
        entry = entries()["offices", hint.entry]
        end = hint.end
        form = " ".join(self.norm[i:end])
        if form in map(fold, entry.attributes.get("bare", ())) and not self.body(end):
            return None
        for word in (entry.attributes.get("split"), entry.attributes.get("split_after")):
            if word:
                size = len(str(word).split())
                folded = str(word).lower().split()
                if word == entry.attributes.get("split") and self.norm[end - size : end] == folded and end - size > i:
                    end -= size
                elif self.norm[i : i + size] == folded and end > i + size and self.hint(i + size, "bodies"):
                    end = i + size
        last = self.norm[end - 1]
        if last in ("ban", "phòng", "khoa", "đoàn", "bộ") and end - 1 > i and self.hint(end - 1, "bodies"):
            inner = self.hint(end - 1, "bodies")
            if inner and (self.body(end - 1) or 0) > end and self.upper(end - 1):
                end -= 1
        return end, f"office.{hint.entry}"

    def project(self, i: int) -> tuple[int, int] | None:
        """Span of the project's name that a lead or head word at `i` opens, or None."""
        hint = self.hint(i, "projects")
        if hint is None:
            return None
        lead = entries()["projects", hint.entry].attributes["role"] == "lead"
        start = hint.end if lead else i
        end, seen_capital = start, False
        for j in range(start, min(len(self.text), start + 25)):
            token = self.text[j]
            if token in '.;:()"”“' or token.isspace() or self.norm[j] in folded_forms("name-words", "project-stop"):
                break
            if token == "," and not self.upper(j + 1):
                break
            seen_capital = seen_capital or (self.upper(j) and (j > start or lead))
            end = j + 1
        while end > start and self.text[end - 1] in ",-–":
            end -= 1
        return (start, end) if seen_capital and end > start else None


def find_names(doc: Doc, hints: list[Hint]) -> list[Mention]:
    """PERSON, POSITION, ORG, PROJECT and LOCATION mentions of `doc` by rule; they may overlap."""
    grammar = Grammar(doc, hints)
    tokens = pieces(doc)
    found: list[Mention] = []

    def add(start: int, end: int, label: Label, rule: str) -> None:
        if end > start:
            span = tokens.start[start], tokens.end(end - 1)
            found.append(Mention(start=span[0], end=span[1], label=label, method="rule", rule=rule))

    finders: dict[Label, Callable[[int], int | None]] = {"LOCATION": grammar.place, "ORG": grammar.body}
    for i in sorted(grammar.at):
        for label, finder in finders.items():
            end = finder(i)
            if end:
                add(i, end, label, f"{label.lower()}.grammar")
        office = grammar.office(i)
        if office:
            add(i, office[0], "POSITION", office[1])
            end = grammar.person(office[0])
            if end and end - office[0] > 1:
                add(office[0], end, "PERSON", "person.after-office")
        span = grammar.project(i)
        if span:
            add(*span, "PROJECT", "project.grammar")
        for hint in grammar.at[i]:
            if hint.list == "persons" and hint.entry == "honorific":
                end = grammar.person(hint.end)
                if end:
                    add(hint.end, end, "PERSON", "person.after-honorific")
            elif hint.list == "persons" and hint.entry == "family":
                end = grammar.person(i)
                if end and 2 <= end - i <= 4:
                    add(i, end, "PERSON", "person.family-name")
    return found
