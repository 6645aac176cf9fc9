"""An organiser writes an announcement: whatever it is, those who get it see just that."""

from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from sqlalchemy import select, update

from bot.handlers.organiser import announcing
from bot.screens.announcement_screens import SUBJECT_LENGTH, WHEN_EXAMPLE
from conference.organisers import Role
from conference.tables import attachments, notices, people
from tests.bot.conftest import NOW
from tests.bot.handlers.organiser.announcing import EVENT, a_hall, deeds, states
from tests.bot.organising import a_colleague
from tests.bot.visitor import Visitor

WORDS = "<b>Zāle ir mainīta.</b> Tiekamies <i>mazajā</i> zālē."


@pytest.fixture
async def hall(stage):
    return await a_hall(stage)


@pytest.fixture
async def with_emails(stage):
    """Three registrants, one of whom reads e-mail, too."""
    return await a_hall(stage, emails=1)


def offered(rows) -> list[str]:
    return [label for row in rows for label in row]


async def letters(stage):
    await stage.settled()
    return stage.mailbox.letters


# What is sent is what arrives


async def test_what_an_organiser_sends_reaches_everybody_just_as_it_was_written(hall, voice):
    await hall.writes(WORDS, html=True)
    await hall.confirms()
    await hall.stage.settled()
    assert hall.seen() == [[], [], []]
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta. Tiekamies mazajā zālē."]] * 3
    [message] = hall.phones[0].phone.messages
    assert message.html == WORDS


async def test_everybody_reads_their_own_name(hall):
    await hall.announces("Labdien, {name}! Tiekamies {venue}.")
    assert hall.seen() == [[f"Labdien, Anna {number}! Tiekamies Koncertzāle."] for number in (1000, 1001, 1002)]


async def test_a_photo_arrives_with_its_caption_and_is_attached_to_the_letters(with_emails, stage):
    await with_emails.begins()
    await with_emails.ilze.phone.send_photo(b"picture", "<b>Jaunā zāle</b>", html=True)
    await with_emails.ilze.sees()
    await with_emails.confirms()
    await with_emails.sent()
    shown = [one.phone.messages[-1] for one in with_emails.phones]
    assert [(message.kind, message.caption, message.document.content) for message in shown] == [
        ("photo", "Jaunā zāle", b"picture")
    ] * 3
    [letter] = await letters(stage)
    [attached] = letter.message.iter_attachments()
    assert (attached.get_filename(), attached.get_content()) == ("photo.jpg", b"picture")


async def test_a_photo_without_a_caption_is_sent_and_readers_of_email_are_minded(with_emails, stage, voice):
    await with_emails.begins()
    await with_emails.ilze.phone.send_photo(b"picture")
    [(desk, _)] = await with_emails.ilze.sees()
    assert voice("announce-note", problem=voice("announcing-no-caption", count=1)) in desk
    await with_emails.confirms()
    await with_emails.sent()
    assert [one.phone.messages[-1].kind for one in with_emails.phones] == ["photo"] * 3


async def test_a_file_that_is_too_big_for_letters_arrives_in_telegram_and_letters_say_so(with_emails, stage, voice):
    await with_emails.begins()
    await with_emails.ilze.phone.send_document("programma.pdf", size=50_000_000, caption="Programma")
    [(desk, _)] = await with_emails.ilze.sees()
    assert voice("announce-note", problem=voice("announcing-file-not-by-email", count=1)) in desk
    await with_emails.confirms()
    await with_emails.sent()
    assert [one.phone.messages[-1].document.size for one in with_emails.phones] == [50_000_000] * 3
    [letter] = await letters(stage)
    assert list(letter.message.iter_attachments()) == []
    assert voice("announcing-in-telegram") in " ".join(letter.text.split())


async def test_a_file_that_cannot_be_fetched_is_no_secret(with_emails, stage, voice):
    stage.telegram.fail_next("getFile", 400, "Bad Request: file is temporarily unavailable")
    await with_emails.begins()
    await with_emails.ilze.phone.send_document("programma.pdf", caption="Programma")
    [problem, (desk, _)] = await with_emails.ilze.sees()
    assert problem == (voice("announce-file-not-fetched"), ())
    assert voice("announce-note", problem=voice("announce-file-not-attached")) in desk
    await with_emails.ilze.presses(voice("button-announce-words"))
    await with_emails.ilze.presses(voice("button-ticked", choice="latviešu"))
    await with_emails.ilze.phone.send_document("programma.pdf", caption="Programma")
    [(desk, _)] = await with_emails.ilze.sees()
    assert voice("announce-file-not-attached") not in desk


async def test_a_file_that_was_replaced_by_words_is_not_kept(with_emails, stage, voice):
    await with_emails.begins()
    await with_emails.ilze.phone.send_document("programma.pdf", caption="Programma")
    await with_emails.ilze.sees()
    await with_emails.presses("button-announce-words")
    await with_emails.presses("button-ticked", choice="latviešu")
    await with_emails.ilze.says("Tikai vārdi.")
    async with stage.running.service.database.snapshot() as connection:
        assert (await connection.execute(select(attachments))).all() == []


async def test_a_new_file_takes_the_place_of_one_that_was_tried_out(with_emails, stage, voice):
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(people).where(people.c.chat_id == 77).values(email="ilze@cesis.lv"))
    await with_emails.begins()
    await with_emails.ilze.phone.send_document("veca.pdf", b"old", caption="Programma")
    await with_emails.ilze.sees()
    await with_emails.presses("button-announce-try")
    await letters(stage)
    await with_emails.presses("button-announce-words")
    await with_emails.presses("button-ticked", choice="latviešu")
    await with_emails.ilze.phone.send_document("jauna.pdf", b"new", caption="Programma")
    await with_emails.ilze.sees()
    await with_emails.confirms()
    await with_emails.sent()
    names = [[one.get_filename() for one in letter.message.iter_attachments()] for letter in await letters(stage)]
    assert names == [["veca.pdf"], ["jauna.pdf"]]


async def test_a_poll_goes_to_each_chat_and_the_organiser_knows_that_votes_are_not_added_up(with_emails, stage, voice):
    await with_emails.begins()
    await with_emails.ilze.phone.send_poll("Vai piedalīsieties?", ["Jā", "Nē"])
    [(desk, _)] = await with_emails.ilze.sees()
    for problem in (voice("announce-poll-votes"), voice("announcing-poll-by-email", count=1)):
        assert voice("announce-note", problem=problem) in desk
    await with_emails.confirms()
    await with_emails.sent()
    assert [one.phone.messages[-1].words for one in with_emails.phones] == ["Vai piedalīsieties?\nJā\nNē"] * 3
    [letter] = await letters(stage)
    assert "Vai piedalīsieties?" in letter.text


async def test_a_place_on_the_map_arrives_as_one(hall):
    await hall.begins()
    await hall.ilze.phone.send_location(57.31, 25.27)
    await hall.ilze.sees()
    await hall.confirms()
    await hall.sent()
    places = [one.phone.messages[-1].location for one in hall.phones]
    assert [(place.latitude, place.longitude) for place in places] == [(57.31, 25.27)] * 3


# What cannot be sent


async def test_an_album_is_answered_once_and_what_was_written_is_kept(hall, voice):
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.presses("button-ticked", choice="latviešu")
    await hall.ilze.phone.send_album(("photo", b"1"), ("photo", b"2"), ("photo", b"3"), caption="Attēli")
    assert await hall.ilze.sees() == [(voice("announce-album"), ())]
    [(desk, _)] = await hall.begins()
    assert "Zāle ir mainīta." in desk
    await hall.confirms()
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta."]] * 3


async def test_after_an_album_the_next_message_is_still_expected(hall, voice):
    await hall.begins()
    await hall.ilze.phone.send_album(("photo", b"1"), ("photo", b"2"))
    await hall.ilze.sees()
    [(desk, _)] = await hall.ilze.says("Tikai vārdi.")
    assert "Tikai vārdi." in desk


@pytest.mark.parametrize(
    "send",
    [
        lambda phone: phone.send_sticker(),
        lambda phone: phone.send_voice(),
        lambda phone: phone.share_contact("+37120000000"),
        lambda phone: phone.send_poll("Cik ir divreiz divi?", ["3", "4"], correct=1),
        lambda phone: phone.send_file("animation"),
    ],
    ids=["sticker", "voice", "contact", "quiz", "animation"],
)
async def test_what_cannot_be_announced_is_said_to_be_so_and_something_else_may_follow(hall, voice, send):
    await hall.begins()
    await send(hall.ilze.phone)
    assert await hall.ilze.sees() == [(voice("announce-cannot"), ())]
    [(desk, _)] = await hall.ilze.says("Zāle ir mainīta.")
    assert "Zāle ir mainīta." in desk


@pytest.mark.parametrize(
    ("text", "key", "variables"),
    [
        ("Labdien, {vards}!", "announcing-unknown-placeholder", {"names": "{vards}"}),
        ("{needs} " * 300, "announcing-too-long", {"length": 150_300, "limit": 4096}),
    ],
    ids=["unknown placeholder", "too long when it is filled"],
)
async def test_what_must_not_be_sent_is_not_even_by_a_forged_button(hall, voice, text, key, variables):
    desk, rows = await hall.writes(text)
    assert voice("announce-blocked", problem=voice(key, **variables)) in desk
    assert voice("button-announce-send") not in offered(rows)
    for forged in ("send", "send2"):
        [(again, _)] = await hall.ilze.forges(f"{forged}:{EVENT}:1:") or [(desk, ())]
        assert again == desk
    assert await states(hall.stage) == ["composing"]
    assert hall.ilze.hears() == [voice("announce-changed")]
    await hall.presses("button-announce-preview")
    assert hall.ilze.hears() == [voice(key, **variables)]


async def test_to_nobody_nothing_is_sent(stage, voice):
    hall = await a_hall(stage, 0)
    desk, rows = await hall.writes()
    assert voice("announce-blocked", problem=voice("announcing-nobody")) in desk
    assert voice("button-announce-send") not in offered(rows)


# Languages, subject, time


async def test_everybody_reads_their_own_language_or_else_the_original(stage, voice):
    hall = await a_hall(stage, 2)
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(people).where(people.c.chat_id == 1001).values(language="ru"))
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.ilze.presses("krievu")
    [(desk, _)] = await hall.ilze.says("Зал изменён.")
    assert "✓ latviešu, ✓ krievu, angļu – nav" in desk
    await hall.confirms()
    await hall.sent()
    assert hall.seen() == [["Zāle ir mainīta."], ["Зал изменён."]]


async def test_a_translation_can_be_removed_but_not_the_last_words(hall, voice):
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.ilze.presses("krievu")
    await hall.ilze.says("Зал изменён.")
    await hall.presses("button-announce-words")
    [(desk, _)] = await hall.presses("button-announce-no-words", language="latviešu")
    assert ("Зал изменён." in desk, "latviešu – nav" in desk) == (True, True)
    [(again, _)] = await hall.ilze.forges(f"nowords:{EVENT}:1:ru") or [(desk, ())]
    assert again == desk


async def test_the_subject_of_the_letters_can_be_written(with_emails, stage, voice):
    await with_emails.writes()
    await with_emails.presses("button-announce-subject")
    assert await with_emails.ilze.says("x" * (SUBJECT_LENGTH + 1)) == [
        (voice("announce-subject-wrong", limit=SUBJECT_LENGTH), ())
    ]
    [(desk, _)] = await with_emails.ilze.says("Zāles maiņa")
    assert "E-pasta temats: Zāles maiņa" in desk
    await with_emails.confirms()
    await with_emails.sent()
    [letter] = await letters(stage)
    assert letter.subject == "Zāles maiņa"


async def test_it_goes_out_at_the_moment_that_was_typed(hall, stage, voice):
    await hall.writes()
    await hall.presses("button-announce-when")
    assert await hall.ilze.says("vēlāk") == [(voice("announce-when-unclear", example=WHEN_EXAMPLE), ())]
    past = "13.05.2024., pirmdiena, plkst. 10.00"
    assert await hall.ilze.says("13.05. 10:00") == [(voice("announce-when-past", moment=past), ())]
    far = "13.06.2125., trešdiena, plkst. 10.00"
    assert await hall.ilze.says("13.06.2125. 10:00") == [(voice("announce-when-far", moment=far), ())]
    [(desk, _)] = await hall.ilze.says("rīt 10.00")
    tomorrow = "21.05.2024., otrdiena, plkst. 10.00"
    assert f"{voice('announce-fact-start')}: {tomorrow}" in desk
    held, _ = await hall.confirms()
    assert tomorrow in held
    await hall.sent()
    assert hall.seen() == [[], [], []]
    await stage.turn_clock(NOW + timedelta(days=1))
    await stage.settled()
    assert hall.seen() == [["Zāle ir mainīta."]] * 3


async def test_a_moment_can_be_given_up_again(hall, voice):
    await hall.writes()
    await hall.presses("button-announce-when")
    await hall.ilze.says("rīt 10.00")
    await hall.presses("button-announce-when")
    [(desk, _)] = await hall.presses("button-announce-at-once")
    assert f"{voice('announce-fact-start')}: {voice('announce-at-once')}" in desk


# Looking it over


async def test_the_preview_is_what_arrives(with_emails, stage, voice):
    await with_emails.writes("<b>Labdien, {name}!</b>", html=True)
    fresh = await with_emails.presses("button-announce-preview")
    sample = "Labdien, Anna Paraudziņa!"
    assert [words for words, _ in fresh][:3] == [
        voice("announce-preview-sample"),
        voice("announce-preview-telegram", language="latviešu"),
        sample,
    ]
    assert next(m for m in with_emails.ilze.phone.messages if m.words == sample).html == f"<b>{sample}</b>"
    subject = voice("announcing-subject", event="Paraugs")
    assert voice("announce-preview-email", language="latviešu", subject=subject) in [words for words, _ in fresh]
    [letter] = [m.document for m in with_emails.ilze.phone.messages if m.document]
    message = message_from_bytes(letter.content, policy=policy.default)
    assert (letter.file_name, message["Subject"]) == (f"{EVENT}.eml", subject)
    assert sample in message.get_body(("plain",)).get_content()
    assert with_emails.seen() == [[], [], []]
    assert voice("announce-title") in with_emails.shows()


async def test_a_preview_shows_each_language_that_is_wished(hall, voice):
    await hall.writes()
    await hall.presses("button-announce-words")
    await hall.ilze.presses("krievu")
    await hall.ilze.says("Зал изменён.")
    await hall.presses("button-announce-preview")
    fresh = await hall.presses("button-ticked", choice="krievu")
    assert "Зал изменён." in [words for words, _ in fresh]


async def test_a_test_goes_to_the_organiser_alone_on_both_channels_and_is_in_no_list(with_emails, stage, voice):
    async with stage.running.service.database.transaction() as connection:
        await connection.execute(update(people).where(people.c.chat_id == 77).values(email="ilze@cesis.lv"))
    await with_emails.writes()
    await with_emails.presses("button-announce-try")
    assert with_emails.ilze.hears() == [voice("announce-tried")]
    assert [letter.recipients for letter in await letters(stage)] == [("ilze@cesis.lv",)]
    assert (with_emails.shows(), with_emails.seen()) == ("Zāle ir mainīta.", [[], [], []])
    assert await states(stage) == ["composing"]
    async with stage.running.service.database.snapshot() as connection:
        test = await connection.execute(select(notices.c.id).where(notices.c.state.is_(None), notices.c.about_id == 1))
        number = test.scalar_one()
    await with_emails.ilze.forges(f"report:{EVENT}:{number}:")
    assert with_emails.ilze.hears() == [voice("stale-button")]


async def test_whoever_has_no_address_gets_the_test_in_telegram(hall, voice):
    await hall.writes()
    await hall.presses("button-announce-try")
    assert hall.ilze.hears() == [voice("announce-tried-telegram")]


# Giving up, going on


async def test_what_was_begun_is_gone_on_with(hall, voice):
    await hall.writes()
    await hall.ilze.says("/organise")
    [(desk, _)] = await hall.presses("button-announce")
    assert "Zāle ir mainīta." in desk


async def test_what_was_discarded_is_gone_and_that_is_noted(hall, stage, voice):
    await hall.writes()
    await hall.presses("button-announce-discard")
    [(gone, _)] = await hall.presses("button-announce-discard-surely")
    assert (gone, await states(stage)) == (voice("announce-discarded"), ["discarded"])
    assert await deeds(stage) == [("discarded an announcement", {"announcement": 1})]
    [(asked, _)] = await hall.begins()
    assert voice("announce-ask") in asked


# Who may


EVERY_PRESS = [
    *("announce", "told", "desk", "words", "nowords", "subject", "audience", "aim", "via", "preview", "tryout"),
    *("when", "discard", "discard2", "send", "send2", "undo", "pause", "resume", "halt", "goon", "report", "failed"),
    *("failed2", "retry", "retry2", "reword", "reword2", "recall", "recall2", "pin"),
]


@pytest.mark.parametrize("role", [None, Role.DOOR])
async def test_nobody_but_an_organiser_moves_anything(hall, stage, voice, role):
    await hall.writes()
    other = await a_colleague(stage, role, 78) if role else Visitor(stage, stage.telegram.phone(78))
    await other.says("/help")
    for act in EVERY_PRESS:
        await other.forges(f"{act}:{EVENT}:1:")
    assert other.hears() == [voice("stale-button")] * len(EVERY_PRESS)
    assert (await states(stage), await deeds(stage)) == (["composing"], [])


@pytest.mark.parametrize("number", ["0", "-1", "2", "999", str(2**63), "9" * 30, ""])
async def test_an_announcement_that_is_not_there_moves_nothing(hall, stage, voice, number):
    await hall.writes()
    acts = [act for act in EVERY_PRESS if act not in ("announce", "told")]
    for act in acts:
        await hall.ilze.forges(f"{act}:{EVENT}:{number}:")
    assert set(hall.ilze.hears()) == {voice("stale-button")}
    assert (await states(stage), await deeds(stage)) == (["composing"], [])


@pytest.mark.parametrize("argument", ["g.nobody", "c.1.99", "c.99.0", "m.x", "x", "", "g", "c.0.0", "9" * 20])
async def test_a_forged_tick_moves_nothing(hall, voice, argument):
    await hall.writes()
    before = hall.shows()
    await hall.ilze.forges(f"aim:{EVENT}:1:{argument}")
    assert (hall.ilze.hears(), hall.shows()) == ([voice("stale-button")], before)


def test_every_answer_that_is_asked_for_is_taken():
    assert announcing.EXPECTED.keys() == {announcing.WORDS, announcing.SUBJECT, announcing.WHEN}
