"""How many bulletins of an answer are of each type, year, province, zone, body and publisher."""

from collections.abc import Iterable

from corpus.search.asked import read_query
from corpus.search.filters import Filters
from corpus.search.index import Index

FACETS = ("type", "year", "province", "zone", "body", "publisher")
_MANY = 5_000  # bulletins: up to so many each one's values are looked up, past it each value's bulletins


def facets(
    index: Index, text: str, filters: Filters | None = None, *, most: int = 20
) -> dict[str, list[tuple[str, int]]]:
    """For each facet its values with the number of bulletins that have them, the commonest first, at most `most`.

    Takes what `search` takes; a bulletin with two events of a province counts once there.
    """
    fitting = index.let_through(filters or Filters())
    asked = read_query(text)
    if asked.units:
        sql = f"SELECT rowid FROM words WHERE words MATCH ? AND {fitting.format('words.rowid')}"
        docs = [row[0] for row in index.connection.execute(sql, [asked.anywhere("plain")])]
    else:
        docs = [row[0] for row in index.connection.execute(f"SELECT doc FROM bulletins WHERE {fitting.format('doc')}")]
    return _of_few(index, docs, most) if len(docs) <= _MANY else _of_many(index, docs, most)


def _of_few(index: Index, docs: list[int], most: int) -> dict[str, list[tuple[str, int]]]:
    found: dict[str, list[tuple[str, int]]] = {facet: [] for facet in FACETS}
    index.connection.execute("CREATE TEMP TABLE IF NOT EXISTS counted(doc INTEGER PRIMARY KEY)")
    index.connection.execute("DELETE FROM counted")
    index.connection.executemany("INSERT INTO counted VALUES (?)", ((doc,) for doc in docs))
    sql = (
        "SELECT v.facet, v.name, c.number FROM (SELECT f.value, count(*) AS number FROM temp.counted t"
        " CROSS JOIN facets f ON f.doc = t.doc GROUP BY f.value) c"
        " JOIN facet_values v USING (value) ORDER BY c.number DESC, v.name"
    )
    for facet, name, number in index.connection.execute(sql):
        if len(found[facet]) < most:
            found[facet].append((name, number))
    return found


def _bits(docs: Iterable[int]) -> int:
    """A set of bulletins as a number with a bit for each."""
    bits = bytearray()
    for doc in docs:
        if doc >> 3 >= len(bits):
            bits.extend(bytes((doc >> 3) - len(bits) + 1024))
        bits[doc >> 3] |= 1 << (doc & 7)
    return int.from_bytes(bits, "little")


def _of_many(index: Index, docs: list[int], most: int) -> dict[str, list[tuple[str, int]]]:
    """Counts by intersecting sets. A facet's values come by how many bulletins have them at all, so that the commonest
    are complete as soon as the next value has fewer than the last of them."""
    wanted = _bits(docs)
    found = {}
    for facet in FACETS:
        counts: list[tuple[int, str]] = []
        for value, name, size in index.facet_sizes(facet):
            if len(counts) >= most and size < -sorted(counts)[most - 1][0]:
                break
            number = (index.facet_docs(value, _bits) & wanted).bit_count()
            if number:
                counts.append((-number, name))
        found[facet] = [(name, -number) for number, name in sorted(counts)[:most]]
    return found
