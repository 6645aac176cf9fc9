"""Settings with three questions and three reminders, as somebody would write them; and who registers by them."""

from datetime import UTC, datetime, timedelta

from studio.desk import Desk, Seat
from studio.desk.crowd import Guest

OPEN = datetime(2031, 3, 21, 8, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

LAST_DAYS = datetime(2031, 3, 27, 7, tzinfo=UTC)
DEADLINE = datetime(2031, 3, 28, 22, tzinfo=UTC)
DAY_BEFORE = datetime(2031, 3, 30, 7, tzinfo=UTC)
ON_THE_DAY = datetime(2031, 3, 31, 4, 30, tzinfo=UTC)
START = datetime(2031, 3, 31, 6, 30, tzinfo=UTC)
END = datetime(2031, 3, 31, 12, tzinfo=UTC)
"""The night before the event has summer time begin."""

SETTINGS = """
[service]
languages = ["lv", "en", "ru"]
keep_personal_data_days = 30

[email]
host = "mail.example.org"
sender = "kopa@example.org"
sender_name = "Kopā"
username = "kopa"

[[events]]
key = "madona-2031"
title = "Drošībā Madonā"
description = "Konference par bērnu drošību."
contact = { name = "Madonas rīkotāji" }
venue = { name = "Kultūras nams", address = "Raiņa iela 12, Madona" }
date = 2031-03-31
starts = "09:30"
ends = "15:00"
registration_deadline = 2031-03-28
privacy = { version = "A", text = "Datus redz tikai rīkotāji." }

[[events.questions]]
key = "name"
kind = "text"
use = "name"
text = "Kāds ir Jūsu vārds un uzvārds?"
label = "Vārds"

[[events.questions]]
key = "field"
kind = "choice"
text = "Kurā jomā Jūs strādājat?"
label = "Joma"
choices = [{ key = "education", text = "Izglītība" }, { key = "health", text = "Veselība" }]

[[events.questions]]
key = "email"
kind = "email"
use = "email"
text = "Uz kuru adresi rakstīt?"
label = "E-pasts"

[[events.reminders]]
key = "last-days"
audience = ["opened", "unfinished"]
anchor = "deadline"
days = -1
at = "09:00"

[[events.reminders]]
key = "day-before"
audience = ["registered"]
anchor = "start"
days = -1
at = "10:00"

[[events.reminders]]
key = "on-the-day"
audience = ["registered"]
anchor = "start"
hours = -2
"""


async def registers(desk: Desk, seat: Seat) -> None:
    """Let somebody register, to the confirmation."""
    assert await Guest(desk.house.stage, desk.event, seat).register(None)
    assert await desk.settle()


async def stops_half_way(desk: Desk, seat: Seat) -> None:
    assert not await Guest(desk.house.stage, desk.event, seat).register(2)


def heard(seat: Seat) -> list[tuple[datetime, str]]:
    """Return the first lines of what the bot has said, and when, to the second."""
    said = (message for message in seat.messages if message.from_bot)
    return [(message.at.replace(microsecond=0), message.words.partition("\n")[0]) for message in said]
