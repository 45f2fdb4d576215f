"""What part each mention plays in the bulletin's events: organiser, participant, investor, amount of a project …

A CRF over the mentions of a bulletin in their order; trained by `corpus.training.events`.
"""

from bisect import bisect_right
from collections.abc import Iterable

from extract.chain import open_chain
from extract.events.phrases import Phrase
from extract.events.signs import EDGE, Signs, compressed

MODEL = "roles.npz"
EAGER = 0.5  # taken from the score of having no part; set by cross-validation on the training labels


def role_features(signs: Signs, phrases: Iterable[Phrase]) -> list[list[str]]:
    """Features of every mention of the reading."""
    reading = signs.reading
    text = reading.text
    marks: dict[tuple[int, int], list[str]] = {}
    by_start = sorted(phrases)
    rows = []
    before_label = EDGE
    sentences = reading.sentences
    starts = [s for s, _ in sentences]
    title_end = reading.lines[0][1] if reading.lines else 0
    title = {reading.words(i) for i in reading.within((0, title_end))}
    for i, mention in enumerate(reading.mentions):
        number = bisect_right(starts, mention.start) - 1
        sentence = sentences[number]
        if sentence not in marks:
            marks[sentence] = sorted(
                {signs.trigger[k] for k in signs.inside(sentence) if signs.trigger[k] != "-"}
                | {f"P:{p.kind}" for p in by_start if sentence[0] <= p.start < sentence[1]}
            )
        here = signs.inside((mention.start, mention.end))
        first, last = (here[0], here[-1]) if here else (0, 0)
        floor = signs.inside(sentence)
        left = compressed(signs, range(max(floor.start, first - 12), first))[-5:]
        right = compressed(signs, range(last + 1, min(floor.stop, last + 13)))[:5]
        left = [EDGE] * (5 - len(left)) + left
        right += [EDGE] * (5 - len(right))
        label = mention.label
        after_label = reading.mentions[i + 1].label if i + 1 < len(reading.mentions) else EDGE
        held = [p.kind for p in by_start if p.start <= mention.start and mention.end <= p.end]
        past = [p.kind for p in by_start if sentence[0] <= p.start < mention.start][-1:]
        coming = [p.kind for p in by_start if mention.end <= p.start < sentence[1]][:1]
        row = [
            "b",
            f"t={label}",
            f"{label}:l1={left[-1]}",
            f"{label}:l2={left[-2]}|{left[-1]}",
            f"{label}:l3={left[-3]}|{left[-2]}|{left[-1]}",
            f"{label}:r1={right[0]}",
            f"{label}:r2={right[0]}|{right[1]}",
            f"{label}:r3={right[0]}|{right[1]}|{right[2]}",
            *(f"{label}:L={w}" for w in left),
            *(f"{label}:R={w}" for w in right),
            f"{label}:t-1={before_label}",
            f"{label}:t+1={after_label}",
            f"{label}:at={signs.where(mention.start)}",
            f"{label}:head={signs.syllables.norm[first] if here else EDGE}",
            *(f"{label}:s={m}" for m in marks[sentence]),
            *(f"{label}:in={k}" for k in held),
            *(f"{label}:past={k}" for k in past),
            *(f"{label}:coming={k}" for k in coming),
        ]
        if text[mention.start : mention.end] in title:
            row.append(f"{label}:in-title")
        if number and (previous := marks.get(sentences[number - 1])):
            row += [f"{label}:s-1={m}" for m in previous]
        rows.append(row)
        before_label = label
    return rows


def find_roles(signs: Signs, phrases: Iterable[Phrase]) -> list[str]:
    """The role of every mention ("-" for none); all "-" where no model is shipped."""
    model = open_chain("events", MODEL)
    if model is None or not signs.reading.mentions:
        return ["-"] * len(signs.reading.mentions)
    scores = model.score_strings(role_features(signs, phrases))
    scores -= [EAGER if label == "-" else 0.0 for label in model.labels]
    return model.best(scores, [(0, len(scores))])[0]
