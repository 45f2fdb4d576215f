"""A database by its URL: SQLite or PostgreSQL, brought to the newest schema, written by one process at a time."""

import contextlib
import sqlite3
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from corpus.db.migrations import NEWEST
from extract.errors import InputError

DEFAULT_URL = "sqlite:///bantin.db"
_BUSY_S = 600  # how long a writer waits for another on SQLite; a batch takes seconds
_LOCK = 0x62616E74696E  # the PostgreSQL advisory lock of those who write ("bantin")


class DatabaseError(InputError):
    """A database that cannot be used: its URL without password, and why."""


def parse_url(url: str) -> URL:
    """The URL of a database as SQLAlchemy takes it: `sqlite:///FILE` or `postgresql://…` (driver psycopg 3).

    Raises DatabaseError for anything else.

    >>> parse_url("postgresql://nga@localhost/bantin").drivername
    'postgresql+psycopg'
    """
    wanted = "sqlite:///FILE or postgresql://USER@HOST/NAME"
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise DatabaseError(url, f"no URL of a database; write {wanted}") from None
    if parsed.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername != "sqlite":
        raise DatabaseError(_shown(parsed), f"databases are {wanted}")
    return parsed


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _on_connect(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # transactions are begun below, not by the driver's guess
    cursor = connection.cursor()
    for pragma in (
        "foreign_keys = ON",
        f"busy_timeout = {_BUSY_S * 1000}",
        "synchronous = NORMAL",
        "cache_size = -65536",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _engine(url: URL, *, begin: str) -> Engine:
    if url.drivername == "sqlite":
        engine = create_engine(url)
        event.listen(engine, "connect", _on_connect)
        event.listen(engine, "begin", lambda c: c.exec_driver_sql(begin))
    else:
        engine = create_engine(url, connect_args={"options": "-c timezone=UTC"})
    return engine


@contextlib.contextmanager
def _explained(url: URL) -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        reason = str(error.orig if isinstance(error, DBAPIError) else error).strip().split("\n")[0]
        raise DatabaseError(_shown(url), reason) from error


@contextlib.contextmanager
def database(url: str) -> Iterator[Engine]:
    """A database to write to: made where it is not there yet, its schema the newest; closed at the end.

    Raises DatabaseError where it cannot be reached, is of a newer bantin, or stops answering.
    """
    parsed = parse_url(url)
    engine = _engine(parsed, begin="BEGIN IMMEDIATE")
    try:
        with _explained(parsed):
            if parsed.drivername == "sqlite" and parsed.database not in (None, "", ":memory:"):
                _write_ahead(engine)
            with writing(engine) as connection:
                upgrade(connection, _shown(parsed))
            yield engine
    finally:
        engine.dispose()


@contextlib.contextmanager
def existing(url: str) -> Iterator[Engine]:
    """A database to read from, as it is. Raises DatabaseError where there is none, or its schema is another's."""
    parsed = parse_url(url)
    if parsed.drivername == "sqlite" and parsed.database and not Path(parsed.database).is_file():
        raise DatabaseError(_shown(parsed), "no such database; `bantin load` makes one")
    engine = _engine(parsed, begin="BEGIN")
    try:
        with _explained(parsed):
            with engine.connect() as connection:
                held = _revision(connection)
            if held is None:
                raise DatabaseError(_shown(parsed), "holds no records; `bantin load` brings them in")
            if held != NEWEST:
                advice = f"its schema is {held}, not {NEWEST}; `bantin load` brings it up to date"
                raise DatabaseError(_shown(parsed), advice)
            yield engine
    finally:
        engine.dispose()


def _write_ahead(engine: Engine) -> None:
    """Readers read on while a load writes. The mode stays with the file; where it is set, nothing is done."""
    with contextlib.closing(engine.raw_connection()) as raw, contextlib.closing(raw.cursor()) as cursor:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):  # another process is at it
                raise


@contextlib.contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that no other writer's overlaps: they wait; it is kept whole at the end, or not at all."""
    with engine.begin() as connection:  # on SQLite it begins IMMEDIATE, which is the lock
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        yield connection


def _revision(connection: Connection) -> str | None:
    """The migration that a database stands at; None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def upgrade(connection: Connection, place: str = "database", to: str = NEWEST) -> None:
    """Bring the schema to that of a migration ("base" for none), within the caller's transaction.

    Raises DatabaseError where the database is of a newer bantin.
    """
    held = _revision(connection)
    if held == to:
        return
    from alembic import command  # slow to import, and seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    folder = str(resources.files("corpus.db").joinpath("migrations"))
    config.set_main_option("script_location", folder.replace("%", "%%"))
    if held is not None and held not in {s.revision for s in ScriptDirectory.from_config(config).walk_revisions()}:
        raise DatabaseError(place, f"its schema {held} is of a newer bantin; install that one")
    config.attributes["connection"] = connection
    (command.downgrade if to == "base" else command.upgrade)(config, to)
