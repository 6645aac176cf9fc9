"""A broadcast as it is usually written with python-telegram-bot and its own AIORateLimiter: all of it in memory.

Run by `benchmarks.broadcast` with an interpreter that has `python-telegram-bot[rate-limiter]`. Prints its own count.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterable

from telegram.error import Forbidden, TelegramError
from telegram.ext import AIORateLimiter, ExtBot

TEXT = "<b>The hall has changed</b>\n\nWe meet in the small hall, not in the large one."


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("base_url")
    parser.add_argument("chats", type=int)
    parser.add_argument("--way", choices=["loop", "gather"], default="gather")
    parser.add_argument("--lifted", action="store_true", help="no limiter")
    options = parser.parse_args()
    limiter = None if options.lifted else AIORateLimiter(max_retries=3)
    chats = range(1, options.chats + 1)
    counts: Counter[str] = Counter()
    async with ExtBot("1:benchmark", options.base_url, rate_limiter=limiter) as bot:

        async def send(chat: int) -> None:
            try:
                await bot.send_message(chat, TEXT, parse_mode="HTML")
                counts["sent"] += 1
            except Forbidden:
                counts["dead"] += 1
            except TelegramError:
                counts["failed"] += 1

        async def send_to(some: Iterable[int]) -> None:
            for chat in some:
                await send(chat)

        if options.way == "loop":
            await send_to(chats)
        elif options.lifted:
            # All at once, they would wait for a connection for longer than the client's patience.
            left = iter(chats)
            await asyncio.gather(*(send_to(left) for _ in range(64)))
        else:
            await asyncio.gather(*(send(chat) for chat in chats))
    print(json.dumps(counts))


if __name__ == "__main__":
    asyncio.run(main())
