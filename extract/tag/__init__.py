"""From a bulletin's text to its mentions: `Tagger` is the hop."""

from extract.tag.frame import Tagger

__all__ = ["Tagger"]
