"""Which version of the tables a database has, and which this Kopā knows."""

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect
from sqlalchemy.ext.asyncio import AsyncConnection

VERSIONS = tuple(
    reversed([version.revision for version in ScriptDirectory(Path(__file__).parent / "migrations").walk_revisions()])
)
"""All versions, the newest last."""

OURS = frozenset({"people", "registrations", "notices", "deliveries"})


async def version_of(connection: AsyncConnection) -> str | None:
    """Return the version of the tables, which a newer Kopā may have made; None where they are no Kopā's."""
    tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    if not tables >= OURS:
        return None
    return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())
