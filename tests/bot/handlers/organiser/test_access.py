"""The menu of organisers, who gets it, and who loses it."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.commands import NAMES, OF_ORGANISERS
from bot.handlers import organiser
from bot.handlers.organiser import access
from bot.screens.organiser_screens import MENU
from conference import audit, invites, organisers, people
from conference.button import Act, Button
from conference.invites import Purpose
from conference.organisers import Role
from conference.tables import invites as table
from conference.tables import organisers as organisers_table
from conference.texts import Voice
from tests.bot.conftest import NOW, an_event_of_every_kind
from tests.bot.visitor import Visitor
from tests.conference.example_event import an_event

EVENT = "example-2024"
SECRET = "abcdefghijklmnop_-2345"
SINCE = "20.05.2024., pirmdiena, plkst. 12.00"


def menu(voice, *, organises):
    names = (*OF_ORGANISERS, *NAMES) if organises else NAMES
    return tuple((name, voice(f"command-{name}")) for name in names)


def visitor(stage, number, name="Anna") -> Visitor:
    return Visitor(stage, stage.telegram.phone(number, name))


async def invite(stage, purpose=Purpose.ORGANISER, event=EVENT, secret=SECRET) -> None:
    async with stage.running.service.database.transaction() as connection:
        await invites.create(connection, event, purpose, secret, stage.clock())


async def opens(visitor: Visitor, secret=SECRET):
    await visitor.phone.open_link(f"i_{secret}")
    return await visitor.sees()


async def appointed(stage, number, role=Role.ORGANISER, event=EVENT, name="Anna") -> Visitor:
    """Return somebody who has joined by a link."""
    someone = visitor(stage, number, name)
    secret = f"{number}-{event}"
    await invite(stage, Purpose(role), event, secret)
    await opens(someone, secret)
    return someone


async def everything(stage):
    """Return what organisers do leave in the database."""
    async with stage.running.service.database.snapshot() as connection:
        team = [(one.person_id, one.role) for one in await organisers.of_event(connection, EVENT)]
        unused = (await connection.execute(select(func.count()).where(table.c.used_at.is_(None)))).scalar_one()
        return team, unused, await audit.entries(connection)


async def person_id(visitor: Visitor) -> int:
    async with visitor.stage.running.service.database.snapshot() as connection:
        found = await people.find(connection, visitor.phone.user_id)
    assert found is not None
    return found.id


async def roles(stage) -> list[tuple[str, Role]]:
    async with stage.running.service.database.snapshot() as connection:
        everybody = select(organisers_table.c.event, organisers_table.c.role).order_by("id")
        return [tuple(row) for row in await connection.execute(everybody)]


# Joining


async def test_a_link_makes_an_organiser_and_opens_the_menu(stage, anna, voice):
    await invite(stage)
    joined, (words, labels) = await opens(anna)
    assert joined == (voice("joined-organiser", event="Paraugs"), ())
    assert words == f"Paraugs\n\n{voice('organising-what')}"
    assert voice("button-colleagues") in labels[-1]
    assert (await roles(stage), anna.phone.menu) == ([(EVENT, "organiser")], menu(voice, organises=True))


async def test_a_link_for_the_door_makes_door_staff_who_see_no_more_than_they_may(stage, anna, voice):
    await invite(stage, Purpose.DOOR)
    joined, (words, labels) = await opens(anna)
    assert joined == (voice("joined-door", event="Paraugs"), ())
    assert words == f"Paraugs\n\n{voice('organising-door')}"
    assert {label for row in labels for label in row} <= {voice("button-registrants")}
    assert (await roles(stage), anna.phone.menu) == ([(EVENT, "door")], menu(voice, organises=True))


async def test_the_menu_offers_what_the_bot_knows_and_nothing_else(stage, voice):
    anna = await appointed(stage, 11)
    [(_, labels)] = await anna.says("/organise")
    offered = [label for row in labels for label in row]
    assert offered == [voice(MENU[act]) for act in MENU if act in organiser.PRESSES]


@pytest.mark.parametrize("case", ["unknown", "used", "expired", "of an event that is gone", "no secret", "no letters"])
async def test_a_link_that_is_not_valid_opens_the_conference_and_does_not_say_what_it_was_for(stage, anna, voice, case):
    secret = {"unknown": "x" * 22, "no secret": "", "no letters": "\x00€%"}.get(case, SECRET)
    if case == "used":
        await invite(stage)
        await opens(visitor(stage, 12, "Līga"))
    elif case == "expired":
        await invite(stage)
        stage.clock.set(NOW + timedelta(hours=24))
    elif case == "of an event that is gone":
        await invite(stage, event="gone-2023")
    before = await everything(stage)
    refused, (_, labels) = await opens(anna, secret)
    assert (refused, labels[0]) == ((voice("invite-invalid"), ()), (voice("button-register"),))
    assert (await everything(stage), anna.phone.menu) == (before, menu(voice, organises=False))


async def test_of_two_who_open_a_link_at_once_one_joins(stage, voice):
    both = [visitor(stage, 11), visitor(stage, 12, "Līga")]
    await invite(stage)
    for one in both:
        await one.phone.open_link(f"i_{SECRET}")
    heard = sorted([(await one.sees())[0][0] for one in both])
    assert heard == sorted([voice("joined-organiser", event="Paraugs"), voice("invite-invalid")])
    assert await roles(stage) == [(EVENT, "organiser")]


async def test_whoever_opens_their_link_again_hears_that_they_have_joined_already(stage, anna, voice):
    await invite(stage)
    await opens(anna)
    before = await everything(stage)
    already, _ = await opens(anna)
    assert (already, await everything(stage)) == ((voice("joined-already", event="Paraugs"), ()), before)


@pytest.mark.parametrize("purpose", Purpose)
async def test_an_organiser_who_tries_a_link_before_forwarding_it_does_not_use_it_up(stage, voice, purpose):
    anna, liga = await appointed(stage, 11), visitor(stage, 12, "Līga")
    await invite(stage, purpose)
    await opens(anna)
    await opens(liga)
    assert await roles(stage) == [(EVENT, "organiser"), (EVENT, purpose)]


async def test_door_staff_can_become_organisers(stage):
    anna = await appointed(stage, 11, Role.DOOR)
    await invite(stage)
    await opens(anna)
    assert await roles(stage) == [(EVENT, "organiser")]


# The menu


async def test_an_organiser_of_several_events_is_asked_which(open_stage, voice):
    async with open_stage(an_event_of_every_kind(), an_event(key="madona-2024", title="Madona")) as stage:
        anna = await appointed(stage, 11)
        await appointed(stage, 11, Role.DOOR, "madona-2024")
        await anna.sees()
        assert await anna.says("/organise") == [(voice("organising-choose"), (("Paraugs",), ("Madona",)))]
        [(words, _)] = await anna.presses("Madona")
        assert words == f"Madona\n\n{voice('organising-door')}"


async def test_to_whoever_organises_nothing_the_command_is_unknown(anna):
    await anna.says("/start")
    assert await anna.says("/organise") == await anna.says("/dance")


async def test_the_menu_of_commands_follows_the_language(stage):
    anna = await appointed(stage, 11)
    await anna.says("/language")
    await anna.presses("English")
    assert anna.phone.menu == menu(Voice("en"), organises=True)


async def test_the_command_mends_a_menu_that_could_not_be_set(stage, voice):
    await invite(stage)
    stage.telegram.fail_next("setMyCommands", 400, "Bad Request")
    anna = await appointed(stage, 11)
    before = anna.phone.menu
    await anna.says("/organise")
    assert (before, anna.phone.menu) == (menu(voice, organises=False), menu(voice, organises=True))


# Forged buttons


@pytest.mark.parametrize("who", ["nobody", "elsewhere", "door"])
@pytest.mark.parametrize("argument", ["", "1", "organiser"])
async def test_forged_buttons_of_organisers_do_nothing_and_say_no_more_than_any_stale_one(
    open_stage, voice, who, argument
):
    async with open_stage(an_event_of_every_kind(), an_event(key="madona-2024")) as stage:
        await appointed(stage, 11)
        await appointed(stage, 13, name="Zane")
        liga = visitor(stage, 12, "Līga")
        await liga.says(f"/start {EVENT}")
        if who == "elsewhere":
            await appointed(stage, 12, event="madona-2024")
        elif who == "door":
            await appointed(stage, 12, Role.DOOR)
        await liga.sees()
        before = await everything(stage)
        for act in set(access.PRESSES) - {Act.ORGANISE} if who == "door" else organiser.PRESSES:
            seen = await liga.forges(Button(act, EVENT, argument=argument).encode())
            assert (seen, liga.hears(), await everything(stage)) == ([], [voice("stale-button")], before), act


@pytest.mark.parametrize("argument", ["", "door staff", "registration", "Organiser", "::"])
async def test_an_organiser_invites_for_nothing_that_there_is_not(stage, voice, argument):
    anna = await appointed(stage, 11)
    before = await everything(stage)
    assert await anna.forges(f"invite:{EVENT}::{argument}") == []
    assert (anna.hears(), await everything(stage)) == ([voice("stale-button")], before)


# Colleagues


async def test_colleagues_are_listed_by_name_where_they_have_registered(stage, voice):
    liga = visitor(stage, 12, "Līga")
    await liga.registers()
    anna = await appointed(stage, 11)
    await appointed(stage, 12, Role.DOOR)
    await anna.says("/organise")
    [(words, labels)] = await anna.presses(voice("button-colleagues"))
    you = voice("colleague-you", colleague=voice("colleague-unnamed", date=SINCE))
    named = voice("colleague-named", name="Anna Kalniņa", date=SINCE)
    assert words.split("\n\n")[:2] == [
        voice("colleagues-title", event="Paraugs"),
        f"{voice('role-organiser')}: {you}\n{voice('role-door')}: {named}",
    ]
    assert labels == (
        (voice("button-invite-organiser"),),
        (voice("button-invite-door"),),
        (voice("button-dismiss", colleague=named),),
        (voice("button-organising"),),
    )
    [(words, _)] = await anna.presses(voice("button-organising"))
    assert words == f"Paraugs\n\n{voice('organising-what')}"


@pytest.mark.parametrize(
    ("button", "purpose"), [("button-invite-organiser", Purpose.ORGANISER), ("button-invite-door", Purpose.DOOR)]
)
async def test_an_organiser_gets_a_link_to_forward_that_works_once(stage, voice, button, purpose):
    anna, liga = await appointed(stage, 11), visitor(stage, 12, "Līga")
    await anna.says("/organise")
    await anna.presses(voice("button-colleagues"))
    (note, _), (message, labels) = await anna.presses(voice(button))
    secret = re.search(r"https://t\.me/rehearsal_bot\?start=i_(\S{22})\n", message)[1]
    assert note == voice(f"invite-note-{purpose}")
    until = voice("invite-until", date=SINCE.replace("20.", "21.", 1).replace("pirmdiena", "otrdiena"))
    assert (message.split("\n\n")[::2], labels) == ([voice(f"invite-{purpose}", event="Paraugs"), until], ())
    await opens(liga, secret)
    assert await roles(stage) == [(EVENT, "organiser"), (EVENT, purpose)]


async def test_a_dismissal_is_asked_about_and_takes_the_menu_along(stage, voice):
    anna, liga = await appointed(stage, 11), await appointed(stage, 12, name="Līga")
    called = voice("colleague-unnamed", date=SINCE)
    await anna.says("/organise")
    await anna.presses(voice("button-colleagues"))
    question = (
        voice("dismiss-question", event="Paraugs", colleague=called),
        ((voice("button-back"),), (voice("button-dismiss-surely"),)),
    )
    assert await anna.presses(voice("button-dismiss", colleague=called)) == [question]
    assert liga.phone.menu == menu(voice, organises=True)
    [(words, labels)] = await anna.presses(voice("button-dismiss-surely"))
    assert (words.startswith(voice("colleagues-title", event="Paraugs")), len(labels)) == (True, 3)
    assert (anna.hears()[-1], await roles(stage)) == (voice("dismissed"), [(EVENT, "organiser")])
    assert (anna.phone.menu, liga.phone.menu) == (menu(voice, organises=True), menu(voice, organises=False))
    assert await liga.sees() == []
    assert await liga.says("/organise") == await liga.says("/dance")


async def test_whoever_organises_another_event_too_keeps_the_menu_of_commands(open_stage, voice):
    async with open_stage(an_event_of_every_kind(), an_event(key="madona-2024")) as stage:
        anna, liga = await appointed(stage, 11), await appointed(stage, 12, name="Līga")
        await appointed(stage, 12, event="madona-2024")
        await anna.forges(Button(Act.DISMISS_SURELY, EVENT, argument=str(await person_id(liga))).encode())
        assert await roles(stage) == [(EVENT, "organiser"), ("madona-2024", "organiser")]
        assert liga.phone.menu == menu(voice, organises=True)


async def test_a_colleague_who_has_blocked_the_bot_can_be_dismissed(stage, voice):
    anna, liga = await appointed(stage, 11), await appointed(stage, 12, name="Līga")
    number = await person_id(liga)
    await liga.phone.block_bot()
    stage.telegram.fail_next("setMyCommands", 403, "Forbidden: bot was blocked by the user")
    [(words, _)] = await anna.forges(Button(Act.DISMISS_SURELY, EVENT, argument=str(number)).encode())
    assert (words.startswith(voice("colleagues-title", event="Paraugs")), len(await roles(stage))) == (True, 1)
    async with stage.running.service.database.snapshot() as connection:
        assert (await people.find(connection, 11)).telegram_unreachable_since is None


async def test_one_can_leave_oneself_but_the_last_organiser_cannot(stage, voice):
    anna, liga = await appointed(stage, 11), await appointed(stage, 12, name="Līga")
    you = voice("colleague-you", colleague=voice("colleague-unnamed", date=SINCE))
    await liga.says("/organise")
    await liga.presses(voice("button-colleagues"))
    [(question, _)] = await liga.presses(voice("button-dismiss", colleague=you))
    assert question == voice("dismiss-yourself-question", event="Paraugs")
    left = await liga.presses(voice("button-dismiss-surely"))
    assert (left, liga.phone.menu) == (
        [(voice("dismissed-yourself", event="Paraugs"), ())],
        menu(voice, organises=False),
    )
    assert await anna.forges(Button(Act.DISMISS_SURELY, EVENT, argument=str(await person_id(anna))).encode()) == []
    assert (anna.hears(), await roles(stage)) == ([voice("colleague-last")], [(EVENT, "organiser")])


@pytest.mark.parametrize("act", [Act.DISMISS, Act.DISMISS_SURELY])
async def test_a_button_about_somebody_who_is_no_colleague_is_stale(stage, voice, act):
    anna = await appointed(stage, 11)
    liga = visitor(stage, 12, "Līga")
    await liga.says("/start")
    for argument in ("", "x", "-1", "99999999999999999999", str(await person_id(liga))):
        assert await anna.forges(Button(act, EVENT, argument=argument).encode()) == []
        assert anna.hears() == [voice("stale-button")]


# What is left of it


async def test_the_audit_says_who_did_what_in_numbers(stage, voice):
    anna = await appointed(stage, 11)
    await anna.says("/organise")
    await anna.presses(voice("button-colleagues"))
    await anna.presses(voice("button-invite-door"))
    liga = await appointed(stage, 12, Role.DOOR, name="Līga")
    await anna.forges(Button(Act.DISMISS_SURELY, EVENT, argument=str(await person_id(liga))).encode())
    _, _, entries = await everything(stage)
    by_anna, by_liga = await person_id(anna), await person_id(liga)
    assert [(one.person_id, one.action, one.details) for one in reversed(entries)] == [
        (by_anna, "joined", {"role": "organiser", "invite": 1}),
        (by_anna, "invited", {"purpose": "door", "invite": 2}),
        (by_liga, "joined", {"role": "door", "invite": 3}),
        (by_anna, "dismissed", {"person": by_liga, "role": "door"}),
    ]


async def test_an_organiser_who_is_erased_is_one_no_more_and_leaves_numbers(stage, voice):
    anna = await appointed(stage, 11)
    await anna.registers()
    number = await person_id(anna)
    await anna.says("/mydata")
    await anna.presses(voice("button-erase"))
    await anna.presses(voice("button-erase-surely"))
    team, unused, entries = await everything(stage)
    assert (team, unused, anna.phone.menu) == ([], 0, menu(voice, organises=False))
    assert [(one.person_id, one.action, one.details) for one in entries] == [
        (number, "joined", {"role": "organiser", "invite": 1})
    ]
    assert await anna.says("/organise") == await anna.says("/dance")


async def test_an_organisers_part_and_actions_are_among_their_data(stage, voice):
    anna = await appointed(stage, 11)
    await anna.says("/mydata")
    await anna.presses(voice("button-my-data-file"))
    stored = anna.phone.messages[-1].document.content.decode()
    for part in ('"organiser_roles": [', '"role": "organiser"', '"action": "joined"', '"purpose": "organiser"'):
        assert part in stored


async def test_no_log_line_has_a_secret(stage, caplog, voice):
    caplog.set_level("INFO")
    await invite(stage)
    await opens(visitor(stage, 11))
    await opens(visitor(stage, 12))
    assert [line for line in caplog.text.splitlines() if SECRET in line] == []
