"""The shipped conference on a small phone, in each language."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.screens import dialogue_screens
from bot.screens.screen import HALF_A_PHONE
from conference import dialogue
from conference.button import Act, Button
from conference.channels.telegram_html import as_messages
from conference.config import load_settings
from conference.dialogue import CONSENT, INTRODUCTION, SUMMARY, Draft
from conference.texts import Voice
from tests.conference.example_event import an_event

[EVENT] = load_settings(Path(__file__).parents[3] / "config.toml").events
LANGUAGES = ["lv", "en", "ru"]
WHOLE_PHONE = 36
STEP = dialogue.new_draft(1, EVENT, datetime(2051, 1, 1, tzinfo=UTC)).step


def every_screen(voice):
    for position in (CONSENT, *(question.key for question in EVENT.questions), SUMMARY):
        draft = Draft(1, EVENT.key, position, STEP, answers={"needs": "Ratiņkrēsls"})
        yield dialogue_screens.current(voice, EVENT, draft, changes=False)
        yield dialogue_screens.stopping(voice, EVENT, draft, changes=False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_fit_a_small_phone(language):
    voice = Voice(language)
    for screen in every_screen(voice):
        for row in screen.rows:
            room = WHOLE_PHONE if len(row) == 1 else HALF_A_PHONE
            assert [key.label for key in row if len(key.label) > room] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_step_is_one_message_with_buttons_that_telegram_takes(language):
    for screen in every_screen(Voice(language)):
        data = [key.button.encode() for row in screen.rows for key in row if key.button]
        assert (len(as_messages(screen.content)), [one for one in data if len(one.encode()) > 64]) == (1, [])


@pytest.mark.parametrize(
    ("position", "typed", "meant"),
    [
        (INTRODUCTION, "Pieteikties", Act.REGISTER),
        (CONSENT, "piekritu.", Act.AGREE),
        (CONSENT, "Apstiprināt", None),
        ("name", " ATPAKAL ", Act.BACK),
        ("name", "izlaist", Act.SKIP),
        ("name", "pārtraukt", Act.STOP),
        ("name", "Pārtraukt darbu", None),
        ("name", "Apstiprināt", None),
        (SUMMARY, "apstiprināt", Act.CONFIRM),
        (SUMMARY, "Piekrītu", None),
    ],
)
def test_words_stand_for_the_buttons_of_their_step(position, typed, meant):
    button = dialogue_screens.spoken_button(Voice("lv"), an_event(), Draft(1, "example-2024", position, 7), typed)
    assert button == (Button(meant, "example-2024", 7) if meant else None)
