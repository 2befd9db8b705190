"""What alembic runs: the migrations on the connection that `database.py` hands in, inside its transaction."""

from alembic import context

from rag.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
