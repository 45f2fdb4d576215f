"""The registry in a database: after a load, what changed is resolved with all that was there, and only that is written.

`corpus.registry` does the resolving. What each bulletin gives it is kept (`registry_seen`), so that a record is read
once; bulletins that changed or went since the last time are noted by every writer (`registry_pending`), so that a load
that was killed before this step is caught up by the next one.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, Table, delete, select, tuple_, update

from corpus.db.bulk import Row, chunks, write_rows
from corpus.db.connection import writing
from corpus.db.corrections import corrected_records
from corpus.db.registry_tables import (
    registry_decisions,
    registry_disagreements,
    registry_entities,
    registry_event_sources,
    registry_events,
    registry_evidence,
    registry_members,
    registry_mentions,
    registry_offices,
    registry_pending,
    registry_redirects,
    registry_seen,
)
from corpus.db.tables import bulletin_key
from corpus.registry import Change, Decision, Registry, Seen, SharedEvent, redirects, resolve, sightings


def refresh(engine: Engine, decisions: Sequence[Decision] | None = None) -> Change | None:
    """Bring the registry's tables up to date with the bulletins, in one transaction; None where nothing had changed.

    `decisions` are people's decisions on identity; without them those of the last time hold.
    """
    with writing(engine) as connection:
        before = [msgspec.json.decode(c, type=Decision) for c in _column(connection, registry_decisions.c.content)]
        pending = set(_column(connection, registry_pending.c.bulletin_id))
        wanted = before if decisions is None else list(decisions)
        if not pending and wanted == before:
            return None
        old = [msgspec.json.decode(s, type=Seen) for s in _column(connection, registry_seen.c.seen)]
        fresh = [sightings(record) for record in corrected_records(connection, pending)]
        gone = {s.bulletin for s in old} & (pending - {s.bulletin for s in fresh})
        registry = resolve(old, before)
        if wanted == before:
            change = registry.update(fresh, removed=sorted(gone))
        else:
            replaced = pending | gone
            changed = resolve([*(s for s in old if s.bulletin not in replaced), *fresh], wanted)
            change, registry = _all_of(registry, changed), changed
        _Writer(connection, registry, first=not old).write(change)
        _keep_seen(connection, pending, fresh)
        _keep_decisions(connection, wanted)
    return change


def _column(connection: Connection, column: Any) -> list[Any]:
    return list(connection.execute(select(column).order_by(next(iter(column.table.primary_key)))).scalars())


def _all_of(old: Registry, new: Registry) -> Change:
    """What changes where everything may have: all of the new registry, and what of the old one is no more."""
    entities, events = tuple(sorted(new.clusters)), tuple(e.id for e in new.events())
    gone = {*old.clusters, *(e.id for e in old.events())} - {*entities, *events}
    return Change(entities, events, tuple(sorted(gone)), redirects(old, new))


def _keep_seen(connection: Connection, pending: Iterable[str], fresh: Iterable[Seen]) -> None:
    for some in chunks(pending):
        connection.execute(delete(registry_seen).where(registry_seen.c.bulletin_id.in_(some)))
    write_rows(connection, registry_seen, [(s.bulletin, _json(s)) for s in fresh])
    connection.execute(delete(registry_pending))


def _keep_decisions(connection: Connection, decisions: Sequence[Decision]) -> None:
    connection.execute(delete(registry_decisions))
    write_rows(connection, registry_decisions, [(n, _json(d)) for n, d in enumerate(decisions)])


def _json(value: Any) -> str:
    return msgspec.json.encode(value).decode()


class _Writer:
    """Writes a change of the registry: rows that are as they should be are left alone."""

    def __init__(self, connection: Connection, registry: Registry, *, first: bool) -> None:
        self._connection = connection
        self._registry = registry
        self._first = first  # nothing is there yet, so nothing has to be compared
        self._ids: dict[str, dict[str, str]] = {}

    def write(self, change: Change) -> None:
        for table in (registry_entities, registry_events):
            self._delete(table, change.gone)
        self._delete(registry_evidence, [*change.gone, *change.entities, *change.events])
        self._entities(change.entities)
        self._events(change.events)
        self._redirects(change.redirects)

    def _delete(self, table: Table, ids: Iterable[str]) -> None:
        if not self._first:
            for some in chunks(ids):
                self._connection.execute(delete(table).where(table.c.registry_id.in_(some)))

    def _entities(self, ids: Sequence[str]) -> None:
        entities = [self._registry.entity(i) for i in ids]
        heads = [(e.id, e.kind, e.name, _json(e.aliases), e.place) for e in entities]
        self._put_heads(registry_entities, heads)
        members: list[Row] = []
        mentions: list[Row] = []
        for entity in entities:
            for sighting in entity.members:
                key, winners = bulletin_key(sighting.bulletin), self._ids_of(sighting.bulletin)
                members += [(key, p, entity.id) for p in sighting.paths if winners.get(p) == entity.id]
                mentions += [(key, int(m[1:]), entity.id) for m in sighting.mentions if winners.get(m) == entity.id]
        self._put(registry_members, dict.fromkeys(members), ids)
        self._put(registry_mentions, dict.fromkeys(mentions), ids)
        offices = [
            (e.id, n, o.title, o.organisation, o.organisation_id, o.first, o.last, _json(o.bulletins))
            for e in entities
            for n, o in enumerate(e.offices)
        ]
        self._put(registry_offices, offices, ids)
        self._evidence((e.id, e.evidence) for e in entities)

    def _events(self, ids: Sequence[str]) -> None:
        events = [self._registry.event(i) for i in ids]
        self._put_heads(registry_events, [(e.id, e.type, e.project, _json(e.agreed)) for e in events])
        sources = [(event, e.id, event == self._leader(e)) for e in events for _, event in e.members]
        self._put(registry_event_sources, sources, ids)
        disagreements = [
            (e.id, d.slot, n, _json(v.value), _json(v.bulletins))
            for e in events
            for d in e.disagreements
            for n, v in enumerate(d.values)
        ]
        self._put(registry_disagreements, disagreements, ids)
        self._evidence((e.id, e.evidence) for e in events)

    def _evidence(self, found: Iterable[tuple[str, Sequence[Any]]]) -> None:
        rows = [(i, n, v.rule, v.value, v.left, v.right) for i, evidence in found for n, v in enumerate(evidence)]
        write_rows(self._connection, registry_evidence, rows)

    def _ids_of(self, bulletin: str) -> dict[str, str]:
        if bulletin not in self._ids:
            self._ids[bulletin] = self._registry.ids_of(bulletin)
        return self._ids[bulletin]

    def _leader(self, event: SharedEvent) -> str:
        """The report that is counted: of those whose capital most reports state, the last published."""
        reports = [self._registry.happenings.reports[m] for m in event.members]
        stated = Counter(_json(r.slots["amounts"]) for r in reports if r.slots.get("amounts"))
        best = max(
            reports, key=lambda r: (stated.get(_json(r.slots.get("amounts")), 0), r.published or "", r.bulletin, r.id)
        )
        return best.id

    def _put_heads(self, table: Table, rows: Sequence[Row]) -> None:
        """Write the rows that others hang on: changed in place, for taking them away would take those too."""
        held: dict[str, Row] = {}
        if not self._first:
            for some in chunks(row[0] for row in rows):
                found = self._connection.execute(select(table).where(table.c.registry_id.in_(some)))
                held |= {row[0]: tuple(row) for row in found}
        names = table.columns.keys()
        for row in rows:
            if row[0] in held and held[row[0]] != row:
                change = update(table).where(table.c.registry_id == row[0])
                self._connection.execute(change.values(dict(zip(names, row, strict=True))))
        write_rows(self._connection, table, [row for row in rows if row[0] not in held])

    def _redirects(self, fresh: dict[str, str]) -> None:
        """Keep where ids that are gone lead: on, where that id is gone too; nowhere, where the old one is back."""
        old = {row[0]: row[1] for row in self._connection.execute(select(registry_redirects))}
        leads = old | fresh
        alive = {*self._registry.clusters, *self._registry.happenings.groups}
        for i in list(leads):
            to, seen = leads[i], {i}
            while to not in alive and to in leads and to not in seen:
                seen.add(to)
                to = leads[to]
            if i in alive or to == i:
                del leads[i]
            else:
                leads[i] = to
        if leads != old:
            self._connection.execute(delete(registry_redirects))
            write_rows(self._connection, registry_redirects, sorted(leads.items()))

    def _put(self, table: Table, rows: Iterable[Row], ids: Sequence[str]) -> None:
        """Make `rows` all that a table has for the registry `ids`: what is there already stays, the rest goes."""
        wanted = set(rows)
        if not self._first:
            key = list(table.primary_key)
            places = [list(table.columns).index(column) for column in key]
            held: set[Row] = set()
            for some in chunks(ids):
                found = self._connection.execute(select(table).where(table.c.registry_id.in_(some)))
                held |= {tuple(row) for row in found}
            for some in chunks(sorted(held - wanted, key=repr)):
                keys = [tuple(row[n] for n in places) for row in some]
                self._connection.execute(delete(table).where(tuple_(*key).in_(keys)))
            wanted -= held
        write_rows(self._connection, table, sorted(wanted, key=repr))
