import pytest
from telegram import Bot
from telegram.error import RetryAfter

from rehearsal.telegram import FloodControl, LocalTelegram
from rehearsal.telegram.errors import BotApiError


class Seconds:
    now = 1000.0

    def __call__(self):
        return self.now


def refused_after(flood, chat_id, is_paid=False):
    """The seconds that flood control tells the chat's next message to wait; 0: it is admitted."""
    try:
        flood.admit(chat_id, is_paid=is_paid)
    except BotApiError as error:
        return error.retry_after
    return 0


def test_a_chat_gets_one_message_a_second():
    clock = Seconds()
    flood = FloodControl(clock=clock)
    answers = [refused_after(flood, 7), refused_after(flood, 7), refused_after(flood, 8)]
    clock.now += 0.99
    answers.append(refused_after(flood, 7))

    assert answers == [0, 1, 0, 0]


def test_all_chats_together_get_thirty_messages_a_second_after_a_first_burst():
    clock = Seconds()
    flood = FloodControl(clock=clock)
    first = [refused_after(flood, chat) for chat in range(100)].count(0)
    clock.now += 1
    second = [refused_after(flood, chat) for chat in range(1000, 1100)].count(0)

    assert (first, second) == (31, 30)


def test_a_group_gets_twenty_messages_a_minute():
    clock = Seconds()
    flood = FloodControl(clock=clock)
    answers = []
    for _ in range(21):
        answers.append(refused_after(flood, -100))
        clock.now += 1
    clock.now += answers[-1] - 1
    answers.append(refused_after(flood, -100))

    assert answers == [0] * 20 + [40, 0]


def test_a_refused_message_does_not_count():
    clock = Seconds()
    flood = FloodControl(clock=clock)
    flood.admit(7)
    for _ in range(10):
        refused_after(flood, 7)
    clock.now += 1

    assert refused_after(flood, 7) == 0


def test_what_is_paid_for_is_not_counted_among_the_others():
    flood = FloodControl(clock=Seconds())
    paid = [refused_after(flood, chat, is_paid=True) for chat in range(1_200)].count(0)
    others = [refused_after(flood, chat) for chat in range(2_000, 2_100)].count(0)

    assert (paid, others) == (1_001, 31)


async def test_the_bot_says_what_it_pays_for():
    async with LocalTelegram(flood=FloodControl(overall=1, clock=Seconds())) as telegram, bot_of(telegram) as bot:
        for chat in range(7, 17):
            await telegram.phone(chat).send("/start")
            await bot.send_message(chat, "Labdien", allow_paid_broadcast=True)

    assert [len(telegram.phone(chat).messages) for chat in range(7, 17)] == [2] * 10


async def test_the_bot_hears_429_and_how_long_to_wait():
    async with LocalTelegram(flood=FloodControl(clock=Seconds())) as telegram, bot_of(telegram) as bot:
        anna = telegram.phone(7)
        await anna.send("/start")
        await bot.send_message(7, "Labdien")
        with pytest.raises(RetryAfter, match=r"Retry in (1 seconds|0:00:01)"):
            await bot.send_message(7, "Labdien vēlreiz")

    assert [message.text for message in anna.messages] == ["/start", "Labdien"]


def bot_of(telegram):
    return Bot(telegram.token, base_url=telegram.base_url)
