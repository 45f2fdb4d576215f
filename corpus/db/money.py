"""Amounts of money in a database, exact: NUMERIC on PostgreSQL; on SQLite an integer, or decimal text where it is none.

SQLite has no exact decimals: a column of NUMERIC affinity turns what does not fit 64 bits into a float. Its column here
has no affinity, so a whole number below 2⁶³ is an integer (sorts and adds as one) and anything else its decimal text.
"""

from decimal import Decimal
from typing import Any

from sqlalchemy import Numeric
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine, UserDefinedType

Exact = int | str
_INT64 = 2**63


def exact(value: int | str | Decimal) -> Exact:
    """The form in which both databases keep a number: an integer where it is whole and fits 64 bits, else decimal text.

    Raises decimal.InvalidOperation for text that is no number.

    >>> exact(1200000000000), exact("1200000000000.50"), exact("12.0"), exact(10**20)
    (1200000000000, '1200000000000.5', 12, '100000000000000000000')
    """
    if not isinstance(value, int):
        number = Decimal(value)
        whole = int(number)
        if number != whole:
            return format(number, "f").rstrip("0")  # not normalize(), which rounds to 28 digits
        value = whole
    return value if -_INT64 <= value < _INT64 else str(value)


class _SqliteMoney(UserDefinedType[Any]):
    """A SQLite column that keeps what it is given (the affinity of BLOB is none)."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "BLOB"


class Money(TypeDecorator[int | Decimal]):
    """A column of exact numbers; in Python an int where whole, else a Decimal."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "sqlite":
            return dialect.type_descriptor(_SqliteMoney())
        return dialect.type_descriptor(Numeric(asdecimal=True))

    def process_bind_param(self, value: int | Decimal | str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        kept = exact(value)
        return kept if dialect.name == "sqlite" else Decimal(kept)

    def process_result_value(self, value: Any, dialect: Dialect) -> int | Decimal | None:
        if value is None:
            return None
        number = Decimal(value)
        return int(number) if number == int(number) else number
