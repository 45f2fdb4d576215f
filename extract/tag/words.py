"""underthesea's words, with their places in the text.

`underthesea.word_tokenize` rewrites what it splits (Hoà → Hòa, NFD → NFC) and gives no offsets, so its words cannot
be found again in one document of six. Its tokenizer's own pattern is therefore walked over the text, and its model
asked only where words begin: nothing is searched for, nothing can be lost.
"""

import functools
from pathlib import Path
from typing import Any

from underthesea.pipeline import word_tokenize as segmenter
from underthesea.pipeline.text_normalize import token_normalize
from underthesea.pipeline.word_tokenize.regex_tokenize import patterns

from extract.types import Span


@functools.cache
def _model() -> Any:
    from underthesea.models.fast_crf_sequence_tagger import FastCRFSequenceTagger

    model = FastCRFSequenceTagger()
    model.load(str(Path(segmenter.__file__).parent / "models" / "ws_crf_vlsp2013_20230727"))
    return model


def words(text: str) -> list[Span]:
    """Spans of underthesea's words in `text`, line by line, in order.

    >>> line = "Uỷ ban nhân dân tỉnh họp."
    >>> [line[a:b] for a, b in words(line)]
    ['Uỷ', 'ban nhân dân', 'tỉnh', 'họp', '.']
    """
    found: list[Span] = []
    base = 0
    for line in text.split("\n"):
        spans = [m.span() for m in patterns.finditer(line)]
        if spans:
            tokens = [[token_normalize(line[a:b], use_character_normalize=True)] for a, b in spans]
            for (a, b), tag in zip(spans, _model().predict(tokens), strict=True):
                if tag == "I-W" and found and found[-1][0] >= base:
                    found[-1] = (found[-1][0], base + b)
                else:
                    found.append((base + a, base + b))
        base += len(line) + 1
    return found
