"""Spoilt records: read, put into the tables of `bantin query` and the search index, loaded into SQLite, exported. Each line goes
in whole or is put aside by name; none is lost, nothing crashes."""

import copy
import io
import tempfile
import traceback
from collections import Counter
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import msgspec

from corpus.db.connection import database
from corpus.db.loading import load
from corpus.db.registry import refresh
from corpus.export.write import write_export
from corpus.query.rows import rows
from corpus.query.session import Session
from corpus.records import STDIN, BrokenRecord, RecordLine, records_and_broken
from corpus.search.find import search
from corpus.search.index import Index
from extract.errors import InputError
from tests.bench.records import records

_BATCH = 100
_ODD: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**31, 2**63, 2**70, 1.5, 1e308, "", " ", "x", "x" * 5000, "\0", "\u202e", "\x1b[2J", "\U0001f600", "=1+1", "'", "2019", "2019-02-30",
    "2019-13", "0000-00-00", "9999-12-31", "1.5", "-0.0", "9" * 60, "9" * 40 + ".5", "VND", "vnd", "held", "e1", "e99", "#award-00000000", "1", "2", [], {}, [[]], [None], [0, 1], [5, 2], [0, 10**9],
    {"value": 1, "currency": "VND"}, {"min": 2, "max": 1, "currency": "USD"}, {"kind": "date", "date": "2019"}, "UBND tỉnh", "Sở Y tế tỉnh Cà Mau", "Nguyễn Văn An", "/amounts/9", "stated",
)  # fmt: skip


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [p for key, inner in items for p in ((*path, key), *_places(inner, (*path, key)))]


def _spoilt(record: Any, random: Random, others: list[Any]) -> Any:
    """A record with something else in one of its places, or less, or more."""
    changed = copy.deepcopy(record)
    path = random.choice(_places(changed))
    at = changed
    for key in path[:-1]:
        at = at[key]
    match random.randrange(6):
        case 0 if isinstance(at, dict):
            del at[path[-1]]
        case 1 if isinstance(at, list):
            at.extend(at[: random.choice((1, 3))] * random.choice((1, 200)))
        case 2:
            other = random.choice(others)
            like = [p for p in _places(other) if p[-1] == path[-1]] or [path[:1]]
            for key in random.choice(like):
                other = other[key]
            at[path[-1]] = copy.deepcopy(other)
        case 3 if isinstance(at, dict):
            at[random.choice(("x", "id", "text", "value", "min", "part_of", "entity"))] = random.choice(_ODD)
        case 4 if isinstance(at[path[-1]], str):
            word = at[path[-1]]
            place = random.randint(0, len(word))
            at[path[-1]] = word[:place] + str(random.choice(_ODD)) + word[place:]
        case _:
            at[path[-1]] = random.choice(_ODD)
    return changed


def line(random: Random, made: list[Any]) -> bytes:
    """One line: a record that is right, spoilt in its values, or spoilt in its bytes."""
    record = random.choice(made)
    for _ in range(random.choice((0, 1, 1, 1, 1, 2))):
        record = _spoilt(record, random, made)
    data = msgspec.json.encode(record)
    if random.random() < 0.1:
        spoilt = bytearray(data)
        for _ in range(random.choice((1, 3))):
            spoilt[random.randrange(len(spoilt))] = random.randrange(256)
        data = bytes(spoilt)
        if random.random() < 0.3:
            data = data[: random.randrange(len(data))]
    return data.replace(b"\n", b" ")


def _read(lines: list[bytes]) -> list[RecordLine | BrokenRecord]:
    def stop(error: InputError) -> None:
        raise AssertionError(f"the file as a whole is refused: {error}")

    return list(records_and_broken(STDIN, on_error=stop, stdin=io.BytesIO(b"\n".join(lines))))


def batch(lines: list[bytes], folder: Path) -> tuple[int, int]:
    """Do everything with some lines; (taken, put aside). Raises whatever is wrong."""
    wanted = sum(bool(one.strip()) for one in lines)
    read = _read(lines)
    assert len(read) == wanted, f"{wanted} lines gave {len(read)} outcomes"
    good = [item for item in read if isinstance(item, RecordLine)]
    kept = []
    index = Index.make()
    for item in good:
        try:
            kept.append(list(rows(item.data)))
        except InputError:
            continue
        index.put(item.data, item.line)
    index.finish(optimise=False)
    search(index, "đầu tư tỉnh")
    session = Session.of_records(kept)
    [(held,)] = session.run("SELECT count(*) FROM bulletins")
    assert held == len(kept), f"{len(kept)} records gave {held} rows"
    session.close()
    with database(f"sqlite:///{folder / 'fuzz.db'}") as engine:
        counts = load(engine, read, on_error=lambda error: None)
        assert counts.records == wanted, f"{wanted} lines, {counts.records} accounted for"
        refresh(engine)
    for form in ("csv", "parquet", "xlsx", "ftm", "jsonld", "annotations"):
        write_export((item.data for item in good), form, str(folder / f"out-{form}"))
    return len(good), wanted - len(good)


def fuzz_records(count: int, seed: int) -> int:
    """Spoil `count` records in batches; the number of kinds of findings, each with one line that shows it."""
    from tests.fuzz.run import kind_of, save

    made = list(islice(records(60), 60))
    found: Counter[str] = Counter()
    taken = aside = 0
    with tempfile.TemporaryDirectory(prefix="bantin-fuzz-") as name:
        for first in range(0, count, _BATCH):
            random = Random(f"{seed}:records:{first}")
            lines = [line(random, made) for _ in range(min(_BATCH, count - first))]
            try:
                good, bad = batch(lines, Path(name))
                taken, aside = taken + good, aside + bad
            except Exception as error:
                kind = kind_of(error)
                found[kind] += 1
                if found[kind] == 1:
                    path = save(b"\n".join(_smaller(lines, kind)), error, f"records --seed {seed}, from {first}")
                    print(f"found: {kind}\n       {path}", flush=True)
                    traceback.print_exception(error, limit=-3)
    print(f"{count:,} records (seed {seed}): {taken:,} taken, {aside:,} put aside by name, {found.total()} findings")
    return len(found)


def _smaller(lines: list[bytes], kind: str) -> list[bytes]:
    """The one line that goes wrong by itself in the same way; all of them where it takes several."""
    from tests.fuzz.run import kind_of

    for one in lines:
        with tempfile.TemporaryDirectory(prefix="bantin-fuzz-") as name:
            try:
                batch([one], Path(name))
            except Exception as error:
                if kind_of(error)[:40] == kind[:40]:
                    return [one]
    return lines
