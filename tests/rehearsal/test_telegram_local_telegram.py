import asyncio
import signal
import sys

import httpx
import pytest
from telegram import Bot
from telegram.error import NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from rehearsal.telegram import LocalTelegram


async def test_a_method_fails_on_demand_as_often_as_it_should(telegram, anna, bot):
    telegram.fail_next("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
    telegram.fail_next("sendMessage", 502, "Bad Gateway", times=2)
    errors = []
    for _ in range(4):
        try:
            await bot.send_message(7, "Labdien")
        except TelegramError as error:
            errors.append(type(error))

    assert errors == [RetryAfter, NetworkError, NetworkError]
    assert [message.text for message in anna.messages] == ["/start", "Labdien"]
    assert [request.method for request in telegram.requests].count("sendMessage") == 4


async def test_an_answer_can_be_lost_although_the_message_arrived(telegram, anna, bot):
    telegram.lose_next("sendMessage")
    with pytest.raises(NetworkError, match="RemoteProtocolError"):
        await bot.send_message(7, "Pirmais")
    await bot.send_message(7, "Otrais")

    assert [message.text for message in anna.messages] == ["/start", "Pirmais", "Otrais"]


async def test_it_listens_on_a_given_port():
    async with LocalTelegram() as first:
        port = first.port
    async with LocalTelegram(port=port) as second, Bot(second.token, base_url=f"http://127.0.0.1:{port}/bot") as bot:
        assert bot.id == 1


async def test_a_port_that_is_taken_is_an_ordinary_error(telegram):
    with pytest.raises(OSError, match="in use"):
        await LocalTelegram(port=telegram.port).__aenter__()


async def test_signal_handlers_are_left_alone():
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    async with LocalTelegram():
        assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


async def test_nothing_that_is_said_reaches_the_logs(telegram, anna, bot, caplog):
    caplog.set_level("DEBUG", "uvicorn")
    caplog.set_level("DEBUG", "rehearsal")
    await bot.send_message(7, "Noslēpums")
    telegram.fail_next("sendMessage", 400, "Bad Request: no")
    with pytest.raises(TelegramError):
        await bot.send_message(7, "Noslēpums")
    shown = [r.getMessage() for r in caplog.records if r.name.startswith(("uvicorn", "rehearsal", "starlette"))]

    assert not [line for line in shown if "Noslēpums" in line]


async def echo(bot):
    """A bot that repeats what it hears, to each chat at its own pace."""
    offset = 0
    while True:
        updates = await bot.get_updates(offset=offset, timeout=50)
        await asyncio.gather(*(bot.send_message(u.message.chat.id, f"{u.message.text}!") for u in updates))
        offset = updates[-1].update_id + 1 if updates else offset


async def test_two_hundred_people_talk_to_the_bot_side_by_side(telegram):
    async def talk(number):
        phone = telegram.phone(number)
        for turn in range(2):
            await phone.send(f"{number}/{turn}")
            await phone.wait_for(f"{number}/{turn}!", timeout=60)
        return len(phone.messages)

    request = HTTPXRequest(connection_pool_size=64, pool_timeout=60)
    async with Bot(telegram.token, base_url=telegram.base_url, request=request) as bot:
        echoing = asyncio.create_task(echo(bot))
        lengths = await asyncio.gather(*map(talk, range(1, 201)))
        await telegram.idle()
        echoing.cancel()

    assert lengths == [4] * 200


_DYING_BOT = """
import sys, httpx
with httpx.Client(base_url=sys.argv[1]) as client:
    client.get("/getUpdates", params={"timeout": 5})
    print("fetched", flush=True)
    input()
"""


async def test_what_a_killed_bot_had_not_confirmed_is_told_to_the_next_one(telegram, anna, bot):
    url = telegram.base_url + telegram.token
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _DYING_BOT, url, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert await process.stdout.readline() == b"fetched\n"
    process.kill()
    await process.wait()

    assert [update.message.text for update in await bot.get_updates(timeout=0)] == ["/start"]


async def test_closing_does_not_wait_for_idle_clients():
    async with httpx.AsyncClient() as client:
        async with LocalTelegram() as telegram:
            await client.get(f"{telegram.base_url}{telegram.token}/getMe")
        with pytest.raises(httpx.TransportError):
            await client.get(f"{telegram.base_url}{telegram.token}/getMe")


async def test_closing_hangs_up_on_a_client_that_never_ends_its_request():
    async with LocalTelegram() as telegram:
        reader, writer = await asyncio.open_connection("127.0.0.1", telegram.port)
        writer.write(
            b"POST /bot1:rehearsal/sendMessage HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")  # the server waits for the body
    assert await reader.read() == b""
    writer.close()
