import pytest

from conference.mistakes import SettingsError
from studio.desk import check
from tests.studio.desk.small_conference import DAY_BEFORE, SETTINGS


def test_mistakes_are_named_as_kopa_check_names_them():
    wrong = SETTINGS.replace("venue =", "venu =").replace("days = 30", 'days = "x"')
    assert check(wrong) == (
        'service.keep_personal_data_days: expected a whole number; got "x"',
        "events[0] (madona-2031).venue: expected this setting; it is missing",
        "events[0] (madona-2031).venu: expected no setting of this name; did you mean `venue`?",
    )


def test_what_is_no_toml_says_where():
    (mistake,) = check("[service\n")
    assert mistake.startswith("config.toml, ")
    assert "/" not in mistake


def test_a_language_without_texts_is_a_mistake():
    assert check(SETTINGS.replace('"ru"]', '"xx"]')) == (
        "service.languages: expected xx.ftl: not there, though its language is in the settings",
    )


def test_right_settings_have_no_mistakes():
    assert check(SETTINGS) == ()


async def test_new_settings_go_on_with_everybody_who_is_there(desk, registered):
    version, generation = registered.version, desk.generation
    await desk.apply(SETTINGS.replace("Kultūras nams", "Madonas vidusskola"))
    assert desk.is_running
    await desk.turn_to(DAY_BEFORE)
    assert "Madonas vidusskola" in registered.last.words or any(
        "Madonas vidusskola" in message.words for message in registered.messages
    )
    assert (registered.version > version, desk.generation) == (True, generation)


async def test_wrong_settings_change_nothing(desk, registered):
    running = desk.running
    with pytest.raises(SettingsError):
        await desk.apply("x = 1")
    assert desk.running is running
    assert desk.settings_text == SETTINGS
