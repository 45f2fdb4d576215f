"""What must hold of a document, whatever it is: bytes → documents → bulletin → record → JSON and back."""

import contextlib
import io
import json
import signal
import time
import unicodedata
from collections.abc import Iterator
from types import FrameType
from typing import Any

from rich.console import Console

from corpus.commands.said import say
from corpus.records import BrokenRecord, parse_record
from corpus.table import print_events
from extract.document import RawDocument, documents_of_bytes, read_bulletin
from extract.errors import InputError
from extract.pipeline import extractor
from extract.record import from_json, to_json
from extract.types import Bulletin, Record

LIMIT_S = 2.0  # of CPU for a document of up to LIMIT_BYTES; more in proportion
LIMIT_BYTES = 20_000
_NO_EVIDENCE = ("type", "id", "evidence", "roles", "modality")
_ESCAPES = frozenset(map(chr, {*range(0x20), *range(0x7F, 0xA0)} - {0x0A}))


class Wrong(AssertionError):
    """Something that must hold does not."""


class Hang(BaseException):
    """Past the limit of CPU time. No Exception: what is caught on the way must not catch it."""


@contextlib.contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Raise Hang after so much CPU time of this process (regular expressions are interrupted, too)."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise Hang(f"more than {seconds:g} s of CPU")

    signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def limit_of(data: bytes) -> float:
    """Seconds of CPU that bytes may take."""
    return LIMIT_S * max(1.0, len(data) / LIMIT_BYTES)


def _must(holds: bool, what: str) -> None:
    if not holds:
        raise Wrong(what)


def drive(data: bytes, *, again: bool = False) -> tuple[int, int]:
    """Do with `data` all that `bantin extract` does; (records, named errors). `again`: twice, with the same bytes.

    Raises Wrong where something does not hold, and whatever else the program raises.
    """
    errors: list[InputError] = []
    records = 0
    documents = list(documents_of_bytes(data, "fuzz", on_error=errors.append))
    _must(bool(documents or errors), "neither a document nor an error")
    for raw in documents:
        try:
            records += _one(raw, again=again)
        except InputError as error:
            _must(error.place == raw.place, f"the error is of {error.place}, not of {raw.place}")
            errors.append(error)
    for named in errors:
        _must(bool(named.reason), "an error without a reason")
        printed(named)
    return records, len(errors)


def _one(raw: RawDocument, *, again: bool) -> int:
    bulletin = read_bulletin(raw)
    check_bulletin(bulletin)
    record = extractor()(bulletin)
    line = check_record(record)
    if again:
        _must(to_json(extractor()(read_bulletin(raw))) == line, "the same document gave other bytes")
    return 1


def printed(what: InputError | Record) -> None:
    """What a terminal is sent has no control characters in it."""
    stream = io.StringIO()
    console = Console(file=stream, highlight=False, width=200)
    if isinstance(what, Record):
        print_events([what], console)
    else:
        say(what, console)
    sent = sorted(set(stream.getvalue()) & _ESCAPES)
    _must(not sent, f"terminal: {type(what).__name__} prints {sent}")


def check_bulletin(bulletin: Bulletin) -> None:
    """NFC, the title first, captions within the text, no character that no text has."""
    text = bulletin.text
    _must(unicodedata.is_normalized("NFC", text), "text is not NFC")
    _must(bool(bulletin.title) and text.startswith(bulletin.title), "text does not begin with the title")
    _must(all(0 <= a < b <= len(text) for a, b in bulletin.captions), "a caption is out of the text")
    for words in (text, bulletin.title, bulletin.publisher or "", bulletin.url or "", bulletin.id):
        words.encode("utf-8")  # no lone surrogates
        _must("\0" not in words, "U+0000 in the bulletin")


def check_record(record: Record) -> bytes:
    """Offsets, evidence and references are right, the schema holds, JSON comes back the same; its line of JSON."""
    text, reach = record.text, 0
    for entity in record.entities:
        _must(text[entity.start : entity.end] == entity.text, f"offsets of {entity.id} do not cut out its text")
        _must(entity.end > entity.start >= reach, f"{entity.id} is empty, overlaps or is out of order")
        reach = entity.end
    ids = {entity.id for entity in record.entities}
    _must(all(m in ids for o in record.officials for m in o.mentions), "an official's mention is no entity")
    line = to_json(record)
    data = json.loads(line)
    for event in data["events"]:
        _check_event(event, len(text))
    for official in data["officials"]:
        _check_spans([e for p in official["positions"] for e in p["evidence"]], len(text))
    back = from_json(line)
    _must(back == record, "JSON does not come back the same")
    _must(to_json(back) == line, "JSON comes back as other bytes")
    try:
        parse_record(line, "fuzz")
    except BrokenRecord as error:
        raise Wrong(f"`bantin load` refuses it: {error.reason}") from None
    printed(record)
    return line


def _check_spans(evidence: list[dict[str, Any]], size: int) -> None:
    for entry in evidence:
        _must(all(0 <= a < b <= size for a, b in entry["spans"]), f"evidence {entry['path']} is out of the text")


def _check_event(event: dict[str, Any], size: int) -> None:
    _check_spans(event["evidence"], size)
    paths = {entry["path"] for entry in event["evidence"]}
    for slot, value in event.items():
        if slot not in _NO_EVIDENCE and value not in (None, []):
            wanted = {f"/{slot}/{n}" for n in range(len(value))} if isinstance(value, list) else {f"/{slot}"}
            _must(wanted <= paths, f"no evidence for {event['type']}{sorted(wanted - paths)}")


def timed(data: bytes, *, again: bool = False) -> tuple[float, int, int]:
    """`drive` with the CPU seconds it took: (seconds, records, errors). Raises Hang past the limit."""
    begun = time.process_time()
    with limited(limit_of(data) * (2 if again else 1)):
        records, errors = drive(data, again=again)
    return time.process_time() - begun, records, errors
