"""Bringing the schema up to date, safely where several replicas start at once or one after another is upgraded."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

LOCK = 6_733_251_904
"""Any number of our own: the name of PostgreSQL's advisory lock."""


def migrate(engine: Engine) -> None:
    """Apply all migrations in one transaction that other replicas wait for.

    A schema that a newer version has made is left as it is: replicas are upgraded one by one, and one of the old ones
    may start again meanwhile. Newer versions therefore only add, or wait with what they take away.
    """
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":
            # A migration, and waiting for that of another replica, take the time they take.
            connection.execute(text("SET LOCAL statement_timeout = 0"))
            connection.execute(text("SET LOCAL lock_timeout = 0"))
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        if schema_at(connection) in {None, *_known()}:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")


def schema_at(connection: Connection) -> str | None:
    """Return the revision of the schema of a database; None where it has none yet."""
    return MigrationContext.configure(connection).get_current_revision()


def newest_schema() -> str:
    """Return the revision that this version works with."""
    return _known()[0]


@cache
def _known() -> tuple[str, ...]:
    """Return all revisions of this version, the newest first."""
    return tuple(each.revision for each in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
