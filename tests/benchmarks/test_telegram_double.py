import asyncio
import json

import aiohttp
import pytest

from benchmarks.telegram_double import Judge, Weather, telegram_double

LIMITED = Weather(per_second=2)


@pytest.mark.parametrize(
    ("weather", "messages", "answers"),
    [
        (Weather(), [(1, 0.0), (1, 0.0), (1, 0.1)], [(200, 0)] * 3),
        (LIMITED, [(1, 0.0), (2, 0.1), (3, 0.2), (3, 0.95)], [(200, 0), (200, 0), (429, 1), (200, 0)]),
        (LIMITED, [(1, 0.0), (1, 0.5), (1, 1.0)], [(200, 0), (429, 1), (200, 0)]),
        (Weather(dead_percent=7), [(19, 0.0), (20, 0.0), (119, 0.0)], [(403, 0), (200, 0), (403, 0)]),
        (Weather(failing_until=30), [(19, 0.0), (19, 1.0), (39, 2.0)], [(500, 0), (200, 0), (200, 0)]),
        (
            Weather(per_second=30, flood_at=2, flood_wait=5),
            [(1, 10.0), (2, 11.9), (3, 12.0), (4, 16.5), (5, 17.0)],
            [(200, 0), (200, 0), (429, 5), (429, 1), (200, 0)],
        ),
    ],
    ids=["no limits", "too many in a second", "too many in a chat", "blocked bots", "server errors", "a flood wait"],
)
def test_it_refuses_by_the_rules_of_the_weather(weather, messages, answers):
    judge = Judge(weather)
    assert [judge.judge(chat, moment) for chat, moment in messages] == answers


async def test_it_takes_note_of_messages_in_every_form_and_of_nothing_else():
    with telegram_double(Weather()) as telegram:
        async with aiohttp.ClientSession() as session:
            forms = aiohttp.FormData({"chat_id": "3"})
            forms.add_field("document", b"\r\n", filename="a.ics")
            for body in ({"data": {"chat_id": 1}}, {"json": {"chat_id": 2}}, {"data": forms}, {"json": {}}):
                async with session.post(telegram.base_url + "1:a/sendMessage", **body) as response:
                    assert json.loads(await response.read())["ok"]
        log = await asyncio.to_thread(telegram.log)
    assert (list(log.chats), list(log.answers)) == ([1, 2, 3], [200, 200, 200])
