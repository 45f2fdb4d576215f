"""How Alembic runs the migrations: on the connection that `corpus.db.connection.upgrade` hands over."""

from alembic import context

import corpus.db.beside
import corpus.db.registry_tables  # noqa: F401, both put their tables into the metadata
from corpus.db.tables import metadata

config = getattr(context, "config", None)  # none where the module is imported and nothing is migrated
if config is not None:
    context.configure(connection=config.attributes["connection"], target_metadata=metadata)
    with context.begin_transaction():
        context.run_migrations()
