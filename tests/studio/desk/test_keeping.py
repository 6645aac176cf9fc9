import zipfile

import pytest

from studio.desk import NotARehearsalError, Role, open_desk
from tests.studio.desk.small_conference import DAY_BEFORE, LAST_DAYS, MINUTE, SETTINGS, heard, stops_half_way

LATER = SETTINGS.replace("Drošībā Madonā", "Drošībā Smiltenē")


@pytest.fixture
async def saved(desk, registered, tmp_path):
    await desk.seats.add("Ieva Kalniņa", role=Role.ORGANISER)
    zane = await desk.seats.add("Zane Liepa")
    await zane.send_photo(b"\xff\x00not utf-8", "attēls")
    await zane.phone.delete(zane.last.id)
    await stops_half_way(desk, zane)
    await zane.block_bot()
    registered.mark_read()
    await desk.turn_to(LAST_DAYS)
    await desk.save(tmp_path / "saved.zip")
    return tmp_path / "saved.zip"


def everything(desk):
    seats = [
        (seat.person, seat.role, seat.messages, seat.keyboard, seat.menu, seat.unread, seat.has_blocked)
        for seat in desk.seats
    ]
    return seats, list(desk.letters), desk.settings_text, desk.crowd.progress


async def test_a_loaded_rehearsal_is_the_saved_one(desk, saved):
    kept, timeline, generation = everything(desk), await desk.timeline(), desk.generation
    await desk.reset(LATER)
    assert (len(desk.seats), list(desk.letters), desk.event.title.in_language("lv")) == (0, [], "Drošībā Smiltenē")
    await desk.load(saved)
    assert everything(desk) == kept
    assert await desk.timeline() == timeline
    assert desk.now - LAST_DAYS < MINUTE
    assert desk.generation == generation + 2


async def test_a_loaded_rehearsal_goes_on(desk, saved, tmp_path):
    async with open_desk(SETTINGS, tmp_path / "elsewhere") as other:
        await other.load(saved)
        anna = other.seats[1001]
        said = len(heard(anna))
        await anna.write("/start")
        assert await other.settle()
        await other.turn_to(DAY_BEFORE)
        assert len(heard(anna)) >= said + 2
        newcomer = await other.seats.add("Jānis Ozols")
        assert newcomer.id == 1004


async def test_what_waited_for_a_dead_service_is_answered_after_loading(desk, anna, tmp_path):
    await desk.faults.kill()
    await anna.open_link()
    await desk.save(tmp_path / "saved.zip")
    await desk.load(tmp_path / "saved.zip")
    assert await desk.settle()
    assert "Drošībā Madonā" in desk.seats[anna.id].last.words


async def test_another_file_is_refused_and_nothing_lost(desk, anna, tmp_path):
    (tmp_path / "text.zip").write_text("no zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("readme.txt", "…")
    with zipfile.ZipFile(tmp_path / "broken.zip", "w") as broken:
        broken.writestr("rehearsal.json", '{"form": 1}')
    for name in ("text.zip", "other.zip", "broken.zip"):
        with pytest.raises(NotARehearsalError, match=name):
            await desk.load(tmp_path / name)
    assert list(desk.seats) == [anna]
    assert desk.is_running
