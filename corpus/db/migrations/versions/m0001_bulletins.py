"""The tables that bulletins fill."""

import sqlalchemy as sa
from alembic import op

from corpus.db.money import Money

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "bulletins",
        sa.Column("bulletin", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("url", sa.Text()),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("publisher", sa.Text()),
        sa.Column("publisher_basis", sa.Text()),
        sa.Column("published", sa.Date()),
        sa.Column("published_basis", sa.Text()),
        sa.Column("source", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False, comment="of the text"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("schema_version", sa.Text(), nullable=False),
        sa.Column("record_sha256", sa.Text(), nullable=False, comment="of the record as loaded"),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("bulletin", name="pk_bulletins"),
        sa.UniqueConstraint("id", name="uq_bulletins_id"),
    )
    op.create_index("ix_bulletins_published", "bulletins", ["published"])
    op.create_index("ix_bulletins_publisher", "bulletins", ["publisher"])
    op.create_table(
        "captions",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_captions_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "n", name="pk_captions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "entities",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("registry_id", sa.Text()),
        sa.Column("low", Money()),
        sa.Column("high", Money()),
        sa.Column("currency", sa.Text()),
        sa.Column("hedge", sa.Text()),
        sa.Column("per", sa.Text()),
        sa.Column("date", sa.Text()),
        sa.Column("date_end", sa.Text()),
        sa.Column("part_of_day", sa.Text()),
        sa.Column("time", sa.Text()),
        sa.Column("year_from", sa.Text()),
        sa.CheckConstraint(
            "type IN ('PERSON', 'POSITION', 'ORG', 'PROJECT', 'MONEY', 'LOCATION', 'DATE')", name="ck_entities_type"
        ),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_entities_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "entity", name="pk_entities"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "events",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("date", sa.Text()),
        sa.Column("date_end", sa.Text()),
        sa.Column("year", sa.SmallInteger()),
        sa.Column("part_of_day", sa.Text()),
        sa.Column("modality", sa.Text()),
        sa.CheckConstraint("modality IN ('held', 'ongoing', 'planned', 'cancelled')", name="ck_events_modality"),
        sa.CheckConstraint(
            "part_of_day IN ('morning', 'noon', 'afternoon', 'evening', 'night')", name="ck_events_part_of_day"
        ),
        sa.CheckConstraint("type IN ('conference', 'award', 'investment')", name="ck_events_type"),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_events_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "event", name="pk_events"),
        sa.UniqueConstraint("id", name="uq_events_id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_events_type_year", "events", ["type", "year"])
    op.create_table(
        "issues",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_issues_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "n", name="pk_issues"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "organisations",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin"], ["bulletins.bulletin"], name="fk_organisations_bulletin", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("bulletin", "name", name="pk_organisations"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_organisations_plain", "organisations", ["plain"])
    op.create_table(
        "people",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_people_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "name", name="pk_people"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_people_plain", "people", ["plain"])
    op.create_table(
        "places",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.Column("province", sa.Text()),
        sa.Column("province_basis", sa.Text()),
        sa.Column("zone", sa.Text()),
        sa.CheckConstraint("province_basis IN ('stated', 'unit', 'publisher')", name="ck_places_province_basis"),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_places_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "name", name="pk_places"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_places_province", "places", ["province"])
    op.create_index("ix_places_zone", "places", ["zone"])
    op.create_table(
        "projects",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("plain", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_projects_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "name", name="pk_projects"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_projects_plain", "projects", ["plain"])
    op.create_table(
        "records",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_records_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", name="pk_records"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "amounts",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("low", Money(), nullable=False),
        sa.Column("high", Money(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("hedge", sa.Text()),
        sa.Column("per", sa.Text()),
        sa.Column("equivalent_of", sa.Integer(), comment="the amount of the event that this one restates"),
        sa.ForeignKeyConstraint(
            ["bulletin", "event", "equivalent_of"],
            ["amounts.bulletin", "amounts.event", "amounts.n"],
            name="fk_amounts_bulletin_event_equivalent_of",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_amounts_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_amounts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "award_presenters",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_award_presenters_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "person"],
            ["people.bulletin", "people.name"],
            name="fk_award_presenters_bulletin_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_award_presenters"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "award_recipients",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_award_recipients_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_award_recipients"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "awards",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("award", sa.Text()),
        sa.Column("issuer", sa.Text()),
        sa.Column("giver_level", sa.Text()),
        sa.Column("recipient_count", sa.BigInteger()),
        sa.CheckConstraint(
            "giver_level IN ('state', 'government', 'ministry', 'province', 'department', "
            "'district', 'commune', 'company', 'other')",
            name="ck_awards_giver_level",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_awards_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", name="pk_awards"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_awards_issuer", "awards", ["issuer"])
    op.create_table(
        "capital_pieces",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("low", Money(), nullable=False),
        sa.Column("high", Money(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_capital_pieces_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "currency", name="pk_capital_pieces"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conference_organisers",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_conference_organisers_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "organisation"],
            ["organisations.bulletin", "organisations.name"],
            name="fk_conference_organisers_bulletin_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_conference_organisers"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conference_participants",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_conference_participants_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "person"],
            ["people.bulletin", "people.name"],
            name="fk_conference_participants_bulletin_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_conference_participants"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "conferences",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text()),
        sa.Column("location", sa.Text()),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_conferences_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "location"],
            ["places.bulletin", "places.name"],
            name="fk_conferences_bulletin_location",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", name="pk_conferences"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "investment_investors",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("investor", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False, comment="a person where the bulletin has a person of that name"),
        sa.CheckConstraint("kind IN ('organisation', 'person')", name="ck_investment_investors_kind"),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_investment_investors_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_investment_investors"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "investments",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("project", sa.Text()),
        sa.Column("location", sa.Text()),
        sa.Column("status", sa.Text()),
        sa.Column("scope", sa.Text()),
        sa.Column("kind", sa.Text()),
        sa.Column("part_of", sa.Integer(), comment="the event of the same bulletin of which this is a part"),
        sa.Column("licensed_by", sa.Text()),
        sa.Column("decision", sa.Text()),
        sa.CheckConstraint("kind IN ('total', 'registered', 'added', 'disbursed')", name="ck_investments_kind"),
        sa.CheckConstraint("scope IN ('project', 'aggregate')", name="ck_investments_scope"),
        sa.CheckConstraint(
            "status IN ('proposed', 'agreed', 'licensed', 'under_construction', 'completed', 'stopped', 'attracted')",
            name="ck_investments_status",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_investments_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "licensed_by"],
            ["organisations.bulletin", "organisations.name"],
            name="fk_investments_bulletin_licensed_by",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "location"],
            ["places.bulletin", "places.name"],
            name="fk_investments_bulletin_location",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "part_of"],
            ["events.bulletin", "events.event"],
            name="fk_investments_bulletin_part_of",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "project"],
            ["projects.bulletin", "projects.name"],
            name="fk_investments_bulletin_project",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", name="pk_investments"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_investments_status", "investments", ["status"])
    op.create_table(
        "officials",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("official", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "name"],
            ["people.bulletin", "people.name"],
            name="fk_officials_bulletin_name",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_officials_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "official", name="pk_officials"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "roles",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("event", sa.Integer(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "role IN ('chaired', 'spoke', 'attended', 'presented', 'signed', 'received')", name="ck_roles_role"
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_roles_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "person"],
            ["people.bulletin", "people.name"],
            name="fk_roles_bulletin_person",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "event", "n", name="pk_roles"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "offices",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("official", sa.Integer(), nullable=False),
        sa.Column("office", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("organisation", sa.Text()),
        sa.ForeignKeyConstraint(
            ["bulletin", "official"],
            ["officials.bulletin", "officials.official"],
            name="fk_offices_bulletin_official",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "organisation"],
            ["organisations.bulletin", "organisations.name"],
            name="fk_offices_bulletin_organisation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "official", "office", name="pk_offices"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "official_mentions",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("official", sa.Integer(), nullable=False),
        sa.Column("entity", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["bulletin", "entity"],
            ["entities.bulletin", "entities.entity"],
            name="fk_official_mentions_bulletin_entity",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "official"],
            ["officials.bulletin", "officials.official"],
            name="fk_official_mentions_bulletin_official",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin", "official", "entity", name="pk_official_mentions"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "evidence",
        sa.Column("bulletin", sa.BigInteger(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("event", sa.Integer()),
        sa.Column("official", sa.Integer()),
        sa.Column("office", sa.Integer()),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer()),
        sa.Column("span_end", sa.Integer()),
        sa.CheckConstraint(
            "basis IN ('stated', 'antecedent', 'publisher', 'published', 'inferred')", name="ck_evidence_basis"
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "event"],
            ["events.bulletin", "events.event"],
            name="fk_evidence_bulletin_event",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["bulletin", "official", "office"],
            ["offices.bulletin", "offices.official", "offices.office"],
            name="fk_evidence_bulletin_official_office",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["bulletin"], ["bulletins.bulletin"], name="fk_evidence_bulletin", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("bulletin", "n", name="pk_evidence"),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("evidence")
    op.drop_table("official_mentions")
    op.drop_table("offices")
    op.drop_table("roles")
    op.drop_table("officials")
    op.drop_table("investments")
    op.drop_table("investment_investors")
    op.drop_table("conferences")
    op.drop_table("conference_participants")
    op.drop_table("conference_organisers")
    op.drop_table("capital_pieces")
    op.drop_table("awards")
    op.drop_table("award_recipients")
    op.drop_table("award_presenters")
    op.drop_table("amounts")
    op.drop_table("records")
    op.drop_table("projects")
    op.drop_table("places")
    op.drop_table("people")
    op.drop_table("organisations")
    op.drop_table("issues")
    op.drop_table("events")
    op.drop_table("entities")
    op.drop_table("captions")
    op.drop_table("bulletins")
