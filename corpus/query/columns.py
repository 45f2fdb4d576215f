"""The tables that a researcher asks: their columns, with DuckDB's types. `corpus.query.rows` fills them.

A day, month or year is ISO text as precise as the bulletin's words, with its year as a number beside it. Amounts are
exact decimals, never floats. Spans are code points into `bulletins.text`, half-open.
"""

MONEY = "DECIMAL(38,6)"
MONEY_DIGITS = 32  # before the point
SPAN = "STRUCT(span_start INTEGER, span_end INTEGER)"
EVIDENCE = f"STRUCT(path VARCHAR, basis VARCHAR, rule VARCHAR, spans {SPAN}[], words VARCHAR)[]"
AMOUNTS = (
    f'STRUCT("value" {MONEY}, "min" {MONEY}, "max" {MONEY}, currency VARCHAR, hedge VARCHAR, per VARCHAR, '
    "equivalent_of INTEGER)[]"
)
ROLES = "STRUCT(person VARCHAR, role VARCHAR)[]"
NAMES = "VARCHAR[]"

_EVENT_START = {"bulletin": "VARCHAR", "id": "VARCHAR"}
_EVENT_END = {
    "date": "VARCHAR",
    "date_end": "VARCHAR",
    "year": "INTEGER",
    "part_of_day": "VARCHAR",
    "modality": "VARCHAR",
    "published": "VARCHAR",
    "publisher": "VARCHAR",
    "sentence": "VARCHAR",
    "evidence": EVIDENCE,
}

TABLES: dict[str, dict[str, str]] = {
    "bulletins": {
        "id": "VARCHAR",
        "title": "VARCHAR",
        "published": "VARCHAR",
        "year": "INTEGER",
        "publisher": "VARCHAR",
        "url": "VARCHAR",
        "source": "VARCHAR",
        "language": "VARCHAR",
        "published_basis": "VARCHAR",
        "publisher_basis": "VARCHAR",
        "sha256": "VARCHAR",
        "text": "VARCHAR",
        "captions": f"{SPAN}[]",
        "issues": "STRUCT(code VARCHAR, stage VARCHAR, message VARCHAR)[]",
        "corrections": "VARCHAR",
    },
    "entities": {
        "bulletin": "VARCHAR",
        "id": "VARCHAR",
        "type": "VARCHAR",
        "text": "VARCHAR",
        "span_start": "INTEGER",
        "span_end": "INTEGER",
        "rule": "VARCHAR",
        "entity": "VARCHAR",
        "value": MONEY,
        "min": MONEY,
        "max": MONEY,
        "currency": "VARCHAR",
        "hedge": "VARCHAR",
        "per": "VARCHAR",
        "date": "VARCHAR",
        "date_end": "VARCHAR",
        "year": "INTEGER",
        "part_of_day": "VARCHAR",
        "time": "VARCHAR",
        "year_from": "VARCHAR",
    },
    "officials": {
        "bulletin": "VARCHAR",
        "name": "VARCHAR",
        "title": "VARCHAR",
        "organisation": "VARCHAR",
        "mentions": NAMES,
        "year": "INTEGER",
        "published": "VARCHAR",
        "publisher": "VARCHAR",
        "sentence": "VARCHAR",
        "evidence": EVIDENCE,
    },
    "conferences": {
        **_EVENT_START,
        "name": "VARCHAR",
        "location": "VARCHAR",
        "organisers": NAMES,
        "participants": NAMES,
        "roles": ROLES,
        **_EVENT_END,
    },
    "awards": {
        **_EVENT_START,
        "award": "VARCHAR",
        "issuer": "VARCHAR",
        "recipients": NAMES,
        "recipient_count": "BIGINT",
        "presenters": NAMES,
        "roles": ROLES,
        **_EVENT_END,
    },
    "investments": {
        **_EVENT_START,
        "project": "VARCHAR",
        "investors": NAMES,
        "amounts": AMOUNTS,
        "vnd": MONEY,
        "usd": MONEY,
        "location": "VARCHAR",
        "status": "VARCHAR",
        "scope": "VARCHAR",
        "kind": "VARCHAR",
        "part_of": "VARCHAR",
        "licensed_by": "VARCHAR",
        "decision": "VARCHAR",
        **_EVENT_END,
    },
}


def definition(table: str) -> str:
    """The SQL that makes a table."""
    columns = ", ".join(f'"{name}" {kind}' for name, kind in TABLES[table].items())
    return f"CREATE TABLE {table} ({columns})"


def reader(table: str, path: str, longest: int) -> str:
    """The SQL that reads rows of a table from JSON Lines at `path`, of which the longest line has `longest` bytes."""
    columns = ", ".join(f"'{name}': '{kind}'" for name, kind in TABLES[table].items())
    size = max(16 * 1024 * 1024, longest + 16)
    quoted = path.replace("'", "''")
    return (
        f"SELECT * FROM read_json('{quoted}', format='newline_delimited', columns={{{columns}}}, "
        f"maximum_object_size={size})"
    )
