"""The tokens that everything in this hop counts by: syllables, numbers and single signs, as a spaCy Doc.

Finer than words, so that no mention starts or ends inside one; the text comes back from the Doc unchanged.
"""

from dataclasses import dataclass

from spacy.attrs import NORM  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.spelling import fold_word
from extract.syllables import syllables

PIECES = "bantin-pieces"


@dataclass(frozen=True, slots=True)
class Pieces:
    """A Doc's text, and its tokens as plain lists: as written, folded, where they begin.

    Walking a Doc costs ten times as much.
    """

    source: str
    text: list[str]
    norm: list[str]
    start: list[int]

    def end(self, k: int) -> int:
        """Where token `k` ends in the text."""
        return self.start[k] + len(self.text[k])


def pieces(doc: Doc) -> Pieces:
    """The plain lists of a Doc made by this tokenizer."""
    found: Pieces = doc.user_data[PIECES]
    return found


class SyllableTokenizer:
    """Makes a Doc of syllables; a single space after a token belongs to it, other white space is a token."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        norms: list[str] = []
        spaces: list[bool] = []
        starts: list[int] = []
        at = 0
        found = syllables(text)
        for start, word, norm in zip((*found.start, len(text)), (*found.text, ""), (*found.norm, ""), strict=True):
            if start > at:
                if text[at] == " " and words:
                    spaces[-1] = True
                    at += 1
                if start > at:  # other white space is a token
                    words.append(text[at:start])
                    norms.append(text[at:start])
                    spaces.append(False)
                    starts.append(at)
            if word:
                words.append(word)
                norms.append(norm)
                spaces.append(False)
                starts.append(start)
            at = start + len(word)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc.user_data[PIECES] = Pieces(text, words, norms, starts)
        return doc

    # spaCy writes a pipeline's tokenizer out through these; there is no state to keep
    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, _data: bytes, **_kwargs: object) -> "SyllableTokenizer":
        return self


def blank_pipeline() -> Language:
    """A spaCy pipeline that only splits, with `Token.norm_` folded (tone placement, case, Ð).

    >>> [t.norm_ for t in blank_pipeline()("Uỷ ban, 31/12")]
    ['ủy', 'ban', ',', '31', '/', '12']
    """
    vocab = Vocab(lex_attr_getters={NORM: fold_word})
    nlp = Language(vocab)
    nlp.tokenizer = SyllableTokenizer(vocab)
    return nlp
