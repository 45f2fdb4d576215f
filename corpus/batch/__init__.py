"""Many bulletins in a row: read, extracted by several processes or a cluster, given out in the order of the input.

items (what comes in) → an engine (processes here, or Dask) → the journal (what is done, on disk) → the output
"""

from corpus.batch.counts import Counts
from corpus.batch.outcome import Extracted, Failure, Item, Outcome
from corpus.batch.runs import Batch, run

__all__ = ["Batch", "Counts", "Extracted", "Failure", "Item", "Outcome", "run"]
