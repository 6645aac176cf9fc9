"""`kopa backup`, `restore`, `status`, `pause`, `resume`: for whoever runs the service."""

import asyncio
import os
import signal
from pathlib import Path
from typing import Annotated

import typer

from bot.options import CONFIG, ConfigOption, console, fail, failing_in_one_line, settings_in
from bot.starting import alone_on
from bot.stored import changing, existing_file, process_on, sqlite_file
from conference.backup import BackupError
from conference.clock import wall_clock
from conference.config import BackupSettings, Settings
from conference.restoring import RestoreError

commands = typer.Typer()

YesOption = Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")]


@commands.command()
def backup(
    folder: Annotated[Path | None, typer.Argument(help="By default the one of the settings.")] = None,
    config: ConfigOption = CONFIG,
) -> None:
    """Copy the database into a folder, also while the service runs. Only the newest copies are kept there."""
    settings = settings_in(config)
    with failing_in_one_line():
        path = existing_file(settings.service.database_url)
    if path is None:
        fail("PostgreSQL has a tool of its own for this: pg_dump, see docs/operating.md")
    if folder is None and settings.backup is None:
        fail("which folder? Name one, or write a [backup] section into the settings")
    try:
        copy = asyncio.run(_backed_up(settings, path, folder))
    except BackupError as error:
        fail(f"no backup was made: {error}")
    console.print(f"written: {copy}", markup=False)


@commands.command()
def reload(config: ConfigOption = CONFIG) -> None:
    """Let the running service read its settings again. What is being sent is finished first; nothing is lost."""
    settings = settings_in(config)
    with failing_in_one_line():
        path = existing_file(settings.service.database_url)
    if path is None:
        fail("on PostgreSQL, send SIGHUP to each process: see docs/postgresql.md")
    holder = process_on(path)
    if holder is None:
        fail(f"no service is running on {path}")
    os.kill(holder, signal.SIGHUP)
    console.print("the service reads its settings again; its log says what has come of it", markup=False)


@commands.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A backup that `kopa backup` or the service has made.")],
    config: ConfigOption = CONFIG,
) -> None:
    """Put a backup in the place of the database, which is kept beside. Nothing is sent until `kopa resume`."""
    from bot.resuming import show_restored
    from conference.restoring import restore

    settings, now = settings_in(config), wall_clock()
    path = sqlite_file(settings.service.database_url)
    if path is None:
        fail("PostgreSQL has a tool of its own for this: pg_restore, see docs/operating.md")
    try:
        with failing_in_one_line(), alone_on(settings.service.database_url):
            restored = asyncio.run(restore(file, path, settings.events, now))
    except RestoreError as error:
        fail(f"nothing was restored: {error}")
    except OSError as error:
        fail(f"nothing was restored: {error.filename}: {error.strerror}")
    show_restored(console, file, restored, settings.service.time_zone)


@commands.command()
def status(
    config: ConfigOption = CONFIG,
    as_json: Annotated[bool, typer.Option("--json", help="For monitoring.")] = False,
) -> None:
    """Show whether the service runs, what it has sent and what waits, and who is registered. Changes nothing."""
    from bot import status_view

    settings, now = settings_in(config), wall_clock()
    with failing_in_one_line():
        report = asyncio.run(status_view.reported(settings, now))
    if as_json:
        print(status_view.as_json(report))
    else:
        status_view.show(console, report, settings.service.time_zone)


@commands.command()
def pause(config: ConfigOption = CONFIG) -> None:
    """Let nothing be sent until `kopa resume`. People are answered in their chats, and notices are queued."""
    settings = settings_in(config)
    with failing_in_one_line():
        is_new = asyncio.run(_paused(settings))
    console.print("Paused: nothing is sent until `kopa resume`." if is_new else "It is paused already.", markup=False)


@commands.command()
def resume(
    config: ConfigOption = CONFIG,
    send_all: Annotated[bool, typer.Option("--send-all", help="Send all that is queued.")] = False,
    withdraw: Annotated[
        bool, typer.Option("--withdraw-due", help="Never send what was due before the restore, or else before now.")
    ] = False,
    yes: YesOption = False,
) -> None:
    """End a pause, after showing what would be sent.

    With --yes alone, what was due before a restore is withdrawn: the lost database may have sent it. Without a
    restore, all is sent.
    """
    from bot import resuming

    if send_all and withdraw:
        fail("either --send-all or --withdraw-due")
    settings = settings_in(config)
    with failing_in_one_line():
        queued = asyncio.run(resuming.queued(settings, wall_clock()))
    if queued is None:
        console.print("It is not paused.")
        return
    resuming.show(console, queued, settings.service.time_zone)
    decided = withdraw or (not send_all and queued.pause_is_restore)
    if not yes:
        decided = resuming.ask(console, queued, None if not (send_all or withdraw) else decided)
    with failing_in_one_line():
        withdrawn = asyncio.run(resuming.resume(settings, queued, wall_clock(), withdraw=decided))
    console.print(f"Resumed; {withdrawn} withdrawn.")


async def _backed_up(settings: Settings, path: Path, folder: Path | None) -> Path:
    from conference.backup import back_up
    from conference.database import Database

    wished = settings.backup or BackupSettings()
    database = Database(settings.service.database_url)
    try:
        return await back_up(database, path, folder or wished.folder_for(path), wished.keep, wall_clock())
    finally:
        await database.close()


async def _paused(settings: Settings) -> bool:
    from conference import service_state

    async with changing(settings.service.database_url) as connection:
        return await service_state.pause(connection, service_state.PauseReason.OPERATOR, wall_clock())
