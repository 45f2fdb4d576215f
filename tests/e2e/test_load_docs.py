"""The queries of docs/database.md, asked of the samples on both databases, answer what the page shows.

python -m tests.e2e.test_load_docs --write        put today's answers into the page (read the change before committing it)
"""

import re
import sys
import tempfile
from pathlib import Path

import pytest

from corpus.db.connection import database
from corpus.db.loading import load
from corpus.db.registry import refresh
from corpus.records import RecordLine
from extract import extract_file
from extract.record import to_json
from tests.conftest import ROOT
from tests.e2e.test_load import asked

PAGE = ROOT / "docs" / "database.md"
_QUERY = re.compile(r"```sql\n(.*?)```\n(?:\n(\|.*?\n)(?=\n))?", re.DOTALL)


def sample_records() -> list[RecordLine]:
    import msgspec

    found = []
    for path in sorted((ROOT / "corpus" / "samples").iterdir()):
        for record in extract_file(path):
            line = to_json(record)
            found.append(RecordLine(path.name, line, msgspec.json.decode(line)))
    return found


@pytest.fixture(scope="module")
def samples() -> list[RecordLine]:
    return sample_records()


def filled(url: str, records: list[RecordLine]) -> str:
    with database(url) as engine:
        load(engine, records, on_error=print)
        refresh(engine)
    return url


def answer(url: str, query: str) -> str:
    """The answer to a query as a table of the page."""
    names = [c.split(" AS ")[-1] for c in re.search(r"SELECT (.*?) FROM", query, re.DOTALL)[1].split(", ")]
    rows = [["" if v is None else str(v) for v in row] for row in asked(url, query)]
    return "".join(f"| {' | '.join(row)} |\n" for row in (names, ["---"] * len(names), *rows))


def test_the_page_shows_what_the_views_answer(db: str, samples: list[RecordLine]) -> None:
    filled(db, samples)
    queries = _QUERY.findall(PAGE.read_text("utf-8"))
    assert len(queries) == 5
    for query, shown in queries:
        assert answer(db, query) == shown, query


def write() -> None:
    """Put the answers of today into the page."""
    with tempfile.TemporaryDirectory() as folder:
        url = filled(f"sqlite:///{Path(folder) / 'bantin.db'}", sample_records())
        text = PAGE.read_text("utf-8")
        PAGE.write_text(_QUERY.sub(lambda m: f"```sql\n{m[1]}```\n\n{answer(url, m[1])}", text), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit(__doc__)
    write()
