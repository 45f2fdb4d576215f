"""One thing once: organisations, people, projects, zones, places and events across bulletins.

    registry = resolve(records, decisions)          # Registry; records are decoded JSON objects or extract Records
    registry.entities(), registry.events()          # iterators of Entity, SharedEvent (ordered by id)
    registry.entity_of(bulletin, mention)           # registry id of the record's entity "e7", or None
    change = registry.update(records, removed=ids)  # incremental: equals resolving everything at once
    with_ids(record, registry)                      # a copy of the record with `entity` filled in
    redirects(old, new)                             # {id that is gone: id that now stands for it}

A loader that keeps cards in tables instead of in memory uses `sightings`, `blocks`, `family` and `resolve_cards`
(docs/registry.md).
"""

from corpus.registry.blocks import blocks
from corpus.registry.clusters import Cluster, Word, family, resolve_cards
from corpus.registry.decisions import decision, read_decisions
from corpus.registry.registry import Registry, redirects, resolve, with_ids
from corpus.registry.seen import Seen, sightings
from corpus.registry.types import (
    KINDS,
    Card,
    Change,
    Decision,
    Disagreement,
    Entity,
    EventSighting,
    Evidence,
    Kind,
    Office,
    OfficeSeen,
    ProjectFacts,
    Reference,
    SharedEvent,
    Sighting,
    Stated,
)

__all__ = [
    "KINDS",
    "Card",
    "Change",
    "Cluster",
    "Decision",
    "Disagreement",
    "Entity",
    "EventSighting",
    "Evidence",
    "Kind",
    "Office",
    "OfficeSeen",
    "ProjectFacts",
    "Reference",
    "Registry",
    "Seen",
    "SharedEvent",
    "Sighting",
    "Stated",
    "Word",
    "blocks",
    "decision",
    "family",
    "read_decisions",
    "redirects",
    "resolve",
    "resolve_cards",
    "sightings",
    "with_ids",
]
