"""What a rehearsal leaves behind in its folder: letters, calendars, chats, the database and the service's log."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from struct import unpack

from rehearsal.mailbox import Mailbox
from rehearsal.telegram import Phone, ShownMessage
from rehearsal.terminal import transcript

LEFT_BY_AN_EARLIER_ONE = (
    "rehearsal.db*",
    "service.log",
    "mail/*.eml",
    "mail/*.html",
    "mail/*.ics",
    "chats/*.txt",
    "pictures/*.png",
)


def make_room(folder: Path) -> None:
    """Make *folder*, and take away what an earlier rehearsal left in it; other files stay."""
    folder.mkdir(parents=True, exist_ok=True)
    for pattern in LEFT_BY_AN_EARLIER_ONE:
        for file in folder.glob(pattern):
            file.unlink()


def keep(folder: Path, zone: tzinfo, mailbox: Mailbox, phones: Mapping[str, Phone]) -> None:
    """Write the letters and, by their owners' names, the chats and the pictures that the bot has sent."""
    mailbox.save(folder / "mail")
    chats = folder / "chats"
    chats.mkdir(exist_ok=True)
    for name, phone in phones.items():
        (chats / f"{name}.txt").write_text(transcript(phone.messages, zone), encoding="utf-8")
        _keep_pictures(folder / "pictures", name, phone)


def pictures(phone: Phone) -> list[ShownMessage]:
    """Return the messages in which the bot has sent a picture."""
    return [message for message in phone.messages if message.from_bot and message.kind == "photo"]


def size_in_pixels(picture: ShownMessage) -> tuple[int, int]:
    """Return the width and the height of a PNG (https://www.w3.org/TR/png-3/#11IHDR)."""
    width, height = unpack(">II", picture.document.content[16:24]) if picture.document else (0, 0)
    return width, height


def _keep_pictures(folder: Path, name: str, phone: Phone) -> None:
    folder.mkdir(exist_ok=True)
    for picture in pictures(phone):
        if picture.document:
            (folder / f"{name} {picture.document.file_name}").write_bytes(picture.document.content)


@dataclass
class KeptLog:
    errors: list[str] = field(default_factory=list)


class _Errors(logging.Handler):
    def __init__(self, log: KeptLog) -> None:
        super().__init__(logging.ERROR)
        self._log = log

    def emit(self, record: logging.LogRecord) -> None:
        self._log.errors.append(f"{record.name}: {record.getMessage()}")


@contextmanager
def kept_log(folder: Path) -> Iterator[KeptLog]:
    """Write the log of the service to a file in *folder* and nowhere else, while the block lasts."""
    log, root = KeptLog(), logging.getLogger()
    file = logging.FileHandler(folder / "service.log", encoding="utf-8")
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handlers, level = root.handlers[:], root.level
    root.handlers[:] = [file, _Errors(log)]
    root.setLevel(logging.INFO)
    # They log each request with its address, or each tick.
    quiet = [logging.getLogger(name) for name in ("httpx", "httpcore", "apscheduler")]
    levels = [logger.level for logger in quiet]
    for logger in quiet:
        logger.setLevel(logging.WARNING)
    try:
        yield log
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for logger, before in zip(quiet, levels, strict=True):
            logger.setLevel(before)
        file.close()
