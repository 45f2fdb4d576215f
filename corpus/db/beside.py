"""The tables beside what bulletins say, which outlive it: revisions, rejected lines, corrections, tombstones."""

from sqlalchemy import (
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
)

from corpus.db.tables import metadata, one_of

CORRECTION_STATES = ("applied", "agrees", "conflicting")

revisions = Table(
    "revisions",
    metadata,
    Column("bulletin_id", Text, nullable=False),
    Column("record_sha256", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("published", Text),
    Column("schema_version", Text, nullable=False),
    Column("state", Text, nullable=False, comment="current: in the tables; replaced: was; older: never"),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("bulletin_id", "record_sha256"),
    one_of("state", ("current", "replaced", "older")),
    sqlite_with_rowid=False,
)
rejected = Table(
    "rejected",
    metadata,
    Column("sha256", Text, primary_key=True, comment="of the line"),
    Column("place", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("line", LargeBinary, comment="as it came; null where it was too long to keep"),
    Column("put_aside_at", DateTime(timezone=True), nullable=False),
)
corrections = Table(
    "corrections",
    metadata,
    Column("correction", Integer, primary_key=True, autoincrement=False),
    Column("bulletin_id", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("old_value", Text, nullable=False, comment="JSON"),
    Column("new_value", Text, nullable=False, comment="JSON"),
    Column("corrected_by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("corrected_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("found", Text, comment="JSON: what the record says instead, where it conflicts; null where nothing"),
    Index(None, "bulletin_id"),
    one_of("state", CORRECTION_STATES),
)
withdrawn = Table(
    "withdrawn",
    metadata,
    Column("bulletin_id", Text, primary_key=True),
    Column("url", Text),
    Column("withdrawn_by", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
)
