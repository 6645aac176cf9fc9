"""The composition root: the service put together, started, and stopped.

`running` reads as a recipe. The rehearsal runs the very same, with another clock and other addresses.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram.error import InvalidToken, TelegramError

from bot.application import App, build_application
from bot.commands import set_menus
from bot.leading import Led, taking_part
from bot.progress import LiveMessages
from bot.receiving import Receiver, receiving
from bot.service import Service
from bot.starting import CannotStartError, in_one_line, open_database
from bot.stored import note_start, signing_of
from bot.terms import PollingInTerms
from conference.channels.channel import Channel
from conference.channels.email import EmailChannel
from conference.channels.email.imap import BounceMailbox
from conference.channels.pacing import Pacing
from conference.channels.telegram import TelegramChannel
from conference.channels.telegram_request import AiohttpRequest
from conference.clock import Clock
from conference.config import Secrets, Settings, TelegramSettings
from conference.database import Database
from conference.delivery import Lane
from conference.marks import Marks
from conference.rendering import Renderer
from conference.signing import Signing
from conference.texts import Texts
from jobs.scheduler import Ticker, build_scheduler, tick_through

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

logger = logging.getLogger(__name__)

PAUSE_BEFORE_INTRODUCING_AGAIN = 5.0
PATIENCE_AT_THE_END = 10.0
"""Seconds."""


@dataclass(frozen=True, slots=True)
class Running:
    """The service at work."""

    service: Service
    scheduler: AsyncIOScheduler
    lanes: Sequence[Lane]
    work: asyncio.Task[None]
    """Ends only when something went wrong that a restart may mend."""

    async def tick(self) -> None:
        """Let every job run once, now, and wait for it: when a rehearsal has turned its clock."""
        await tick_through(self.scheduler)


@asynccontextmanager
async def running(settings: Settings, secrets: Secrets, clock: Clock) -> AsyncIterator[Running]:
    """Run the service while the block lasts; at its end, finish what is being sent.

    Raise CannotStartError where there is no token, or no database that this service may use.
    """
    if secrets.telegram_bot_token is None:
        raise CannotStartError("TELEGRAM_BOT_TOKEN is not set")
    async with (
        open_database(settings.service.database_url) as database,
        _at_work(settings, secrets, clock, database) as at_work,
    ):
        yield at_work


@asynccontextmanager
async def _at_work(settings: Settings, secrets: Secrets, clock: Clock, database: Database) -> AsyncIterator[Running]:
    assert secrets.telegram_bot_token is not None
    texts = Texts(settings.service.languages)
    lanes: list[Lane] = []
    owner = str(uuid4())
    signing = await _started(database, owner, clock)
    service = Service(
        settings, texts, database, Renderer(settings, texts, signing), clock, partial(_wake, lanes), signing
    )
    request = AiohttpRequest(proxy=settings.telegram.proxy)
    polling = AiohttpRequest(connection_pool_size=1, proxy=settings.telegram.proxy)
    application = build_application(service, secrets.telegram_bot_token.get_secret_value(), request, polling)
    channels = _channels(settings, secrets, application, clock, signing)
    marks = Marks(database)
    lanes += [Lane(database, channel, service.renderer, clock, owner, marks) for channel in channels]
    live = LiveMessages(service, application.bot)
    bounces = _bounces(settings, secrets)
    scheduler = build_scheduler(database, settings, lanes, owner, clock, bounces, live.show_progress)
    ticker = Ticker(scheduler)
    # Their connections are closed here: an application whose start is cut short does not know that it has any.
    async with (
        request,
        polling,
        receiving(settings, secrets, application, _pages(service, signing)) as receiver,
        taking_part(database, owner, clock, _led(ticker, receiver), partial(_share_pace, service, application)),
        _closing(application, channels, marks),
        _working(service, application, lanes, receiver, ticker) as work,
    ):
        yield Running(service, scheduler, lanes, work)


async def _started(database: Database, owner: str, clock: Clock) -> Signing:
    """Note the start of this process, and return what it signs with; from then on the database is tried again."""
    with in_one_line():
        await note_start(database, owner, clock())
        signing = await signing_of(database, clock())
    database.is_tried_again = True
    return signing


def _wake(lanes: Iterable[Lane]) -> None:
    for lane in lanes:
        lane.wake()


def _share_pace(service: Service, application: App, living: int) -> None:
    """Keep to this process's part of the bot's pace, now that so many processes are living."""
    assert isinstance(application.bot.rate_limiter, Pacing)
    application.bot.rate_limiter.messages_per_second = service.settings.telegram.messages_per_second / living
    service.wake_lanes()  # another process may have queued something


@asynccontextmanager
async def _closing(application: App, channels: Iterable[Channel], marks: Marks) -> AsyncIterator[None]:
    try:
        yield
    finally:
        await marks.close()
        for channel in channels:
            await channel.close()
        await application.shutdown()


@asynccontextmanager
async def _working(
    service: Service, application: App, lanes: list[Lane], receiver: Receiver, ticker: Ticker
) -> AsyncIterator[asyncio.Task[None]]:
    stopping = asyncio.Event()
    work = asyncio.create_task(_work(service, application, lanes, receiver, stopping))
    try:
        yield work
    finally:
        ticker.stop()
        stopping.set()
        await _stop(work)
        await ticker.finished()


def _pages(service: Service, signing: Signing) -> "list[BaseRoute]":
    if service.settings.service.public_url is None:
        return []
    from bot.unsubscribing import unsubscribe_route

    return [unsubscribe_route(service, signing)]


def _led(ticker: Ticker, receiver: Receiver) -> list[Led]:
    return [ticker, receiver] if isinstance(receiver, PollingInTerms) else [ticker]


def _channels(settings: Settings, secrets: Secrets, application: App, clock: Clock, signing: Signing) -> list[Channel]:
    channels: list[Channel] = [_telegram(settings.telegram, application)]
    if settings.email:
        password = secrets.smtp_password.get_secret_value() if secrets.smtp_password else None
        channels.append(EmailChannel(settings.email, password, clock, signing, settings.service.public_url))
    return channels


def _bounces(settings: Settings, secrets: Secrets) -> BounceMailbox | None:
    if settings.email is None or settings.email.bounces is None or secrets.imap_password is None:
        return None
    return BounceMailbox(settings.email.bounces, secrets.imap_password.get_secret_value())


def _telegram(settings: TelegramSettings, application: App) -> TelegramChannel:
    return TelegramChannel(application.bot, settings.messages_per_second, paid_broadcast=settings.paid_broadcast)


async def _work(
    service: Service, application: App, lanes: list[Lane], receiver: Receiver, stopping: asyncio.Event
) -> None:
    telegram, *others = lanes
    async with asyncio.TaskGroup() as group:
        for lane in others:
            group.create_task(lane.run())
        chatting = group.create_task(_chat(service, application, telegram, receiver))
        await stopping.wait()
        for lane in lanes:
            lane.stop()
        receiver.stop()
        if service.renderer.bot_username is None:
            chatting.cancel()  # it still waits for Telegram to answer at all


async def _chat(service: Service, application: App, lane: Lane, receiver: Receiver) -> None:
    await _introduce(service, application, receiver)
    async with asyncio.TaskGroup() as group:
        group.create_task(lane.run())
        group.create_task(receiver.run())


async def _introduce(service: Service, application: App, receiver: Receiver) -> None:
    """Learn the bot's own name, fill its menus, and say how updates are wanted.

    Telegram may be down for now; e-mail goes out meanwhile.
    """
    while True:
        try:
            await application.initialize()
            await receiver.prepare()
            await set_menus(application.bot, service.texts)
        except InvalidToken:
            raise
        except TelegramError as error:
            logger.warning("Telegram does not answer, trying again: %s", type(error).__name__)
            await asyncio.sleep(PAUSE_BEFORE_INTRODUCING_AGAIN)
        else:
            service.renderer.bot_username = application.bot.username
            logger.info("running as @%s", application.bot.username)
            return


async def _stop(work: asyncio.Task[None]) -> None:
    """Let what is being sent and answered come to its end, for a while; a restart sees to the rest."""
    await asyncio.wait([work], timeout=PATIENCE_AT_THE_END)
    work.cancel()
    await asyncio.gather(work, return_exceptions=True)
