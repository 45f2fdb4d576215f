"""Investments: one for each project, one for each aggregate; capital, investors, place, step reached and its day."""

import re
from dataclasses import dataclass, field

from extract.events.aggregate import build_aggregates
from extract.events.capital import dated, groups_of, period, set_amounts, set_site
from extract.events.draft import Draft
from extract.events.scene import Scene, alike
from extract.events.status import status_of
from extract.types import Conference, Investment, Span

_CEREMONIAL = ("under_construction", "completed", "agreed", "licensed")
_LISTING = re.compile(r"(?i)một số dự án|các dự án|như|gồm|trong đó|cụ thể")
_ZONE_IN_NAME = re.compile(r"(?:KCN|KKT|CCN|KCX|[Kk]hu công nghiệp|[Kk]hu kinh tế|[Cc]ụm công nghiệp)\s+[^,;()]+$")


@dataclass
class Project:
    """A project of the bulletin: the mentions of its name, and what has been tied to it."""

    name: str
    spans: list[Span]
    amounts: list[int] = field(default_factory=list)
    investors: list[int] = field(default_factory=list)
    sites: list[int] = field(default_factory=list)


def _backed(scene: Scene, index: int) -> bool:
    """Has a project without a role an investor or capital to itself in its clause ("…; dự án S của Công ty F; …")?"""
    sentence = scene.sentence(scene.span(index)[0])
    text = scene.reading.text
    start = max(text.rfind(";", sentence[0], scene.span(index)[0]) + 1, sentence[0])
    end = text.find(";", scene.span(index)[1], sentence[1])
    clause = (start, end if end >= 0 else sentence[1])
    return bool(scene.role("INVESTOR", "CAPITAL", span=clause)) and not scene.role("ENTRY", span=clause)


def _projects(scene: Scene) -> list[Project]:
    """Names of one project together: PROJECT mentions in that role, and described projects."""
    entries = scene.role("ENTRY")
    entries += [i for i in scene.reading.of("PROJECT") if scene.roles[i] == "-" and _backed(scene, i)]
    named = [(scene.span(i), scene.reading.words(i)) for i in entries]
    named += [((p.start, p.end), p.text) for p in scene.phrases if p.kind == "PROJECT"]
    projects: list[Project] = []
    for span, words in sorted(named):
        home = next((p for p in projects if alike(p.name, words)), None)
        if home is None:
            projects.append(Project(words, [span]))
        else:
            home.spans.append(span)
            if len(words) > len(home.name) and len(words.split()) <= 25:
                home.name = words
    return projects


def _owner(scene: Scene, projects: list[Project], position: int) -> Project | None:
    """The project that a mention at `position` speaks of: the nearest in its sentence, else the last named."""
    if not projects:
        return None
    span = scene.sentence(position)
    inside = [(s, p) for p in projects for s in p.spans if span[0] <= s[0] < span[1]]
    before = [(s, p) for s, p in inside if s[0] <= position]
    if before:
        return max(before, key=lambda x: x[0])[1]
    if inside:
        return min(inside, key=lambda x: x[0])[1]
    if len(projects) == 1:
        return projects[0]
    earlier = [(s, p) for p in projects for s in p.spans if s[0] < position]
    return max(earlier, key=lambda x: x[0])[1] if earlier else projects[0]


def build_investments(scene: Scene, conferences: list[Conference]) -> list[Investment]:
    """The investments of a bulletin, projects first by first mention, then aggregates; ids are left empty."""
    projects = _projects(scene)
    loose: list[int] = []
    for i in scene.role("CAPITAL"):
        owner = _owner(scene, projects, scene.span(i)[0])
        (owner.amounts if owner else loose).append(i)
    for i in scene.role("INVESTOR"):
        owner = _owner(scene, projects, scene.span(i)[0])
        if owner:
            owner.investors.append(i)
    for i in scene.role("SITE"):
        owner = _owner(scene, projects, scene.span(i)[0])
        if owner:
            owner.sites.append(i)
    events = [_of_project(scene, p, projects, conferences) for p in projects]
    events += build_aggregates(scene)
    if not projects:
        events += [_unnamed(scene, group, conferences) for group in groups_of(scene, loose)]
    return [e for e in events if e is not None]


def _main_amounts(scene: Scene, project: Project) -> list[int]:
    """The project's capital: the amount first tied to it and its restatement in another currency."""
    kept: list[int] = []
    for i in project.amounts:
        amount = scene.amount(i)
        if amount and all(a is None or a.currency != amount.currency for a in map(scene.amount, kept)):
            kept.append(i)
    return kept


def _of_project(
    scene: Scene, project: Project, projects: list[Project], conferences: list[Conference]
) -> Investment | None:
    draft = Draft()
    draft.set("project", project.name, project.spans[:3], "investment.project")
    set_amounts(scene, draft, _main_amounts(scene, project))
    for i in project.investors:
        name, basis, more = scene.complete(scene.reading.words(i))
        draft.add("investors", name, (scene.span(i), *more), "investment.investor", basis)
    if not project.investors:
        _only_investor(scene, draft)
    _project_site(scene, draft, project, projects)
    status, spans = status_of(scene, project.spans)
    said = any(span not in scene.reading.sentences for span in spans)
    draft.set("status", status, spans, "investment.status")
    draft.set("scope", "project", project.spans[:1], "investment.scope")
    listed = _listed_under(scene, project)
    if listed is not None:
        draft.set("date", listed[0], [listed[1]], "investment.date.of-the-total", "antecedent")
    _date(scene, draft, project.spans, status, conferences)
    slots = draft.frozen()
    # a project that is only mentioned, with no capital, no investor and no step said of it, is no event
    return Investment(**slots) if slots.get("amounts") or slots.get("investors") or said or listed else None


def _listed_under(scene: Scene, project: Project) -> tuple[str | None, Span] | None:
    """The period of a total, where the project is one of those listed after it in the same paragraph."""
    line = next(((a, b) for a, b in scene.reading.lines if a <= project.spans[0][0] < b), None)
    totals = [i for i in scene.role("TOTAL", span=line) if scene.span(i)[1] < project.spans[0][0]] if line else []
    if not totals or not _LISTING.search(scene.reading.text[scene.span(totals[-1])[1] : project.spans[0][0]]):
        return None
    return dated(scene, scene.sentence(scene.span(totals[0])[0]))


def _only_investor(scene: Scene, draft: Draft) -> None:
    """Where a bulletin has one investor in all, its projects are that investor's."""
    names = {scene.complete(scene.reading.words(i))[0]: i for i in scene.role("INVESTOR")}
    if len(names) == 1:
        ((name, i),) = names.items()
        draft.add("investors", name, [scene.span(i)], "investment.investor.only", "antecedent")


def _project_site(scene: Scene, draft: Draft, project: Project, others: list[Project]) -> None:
    """A project's place: tied to it, or a zone in its own name, or one that is tied to no other project."""
    set_site(scene, draft, project.sites)
    zone = _ZONE_IN_NAME.search(project.name)
    if zone:
        start = project.spans[0][0] + zone.start()
        if scene.reading.text[start : start + len(zone[0])] == zone[0]:
            draft.set("location", zone[0], [(start, start + len(zone[0]))], "investment.location.in-name")
    taken = {i for p in others if p is not project for i in p.sites}
    set_site(scene, draft, [i for i in scene.role("SITE") if i not in taken][:1])


def _date(scene: Scene, draft: Draft, spans: list[Span], status: str | None, conferences: list[Conference]) -> None:
    """The day of the act: in a sentence about the project, else that of the ceremony."""
    for span in spans:
        dates = [i for i in scene.role("WHEN", "ACT", span=scene.sentence(span[0])) if scene.date(i)]
        value = scene.date(dates[0]) if dates else None
        if value:
            draft.set("date", period(value), [scene.span(dates[0])], "investment.date")
            return
    for span in spans[:3]:
        dates = [i for i in scene.reading.within(scene.sentence(span[0]), "DATE") if scene.date(i)]
        value = scene.date(dates[0]) if len(dates) == 1 else None
        if value:
            draft.set("date", period(value), [scene.span(dates[0])], "investment.date.only")
            return
    dated = [c for c in conferences if c.date]
    if dated and status in _CEREMONIAL:
        evidence = next((e for e in dated[0].evidence if e.path == "/date"), None)
        draft.set(
            "date", dated[0].date, evidence.spans if evidence else (), "investment.date.of-the-ceremony", "inferred"
        )


def _unnamed(scene: Scene, group: list[int], conferences: list[Conference]) -> Investment | None:
    """A project that is not named, known by its capital."""
    draft = Draft()
    set_amounts(scene, draft, group)
    span = scene.span(group[0])
    for i in scene.role("INVESTOR"):
        name, basis, more = scene.complete(scene.reading.words(i))
        draft.add("investors", name, (scene.span(i), *more), "investment.investor", basis)
    set_site(scene, draft, scene.role("SITE")[:1])
    status, spans = status_of(scene, [span])
    draft.set("status", status, spans, "investment.status")
    draft.set("scope", "project", [span], "investment.scope")
    _date(scene, draft, [span], status, conferences)
    slots = draft.frozen()
    return Investment(**slots) if slots.get("investors") or slots.get("location") else None
