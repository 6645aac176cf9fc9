from datetime import UTC, datetime
from itertools import count

import pytest

from bot.screens import organiser_screens
from bot.screens.organiser_screens import Colleague
from bot.screens.screen import HALF_A_PHONE
from conference.button import Act
from conference.channels.telegram_html import as_messages
from conference.organisers import Role
from conference.texts import Voice
from tests.conference.example_event import an_event

EVENT = an_event(key="a-key-of-24-characters-x")
SINCE = datetime(2024, 5, 20, 9, tzinfo=UTC)
WHOLE_PHONE = 36

numbers = count(1)


def a_colleague(role=Role.ORGANISER, name="Anna Kalniņa", *, is_you=False) -> Colleague:
    return Colleague(next(numbers), role, SINCE, name, is_you)


def buttons(screen):
    return [key.button for row in screen.rows for key in row]


def acts(screen):
    return [button.act for button in buttons(screen)]


@pytest.mark.parametrize("language", ["lv", "en", "ru"])
def test_the_menu_fits_a_small_phone(language):
    screen = organiser_screens.menu(Voice(language), EVENT, Role.ORGANISER, set(Act))
    for row in screen.rows:
        room = WHOLE_PHONE if len(row) == 1 else HALF_A_PHONE
        assert [key.label for key in row if len(key.label) > room] == []


def test_the_menu_offers_what_the_role_may_and_the_bot_can():
    voice = Voice("lv")
    known = {Act.COLLEAGUES, Act.REGISTRANTS, Act.SHOW}
    assert acts(organiser_screens.menu(voice, EVENT, Role.ORGANISER, known)) == [Act.REGISTRANTS, Act.COLLEAGUES]
    assert acts(organiser_screens.menu(voice, EVENT, Role.DOOR, known)) == [Act.REGISTRANTS]
    assert acts(organiser_screens.menu(voice, EVENT, Role.DOOR, {Act.COLLEAGUES})) == []


def test_everybody_can_be_dismissed_but_an_only_organiser():
    first, second, door = a_colleague(is_you=True), a_colleague(), a_colleague(Role.DOOR)

    def dismissed(*team):
        shown = buttons(organiser_screens.colleagues(Voice("lv"), EVENT, team))
        return [int(button.argument) for button in shown if button.act is Act.DISMISS]

    assert dismissed(first, second, door) == [first.person_id, second.person_id, door.person_id]
    assert dismissed(first, door) == [door.person_id]


def test_any_number_of_colleagues_has_no_more_buttons_than_telegram_takes():
    team = [a_colleague(name="Ž" * 100) for _ in range(120)]
    screen = organiser_screens.colleagues(Voice("lv"), EVENT, team)
    assert len(buttons(screen)) <= 100
    assert max(len(button.encode().encode()) for button in buttons(screen)) <= 64
    # Each of its messages can be sent; the buttons are under the last one.
    assert all(len(text) <= 4096 for text in as_messages(screen.content))
