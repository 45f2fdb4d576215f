"""Slots while they are being filled: every value comes with its evidence, or it is not set."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from extract.types import Basis, Evidence, Span


@dataclass
class Draft:
    """One event under construction; `set` and `add` keep value and evidence together."""

    slots: dict[str, Any] = field(default_factory=dict)
    evidence: list[Evidence] = field(default_factory=list)

    def set(self, slot: str, value: object, spans: Iterable[Span], rule: str, basis: Basis = "stated") -> None:
        """Fill a single-valued slot once; a value of None fills nothing."""
        if value is None or self.slots.get(slot) is not None:
            return
        self.slots[slot] = value
        self.evidence.append(Evidence(path=f"/{slot}", spans=tuple(spans), basis=basis, rule=rule))

    def add(self, slot: str, value: object, spans: Iterable[Span], rule: str, basis: Basis = "stated") -> None:
        """Append a value to a list slot, unless it is there already."""
        values = self.slots.setdefault(slot, [])
        if value in values:
            return
        self.evidence.append(Evidence(path=f"/{slot}/{len(values)}", spans=tuple(spans), basis=basis, rule=rule))
        values.append(value)

    def frozen(self) -> dict[str, Any]:
        """The slots with lists as tuples, and the evidence, ready for a model of `extract.types`."""
        done = {k: tuple(v) if isinstance(v, list) else v for k, v in self.slots.items()}
        return {**done, "evidence": tuple(self.evidence)}
