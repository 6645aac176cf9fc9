import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram import Update
from telegram.ext import ExtBot

from bot.polling import Poller
from bot.terms import PollingInTerms
from rehearsal.telegram import LocalTelegram


@asynccontextmanager
async def polling(telegram: LocalTelegram) -> AsyncIterator[tuple[PollingInTerms, "asyncio.Queue[str]"]]:
    handled: asyncio.Queue[str] = asyncio.Queue()

    async def handle(update: Update) -> None:
        assert update.message is not None
        handled.put_nowait(update.message.text or "")

    async with ExtBot(telegram.token, base_url=telegram.base_url) as bot:
        terms = PollingInTerms(lambda: Poller(bot, handle, ["message"]))
        running = asyncio.create_task(terms.run())
        yield terms, handled
        terms.stop()
        await running


async def test_updates_are_asked_for_in_a_term_and_not_between_two() -> None:
    async with LocalTelegram() as telegram, polling(telegram) as (terms, handled):
        anna = telegram.phone(1)
        await anna.send("before")
        terms.begin()
        assert await handled.get() == "before"
        await telegram.idle()
        terms.end()
        await anna.send("between")
        await asyncio.sleep(0)
        assert handled.empty()
        terms.begin()
        assert await handled.get() == "between"


async def test_what_came_at_the_end_of_a_term_is_left_for_the_next_leader() -> None:
    async with LocalTelegram() as telegram, polling(telegram) as (terms, handled):
        await telegram.phone(1).send("late")
        terms.begin()
        assert await handled.get() == "late"
        terms.end()
        async with polling(telegram) as (other, handled_there):
            other.begin()
            assert await handled_there.get() == "late"


async def test_who_is_stopped_between_two_terms_ends() -> None:
    async with LocalTelegram() as telegram, polling(telegram) as (terms, _):
        terms.begin()
        terms.end()


async def test_who_never_led_ends() -> None:
    async with LocalTelegram() as telegram, polling(telegram):
        await asyncio.sleep(0)
