"""Panel: a person's phone. What is pressed and written there is what the person does."""

import asyncio
from collections.abc import Hashable
from contextlib import suppress

from markupsafe import Markup

from studio.desk import Seat
from studio.page.looking import MESSAGES, Act, Handler, Looker
from studio.page.people import role

ALERT_AWAITED = 10
"""Seconds within which an answer that is no message still belongs to what was pressed."""


def looks(looker: Looker, seat: Seat) -> Hashable:
    """Return what a phone's looks depend on: while it is the same, there is nothing to be done."""
    return seat.version, looker.shown.get(seat.id, MESSAGES), looker.painter, seat.has_blocked


def phone(looker: Looker, seat: Seat) -> Markup:
    """Return a phone as HTML."""
    messages = seat.messages
    shown = messages[-looker.shown.get(seat.id, MESSAGES) :]
    return looker.painter(
        "phone",
        seat=seat,
        about=f"{role(seat, looker.t)} · {seat.person.language.upper()}",
        messages=shown,
        earlier=len(messages) - len(shown),
        pinned=seat.phone.pinned[-1] if seat.phone.pinned else None,
        keyboard=seat.keyboard,
        commands=seat.menu,
        blocked=seat.has_blocked,
    )


async def say(looker: Looker, act: Act) -> None:
    await _seat(looker, act).write(act["words"])


async def start(looker: Looker, act: Act) -> None:
    await _seat(looker, act).open_link()


async def press(looker: Looker, act: Act) -> None:
    seat = _seat(looker, act)
    message = next((one for one in seat.phone.messages if one.id == int(act["message"])), None)
    try:
        button = message.inline_keyboard[int(act["row"])][int(act["column"])] if message else None
    except IndexError:
        button = None
    if message is None or button is None:
        looker.say(looker.t("gone-button"))
        return
    alerts = len(seat.alerts)
    await seat.press(message, button)
    with suppress(TimeoutError):  # Telegram is slow, or the bot dead: that is no mistake here
        async with asyncio.timeout(ALERT_AWAITED):
            await seat.phone.answered()
    if len(seat.alerts) > alerts:
        looker.say(seat.alerts[-1].text)


async def press_key(looker: Looker, act: Act) -> None:
    seat = _seat(looker, act)
    keys = [key for row in seat.keyboard.rows for key in row] if seat.keyboard else []
    key = next((key for key in keys if key.label == act["label"]), None)
    await (seat.press_key(key) if key else seat.write(act["label"]))


async def vote(looker: Looker, act: Act) -> None:
    await _seat(looker, act).phone.vote(int(act["message"]), act["option"])


async def block(looker: Looker, act: Act) -> None:
    seat = _seat(looker, act)
    await (seat.unblock_bot() if seat.has_blocked else seat.block_bot())


async def send_sticker(looker: Looker, act: Act) -> None:
    await _seat(looker, act).phone.send_sticker()


async def send_place(looker: Looker, act: Act) -> None:
    await _seat(looker, act).phone.send_location()


async def show_earlier(looker: Looker, act: Act) -> None:
    seat = _seat(looker, act)
    looker.shown[seat.id] = looker.shown.get(seat.id, MESSAGES) + MESSAGES


async def close(looker: Looker, act: Act) -> None:
    looker.open.remove(_seat(looker, act).id)


async def show_mail(looker: Looker, act: Act) -> None:
    looker.tab, looker.mail_of, looker.letter, looker.mail_query = "mailbox", _seat(looker, act).id, None, ""


async def follow(looker: Looker, act: Act) -> None:
    """Open a link: one that leads to the bot opens the chat with it."""
    if not await looker.desk.follow(act["to"], _seat(looker, act)):
        looker.say(looker.t("opens", address=act["to"]))


def _seat(looker: Looker, act: Act) -> Seat:
    return looker.desk.seats[int(act["person"])]


ACTS: dict[str, Handler] = {
    "say": say,
    "start": start,
    "press": press,
    "key": press_key,
    "vote": vote,
    "block": block,
    "sticker": send_sticker,
    "place": send_place,
    "earlier": show_earlier,
    "close": close,
    "their-mail": show_mail,
    "link": follow,
}
