"""How far a project has come: the step that the words around its name report."""

from collections.abc import Iterable

from extract.events.phrases import open_model
from extract.events.scene import Scene
from extract.events.signs import triggers
from extract.types import Span, Status

MODEL = "status.crfsuite"
STATUSES: tuple[Status, ...] = (
    "proposed",
    "agreed",
    "licensed",
    "under_construction",
    "completed",
    "stopped",
    "attracted",
)


def status_features(scene: Scene, spans: Iterable[Span]) -> list[str]:
    """What is said in the sentences of a project's mentions, and in the title and the lead."""
    signs = scene.signs
    row = ["b"]
    for span in list(spans)[:4]:
        sentence = scene.sentence(span[0])
        inside = signs.inside(sentence)
        row += [f"w={signs.syllables[k].norm}" for k in inside if signs.kind[k] == "O"]
        row += [
            f"2={signs.syllables[k].norm} {signs.syllables[k + 1].norm}" for k in inside[:-1] if signs.kind[k] == "O"
        ]
        row += [f"m={signs.trigger[k]}" for k in inside]
        near = [k for k in inside if abs(signs.syllables[k].start - span[0]) < 60]
        row += [f"near={signs.trigger[k]}" for k in near] + [
            f"nearw={signs.syllables[k].norm}" for k in near if signs.kind[k] == "O"
        ]
    for line in scene.reading.lines[:2]:
        row += [f"lead={signs.trigger[k]}" for k in signs.inside(line)]
        row += [f"leadw={signs.syllables[k].norm}" for k in signs.inside(line)]
    return sorted(set(row))


def status_of(scene: Scene, spans: list[Span]) -> tuple[Status | None, list[Span]]:
    """The step and the words that say it; (None, []) where neither model nor trigger tells.

    Without a model the step of the highest rank among the triggers of the first sentences counts.
    """
    said: list[tuple[int, Status, Span]] = []
    for span in spans[:4]:
        for start, end, entry in triggers(scene.reading.text, scene.sentence(span[0])):
            status = entry.attributes.get("status")
            if status in STATUSES:
                said.append((int(entry.attributes.get("rank", 0)), status, (start, end)))
    model = open_model(MODEL)
    if model is not None:
        found = str(model.tag([status_features(scene, spans)])[0])
        for status in STATUSES:
            if status == found:
                words = [place for _, s, place in said if s == status]
                return status, words[:1] or [scene.sentence(spans[0][0])]
    if not said:
        return None, []
    _, status, place = max(said, key=lambda s: s[0])
    return status, [place]
