import ast as python
import re
import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from babel import Locale
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

import bot
import conference
from bot.commands import NAMES, OF_ORGANISERS
from conference.channels.channel import ChannelName
from conference.outbox import DeliveryStatus, NoticeKind
from conference.registration import Attendance, RegistrationStatus
from conference.text import Text
from conference.texts import TextError, Texts, Voice, files

LANGUAGES = ("lv", "en", "ru")
TEXTS = Texts(LANGUAGES)
in_each_language = pytest.mark.parametrize("language", LANGUAGES)

NUMBERS = (0, 1, 2, 3, 5, 10, 11, 21, 22, 101)
MONTHS = range(1, 13)
NUMERIC = {"count", "days", "length", "limit", "number", "total"}
DATE = {"year", "month", "month_two", "day", "day_two", "weekday"}
"""What `wording.day` gives; a language takes from it what its dates are written with."""

BUILT = {
    "command-": {f"command-{name}" for name in (*NAMES, *OF_ORGANISERS)},
    "my-data-reminders-": {"my-data-reminders-on", "my-data-reminders-off"},
    "my-data-status-": {f"my-data-status-{status}" for status in RegistrationStatus},
    "status-": {f"status-{status}" for status in RegistrationStatus},
    "kind-": {f"kind-{kind.replace('_', '-')}" for kind in NoticeKind},
    "delivery-": {f"delivery-{status}" for status in DeliveryStatus},
    "channel-": {f"channel-{channel}" for channel in ChannelName},
    "attendance-": {f"attendance-{attendance.replace('_', '-')}-word" for attendance in Attendance},
}
"""Keys that the code puts together, by how they begin."""


# What the files say.


class Message(Visitor):
    """What a message is made of."""

    def __init__(self, pattern):
        self.variables, self.references, self.selectors, self.words = set(), set(), [], []
        self.visit(pattern)

    def visit_VariableReference(self, node):  # noqa: N802  fluent.syntax calls it by this name
        self.variables.add(node.id.name)

    def visit_MessageReference(self, node):  # noqa: N802  fluent.syntax calls it by this name
        self.references.add(node.id.name)

    def visit_SelectExpression(self, node):  # noqa: N802  fluent.syntax calls it by this name
        self.selectors.append(node)
        self.generic_visit(node)

    def visit_TextElement(self, node):  # noqa: N802  fluent.syntax calls it by this name
        self.words.append(node.value)


def entries(language):
    bodies = (FluentParser().parse(file.read_text(encoding="utf-8")).body for file in files(language))
    body = [entry for body in bodies for entry in body]
    return [entry for entry in body if not isinstance(entry, fluent.BaseComment)]


MESSAGES = {
    language: {entry.id.name: Message(entry.value) for entry in entries(language) if isinstance(entry, fluent.Message)}
    for language in LANGUAGES
}
KEYS = MESSAGES["lv"].keys()


def sayings(language, key):
    """Everything that a message says, over all the numbers and months."""
    variables = MESSAGES[language][key].variables
    words = dict.fromkeys(variables - NUMERIC, "Paraugs")
    months = [{"month": month} for month in MONTHS] if "month" in variables else [{}]
    for number, month in product(NUMBERS, months):
        yield TEXTS.voice(language)(key, **words | dict.fromkeys(variables & NUMERIC, number) | month)


def one_saying(language):
    return {key: next(sayings(language, key)) for key in MESSAGES[language]}


# What the code speaks.


FILES = [file for package in (bot, conference) for file in Path(package.__file__).parent.rglob("*.py")]
NODES = [node for file in FILES for node in python.walk(python.parse(file.read_text(encoding="utf-8")))]


def arguments(name, place=0) -> Iterator[python.expr]:
    """The arguments at a place of every call of *name*, or of what such a call returns: `texts.voice("lv")("yes")`."""
    for node in NODES:
        if isinstance(node, python.Call) and called(node.func) == name and len(node.args) > place:
            yield node.args[place]


def called(function):
    match function:
        case python.Name(id=name) | python.Attribute(attr=name):
            return name
        case python.Call(func=inner):
            return called(inner)


def strings(expression) -> set[str]:
    """The strings that an expression can be: `"a" if … else "b"` is two."""
    match expression:
        case python.Constant(value=str(value)):
            return {value}
        case python.IfExp(body=body, orelse=otherwise):
            return strings(body) | strings(otherwise)
    return set()


LITERALS = set().union(*map(strings, NODES))
# "key" is a shorthand of a screen; `Problem` carries a key to the screen that says it.
SPOKEN = set().union(*(strings(found) for name in ("voice", "Problem", "key") for found in arguments(name)))
SPOKEN |= set().union(*map(strings, arguments("plain", place=1)))


def test_every_key_that_the_code_speaks_is_there():
    # A literal that begins like a key ("button-…") is taken for one, wherever it stands.
    beginnings = {key.partition("-")[0] for key in KEYS if "-" in key}
    alike = {text for text in LITERALS if re.fullmatch(r"[a-z]+(-[a-z]+)+", text) and text.split("-")[0] in beginnings}
    assert {*SPOKEN, *alike}.union(*BUILT.values()) - KEYS == set()


def test_every_message_is_spoken_somewhere():
    assert KEYS - LITERALS.union(*BUILT.values()) == set()


def test_the_code_puts_together_no_other_keys_than_these_tests_know():
    built = {found.values[0].value for found in arguments("voice") if isinstance(found, python.JoinedStr)}
    assert built == BUILT.keys()


# What every language needs.


@in_each_language
def test_every_line_is_understood_and_stands_in_the_same_place_in_every_language(language):
    assert [entry.content for entry in entries(language) if isinstance(entry, fluent.Junk)] == []
    assert [entry.id.name for entry in entries(language)] == list(KEYS), "in this order, each once"


@in_each_language
def test_messages_have_the_same_variables_in_every_language(language):
    dates = {"date-listed", "date-on", "date-until"}
    used = {key: message.variables for key, message in MESSAGES[language].items()}
    assert {key: used[key] for key in KEYS - dates} == {key: MESSAGES["lv"][key].variables for key in KEYS - dates}
    assert all({"year"} < used[key] <= DATE for key in dates)


@in_each_language
def test_numbers_have_all_the_forms_of_the_language(language):
    plural = {*Locale(language).plural_form.tags, "other"}
    for key, message in MESSAGES[language].items():
        for selector in message.selectors:
            forms = [getattr(variant.key, "name", None) or int(variant.key.value) for variant in selector.variants]
            assert set(forms) == (set(MONTHS) if selector.selector.id.name == "month" else plural), key
            assert selector.variants[-1].default, key


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("lv", "0 ziņu, 1 ziņa, 2 ziņas, 3 ziņas, 5 ziņas, 10 ziņu, 11 ziņu, 21 ziņa, 22 ziņas, 101 ziņa"),
        ("en", "0 days, 1 day, 2 days, 3 days, 5 days, 10 days, 11 days, 21 days, 22 days, 101 days"),
        ("ru", "0 дней, 1 день, 2 дня, 3 дня, 5 дней, 10 дней, 11 дней, 21 день, 22 дня, 101 день"),
    ],
)
def test_nouns_agree_with_their_numbers(language, expected):
    key = "my-data-deliveries-count" if language == "lv" else "my-data-kept"
    nouns = "|".join({part.split()[1] for part in expected.split(", ")})
    counted = [re.search(rf"\d+ ({nouns})\b", saying)[0] for saying in sayings(language, key)]
    assert ", ".join(counted) == expected


@in_each_language
def test_messages_read_clean_with_every_number(language):
    for key in KEYS:
        for saying in sayings(language, key):
            assert saying == unicodedata.normalize("NFC", saying.strip()) != "", key
            assert not re.search(r"[{}!]|\s\s|\n|[\u200b-\u200f\u2028-\u202e\u2060-\u2069]", saying), key


# Where they are shown.


@in_each_language
def test_answers_to_a_pressed_button_are_short_enough_for_telegram(language):
    """answerCallbackQuery takes 200 characters."""
    toasts = set().union(*(strings(spoken.args[0]) for spoken in arguments("toast") if isinstance(spoken, python.Call)))
    assert {"stale-button", "not-registered", "attendance-noted", "channels-noted"} <= toasts
    assert [key for key in toasts if max(map(len, sayings(language, key))) > 200] == []


@in_each_language
def test_commands_are_described_in_a_line_of_the_menu(language):
    """BotCommand takes 256 characters; a phone shows about 60."""
    assert [key for key in BUILT["command-"] if not 1 <= len(TEXTS.voice(language)(key)) <= 60] == []


HALF_A_ROW = {
    *("yes", "no", "button-programme", "button-venue", "button-questions", "button-language", "button-my-data"),
    *("button-change", "button-cancel-registration", "button-calendar", "button-channels"),
    "button-ask",
}
A_THIRD_OF_A_ROW = {"button-back", "button-skip", "button-stop"}


@in_each_language
def test_buttons_are_as_short_as_their_place_on_a_phone(language):
    room = {key: 30 for key in KEYS if key.startswith(("button-", "wants-"))}
    room |= dict.fromkeys(HALF_A_ROW, 18) | dict.fromkeys(A_THIRD_OF_A_ROW, 10)
    labels = {key: TEXTS.voice(language)(key) for key in room if not MESSAGES[language][key].variables}
    assert {key: label for key, label in labels.items() if len(label) > room[key]} == {}


@in_each_language
def test_words_that_people_may_type_instead_of_pressing_differ(language):
    typed = {TEXTS.voice(language)(key).casefold() for key in {"yes", "no", *A_THIRD_OF_A_ROW}}
    assert len(typed) == 5


@in_each_language
def test_messages_call_a_button_by_reference_so_that_its_name_is_right(language):
    references = {key: message.references for key, message in MESSAGES[language].items()}
    assert references == {key: message.references for key, message in MESSAGES["lv"].items()}
    opening, closing = QUOTES[language]
    quoted = re.findall(
        f"{opening}(.*?){closing}", "\n".join(word for m in MESSAGES[language].values() for word in m.words)
    )
    assert {*quoted} & {label for key, label in one_saying(language).items() if key.startswith("button-")} == set()


# How they are written.


QUOTES = {"lv": "„”", "en": "“”", "ru": "«»"}
ANY_QUOTE = set("\"'`´„“”‘’‚‛«»‹›")
LETTERS = {
    "lv": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
    "en": "abcdefghijklmnopqrstuvwxyz",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
}
FOREIGN = re.compile(r"/[a-z]+|[\w.]+@[\w.]+|Telegram|Excel|CSV")
NAMES_OF_LANGUAGES = {"button-language", "command-language"}
INFORMAL = {
    "lv": "tu tev tevi tavs tava tavu tavi jūs jums jūsu",
    "en": "",
    "ru": "ты тебя тебе твой твоя твои вы вас вам вами ваш ваша ваше ваши вашу вашей вашего вашем ваших вашим",
}


@in_each_language
def test_quotation_marks_are_those_of_the_language_and_come_in_pairs(language):
    opening, closing = QUOTES[language]
    apostrophe = {"’"} if language == "en" else set()
    for key, saying in one_saying(language).items():
        assert set(saying) & ANY_QUOTE <= {opening, closing} | apostrophe, key
        assert re.fullmatch(f"(?:{opening}{closing})*", re.sub(f"[^{opening}{closing}]", "", saying)), key


@in_each_language
def test_words_have_only_the_letters_of_the_language(language):
    """So a Latin "a" in a Russian word, or a diacritic of another language, is found."""
    for key in KEYS - NAMES_OF_LANGUAGES:
        words = FOREIGN.sub("", " ".join(MESSAGES[language][key].words)).casefold()
        assert {sign for sign in words if sign.isalpha()} <= set(LETTERS[language]), key


@in_each_language
def test_names_of_languages_do_not_mix_alphabets_within_a_word(language):
    for key in NAMES_OF_LANGUAGES:
        for word in re.findall(r"\w+", TEXTS.voice(language)(key).casefold()):
            assert any(set(word) <= set(letters) for letters in LETTERS.values()), word


@in_each_language
def test_people_are_addressed_formally(language):
    informal = set(INFORMAL[language].split())
    words = {key: set(re.findall(r"\w+", saying)) for key, saying in one_saying(language).items()}
    assert [key for key in KEYS if words[key] & informal] == []


@in_each_language
def test_messages_have_no_pictures_but_a_tick_and_a_pencil(language):
    signs = {sign for saying in one_saying(language).values() for sign in saying}
    assert {sign for sign in signs if unicodedata.category(sign) in ("So", "Sk", "Mn", "Co")} == {"✓", "✎"}


# The voice itself.


@pytest.fixture
def folder(tmp_path):
    """Two languages, one of which lacks a message."""
    (tmp_path / "lv.ftl").write_text("greeting = Labdien, { $name }.\nrow = { $number }. rinda\n", encoding="utf-8")
    (tmp_path / "en.ftl").write_text("greeting = Good day, { $name }.\n", encoding="utf-8")
    return tmp_path


def test_a_voice_speaks_its_language_and_puts_no_marks_around_variables(folder):
    assert [Voice(language, folder)("greeting", name="Anna") for language in ("lv", "en")] == [
        "Labdien, Anna.",
        "Good day, Anna.",
    ]


def test_what_people_write_is_no_markup_of_the_texts(folder):
    assert Voice("lv", folder)("greeting", name="{ $number } { row }") == "Labdien, { $number } { row }."


def test_a_missing_message_is_an_error_that_names_it(folder):
    with pytest.raises(TextError, match=r"^no message row in en\.ftl$"):
        Voice("en", folder)("row", number=1)


def test_a_missing_variable_is_an_error_that_names_it_and_its_message(folder):
    with pytest.raises(TextError, match=r"^message greeting in lv\.ftl: .*name"):
        Voice("lv", folder)("greeting")


def test_a_text_of_the_settings_is_said_in_the_language_of_the_voice():
    text = Text.model_validate({"lv": "Cēsis", "en": "Cēsis in Latvia"})
    assert [TEXTS.voice(language).of(text) for language in LANGUAGES] == ["Cēsis", "Cēsis in Latvia", "Cēsis"]


@pytest.mark.parametrize(
    ("tag", "language"),
    [("ru", "ru"), ("ru-RU", "ru"), ("EN", "en"), ("en-GB", "en"), ("lv", "lv"), ("de", "lv"), ("", "lv")],
)
def test_telegrams_language_tags_are_understood_and_unknown_ones_get_the_first_language(tag, language):
    assert (TEXTS.spoken(tag), TEXTS.voice(tag).language) == (language, language)


def test_the_first_language_of_the_settings_is_spoken_to_whoever_names_none():
    texts = Texts(["en", "lv"])
    assert (texts.languages, texts.default_language, texts.spoken(None)) == (("en", "lv"), "en", "en")


def test_a_line_that_is_no_message_is_named(folder):
    path = folder / "en.ftl"
    path.write_text(path.read_text(encoding="utf-8") + "\nfarewell Goodbye\n", encoding="utf-8")
    line = path.read_text(encoding="utf-8").splitlines().index("farewell Goodbye") + 1
    with pytest.raises(TextError, match=rf"^en\.ftl, line {line}: not a message; expected: name = text$"):
        Voice("en", folder)


def test_a_message_that_one_language_lacks_is_named(folder):
    with pytest.raises(TextError, match=r"^en\.ftl: missing: row$"):
        Texts(["lv", "en"], folder)


def test_a_language_may_have_a_file_for_each_topic(folder):
    (folder / "en.farewell.ftl").write_text("farewell = Goodbye\n", encoding="utf-8")
    voice = Voice("en", folder)
    assert (voice("farewell"), voice.keys) == ("Goodbye", {"greeting", "farewell"})


def test_a_language_without_a_file_is_named(folder):
    with pytest.raises(TextError, match=r"^de\.ftl: not there, though its language is in the settings$"):
        Texts(["lv", "de"], folder)
