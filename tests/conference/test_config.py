from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr

from conference.config import (
    ServiceSettings,
    Settings,
    TelegramSettings,
    WebhookSettings,
    load_secrets,
    load_settings,
)
from conference.mistakes import SettingsError
from conference.question import QuestionUse
from conference.reminder_rule import Audience
from tests.conference.example_event import an_event

SHIPPED = Path(__file__).parents[2] / "config.toml"
EVENT = """
[[events]]
key = "madona-2025"
title = "Drošība ikdienā"
description = "Konference."
date = 2025-03-20
registration_deadline = 2025-03-13T18:00:00
starts = "09:30"
contact = { name = "Rīkotāji" }
venue = { name = "Kultūras nams", address = "Madona" }
privacy = { version = "1", text = "Datus redz tikai rīkotāji." }
questions = [{ key = "name", kind = "text", use = "name", text = "Vārds?", label = "Vārds" }]
"""


A_DATABASE = "sqlite+aiosqlite:///file.db or postgresql+asyncpg://user@host/database"


@pytest.fixture
def mistakes_in(tmp_path):
    """Return what loading a text as settings complains of."""

    def mistakes(toml: str) -> list[str]:
        path = tmp_path / "config.toml"
        path.write_text(toml, encoding="utf-8")
        with pytest.raises(SettingsError) as caught:
            load_settings(path)
        return str(caught.value).split("\n")

    return mistakes


def test_the_shipped_conference_is_the_announced_one():
    settings = load_settings(SHIPPED)
    (event,) = settings.events
    assert (event.key, event.title.in_language("lv"), event.date) == (
        "cesis-2024",
        "Kopā bērnu drošībai",
        date(2024, 6, 14),
    )
    assert (event.venue.name.in_language("lv"), event.capacity) == ("Cēsu koncertzāle", 800)
    assert event.deadline_at == datetime(2024, 6, 7, 21, tzinfo=UTC)
    assert (event.starts, event.ends, event.programme, event.venue.coordinates) == (None, None, (), None)
    assert [line.number for line in settings.help_lines] == ["112", "116111"]


def test_the_shipped_reminders_go_out_when_they_should():
    (event,) = load_settings(SHIPPED).events
    when = {
        rule.key: (
            f"{event.local(rule.due_at(event)):%d.%m. %H:%M}",
            f"{event.local(rule.useless_at(event)):%d.%m. %H:%M}",
        )
        for rule in event.reminders
    }
    assert when == {
        "deadline-in-3-days": ("04.06. 10:00", "06.06. 20:00"),
        "last-day": ("07.06. 09:00", "08.06. 00:00"),
        "day-before": ("13.06. 10:00", "14.06. 00:00"),
        "on-the-day": ("14.06. 07:30", "14.06. 12:00"),
    }


def test_every_setting_of_the_service_is_shown_in_the_shipped_file():
    written = SHIPPED.read_text(encoding="utf-8")
    settings = load_settings(SHIPPED)
    (event,) = settings.events
    shown = [settings.service, settings.telegram, settings.email, event, event.venue, event.contact, event.privacy]
    assert [name for model in shown for name in type(model).model_fields if name not in written] == []


def test_a_second_conference_elsewhere_is_settings_and_no_code(tmp_path):
    second = """
[[events]]
key = "smiltene-2025"
title = { lv = "Droša bērnība Smiltenē", en = "A safe childhood in Smiltene" }
description = "Divas dienas pirms vasaras."
date = 2025-05-22
starts = "10:00"
ends = "15:30"
registration_opens = 2025-04-01T09:00:00
registration_deadline = 2025-05-15
capacity = 120
time_zone = "Europe/Vilnius"
contact = { name = "Rīkotāji", email = "smiltene@example.org" }
privacy = { version = "2025-04", text = "Datus redz tikai rīkotāji." }

[events.venue]
name = "Kultūras centrs"
address = "Smiltene"
latitude = 57.42
longitude = 25.9

[[events.programme]]
at = "10:00"
title = "Atklāšana"

[[events.questions]]
key = "name"
kind = "text"
use = "name"
text = "Jūsu vārds?"
label = "Vārds"

[[events.questions]]
key = "who"
kind = "choice"
text = "Kā Jūs piedalīsieties?"
label = "Loma"
choices = [{ key = "parent", text = "Kā vecāks" }, { key = "professional", text = "Kā speciālists" }]

[[events.questions]]
key = "days"
kind = "choices"
required = false
max_choices = 1
text = "Kurās darbnīcās?"
label = "Darbnīcas"
choices = [{ key = "a", text = "Pirmā" }, { key = "b", text = "Otrā" }]

[[events.questions]]
key = "lunch"
kind = "yes_no"
text = "Vai paliksiet uz pusdienām?"
label = "Pusdienas"

[[events.reminders]]
key = "open"
audience = ["opened", "unfinished"]
anchor = "opening"
days = 7
at = "10:00"
useless_after = { anchor = "deadline", days = -1, at = "10:00" }

[[events.reminders]]
key = "two-hours"
audience = ["registered"]
anchor = "start"
hours = -2
"""
    path = tmp_path / "config.toml"
    path.write_text(SHIPPED.read_text(encoding="utf-8") + second, encoding="utf-8")
    _, event = load_settings(path).events
    assert event.local(event.opens_at).replace(tzinfo=None) == datetime(2025, 4, 1, 9)  # noqa: DTZ001  as clocks show it
    assert (event.starts, event.ends, event.time_zone) == (time(10), time(15, 30), ZoneInfo("Europe/Vilnius"))
    assert [question.kind for question in event.questions] == ["text", "choice", "choices", "yes_no"]
    assert [rule.audience for rule in event.reminders] == [
        (Audience.OPENED, Audience.UNFINISHED),
        (Audience.REGISTERED,),
    ]
    assert event.reminders[1].due_at(event) == datetime(2025, 5, 22, 5, tzinfo=UTC)


def test_an_event_keeps_the_clocks_of_the_service_unless_it_names_its_own(tmp_path):
    path = tmp_path / "config.toml"
    path.write_text(f'[service]\ntime_zone = "Europe/Lisbon"\n{EVENT}', encoding="utf-8")
    assert load_settings(path).events[0].starts_at == datetime(2025, 3, 20, 9, 30, tzinfo=UTC)


MANY_MISTAKES = """
[service]
languages = ["lv", "en"]
time_zone = "Europe/Rīga"
database_url = "mysql://db"

[telegram]
mesages_per_second = 20

[email]
host = "smtp.example.org"
port = "many"
security = "ssl"
sender = "not an address"
sender_name = "Konference"

[[events]]
key = "madona"
title = { lt = "Kartu" }
description = { en = "In English only" }
date = 2025-03-20
starts = "11:00"
ends = "10:00"
registration_deadline = 2025-03-21
capacity = 0
contact = { name = "Rīkotāji" }
venue = { name = "Nams", address = "Madona", latitude = 157.0, longitude = 25.0 }
questions = [
    { key = "name", kind = "selection", text = "Vārds?", label = "Vārds" },
    { key = "name", kind = "choice", text = "Joma?", label = "Joma" },
]

[[events]]
key = "madona"
title = "Otra"
description = "Konference."
date = "30 February"
registration_deadline = 2025-03-21
contact = { name = "Rīkotāji" }
venue = { name = "Nams", address = "Madona", latitude = 57.0 }
privacy = { version = "1", text = "Datus redz tikai rīkotāji." }
questions = [{ key = "name", kind = "text", text = "Vārds?", label = "Vārds" }]
reminders = [{ key = "a", audience = ["all"], anchor = "start", days = -1, at = "10:00" }]

[[events]]
key = "smiltene"
title = "Trešā"
description = "Konference."
date = 2025-03-20
registration_deadline = 2025-03-13
contact = { name = "Rīkotāji" }
venue = { name = "Nams", address = "Smiltene" }
privacy = { version = "1", text = "Datus redz tikai rīkotāji." }
questions = [{ key = "name", kind = "text", text = "Vārds?", label = "Vārds" }]
reminders = [
    { key = "a", audience = ["registered"], anchor = "start", days = -1, at = "10:00", hours = 3 },
    { key = "b", audience = ["registered"], anchor = "start", hours = -2 },
    { key = "b", audience = ["registered"], anchor = "start", days = 0, at = "10:00" },
]
"""


def test_a_file_with_many_different_mistakes_names_them_all(mistakes_in):
    assert mistakes_in(MANY_MISTAKES) == [
        'service.time_zone: expected a time zone, such as Europe/Riga; got "Europe/Rīga"',
        "service.database_url: expected sqlite+aiosqlite:///file.db or postgresql+asyncpg://user@host/database",
        "telegram.mesages_per_second: expected no setting of this name; did you mean `messages_per_second`?",
        'email.port: expected a whole number; got "many"',
        'email.security: expected one of starttls, tls, none; got "ssl"',
        "email.sender: expected an e-mail address, such as name@example.org",
        "events[0] (madona).title: expected languages out of lv, en, always with lv; got lt",
        "events[0] (madona).description: expected languages out of lv, en, always with lv; got en",
        "events[0] (madona).venue.latitude: expected at most 90.0; got 157.0",
        "events[0] (madona).ends: expected a time after `starts` (11:00); got 10:00",
        (
            "events[0] (madona).registration_deadline: expected a date no later than the event's own (2025-03-20); "
            "got 2025-03-21"
        ),
        "events[0] (madona).capacity: expected more than 0; got 0",
        "events[0] (madona).privacy: expected this setting; it is missing",
        (
            "events[0] (madona).questions[0] (name).kind: expected one of text, long_text, choice, choices, email, "
            'phone, yes_no; got "selection"'
        ),
        "events[0] (madona).questions[1] (name).choices: expected at least two choices for the kind choice",
        'events[0] (madona).questions[1] (name).key: expected a `key` of its own; the one at [0] has "name" too',
        "events[1] (madona).venue.longitude: expected both `latitude` and `longitude`, or neither",
        'events[1] (madona).date: expected a date, such as 2024-06-14; got "30 February"',
        'events[1] (madona).reminders[0] (a).audience[0]: expected one of opened, unfinished, registered; got "all"',
        "events[2] (smiltene).reminders[0] (a).hours: expected either `days` (with `at`) or `hours`",
        (
            "events[2] (smiltene).reminders[1] (b): expected `starts` of the event to be set, as this counts "
            "from its start"
        ),
        (
            "events[2] (smiltene).reminders[2] (b): expected a moment before the reminder becomes useless "
            "(2025-03-20 00:00); it is due 2025-03-20 10:00. Move it, or give a later `useless_after`"
        ),
        'events[2] (smiltene).reminders[2] (b).key: expected a `key` of its own; the one at [1] has "b" too',
        'events[1] (madona).key: expected a `key` of its own; the one at [0] has "madona" too',
    ]


def test_mistakes_in_the_service_are_named_beside_those_of_the_events(mistakes_in):
    service = '[service]\nlanguages = "lv"\ntime_zone = "Mars"\nservise = 1\n'
    assert mistakes_in(service + EVENT.replace("2025-03-20", '"soon"')) == [
        'service.languages: expected a list in [brackets]; got "lv"',
        'service.time_zone: expected a time zone, such as Europe/Riga; got "Mars"',
        "service.servise: expected no setting of this name",
        'events[0] (madona-2025).date: expected a date, such as 2024-06-14; got "soon"',
    ]


@pytest.mark.parametrize(
    ("changed", "to", "mistake"),
    [
        (
            "2025-03-20",
            "20250320",
            'date: expected a date such as 2024-06-14, or a time in quotes such as "10:00"; got 20250320',
        ),
        (
            '"09:30"',
            '"half past nine"',
            'starts: expected a time of day in quotes, such as "10:00"; got "half past nine"',
        ),
        (
            '"Drošība ikdienā"',
            "5",
            'title: expected text in quotes, or one for each language, such as { lv = "…", en = "…" }; got 5',
        ),
        ('"Drošība ikdienā"', '{ lv = "" }', 'title.lv: expected some text; got ""'),
        ('"Drošība ikdienā"', "{}", "title: expected at least 1 of these"),
        (
            '"Madona"',
            '"Madona", map_link = "madona.lv"',
            'venue.map_link: expected a web address, such as https://example.org/; got "madona.lv"',
        ),
        ('{ name = "Rīkotāji" }', '"Rīkotāji"', 'contact: expected a table of settings; got "Rīkotāji"'),
        (
            "Rīkotāji",
            'Rīkotāji", telegram_group = 5, email = "a@b.lv',
            "contact.telegram_group: expected less than 0; got 5",
        ),
        (
            '"Vārds?"',
            f'"{"ā" * 3001}"',
            f'questions[0] (name).text: expected at most 3000 characters; got "{"ā" * 59}…',
        ),
        (
            'use = "name"',
            'usee = "name"',
            "questions[0] (name).usee: expected no setting of this name; did you mean `use`?",
        ),
        ('use = "name"', 'required = "maybe"', 'questions[0] (name).required: expected true or false; got "maybe"'),
        ('"09:30"', '"09:30"\ncapacity = 1.5', "capacity: expected a whole number; got 1.5"),
        ("2025-03-13T18:00:00", '"soon"', 'registration_deadline: expected a date, such as 2024-06-14; got "soon"'),
    ],
)
def test_a_mistake_is_told_in_plain_words(mistakes_in, changed, to, mistake):
    assert changed in EVENT
    assert mistakes_in(EVENT.replace(changed, to)) == [f"events[0] (madona-2025).{mistake}"]


@pytest.mark.parametrize(
    ("toml", "place", "complaint"),
    [
        ("a = 1\nb = \n", "line 2, column 5", "invalid value"),
        ("a = 1\na = 2\n", "line 2, column 6", "cannot overwrite a value"),
        ("at = 10:00\n", "line 1, column 8", "expected newline or end of document after a statement"),
    ],
)
def test_broken_toml_is_one_line_that_says_where(mistakes_in, tmp_path, toml, place, complaint):
    expected = f"correct TOML, with texts and times in quotes; {complaint}"
    assert mistakes_in(toml) == [f"{tmp_path / 'config.toml'}, {place}: expected {expected}"]


def test_a_file_that_is_not_there_is_one_line(tmp_path):
    with pytest.raises(SettingsError) as caught:
        load_settings(tmp_path / "config.toml")
    assert str(caught.value) == f"{tmp_path / 'config.toml'}: expected a settings file; No such file or directory"


def test_a_file_that_is_not_utf_8_is_one_line(tmp_path):
    (tmp_path / "config.toml").write_bytes('a = "Cēsis"'.encode("utf-16"))
    with pytest.raises(SettingsError, match=r"expected text in UTF-8$"):
        load_settings(tmp_path / "config.toml")


@pytest.mark.parametrize(
    "url",
    [
        "sqlite+aiosqlite:///kopa.db",
        "sqlite+aiosqlite:////var/lib/kopa/kopa.db",
        "postgresql+asyncpg://kopa@db.example.org:5433/kopa",
        "postgresql+asyncpg:///kopa",
    ],
)
def test_the_database_is_a_sqlite_file_or_a_postgresql_database(url):
    assert ServiceSettings(database_url=url).database_url == url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///kopa.db", A_DATABASE),
        ("sqlite+aiosqlite://", A_DATABASE),
        ("postgresql+asyncpg://kopa@db.example.org", A_DATABASE),
        ("kopa.db", A_DATABASE),
        (
            "postgresql+asyncpg://kopa:hush@db/kopa",
            "no password here; give it to the service as the environment variable PGPASSWORD",
        ),
    ],
)
def test_other_databases_are_refused_and_passwords_stay_out_of_the_file(mistakes_in, url, expected):
    assert mistakes_in(f'[service]\ndatabase_url = "{url}"\n{EVENT}') == [f"service.database_url: expected {expected}"]


TOKEN = "123456789:AAE-abcdefghijklmnopqrstuvwxyz_0123"


@pytest.mark.parametrize(
    ("environment", "token", "password"),
    [
        ({}, None, None),
        ({"TELEGRAM_BOT_TOKEN": "", "SMTP_PASSWORD": ""}, None, None),
        ({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n", "SMTP_PASSWORD": " pass word "}, TOKEN, " pass word "),
    ],
)
def test_secrets_come_from_the_environment(environment, token, password):
    secrets = load_secrets(environment)
    assert secrets.telegram_bot_token == (token and SecretStr(token))
    assert secrets.smtp_password == (password and SecretStr(password))


def test_secrets_are_never_shown():
    secrets = load_secrets({"TELEGRAM_BOT_TOKEN": TOKEN, "SMTP_PASSWORD": "hush"})
    for shown in (str(secrets), repr(secrets), secrets.model_dump_json()):
        assert "AAE" not in shown
        assert "hush" not in shown


@pytest.mark.parametrize("token", ["AAE-abcdefghijklmnopqrstuvwxyz_0123", "123456789:short", f"{TOKEN} {TOKEN}"])
def test_a_token_that_cannot_be_one_is_refused_without_showing_it(token):
    with pytest.raises(SettingsError) as caught:
        load_secrets({"TELEGRAM_BOT_TOKEN": token})
    assert str(caught.value) == (
        "TELEGRAM_BOT_TOKEN: expected a token as @BotFather gives it: digits, a colon, 35 characters"
    )


@pytest.mark.parametrize("secret", ["ar atstarpi", "ā", "x" * 257])
def test_a_webhook_secret_that_telegram_refuses_is_refused_without_showing_it(secret):
    with pytest.raises(SettingsError) as caught:
        load_secrets({"TELEGRAM_WEBHOOK_SECRET": secret})
    expected = "TELEGRAM_WEBHOOK_SECRET: expected 1 to 256 letters A-Z, a-z, digits, _ and -"
    assert str(caught.value) == expected


def test_a_webhook_secret_comes_from_the_environment_and_is_never_shown():
    secrets = load_secrets({"TELEGRAM_WEBHOOK_SECRET": " hush-hush "})
    assert secrets.telegram_webhook_secret == SecretStr("hush-hush")
    assert "hush" not in repr(secrets)


TELEGRAM_IS_WRONG = """
[telegram]
proxy = "socks5://localhost:1080"

[telegram.webhook]
url = "http://kopa.example.org/telegram"
listen_port = 0
"""


@pytest.mark.parametrize(
    ("settings", "mistakes"),
    [
        (
            TELEGRAM_IS_WRONG,
            [
                "telegram.proxy: expected http://host:port or https://host:port",
                "telegram.webhook.listen_port: expected at least 1; got 0",
            ],
        ),
        (
            '[telegram.webhook]\nurl = "http://kopa.example.org/telegram"',
            ["telegram.webhook: expected a url that begins with https://; Telegram sends to no other"],
        ),
        (
            '[telegram]\nproxy = "http://anna:hush@proxy.example.org:3128"',
            [
                (
                    "telegram.proxy: expected no password here; give such a proxy to the service as the environment "
                    "variable HTTPS_PROXY"
                )
            ],
        ),
    ],
)
def test_mistakes_about_telegram_are_named(mistakes_in, settings, mistakes):
    assert mistakes_in(f"{settings}\n{EVENT}") == mistakes


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://kopa.example.org", "/"),
        ("https://kopa.example.org/", "/"),
        ("https://kopa.example.org:8443/a/b?c", "/a/b"),
    ],
)
def test_a_webhook_listens_on_the_path_of_its_address(url, path):
    assert WebhookSettings(url=url).path == path


def test_a_webhook_of_ones_own_bot_api_server_needs_no_certificate():
    webhook = WebhookSettings(url="http://127.0.0.1:8080/telegram")
    settings = TelegramSettings(base_url="http://127.0.0.1:8081/bot", webhook=webhook, proxy="proxy.example.org:3128")
    assert (settings.webhook, settings.proxy) == (webhook, "proxy.example.org:3128")


def test_without_a_mail_server_addresses_are_answers_like_any_other():
    (event,) = Settings(events=(an_event(),)).events
    assert [question.use for question in event.questions] == [QuestionUse.NAME, None, None]


BOUNCES_ARE_WRONG = """
[service]
public_url = "http://kopa.example.org"
web.listen_port = 0

[email]
host = "smtp.example.org"
sender = "konference@example.org"
sender_name = "Konference"

[email.bounces]
address = "a.very.long.name.for.this@example.org"
host = "imap.example.org"
username = "konference"
folder = 'In"box'
"""


def test_mistakes_about_what_comes_back_are_named(mistakes_in):
    assert mistakes_in(f"{BOUNCES_ARE_WRONG}\n{EVENT}") == [
        "service.public_url: expected an address that begins with https://; mail programs use no other",
        "service.web.listen_port: expected at least 1; got 0",
        (
            "email.bounces.address: expected a name of at most 20 letters of a-z before the @: more is added to it "
            "for each message"
        ),
        "email.bounces.folder: expected the name of a folder, in letters of a-z",
    ]


def test_the_password_of_the_mailbox_comes_from_the_environment_and_is_never_shown():
    secrets = load_secrets({"IMAP_PASSWORD": "hush"})
    assert secrets.imap_password == SecretStr("hush")
    assert "hush" not in repr(secrets)
