"""Running the service on this machine: until a signal ends it, or something that a restart may mend."""

import asyncio
import logging
import signal

from telegram.error import InvalidToken

from bot.options import fail
from bot.running import running
from conference.clock import wall_clock
from conference.config import Secrets, Settings


async def serve(settings: Settings, secrets: Secrets) -> None:
    """Run the service until SIGINT or SIGTERM; leave with status 2 and one line where it stops by itself."""
    stopped = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stopped.set)
    async with running(settings, secrets, wall_clock) as service:
        stop = asyncio.create_task(stopped.wait())
        await asyncio.wait([stop, service.work], return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        failure = service.work.exception() if service.work.done() else None
    if failure:
        fail(why(failure))


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
