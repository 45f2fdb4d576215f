"""From mentions to what they mean in this bulletin: completed bodies, full names, officials."""

from dataclasses import dataclass

from extract.link.bodies import Bodies
from extract.link.officials import Officials
from extract.reading import Reading
from extract.types import Basis, Official, Span


@dataclass(frozen=True)
class Links:
    """What linking settles for one bulletin."""

    bodies: Bodies
    names: dict[int, str]
    officials: tuple[Official, ...]

    def full_name(self, index: int) -> str:
        """The fullest form in the bulletin of PERSON mention `index`."""
        return self.names[index]

    def complete(self, name: str) -> tuple[str, Basis, tuple[Span, ...]]:
        """An organisation's name as fully as the bulletin and its publisher allow, on what basis, from which words."""
        body = self.bodies.complete(name)
        return body.name, body.basis, body.spans


def link(reading: Reading) -> Links:
    """Resolve the names of one bulletin."""
    bodies = Bodies(reading)
    officials = Officials(reading, bodies)
    return Links(bodies=bodies, names=officials.full, officials=officials.read())
