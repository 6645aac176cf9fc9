import logging

import pytest

from conference.channels.email.imap import BounceMailbox
from conference.config import BounceSettings
from conference.database import Database
from jobs import bounces as job
from jobs.bounces import read_bounces
from rehearsal.imap import ImapServer
from tests.conference.channels.email.reports import HUMAN, a_report
from tests.conference.example_people import MAY
from tests.conference.test_bounces import UNCHANGED, rows, sent
from tests.jobs.example_lane import RecordingLane


@pytest.fixture
async def server():
    async with ImapServer() as server:
        yield server


def a_mailbox(server: ImapServer, password: str | None = None) -> BounceMailbox:
    local = {"host": "127.0.0.1", "port": server.port, "security": "none"}
    settings = BounceSettings.model_validate(local | {"address": "k@cesis.example", "username": "k"})
    return BounceMailbox(settings, password or server.password)


async def test_what_came_back_is_noted_and_the_other_channel_is_woken(database: Database, server: ImapServer):
    server.put(a_report(await sent(database)))
    lane = RecordingLane()
    await read_bounces(database, a_mailbox(server), [lane], lambda: MAY)
    assert (await rows(database))[1:] == [
        ("registered", "email", "dead", "bounced: 5.1.1"),
        ("bad_address", "telegram", "waiting", None),
    ]
    assert lane.woken.is_set()
    assert server.messages[0].flags == {r"\Seen"}


async def test_letters_of_people_are_left_unread(database: Database, server: ImapServer):
    server.put(HUMAN.encode())
    server.put(a_report(await sent(database), action="delayed"))
    lane, mailbox = RecordingLane(), a_mailbox(server)
    for _ in range(2):
        await read_bounces(database, mailbox, [lane], lambda: MAY)
    assert [message.flags for message in server.messages] == [set(), {r"\Seen"}]
    assert await rows(database) == UNCHANGED
    assert not lane.woken.is_set()


async def test_what_was_noted_and_could_not_be_flagged_is_noted_again_to_no_effect(
    database: Database, server: ImapServer, caplog: pytest.LogCaptureFixture
):
    server.put(a_report(await sent(database)))
    server.refused = {"STORE"}
    await read_bounces(database, a_mailbox(server), [], lambda: MAY)
    before = await rows(database)
    server.refused = set()
    await read_bounces(database, a_mailbox(server), [], lambda: MAY)
    assert await rows(database) == before
    assert server.messages[0].flags == {r"\Seen"}
    assert "the IMAP server refused STORE" in caplog.text


async def test_a_bounce_that_comes_before_the_mark_is_left_for_the_next_time(database: Database, server: ImapServer):
    server.put(a_report(await sent(database, status="sending")))
    await read_bounces(database, a_mailbox(server), [], lambda: MAY)
    assert server.messages[0].flags == set()


async def test_the_log_says_how_many_and_nobodys_address(
    database: Database, server: ImapServer, caplog: pytest.LogCaptureFixture
):
    to = await sent(database)
    server.put(a_report(to))
    server.put(a_report(to, action="delayed"))
    with caplog.at_level(logging.INFO, "jobs.bounces"):
        await read_bounces(database, a_mailbox(server), [], lambda: MAY)
    assert caplog.messages == ["2 messages came back, 1 of them undelivered for good"]


async def test_a_mailbox_that_cannot_be_read_is_one_line_in_the_log(
    database: Database, server: ImapServer, caplog: pytest.LogCaptureFixture
):
    await read_bounces(database, a_mailbox(server, "wrong"), [], lambda: MAY)
    assert caplog.messages == [
        "the mailbox for bounces cannot be read, trying again later: the IMAP server refused the login"
    ]


async def test_a_message_that_nobody_understands_does_not_stop_the_others(
    database: Database, server: ImapServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
):
    understood = job.read_bounce

    def breaking(octets: bytes):
        if octets == b"broken":
            raise LookupError("ilze.kalnina@skola.example")
        return understood(octets)

    monkeypatch.setattr(job, "read_bounce", breaking)
    server.put(b"broken")
    server.put(a_report(await sent(database)))
    await read_bounces(database, a_mailbox(server), [], lambda: MAY)
    assert [message.flags for message in server.messages] == [set(), {r"\Seen"}]
    assert caplog.messages == ["a message in the mailbox for bounces cannot be understood: LookupError"]
