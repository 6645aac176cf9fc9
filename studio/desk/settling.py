"""Waiting until nothing more is to come, and not for what cannot come."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from bot.running import Running
from rehearsal.stage import House
from studio.desk.faults import Faults, Telegram

PATIENCE = 35.0
"""Seconds without any news after which nothing more is waited for: after an outage the bot asks again within 30."""
PATIENCE_WITH_FAULTS = 5.0
A_DAY = 86_400.0


async def settle(house: House, faults: Faults) -> bool:
    """See `Desk.settle`."""
    running = house.running
    if running is None or running.work.done():
        return False
    patience = PATIENCE if faults.are_none else PATIENCE_WITH_FAULTS
    answered = faults.telegram is not Telegram.DOWN or not house.telegram.unconfirmed
    if answered:
        answered = await _patiently(house, running, house.telegram.idle(timeout=A_DAY), patience)
    await house.tick()
    sent = [await _patiently(house, running, lane.idle(), patience) for lane in running.lanes]
    return answered and all(sent)


async def _patiently(house: House, running: Running, waiting: Coroutine[Any, Any, None], patience: float) -> bool:
    """Wait as long as anything new comes. Return whether it came to its end."""
    task = asyncio.create_task(waiting)
    try:
        before = None
        while before != (before := _news(house)) and not (task.done() or running.work.done()):
            await asyncio.wait([task, running.work], timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        return task.done()
    finally:
        task.cancel()


def _news(house: House) -> tuple[float, ...]:
    # A service that starts does a dozen things which nobody sees. That it asks for updates is no news: it always does.
    telegram = house.telegram
    did = next((one.at for one in reversed(telegram.requests) if one.method != "getUpdates"), 0.0)
    return telegram.changed.count, telegram.unconfirmed, len(house.mailbox.letters), did
