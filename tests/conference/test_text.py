import pytest
from pydantic import TypeAdapter, ValidationError

from conference.text import Caption, EmailAddress, Key, Line, Text

SERVICE = {"languages": ("lv", "en", "ru")}


@pytest.mark.parametrize(("language", "text"), [("lv", "Sveiki"), ("en", "Hello"), ("ru", "Sveiki"), ("xx", "Sveiki")])
def test_a_missing_language_reads_as_the_first(language, text):
    assert Text({"lv": "Sveiki", "en": "Hello"}).in_language(language) == text


def test_the_first_language_of_the_service_comes_first_however_the_file_orders_them():
    text = Text.model_validate({"en": "Hello", "lv": "Sveiki"}, context=SERVICE)
    assert text.in_language("ru") == "Sveiki"


def test_one_string_serves_every_language():
    text = Text.model_validate("Cēsis", context=SERVICE)
    assert (text.in_language("lv"), text.in_language("ru"), text.languages) == ("Cēsis", "Cēsis", frozenset())


@pytest.mark.parametrize("given", [{"en": "Hello"}, {"lv": "Sveiki", "lt": "Labas"}])
def test_a_text_is_in_the_languages_of_the_service_always_in_the_first(given):
    with pytest.raises(ValidationError, match="out of lv, en, ru, always with lv; got"):
        Text.model_validate(given, context=SERVICE)


@pytest.mark.parametrize("given", [{}, "", " \n", {"lv": ""}, 5, ["lv"], {"lv": 5}])
def test_a_text_says_something(given):
    with pytest.raises(ValidationError):
        Text.model_validate(given)


@pytest.mark.parametrize(
    ("kind", "given", "accepted"),
    [
        (Line, "  Cēsis ", "Cēsis"),
        (Line, "Cēsis\nRīga", None),
        (Line, "ē" * 256, None),
        (Key, "cesis-2024", "cesis-2024"),
        (Key, "Cēsis", None),
        (Key, "a" * 25, None),
        (Key, "cesis\n", None),
        (EmailAddress, "rīkotāji@example.org", "rīkotāji@example.org"),
        (EmailAddress, "conference@EXAMPLE.org", "conference@example.org"),
        (EmailAddress, "x@e.lv, y@z.lv", None),
        (EmailAddress, "Rīkotāji <conference@example.org>", None),
    ],
)
def test_short_settings(kind, given, accepted):
    if accepted is None:
        with pytest.raises(ValidationError):
            TypeAdapter(kind).validate_python(given)
    else:
        assert TypeAdapter(kind).validate_python(given) == accepted


@pytest.mark.parametrize("given", [{"lv": "Viena rinda\nun otra"}, "ē" * 256])
def test_a_caption_is_one_line(given):
    with pytest.raises(ValidationError, match="one line of at most 255"):
        TypeAdapter(Caption).validate_python(given)
