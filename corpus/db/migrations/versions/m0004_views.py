"""The views an analyst asks; docs/database.md describes each.

They are the same on both databases but for exact sums and lists of names. Where several bulletins report one event,
only the report that leads it is counted.
"""

from alembic import op

from corpus.db.migrations.sqlite_sums import inner, outer

revision = "0004"
down_revision = "0003"

_MEMBER = "LEFT JOIN registry_members {alias} ON {alias}.bulletin = {row}.bulletin AND {alias}.path = {path}"
_COUNTED = "LEFT JOIN registry_event_sources s ON s.event_id = e.id WHERE COALESCE(s.leads, TRUE)"

# one row for each piece of capital that counts
CAPITAL = f"""
CREATE VIEW capital AS
SELECT e.id AS event_id, b.id AS bulletin_id, b.published, b.publisher,
       pl.province, pl.province_basis, pl.zone, i.location, e.year, e.date, i.kind, i.status, e.modality, i.scope,
       m.registry_id AS project_id, i.project, c.currency, c.low, c.high
FROM capital_pieces c
JOIN events e ON e.bulletin = c.bulletin AND e.event = c.event
JOIN investments i ON i.bulletin = c.bulletin AND i.event = c.event
JOIN bulletins b ON b.bulletin = c.bulletin
LEFT JOIN places pl ON pl.bulletin = i.bulletin AND pl.name = i.location
{_MEMBER.format(alias="m", row="e", path="'/events/' || e.event || '/project'")}
{_COUNTED}
"""
_BY = "province, zone, year, kind, status, currency"
_COUNTS = "COUNT(DISTINCT event_id) AS events, COUNT(DISTINCT bulletin_id) AS bulletins"
_TOTALS = {
    "postgresql": f"SELECT {_BY}, {_COUNTS}, SUM(low) AS low, SUM(high) AS high FROM capital GROUP BY {_BY}",
    "sqlite": f"SELECT {_BY}, events, bulletins, {outer('low')}, {outer('high')} FROM "
    f"(SELECT {_BY}, {_COUNTS}, {inner('low')}, {inner('high')} FROM capital GROUP BY {_BY}) AS sums",
}
CAPITAL_TOTALS = "CREATE VIEW capital_totals AS {totals}"

# one row for each report of a step of a project
PROJECT_STEPS = f"""
CREATE VIEW project_steps AS
SELECT COALESCE(m.registry_id, b.id || ' ' || i.project) AS project_key, m.registry_id AS project_id,
       COALESCE(r.name, i.project) AS project, e.date, b.published,
       COALESCE(e.date, CAST(b.published AS TEXT)) AS seen, i.status, e.modality, i.kind, a.low, a.high, a.currency,
       (SELECT {{investors}} FROM investment_investors v
        WHERE v.bulletin = i.bulletin AND v.event = i.event) AS investors,
       i.location, pl.province, pl.zone, i.licensed_by, i.decision, e.id AS event_id, b.id AS bulletin_id
FROM investments i
JOIN events e ON e.bulletin = i.bulletin AND e.event = i.event
JOIN bulletins b ON b.bulletin = i.bulletin
LEFT JOIN places pl ON pl.bulletin = i.bulletin AND pl.name = i.location
LEFT JOIN amounts a ON a.bulletin = i.bulletin AND a.event = i.event AND a.n = 0
{_MEMBER.format(alias="m", row="e", path="'/events/' || e.event || '/project'")}
LEFT JOIN registry_entities r ON r.registry_id = m.registry_id
WHERE i.project IS NOT NULL
"""
_INVESTORS = {
    "postgresql": "string_agg(v.investor, '; ' ORDER BY v.n)",
    "sqlite": "group_concat(v.investor, '; ')",  # in the order of the table's key, which ends in n
}
# one row a project: where it stands
PROJECT_STATUS = """
CREATE VIEW project_status AS
SELECT project_key, project_id, project, status, seen, first_seen, reports, low, high, currency, investors, province,
       zone, event_id, bulletin_id
FROM (
    SELECT project_steps.*,
           ROW_NUMBER() OVER (PARTITION BY project_key ORDER BY seen DESC, published DESC, event_id) AS place,
           MIN(seen) OVER (PARTITION BY project_key) AS first_seen,
           COUNT(*) OVER (PARTITION BY project_key) AS reports
    FROM project_steps
    WHERE status IS NOT NULL AND COALESCE(modality, 'held') <> 'cancelled'
) AS ranked
WHERE place = 1
"""
AWARDS_GIVEN = f"""
CREATE VIEW awards_given AS
SELECT e.id AS event_id, b.id AS bulletin_id, b.published, a.award, m.registry_id AS giver_id,
       COALESCE(r.name, a.issuer) AS giver, a.giver_level, e.date, e.year, e.modality, a.recipient_count,
       (SELECT COUNT(*) FROM award_recipients v
        WHERE v.bulletin = a.bulletin AND v.event = a.event) AS recipients_listed
FROM awards a
JOIN events e ON e.bulletin = a.bulletin AND e.event = a.event
JOIN bulletins b ON b.bulletin = a.bulletin
{_MEMBER.format(alias="m", row="e", path="'/events/' || e.event || '/issuer'")}
LEFT JOIN registry_entities r ON r.registry_id = m.registry_id
{_COUNTED}
"""
AWARDS_BY_GIVER = """
CREATE VIEW awards_by_giver AS
SELECT giver_level, giver_id, giver, award, year, COUNT(*) AS awards, SUM(recipient_count) AS recipients_counted,
       SUM(recipients_listed) AS recipients_listed
FROM awards_given
GROUP BY giver_level, giver_id, giver, award, year
"""
OFFICIAL_OFFICES = f"""
CREATE VIEW official_offices AS
SELECT person_key, MIN(person_id) AS person_id, MIN(person) AS person, title, organisation,
       MIN(organisation_id) AS organisation_id, MIN(published) AS first_seen, MAX(published) AS last_seen,
       COUNT(DISTINCT bulletin_id) AS bulletins
FROM (
    SELECT COALESCE(m.registry_id, b.id || ' ' || o.official) AS person_key, m.registry_id AS person_id,
           COALESCE(r.name, o.name) AS person, f.title, COALESCE(g.name, f.organisation) AS organisation,
           n.registry_id AS organisation_id, b.published, b.id AS bulletin_id
    FROM offices f
    JOIN officials o ON o.bulletin = f.bulletin AND o.official = f.official
    JOIN bulletins b ON b.bulletin = f.bulletin
    {_MEMBER.format(alias="m", row="o", path="'/officials/' || o.official")}
    LEFT JOIN registry_entities r ON r.registry_id = m.registry_id
    {
    _MEMBER.format(
        alias="n", row="f", path="'/officials/' || f.official || '/positions/' || f.office || '/organisation'"
    )
}
    LEFT JOIN registry_entities g ON g.registry_id = n.registry_id
) AS held
GROUP BY person_key, title, organisation
"""
EVENT_EVIDENCE = """
CREATE VIEW event_evidence AS
SELECT e.id AS event_id, e.type, b.id AS bulletin_id, v.path, v.basis, v.rule, v.span_start, v.span_end,
       substr(b.text, v.span_start + 1, v.span_end - v.span_start) AS words
FROM evidence v
JOIN events e ON e.bulletin = v.bulletin AND e.event = v.event
JOIN bulletins b ON b.bulletin = v.bulletin
"""
VIEWS = (
    CAPITAL, CAPITAL_TOTALS, PROJECT_STEPS, PROJECT_STATUS, AWARDS_GIVEN, AWARDS_BY_GIVER, OFFICIAL_OFFICES,
    EVENT_EVIDENCE,
)  # fmt: skip


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for view in VIEWS:
        op.execute(view.replace("{totals}", _TOTALS[dialect]).replace("{investors}", _INVESTORS[dialect]))


def downgrade() -> None:
    for view in reversed(VIEWS):
        op.execute(f"DROP VIEW {view.split()[2]}")
