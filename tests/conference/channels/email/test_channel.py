import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from conference import unsubscribing
from conference.channels.channel import (
    Channel,
    ChannelName,
    FollowUp,
    PermanentDeliveryError,
    Purpose,
    TemporaryDeliveryError,
)
from conference.channels.email import EmailChannel
from conference.channels.email import channel as email_channel
from conference.channels.email.message import build_message
from conference.channels.email.return_path import tickets_in
from conference.content import Attachment
from conference.signing import Signing
from tests.conference.channels.email.examples import ICS, NOW, a_content, an_envelope, some_settings


def channel_to(mailbox, **settings):
    return EmailChannel(some_settings(mailbox.port, **settings), None, lambda: NOW)


async def test_a_reminder_arrives_as_it_was_written(mailbox):
    channel: Channel = channel_to(mailbox)
    message_id = await channel.send(an_envelope(), a_content(), 0)
    await channel.close()
    (letter,) = mailbox.letters
    assert (channel.name, channel.parts(a_content())) == (ChannelName.EMAIL, 1)
    assert (letter.sender, letter.recipients) == ("konference@cesis.example", ("ilze.kalnina@skola.example",))
    assert letter.message["Message-ID"] == message_id == "<kopa.31.17@cesis.example>"
    assert letter.message["Date"].datetime == NOW
    assert letter.subject == "Konference „Kopā bērnu drošībai” notiks rīt"
    assert "Labdien, Ilze Kalniņa!" in letter.text
    assert "Labdien, Ilze Kalniņa!" in letter.html
    assert letter.calendar == ICS.encode()
    assert (
        b"\r\nList-Unsubscribe: <mailto:konference@cesis.example?subject=unsubscribe%20cesis-2024%2017>" in letter.raw
    )


async def test_a_second_attempt_has_the_same_message_id(mailbox):
    channel = channel_to(mailbox)
    assert [await channel.send(an_envelope(), a_content(), 0) for _ in range(2)] == ["<kopa.31.17@cesis.example>"] * 2
    await channel.close()


async def test_what_is_in_a_mailbox_stays_as_it_is(mailbox):
    channel = channel_to(mailbox)
    for act in FollowUp:
        with pytest.raises(PermanentDeliveryError, match="an e-mail cannot be changed"):
            await channel.follow_up(an_envelope(), a_content(), act, "<kopa.31.17@cesis.example>")
    await channel.close()
    assert mailbox.letters == []


async def test_files_go_to_many_but_are_in_memory_only_as_often_as_they_are_sent(mailbox, monkeypatch):
    made, most = [], []

    def build(*arguments):
        made.append(arguments)
        most.append(len(made) - len(mailbox.letters))
        return build_message(*arguments)

    monkeypatch.setattr(email_channel, "build_message", build)
    channel = channel_to(mailbox, connections=2)
    content = a_content(attachments=(Attachment("Kopā.pdf", "application/pdf", bytes(300_000)),))
    envelopes = [an_envelope(person_id=number) for number in range(8)]
    await asyncio.gather(*(channel.send(envelope, content, 0) for envelope in envelopes))
    await channel.close()
    assert len(mailbox.letters) == 8
    assert max(most) <= 2
    (_, attached) = mailbox.letters[0].message.iter_attachments()
    assert (attached.get_filename(), attached.get_payload(decode=True)) == ("Kopā.pdf", bytes(300_000))


async def test_a_domain_outside_ascii_is_written_in_ascii(mailbox):
    channel = channel_to(mailbox)
    await channel.send(an_envelope(address="ilze@cēsis.example"), a_content(), 0)
    await channel.close()
    (letter,) = mailbox.letters
    assert letter.recipients == ("ilze@xn--csis-bva.example",)
    assert letter.message["To"] == "ilze@xn--csis-bva.example"


async def test_so_are_our_own_addresses(mailbox):
    channel = channel_to(mailbox, sender="konference@cēsis.example", reply_to="jautajumi@cēsis.example")
    message_id = await channel.send(an_envelope(), a_content(), 0)
    await channel.close()
    (letter,) = mailbox.letters
    assert letter.sender == "konference@xn--csis-bva.example"
    assert letter.message["Reply-To"] == "jautajumi@xn--csis-bva.example"
    assert message_id == "<kopa.31.17@xn--csis-bva.example>"


async def test_a_name_outside_ascii_is_sent_to_a_server_that_takes_it(mailbox):
    channel = channel_to(mailbox)
    await channel.send(an_envelope(address="jānis@skola.example"), a_content(), 0)
    await channel.close()
    assert mailbox.letters[0].recipients == ("jānis@skola.example",)


async def test_a_domain_that_wants_less_rests_and_the_others_go_on(mailbox):
    now = NOW
    channel = EmailChannel(some_settings(mailbox.port), None, lambda: now)
    school, other = an_envelope(address="anna@skola.example"), an_envelope(address="anna@cita.example")
    mailbox.refuse("anna@skola.example", 450, "4.7.1 Too many messages", times=1)
    with pytest.raises(TemporaryDeliveryError, match="Too many messages"):
        await channel.send(school, a_content(), 0)
    with pytest.raises(TemporaryDeliveryError, match="slow down") as withheld:
        await channel.send(school, a_content(), 0)
    await channel.send(other, a_content(), 0)
    now += withheld.value.retry_after
    await channel.send(school, a_content(), 0)
    await channel.close()
    assert withheld.value.retry_after == timedelta(seconds=2)
    assert [letter.recipients for letter in mailbox.letters] == [("anna@cita.example",), ("anna@skola.example",)]


async def test_a_domain_that_took_something_since_is_not_held_to_its_earlier_refusal(mailbox):
    now = NOW
    channel = EmailChannel(some_settings(mailbox.port), None, lambda: now)
    for reply in ("450 4.7.1 Less", None, "450 4.7.1 Less"):
        if reply:
            mailbox.fail_next("RCPT", reply)
        with suppress(TemporaryDeliveryError):
            await channel.send(an_envelope(), a_content(), 0)
        now += timedelta(seconds=2)
    await channel.send(an_envelope(), a_content(), 0)
    await channel.close()
    assert len(mailbox.letters) == 2


async def test_a_mailbox_that_is_full_slows_nobody_down(mailbox):
    channel = channel_to(mailbox)
    mailbox.refuse("anna@skola.example", 452, "4.2.2 Mailbox full")
    for address in ("anna@skola.example", "ilze@skola.example"):
        with suppress(TemporaryDeliveryError):
            await channel.send(an_envelope(address=address), a_content(), 0)
    await channel.close()
    assert [letter.recipients for letter in mailbox.letters] == [("ilze@skola.example",)]


async def test_it_has_enough_in_hand_to_keep_its_connections_busy(mailbox):
    channel, slow = channel_to(mailbox, connections=3), channel_to(mailbox, connections=3, messages_per_second=1)
    assert (channel.concurrency, channel.careful_concurrency) == (24, 18)
    assert (slow.concurrency, slow.careful_concurrency) == (5, 5)


BOUNCES = {"address": "atpakal@cēsis.example", "host": "imap.example", "username": "k"}
OURS = Signing("a secret")


async def sent(mailbox, envelope, *, signing=OURS, public_url=None, **settings):
    """Send one message; return it as it arrived."""
    channel = EmailChannel(some_settings(mailbox.port, **settings), None, lambda: NOW, signing, public_url)
    await channel.send(envelope, a_content(), 0)
    await channel.close()
    return mailbox.letters[-1]


async def test_a_message_comes_back_to_an_address_that_is_its_own_and_signed(mailbox):
    letter = await sent(mailbox, an_envelope(), bounces=BOUNCES)
    (ticket,) = tickets_in(letter.sender)
    assert letter.sender == f"atpakal+kopa-31-17-{ticket.signature}@xn--csis-bva.example"
    assert ticket.is_genuine(OURS, an_envelope().address)
    assert letter.message["From"].addresses[0].addr_spec == "konference@cesis.example"


@pytest.mark.parametrize(("signing", "bounces"), [(None, BOUNCES), (OURS, None)])
async def test_without_a_mailbox_for_bounces_it_comes_back_to_the_sender(mailbox, signing, bounces):
    letter = await sent(mailbox, an_envelope(), signing=signing, bounces=bounces)
    assert letter.sender == "konference@cesis.example"


async def test_people_leave_with_one_click_where_the_service_has_an_address(mailbox):
    letter = await sent(mailbox, an_envelope(), public_url="https://kopa.example.org")
    link = unsubscribing.link("https://kopa.example.org", OURS, 17, "cesis-2024")
    mail = "mailto:konference@cesis.example?subject=unsubscribe%20cesis-2024%2017"
    assert f"\r\nList-Unsubscribe: <{link}>, <{mail}>\r\n".encode() in letter.raw
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in letter.raw


async def test_a_click_is_offered_only_where_it_ends_what_was_sent(mailbox):
    for purpose, header in ((Purpose.CONFIRMATION, b"List-Unsubscribe"), (Purpose.ANNOUNCEMENT, b"One-Click")):
        letter = await sent(mailbox, an_envelope(purpose=purpose), public_url="https://kopa.example.org")
        assert header not in letter.raw


async def test_without_an_address_of_the_service_there_is_no_click(mailbox):
    assert b"One-Click" not in (await sent(mailbox, an_envelope())).raw
