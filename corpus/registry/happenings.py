"""The events of many bulletins, kept resolved: reports, where they meet, and the groups they fall into."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from corpus.registry.events import Key, event_blocks, key_of, resolve_events, shared_id
from corpus.registry.types import EventSighting, Evidence

Group = tuple[tuple[Key, ...], tuple[Evidence, ...]]


class Happenings:
    """Reports of events, and groups of reports of one event.

    Investments meet under their project, the others by what they say.
    """

    def __init__(self) -> None:
        self.reports: dict[Key, EventSighting] = {}
        self.groups: dict[str, Group] = {}
        self.of_report: dict[Key, str] = {}
        self.acts: dict[str, set[Key]] = defaultdict(set)  # card id of a project → reports of investments in it
        self._met: dict[str, set[Key]] = {}
        self._touched: set[Key] = set()
        self._left: set[str] = set()  # blocks that a report left

    def add(self, reports: Iterable[EventSighting]) -> None:
        """Take in the reports of one bulletin, which has none here."""
        for report in reports:
            key = key_of(report)
            self.reports[key] = report
            self._touched.add(key)
            if report.project:
                self.acts[report.project].add(key)
            for block in () if report.project else event_blocks(report):
                self._met.setdefault(block, set()).add(key)

    def drop(self, reports: Iterable[EventSighting]) -> None:
        """Let go of the reports of one bulletin."""
        for report in reports:
            key = key_of(report)
            del self.reports[key]
            self._touched.add(key)
            if report.project:
                self.acts[report.project].discard(key)
            for block in () if report.project else event_blocks(report):
                self._met[block].discard(key)
                self._left.add(block)

    def settle(
        self, project_of: Mapping[str, str], fellows: Callable[[str], Iterable[str]], moved: Collection[str]
    ) -> tuple[set[str], dict[str, Group]]:
        """Resolve anew what was touched: ids of groups that are new or changed, and the groups that are no more.

        `project_of` gives the registry id of a project's card, `fellows` the cards of the same project, `moved` are
        the cards of projects that changed.
        """
        fresh = self._touched | {k for card in moved for k in self.acts.get(card, ())}
        fresh |= {k for block in self._left for k in self._met.get(block, ())}
        old: dict[str, Group] = {}
        for key in list(fresh):  # all that were with them
            group = self.of_report.get(key)
            fresh |= set(self.groups[group][0]) if group else set()
        batches: list[tuple[set[Key], bool]] = []
        pending = {k for k in fresh if k in self.reports}
        while pending:
            report = self.reports[next(iter(pending))]
            if report.project:
                batch: set[Key] = set().union(*(self.acts.get(card, set()) for card in fellows(report.project)))
            else:
                batch = self._family(key_of(report))
            pending -= batch
            batches.append((batch, bool(report.project)))
        for key in fresh.union(*(b for b, _ in batches)):
            group = self.of_report.pop(key, None)
            if group and group in self.groups:
                old[group] = self.groups.pop(group)
        changed: set[str] = set()
        for batch, project in batches:
            for members, evidence in resolve_events((self.reports[k] for k in batch), project=project):
                id = shared_id(members)
                self.groups[id] = members, evidence
                self.of_report |= dict.fromkeys(members, id)
                if old.get(id) != self.groups[id] or any(k in self._touched for k in members):
                    changed.add(id)
        self._touched.clear()
        self._left.clear()
        return changed, {i: g for i, g in old.items() if i not in self.groups}

    def _family(self, start: Key) -> set[Key]:
        """All reports that share a block with one, or with one that does, and so on."""
        found: set[Key] = set()
        fresh = {start}
        seen: set[str] = set()
        while fresh:
            found |= fresh
            wanted = {b for k in fresh for b in event_blocks(self.reports[k])} - seen
            seen |= wanted
            fresh = {k for b in wanted for k in self._met.get(b, ())} - found
        return found
