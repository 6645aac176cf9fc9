import pytest
from telegram.error import BadRequest, InvalidToken, NetworkError

from rehearsal.telegram import files
from rehearsal.telegram.files import DOWNLOAD_LIMIT, PHOTO_LIMIT, UPLOAD_LIMIT


@pytest.fixture
def small_limits(monkeypatch):
    """Limits of a few bytes, so that no test moves megabytes."""
    monkeypatch.setattr(files, "UPLOAD_LIMIT", 5)
    monkeypatch.setattr(files, "DOWNLOAD_LIMIT", 2)
    monkeypatch.setattr("rehearsal.telegram.reading.PHOTO_LIMIT", 4)


def test_the_limits_are_those_of_the_bot_api():
    megabyte = 1024 * 1024
    assert (50 * megabyte, 20 * megabyte, 10 * megabyte) == (UPLOAD_LIMIT, DOWNLOAD_LIMIT, PHOTO_LIMIT)


async def test_a_file_can_be_downloaded(bot, anna):
    await anna.send_document("cv.pdf", b"content")
    file = await bot.get_file(anna.messages[-1].document.file_id)

    assert await file.download_as_bytearray() == b"content"


async def test_an_unknown_file_is_refused(bot, anna):
    with pytest.raises(BadRequest, match="Wrong file_id"):
        await bot.get_file("nothing")
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(7, "https://example.lv/programma.pdf")
    with pytest.raises(InvalidToken, match="Not Found"):
        await bot.request.retrieve(f"{bot.base_file_url}/files/nothing")


@pytest.mark.usefixtures("small_limits")
async def test_a_file_beyond_the_limit_is_refused(bot, anna):
    await bot.send_document(7, b"12345")
    with pytest.raises(NetworkError, match="Request Entity Too Large"):
        await bot.send_document(7, b"123456")
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.send_photo(7, b"12345")
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(anna.messages[-1].document.file_id)
    assert len(anna.messages) == 2


async def test_an_empty_file_is_refused(bot, anna):
    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(7, b"", filename="a.pdf")
