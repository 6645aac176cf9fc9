"""The letter written with EmailMessage and sent with aiosmtplib, as its documentation shows it."""

import argparse
import asyncio
import json
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import aiosmtplib

CONNECTIONS = 10


def letters(letter: dict[str, str], messages: int) -> Iterator[EmailMessage]:
    for number in range(messages):
        own = {name: words.replace("%(number)s", str(number)) for name, words in letter.items()}
        message = EmailMessage()
        message["From"] = own["sender"]
        message["To"] = f"person{number}@skola{number % 50}.example"
        message["Subject"] = own["subject"]
        message["Message-ID"] = f"<{number}@example.org>"
        message.set_content(own["text"])
        message.add_alternative(own["html"], subtype="html")
        message.add_attachment(own["calendar"], subtype="calendar", filename="event.ics", params={"method": "PUBLISH"})
        yield message


async def send_each(port: int, left: Iterator[EmailMessage]) -> None:
    for message in left:
        await aiosmtplib.send(message, hostname="127.0.0.1", port=port, start_tls=False)


async def send_kept(port: int, left: Iterator[EmailMessage]) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=port, start_tls=False) as smtp:
        for message in left:
            await smtp.send_message(message)


async def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("messages", type=int)
    parser.add_argument("way", choices=["each", "kept"])
    parser.add_argument("--letter", type=Path, required=True)
    options = parser.parse_args()
    left = letters(json.loads(options.letter.read_text(encoding="utf-8")), options.messages)
    send = send_each if options.way == "each" else send_kept
    started = time.perf_counter()
    await asyncio.gather(*(send(options.port, left) for _ in range(CONNECTIONS)))
    print(time.perf_counter() - started)


if __name__ == "__main__":
    asyncio.run(main())
