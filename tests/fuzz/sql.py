"""Hostile SQL against `bantin query`: it is answered or refused by name, reads no file, writes none, changes nothing."""

import os
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from random import Random

from corpus.query.columns import TABLES
from corpus.query.output import write_json
from corpus.query.rows import rows
from corpus.query.session import QueryError, Session
from tests.bench.records import records

SECRET = "bi-mat-3f9a1c"  # stands in a file beside: no answer may hold it
_TABLES = (
    *TABLES,
    "bulletins b",
    "sqlite_master",
    "duckdb_settings()",
    "information_schema.tables",
    "pragma_version()",
    "duckdb_secrets()",
)
_FILES = (
    "'{f}'", "'{d}/*'", "read_csv('{f}')", "read_text('{f}')", "read_blob('{f}')", "read_json('{f}')", "read_parquet('{f}')", "glob('{d}/*')",
    "read_csv_auto('{f}', header=false)", "sniff_csv('{f}')", "parquet_schema('{f}')", "parquet_metadata('{f}')", "read_ndjson_objects('{f}')", "read_duckdb('{f}')",
    "sqlite_scan('{f}', 'x')", "'file://{f}'", "'http://127.0.0.1:9/x.csv'", "'s3://a/b.parquet'", "query('FROM ''{f}''')", "query_table(['{f}'])", "st_read('{f}')",
    "getenv('HOME')", "read_xlsx('{f}')", "'/etc/passwd'", "'/proc/self/environ'", "arrow_scan(1, 2, 3)", "python_scan", "pandas_scan(1)", "argv", "self", "sql", "cursor",
)  # fmt: skip
_WRITES = (
    "COPY bulletins TO '{d}/out.csv'", "COPY (SELECT 1) TO '{d}/out.parquet'", "EXPORT DATABASE '{d}/out'", "ATTACH '{d}/out.db' AS o", "CREATE TABLE x AS SELECT 1",
    "DROP TABLE bulletins", "DELETE FROM bulletins", "UPDATE bulletins SET title = 'x'", "INSERT INTO bulletins (id) VALUES ('x')", "INSTALL httpfs", "LOAD httpfs",
    "SET enable_external_access = true", "RESET enable_external_access", "PRAGMA database_list", "PRAGMA enable_profiling", "CALL pragma_version()", "CHECKPOINT", "VACUUM",
    "CREATE OR REPLACE MACRO fold(x) AS x", "CREATE SECRET s (TYPE s3)", "SET log_query_path = '{d}/out.log'", "PREPARE p AS SELECT 1", "EXECUTE p", "EXPLAIN ANALYZE DELETE FROM bulletins",
    "WITH x AS (DELETE FROM bulletins RETURNING *) SELECT * FROM x", "WITH x AS (COPY bulletins TO '{d}/out.csv') SELECT 1", "IMPORT DATABASE '{d}'", "USE memory", "DETACH memory",
    "SET VARIABLE a = (SELECT 1)", "PIVOT bulletins ON year", "COMMENT ON TABLE bulletins IS 'x'", "BEGIN", "ROLLBACK", "SET temp_directory = '{d}'", "FORCE CHECKPOINT",
)  # fmt: skip
_READS = (
    "SELECT * FROM {t}", "FROM {t}", "SELECT count(*) FROM {t}", "DESCRIBE {t}", "SUMMARIZE {t}", "SHOW TABLES", "SHOW ALL TABLES", "SELECT * FROM {t} WHERE id = '{w}'",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r, {t}", "SELECT fold('{w}'), * FROM {t} LIMIT 2", "SELECT (SELECT max(content) FROM {t})",
    "SELECT unnest(evidence) FROM {t}", "SELECT * FROM {t} UNION ALL SELECT * FROM {t}", "SELECT json_execute_serialized_sql('{w}')", "SELECT * FROM {t} JOIN {t} USING (id)", "TABLE {t}",
    "SELECT getvariable('{w}')", "SELECT getenv('HOME')", "SELECT current_setting('{w}')", "SELECT regexp_matches('{w}', '((a+)+)+$')", "SELECT 1e400, -0.0, 'nan'::float, '\\x00'::blob",
    "VALUES (1), ('{w}')", "SELECT COLUMNS('{w}') FROM {t}", "SELECT decode('{w}'::blob)", "SELECT date '{w}'", "SELECT cast('{w}' AS decimal(38, 6))", "SELECT vnd * vnd * vnd FROM investments",
)  # fmt: skip
_WORDS = (
    "đầu tư",
    "x'; DROP TABLE bulletins; --",
    "' OR 1=1 --",
    "\\",
    "%",
    "\u202e",
    "\U0001f600",
    "{",
    "}",
    "\x1b[2J",
    "a" * 3000,
    "$$",
    "9" * 50,
    "/*",
    "*/",
    "\n",
    ";",
    "\x00",
    "\ud800",
    '"',
)


def query(random: Random, folder: str) -> str:
    """A query that means harm, or one that a slip of the hand made."""
    kind = random.random()
    template = random.choice(_WRITES if kind < 0.2 else _READS)
    table = random.choice(_FILES) if random.random() < 0.5 else random.choice(_TABLES)
    sql = template.replace("{t}", table).replace("{w}", random.choice(_WORDS))
    sql = sql.replace("{f}", f"{folder}/secret.csv").replace("{d}", folder)
    for _ in range(random.choice((0, 0, 0, 0, 1, 2))):
        at = random.randint(0, len(sql))
        match random.randrange(6):
            case 0:
                sql = sql[:at] + random.choice(_WORDS) + sql[at:]
            case 1:
                sql = sql[:at] + sql[at + random.randint(1, 5) :]
            case 2:
                sql = f"SELECT * FROM ({sql}) AS q"
            case 3:
                sql = f"{sql}; {random.choice(_WRITES).replace('{d}', folder)}"
            case 4:
                sql = f"WITH w AS ({sql}) SELECT * FROM w"
            case _:
                depth = random.choice((3, 60, 900))
                sql = f"SELECT {'(' * depth}1{')' * depth} FROM ({sql})"
    return sql


@contextmanager
def _tried() -> Iterator[tuple[Session, Path]]:
    """A session over a few records, in a folder with a secret."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="bantin-fuzz-") as name:
        folder = Path(name)
        (folder / "secret.csv").write_text(f"{SECRET},content\n{SECRET},{SECRET}\n", "utf-8")
        os.chdir(folder)
        session = Session.of_records(list(rows(record)) for record in islice(records(20), 20))
        try:
            yield session, folder
        finally:
            session.close()
            os.chdir(before)


def _state(session: Session) -> list[object]:
    wanted = [
        *(f"SELECT count(*) FROM {table}" for table in TABLES),
        "SELECT sum(hash(title)) FROM bulletins",
        "SELECT fold('Đ')",
    ]
    return [list(session.run(sql)) for sql in wanted]


def fuzz_sql(count: int, seed: int) -> int:
    """Ask `count` hostile queries; the number of kinds of findings, each printed with its query."""
    from tests.fuzz.run import kind_of

    found: Counter[str] = Counter()
    answered = refused = 0
    with _tried() as (session, folder):
        before = _state(session)
        for number in range(count):
            sql = query(Random(f"{seed}:sql:{number}"), str(folder))
            try:
                was_answered = ask(session, folder, sql)
                answered, refused = answered + was_answered, refused + (not was_answered)
                if number % 50 == 0 and _state(session) != before:
                    raise AssertionError("the tables have changed in the last fifty queries")
            except Exception as error:
                kind = kind_of(error)
                if not found[kind]:
                    print(f"found: {kind}\n       {sql[:300]!r} (query {number} of --seed {seed})", flush=True)
                found[kind] += 1
    print(
        f"{count:,} queries (seed {seed}): {answered:,} answered, {refused:,} refused by name, {found.total()} findings"
    )
    return len(found)


def ask(session: Session, folder: Path, sql: str) -> bool:
    """Ask as `bantin query --format json` does; was it answered? Raises AssertionError where a file was read or made."""
    import io

    stream = io.StringIO()
    was_answered = True
    try:
        answer = session.run(sql)
        write_json(answer.columns, islice(answer, 2000), stream)
        said = stream.getvalue()
    except QueryError as error:
        said, was_answered = str(error), False
        assert said, "an error without a reason"
        said = said.replace(sql, "")
    assert SECRET not in said, "the secret file was read"
    assert "root:x:0:0" not in said and "PATH=" not in said, "a file of the system was read"
    made = sorted(p.name for p in folder.iterdir())
    assert made == ["secret.csv"], f"files were made: {made}"
    return was_answered
