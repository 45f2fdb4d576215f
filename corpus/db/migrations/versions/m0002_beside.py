"""What stands beside bulletins: revisions, rejected lines, corrections, tombstones."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "corrections",
        sa.Column("correction", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("bulletin_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("old_value", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("new_value", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("corrected_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("corrected_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column(
            "found", sa.Text(), comment="JSON: what the record says instead, where it conflicts; null where nothing"
        ),
        sa.CheckConstraint("state IN ('applied', 'agrees', 'conflicting')", name="ck_corrections_state"),
        sa.PrimaryKeyConstraint("correction", name="pk_corrections"),
    )
    op.create_index("ix_corrections_bulletin_id", "corrections", ["bulletin_id"])
    op.create_table(
        "rejected",
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the line"),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("line", sa.LargeBinary(), comment="as it came; null where it was too long to keep"),
        sa.Column("put_aside_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_rejected"),
    )
    op.create_table(
        "revisions",
        sa.Column("bulletin_id", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.Text(), nullable=False),
        sa.Column("published", sa.Text()),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, comment="current: in the tables; replaced: was; older: never"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('current', 'replaced', 'older')", name="ck_revisions_state"),
        sa.PrimaryKeyConstraint("bulletin_id", "record_sha256", name="pk_revisions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "withdrawn",
        sa.Column("bulletin_id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("withdrawn_by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bulletin_id", name="pk_withdrawn"),
    )


def downgrade() -> None:
    op.drop_table("withdrawn")
    op.drop_table("revisions")
    op.drop_table("rejected")
    op.drop_table("corrections")
