from datetime import UTC, date, datetime, time

import pytest

from conference import wording
from conference.content import Fact, Place
from conference.texts import Texts
from tests.conference.example_event import an_event

TEXTS = Texts(["lv", "en", "ru"])


def said(act):
    """What *act* says with each voice, by language."""
    return {language: act(TEXTS.voice(language)) for language in TEXTS.languages}


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        (
            {},
            {
                "lv": "14.06.2024., piektdiena, no plkst. 10.00 līdz plkst. 16.00",
                "en": "Friday 14 June 2024, 10:00–16:00",
                "ru": "14.06.2024, пятница, 10:00–16:00",
            },
        ),
        (
            {"starts": time(9, 5), "ends": None},
            {
                "lv": "14.06.2024., piektdiena, plkst. 09.05",
                "en": "Friday 14 June 2024, 09:05",
                "ru": "14.06.2024, пятница, 09:05",
            },
        ),
        (
            {"starts": None, "ends": None},
            {
                "lv": "14.06.2024., piektdiena (sākuma laiks tiks paziņots)",
                "en": "Friday 14 June 2024 (the starting time will be announced)",
                "ru": "14.06.2024, пятница (время начала будет объявлено)",
            },
        ),
    ],
)
def test_the_day_of_an_event_has_the_times_that_are_known(times, expected):
    event = an_event(**times)
    assert said(lambda voice: wording.event_day(voice, event)) == expected
    labels = {"lv": "Norises laiks", "en": "Date and time", "ru": "Дата и время"}
    facts = {language: Fact(labels[language], text) for language, text in expected.items()}
    assert said(lambda voice: wording.date_fact(voice, event)) == facts


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (
            date(2024, 6, 7),
            {
                "lv": "līdz 2024. gada 7. jūnijam",
                "en": "until 7 June 2024",
                "ru": "по 7 июня 2024 года",
            },
        ),
        (
            datetime(2024, 6, 7, 18),  # noqa: DTZ001  as TOML gives it
            {
                "lv": "līdz 2024. gada 7. jūnijam, plkst. 18.00",
                "en": "until 7 June 2024, 18:00",
                "ru": "по 7 июня 2024 года, 18:00",
            },
        ),
    ],
)
def test_the_deadline_is_a_day_or_a_moment_as_the_settings_have_it(last, expected):
    event = an_event(registration_deadline=last, reminders=())
    assert said(lambda voice: wording.deadline(voice, event)) == expected
    labels = {"lv": "Pieteikšanās", "en": "Registration", "ru": "Приём заявок"}
    facts = {language: Fact(labels[language], text) for language, text in expected.items()}
    assert said(lambda voice: wording.deadline_fact(voice, event)) == facts


def test_a_moment_is_told_by_the_clocks_of_the_event():
    moment = datetime(2024, 6, 13, 22, 30, tzinfo=UTC)
    in_riga = said(lambda voice: wording.moment(voice, an_event(), moment))
    assert in_riga == {
        "lv": "14.06.2024., piektdiena, plkst. 01.30",
        "en": "Friday 14 June 2024, 01:30",
        "ru": "14.06.2024, пятница, 01:30",
    }
    in_lisbon = wording.moment(TEXTS.voice("en"), an_event(time_zone="Europe/Lisbon"), moment)
    assert in_lisbon == "Thursday 13 June 2024, 23:30"


MONTHS_ON = {
    "lv": "janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī",
    "en": "January February March April May June July August September October November December",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
}
MONTHS_UNTIL = MONTHS_ON | {
    "lv": "janvārim februārim martam aprīlim maijam jūnijam jūlijam augustam septembrim oktobrim novembrim decembrim"
}


@pytest.mark.parametrize(
    ("form", "months", "patterns"),
    [
        ("date-on", MONTHS_ON, {"lv": "2025. gada 9. {}", "en": "on 9 {} 2025", "ru": "9 {} 2025 года"}),
        (
            "date-until",
            MONTHS_UNTIL,
            {"lv": "līdz 2025. gada 9. {}", "en": "until 9 {} 2025", "ru": "по 9 {} 2025 года"},
        ),
    ],
)
def test_every_month_stands_in_the_case_that_the_sentence_needs(form, months, patterns):
    def every_month(voice):
        return [wording.day(voice, form, date(2025, month, 9)) for month in range(1, 13)]

    assert said(every_month) == {
        language: [patterns[language].format(month) for month in months[language].split()]
        for language in TEXTS.languages
    }


def test_the_days_of_the_week_are_named_in_the_language_of_the_reader():
    week = [date(2024, 6, day) for day in range(10, 17)]
    listed = said(lambda voice: [wording.day(voice, "date-listed", day) for day in week])
    assert listed["lv"] == [
        "10.06.2024., pirmdiena",
        "11.06.2024., otrdiena",
        "12.06.2024., trešdiena",
        "13.06.2024., ceturtdiena",
        "14.06.2024., piektdiena",
        "15.06.2024., sestdiena",
        "16.06.2024., svētdiena",
    ]
    assert (listed["en"][0], listed["ru"][6]) == ("Monday 10 June 2024", "16.06.2024, воскресенье")


def test_a_date_in_english_words_names_every_month():
    named = [wording.day(TEXTS.voice("en"), "date-listed", date(2024, month, 1)).split()[2] for month in range(1, 13)]
    assert named == MONTHS_ON["en"].split()


def test_the_venue_is_a_name_and_an_address():
    assert said(lambda voice: wording.venue_facts(voice, an_event().venue)) == {
        "lv": (Fact("Norises vieta", "Koncertzāle, Raunas iela 12, Cēsis"),),
        "en": (Fact("Venue", "Koncertzāle, Raunas iela 12, Cēsis"),),
        "ru": (Fact("Место проведения", "Koncertzāle, Raunas iela 12, Cēsis"),),
    }


def test_the_venue_links_to_its_map_and_says_how_to_get_there_where_that_is_known():
    details = {
        "name": {"lv": "Koncertzāle", "en": "Concert Hall", "ru": "Концертный зал"},
        "address": "Raunas iela 12",
        "map_link": "https://map.example/cesis",
        "directions": {"lv": "No stacijas 10 minūtes.", "en": "Ten minutes from the station.", "ru": "10 минут."},
    }
    venue = an_event(venue=details).venue
    assert said(lambda voice: wording.venue_facts(voice, venue)) == {
        "lv": (
            Fact("Norises vieta", "Koncertzāle, Raunas iela 12", "https://map.example/cesis"),
            Fact("Kā nokļūt", "No stacijas 10 minūtes."),
        ),
        "en": (
            Fact("Venue", "Concert Hall, Raunas iela 12", "https://map.example/cesis"),
            Fact("How to get there", "Ten minutes from the station."),
        ),
        "ru": (
            Fact("Место проведения", "Концертный зал, Raunas iela 12", "https://map.example/cesis"),
            Fact("Как добраться", "10 минут."),
        ),
    }


def test_a_venue_with_coordinates_is_a_point_on_the_map():
    named = {"lv": "Koncertzāle", "en": "Concert Hall", "ru": "Концертный зал"}
    venue = an_event(venue={"name": named, "address": "Raunas iela 12", "latitude": 57.3, "longitude": 25.3}).venue
    assert said(lambda voice: wording.place(voice, venue)) == {
        language: Place(name, "Raunas iela 12", 57.3, 25.3) for language, name in named.items()
    }


def test_a_venue_without_coordinates_is_no_point_on_the_map():
    venue = an_event(venue={"name": "Koncertzāle", "address": "Raunas iela 12"}).venue
    assert said(lambda voice: wording.place(voice, venue)) == {"lv": None, "en": None, "ru": None}


def test_the_full_title_has_the_subtitle_where_there_is_one():
    plain = said(lambda voice: wording.full_title(voice, an_event()))
    assert plain == {"lv": "Paraugs", "en": "Example", "ru": "Пример"}
    event = an_event(subtitle={"lv": "plāns un prakse", "en": "plan and practice"})
    assert said(lambda voice: wording.full_title(voice, event)) == {
        "lv": "Paraugs: plāns un prakse",
        "en": "Example: plan and practice",
        "ru": "Пример: plāns un prakse",
    }
