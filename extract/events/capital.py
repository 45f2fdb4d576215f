"""What every investment has: its amounts, its place, and the period or day that its words name."""

import re

import msgspec

from extract.events.draft import Draft
from extract.events.scene import Scene
from extract.types import Amount, DateValue, Span

# between an amount and itself in another currency: "(tương đương gần", ", tức"
_RESTATED = re.compile(r"(?i)(?!.*(?:trong đó|còn|và|riêng))[^.;]{0,40}")
_ZONE = re.compile(r"(?i)khu|kcn|kkt|cụm|ccn|kcx")


def set_amounts(scene: Scene, draft: Draft, indices: list[int]) -> None:
    """Amounts of one event, each once; one that restates the one before it in another currency says so."""
    seen: list[tuple[int, Amount]] = []
    for i in indices:
        amount = scene.amount(i)
        if amount is None or any(same_amount(amount, a) for _, a in seen):
            continue
        if seen:
            last, before = seen[-1]
            if before.currency != amount.currency and _RESTATED.fullmatch(scene.reading.gap(last, i)):
                amount = msgspec.structs.replace(amount, equivalent_of=len(seen) - 1)
        seen.append((i, amount))
        draft.add("amounts", amount, [scene.span(i)], "investment.amount")


def _near(scene: Scene, left: int, right: int) -> bool:
    """Before the words between two amounts are read: a text with a thousand amounts has long ways between them."""
    return scene.span(right)[0] - scene.span(left)[1] <= 40


def same_amount(a: Amount, b: Amount) -> bool:
    return (a.value, a.min, a.max, a.currency) == (b.value, b.min, b.max, b.currency)


def set_site(scene: Scene, draft: Draft, sites: list[int]) -> None:
    """The most specific place: a zone first, then as written, with the larger places right after it."""
    if not sites:
        return
    best = next((i for i in sites if _ZONE.match(scene.reading.words(i))), sites[0])
    start, end = scene.span(best)
    last = best
    for j in scene.reading.within((start, scene.sentence(start)[1]), "LOCATION"):
        if j > last and re.fullmatch(r"\s*,\s*", scene.reading.gap(last, j)) and j in sites:
            last, end = j, scene.span(j)[1]
    draft.set("location", scene.reading.text[start:end], [(start, end)], "investment.location")


def dated(scene: Scene, sentence: Span) -> tuple[str | None, Span] | None:
    """The period or day that a sentence names, with its words."""
    dates = [i for i in scene.reading.within(sentence, "DATE") if scene.date(i)]
    chosen = [i for i in dates if scene.roles[i] in ("ACT", "WHEN")] or dates
    value = scene.date(chosen[0]) if chosen else None
    return (period(value), scene.span(chosen[0])) if value else None


def period(value: DateValue) -> str | None:
    """An ISO prefix that covers a date or an interval: of a quarter or of half a year, the year.

    >>> period(DateValue(date="2019-01", end="2019-06")), period(DateValue(date="2019-03-28", end="2019-03-30"))
    ('2019', '2019-03-28')
    """
    date = value.date
    return date[:4] if date and len(date) == 7 and value.end and value.end[:4] == date[:4] else date


def groups_of(scene: Scene, indices: list[int]) -> list[list[int]]:
    """Amounts in groups of one aggregate: the restatement in another currency goes with the amount before it."""
    groups: list[list[int]] = []
    for i in indices:
        amount = scene.amount(i)
        if amount is None:
            continue
        last = groups[-1][-1] if groups else None
        other = scene.amount(last) if last is not None else None
        restated = last is not None and _near(scene, last, i) and _RESTATED.fullmatch(scene.reading.gap(last, i))
        if restated and other and other.currency != amount.currency:
            groups[-1].append(i)
        elif not any(same_amount(amount, a) for g in groups for a in map(scene.amount, g) if a):
            groups.append([i])
    return groups
