"""The registry: one thing once, across bulletins."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "registry_decisions",
        sa.Column("decision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="JSON: a Decision of corpus.registry"),
        sa.PrimaryKeyConstraint("decision", name="pk_registry_decisions"),
    )
    op.create_table(
        "registry_entities",
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("aliases", sa.Text(), nullable=False, comment="JSON: every name as written"),
        sa.Column("place", sa.Text(), comment="the code of the official unit (places.tsv) where it is one"),
        sa.CheckConstraint(
            "kind IN ('organisation', 'person', 'project', 'zone', 'place')", name="ck_registry_entities_kind"
        ),
        sa.PrimaryKeyConstraint("registry_id", name="pk_registry_entities"),
    )
    op.create_index("ix_registry_entities_kind_name", "registry_entities", ["kind", "name"])
    op.create_table(
        "registry_events",
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text()),
        sa.Column("agreed", sa.Text(), nullable=False, comment="JSON: the slots on which all reports agree"),
        sa.PrimaryKeyConstraint("registry_id", name="pk_registry_events"),
    )
    op.create_table(
        "registry_evidence",
        sa.Column("registry_id", sa.Text(), nullable=False, comment="of an entity or an event"),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("one", sa.Text(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("registry_id", "n", name="pk_registry_evidence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_pending",
        sa.Column("bulletin_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bulletin_id", name="pk_registry_pending"),
    )
    op.create_table(
        "registry_redirects",
        sa.Column("old_id", sa.Text(), nullable=False),
        sa.Column("new_id", sa.Text(), nullable=False),
        sa.CheckConstraint("old_id <> new_id", name="ck_registry_redirects_elsewhere"),
        sa.PrimaryKeyConstraint("old_id", name="pk_registry_redirects"),
    )
    op.create_table(
        "registry_seen",
        sa.Column("bulletin_id", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False, comment="JSON: a Seen of corpus.registry"),
        sa.PrimaryKeyConstraint("bulletin_id", name="pk_registry_seen"),
    )
    op.create_table(
        "registry_disagreements",
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("bulletins", sa.Text(), nullable=False, comment="JSON: the ids of the bulletins that say so"),
        sa.ForeignKeyConstraint(
            ["registry_id"],
            ["registry_events.registry_id"],
            name="fk_registry_disagreements_registry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registry_id", "slot", "n", name="pk_registry_disagreements"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_members",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False, comment="the slot that names it, as /events/0/investors/1"),
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin"], ["bulletins.bulletin"], name="fk_registry_members_bulletin", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registry_id"],
            ["registry_entities.registry_id"],
            name="fk_registry_members_registry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "path", name="pk_registry_members"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registry_members_registry_id", "registry_members", ["registry_id"])
    op.create_table(
        "registry_offices",
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.Column("organisation_id", sa.Text()),
        sa.Column("first_seen", sa.Text()),
        sa.Column("last_seen", sa.Text()),
        sa.Column("bulletins", sa.Text(), nullable=False, comment="JSON: the ids of the bulletins that say so"),
        sa.ForeignKeyConstraint(
            ["registry_id"],
            ["registry_entities.registry_id"],
            name="fk_registry_offices_registry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registry_id", "n", name="pk_registry_offices"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "registry_event_sources",
        sa.Column("event_id", sa.Text(), nullable=False),
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False, comment="of several reports, the one that is counted"),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name="fk_registry_event_sources_event_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registry_id"],
            ["registry_events.registry_id"],
            name="fk_registry_event_sources_registry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name="pk_registry_event_sources"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registry_event_sources_registry_id", "registry_event_sources", ["registry_id"])
    op.create_table(
        "registry_mentions",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("registry_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "entity"],
            ["entities.bulletin", "entities.entity"],
            name="fk_registry_mentions_bulletin_entity",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registry_id"],
            ["registry_entities.registry_id"],
            name="fk_registry_mentions_registry_id",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "entity", name="pk_registry_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_registry_mentions_registry_id", "registry_mentions", ["registry_id"])


def downgrade() -> None:
    op.drop_table("registry_mentions")
    op.drop_table("registry_event_sources")
    op.drop_table("registry_offices")
    op.drop_table("registry_members")
    op.drop_table("registry_disagreements")
    op.drop_table("registry_seen")
    op.drop_table("registry_redirects")
    op.drop_table("registry_pending")
    op.drop_table("registry_evidence")
    op.drop_table("registry_events")
    op.drop_table("registry_entities")
    op.drop_table("registry_decisions")
