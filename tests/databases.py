"""Real databases for the tests: a SQLite file or a database of a throwaway PostgreSQL, each test its own.

One PostgreSQL cluster serves all workers of a test run. It listens on a socket in its own folder only, and a guard
process (`python -m tests.databases FOLDER PID`) stops it and removes it when the run's main process is gone.

Without PostgreSQL the tests that need it skip, saying so; with BANTIN_REQUIRE_POSTGRES=1 (as in .ci/run) they fail.
"""

import contextlib
import fcntl
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select

_USER = "bantin"


def programs() -> Path | None:
    """The folder of PostgreSQL's server programs: on the path, or where Debian puts them."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name))
    return folders[-1] if folders else None


def _owner() -> dict[str, object]:
    """As whom the server runs: PostgreSQL refuses root, so root runs it as `postgres` or `nobody`."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise OSError("neither a user postgres nor nobody to run PostgreSQL as")


def serve(folder: Path, main_process: int) -> None:
    """Make a cluster in `folder`, serve it until `main_process` is gone, then remove both."""
    bin_folder, owner = programs(), _owner()
    assert bin_folder is not None
    if owner:
        os.chown(folder, owner["user"], owner["group"])  # type: ignore[arg-type]
    data = folder / "data"
    server = None
    try:
        with (folder / "log").open("wb") as log:
            subprocess.run(
                [bin_folder / "initdb", "-D", data, "-U", _USER, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
                check=True, stdout=log, stderr=log, cwd=folder, **owner,
            )  # type: ignore[call-overload]  # fmt: skip
            options = {
                "fsync": "off",
                "listen_addresses": "",
                "unix_socket_directories": str(folder),
                "max_connections": "60",
            }
            settings = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
            server = subprocess.Popen(
                [bin_folder / "postgres", "-D", data, *settings], stdout=log, stderr=log, cwd=folder, **owner
            )  # type: ignore[call-overload]
        while Path(f"/proc/{main_process}").exists() and server.poll() is None:
            time.sleep(0.3)
    finally:
        if server is not None:
            server.send_signal(3)  # SIGQUIT: at once, nothing is kept
            server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def cluster(shared: Path) -> Path:
    """The folder (and socket) of the run's cluster, begun by whoever comes first; `shared` is the run's own folder."""
    with (shared / "postgresql.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = shared / "postgresql.folder"
        if note.is_file():
            return Path(note.read_text())
        folder = Path(tempfile.mkdtemp(prefix="bantin-pg-", dir="/tmp"))  # short: a socket's path has 107 bytes at most
        main = os.getppid() if "PYTEST_XDIST_WORKER" in os.environ else os.getpid()
        root = Path(__file__).parents[1]
        subprocess.Popen([sys.executable, "-m", "tests.databases", folder, str(main)], cwd=root, start_new_session=True)
        for _ in range(600):
            try:
                psycopg.connect(host=str(folder), user=_USER, dbname="postgres").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        else:
            pytest.fail(f"PostgreSQL did not start: {(folder / 'log').read_text() if folder.exists() else 'no log'}")
        note.write_text(str(folder))
        return folder


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The socket folder of a running PostgreSQL; skips where there is none to run."""
    if programs() is None:
        reason = "needs PostgreSQL: apt-get install postgresql"
        if os.environ.get("BANTIN_REQUIRE_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    base = tmp_path_factory.getbasetemp()
    return cluster(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)


@contextlib.contextmanager
def new_database(cluster: Path) -> Iterator[str]:
    """The URL of an empty database of a cluster, dropped at the end."""
    name = f"t{uuid.uuid4().hex[:12]}"
    with psycopg.connect(host=str(cluster), user=_USER, dbname="postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
        yield f"postgresql://{_USER}@/{name}?host={cluster}"
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgresql_url(postgresql: Path) -> Iterator[str]:
    """The URL of an empty PostgreSQL database, dropped afterwards."""
    with new_database(postgresql) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def db(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database: the test runs on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'bantin.db'}"
    url = request.getfixturevalue("postgresql_url")
    assert isinstance(url, str)
    return url


_WHEN = {"loaded_at", "put_aside_at", "corrected_at", "withdrawn_at"}


def contents(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All that a database of bantin holds, table by table in one order, without the times at which it came in."""
    from corpus.db import beside, registry_tables  # noqa: F401, their tables belong to the metadata
    from corpus.db.connection import existing
    from corpus.db.tables import metadata

    found: dict[str, list[tuple[object, ...]]] = {}
    with existing(url) as engine, engine.connect() as connection:
        for table in metadata.sorted_tables:
            columns = [c for c in table.columns if c.name not in _WHEN]
            rows = [tuple(row) for row in connection.execute(select(*columns))]
            found[table.name] = sorted(rows, key=repr)
    return found


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
