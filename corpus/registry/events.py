"""Reports of one event brought together: where they meet, what makes them one, what forbids it."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations, pairwise

from corpus.registry.types import EventSighting, Evidence, digest
from extract.spelling import fold

_NEAR_DAYS = 3  # reports of one happening give days so far apart at most
_SAME_ROUND = 31  # days between publications of reports that give the same act
Key = tuple[str, str]  # bulletin id, event id
Link = tuple[int, Key, Key, str, str]  # strength (0 is the strongest), the two reports, rule, value


def key_of(report: EventSighting) -> Key:
    """What names a report: its bulletin and its id there."""
    return report.bulletin, report.id


def event_blocks(report: EventSighting) -> tuple[str, ...]:
    """Keys under which reports that may be of one event meet; an investment in a project meets under that."""
    keys, date = report.keys, report.slots.get("date") or ""
    found: list[str] = []
    if report.type == "conference" and len(date) == 10:
        for slot in ("organisers", "participants"):
            found += [f"conference:{date}, {k}" for k in keys.get(slot, ())]
    elif report.type == "conference" and len(keys.get("name", ())) >= 3:
        found += [f"conference:{' '.join(keys['name'])}"]
    elif report.type == "award" and "award" in keys:
        found += [f"award:{keys['award'][0]}, {r}" for r in keys.get("recipients", ())]
    elif report.type == "investment" and not report.slots["project"] and date and "place" in keys:
        found += [f"investment:{keys['place'][0]}, {date}, {a}" for a in keys.get("amounts", ())]
    return tuple(sorted(set(found)))


def _days(one: str | None, two: str | None) -> int | None:
    """Days between two full dates, None where either is less than a day."""
    if not one or not two or len(one) != 10 or len(two) != 10:
        return None
    return abs((datetime.date.fromisoformat(one) - datetime.date.fromisoformat(two)).days)


def _dates_agree(one: str | None, two: str | None) -> bool:
    """May two dates be one: a few days apart, or the one within the other, or one not known?"""
    days = _days(one, two)
    if days is not None:
        return days <= _NEAR_DAYS
    return not one or not two or one.startswith(two) or two.startswith(one)


def compatible(one: EventSighting, two: EventSighting) -> bool:
    """May two reports be of one event at all? Never two of one bulletin, nor of different days, kinds or issuers."""
    if one.bulletin == two.bulletin or not _dates_agree(one.slots.get("date"), two.slots.get("date")):
        return False
    for slot in ("kind", "scope"):
        if one.slots.get(slot) and two.slots.get(slot) and one.slots[slot] != two.slots[slot]:
            return False
    issuers = one.keys.get("issuer"), two.keys.get("issuer")
    return not (issuers[0] and issuers[1] and issuers[0] != issuers[1])


def _conference(one: EventSighting, two: EventSighting) -> tuple[str, str] | None:
    shared = {
        s: sorted(set(one.keys.get(s, ())) & set(two.keys.get(s, ()))) for s in ("organisers", "participants", "name")
    }
    shorter = min(len(one.keys.get("name", ())), len(two.keys.get("name", ())))
    like = len(shared["name"]) >= 2 and len(shared["name"]) >= 0.6 * shorter
    people = len(shared["participants"])
    if not all(len(r.slots.get("date") or "") == 10 for r in (one, two)):  # "họp báo thường kỳ" comes every month
        enough = bool(shared["organisers"]) and people >= 2 and len(shared["name"]) >= 5
    else:
        enough = (like and (bool(shared["organisers"]) or people >= 1)) or people >= 4
    if not enough:
        return None
    return "same-day-and-people" if len(one.slots.get("date") or "") == 10 else "same-name-and-people", "; ".join(
        k for s in ("organisers", "participants", "name") for k in shared[s]
    )


def _award(one: EventSighting, two: EventSighting) -> bool:
    """Beside award and recipient: the same day, issuer or presenter, or an award of a long name."""
    dates = one.slots.get("date"), two.slots.get("date")
    presenters = [set(map(fold, r.slots.get("presenters") or ())) for r in (one, two)]
    return bool(
        (dates[0] and dates[0] == dates[1] and len(dates[0]) > 4)
        or (one.keys.get("issuer") and one.keys.get("issuer") == two.keys.get("issuer"))
        or presenters[0] & presenters[1]
        or len(one.keys["award"][0].split()) >= 6
    )


def _met(reports: list[EventSighting]) -> Iterator[Link]:
    """Links among reports that meet under a block."""
    hubs: dict[str, list[EventSighting]] = defaultdict(list)
    for report in reports:
        for block in event_blocks(report):
            hubs[block].append(report)
    for block, hub in hubs.items():
        for one, two in combinations(hub, 2):
            if not compatible(one, two):
                continue
            if one.type == "conference":
                found = _conference(one, two)
            elif one.type == "award":
                found = ("same-award-and-recipient", block) if _award(one, two) else None
            else:
                found = "same-place-date-and-amount", block
            if found:
                yield 1, key_of(one), key_of(two), *found


def _of_project(reports: list[EventSighting]) -> Iterator[Link]:
    """Links among reports of acts on one project."""
    days: dict[str, list[EventSighting]] = defaultdict(list)
    amounts: dict[tuple[str, str], list[EventSighting]] = defaultdict(list)
    statuses: dict[str, list[EventSighting]] = defaultdict(list)
    for report in reports:
        date, status = report.slots["date"] or "", report.slots["status"]
        if len(date) == 10:
            days[date].append(report)
        if status:
            for amount in report.keys.get("amounts", ()):
                amounts[status, amount].append(report)
            if report.published:
                statuses[status].append(report)
    for day, hub in days.items():
        for one, two in pairwise(sorted(hub, key=lambda r: (str(r.slots["status"]), key_of(r)))):
            yield 1, key_of(one), key_of(two), "project-and-day", day
    for (status, amount), hub in amounts.items():
        for one, two in pairwise(sorted(hub, key=_when)):
            apart = _days(one.published, two.published)
            if apart is None or apart <= _SAME_ROUND:
                yield 2, key_of(one), key_of(two), "project-status-and-amount", f"{status}, {amount}"
    for status, hub in statuses.items():
        for one, two in pairwise(sorted(hub, key=_when)):
            if (_days(one.published, two.published) or 0) <= _SAME_ROUND:
                yield 3, key_of(one), key_of(two), "project-and-status-in-one-month", status
    for one, two in pairwise(sorted((r for r in reports if r.published), key=_when)):
        if (_days(one.published, two.published) or 0) <= _NEAR_DAYS:
            yield 4, key_of(one), key_of(two), "project-in-the-same-days", f"{one.published}, {two.published}"


def _when(report: EventSighting) -> tuple[str, str, Key]:
    return report.published or "", report.slots["date"] or "", key_of(report)


def resolve_events(
    reports: Iterable[EventSighting], *, project: bool
) -> list[tuple[tuple[Key, ...], tuple[Evidence, ...]]]:
    """Groups of reports of one event, each with why; the same for any order of the reports.

    `project` says that all of them are investments in one project.
    """
    by_key = {key_of(r): r for r in reports}
    ordered = [by_key[k] for k in sorted(by_key)]
    group = {k: [k] for k in by_key}
    evidence: dict[Key, list[Evidence]] = {k: [] for k in by_key}
    for _, left, right, rule, value in sorted(set(_of_project(ordered) if project else _met(ordered))):
        one, two = group[left], group[right]
        if one is two or not all(compatible(by_key[a], by_key[b]) for a in one for b in two):
            continue
        evidence[one[0]] += [*evidence.pop(two[0]), Evidence(rule, value, left[1], right[1])]
        one += two
        for k in two:
            group[k] = one
    return sorted((tuple(sorted(g)), tuple(evidence[k])) for k, g in group.items() if g[0] == k)


def shared_id(members: tuple[Key, ...]) -> str:
    """The registry id of an event: a hash of the first of its reports.

    >>> shared_id((("tin-1", "tin-1#award-00000000"),)).startswith("event-")
    True
    """
    return f"event-{digest(*min(members))}"
