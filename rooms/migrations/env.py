"""Alembic's entry: works on the connection that `rooms.migrate` hands over."""

from alembic import context

from rooms.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
