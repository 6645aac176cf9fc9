"""Buttons of organisers, pressed by others with whatever numbers; and links that are used, too old, or made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.handlers.organiser import PRESSES
from conference.button import Act, Button
from conference.clock import wall_clock
from conference.tables import metadata
from rehearsal.mailbox import Mailbox
from rehearsal.telegram import LocalTelegram, Phone
from tests.acceptance import stored
from tests.acceptance.announcer import LINK, VOICE, Organiser
from tests.acceptance.hall import EVENT, Hall
from tests.acceptance.process import kopa, started
from tests.acceptance.settings import local_settings, tomorrow

OF_THE_DOOR = frozenset({Act.ORGANISE, Act.REGISTRANTS, Act.SEARCH, Act.CARD})
STATES = ("composing", "planned", "paused", "stopped", "done")
"""Of the announcements 1 to 5. The second has no moment to begin at."""

ARGUMENTS = ("1", "y1", "lv", "uncertain", "q.3", "c.3.2", "g.waiting", "csv", "organiser", "77", "1001", "now", "0")
NUMBERS = (None, -1, 0, 99, 10**30)

COPY = """
INSERT INTO notices (event, kind, key, author_id, body, audience, created_at, unsettled, state)
SELECT event, kind, '{0}', author_id, body, audience, created_at, 0, '{0}' FROM notices WHERE id = 1
"""

Contents = dict[str, list[list[str]]]


@pytest.fixture
def config(telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path) -> Path:
    settings = local_settings(telegram.base_url, mailbox.port).starting_at(tomorrow(wall_clock()))
    return settings.reminding().write(tmp_path)


@pytest.fixture
def organiser(telegram: LocalTelegram) -> Organiser:
    return Organiser(telegram.phone(77, "Ilze"))


@pytest.fixture
def hall(telegram: LocalTelegram, mailbox: Mailbox, tmp_path: Path) -> Hall:
    return Hall(telegram, mailbox, lambda statement: [[*map(str, row)] for row in stored.query(tmp_path, statement)])


def contents(hall: Hall) -> Contents:
    """Return everything that is stored, but for which updates were seen."""
    names = {table.name for table in metadata.sorted_tables} - {"seen_updates", "leases"}
    return {name: hall.query(f"SELECT * FROM {name} ORDER BY 1, 2") for name in sorted(names)}  # noqa: S608


def buttons(acts: set[Act]) -> Iterator[Button]:
    """Yield each of these with right and wrong events, numbers and arguments."""
    for act in sorted(acts):
        yield from (Button(act, EVENT, number) for number in (*range(1, len(STATES) + 1), *NUMBERS))
        yield from (Button(act, EVENT, 1, argument) for argument in ARGUMENTS)
        yield from (Button(act, event, 1) for event in ("", "madona-2024"))


async def presses_all(phone: Phone, acts: set[Act]) -> int:
    """Press them all on the newest message of the bot; return how many they were."""
    forged = list(buttons(acts))
    [newest, *_] = [message for message in reversed(phone.messages) if message.from_bot]
    for button in forged:
        await phone.press_data(button.encode(), newest.id)
    return len(forged)


async def all_is_handled(telegram: LocalTelegram, phone: Phone) -> None:
    await telegram.idle(timeout=120)
    assert phone.unanswered_presses == 0


@pytest.mark.parametrize("door", [False, True])
async def test_buttons_of_organisers_do_nothing_for_others(
    door: bool, config: Path, telegram: LocalTelegram, hall: Hall, organiser: Organiser
) -> None:
    phone = hall.phones[0]
    async with started(config) as process:
        hall.fill()
        await organiser.joins(config)
        await organiser.writes()
        for state in STATES[1:]:
            hall.query(COPY.format(state))
        if door:
            link = LINK.search(await kopa(config, "organiser-link", "--door"))
            assert link
            await phone.open_link(link[1])
        else:
            await phone.send("/help")
        await all_is_handled(telegram, phone)
        before, shown = contents(hall), phone.messages

        pressed = await presses_all(phone, set(PRESSES) - (OF_THE_DOOR if door else frozenset()))
        await all_is_handled(telegram, phone)
        assert [alert.text for alert in phone.alerts] == [VOICE("stale-button")] * pressed
        assert (contents(hall), phone.messages) == (before, shown)

        desk = organiser.phone.messages[-1].id
        await organiser.phone.press_data(Button(Act.RESUME, EVENT, STATES.index("paused") + 1).encode(), desk)
        await telegram.idle(timeout=60)
        assert contents(hall)["notices"] != before["notices"]
        assert await process.terminate() == 0


async def test_links_that_are_used_too_old_or_made_up_make_nobody_an_organiser(
    config: Path, telegram: LocalTelegram, hall: Hall, organiser: Organiser
) -> None:
    phone = hall.phones[0]
    async with started(config) as process:
        hall.fill()
        used, old = [LINK.search(await kopa(config, "organiser-link")) for _ in range(2)]
        assert used
        assert old
        await organiser.does(organiser.phone.open_link(used[1]), shows=Act.ANNOUNCE)
        hall.query("UPDATE invites SET valid_until = '2024-05-20 09:00:00' WHERE used_at IS NULL")
        await telegram.idle(timeout=60)
        before = contents(hall)
        for payload in (used[1], old[1], f"{old[1]}A", "i_", "i_../../etc"):
            await phone.open_link(payload)
            await phone.wait_for(VOICE("invite-invalid"), timeout=60)
        said = []
        for command in ("/organise", "/thereisnone"):
            await phone.send(command)
            await telegram.idle(timeout=60)
            said.append(phone.messages[-1].words)
        assert said[0] == said[1]
        assert contents(hall) == before
        assert not phone.menu or "organise" not in dict(phone.menu)
        assert await process.terminate() == 0
