"""Exact sums for SQLite, whose own turn to floats or fail past 64 bits: billions, units and billionths add up apart."""

_BILLION = 1_000_000_000


def parts(column: str) -> dict[str, str]:
    """SQL for the billions, units and billionths of a money column (`corpus.db.money`): an integer or decimal text."""
    whole = f"CASE instr({column}, '.') WHEN 0 THEN {column} ELSE substr({column}, 1, instr({column}, '.') - 1) END"
    high = f"CAST(substr('0' || ({whole}), 1, max(1, length({whole}) - 8)) AS INTEGER)"
    low = f"CAST(substr('000000000' || ({whole}), -9) AS INTEGER)"
    decimals = f"substr({column}, instr({column}, '.') + 1)"
    rest = f"CASE instr({column}, '.') WHEN 0 THEN 0 ELSE CAST(substr({decimals} || '000000000', 1, 9) AS INTEGER) END"

    def either(of_integer: str, of_text: str) -> str:
        return f"CASE typeof({column}) WHEN 'integer' THEN {of_integer} ELSE {of_text} END"

    return {
        "billions": either(f"{column} / {_BILLION}", high),
        "units": either(f"{column} % {_BILLION}", low),
        "billionths": either("0", rest),
    }


def inner(column: str) -> str:
    """SQL for the three sums of a money column, named after it; they go into a grouped subquery."""
    return ", ".join(f"SUM({sql}) AS {column}_{name}" for name, sql in parts(column).items())


def outer(column: str) -> str:
    """SQL that puts the three sums together: an integer where whole and below 2⁶³, else decimal text."""
    units = f"({column}_units + {column}_billionths / {_BILLION})"
    rest = f"({column}_billionths % {_BILLION})"
    billions = f"({column}_billions + {units} / {_BILLION})"
    low = f"({units} % {_BILLION})"
    whole = f"CASE {billions} WHEN 0 THEN CAST({low} AS TEXT) ELSE {billions} || printf('%09d', {low}) END"
    decimals = f"CASE {rest} WHEN 0 THEN '' ELSE '.' || rtrim(printf('%09d', {rest}), '0') END"
    return (
        f"CASE WHEN {rest} = 0 AND {billions} < 9223372036 THEN {billions} * {_BILLION} + {low} "
        f"ELSE ({whole}) || {decimals} END AS {column}"
    )
