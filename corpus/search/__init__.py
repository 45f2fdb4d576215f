"""Full-text search over records: `search(index, text, filters)` gives bulletins with the sentence that matched."""

from corpus.search.counts import FACETS, facets
from corpus.search.filters import Filters, read_amount
from corpus.search.find import Answer, Hit, search
from corpus.search.index import Index
from corpus.search.marks import Passage

__all__ = ["FACETS", "Answer", "Filters", "Hit", "Index", "Passage", "facets", "read_amount", "search"]
