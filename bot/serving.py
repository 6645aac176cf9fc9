"""Running the service on this machine: until a signal ends it, or something that a restart may mend."""

import asyncio
import logging
import signal
from collections.abc import Callable

from telegram.error import InvalidToken

from bot.options import fail
from bot.running import running
from conference.clock import wall_clock
from conference.config import Secrets, Settings
from conference.mistakes import SettingsError

logger = logging.getLogger(__name__)

ReadSettings = Callable[[], Settings]


async def serve(settings: Settings, read_settings: ReadSettings, secrets: Secrets) -> None:
    """Run the service until SIGINT or SIGTERM; leave with status 2 and one line where it stops by itself.

    At SIGHUP it reads the settings again and goes on with them. Where there are mistakes in them it names these, and
    goes on with what it has.
    """
    signals: asyncio.Queue[int] = asyncio.Queue()
    for signal_number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(signal_number, signals.put_nowait, signal_number)
    now: Settings | None = settings
    while now:
        now = await _serve_with(now, read_settings, secrets, signals)


async def _serve_with(
    settings: Settings, read_settings: ReadSettings, secrets: Secrets, signals: asyncio.Queue[int]
) -> Settings | None:
    """Run the service. Return the settings to go on with, or None where it is to stop."""
    after: Settings | None = None
    # What is being sent is finished, and all begins anew: no part of the service has to know how to change.
    async with running(settings, secrets, wall_clock) as service:
        while after is None and await _next(signals, service.work) == signal.SIGHUP:
            after = _read_again(read_settings)
        failure = service.work.exception() if service.work.done() else None
    if failure:
        fail(why(failure))
    return after


async def _next(signals: asyncio.Queue[int], work: "asyncio.Task[None]") -> int | None:
    """Return the next signal; None where the service has stopped by itself."""
    signalled = asyncio.create_task(signals.get())
    await asyncio.wait([signalled, work], return_when=asyncio.FIRST_COMPLETED)
    if signalled.done():
        return signalled.result()
    signalled.cancel()
    return None


def _read_again(read_settings: ReadSettings) -> Settings | None:
    try:
        settings = read_settings()
    except SettingsError as error:
        for mistake in error.mistakes:
            logger.error("not reloaded: %s", mistake)
        return None
    logger.info("the settings are read again")
    return settings


def why(failure: BaseException) -> str:
    """Return in one line why the service stopped, without texts that may hold names."""
    causes = _causes(failure)
    if any(isinstance(cause, InvalidToken) for cause in causes):
        return "TELEGRAM_BOT_TOKEN was refused by Telegram: copy it again from @BotFather"
    return "stopped: " + ", ".join(sorted({type(cause).__name__ for cause in causes}))


def log_to_stderr() -> None:
    """Log what the service does, one line each."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    # They log each request with its address, which has the token in it, each tick, or each step of a migration.
    for noisy in ("httpx", "httpcore", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(without_what_people_wrote)


def without_what_people_wrote(record: logging.LogRecord) -> bool:
    """Take the received data out of the line in which python-telegram-bot says that it cannot read an update."""
    if record.name.startswith("telegram.") and record.levelno >= logging.CRITICAL:
        record.msg, record.args, record.exc_info = "an update of Telegram's cannot be read", (), None
    return True


def _causes(error: BaseException) -> list[BaseException]:
    if isinstance(error, BaseExceptionGroup):
        return [cause for inner in error.exceptions for cause in _causes(inner)]
    return [error]
