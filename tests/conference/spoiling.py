"""A database that refuses to change some deliveries, as a full disk would."""

from sqlalchemy import text

from conference.database import Database

SQLITE = ("CREATE TRIGGER spoilt BEFORE UPDATE ON deliveries WHEN {rows} BEGIN SELECT raise(ABORT, 'spoilt'); END",)
POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'spoilt'; END $$",
    "CREATE TRIGGER spoilt BEFORE UPDATE ON deliveries FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION spoil()",
)


async def spoil_updates(database: Database, rows: str) -> None:
    """Let every change of *rows* fail: a condition on `old` and `new`."""
    async with database.transaction() as connection:
        for statement in SQLITE if database.is_sqlite else POSTGRESQL:
            await connection.execute(text(statement.format(rows=rows)))
