"""Bulletins withdrawn: what they said is removed, their id stays with date and reason, and loads leave them out."""

import datetime

from sqlalchemy import Engine, delete, insert, select

from corpus.db.batch import mark_pending
from corpus.db.beside import revisions, withdrawn
from corpus.db.connection import writing
from corpus.db.tables import bulletins
from extract.errors import InputError


class WithdrawalError(InputError):
    """A withdrawal that cannot be made or taken back: of which bulletin, and why."""


def withdraw(engine: Engine, bulletin_id: str, *, by: str, why: str) -> None:
    """Put a tombstone in a bulletin's place; its record and rows are removed, its corrections stay beside it.

    Raises WithdrawalError where there is no such bulletin, or it is withdrawn already.
    """
    with writing(engine) as connection:
        gone = connection.execute(select(withdrawn).where(withdrawn.c.bulletin_id == bulletin_id)).first()
        if gone is not None:
            raise WithdrawalError(bulletin_id, f"withdrawn already by {gone.withdrawn_by}: {gone.why}")
        held = connection.execute(select(bulletins.c.url).where(bulletins.c.id == bulletin_id)).first()
        if held is None:
            raise WithdrawalError(bulletin_id, "no such bulletin in the database")
        connection.execute(
            insert(withdrawn).values(
                bulletin_id=bulletin_id, url=held.url, withdrawn_by=by, why=why,
                withdrawn_at=datetime.datetime.now(datetime.UTC),
            )
        )  # fmt: skip
        connection.execute(delete(bulletins).where(bulletins.c.id == bulletin_id))
        connection.execute(delete(revisions).where(revisions.c.bulletin_id == bulletin_id))
        mark_pending(connection, [bulletin_id])


def reinstate(engine: Engine, bulletin_id: str) -> None:
    """Take a tombstone away: the bulletin comes back when its record is next loaded. Raises WithdrawalError."""
    with writing(engine) as connection:
        if not connection.execute(delete(withdrawn).where(withdrawn.c.bulletin_id == bulletin_id)).rowcount:
            raise WithdrawalError(bulletin_id, "not withdrawn")
