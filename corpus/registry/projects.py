"""Names of projects taken apart: the kind of work, the names that are its own, numbers, and words that make it a part.

"Khu liên hợp gang thép Vạn An Sông Lam" is steel, "vạn an sông lam"; "Nhà máy thép Vạn An - Sông Lam giai đoạn 2" is
steel, "vạn an" and "sông lam", number 2, a part.
"""

import functools
import re
from collections.abc import Iterator

import msgspec

from corpus.registry.heads import is_foreign
from corpus.registry.units import province_of
from extract.spelling import fold
from extract.vocabulary import folded_forms, load

_TOKEN = re.compile(r"\w+(?:[.&]\w+)*|[–—-]|[^\w\s]")
_DASH = re.compile(r"[–—-]")
_NUMBER = re.compile(r"\d+[a-z]?|[a-z]\d+|i{1,3}|iv|v|vi{1,3}|một|hai|ba")
_CASE = {"một": str.lower, "hai": str.lower, "ba": str.lower}  # "giai đoạn hai", but kênh Ba Bò
_ROMAN = {
    "i": "1",
    "ii": "2",
    "iii": "3",
    "iv": "4",
    "v": "5",
    "vi": "6",
    "vii": "7",
    "viii": "8",
    "một": "1",
    "hai": "2",
    "ba": "3",
}
_ROUTES = frozenset({"expressway", "rail", "road", "bridge"})
_UNIT_WORDS = frozenset({"tp", "tỉnh", "huyện", "xã", "quận", "phường", "thị", "q", "thành", "phố", "trấn"})
# classes of which an investor has one in a province, so far as numbers and parts do not say otherwise
ONE_AN_INVESTOR = frozenset({"steel", "cement", "refinery"})
# classes of which one place has one, so that the place names the work
_ONE_A_PLACE = frozenset({"airport", "refinery", "nuclear"})


class ProjectName(msgspec.Struct, frozen=True):
    """A project's name taken apart.

    `runs` are its own names in order, folded; `provinces` those that are provinces' and tell where it is; `parts` the
    words that make it a part of something larger; `rest` what else describes a work of no known class.
    """

    classes: tuple[str, ...]
    runs: tuple[str, ...]
    numbers: tuple[str, ...]
    parts: tuple[str, ...]
    rest: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """All that tells one work from another, as one string.

        >>> project_name("Nhà máy thép Vạn An - Sông Lam giai đoạn 2").key
        'steel|sông lam;vạn an|2|giai đoạn|'
        """
        slots = ((self.classes, ","), (self.runs, ";"), (self.numbers, ","), (self.parts, ","), (self.rest, " "))
        return "|".join(sign.join(slot) for slot, sign in slots)

    @property
    def route(self) -> bool:
        """Is it a line between places, told by its ends?"""
        return bool(set(self.classes) & _ROUTES) and len(self.runs) > 1

    @property
    def words(self) -> frozenset[str]:
        """The syllables of its own names."""
        return frozenset(w for run in self.runs for w in run.split())

    @property
    def specific(self) -> bool:
        """Does the name alone tell which project it is, wherever it is written?

        >>> [project_name(n).specific for n in ("cao tốc Bình An - Hòa Lợi", "cầu Bình An", "sân bay Long Thành")]
        [True, False, True]
        """
        if not self.runs or (self.rest and not self.classes):
            return False
        if set(self.classes) & _ONE_A_PLACE or self.route:
            return True
        own = [r for r in self.runs if not province_of(r)]
        return len({w for run in own for w in run.split()}) >= 4 or (
            len(self.words) >= 3 and any(map(is_foreign, self.words))
        )

    def blocks(self) -> Iterator[str]:
        """Pairs of neighbouring syllables of its names, each with its classes: what like names have in common."""
        for run in self.runs:
            words = run.split()
            pairs = [" ".join(words[i : i + 2]) for i in range(len(words) - 1)] or words
            for class_ in self.classes or ("",):
                yield from (f"{class_}|{pair}" for pair in pairs)


@functools.cache
def _phrases() -> tuple[dict[str, str], int]:
    """Folded word or phrase of project names → what it is: "class-…", "common" or "part"."""
    found: dict[str, str] = {}
    classes = {fold(f): e.id for e in load("registry") if e.id.startswith("class-") for f in e.forms}
    for form in (fold(f) for e in load("projects") for f in e.forms):
        if not any(f" {form} ".endswith(f" {c} ") for c in classes):  # "nhà máy nhiệt điện" is of a class
            found[form] = "common"
    found |= dict.fromkeys(folded_forms("registry", "project-common"), "common")
    found |= classes
    for form in folded_forms("registry", "part"):
        found[form] = found[form] if found.get(form, "").startswith("class-") else "part"
    return found, max(len(f.split()) for f in found)


@functools.lru_cache(maxsize=200_000)
def project_name(name: str) -> ProjectName:
    """Take a project's name apart.

    >>> project_name("Khu liên hợp sản xuất gang thép Vạn An Sông Lam").runs
    ('vạn an sông lam',)
    >>> project_name("đường cao tốc Bắc – Nam đoạn Cao Bồ - Mai Sơn").key
    'expressway|bắc;cao bồ;mai sơn;nam||đoạn|'
    """
    tokens = _TOKEN.findall(name)
    over = folded_forms("registry", "project-over")
    tokens = tokens[: next((i for i, t in enumerate(tokens) if i and t in over), len(tokens))]
    shouted = name.isupper()
    known, longest = _phrases()
    classes: set[str] = set()
    parts: set[str] = set()
    rest: list[str] = []
    neutral = folded_forms("registry", "project-neutral")
    numbers: list[str] = []
    runs: list[list[str]] = [[]]
    at = 0
    while at < len(tokens):
        length, what = _known(tokens, at, known, longest)
        # one word before a capital is a name's where the kind of work is said: "cao tốc Cầu Giẽ", not "cầu Giẽ"
        if (
            length == 1
            and classes
            and tokens[at][:1].isupper()
            and tokens[at + 1 : at + 2]
            and tokens[at + 1][:1].isupper()
        ):
            length = 0
        if length:
            words = [fold(t) for t in tokens[at : at + length]]
            if what.startswith("class-"):
                classes.add(what.removeprefix("class-"))
            elif what == "part":
                parts.add(" ".join(words))
            elif " ".join(words) not in neutral:
                rest.append(" ".join(words))
            runs.append([])
            at += length
            continue
        token, word = tokens[at], fold(tokens[at])
        if _NUMBER.fullmatch(word) and (
            word[-1].isdigit() or word[0].isdigit() or token == _CASE.get(word, str.upper)(token)
        ):
            numbers.append(_ROMAN.get(word, word))
            runs.append([])
        elif word in _UNIT_WORDS and not runs[-1]:
            runs.append([])
        elif token[:1].isupper() or (shouted and token[:1].isalpha()):
            runs[-1].append(word)
        else:
            runs.append([])
            if token[:1].isalpha():
                rest.append(word)
        at += 1
    own = [" ".join(r) for r in runs if r and (len(r) > 1 or len(r[0]) > 1)]
    own = [province_of(r) or r for r in own]
    return _made(tuple(sorted(classes)), own, numbers, parts, rest, bool(_DASH.search(name)))


def _made(
    classes: tuple[str, ...], own: list[str], numbers: list[str], parts: set[str], rest: list[str], dashed: bool
) -> ProjectName:
    """Runs that are provinces tell where it is, unless it is a line or has no other name."""
    line = bool(set(classes) & _ROUTES) or (dashed and not classes)
    provinces = tuple(p for p in map(province_of, own) if p)
    others = [r for r in own if not province_of(r)]
    runs = own if line or not others else others
    return ProjectName(
        classes,
        tuple(sorted(set(runs))),
        tuple(sorted(set(numbers))),
        tuple(sorted(parts)),
        () if classes else tuple(sorted(set(rest))),
        () if line else provinces,
    )


def _known(tokens: list[str], at: int, known: dict[str, str], longest: int) -> tuple[int, str]:
    """The longest vocabulary phrase at a place: how many tokens, and what it is."""
    for length in range(min(longest, len(tokens) - at), 0, -1):
        what = known.get(" ".join(fold(t) for t in tokens[at : at + length]))
        if what:
            return length, what
    return 0, ""


def tells(name: ProjectName, anchor: str) -> bool:
    """Does this anchor, shared, make two equal names one?

    A province, or a company named in the same bulletin, only with a name and a kind of its own.

    >>> name = project_name("Nhà máy thép Vạn An")
    >>> tells(name, "province:hà tĩnh"), tells(project_name("nhà máy đạm Ninh Bình"), "province:ninh bình")
    (True, False)
    """
    if anchor.startswith(("province:", "with:")):
        own = {w for run in name.runs if not province_of(run) for w in run.split()}
        return bool(name.classes and len(own) >= 2)
    return bool(name.runs or name.numbers)


def same_work(one: ProjectName, two: ProjectName) -> bool:
    """May two names be one work's: same classes, numbers and parts, and the words of one all in the other?

    A line's number may be left out.

    >>> a, b = project_name("Khu liên hợp luyện cán thép Hòa Thịnh Vạn An"), project_name("thép Vạn An - Hà Tĩnh")
    >>> same_work(a, b), same_work(a, project_name("thép Vạn An 2"))
    (True, False)
    """
    if one.parts != two.parts or one.rest != two.rest:
        return False
    if one.classes != two.classes:  # "Trung Lương - Mỹ Thuận" does not say that it is a motorway
        bare = not (one.classes and two.classes)
        return bare and one.specific and two.specific and (one.words, one.numbers) == (two.words, two.numbers)
    if one.route or two.route:
        return one.runs == two.runs and (one.numbers == two.numbers or not (one.numbers and two.numbers))
    same = one.numbers == two.numbers and bool(one.words and two.words)
    if not one.classes:
        return same and one.words == two.words
    return same and (one.words <= two.words or two.words <= one.words)


@functools.lru_cache(maxsize=200_000)
def from_key(key: str) -> ProjectName:
    """The name that `ProjectName.key` was made of, without its provinces.

    >>> from_key("steel|sông lam;vạn an|2|giai đoạn|").numbers
    ('2',)
    """
    classes, runs, numbers, parts, rest = key.split("|")[:5]

    def cut(text: str, sign: str) -> tuple[str, ...]:
        return tuple(text.split(sign)) if text else ()

    return ProjectName(cut(classes, ","), cut(runs, ";"), cut(numbers, ","), cut(parts, ","), cut(rest, " "))
