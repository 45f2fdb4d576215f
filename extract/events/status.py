"""How far a project has come: the step that the words around its name report."""

from collections.abc import Sequence

from extract.chain import open_chain
from extract.events.scene import Scene
from extract.events.signs import triggers
from extract.types import Span, Status

MODEL = "status.npz"
_NEAR = 6  # syllables
_CLOSE = 60  # characters
STATUSES: tuple[Status, ...] = (
    "proposed",
    "agreed",
    "licensed",
    "under_construction",
    "completed",
    "stopped",
    "attracted",
)


def status_features(scene: Scene, spans: Sequence[Span]) -> list[str]:
    """What is said around a project's mentions, by side and distance, and which steps the title and the lead report."""
    signs = scene.signs
    row = ["b"]
    for span in spans[:4]:
        sentence = scene.sentence(span[0])
        inside, here = signs.inside(sentence), signs.inside(span)
        for k in inside:
            if signs.kind[k] != "O":
                continue
            word = signs.syllables.norm[k]
            pair = f"{word} {signs.syllables.norm[k + 1]}" if k + 1 in inside else word
            away = k - here.start if k < here.start else k - here.stop + 1
            row += [f"w={word}", f"2={pair}"]
            if abs(away) <= _NEAR:
                row.append(f"n={word}|{'L' if away < 0 else 'R'}")
            if abs(away) <= 2 * _NEAR:
                row.append(f"n2={pair}")
        for start, _, entry in triggers(scene.reading.text, sentence):
            if status := entry.attributes.get("status"):
                side, far = "L" if start < span[0] else "R", min(3, abs(start - span[0]) // 40)
                row += [f"q={status}", f"q={status}|{side}|{far}"]
    for line in scene.reading.lines[:2]:
        row += [f"lead={e.attributes.get('status')}" for _, _, e in triggers(scene.reading.text, line)]
    labels = {(m.start, m.end): m.label for m in scene.reading.mentions}
    row.append(f"kind={labels.get(spans[0], 'phrase')}")
    return sorted(set(row))


def status_of(scene: Scene, spans: list[Span]) -> tuple[Status | None, list[Span]]:
    """The step and the words that say it; (None, []) where neither model nor trigger tells.

    Without a model the step of the highest rank among the triggers of the first sentences counts.
    """
    said: list[tuple[int, Status, Span]] = []
    near: dict[Status, Span] = {}
    for span in spans[:4]:
        for start, end, entry in triggers(scene.reading.text, scene.sentence(span[0])):
            status = entry.attributes.get("status")
            if status in STATUSES:
                said.append((int(entry.attributes.get("rank", 0)), status, (start, end)))
                if status != "attracted" and (0 <= span[0] - end <= _CLOSE or 0 <= start - span[1] <= _CLOSE):
                    near.setdefault(status, (start, end))
    if len(near) == 1:  # one step is named right beside the project: right 7 times in 10, the model 5 (training labels)
        ((status, place),) = near.items()
        return status, [place]
    model = open_chain("events", MODEL)
    if model is not None:
        found = model.best(model.score_strings([status_features(scene, spans)]), [(0, 1)])[0][0]
        for status in STATUSES:
            if status == found:
                words = [place for _, s, place in said if s == status]
                return status, words[:1] or [scene.sentence(spans[0][0])]
    if not said:
        return None, []
    _, status, place = max(said, key=lambda s: s[0])
    return status, [place]
