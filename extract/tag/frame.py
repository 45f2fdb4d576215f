"""The spaCy pipeline that the parts of this hop hang on: tokens, lexicon, rules, model, arbitration, `Doc.ents`."""

from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from extract.tag.amounts import find_amounts
from extract.tag.arbiter import arbitrate, repeat
from extract.tag.crf import find_learned
from extract.tag.dates import find_dates
from extract.tag.lexicon import Lexicon
from extract.tag.rules import find_names
from extract.tag.tokens import blank_pipeline, pieces
from extract.tag.truecase import read_hints
from extract.tag.words import words
from extract.types import Mention

HINTS, RULES, LEARNED, MENTIONS = "bantin-hints", "bantin-rules", "bantin-learned", "bantin-mentions"


@Language.factory("bantin_lexicon")
def _lexicon(nlp: Language, name: str) -> Any:
    lexicon = Lexicon(nlp)

    def component(doc: Doc) -> Doc:
        doc.user_data[HINTS] = read_hints(lexicon, doc)
        return doc

    return component


@Language.component("bantin_rules")
def _rules(doc: Doc) -> Doc:
    text = pieces(doc).source  # Doc.text is put together anew each time
    names = find_names(doc, doc.user_data[HINTS])
    doc.user_data[RULES] = [*names, *find_amounts(text), *find_dates(text)]
    return doc


@Language.component("bantin_learned")
def _learned(doc: Doc) -> Doc:
    doc.user_data[LEARNED] = find_learned(doc, doc.user_data[HINTS], doc.user_data[RULES])
    return doc


@Language.component("bantin_arbiter")
def _arbiter(doc: Doc) -> Doc:
    text = pieces(doc).source
    mentions = repeat(text, arbitrate(text, doc.user_data[RULES], doc.user_data[LEARNED]))
    doc.user_data[MENTIONS] = mentions
    return doc


class Tagger:
    """Finds the mentions of a text. Loading takes most of a second: keep one for many texts.

    >>> text = "Ngày 5/3/2024, ông Lê Văn An, Giám đốc Sở Tài chính, dự lễ."
    >>> [(text[m.start:m.end], m.label) for m in Tagger()(text)][1:3]
    [('Lê Văn An', 'PERSON'), ('Giám đốc', 'POSITION')]
    """

    def __init__(self) -> None:
        self.nlp = blank_pipeline()
        for name in ("bantin_lexicon", "bantin_rules", "bantin_learned", "bantin_arbiter"):
            self.nlp.add_pipe(name)

    def __call__(self, text: str) -> tuple[Mention, ...]:
        """Non-overlapping mentions in order; offsets are code points into `text`, which must be NFC."""
        # spaCy keeps every string it has seen; the zone gives them back, so that memory stays flat over a batch
        with self.nlp.memory_zone():
            return tuple(self.nlp(text).user_data[MENTIONS])

    def doc(self, text: str) -> Doc:
        """The spaCy Doc for use in other spaCy code: mentions as `ents`, underthesea's words as `spans["words"]`."""
        doc = self.nlp(text)
        spans = [doc.char_span(m.start, m.end, label=m.label, alignment_mode="expand") for m in doc.user_data[MENTIONS]]
        doc.ents = [s for s in spans if isinstance(s, Span)]
        found = [doc.char_span(start, end, alignment_mode="expand") for start, end in words(text)]
        doc.spans["words"] = [w for w in found if isinstance(w, Span)]
        return doc
