"""How fast `bantin index`, `query` and `search` are on many records.

    python -m tests.bench.query [RECORDS] [FILE]     100,000 made-up records, or those of FILE under new ids until there are as many

The quickest of nine warm runs, and in brackets the CPU it took, which other work on the machine does not lengthen. Start-up is
the whole command, from the shell's side.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path

from corpus.query.build import build
from corpus.query.folder import Corpus
from corpus.query.session import Session
from corpus.search import Filters, facets, read_amount, search
from tests.bench.records import json_lines

SEARCHES: tuple[tuple[str, Filters], ...] = (
    ("năm", Filters()),
    ("dau tu", Filters()),
    ("duong", Filters()),
    ("bac giang", Filters()),
    ("Ủy ban nhân dân tỉnh Bắc Giang", Filters()),
    ('"khu công nghiệp" Hoà Lạc', Filters()),
    ("tổng kết công tác", Filters(type="award", since="2015", until="2016-06")),
    ("nha may", Filters(place="hung yen", min_amount=read_amount("5000 tỷ"))),
)
QUERIES = {
    "capital by year": "SELECT year, count(*), sum(vnd) FROM investments WHERE scope = 'project' GROUP BY year ORDER BY year",
    "licensed by place": "SELECT location, sum(vnd) s FROM investments WHERE status = 'licensed' GROUP BY ALL ORDER BY s DESC LIMIT 20",
    "awards by giver": "SELECT issuer, count(*), sum(recipient_count) FROM awards GROUP BY issuer ORDER BY 2 DESC LIMIT 20",
    "officials by office": "SELECT title, fold(organisation) o, count(DISTINCT name) FROM officials GROUP BY ALL ORDER BY 3 DESC LIMIT 20",
    "entities by type and year": "SELECT e.type, b.year, count(*) FROM entities e JOIN bulletins b ON b.id = e.bulletin GROUP BY ALL",
    "investors (lists)": "SELECT i, count(*) FROM (SELECT unnest(investors) i FROM investments) GROUP BY i ORDER BY 2 DESC LIMIT 20",
}


def _cpu() -> float:
    """Seconds of CPU that this process and its children have taken."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _ms(run: Callable[[], object], times: int = 9, warm: int = 2) -> str:
    """The quickest run, in milliseconds, and the least CPU that one took."""
    taken, worked = [], []
    for _ in range(times + warm):
        begun, before = time.perf_counter(), _cpu()
        run()
        taken.append((time.perf_counter() - begun) * 1000)
        worked.append((_cpu() - before) * 1000)
    return f"{min(taken[warm:]):6.1f} ms ({min(worked[warm:]):.1f} of CPU)"


def _repeated(file: str, count: int) -> Iterator[bytes]:
    """The records of a file again and again, under new ids."""
    lines = Path(file).read_bytes().splitlines()
    for n, line in enumerate(islice(cycle(lines), count)):
        record = json.loads(line)
        old, new = record["id"], f"{record['id']}-{n}"
        record["id"] = new
        for event in record["events"]:
            event["id"] = event["id"].replace(f"{old}#", f"{new}#")
            if event.get("part_of"):
                event["part_of"] = event["part_of"].replace(f"{old}#", f"{new}#")
        yield json.dumps(record, ensure_ascii=False).encode() + b"\n"


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1e6:,.0f} MB"


def main(count: int, file: str | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder) / "records.jsonl"
        with records.open("wb") as stream:
            stream.writelines(_repeated(file, count) if file else json_lines(count))
        begun, worked = time.perf_counter(), time.process_time()
        built = build(Path(folder) / "corpus", [str(records)], on_error=lambda error: print(error, file=sys.stderr))
        taken, worked = time.perf_counter() - begun, time.process_time() - worked
        corpus = Corpus.at(Path(folder) / "corpus")
        print(
            f"{built.records:,} records, {_size(records)}: indexed in {taken:.0f} s ({built.records / taken:,.0f} a second)"
        )
        print(f"tables {_size(corpus.tables)}, search index with the records {_size(corpus.index)}")
        begun = time.perf_counter()
        records.write_bytes(b"".join(islice(records.open("rb"), 100)))
        build(Path(folder) / "corpus", [str(records)], on_error=print)
        print(f"100 records again, none changed: {time.perf_counter() - begun:.1f} s")
        one = json.loads(next(json_lines(1)))
        records.write_text(json.dumps(one | {"issues": [{"code": "x", "stage": "x", "message": "x"}]}) + "\n")
        begun = time.perf_counter()
        build(Path(folder) / "corpus", [str(records)], on_error=print)
        print(f"one record more or changed: {time.perf_counter() - begun:.1f} s")
        corpus = Corpus.at(Path(folder) / "corpus")
        _warm(corpus)
        _start_up(corpus.folder)


def _warm(corpus: Corpus) -> None:
    index, session = corpus.open_index(), corpus.open_tables()
    for text, filters in SEARCHES:
        total = search(index, text, filters).total
        asked = ", ".join(k for k, v in vars(filters).items() if v)
        taken = _ms(partial(search, index, text, filters))
        counted = _ms(partial(facets, index, text, filters), times=3, warm=1)
        print(f"search {text!r:34} {asked:24} {total:>7,} found {taken}   facets {counted}")
    for name, sql in QUERIES.items():
        print(f"query {name:30} {_ms(partial(_all, session, sql))}")


def _all(session: Session, sql: str) -> list[tuple[object, ...]]:
    return list(session.run(sql))


def _start_up(folder: Path) -> None:
    bantin = str(Path(sys.executable).with_name("bantin"))
    for command in (["--version"], ["query", "SELECT count(*) FROM awards"], ["search", "bac giang"]):
        where = ["--corpus", str(folder)] if len(command) > 1 else []
        run = partial(subprocess.run, [bantin, *command, *where], capture_output=True, check=True)
        print(f"bantin {command[0]:10} {_ms(run, times=5, warm=1)} from start to end")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, sys.argv[2] if len(sys.argv) > 2 else None)
