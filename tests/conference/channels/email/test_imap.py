import asyncio

import pytest

from conference.channels.email.imap import MOST_MESSAGES, MOST_OCTETS, BounceMailbox, MailboxError
from conference.config import BounceSettings
from rehearsal.imap import ImapServer


@pytest.fixture
async def server():
    async with ImapServer() as server:
        yield server


def a_mailbox(server, *, password=None, **changes):
    settings = {
        "address": "konference@cesis.example",
        "host": "127.0.0.1",
        "port": server.port,
        "security": "none",
        "username": "konference@cesis.example",
    }
    return BounceMailbox(BounceSettings.model_validate(settings | changes), password or server.password)


async def read(mailbox):
    return await asyncio.to_thread(mailbox.read)


async def octets(mailbox):
    return [mail.octets for mail in await read(mailbox)]


async def test_what_is_unread_is_given_and_stays_unread(server):
    server.put(b"one\r\n\r\n")
    server.put(b"two\r\n\r\n")
    mailbox = a_mailbox(server)
    assert await octets(mailbox) == await octets(mailbox) == [b"one\r\n\r\n", b"two\r\n\r\n"]
    assert [message.flags for message in server.messages] == [set(), set()]


async def test_an_empty_mailbox_gives_nothing(server):
    assert await octets(a_mailbox(server)) == []


async def test_what_is_done_is_read_and_not_given_again(server):
    server.put(b"one")
    mailbox = a_mailbox(server)
    await asyncio.to_thread(mailbox.done, await read(mailbox))
    server.put(b"two")
    assert await octets(mailbox) == [b"two"]
    assert [message.octets for message in server.messages] == [b"one", b"two"]


async def test_what_is_done_is_deleted_where_the_settings_say_so(server):
    for one in (b"one", b"two", b"three"):
        server.put(one)
    mailbox = a_mailbox(server, delete=True)
    one, _, three = await read(mailbox)
    await asyncio.to_thread(mailbox.done, [one, three])
    assert [(message.octets, message.flags) for message in server.messages] == [(b"two", set())]


async def test_what_is_passed_over_is_left_to_others(server):
    server.put(b"one")
    mailbox = a_mailbox(server)
    mailbox.pass_over(await read(mailbox))
    assert await octets(mailbox) == []
    assert server.messages[0].flags == set()


async def test_numbers_of_a_folder_that_was_made_anew_are_not_taken_for_the_old_ones(server):
    server.put(b"one")
    mailbox = a_mailbox(server)
    mails = await read(mailbox)
    mailbox.pass_over(mails)
    server.epoch = 2
    await asyncio.to_thread(mailbox.done, mails)
    assert server.messages[0].flags == set()
    assert await octets(mailbox) == [b"one"]


async def test_no_more_is_taken_at_once_than_fits_into_the_machine(server):
    for number in range(MOST_MESSAGES + 1):
        server.put(bytes([65 + number % 26]) * (MOST_OCTETS + 1 if number == 0 else 1))
    mails = await read(a_mailbox(server))
    assert (len(mails), len(mails[0].octets)) == (MOST_MESSAGES, MOST_OCTETS)


async def test_the_folder_of_the_settings_is_opened(server):
    await read(a_mailbox(server, folder="Bounces of Kopa"))
    assert 'SELECT "Bounces of Kopa"' in server.commands
    assert server.commands[-1] == "LOGOUT"


@pytest.mark.parametrize(
    ("refused", "password", "reason"),
    [
        ("LOGIN", None, "the IMAP server refused the login"),
        ("", "wrong", "the IMAP server refused the login"),
        ("SELECT", None, "the IMAP server refused SELECT"),
        ("SEARCH", None, "the IMAP server refused SEARCH"),
        ("FETCH", None, "the IMAP server refused FETCH"),
    ],
)
async def test_a_refusal_names_the_step_and_says_goodbye(server, refused, password, reason):
    server.refused = {refused}
    server.put(b"one")
    with pytest.raises(MailboxError, match=f"^{reason}$"):
        await read(a_mailbox(server, password=password))
    assert server.commands[-1] == "LOGOUT"


async def test_a_server_that_is_not_there_is_named_by_what_happened(server):
    with pytest.raises(MailboxError, match=r"^the IMAP server does not answer: ConnectionRefusedError$"):
        await read(a_mailbox(server, port=1))


async def test_a_server_that_does_not_speak_tls_is_not_spoken_to_openly(server):
    for security in ("tls", "starttls"):
        with pytest.raises(MailboxError):
            await read(a_mailbox(server, security=security))
    assert "LOGIN" not in server.commands
