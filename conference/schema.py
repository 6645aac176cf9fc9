"""Which version of the tables a database has, and which this Kopā knows."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncConnection

MIGRATIONS = Path(__file__).parent / "migrations"

VERSIONS = tuple(sorted(path.stem.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py")))
"""All versions, the newest last. Each migration's file begins with its own."""

OURS = frozenset({"people", "registrations", "notices", "deliveries"})


async def version_of(connection: AsyncConnection) -> str | None:
    """Return the version of the tables, which a newer Kopā may have made; None where they are no Kopā's."""
    tables = await connection.run_sync(lambda sync: set(inspect(sync).get_table_names()))
    return await connection.run_sync(stored_version) if tables >= OURS else None


def stored_version(connection: Connection) -> str | None:
    """Return the version that the last migration left behind, where there was one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
