import pytest

from studio.desk import Role, start_of
from tests.studio.desk.small_conference import registers


async def test_a_professional_sees_the_conference_and_has_unread_messages(desk, anna):
    before = anna.version
    await anna.open_link()
    assert await desk.settle()
    assert "Drošībā Madonā" in anna.last.words
    assert anna.version > before
    assert anna.unread == len([message for message in anna.messages if message.from_bot])
    anna.mark_read()
    assert anna.unread == 0


async def test_an_organiser_has_the_organisers_menu(desk, anna):
    ieva = await desk.seats.add("Ieva Kalniņa", role=Role.ORGANISER)
    await desk.settle()
    assert "organise" in dict(ieva.menu)
    assert "organise" not in dict(anna.menu)


async def test_an_organiser_who_comes_while_the_service_is_dead_is_one_once_it_is_back(desk):
    await desk.faults.kill()
    ieva = await desk.seats.add("Ieva Kalniņa", role=Role.ORGANISER)
    await desk.faults.restart()
    assert await desk.settle()
    assert "organise" in dict(ieva.menu)


async def test_a_button_is_pressed_and_a_link_says_where_it_leads(desk, anna):
    await anna.open_link()
    await desk.settle()
    shown = anna.last
    pressed = [await anna.press(shown, button) for button in shown.buttons[:1]]
    await desk.settle()
    assert pressed == [None]
    assert anna.last.id > shown.id or anna.last != shown


async def test_the_own_number_is_shared(desk, anna):
    await anna.share_contact()
    assert anna.last.content["contact"]["phone_number"] == anna.person.phone


async def test_whoever_has_blocked_the_bot_hears_and_writes_nothing(desk, registered):
    await registered.block_bot()
    assert registered.has_blocked
    with pytest.raises(RuntimeError, match="blocked"):
        await registered.write("/start")
    await registered.unblock_bot()
    await registered.write("/start")
    assert await desk.settle()
    assert registered.last.from_bot


async def test_deleted_messages_stay_in_their_place(desk, anna):
    await anna.write("viens")
    await anna.write("divi")
    first = next(message for message in anna.messages if not message.from_bot)
    await anna.phone.delete(first.id)
    assert [(m.text, m.deleted) for m in anna.messages if not m.from_bot] == [("viens", True), ("divi", False)]


async def test_a_person_has_the_letters_to_every_address_that_they_have_typed(desk, registered):
    other = await desk.seats.add("Zane Liepa")
    await registers(desk, other)
    assert [letter.recipients for letter in await desk.letters_of(registered)] == [(registered.person.email,)]
    await other.write("Cita.Adrese@example.org")
    assert "cita.adrese@example.org" in other.addresses


async def test_a_link_of_an_email_opens_its_readers_chat(desk, registered):
    before = registered.last.id
    assert await desk.follow(f"https://t.me/{desk.bot_username}?start=notcoming_madona-2031", registered)
    assert await desk.settle()
    assert registered.last.id > before
    assert not await desk.follow("https://www.openstreetmap.org/", registered)


@pytest.mark.parametrize(
    ("url", "payload"),
    [
        ("https://t.me/Some_bot?start=i_abc", "i_abc"),
        ("https://t.me/some_bot", ""),
        ("https://t.me/other_bot?start=x", None),
        ("https://example.org/some_bot?start=x", None),
        ("not a link", None),
    ],
)
def test_links_to_the_bot_are_known(url, payload):
    assert start_of(url, "some_bot") == payload


async def test_people_are_found_without_case_and_diacritics_page_by_page(desk):
    for name in ("Anna Bērziņa", "Anita Ozola", "Jānis Bērziņš"):
        await desk.seats.add(name)
    found = [desk.seats.find(words, limit=2) for words in ("berzin", "", "ann berz", "nobody")]
    names = [([seat.name for seat in seats], total) for seats, total in found]
    assert names == [
        (["Anna Bērziņa", "Jānis Bērziņš"], 2),
        (["Anna Bērziņa", "Anita Ozola"], 3),
        (["Anna Bērziņa"], 1),
        ([], 0),
    ]
    assert [seat.name for seat in desk.seats.find(offset=2)[0]] == ["Jānis Bērziņš"]
