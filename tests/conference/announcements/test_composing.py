from dataclasses import replace

import pytest

from conference.announcements import announcement, composing, sending
from conference.announcements.announcement import Announcement, State, Words
from conference.announcements.composing import Problem
from conference.announcements.selection import Counts, Group, Selection
from conference.content import Attachment, Media, MediaKind, Poll, Spot, Written
from conference.database import Database
from tests.conference.announcements.example_announcements import (
    TEXTS,
    a_begun,
    a_composed,
    as_stored,
    done,
    words,
)
from tests.conference.example_event import a_question, an_event
from tests.conference.example_people import MAY, a_person

EVENT = an_event(questions=(a_question("name", use="name", max_length=50), a_question("topic", required=False)))
SOME = Counts(people=3, telegram=2, email=2, neither=0)
PHOTO = Media(MediaKind.PHOTO, "file-1", "photo.jpg", "image/jpeg", 20_000)
BIG = replace(PHOTO, size=5_000_001)
EVERYTHING = {
    "lv": Words("Zāle", Written("<b>Zāle</b>", media=PHOTO), version=3),
    "en": Words(None, Written(poll=Poll("Lunch?", ("Yes", "No"), anonymous=False, several_answers=True))),
    "ru": Words("Зал", Written(spot=Spot(57.3, 25.3))),
}


async def begun(database: Database, person_id: int) -> Announcement:
    started: Announcement = await done(database, composing.begin, EVENT, person_id, MAY)
    return started


async def being_composed(database: Database, person_id: int) -> Announcement | None:
    async with database.snapshot() as connection:
        return await announcement.being_composed(connection, EVENT, person_id)


async def test_what_is_begun_is_for_all_who_are_registered_and_says_nothing_yet(database: Database):
    author = await a_person(database)
    composed = await begun(database, author.id)
    assert composed == Announcement(
        id=composed.id,
        event=EVENT.key,
        author_id=author.id,
        state=State.COMPOSING,
        body={},
        selection=Selection(frozenset({Group.REGISTERED})),
        starts_at=None,
        queued_at=None,
        progress=None,
        created_at=MAY,
    )
    assert await being_composed(database, author.id) == composed


async def test_who_begins_anew_discards_what_they_were_writing_and_nobody_elses(database: Database):
    author, colleague = await a_person(database), await a_person(database)
    first, other = await begun(database, author.id), await begun(database, colleague.id)
    second = await begun(database, author.id)
    assert await being_composed(database, author.id) == second
    assert await being_composed(database, colleague.id) == other
    assert (await as_stored(database, first.id)).state is State.DISCARDED


async def test_words_come_back_as_they_were_set_the_first_language_first(database: Database):
    author = await a_person(database)
    composed = await begun(database, author.id)
    for language, said in EVERYTHING.items():
        assert await done(database, composing.set_words, composed.id, language, said)
    stored = await as_stored(database, composed.id)
    assert (stored.body, list(stored.body)) == (EVERYTHING, ["lv", "en", "ru"])
    assert stored.words("ru") == EVERYTHING["ru"]
    assert stored.words("de") == EVERYTHING["lv"]


async def test_a_translation_can_be_removed_with_its_file(database: Database):
    composed = await a_composed(database, EVENT, en=words("The hall"))
    for language in ("lv", "en"):
        attachment = Attachment(f"{language}.pdf", "application/pdf", b"%PDF")
        await done(database, composing.set_attachment, composed, language, attachment)
    assert await done(database, composing.remove_words, composed, "en")
    assert (await as_stored(database, composed)).body == {"lv": words()}
    async with database.snapshot() as connection:
        assert await composing.attached(connection, composed) == {
            "lv": Attachment("lv.pdf", "application/pdf", b"%PDF")
        }


async def test_a_subject_is_set_in_a_language_that_has_words(database: Database):
    composed = await a_composed(database, EVENT, words("Zāle.", None))
    assert await done(database, composing.set_subject, composed, "lv", "Par zāli")
    assert not await done(database, composing.set_subject, composed, "en", "The hall")
    assert (await as_stored(database, composed)).body == {"lv": words("Zāle.", "Par zāli")}


async def test_an_audience_is_chosen(database: Database):
    chosen = Selection(frozenset({Group.WAITING}), {"field": frozenset({"health"})})
    composed = await a_composed(database, EVENT, selection=chosen)
    assert (await as_stored(database, composed)).selection == chosen


async def test_what_is_planned_or_discarded_is_composed_no_more(database: Database):
    planned, discarded = await a_composed(database, EVENT), await a_composed(database, EVENT)
    assert await done(database, sending.plan, planned, MAY)
    assert await done(database, composing.discard, discarded)
    for one in (planned, discarded):
        assert not await done(database, composing.set_words, one, "lv", words("New"))
        assert not await done(database, composing.set_subject, one, "lv", "New")
        assert not await done(database, composing.set_selection, one, Selection(frozenset()))
        assert not await done(database, composing.discard, one)
        stored = await as_stored(database, one)
        assert (stored.body, stored.selection) == ({"lv": words()}, Selection())


async def test_the_latest_are_those_that_were_planned_at_least(database: Database):
    ids = [await a_begun(database, EVENT) for _ in range(3)]
    await a_composed(database, EVENT)
    await a_begun(database, an_event(key="another"))
    async with database.snapshot() as connection:
        assert [one.id for one in await announcement.latest(connection, EVENT, 2)] == ids[:0:-1]


async def test_the_message_that_shows_its_progress_is_remembered(database: Database):
    composed = await a_composed(database, EVENT)
    await done(database, announcement.show_progress_in, composed, {"chat": 7, "message": 9})
    assert (await as_stored(database, composed)).progress == {"chat": 7, "message": 9}


def an_announcement(said: Words | None = None, selection: Selection | None = None, **others: Words) -> Announcement:
    body = {"lv": said or words(), **others}
    return Announcement(1, EVENT.key, 1, State.COMPOSING, body, selection or Selection(), None, None, None, MAY)


def found(composed: Announcement, counts: Counts = SOME) -> list[Problem]:
    return composing.problems(EVENT, composed, counts, TEXTS)


def test_nothing_is_wrong_with_a_plain_text():
    assert found(an_announcement(words("Labdien, {name}, {event}!"))) == []


@pytest.mark.parametrize("counts", [Counts(0, 0, 0, 0), Counts(2, 0, 0, 2)])
def test_it_needs_somebody_who_can_be_reached(counts: Counts):
    assert found(an_announcement(), counts) == [Problem("announcing-nobody")]


def test_it_needs_words():
    assert found(replace(an_announcement(), body={})) == [Problem("announcing-no-words")]
    assert found(an_announcement(words(""))) == [Problem("announcing-no-words")]
    assert found(an_announcement(Words(None, Written(spot=Spot(57.3, 25.3))))) == []


def test_unknown_placeholders_are_named():
    composed = an_announcement(words("{vārds} {topics} {name}", "{kas}"))
    problem = Problem("announcing-unknown-placeholder", {"names": "{kas}, {topics}, {vārds}"})
    assert found(composed) == [problem]


def test_what_only_a_registration_has_is_not_for_those_who_have_not_finished():
    composed = an_announcement(words("{name} {event}", "{ticket}"), Selection(frozenset(Group)))
    names = {"names": "{name}, {ticket}"}
    assert found(composed) == [Problem("announcing-placeholder-needs-registration", names)]
    assert found(an_announcement(words("{event}"), Selection(frozenset(Group)))) == []


@pytest.mark.parametrize(
    ("written", "length", "limit"),
    [
        (Written("x" * 4097), 4097, 4096),
        (Written("👍" * 2049), 4098, 4096),
        (Written("<b>" + "x" * 4000 + "</b>{name}{name}"), 4100, 4096),
        (Written("x" * 1025, media=PHOTO), 1025, 1024),
    ],
)
def test_it_must_fit_into_a_message_with_the_longest_values(written: Written, length: int, limit: int):
    problem = Problem("announcing-too-long", {"length": length, "limit": limit})
    assert found(an_announcement(Words("Zāle", written))) == [problem]


@pytest.mark.parametrize("written", [Written("x" * 4096), Written("x" * 1024, media=PHOTO), Written("&amp;" * 4096)])
def test_what_just_fits_is_no_problem(written: Written):
    assert found(an_announcement(Words("Zāle", written))) == []


def test_too_long_in_another_language_is_too_long():
    composed = an_announcement(ru=words("я" * 5000))
    assert found(composed) == [Problem("announcing-too-long", {"length": 5000, "limit": 4096})]


def test_an_answer_that_may_be_missing_is_only_to_be_known():
    problem = Problem("announcing-may-be-unanswered", {"names": "{topic}"}, blocks=False)
    assert found(an_announcement(words("{topic}"))) == [problem]


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        (Written(poll=Poll("Lunch?", ("Yes", "No"))), ["announcing-poll-by-email"]),
        (Written("Foto", media=PHOTO), []),
        (Written("Foto", media=BIG), ["announcing-file-not-by-email"]),
        (Written(media=PHOTO), ["announcing-no-caption"]),
    ],
)
def test_what_an_email_cannot_show_is_to_be_known_where_somebody_gets_one(written: Written, keys: list[str]):
    composed = an_announcement(Words("Zāle", written), en=Words("The hall", written))
    assert found(composed) == [Problem(key, {"count": 2}, blocks=False) for key in keys]
    assert found(composed, replace(SOME, email=0)) == []


def test_what_blocks_comes_first():
    composed = an_announcement(words("{topic} {vārds}"))
    assert [problem.blocks for problem in found(composed)] == [True, False]


def test_every_problem_can_be_said():
    everything = [
        *found(replace(an_announcement(), body={}), Counts(0, 0, 0, 0)),
        *found(an_announcement(words("x" * 5000 + "{name}{topic}{vārds}"), Selection(frozenset(Group)))),
        *found(an_announcement(Words(None, Written(poll=Poll("Lunch?", ("Yes", "No")))))),
        *found(an_announcement(Words(None, Written(media=BIG)))),
    ]
    assert len({problem.key for problem in everything}) == 9
    for language in TEXTS.languages:
        for problem in everything:
            assert TEXTS.voice(language)(problem.key, **problem.variables)
