from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from conference import bounces, claims, people, personal_data, service_state
from conference.bounces import Noted
from conference.channels.channel import ChannelName
from conference.channels.email.bounces import Bounce, Verdict
from conference.channels.email.return_path import return_path, tickets_in
from conference.database import Database
from conference.outbox import DeliveryStatus
from conference.signing import Signing
from conference.tables import deliveries
from tests.conference.example_event import an_event
from tests.conference.example_people import MAY, a_registrant, ledger

ADDRESS = "anna@inbox.lv"
LATER = MAY + timedelta(minutes=5)
BAD = Verdict.BAD_MAILBOX
UNCHANGED = [("registered", "telegram", "waiting", None), ("registered", "email", "sent", None)]


async def signing(database: Database) -> Signing:
    async with database.transaction() as connection:
        return await service_state.signing(connection, MAY)


async def sent(database: Database, status: str = "sent", **columns: Any) -> str:
    """Let a registrant's confirmation be sent by e-mail; return the address that it comes back to."""
    person = await a_registrant(database, an_event(), email=ADDRESS, **columns)
    async with database.transaction() as connection:
        (delivery,) = await claims.claim(connection, ChannelName.EMAIL, "me", MAY)
        await connection.execute(update(deliveries).where(deliveries.c.id == delivery.id).values(status=status))
    return return_path("k@cesis.example", await signing(database), delivery.notice_id, person.id, ADDRESS)


async def note(database: Database, to: str, verdict: Verdict = BAD, status: str | None = "5.1.1") -> Noted:
    ours = await signing(database)
    async with database.transaction() as connection:
        return await bounces.note(connection, Bounce(tuple(tickets_in(to)), verdict, status), ours, LATER)


async def rows(database: Database) -> list[tuple[Any, ...]]:
    return await ledger(database, "kind", "channel", "status", "reason")


async def unreachable_since(database: Database) -> Any:
    async with database.snapshot() as connection:
        person = await people.get(connection, 1)
    return person and person.email_unreachable_since


async def test_a_mailbox_that_does_not_exist_is_given_up_and_telegram_brings_it(database: Database):
    to = await sent(database, wants="email")
    assert await note(database, to) is Noted.UNREACHABLE
    assert await rows(database) == [
        ("registered", "email", "dead", "bounced: 5.1.1"),
        ("registered", "telegram", "waiting", None),
        ("bad_address", "telegram", "waiting", None),
    ]
    assert await unreachable_since(database) == LATER


async def test_said_again_it_changes_nothing(database: Database):
    to = await sent(database)
    await note(database, to)
    before = await rows(database)
    assert await note(database, to) is Noted.IGNORED
    assert await rows(database) == before


@pytest.mark.parametrize(("verdict", "status"), [(Verdict.FAILED, "5.2.2"), (Verdict.REFUSED, "5.7.1")])
async def test_a_full_mailbox_or_a_refusal_of_us_leaves_the_person_reachable(
    database: Database, verdict: Verdict, status: str
):
    to = await sent(database)
    assert await note(database, to, verdict, status) is Noted.DEAD
    assert await rows(database) == [UNCHANGED[0], ("registered", "email", "dead", f"bounced: {status}")]
    assert await unreachable_since(database) is None


async def test_a_refusal_of_us_is_told_to_the_operator_without_naming_anybody(
    database: Database, caplog: pytest.LogCaptureFixture
):
    await note(database, await sent(database), Verdict.REFUSED, "5.7.1")
    assert caplog.messages == ["notice 1 was refused by a recipient's mail server: 5.7.1"]


async def test_what_is_delayed_or_unclear_changes_nothing(database: Database):
    to = await sent(database)
    assert await note(database, to, Verdict.UNKNOWN, None) is Noted.IGNORED
    assert await rows(database) == UNCHANGED


async def test_nothing_is_believed_that_others_signed(database: Database):
    await sent(database)
    forged = return_path("k@cesis.example", Signing("guessed"), 1, 1, ADDRESS)
    assert await note(database, forged) is Noted.IGNORED
    assert await rows(database) == UNCHANGED
    assert await unreachable_since(database) is None


async def test_an_address_that_was_corrected_meanwhile_is_not_given_up(database: Database):
    to = await sent(database)
    async with database.transaction() as connection:
        await people.set_email(connection, 1, "anna@skola.lv")
    assert await note(database, to) is Noted.IGNORED
    assert await unreachable_since(database) is None


async def test_whoever_was_erased_stays_erased(database: Database):
    to = await sent(database)
    async with database.transaction() as connection:
        await personal_data.erase(connection, 1, LATER)
    assert await note(database, to) is Noted.IGNORED
    assert await rows(database) == [
        ("registered", "telegram", "withdrawn", None),
        ("registered", "email", "sent", None),
    ]


async def test_what_has_no_mark_yet_is_looked_at_again(database: Database):
    to = await sent(database, status="sending")
    assert await note(database, to) is Noted.NOT_YET
    assert [status for _, channel, status, _ in await rows(database) if channel == "email"] == ["sending"]


async def test_what_may_have_been_sent_was_sent_if_it_comes_back(database: Database):
    to = await sent(database, status=DeliveryStatus.UNCERTAIN)
    assert await note(database, to) is Noted.UNREACHABLE


async def test_what_answers_no_message_of_ours_is_none_of_ours(database: Database):
    await sent(database)
    assert await note(database, "k@cesis.example") is Noted.NOT_OURS
