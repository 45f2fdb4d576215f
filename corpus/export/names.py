"""Who the names of a record are: persons, public bodies, companies, other organisations; and their ids for export."""

import functools
import hashlib
import re
from typing import Any, Literal

from extract.spelling import fold
from extract.vocabulary import load

Kind = Literal["Person", "PublicBody", "Company", "Organization"]
_KINDS: dict[str, Kind] = {"state": "PublicBody", "party": "PublicBody", "company": "Company"}


@functools.cache
def _heads() -> tuple[re.Pattern[str], dict[str, Kind]]:
    kinds: dict[str, Kind] = {}
    for entry in load("bodies"):
        for form in entry.forms:
            kinds.setdefault(fold(form), _KINDS.get(entry.attributes.get("kind", ""), "Organization"))
    longest = sorted(kinds, key=lambda f: (-len(f), f))
    return re.compile(rf"(?:{'|'.join(map(re.escape, longest))})(?!\w)"), kinds


def body_kind(name: str) -> Kind:
    """What an organisation is by the head of its name.

    >>> body_kind("UBND tỉnh Hưng Yên"), body_kind("Công ty TNHH Phú Cường"), body_kind("Đạt Phát")
    ('PublicBody', 'Company', 'Organization')
    """
    pattern, kinds = _heads()
    found = pattern.match(fold(name))
    return kinds[found[0]] if found else "Organization"


def export_id(*parts: str) -> str:
    """An id that is the same for the same parts, from run to run."""
    digest = hashlib.sha1("\x1f".join(parts).encode(), usedforsecurity=False)
    return f"bantin-{digest.hexdigest()}"


class Names:
    """The persons and organisations of one record by name. A registry's id goes before one of the bulletin's own:
    two bulletins' "Nguyễn Văn An" are one person only where the registry says so."""

    def __init__(self, record: dict[str, Any]) -> None:
        self.bulletin: str = record["id"]
        self._persons = {fold(o["name"]) for o in record["officials"]}
        self._bodies: set[str] = set()
        self._registered: dict[tuple[bool, str], str] = {}
        for entity in record["entities"]:
            if entity["type"] in ("PERSON", "ORG"):
                person, key = entity["type"] == "PERSON", fold(entity["text"])
                (self._persons if person else self._bodies).add(key)
                if entity.get("entity"):
                    self._registered.setdefault((person, key), entity["entity"])

    def kind(self, name: str) -> Kind | None:
        """What a name is; None for a description ("7 tập thể, cá nhân")."""
        key = fold(name)
        if key in self._persons:
            return "Person"
        kind = body_kind(name)
        return kind if key in self._bodies or kind != "Organization" else None

    def id(self, name: str, kind: Kind) -> str:
        """The id of the person or organisation of that name."""
        key, person = fold(name), kind == "Person"
        registered = self._registered.get((person, key))
        return export_id("registry", registered) if registered else export_id(self.bulletin, str(person), key)
