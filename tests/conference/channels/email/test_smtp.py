import asyncio
import shutil
import ssl
import subprocess

import pytest

from conference.channels.channel import (
    ChannelUnavailableError,
    OutcomeUnknownError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.channels.email.smtp import SmtpSessions
from rehearsal.mailbox import Mailbox
from tests.conference.channels.email.examples import some_settings
from tests.conference.channels.email.scripted_server import ScriptedServer

ILZE, ANNA = "ilze.kalnina@skola.example", "anna@skola.example"
MESSAGE = b"Subject: hello\r\n\r\nhello\r\n"
HANG_UP, SILENCE = b"", None


@pytest.fixture(autouse=True, params=[b"250 here", b"250-here\r\n250 PIPELINING"], ids=["in turns", "reading ahead"])
def _server_that_answers(request, monkeypatch):
    """Everything holds with a server that is told one command at a time, and with one that reads ahead (RFC 2920)."""
    monkeypatch.setattr(ScriptedServer, "greeting_to_ehlo", request.param)


def sessions_with(server, password=None, max_idle_seconds=30.0, **settings):
    return SmtpSessions(some_settings(server.port, **settings), password, max_idle_seconds)


async def failure(server, expected, **settings):
    """Send one message that must fail, and return the reason."""
    sessions = sessions_with(server, **settings)
    with pytest.raises(expected) as error:
        await sessions.send(ILZE, MESSAGE)
    await sessions.close()
    assert type(error.value) is expected
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__, "a traceback would show addresses"
    return str(error.value)


async def test_a_refused_mailbox_is_unreachable_and_not_named(mailbox):
    mailbox.refuse(ILZE, 550, f"5.1.1 <{ILZE}> unknown")
    assert await failure(mailbox, RecipientUnreachableError) == "550 5.1.1 unknown"


async def test_a_refused_message_is_permanent(mailbox):
    mailbox.fail_next("DATA", "554 5.6.0 Cannot be read")
    assert await failure(mailbox, PermanentDeliveryError) == "554 5.6.0 Cannot be read"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
async def test_a_server_in_difficulties_is_tried_later(mailbox, stage):
    mailbox.fail_next(stage, "451 4.3.0 Later")
    assert await failure(mailbox, TemporaryDeliveryError) == "451 4.3.0 Later"


@pytest.mark.parametrize("stage", ["MAIL", "RCPT", "DATA"])
async def test_policy_is_not_the_persons_fault(mailbox, stage):
    mailbox.fail_next(stage, "554 5.7.1 Blocked")
    assert await failure(mailbox, ChannelUnavailableError) == "554 5.7.1 Blocked"


async def test_a_refusal_ends_no_session(mailbox):
    sessions = sessions_with(mailbox)
    await sessions.send(ILZE, MESSAGE)
    mailbox.refuse(ANNA, 550, "5.1.1 Unknown")
    mailbox.fail_next("DATA", "451 4.3.0 Later")
    for recipient, expected in ((ANNA, RecipientUnreachableError), (ILZE, TemporaryDeliveryError)):
        with pytest.raises(expected):
            await sessions.send(recipient, MESSAGE)
    await sessions.send(ILZE, MESSAGE)
    await sessions.close()
    assert [letter.recipients for letter in mailbox.letters] == [(ILZE,), (ILZE,)]


async def test_one_session_carries_many_messages_and_says_goodbye():
    async with ScriptedServer().running() as server:
        sessions = sessions_with(server)
        for _ in range(3):
            await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    assert server.heard == ["EHLO", *["MAIL", "RCPT", "DATA"] * 3, "QUIT"]


async def test_a_refused_message_is_taken_back_before_the_next():
    async with ScriptedServer(RCPT=[b"550 5.1.1 Unknown", b"250 ok"]).running() as server:
        sessions = sessions_with(server)
        with pytest.raises(RecipientUnreachableError):
            await sessions.send(ANNA, MESSAGE)
        await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    assert (server.heard.count("EHLO"), server.heard.count("RSET"), server.messages[-1]) == (1, 1, MESSAGE)


async def test_there_are_never_more_sessions_than_the_settings_allow():
    async with ScriptedServer().running() as server:
        sessions = sessions_with(server, connections=2)
        await asyncio.gather(*(sessions.send(ILZE, MESSAGE) for _ in range(9)))
        await sessions.close()
    assert (server.heard.count("EHLO"), server.heard.count("DATA"), server.heard.count("QUIT")) == (2, 9, 2)


async def test_a_session_that_rested_too_long_is_opened_anew():
    async with ScriptedServer().running() as server:
        sessions = sessions_with(server, max_idle_seconds=-1)
        for _ in range(2):
            await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    assert server.heard.count("EHLO") == 2


async def test_a_session_says_goodbye_after_as_many_messages_as_the_settings_allow():
    async with ScriptedServer().running() as server:
        sessions = sessions_with(server, messages_per_connection=2)
        for _ in range(5):
            await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    one = ["EHLO", *["MAIL", "RCPT", "DATA"] * 2, "QUIT"]
    assert server.heard == [*one, *one, "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_messages_wait_for_their_turn(monkeypatch):
    waits = []

    async def wait(seconds):
        waits.append(seconds)

    async with ScriptedServer().running() as server:
        sessions = sessions_with(server, messages_per_minute=6)
        with monkeypatch.context() as patched:
            patched.setattr("conference.channels.email.smtp.asyncio.sleep", wait)
            for _ in range(3):
                await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    assert [round(seconds, -1) for seconds in waits] == [10, 20]


@pytest.mark.parametrize("ending", [b"421 4.7.0 Too many messages in one session", HANG_UP])
async def test_a_server_may_end_a_kept_session_at_no_cost(ending):
    async with ScriptedServer(MAIL=[b"250 ok", ending, b"250 ok"]).running() as server:
        sessions = sessions_with(server)
        for _ in range(2):
            await sessions.send(ILZE, MESSAGE)
        await sessions.close()
    assert (server.heard.count("EHLO"), server.messages) == (2, [MESSAGE, MESSAGE])


@pytest.mark.parametrize("cue", ["MAIL", "RCPT"])
@pytest.mark.parametrize("end", [HANG_UP, SILENCE])
async def test_a_break_before_the_message_is_only_a_delay(cue, end):
    async with ScriptedServer(**{cue: end}).running() as server:
        await failure(server, TemporaryDeliveryError, timeout_seconds=0.2)


@pytest.mark.parametrize("end", [HANG_UP, SILENCE, b"what?"])
async def test_a_break_after_the_message_leaves_the_outcome_unknown(end):
    async with ScriptedServer(DOT=end).running() as server:
        assert "no answer to the message" in await failure(server, OutcomeUnknownError, timeout_seconds=0.2)


async def test_after_a_break_the_next_message_gets_a_session_of_its_own():
    async with ScriptedServer(DOT=[SILENCE, b"250 ok"]).running() as server:
        sessions = sessions_with(server, timeout_seconds=0.2)
        with pytest.raises(OutcomeUnknownError):
            await sessions.send(ILZE, MESSAGE)
        await sessions.send(ANNA, MESSAGE)
        await sessions.close()
    assert server.heard.count("EHLO") == 2


async def test_a_cancelled_message_leaves_no_session_and_no_slot_behind():
    async with ScriptedServer(DATA=[SILENCE, b"354 go on"]).running() as server:
        sessions = sessions_with(server)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await sessions.send(ILZE, MESSAGE)
        await sessions.send(ANNA, MESSAGE)
        await sessions.close()
    assert server.heard.count("EHLO") == 2


@pytest.mark.parametrize(
    ("cue", "reply"),
    [
        ("GREETING", b"554 5.7.1 You are on a list"),
        ("GREETING", b"421 4.3.2 Going down"),
        ("GREETING", HANG_UP),
        ("GREETING", SILENCE),
        ("EHLO", b"550 5.7.1 Bad name"),
        ("EHLO", HANG_UP),
    ],
)
async def test_a_server_that_gives_no_session_makes_the_channel_unavailable(cue, reply):
    async with ScriptedServer(**{cue: reply}).running() as server:
        await failure(server, ChannelUnavailableError, timeout_seconds=0.2)


async def test_a_dead_server_makes_the_channel_unavailable():
    async with ScriptedServer().running() as server:
        pass
    await failure(server, ChannelUnavailableError)


async def test_so_does_a_name_that_is_none(mailbox):
    await failure(mailbox, ChannelUnavailableError, host="mail..example")


async def test_a_refused_login_makes_the_channel_unavailable():
    async with Mailbox(user="kopa", password="right") as mailbox:
        reason = await failure(mailbox, ChannelUnavailableError, username="kopa", password="wrong")
    assert "535" in reason
    assert "wrong" not in reason


async def test_so_does_a_login_that_the_settings_forgot():
    async with Mailbox(user="kopa", password="right") as mailbox:
        assert "530" in await failure(mailbox, ChannelUnavailableError)


async def test_the_right_login_is_let_in():
    async with Mailbox(user="kopa", password="right") as mailbox:
        sessions = sessions_with(mailbox, password="right", username="kopa")
        await sessions.send(ILZE, MESSAGE)
        await sessions.close()
        assert len(mailbox.letters) == 1


async def test_a_name_outside_ascii_needs_a_server_that_takes_it():
    async with ScriptedServer().running() as server:
        sessions = sessions_with(server)
        with pytest.raises(PermanentDeliveryError, match="ASCII"):
            await sessions.send("jānis@skola.example", MESSAGE)
        await sessions.close()
    assert server.heard == ["EHLO"]


async def test_a_server_is_told_of_a_name_outside_ascii_and_of_the_size():
    async with ScriptedServer(EHLO=b"250-here\r\n250-SIZE 1000000\r\n250 SMTPUTF8").running() as server:
        sessions = sessions_with(server)
        await sessions.send("jānis@skola.example", MESSAGE)
        await sessions.close()
    assert server.lines[1:3] == [
        f"MAIL FROM:<konference@cesis.example> SIZE={len(MESSAGE)} SMTPUTF8",
        "RCPT TO:<jānis@skola.example>",
    ]


async def test_without_starttls_on_offer_nothing_is_said_in_clear():
    async with ScriptedServer().running() as server:
        assert "STARTTLS" in await failure(server, ChannelUnavailableError, security="starttls")
    assert server.heard == ["EHLO"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for the loopback that nobody trusts yet, and its key."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificates")
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"]
    make = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names]
    subprocess.run([*make, "-out", cert, "-keyout", key], check=True, capture_output=True)
    return cert, key


@pytest.fixture
async def secure_mailbox(certificate):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    async with Mailbox(user="kopa", password="right", tls=context) as mailbox:
        yield mailbox


async def test_a_certificate_that_nobody_vouches_for_makes_the_channel_unavailable(secure_mailbox):
    reason = await failure(secure_mailbox, ChannelUnavailableError, security="starttls")
    assert "certificate verify failed" in reason


async def test_a_trusted_server_gets_login_and_message_encrypted(secure_mailbox, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    sessions = sessions_with(secure_mailbox, password="right", username="kopa", security="starttls")
    await sessions.send(ILZE, MESSAGE)
    await sessions.close()
    assert [letter.recipients for letter in secure_mailbox.letters] == [(ILZE,)]


async def test_a_plain_server_is_no_tls_server(mailbox):
    await failure(mailbox, ChannelUnavailableError, security="tls", timeout_seconds=0.5)
