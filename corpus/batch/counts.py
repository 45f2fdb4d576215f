"""How much came in, what came out, and why the rest did not."""

import re
from collections.abc import Iterable

import msgspec

from corpus.batch.outcome import Extracted, Outcome

_PARTICULAR = re.compile(r"'[^']*'|\"[^\"]*\"|`[^`]*`|(?<=: ).*|\d+(?:[.,]\d+)*", re.DOTALL)
_KINDS = 200  # of reasons; the errors file has every one in full


def kind_of(reason: str) -> str:
    """A reason without what is particular to one document, to count by.

    >>> kind_of("not JSON: JSON is malformed: invalid character (byte 17)")
    'not JSON: …'
    >>> kind_of("`published` is '5/3/2019', not an ISO date such as 2019-03-05")
    '… is …, not an ISO date such as …-…-…'
    """
    return re.sub(r"…(?:\s*…)+", "…", _PARTICULAR.sub("…", reason))[:120]


class Counts(msgspec.Struct, kw_only=True):
    """Counts of a run: inputs taken, records and bytes written, events by type, issues by code, the rest by reason."""

    inputs: int = 0
    records: int = 0
    bytes: int = 0
    error_bytes: int = 0
    events: dict[str, int] = msgspec.field(default_factory=dict)
    issues: dict[str, int] = msgspec.field(default_factory=dict)
    errors: dict[str, int] = msgspec.field(default_factory=dict)
    notices: dict[str, int] = msgspec.field(default_factory=dict)

    @property
    def failed(self) -> int:
        """How many inputs gave no record though they should have."""
        return sum(self.errors.values())

    def take(self, outcome: Outcome) -> None:
        """Count one outcome."""
        if isinstance(outcome, Extracted):
            self.records += 1
            _add(self.events, outcome.events)
            _add(self.issues, outcome.issues)
        elif outcome.label == "error":
            _add(self.errors, [kind_of(outcome.reason)])
        else:
            _add(self.notices, [f"{outcome.label}: {kind_of(outcome.reason)}"])

    def summary(self) -> dict[str, object]:
        """The counts in plain JSON form, names sorted."""
        plain: dict[str, object] = {"inputs": self.inputs, "records": self.records, "failed": self.failed}
        for name in ("events", "issues", "errors", "notices"):
            plain[name] = dict(sorted(getattr(self, name).items()))
        return plain


def _add(counts: dict[str, int], names: Iterable[str]) -> None:
    for name in names:
        if name not in counts and len(counts) >= _KINDS:
            name = "others"
        counts[name] = counts.get(name, 0) + 1
