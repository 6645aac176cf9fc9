"""A service's settings and database for tests of commands, which run as people type them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection
from typer.testing import CliRunner, Result

from bot.cli import app
from conference.config import Settings, load_settings
from conference.database import Database
from conference.tables import deliveries
from tests.conference.example_people import MAY, a_registrant

SHIPPED = Path(__file__).parents[2] / "config.toml"

_Answer = TypeVar("_Answer")


def settings_file(folder: Path) -> Path:
    """Write the shipped settings with a database of their own; return the file."""
    path = folder / "config.toml"
    path.write_text(SHIPPED.read_text().replace(":///kopa.db", f":///{folder}/kopa.db"))
    return path


def kopa(*arguments: str | Path, answers: str = "") -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)), input=answers)


def in_database(config: Path, work: Callable[[Database, Settings], Awaitable[_Answer]]) -> _Answer:
    """Return what *work* gives, done in the database of these settings, which is made where there is none."""

    async def done() -> _Answer:
        settings = load_settings(config)
        database = await Database.open(settings.service.database_url)
        try:
            return await work(database, settings)
        finally:
            await database.close()

    return asyncio.run(done())


def register(config: Path, people: int = 1, now: datetime = MAY) -> None:
    """Register people: each has two deliveries, odd numbers by Telegram, even ones by e-mail."""

    async def registered(database: Database, settings: Settings) -> None:
        event = settings.events[0]
        few = tuple(question for question in event.questions if question.key in ("name", "email"))
        for _ in range(people):
            await a_registrant(database, event.model_copy(update={"questions": few}), now)

    in_database(config, registered)


def become(config: Path, delivery_id: int, **values: object) -> None:
    """Change a delivery."""

    async def changed(database: Database, _: Settings) -> None:
        async with database.transaction() as connection:
            await connection.execute(update(deliveries).where(deliveries.c.id == delivery_id).values(values))

    in_database(config, changed)


def change(config: Path, function: Callable[..., Awaitable[_Answer]], *arguments: object) -> _Answer:
    """Return what a function of the conference gives that takes a connection first."""

    async def changed(database: Database, _: Settings) -> _Answer:
        async with database.transaction() as connection:
            return await _with(connection)

    def _with(connection: AsyncConnection) -> Awaitable[_Answer]:
        return function(connection, *arguments)

    return in_database(config, changed)
