"""The tables that bulletins fill, as SQLAlchemy Core knows them; `migrations` makes them.

Everything read from a bulletin hangs on `bulletins.bulletin`, a number made from its id (`bulletin_key`): the same in
every database, whoever loads first. Rows of a bulletin are replaced and removed together (ON DELETE CASCADE).
"""

import hashlib
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from corpus.db.money import Money

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

LABELS = ("PERSON", "POSITION", "ORG", "PROJECT", "MONEY", "LOCATION", "DATE")
PARTS_OF_DAY = ("morning", "noon", "afternoon", "evening", "night")
MODALITIES = ("held", "ongoing", "planned", "cancelled")
STATUSES = ("proposed", "agreed", "licensed", "under_construction", "completed", "stopped", "attracted")
KINDS = ("total", "registered", "added", "disbursed")
ROLES = ("chaired", "spoke", "attended", "presented", "signed", "received")
BASES = ("stated", "antecedent", "publisher", "published", "inferred")
LEVELS = ("state", "government", "ministry", "province", "department", "district", "commune", "company", "other")


def bulletin_key(bulletin_id: str) -> int:
    """The number under which a bulletin's rows are kept: 63 bits of the SHA-256 of its id.

    >>> bulletin_key("baotinh-vn-tin-1")
    335333001627762136
    """
    return int.from_bytes(hashlib.sha256(bulletin_id.encode()).digest()[:8], "big") >> 1


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """A check that a column holds one of `values`, or nothing."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def _part(name: str, key: tuple[str, ...], *columns: Any, of: tuple[str, str] | None = None, **options: Any) -> Table:
    """A table of what a bulletin has: keyed by bulletin and `key`, each row a part of the row `of` (table, number)."""
    parent: Any = ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], ondelete="CASCADE")
    if of:
        table, number = of
        columns_of = [f"{table}.bulletin", f"{table}.{number}"]
        parent = ForeignKeyConstraint(["bulletin", number], columns_of, ondelete="CASCADE")
    numbers = [
        Column(n, Integer, nullable=False) for n in key if n not in {c.name for c in columns if isinstance(c, Column)}
    ]
    return Table(
        name,
        metadata,
        Column("bulletin", BigInteger, nullable=False),
        *numbers,
        *columns,
        PrimaryKeyConstraint("bulletin", *key),
        parent,
        sqlite_with_rowid=False,
        **options,
    )


def _named(column: str, table: str) -> ForeignKeyConstraint:
    """A name in `column` is one of those the bulletin has in `table`."""
    return ForeignKeyConstraint(["bulletin", column], [f"{table}.bulletin", f"{table}.name"], ondelete="CASCADE")


def _text(name: str, *, required: bool = False) -> Column[str]:
    return Column(name, Text, nullable=not required)


bulletins = Table(
    "bulletins",
    metadata,
    Column("bulletin", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, nullable=False, unique=True),
    _text("url"),
    _text("title", required=True),
    _text("publisher"),
    _text("publisher_basis"),
    Column("published", Date),
    _text("published_basis"),
    _text("source"),
    _text("language", required=True),
    Column("sha256", Text, nullable=False, comment="of the text"),
    _text("text", required=True),
    _text("schema_version", required=True),
    Column("record_sha256", Text, nullable=False, comment="of the record as loaded"),
    Column("loaded_at", DateTime(timezone=True), nullable=False),
    Index(None, "published"),
    Index(None, "publisher"),
)
records = _part("records", (), _text("record", required=True))
captions = _part(
    "captions", ("n",), Column("span_start", Integer, nullable=False), Column("span_end", Integer, nullable=False)
)
issues = _part(
    "issues", ("n",), _text("code", required=True), _text("stage", required=True), _text("message", required=True)
)

entities = _part(
    "entities", ("entity",),
    _text("type", required=True),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    _text("text", required=True),
    _text("rule", required=True),
    _text("registry_id"),
    Column("low", Money),
    Column("high", Money),
    _text("currency"),
    _text("hedge"),
    _text("per"),
    _text("date"),
    _text("date_end"),
    _text("part_of_day"),
    _text("time"),
    _text("year_from"),
    one_of("type", LABELS),
)  # fmt: skip

# what the slots name, once a bulletin: `plain` is the name without diacritics, in small letters
people = _part("people", ("name",), _text("name", required=True), _text("plain", required=True), Index(None, "plain"))
organisations = _part(
    "organisations", ("name",), _text("name", required=True), _text("plain", required=True), Index(None, "plain")
)
projects = _part(
    "projects", ("name",), _text("name", required=True), _text("plain", required=True), Index(None, "plain")
)
places = _part(
    "places", ("name",),
    _text("name", required=True),
    _text("plain", required=True),
    _text("province"),
    _text("province_basis"),
    _text("zone"),
    Index(None, "province"),
    Index(None, "zone"),
    one_of("province_basis", ("stated", "unit", "publisher")),
)  # fmt: skip

officials = _part("officials", ("official",), _text("name", required=True), _named("name", "people"))
offices = _part(
    "offices", ("official", "office"),
    _text("title", required=True),
    _text("organisation"),
    _named("organisation", "organisations"),
    of=("officials", "official"),
)  # fmt: skip
official_mentions = _part(
    "official_mentions", ("official", "entity"),
    ForeignKeyConstraint(["bulletin", "entity"], ["entities.bulletin", "entities.entity"], ondelete="CASCADE"),
    of=("officials", "official"),
)  # fmt: skip

_EVENT = ("events", "event")
events = _part(
    "events", ("event",),
    Column("id", Text, nullable=False, unique=True),
    _text("type", required=True),
    _text("date"),
    _text("date_end"),
    Column("year", SmallInteger),
    _text("part_of_day"),
    _text("modality"),
    Index(None, "type", "year"),
    one_of("type", ("conference", "award", "investment")),
    one_of("part_of_day", PARTS_OF_DAY),
    one_of("modality", MODALITIES),
)  # fmt: skip
conferences = _part(
    "conferences", ("event",), _text("name"), _text("location"), _named("location", "places"), of=_EVENT
)
conference_organisers = _part(
    "conference_organisers", ("event", "n"),
    _text("organisation", required=True), _named("organisation", "organisations"), of=_EVENT,
)  # fmt: skip
conference_participants = _part(
    "conference_participants", ("event", "n"), _text("person", required=True), _named("person", "people"), of=_EVENT
)
awards = _part(
    "awards", ("event",),
    _text("award"),
    _text("issuer"),
    _text("giver_level"),
    Column("recipient_count", BigInteger),
    Index(None, "issuer"),
    one_of("giver_level", LEVELS),
    of=_EVENT,
)  # fmt: skip
award_recipients = _part("award_recipients", ("event", "n"), _text("recipient", required=True), of=_EVENT)
award_presenters = _part(
    "award_presenters", ("event", "n"), _text("person", required=True), _named("person", "people"), of=_EVENT
)
investments = _part(
    "investments", ("event",),
    _text("project"),
    _text("location"),
    _text("status"),
    _text("scope"),
    _text("kind"),
    Column("part_of", Integer, comment="the event of the same bulletin of which this is a part"),
    _text("licensed_by"),
    _text("decision"),
    _named("project", "projects"),
    _named("location", "places"),
    _named("licensed_by", "organisations"),
    ForeignKeyConstraint(["bulletin", "part_of"], ["events.bulletin", "events.event"], ondelete="CASCADE"),
    Index(None, "status"),
    one_of("status", STATUSES),
    one_of("scope", ("project", "aggregate")),
    one_of("kind", KINDS),
    of=_EVENT,
)  # fmt: skip
investment_investors = _part(
    "investment_investors", ("event", "n"),
    _text("investor", required=True),
    Column("kind", Text, nullable=False, comment="a person where the bulletin has a person of that name"),
    one_of("kind", ("organisation", "person")),
    of=_EVENT,
)  # fmt: skip
amounts = _part(
    "amounts", ("event", "n"),
    Column("low", Money, nullable=False),
    Column("high", Money, nullable=False),
    _text("currency", required=True),
    _text("hedge"),
    _text("per"),
    Column("equivalent_of", Integer, comment="the amount of the event that this one restates"),
    ForeignKeyConstraint(
        ["bulletin", "event", "equivalent_of"], ["amounts.bulletin", "amounts.event", "amounts.n"], ondelete="CASCADE"
    ),
    of=_EVENT,
)  # fmt: skip
capital_pieces = _part(
    "capital_pieces", ("event", "currency"),
    _text("currency", required=True),
    Column("low", Money, nullable=False),
    Column("high", Money, nullable=False),
    of=_EVENT,
)  # fmt: skip
roles = _part(
    "roles", ("event", "n"),
    _text("person", required=True),
    _text("role", required=True),
    _named("person", "people"),
    one_of("role", ROLES),
    of=_EVENT,
)  # fmt: skip
evidence = _part(
    "evidence", ("n",),
    Column("event", Integer),
    Column("official", Integer),
    Column("office", Integer),
    _text("path", required=True),
    _text("basis", required=True),
    _text("rule", required=True),
    Column("span_start", Integer),
    Column("span_end", Integer),
    ForeignKeyConstraint(["bulletin", "event"], ["events.bulletin", "events.event"], ondelete="CASCADE"),
    ForeignKeyConstraint(
        ["bulletin", "official", "office"],
        ["offices.bulletin", "offices.official", "offices.office"],
        ondelete="CASCADE",
    ),
    one_of("basis", BASES),
)  # fmt: skip

# in the order in which rows can be written: what is pointed at comes first
BULLETIN_TABLES = (
    bulletins, records, captions, issues, entities, people, organisations, projects, places, officials, offices,
    official_mentions, events, conferences, conference_organisers, conference_participants, awards, award_recipients,
    award_presenters, investments, investment_investors, amounts, capital_pieces, roles, evidence,
)  # fmt: skip
