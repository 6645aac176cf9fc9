import asyncio

import pytest
from telegram import Bot
from telegram.error import Conflict


def texts(updates):
    return [update.message.text for update in updates]


async def test_updates_come_again_until_a_later_offset_confirms_them(bot, anna):
    await anna.send("Anna")
    first = await bot.get_updates(timeout=0)
    again = await bot.get_updates(timeout=0)
    rest = await bot.get_updates(offset=first[0].update_id + 1, timeout=0)
    none = await bot.get_updates(offset=first[1].update_id + 1, timeout=0)

    assert [texts(u) for u in (first, again, rest, none)] == [["/start", "Anna"], ["/start", "Anna"], ["Anna"], []]


async def test_a_limit_keeps_the_rest_for_later(bot, anna):
    await anna.send("Anna")

    assert texts(await bot.get_updates(limit=1, timeout=0)) == ["/start"]


async def test_a_negative_offset_forgets_all_but_the_last_ones(bot, anna):
    await anna.send("Anna")

    assert texts(await bot.get_updates(offset=-1, timeout=0)) == ["Anna"]
    assert texts(await bot.get_updates(timeout=0)) == ["Anna"]


async def test_a_long_poll_ends_with_the_next_update(bot, telegram):
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=50))
        await until_polling(telegram)
        await telegram.phone(7).send("Labdien")

    assert texts(poll.result()) == ["Labdien"]


async def test_the_earlier_of_two_polls_hears_409_and_the_later_one_gets_the_update(bot, another_bot, telegram):
    async with asyncio.TaskGroup() as tasks:
        earlier = tasks.create_task(refused(another_bot.get_updates(timeout=50)))
        await until_polling(telegram)
        later = tasks.create_task(bot.get_updates(timeout=50))
        conflict = await earlier
        await telegram.phone(7).send("Labdien")

    assert "terminated by other getUpdates request" in str(conflict)
    assert texts(later.result()) == ["Labdien"]


async def test_the_poll_of_a_dead_bot_does_not_stand_in_the_way(telegram, bot):
    _, writer = await asyncio.open_connection("127.0.0.1", telegram.port)
    writer.write(b"GET /bot1:rehearsal/getUpdates?timeout=50 HTTP/1.1\r\nHost: x\r\n\r\n")
    await until_polling(telegram)
    writer.transport.abort()
    await telegram.phone(7).send("Labdien")

    assert texts(await bot.get_updates(timeout=50)) == ["Labdien"]


async def test_kinds_that_the_bot_did_not_allow_are_not_queued(bot, telegram, anna):
    await bot.get_updates(offset=-1, timeout=0, allowed_updates=["callback_query"])
    await anna.send("Anna")
    await anna.press_data("yes", 1)

    (start, press) = await bot.get_updates(timeout=0)
    assert (start.message.text, press.callback_query.data) == ("/start", "yes")


async def test_waiting_updates_can_be_dropped_and_are_counted(bot, anna):
    counts = [(await bot.get_webhook_info()).pending_update_count]
    await bot.delete_webhook()
    counts.append((await bot.get_webhook_info()).pending_update_count)
    await bot.delete_webhook(drop_pending_updates=True)
    counts.append((await bot.get_webhook_info()).pending_update_count)

    assert counts == [1, 1, 0]


async def test_idle_ends_when_the_last_update_is_confirmed(bot, telegram, anna):
    idle = asyncio.ensure_future(telegram.idle())
    (start,) = await bot.get_updates(timeout=0)
    assert not idle.done()
    await bot.get_updates(offset=start.update_id + 1, timeout=0)

    await idle


async def test_idle_says_how_many_updates_nobody_confirmed(telegram, anna):
    with pytest.raises(AssertionError, match="1 updates not confirmed"):
        await telegram.idle(timeout=0.01)


async def test_closing_ends_a_long_poll_with_nothing(telegram, bot):
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=50))
        await until_polling(telegram)
        await telegram.__aexit__()

    assert poll.result() == ()


async def until_polling(telegram):
    """Wait for the next getUpdates to arrive."""
    await telegram._state.updates._arrived.wait()


@pytest.fixture
async def another_bot(telegram):
    async with Bot(telegram.token, base_url=telegram.base_url) as bot:
        yield bot


async def refused(call):
    with pytest.raises(Conflict) as refusal:
        await call
    return refusal.value
