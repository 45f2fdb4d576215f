"""From a record to rows of the tables that `corpus.query.columns` names."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import msgspec

from corpus.query.columns import MONEY_DIGITS
from corpus.search.sentences import Sentences
from extract.errors import InputError

Row = dict[str, Any]
TABLE_OF = {"conference": "conferences", "award": "awards", "investment": "investments"}


def _year(date: str | None) -> int | None:
    return int(date[:4]) if date else None


def money(value: Any) -> str | None:
    """An amount as exact decimal text; None stays None. Raises ValueError where it does not fit the column.

    >>> money(1200000000000000001), money("0.5")
    ('1200000000000000001', '0.5')
    """
    if value is None:
        return None
    number = Decimal(str(value))
    if number.adjusted() >= MONEY_DIGITS or (number % 1 and -int(number.normalize().as_tuple().exponent) > 6):
        raise ValueError(f"the amount {value} has more digits than a table holds")
    return str(value)


def _amount(amount: Row) -> Row:
    return {**amount, **{key: money(amount[key]) for key in ("value", "min", "max") if key in amount}}


def _stated(amounts: list[Row], currency: str) -> str | None:
    """The first whole amount stated in a currency: no range, nothing per hectare, nothing converted."""
    found = (a["value"] for a in amounts if a["currency"] == currency and "value" in a and "per" not in a)
    return money(next(found, None))


def _evidence(entries: list[Row], text: str) -> list[Row]:
    return [
        {
            "path": entry["path"],
            "basis": entry["basis"],
            "rule": entry["rule"],
            "spans": [{"span_start": s, "span_end": e} for s, e in entry["spans"]],
            "words": " … ".join(text[s:e] for s, e in entry["spans"]) or None,
        }
        for entry in entries
    ]


def _bulletin(record: Row) -> Row:
    facts = record["bulletin"]
    return {
        **facts,
        "id": record["id"],
        "year": _year(facts["published"]),
        "text": record["text"],
        "captions": [{"span_start": s, "span_end": e} for s, e in facts["captions"]],
        "issues": record["issues"],
        # what people corrected in the database, when it exports its records
        "corrections": msgspec.json.encode(record["corrections"]).decode() if record.get("corrections") else None,
    }


def _entity(entity: Row, bulletin: str) -> Row:
    row: Row = {"bulletin": bulletin, **{k: entity.get(k) for k in ("id", "type", "text", "rule", "entity")}}
    row |= {"span_start": entity["start"], "span_end": entity["end"]}
    value = entity.get("value")
    if value and value["kind"] == "amount":
        row |= _amount({k: v for k, v in value.items() if k != "kind"})
    elif value:
        row |= {k: value.get(k) for k in ("date", "part_of_day", "time", "year_from")}
        row |= {"date_end": value.get("end"), "year": _year(value.get("date"))}
    return row


def rows(record: Row) -> Iterator[tuple[str, Row]]:
    """The (table, row) pairs of a record in plain JSON form. Raises InputError where an amount does not fit."""
    try:
        yield from _rows(record)
    except ValueError as error:
        raise InputError(record["id"], str(error)) from None


def _rows(record: Row) -> Iterator[tuple[str, Row]]:
    text, bulletin = record["text"], record["id"]
    facts = {key: record["bulletin"][key] for key in ("published", "publisher")}
    sentences = Sentences(record)
    yield "bulletins", _bulletin(record)
    for entity in record["entities"]:
        yield "entities", _entity(entity, bulletin)
    for official in record["officials"]:
        for office in official["positions"]:
            yield (
                "officials",
                {
                    "bulletin": bulletin,
                    "name": official["name"],
                    "title": office["title"],
                    "organisation": office["organisation"],
                    "mentions": official["mentions"],
                    "year": _year(facts["published"]),
                    **facts,
                    "sentence": sentences.telling(office["evidence"]),
                    "evidence": _evidence(office["evidence"], text),
                },
            )
    for event in record["events"]:
        row = {k: v for k, v in event.items() if k != "type"}
        row |= {"bulletin": bulletin, "year": _year(event["date"]), **facts}
        row |= {"sentence": sentences.telling(event["evidence"]), "evidence": _evidence(event["evidence"], text)}
        if event["type"] == "investment":
            row["amounts"] = [_amount(a) for a in event["amounts"]]
            row |= {"vnd": _stated(event["amounts"], "VND"), "usd": _stated(event["amounts"], "USD")}
        yield TABLE_OF[event["type"]], row
