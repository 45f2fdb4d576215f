"""From a reading to its events: conferences, awards, investments, each value with its evidence."""

from collections.abc import Callable

from extract.events.award import build_awards
from extract.events.conference import build_conferences
from extract.events.investment import build_investments
from extract.events.phrases import find_phrases
from extract.events.roles import find_roles
from extract.events.scene import Completed, Scene
from extract.events.signs import Signs
from extract.reading import Reading
from extract.types import Event


def find_events(
    reading: Reading, full_name: Callable[[int], str], complete: Callable[[str], Completed]
) -> tuple[Event, ...]:
    """The events of a bulletin, without ids: conferences, then awards, then investments, each in order of mention.

    `full_name` gives the fullest form of a PERSON mention, `complete` the full name of an organisation.
    """
    signs = Signs(reading)
    phrases = find_phrases(signs)
    roles = find_roles(signs, phrases)
    scene = Scene(signs, tuple(phrases), tuple(roles), full_name, complete)
    conferences = build_conferences(scene)
    awards = build_awards(scene, conferences)
    return (*conferences, *awards, *build_investments(scene, conferences))
