"""Paths into a record that outlive its next extraction: events by their id, officials by their name, not by position.

A path is a JSON pointer from the record's root. `/events/0/location` is kept as `/events/investment-f2cbdfce/location`
and `/officials/0/…` as `/officials/Lê Văn An/…`; both forms are read.
"""

from collections.abc import Sequence
from typing import Any

from extract.errors import BantinError

CORRECTABLE = ("bulletin", "events", "officials")
_FIXED = ("id", "type", "evidence", "sha256", "part_of", "captions", "mentions")


class PathError(BantinError):
    """A path that leads nowhere in a record, or to what may not be corrected."""


def split(path: str) -> list[str]:
    """The steps of a JSON pointer. Raises PathError where it is none.

    >>> split("/events/0/location")
    ['events', '0', 'location']
    """
    if not path.startswith("/"):
        raise PathError(f"{path}: a path begins with /, as /events/0/location")
    return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]


def join(steps: Sequence[str]) -> str:
    """The JSON pointer of some steps."""
    return "".join("/" + step.replace("~", "~0").replace("/", "~1") for step in steps)


def _index(steps: Sequence[str], items: Sequence[Any], step: str) -> int:
    """The position in a list that a step means; for events and officials of the record also by id or name."""
    where = join(steps)
    if step.isascii() and step.isdigit():
        if int(step) < len(items):
            return int(step)
        raise PathError(f"{where}/{step}: there are {len(items)}, counted from 0")
    names: list[str] = []
    if len(steps) == 1:
        names = [e["id"].rsplit("#", 1)[-1] if steps[0] == "events" else e["name"] for e in items]
    if names.count(step) != 1:
        raise PathError(f"{where}/{step}: " + (f"there are {', '.join(names)}" if names else "no such item"))
    return names.index(step)


def find(record: dict[str, Any], path: str) -> tuple[Any, str | int, str]:
    """The container and key that a path leads to in a record in plain JSON form, and the path in its lasting form.

    Raises PathError where it leads nowhere, or to what no person corrects: ids, evidence, the text and its entities.

    >>> find({"bulletin": {"published": None}}, "/bulletin/published")[1:]
    ('published', '/bulletin/published')
    """
    steps = split(path)
    if steps[0] not in CORRECTABLE or len(steps) < 2 or any(step in _FIXED for step in steps[1:]):
        raise PathError(
            f"{path}: corrections are of fields of /bulletin, /events and /officials, not of ids and evidence"
        )
    container: Any = record
    key: str | int = steps[0]
    lasting = [steps[0]]
    for depth, step in enumerate(steps[1:], 1):
        container = container[key]
        if isinstance(container, list):
            key = _index(steps[:depth], container, step)
            lasting.append(_lasting(steps[:depth], container[key], step))
        elif isinstance(container, dict) and step in container:
            key = step
            lasting.append(step)
        else:
            raise PathError(f"{path}: {join(steps[:depth])} has no {step}")
    if len(steps) == 2 and steps[0] != "bulletin":
        raise PathError(f"{path}: name the field to correct")
    return container, key, join(lasting)


def _lasting(steps: Sequence[str], item: Any, step: str) -> str:
    if len(steps) > 1:
        return step
    return str(item["id"]).rsplit("#", 1)[-1] if steps[0] == "events" else str(item["name"])
