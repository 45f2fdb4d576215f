"""The registry's tables: one thing once, across bulletins. `corpus.db.registry` fills them after a load."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from corpus.db.tables import metadata, one_of

REGISTRY_KINDS = ("organisation", "person", "project", "zone", "place")

registry_entities = Table(
    "registry_entities",
    metadata,
    Column("registry_id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("aliases", Text, nullable=False, comment="JSON: every name as written"),
    Column("place", Text, comment="the code of the official unit (places.tsv) where it is one"),
    Index(None, "kind", "name"),
    one_of("kind", REGISTRY_KINDS),
)
registry_members = Table(
    "registry_members",
    metadata,
    Column("bulletin", BigInteger, ForeignKey("bulletins.bulletin", ondelete="CASCADE"), nullable=False),
    Column("path", Text, nullable=False, comment="the slot that names it, as /events/0/investors/1"),
    Column("registry_id", Text, ForeignKey("registry_entities.registry_id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("bulletin", "path"),
    Index(None, "registry_id"),
    sqlite_with_rowid=False,
)
registry_mentions = Table(
    "registry_mentions",
    metadata,
    Column("bulletin", BigInteger, nullable=False),
    Column("entity", Integer, nullable=False),
    Column("registry_id", Text, ForeignKey("registry_entities.registry_id", ondelete="CASCADE"), nullable=False),
    PrimaryKeyConstraint("bulletin", "entity"),
    ForeignKeyConstraint(["bulletin", "entity"], ["entities.bulletin", "entities.entity"], ondelete="CASCADE"),
    Index(None, "registry_id"),
    sqlite_with_rowid=False,
)
registry_offices = Table(
    "registry_offices",
    metadata,
    Column("registry_id", Text, ForeignKey("registry_entities.registry_id", ondelete="CASCADE"), nullable=False),
    Column("n", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("organisation", Text),
    Column("organisation_id", Text),
    Column("first_seen", Text),
    Column("last_seen", Text),
    Column("bulletins", Text, nullable=False, comment="JSON: the ids of the bulletins that say so"),
    PrimaryKeyConstraint("registry_id", "n"),
    sqlite_with_rowid=False,
)
registry_events = Table(
    "registry_events",
    metadata,
    Column("registry_id", Text, primary_key=True),
    Column("type", Text, nullable=False),
    Column("project_id", Text),
    Column("agreed", Text, nullable=False, comment="JSON: the slots on which all reports agree"),
)
registry_event_sources = Table(
    "registry_event_sources",
    metadata,
    Column("event_id", Text, ForeignKey("events.id", ondelete="CASCADE"), primary_key=True),
    Column("registry_id", Text, ForeignKey("registry_events.registry_id", ondelete="CASCADE"), nullable=False),
    Column("leads", Boolean, nullable=False, comment="of several reports, the one that is counted"),
    Index(None, "registry_id"),
    sqlite_with_rowid=False,
)
registry_disagreements = Table(
    "registry_disagreements",
    metadata,
    Column("registry_id", Text, ForeignKey("registry_events.registry_id", ondelete="CASCADE"), nullable=False),
    Column("slot", Text, nullable=False),
    Column("n", Integer, nullable=False),
    Column("value", Text, nullable=False, comment="JSON"),
    Column("bulletins", Text, nullable=False, comment="JSON: the ids of the bulletins that say so"),
    PrimaryKeyConstraint("registry_id", "slot", "n"),
    sqlite_with_rowid=False,
)
registry_evidence = Table(
    "registry_evidence",
    metadata,
    Column("registry_id", Text, nullable=False, comment="of an entity or an event"),
    Column("n", Integer, nullable=False),
    Column("rule", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("one", Text, nullable=False),
    Column("other", Text, nullable=False),
    PrimaryKeyConstraint("registry_id", "n"),
    sqlite_with_rowid=False,
)
registry_redirects = Table(
    "registry_redirects",
    metadata,
    Column("old_id", Text, primary_key=True),
    Column("new_id", Text, nullable=False),
    CheckConstraint("old_id <> new_id", name="elsewhere"),
)
registry_decisions = Table(
    "registry_decisions",
    metadata,
    Column("decision", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False, comment="JSON: a Decision of corpus.registry"),
)
# what the registry was last resolved from, and the bulletins that have changed or gone since
registry_seen = Table(
    "registry_seen",
    metadata,
    Column("bulletin_id", Text, primary_key=True),
    Column("seen", Text, nullable=False, comment="JSON: a Seen of corpus.registry"),
)
registry_pending = Table("registry_pending", metadata, Column("bulletin_id", Text, primary_key=True))
