from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from rehearsal.keeping import keep, make_room, size_in_pixels
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import Document, LocalTelegram, ShownMessage

NOW = datetime(2024, 6, 13, 7, 1, tzinfo=UTC)
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000004380000054608060000")
"""The first octets of a PNG of 1080 × 1350 pixels."""


def a_picture():
    document = Document("file-1", "cesis-2024.png", "image/png", PNG, kind="photo")
    return ShownMessage(1, from_bot=True, kind="photo", at=NOW, document=document)


def test_a_pictures_size_stands_in_its_first_octets():
    assert size_in_pixels(a_picture()) == (1080, 1350)


def test_the_pictures_of_a_chat_are_kept_until_the_next_rehearsal(tmp_path):
    phone = LocalTelegram().phone(7)
    phone._chat.show(a_picture())
    keep(tmp_path, ZoneInfo("Europe/Riga"), Mailbox(), {"Agnese": phone})
    kept = tmp_path / "pictures" / "Agnese cesis-2024.png"
    assert kept.read_bytes() == PNG
    make_room(tmp_path)
    assert not kept.exists()
