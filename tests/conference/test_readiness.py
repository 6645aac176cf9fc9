from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from conference.config import EmailSettings, Secrets, ServiceSettings, Settings, load_settings
from conference.readiness import readiness
from tests.conference.example_event import a_question, an_event

SHIPPED = Path(__file__).parents[2] / "config.toml"
SECRETS = Secrets(telegram_bot_token="123456789:AAE", smtp_password="hush")
MAY = datetime(2024, 5, 20, tzinfo=UTC)
SERVICE = ServiceSettings(languages=("lv", "en"), keep_personal_data_days=90)
EMAIL = {"host": "mail.cesis.lv", "username": "kopa", "sender": "kopa@cesis.lv", "sender_name": "Konference"}
READY = {
    "contact": {"name": "Rīkotāji", "email": "kopa@cesis.lv"},
    "privacy": {"version": "1", "text": "Datus glabā 90 dienas."},
    "programme": ({"at": "10:00", "title": "Atklāšana"},),
}


def settings(*, email=EMAIL, help_lines=({"name": "Palīdzība", "number": "112"},), **changes) -> Settings:
    return Settings(
        service=SERVICE,
        email=None if email is None else EmailSettings.model_validate(EMAIL | email),
        help_lines=help_lines,
        events=(an_event(**READY | changes),),
    )


def test_the_shipped_settings_tell_what_to_add_before_a_real_start():
    assert readiness(load_settings(SHIPPED), Secrets(), MAY) == [
        "TELEGRAM_BOT_TOKEN: not in the environment; @BotFather in Telegram gives it",
        "SMTP_PASSWORD: not in the environment, though email.username is set",
        "email.host: still the example (smtp.example.org)",
        "email.username: still the example (conference@example.org)",
        "email.sender: still the example (conference@example.org)",
        "email.reply_to: still the example (conference@example.org)",
        "events[0] (cesis-2024).starts: not known; people are told that the time will be announced",
        "events[0] (cesis-2024).programme: none yet",
        "events[0] (cesis-2024).venue.latitude, longitude: not known; Telegram shows no place on the map",
        "events[0] (cesis-2024).contact: no email and no phone; people have nobody to ask",
    ]


def test_complete_settings_are_ready():
    assert readiness(settings(), SECRETS, MAY) == []


LATE = {"key": "late", "audience": ["registered"], "anchor": "start", "days": 1, "at": "10:00"}
UNTIL_THE_20TH = {"useless_after": {"anchor": "end", "days": 6, "at": "10:00"}}


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"email": None}, "email: no such section; Telegram is the only channel"),
        ({"email": {"security": "none"}}, "email.security: none, so everything travels to mail.cesis.lv unencrypted"),
        ({"help_lines": ()}, "help_lines: none; /help has nobody to call to offer"),
        (
            {"contact": {"name": "Rīkotāji", "email": "a@example.org"}},
            "events[0] (example-2024).contact.email: still the example (a@example.org)",
        ),
        (
            {"questions": (a_question("email", kind="email", use="email"),)},
            'events[0] (example-2024).questions: none has use = "name"; registrations are listed without a name',
        ),
        (
            {"questions": (a_question("name", use="name"),)},
            'events[0] (example-2024).questions: none has use = "email"; nobody is reached by e-mail',
        ),
        (
            {"privacy": {"version": "1", "text": {"lv": "Glabā 90 dienas.", "en": "Kept for 30 days."}}},
            (
                "events[0] (example-2024).privacy.text: does not name the 90 days of "
                "service.keep_personal_data_days in each language"
            ),
        ),
        (
            {"reminders": (LATE | UNTIL_THE_20TH,)},
            "events[0] (example-2024).reminders[0] (late): due 2024-06-15 10:00, after the event",
        ),
        (
            {"speakers": ({"name": "Anna"}, {"name": "Jānis", "role": {"lv": "aktieris"}})},
            "events[0] (example-2024).speakers[1].role: not in en; lv is shown instead",
        ),
        (
            {"questions": (*an_event().questions, a_question(hint={"lv": "Īsi"}))},
            "events[0] (example-2024).questions[3] (workplace).hint: not in en; lv is shown instead",
        ),
    ],
)
def test_whatever_is_missing_is_one_line(changes, line):
    assert readiness(settings(**changes), SECRETS, MAY) == [line]


def test_a_letter_of_thanks_after_the_event_is_no_oversight():
    assert readiness(settings(reminders=(LATE | UNTIL_THE_20TH | {"anchor": "end"},)), SECRETS, MAY) == []


@pytest.mark.parametrize(
    ("email", "password", "lines"),
    [
        ({}, None, ["SMTP_PASSWORD: not in the environment, though email.username is set"]),
        ({"username": None}, None, []),
        ({"host": "localhost", "security": "none"}, "hush", []),
    ],
)
def test_a_password_is_missed_where_a_login_needs_it(email, password, lines):
    secrets = Secrets(telegram_bot_token="123456789:AAE", smtp_password=password)
    assert readiness(settings(email=email), secrets, MAY) == lines


@pytest.mark.parametrize(
    ("now", "lines"),
    [
        (datetime(2024, 6, 7, 20, 59, tzinfo=UTC), []),
        (
            datetime(2024, 6, 7, 21, tzinfo=UTC),
            [
                "events[0] (example-2024).registration_deadline: 2024-06-07, in the past; nobody can register",
                "events[0] (example-2024).reminders[0] (last-day): its time is over; it will not be sent any more",
            ],
        ),
        (datetime(2024, 6, 14, 13, tzinfo=UTC), ["events[0] (example-2024).date: 2024-06-14, in the past"]),
    ],
)
def test_dates_that_have_passed_are_told(now, lines):
    assert readiness(settings(), SECRETS, now) == lines


def test_a_date_in_the_past_hides_what_does_not_matter_any_more():
    over = settings(date=date(2024, 5, 1), registration_deadline=date(2024, 4, 1), programme=())
    assert readiness(over, SECRETS, MAY) == ["events[0] (example-2024).date: 2024-05-01, in the past"]


BOUNCES = {"address": "kopa@cesis.lv", "host": "mail.cesis.lv", "username": "kopa"}


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({}, []),
        ({"host": "imap.example.org"}, ["email.bounces.host: still the example (imap.example.org)"]),
        (
            {"security": "none"},
            ["email.bounces.security: none, so everything travels to mail.cesis.lv unencrypted"],
        ),
        (
            {"address": "kopa@cesunovads.lv"},
            [
                (
                    "email.bounces.address: at cesunovads.lv, the sender at cesis.lv; "
                    "SPF then says nothing for the sender (DMARC)"
                )
            ],
        ),
    ],
)
def test_what_is_missing_about_bounces_is_named(changes, lines):
    secrets = SECRETS.model_copy(update={"imap_password": SecretStr("hush")})
    assert readiness(settings(email={"bounces": BOUNCES | changes}), secrets, MAY) == lines


def test_without_its_password_the_mailbox_for_bounces_is_not_read():
    assert readiness(settings(email={"bounces": BOUNCES}), SECRETS, MAY) == [
        "IMAP_PASSWORD: not in the environment, though email.bounces is set; the mailbox is not read"
    ]


def test_an_address_of_the_example_is_no_address_of_the_service():
    service = ServiceSettings(languages=("lv", "en"), keep_personal_data_days=90, public_url="https://kopa.example.org")
    public = settings().model_copy(update={"service": service})
    assert readiness(public, SECRETS, MAY) == ["service.public_url: still the example (https://kopa.example.org)"]
