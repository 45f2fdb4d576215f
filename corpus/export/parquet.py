"""The tables of `bantin query` as Parquet files."""

from collections.abc import Iterable
from pathlib import Path

import duckdb

from corpus.query.columns import TABLES
from corpus.query.loading import Loading, make_tables
from corpus.query.rows import Row, rows


def write_parquet(records: Iterable[Row], folder: Path) -> list[Path]:
    """Write `<table>.parquet` for each table into `folder`, which `bantin query SQL FOLDER` can ask.

    Amounts are DECIMAL(38,6), lists of amounts, roles and evidence nested.
    """
    database = folder / ".tables.duckdb"
    paths = []
    with duckdb.connect(str(database), config={"threads": 1}) as connection:  # one thread: the same order every time
        make_tables(connection)
        with Loading(connection) as loading:
            for record in records:
                loading.add(rows(record))
        for table in TABLES:
            path = folder / f"{table}.parquet"
            quoted = str(path).replace("'", "''")
            connection.execute(f"COPY {table} TO '{quoted}' (FORMAT parquet, COMPRESSION zstd)")
            paths.append(path)
    database.unlink()
    return paths
