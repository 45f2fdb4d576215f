"""Searching an index: as typed first, then in the likely spelling, then with any marks; words side by side first."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from corpus.search.asked import Asked, Spelling, Tokens, likely_spelling, read_query
from corpus.search.filters import Filters
from corpus.search.index import Index
from corpus.search.marks import Passage, Places, matches, passage
from corpus.search.sentences import Sentences
from corpus.search.words import words
from extract.errors import InputError

_MANY = 10_000  # bulletins: more are shown newest first, for weighing each would take too long
_SAMPLE = 32  # bulletins that are read to learn what a word without marks stands for,
_SAMPLED = 2_000  # spread over so many


@dataclass(frozen=True)
class Hit:
    """A bulletin that fits: what it is, the sentence with the matches, the event told there (plain JSON form).

    `spelling` says whether the words stand there as they were typed.
    """

    bulletin: str
    title: str
    published: str | None
    publisher: str | None
    url: str | None
    spelling: Literal["exact", "plain"]
    passage: Passage | None
    event: dict[str, Any] | None


@dataclass(frozen=True)
class Answer:
    """`total` bulletins fit, of which `hits` are those from `offset` on."""

    total: int
    offset: int
    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class _Tier:
    """One reading of the query: what FTS5 is asked, and the query as it is marked in the text."""

    match: str
    asked: Asked
    spelling: Spelling


class _Search:
    """An index with what the filters let through."""

    def __init__(self, index: Index, filters: Filters) -> None:
        self.index, self.filters = index, filters
        self.fitting = index.let_through(filters)
        self.total = 0  # of what the query finds at all

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.index.connection.execute(sql, values).fetchall()

    def docs_sql(self) -> str:
        return f"SELECT rowid FROM words WHERE words MATCH ? AND {self.fitting.format('words.rowid')}"

    def count(self, match: str, most: int = -1) -> int:
        """How many bulletins fit, counted up to `most`."""
        return int(self.rows(f"SELECT count(*) FROM ({self.docs_sql()} LIMIT ?)", match, most)[0][0])

    def docs(self, match: str, limit: int) -> list[int]:
        """The numbers of the first `limit` bulletins that fit, best first; newest first where very many do."""
        if self.total <= _MANY or self.count(match, _MANY + 1) <= _MANY:
            sql = f"{self.docs_sql()} ORDER BY rank, rowid DESC LIMIT ?"
        else:
            sql = (
                "SELECT b.doc FROM bulletins b CROSS JOIN words ON words.rowid = b.doc WHERE words MATCH ?"
                f" AND {self.fitting.format('b.doc')} ORDER BY b.published DESC, b.doc LIMIT ?"
            )
        return [row[0] for row in self.rows(sql, match, limit)]

    def tiers(self, asked: Asked) -> Iterator[_Tier]:
        """The readings of a query, the closest to what was typed first.

        Words without marks say little when they stand apart (any text has a "thanh" and a "hoa"), so the phrase in its
        likely spelling, "Thanh Hóa", goes before them.
        """
        bare = not any(unit.marked for unit in asked.units)
        yield from self._together(asked, "exact", "exact")
        if len(asked.units) == 1:
            yield _Tier(asked.anywhere("exact"), asked, "exact")
        likely = self.likely(asked)  # takes longest, and is asked for only where the page is not full yet
        if likely:
            yield from self._together(likely, "exact", "likely")
        if bare:
            yield from self._together(asked, "plain", "plain")
        if len(asked.units) > 1:
            yield _Tier(asked.anywhere("exact"), asked, "exact")
        if likely:
            yield _Tier(likely.anywhere("exact"), likely, "likely")
        if asked.half_marked:
            yield _Tier(asked.anywhere("marked"), asked, "marked")
        if not bare:
            yield from self._together(asked, "plain", "plain")
        yield _Tier(asked.anywhere("plain"), asked, "plain")

    @staticmethod
    def _together(asked: Asked, column: Literal["exact", "plain"], spelling: Spelling) -> Iterator[_Tier]:
        if match := asked.together(column):
            yield _Tier(match, asked, spelling)

    def likely(self, asked: Asked) -> Asked | None:
        """The query in the spelling that a few bulletins have most: "duong" is a road (đường) more often than light."""
        if all(unit.marked for unit in asked.units):
            return None
        sample: list[int] = []
        for match in (asked.together("plain"), asked.anywhere("plain")):
            if match and not sample:
                docs = self.rows(f"{self.docs_sql()} LIMIT ?", match, _SAMPLED)
                # every so many-th, for the first ones may all be of one place
                sample = [row[0] for row in docs[:: max(len(docs) // _SAMPLE, 1)]]
        seen: list[Counter[Tokens]] = [Counter() for _ in asked.units]
        for doc in sample[:_SAMPLE]:
            places = Places(words(self.index.record_at(doc)["text"]))
            whole = places.runs(asked.joined("plain"), "plain")
            for unit, counter in zip(asked.units, seen, strict=True):
                for start, end in places.runs(unit.plain_ways[:1], "plain"):
                    if not whole or any(first <= start and end <= last for first, last in whole):
                        counter[tuple(w.exact for w in places.words[start:end])] += 1
        best = [min(c, key=lambda way: (-c[way], way)) if c else None for c in seen]
        return likely_spelling(asked, best)


def search(index: Index, text: str, filters: Filters | None = None, *, limit: int = 10, offset: int = 0) -> Answer:
    """Bulletins that hold all the words of `text` (phrases in quotes) and fit `filters`; without words, the newest.

    Raises InputError for a query without words or filters, or with too many words.
    """
    filters = filters or Filters()
    asked = read_query(text)
    find = _Search(index, filters)
    if not asked.units:
        return _newest(find, limit, offset)
    chosen: dict[int, _Tier | None] = {}
    total = find.total = find.count(asked.anywhere("plain"))
    wanted = min(offset + limit, total)
    if wanted > offset:
        for tier in find.tiers(asked):
            for doc in find.docs(tier.match, wanted):
                chosen.setdefault(doc, tier)
            if len(chosen) >= wanted:
                break
    return Answer(total, offset, _hits(find, list(chosen.items())[offset:wanted]))


def _newest(find: _Search, limit: int, offset: int) -> Answer:
    if find.filters == Filters():
        raise InputError("search", "no words to look for, and no filter")
    fitting = "FROM bulletins WHERE doc IN (SELECT doc FROM temp.fitting)"
    total = int(find.rows(f"SELECT count(*) {fitting}")[0][0])
    docs = find.rows(f"SELECT doc {fitting} ORDER BY published DESC, doc LIMIT ? OFFSET ?", limit, offset)
    return Answer(total, offset, _hits(find, [(doc, None) for (doc,) in docs]))


def _hits(find: _Search, page: list[tuple[int, _Tier | None]]) -> tuple[Hit, ...]:
    fitting: set[str] | None = None
    if find.filters.of_events and page:
        condition, values = find.filters.events_sql()
        marks = ", ".join("?" * len(page))
        sql = f"SELECT e.event FROM events e WHERE e.doc IN ({marks}) AND {condition}"
        fitting = {row[0] for row in find.rows(sql, *(doc for doc, _ in page), *values)}
    return tuple(_hit(find.index.record_at(doc), tier, fitting) for doc, tier in page)


def _hit(record: dict[str, Any], tier: _Tier | None, fitting: set[str] | None) -> Hit:
    """A bulletin with the sentence to show; of its events only those `fitting`, all for None."""
    facts = record["bulletin"]
    events = [event for event in record["events"] if fitting is None or event["id"] in fitting]
    sentences = Sentences(record)
    found = matches(Places(words(record["text"])), tier.asked, tier.spelling) if tier else []
    shown = passage(sentences, found, [entry for event in events for entry in event["evidence"]])
    event = None
    if shown and events:
        number = sentences.number(shown.start)
        event = max(events, key=lambda e: sentences.told(e["evidence"])[number])  # the first among equals
        if fitting is None and not sentences.told(event["evidence"])[number]:
            event = None  # the sentence tells no event
    return Hit(
        bulletin=record["id"],
        title=facts["title"],
        published=facts["published"],
        publisher=facts["publisher"],
        url=facts["url"],
        spelling="exact" if tier is None or tier.spelling == "exact" else "plain",
        passage=shown,
        event=event,
    )
