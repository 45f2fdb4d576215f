"""The table of contents of extraction: document → tag → link → normalise → events → record."""

import datetime
import functools
import re
from collections.abc import Iterable
from pathlib import Path

from extract.document import RawDocument, iter_documents, read_bulletin
from extract.errors import InputError
from extract.events import find_events
from extract.link import Links, link
from extract.normalise.amounts import parse_amount
from extract.normalise.dates import resolve_date
from extract.reading import Reading
from extract.record import build_record
from extract.spelling import fold
from extract.tag import Tagger
from extract.types import Amount, Bulletin, DateValue, Event, Mention, Record

_FUTURE = re.compile(r"(?<!\w)(?:sẽ|dự kiến|sắp tới|sắp|kế hoạch|phấn đấu|trước ngày|chậm nhất|hạn chót)(?!\w)")
_CONTEXT = 40
_REACH = 300  # how far before a date a word of the future may stand in its sentence


def reading_of(bulletin: Bulletin, mentions: Iterable[Mention]) -> Reading:
    """A bulletin with its mentions and the values of its amounts and dates."""
    published = datetime.date.fromisoformat(bulletin.published) if bulletin.published else None
    values: dict[int, Amount | DateValue] = {}
    reading = Reading(bulletin, tuple(mentions), values)
    for i in reading.of("MONEY", "DATE"):
        mention = reading.mentions[i]
        if mention.label == "MONEY":
            amount = parse_amount(
                reading.words(i),
                before=reading.text[max(0, mention.start - _CONTEXT) : mention.start],
                after=reading.text[mention.end : mention.end + _CONTEXT],
            )
            if amount:
                values[i] = amount
        else:
            start, _ = reading.sentence(mention.start)
            coming = _FUTURE.search(fold(reading.text[max(start, mention.start - _REACH) : mention.start]))
            values[i] = resolve_date(reading.words(i), published=published, tense="future" if coming else "any")
    _years_from_elsewhere(reading)
    return reading


def _years_from_elsewhere(reading: Reading) -> None:
    """Give a day without a year that of the same day written in full elsewhere in the bulletin, where there is one."""
    dates = {i: v for i in reading.of("DATE") if isinstance(v := reading.values.get(i), DateValue)}
    full = {v.date for v in dates.values() if v.date and len(v.date) == 10}
    for i, value in dates.items():
        if value.date is None and full:
            read = [resolve_date(reading.words(i), context_year=y) for y in sorted({int(d[:4]) for d in full})]
            same = [v for v in read if v.date in full]
            if len(same) == 1:
                reading.values[i] = same[0]


class Extractor:
    """Extracts records. Loading takes about a second: keep one for many bulletins."""

    def __init__(self) -> None:
        self.tagger = Tagger()

    def __call__(self, bulletin: Bulletin) -> Record:
        """The record of one bulletin."""
        return self.explain(bulletin)[0]

    def explain(self, bulletin: Bulletin) -> tuple[Record, Reading, Links, tuple[Event, ...]]:
        """The record with what each hop found on the way."""
        reading = reading_of(bulletin, self.tagger(bulletin.text))
        links = link(reading)
        events = find_events(reading, links.full_name, links.complete)
        return build_record(reading, links.officials, events), reading, links, events


@functools.cache
def extractor() -> Extractor:
    """The extractor of this process, loaded on first use."""
    return Extractor()


def extract_text(
    text: str,
    *,
    title: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    url: str | None = None,
    id: str | None = None,
) -> Record:
    """The record of a bulletin given as text.

    `text` is the bulletin in lines, its title first unless `title` is given; `published` an ISO date (YYYY-MM-DD).
    Offsets in the record index `record.text`. Raises InputError where there is no text or `published` is no date.

    >>> record = extract_text(
    ...     "Sở Tài chính tổng kết năm\\n\\nChiều 28/12, Sở Tài chính tổ chức Hội nghị tổng kết công tác năm 2023.",
    ...     published="2023-12-29", publisher="Sở Tài chính tỉnh Hưng Yên")
    >>> [e.date for e in record.events]
    ['2023-12-28']
    """
    raw = RawDocument(
        place="text", id=id, url=url, title=title, published=published, publisher=publisher, text=text, source=None
    )
    return extractor()(read_bulletin(raw))


def extract_file(path: str | Path) -> list[Record]:
    """The records of a file (HTML, text or JSON Lines), in order.

    Raises InputError, naming file and record, at the first input that gives no bulletin.
    """

    def stop(error: InputError) -> None:
        raise error

    return [extractor()(read_bulletin(raw)) for raw in iter_documents([str(path)], on_error=stop, stdin=None)]
