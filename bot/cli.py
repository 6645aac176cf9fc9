"""`kopa`: the service on the command line."""

import asyncio
import logging
import os
import signal
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from telegram.error import InvalidToken

from bot.running import running
from bot.starting import CannotStartError
from conference.clock import wall_clock
from conference.config import Secrets, Settings, load_secrets, load_settings
from conference.mistakes import SettingsError
from conference.readiness import readiness

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
console = Console(highlight=False, soft_wrap=True)
errors = Console(stderr=True, highlight=False, soft_wrap=True)

ConfigOption = Annotated[Path, typer.Option("--config", "-c", help="The settings file.", envvar="KOPA_CONFIG")]
CONFIG = Path("config.toml")


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"


@app.callback()
def kopa() -> None:
    """Kopā registers people for conferences in Telegram, and reminds them by Telegram and e-mail."""


@app.command()
def run(config: ConfigOption = CONFIG) -> None:
    """Run the bot with the token in TELEGRAM_BOT_TOKEN, until stopped."""
    settings, secrets = _settings(config), _secrets()
    if secrets.telegram_bot_token is None:
        _fail("TELEGRAM_BOT_TOKEN is not set: get a token from @BotFather, or try `kopa rehearse`")
    _log_to_stderr()
    try:
        asyncio.run(_run(settings, secrets))
    except CannotStartError as error:
        _fail(str(error))


@app.command()
def check(config: ConfigOption = CONFIG) -> None:
    """Name every mistake in the settings, and what is still missing for a real start."""
    settings, secrets = _settings(config), _secrets()
    console.print(f"{config}: no mistakes, {len(settings.events)} event(s).")
    missing = readiness(settings, secrets, wall_clock())
    if missing:
        console.print("Still missing for a real start:")
    for line in missing:
        console.print(f"  - {line}", markup=False)


def main() -> None:
    """Run the command line."""
    app()


async def _run(settings: Settings, secrets: Secrets) -> None:
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    async with running(settings, secrets, wall_clock) as service:
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait([stop, service.work], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if service.work.done():
            _explain(service.work.exception())


def _explain(error: BaseException | None) -> None:
    """Say in one line why the service stopped by itself, and leave with an error so that it is started again."""
    causes = _causes(error)
    if any(isinstance(cause, InvalidToken) for cause in causes):
        _fail("TELEGRAM_BOT_TOKEN was refused by Telegram: copy it again from @BotFather")
    _fail("stopped: " + ", ".join(sorted({type(cause).__name__ for cause in causes})))


def _causes(error: BaseException | None) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [cause for inner in error.exceptions for cause in _causes(inner)]
    return [error] if error else []


def _settings(config: Path) -> Settings:
    try:
        return load_settings(config)
    except SettingsError as error:
        for mistake in error.mistakes:
            errors.print(str(mistake), markup=False)
        raise typer.Exit(2) from None


def _secrets() -> Secrets:
    try:
        return load_secrets(os.environ)
    except SettingsError as error:
        _fail(str(error))


def _fail(line: str) -> NoReturn:
    errors.print(line, markup=False)
    raise typer.Exit(2)


def _log_to_stderr() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # They log each request with its address, which has the token in it, or each tick.
    for noisy in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
