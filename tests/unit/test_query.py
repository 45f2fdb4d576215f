"""SQL over records: what the tables hold, what a query may not do, how answers and errors read."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.query.columns import TABLES
from corpus.query.output import exact, guarded, write_csv, write_json, write_jsonl
from corpus.query.rows import rows
from corpus.query.session import QueryError, Session
from corpus.search.words import exact_text, plain_text
from extract.errors import InputError
from extract.spelling import CAPITALS
from tests.conftest import ROOT
from tests.unit.made_records import evidence, investment, record, write

TEXT = (
    "Ông Đỗ Văn An, Giám đốc Sở Xây dựng, cho biết dự án Cầu Đông Khê có vốn 0,5 đồng, tức rất nhỏ. Năm 2019 còn 7 tỷ."
)
TITLE = "Về cầu Đông Khê"
ONE = record(
    "mot", TEXT, title=TITLE, publisher="Báo Mẫu", url="https://mau.example/1",
    entities=[("PERSON", "Đỗ Văn An"), ("MONEY", "7 tỷ"), ("DATE", "Năm 2019")],
    officials=[{"name": "Đỗ Văn An", "mentions": ["e1"], "positions": [
        {"title": "Giám đốc", "organisation": "Sở Xây dựng", "evidence": [evidence(f"{TITLE}\n\n{TEXT}", "", "Giám đốc Sở Xây dựng")]},
    ]}],
    events=[
        investment("Cầu Đông Khê", 1200000000000000001, date="2019-05", investors=["Công ty A", "Công ty B"],
                   says={"/project": "Cầu Đông Khê", "/amounts/0": "0,5 đồng"}),
        investment("Cầu Đông Khê 2", "0.5", date=None),
        {"type": "award", "award": "Bằng khen", "recipients": ["9 hộ"], "recipient_count": 9, "says": {"/award": "cho"},
         "roles": [{"person": "Đỗ Văn An", "role": "presented"}]},
        {"type": "conference", "name": "Lễ khởi công", "date": "2020-05-01", "organisers": ["Sở Xây dựng"]},
    ],
)  # fmt: skip
ONE["entities"][1]["value"] = {
    "kind": "amount",
    "min": 7 * 10**9,
    "max": 8 * 10**9,
    "currency": "VND",
    "hedge": "about",
}
ONE["entities"][2]["value"] = {"kind": "date", "date": "2019", "end": "2020"}


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    made = Session.of_records([rows(ONE), rows(record("hai", "Không có gì.", published=None))])
    yield made
    made.close()


def ask(session: Session, sql: str) -> list[tuple]:
    return list(session.run(sql))


def test_amounts_are_exact(session: Session) -> None:
    assert ask(session, "SELECT vnd FROM investments ORDER BY id") == [
        (Decimal(1200000000000000001),),
        (Decimal("0.5"),),
    ]
    assert ask(session, "SELECT sum(vnd) FROM investments") == [(Decimal("1200000000000000001.5"),)]
    assert ask(session, "SELECT amounts[1].value, amounts[1].currency FROM investments LIMIT 1") == [
        (1200000000000000001, "VND")
    ]
    assert ask(session, 'SELECT "min", "max", hedge FROM entities WHERE type = \'MONEY\'') == [
        (7 * 10**9, 8 * 10**9, "about")
    ]


def test_no_column_is_a_float_and_the_tables_are_those_of_the_page(session: Session) -> None:
    page = (ROOT / "docs" / "query.md").read_text("utf-8")
    for table, columns in TABLES.items():
        described = ask(session, f"DESCRIBE {table}")
        assert [row[0] for row in described] == list(columns)
        assert not [row for row in described if "DOUBLE" in row[1] or "FLOAT" in row[1]]
        assert f"`{table}`" in page


def test_dates_keep_their_precision_with_the_year_beside(session: Session) -> None:
    assert ask(session, "SELECT date, year FROM investments ORDER BY id") == [("2019-05", 2019), (None, None)]
    assert ask(session, "SELECT date, date_end, year FROM entities WHERE type = 'DATE'") == [("2019", "2020", 2019)]
    assert ask(session, "SELECT id, published, year FROM bulletins ORDER BY id") == [
        ("hai", None, None),
        ("mot", "2020-06-01", 2020),
    ]


def test_lists_and_structs(session: Session) -> None:
    assert ask(session, "SELECT i FROM (SELECT unnest(investors) i FROM investments)") == [
        ("Công ty A",),
        ("Công ty B",),
    ]
    assert ask(session, "SELECT roles[1].person FROM awards") == [("Đỗ Văn An",)]
    assert ask(session, "SELECT evidence[1].words, evidence[1].basis FROM awards") == [("cho", "stated")]


def test_each_event_has_the_sentence_that_tells_it(session: Session) -> None:
    sentence = TEXT.split(". ")[0] + "."
    assert ask(session, "SELECT sentence FROM investments ORDER BY id") == [(sentence,), (None,)]
    assert ask(session, "SELECT name, title, organisation, sentence FROM officials") == [
        ("Đỗ Văn An", "Giám đốc", "Sở Xây dựng", sentence)
    ]


def test_fold_takes_off_every_mark_as_search_does(session: Session) -> None:
    letters = CAPITALS + CAPITALS.lower() + "đĐðÐ"
    vietnamese = [c for c in letters if plain_text(exact_text(c)) in "aeiouyd"]
    assert len(vietnamese) > 140
    (folded,) = session._connection.execute("SELECT list(fold(c)) FROM unnest(?) t(c)", [vietnamese]).fetchone()
    assert folded == [plain_text(exact_text(c)) for c in vietnamese]
    assert ask(session, "SELECT count(*) FROM investments WHERE fold(project) LIKE 'cau dong khe%'") == [(2,)]


FORBIDDEN = [
    "COPY bulletins TO '{0}'",
    "WITH x AS (COPY (SELECT 1) TO '{0}' (USE_TMP_FILE false)) SELECT 1",
    "FROM query('WITH x AS (COPY (SELECT 1) TO ''{0}'' (USE_TMP_FILE false)) SELECT 1')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "WITH x AS (DELETE FROM awards RETURNING *) FROM x",
    "EXPLAIN ANALYZE WITH x AS (COPY (SELECT 1) TO '{0}' (USE_TMP_FILE false)) SELECT 1",
    "SELECT * FROM read_text('/etc/hostname')",
    "SELECT * FROM read_blob('{0}/../other')",
    "SELECT * FROM '{0}'",
    "SELECT * FROM glob('/etc/*')",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x.csv')",
    "SELECT * FROM sniff_csv('/etc/passwd')",
    "ATTACH '{0}' AS other",
    "INSTALL httpfs",
    "LOAD httpfs",
    "SET enable_external_access = true",
    "RESET lock_configuration",
    "PRAGMA enable_external_access = true",
    "CREATE TABLE t AS SELECT 1",
    "CREATE SECRET s (TYPE s3)",
    "EXPORT DATABASE '{0}.d'",
    "INSERT INTO awards SELECT * FROM awards",
    "DROP TABLE awards",
    "CALL pragma_version()",
    "SELECT 1; DROP TABLE awards",
    "SELECT getenv('PATH')",
    "VACUUM",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("sql", FORBIDDEN)
def test_only_the_tables_can_be_read_and_nothing_written(tmp_path: Path, sql: str) -> None:
    import duckdb

    from corpus.query.loading import make_tables

    path = tmp_path / "tables.duckdb"
    with duckdb.connect(str(path)) as made:
        make_tables(made)
    before = path.read_bytes()
    session = Session.open(path)
    with pytest.raises(QueryError):
        ask(session, sql.format(path))
    session.close()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["tables.duckdb"]
    memory = Session.of_records([rows(ONE)])
    with pytest.raises(QueryError):
        ask(memory, sql.format(path))
    assert ask(memory, "SELECT count(*) FROM awards") == [(1,)]
    memory.close()


@pytest.mark.parametrize(
    "sql",
    [
        "FROM awards", "VALUES (1)", "DESCRIBE awards", "SHOW TABLES", "SUMMARIZE awards", "(SELECT 1) UNION ALL SELECT 2",
        "WITH RECURSIVE r AS (SELECT 1 a UNION ALL SELECT a + 1 FROM r WHERE a < 3) FROM r", "SELECT 1;", "SELECT 'COPY x TO y'",
        "SELECT * FROM (PIVOT investments ON scope IN ('project') USING sum(vnd))",
    ],
)  # fmt: skip
def test_what_only_reads_is_answered(session: Session, sql: str) -> None:
    assert ask(session, sql)


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT * FROM investment", "no table investment; there are bulletins, entities"),
        ("SELECT amount FROM investments", "no column amount\ninvestments has bulletin, id, project"),
        ("SELECT a.nope FROM awards a", "no column nope\nawards has"),
        ("SELEC 1", "syntax error"),
        ("SELECT nope(1)", "nope does not exist"),
        ("SELECT sum(project) FROM investments", "sum"),
    ],
)
def test_errors_say_what_there_is(session: Session, sql: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        ask(session, sql)
    assert said in str(caught.value)


def test_a_fault_while_rows_come_is_a_query_error_too(session: Session) -> None:
    with pytest.raises(QueryError, match="convert"):
        ask(session, "SELECT title::INTEGER FROM bulletins")


def test_an_amount_too_long_for_a_table_is_named() -> None:
    with pytest.raises(InputError, match=r"mot: the amount .* more digits"):
        list(rows(record("mot", "Vốn.", events=[investment("Vốn", 10**33)])))


def test_corrections_of_a_record_are_kept() -> None:
    corrected = {**ONE, "corrections": [{"path": "/title", "old": "a", "new": "b", "who": "An"}]}
    (row,) = [row for table, row in rows(corrected) if table == "bulletins"]
    assert json.loads(row["corrections"])[0]["new"] == "b"


COLUMNS = ["a", "b", "a"]
ROWS = [(Decimal("2.500000"), "=1+1", None), (Decimal(10**20), 'có "dấu",\nxuống dòng', ["An", "Bình"])]


def test_csv_json_and_jsonl_hold_the_same() -> None:
    out = io.StringIO()
    write_csv(COLUMNS, ROWS, out)
    assert list(csv.reader(io.StringIO(out.getvalue(), newline=""))) == [
        COLUMNS, ["2.5", "'=1+1", ""], ["100000000000000000000", 'có "dấu",\nxuống dòng', "An; Bình"],
    ]  # fmt: skip
    objects = [
        {"a": "2.5", "b": "=1+1", "a_3": None},
        {"a": 10**20, "b": 'có "dấu",\nxuống dòng', "a_3": ["An", "Bình"]},
    ]
    out = io.StringIO()
    write_json(COLUMNS, ROWS, out)
    assert json.loads(out.getvalue()) == objects
    out = io.StringIO()
    write_jsonl(COLUMNS, ROWS, out)
    assert [json.loads(x) for x in out.getvalue().splitlines()] == objects
    out = io.StringIO()
    write_json(["a"], [], out)
    assert json.loads(out.getvalue()) == []


@pytest.mark.parametrize("text", ["=A1", "+84 2113", "-5", "@x", "\t=1", "  =1", "\r=1", "＝1"])
def test_formulas_are_text(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert exact(float("nan")) == "nan"


def bantin(*arguments: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1", **environment}
    env.pop("BANTIN_CORPUS", None)
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments], cwd=cwd, env=env, capture_output=True, text=True, timeout=120
    )


def test_the_commands_from_records_to_answers(tmp_path: Path) -> None:
    write(tmp_path / "r.jsonl", ONE, record("hai", "Tỉnh mở đường."))
    with (tmp_path / "r.jsonl").open("a") as file:
        file.write("{broken\n")
    done = bantin("index", "r.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    assert "r.jsonl:3" in done.stderr
    assert "2 records in out/corpus: 2 new" in done.stderr
    done = bantin("query", "SELECT project, vnd FROM investments ORDER BY id", "--format", "csv", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "project,vnd\nCầu Đông Khê,1200000000000000001\nCầu Đông Khê 2,0.5\n")
    done = bantin("query", "SELECT title FROM bulletin", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "no table bulletin; there are bulletins" in done.stderr
    done = bantin("search", "duong", cwd=tmp_path)
    assert done.returncode == 0
    assert "Tỉnh mở «đường»." in done.stdout
    done = bantin("search", "dong khe", "--type", "investment", "--json", "r.jsonl", cwd=tmp_path)
    assert done.returncode == 1  # its third line is broken
    assert [json.loads(x)["bulletin"] for x in done.stdout.splitlines()] == ["mot"]
    done = bantin("query", "SELECT 1", "--corpus", "none", cwd=tmp_path)
    assert done.returncode == 1
    assert "none: no corpus there; make one with `bantin index RECORDS`" in done.stderr
    assert bantin("search", "x", "--since", "nay", cwd=tmp_path).returncode == 2


@pytest.mark.parametrize("command", [["query", "SELECT 1"], ["search", "duong"]], ids=["query", "search"])
def test_asking_a_corpus_loads_no_language_processing(tmp_path: Path, command: list[str]) -> None:
    write(tmp_path / "r.jsonl", ONE)
    assert bantin("index", "r.jsonl", cwd=tmp_path).returncode == 0
    code = (
        "import sys\nfrom cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        "heavy = {'underthesea', 'spacy', 'pycrfsuite', 'dateparser', 'numpy', 'pyarrow', 'pandas', 'bs4', 'sqlalchemy'}\n"
        "heavy |= {'duckdb'} if 'search' in sys.argv else set()\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.stderr.splitlines()[-1] == "[]", done.stderr
