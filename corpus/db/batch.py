"""One batch of records in one transaction: decided against what is held, then written table by table."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, delete, select, update

from corpus.db.beside import rejected, revisions, withdrawn
from corpus.db.bulk import chunks, now, write_rows
from corpus.db.corrections import corrected
from corpus.db.registry_tables import registry_pending
from corpus.db.rows import add_rows, no_rows
from corpus.db.tables import BULLETIN_TABLES, bulletin_key, bulletins
from corpus.records import BrokenRecord, RecordLine
from extract.errors import InputError

Outcome = Literal["new", "newer", "same", "older", "withdrawn", "put_aside"]


class Notice(InputError):
    """Something about a record that is no failure: its bulletin is withdrawn, or a newer record of it is held."""

    label = "notice"


@dataclass(frozen=True, slots=True)
class Held:
    """What the database has of a bulletin: its id, the hashes of its record and text, its day."""

    id: str
    record: str
    text: str
    published: str | None


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A record that is to be the bulletin's."""

    data: dict[str, Any]
    record: str
    sha256: str
    place: str


def is_older(held: Held, data: Mapping[str, Any]) -> bool:
    """Is a record that was never loaded before older than the one held (`corpus.db.loading`, rule 3)?"""
    facts = data["bulletin"]
    days = held.published, facts["published"]
    return facts["sha256"] != held.text and None not in days and facts["published"] < (held.published or "")


def mark_pending(connection: Connection, bulletin_ids: Sequence[str]) -> None:
    """Note that bulletins have changed or gone since the registry was last resolved (`corpus.db.registry`)."""
    for some in chunks(bulletin_ids):
        connection.execute(delete(registry_pending).where(registry_pending.c.bulletin_id.in_(some)))
    write_rows(connection, registry_pending, [(i,) for i in bulletin_ids])


class Batch:
    """The work of one transaction (`corpus.db.connection.writing`)."""

    def __init__(self, connection: Connection, *, again: bool = False) -> None:
        self._connection = connection
        self._again = again
        self._at = now()
        self._outcomes: list[Outcome] = []
        self._said: list[InputError] = []
        self._held: dict[int, Held] = {}
        self._seen: dict[tuple[str, str], bool] = {}  # records known, true where they stand in the table already
        self._revisions: dict[tuple[str, str], list[Any]] = {}

    def load(self, lines: Sequence[RecordLine | BrokenRecord]) -> tuple[list[Outcome], list[InputError]]:
        """Load a batch; return what became of each record, and what is to be said."""
        self._look_up({line.data["id"] for line in lines if isinstance(line, RecordLine)})
        before = dict(self._held)
        chosen: dict[int, _Chosen] = {}
        broken: dict[str, BrokenRecord] = {}
        for line in lines:
            if isinstance(line, RecordLine) and (reason := self._collision(line)):
                line = BrokenRecord(line.place, reason, line.line)
            if isinstance(line, BrokenRecord):
                broken.setdefault(hashlib.sha256(line.line or str(line).encode()).hexdigest(), line)
                self._outcomes.append("put_aside")
                self._said.append(line)
            else:
                self._decide(line, chosen)
        self._put_aside(broken)
        self._write(chosen.values(), replaced=before.keys() & chosen.keys())
        self._keep_revisions([c.data["id"] for key, c in chosen.items() if key in before])
        return self._outcomes, self._said

    def _look_up(self, ids: Iterable[str]) -> None:
        """What is held, was seen before, and is withdrawn of these bulletins."""
        facts = (
            bulletins.c.bulletin,
            bulletins.c.id,
            bulletins.c.record_sha256,
            bulletins.c.sha256,
            bulletins.c.published,
        )
        self._withdrawn: set[str] = set()
        for some in chunks(ids):
            keys = [bulletin_key(i) for i in some]
            for key, i, record, text, day in self._connection.execute(
                select(*facts).where(bulletins.c.bulletin.in_(keys))
            ):
                self._held[key] = Held(i, record, text, day.isoformat() if day else None)
            known = select(revisions.c.bulletin_id, revisions.c.record_sha256).where(revisions.c.bulletin_id.in_(some))
            self._seen |= dict.fromkeys(self._connection.execute(known), True)
            tombs = select(withdrawn.c.bulletin_id).where(withdrawn.c.bulletin_id.in_(some))
            self._withdrawn |= set(self._connection.execute(tombs).scalars())

    def _collision(self, line: RecordLine) -> str | None:
        held = self._held.get(bulletin_key(line.data["id"]))
        if held is not None and held.id != line.data["id"]:
            return f"its bulletin has the same key as {held.id}; give it another id"
        return None

    def _decide(self, line: RecordLine, chosen: dict[int, _Chosen]) -> None:
        data, facts = line.data, line.data["bulletin"]
        record = msgspec.json.encode(data)
        key, sha = bulletin_key(data["id"]), hashlib.sha256(record).hexdigest()
        held = self._held.get(key)
        if data["id"] in self._withdrawn:
            self._outcomes.append("withdrawn")
            self._said.append(Notice(line.place, f"the bulletin {data['id']} is withdrawn: left out"))
            return
        known = (data["id"], sha) in self._seen
        if held is not None and (sha == held.record or (known and not self._again)):
            self._outcomes.append("same")
            return
        if held is not None and not known and is_older(held, data):
            self._said.append(Notice(line.place, f"older than the record of {data['id']} that is held: left out"))
            self._outcomes.append("older")
            self._revise(data, sha, "older")
            return
        self._outcomes.append("newer" if held else "new")
        if key in chosen:
            self._revise(chosen[key].data, chosen[key].sha256, "replaced")
        self._revise(data, sha, "current")
        self._held[key] = Held(data["id"], sha, facts["sha256"], facts["published"])
        chosen[key] = _Chosen(data, record.decode(), sha, line.place)

    def _revise(self, data: Mapping[str, Any], sha: str, state: str) -> None:
        facts = data["bulletin"]
        self._seen.setdefault((data["id"], sha), False)
        self._revisions[data["id"], sha] = [
            data["id"], sha, facts["sha256"], facts["published"], data["schema_version"], state, self._at
        ]  # fmt: skip

    def rewrite(self, record: dict[str, Any]) -> list[InputError]:
        """Write a held record's rows anew, corrections applied; return what is to be said."""
        line = msgspec.json.encode(record)
        sha = hashlib.sha256(line).hexdigest()
        self._write([_Chosen(record, line.decode(), sha, record["id"])], replaced=[bulletin_key(record["id"])])
        return self._said

    def _write(self, chosen: Iterable[_Chosen], *, replaced: Iterable[int] = ()) -> None:
        """Write records' rows, corrections applied, in place of those of the bulletins `replaced`."""
        rows = no_rows()
        for some in chunks(replaced):
            self._connection.execute(delete(bulletins).where(bulletins.c.bulletin.in_(some)))
        chosen = list(chosen)
        data, conflicts = corrected(self._connection, [c.data for c in chosen])
        places = {c.data["id"]: c.place for c in chosen}
        self._said += [Notice(places[conflict.bulletin_id], str(conflict)) for conflict in conflicts]
        for one, c in zip(data, chosen, strict=True):
            add_rows(rows, one, record=c.record, record_sha256=c.sha256, loaded_at=self._at)
        for table in BULLETIN_TABLES:
            write_rows(self._connection, table, rows[table.name])
        mark_pending(self._connection, [c.data["id"] for c in chosen])

    def _keep_revisions(self, replaced: Iterable[str]) -> None:
        for some in chunks(replaced):
            current = (revisions.c.bulletin_id.in_(some)) & (revisions.c.state == "current")
            self._connection.execute(update(revisions).where(current).values(state="replaced"))
        fresh = [tuple(row) for key, row in self._revisions.items() if not self._seen[key]]
        write_rows(self._connection, revisions, fresh)
        for (bulletin_id, sha), row in self._revisions.items():
            if self._seen[bulletin_id, sha]:  # loaded again after having been replaced
                one = (revisions.c.bulletin_id == bulletin_id) & (revisions.c.record_sha256 == sha)
                self._connection.execute(update(revisions).where(one).values(state=row[5]))

    def _put_aside(self, broken: Mapping[str, BrokenRecord]) -> None:
        there: set[str] = set()
        for some in chunks(broken):
            there |= set(
                self._connection.execute(select(rejected.c.sha256).where(rejected.c.sha256.in_(some))).scalars()
            )
        rows = [(sha, e.place, e.reason, e.line, self._at) for sha, e in broken.items() if sha not in there]
        write_rows(self._connection, rejected, rows)
