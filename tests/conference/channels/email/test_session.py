"""What a session does beyond sending one message after another: see test_smtp for that."""

import asyncio

import pytest

from conference.channels.channel import OutcomeUnknownError, RecipientUnreachableError, TemporaryDeliveryError
from conference.channels.email.session import one_command
from conference.channels.email.smtp import SmtpSessions
from tests.conference.channels.email.examples import some_settings
from tests.conference.channels.email.scripted_server import ScriptedServer

ILZE, ANNA = "ilze.kalnina@skola.example", "anna@skola.example"
MESSAGE = b"Subject: hello\r\n\r\nhello\r\n"
SILENCE = None
REFUSED, OK = b"550 5.1.1 Unknown", b"250 ok"


def reading_ahead(**script):
    return ScriptedServer(EHLO=b"250-here\r\n250 PIPELINING", **script)


async def send(server, *recipients, timeout_seconds=5):
    """Send a message to each, and return the kinds of errors."""
    sessions = SmtpSessions(some_settings(server.port, timeout_seconds=timeout_seconds), None)
    outcomes = []
    for recipient in recipients:
        try:
            await sessions.send(recipient, MESSAGE)
            outcomes.append(None)
        except Exception as error:
            outcomes.append(type(error))
    await sessions.close()
    return outcomes


async def test_commands_go_out_ahead_of_their_answers():
    async with reading_ahead(MAIL=SILENCE, RCPT=SILENCE, DATA=b"250 ok\r\n250 ok\r\n354 go on").running() as server:
        assert await send(server, ILZE, ANNA) == [None, None]
    assert server.heard == ["EHLO", *["MAIL", "RCPT", "DATA"] * 2, "QUIT"]
    assert server.messages == [MESSAGE, MESSAGE]


async def test_a_server_that_does_not_read_ahead_hears_one_command_at_a_time():
    async with ScriptedServer(MAIL=SILENCE).running() as server:
        assert await send(server, ILZE, timeout_seconds=0.2) == [TemporaryDeliveryError]
    assert server.heard == ["EHLO", "MAIL"]


@pytest.mark.parametrize("dot", [OK, b"554 5.5.1 No valid recipients"])
async def test_a_message_to_nobody_is_ended_by_a_lone_dot(dot):
    async with reading_ahead(RCPT=[REFUSED, OK], DOT=[dot, OK]).running() as server:
        assert await send(server, ANNA, ILZE) == [RecipientUnreachableError, None]
    assert server.messages == [b"", MESSAGE]
    assert server.heard == ["EHLO", "MAIL", "RCPT", "DATA", "RSET", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_a_refused_recipient_is_one_whatever_becomes_of_the_session():
    async with reading_ahead(RCPT=[REFUSED, OK], DOT=[SILENCE, OK]).running() as server:
        assert await send(server, ANNA, ILZE, timeout_seconds=0.2) == [RecipientUnreachableError, None]
    assert server.heard.count("EHLO") == 2


async def test_a_server_that_refuses_data_too_is_asked_again_in_the_same_session():
    script = {"RCPT": [REFUSED, OK], "DATA": [b"503 5.5.1 Nobody to send to", b"354 go on"]}
    async with reading_ahead(**script).running() as server:
        assert await send(server, ANNA, ILZE) == [RecipientUnreachableError, None]
    assert server.messages == [MESSAGE]
    assert server.heard.count("EHLO") == 1


async def test_a_server_that_goes_on_after_its_own_refusal_gets_no_message():
    async with reading_ahead(MAIL=[b"451 4.3.0 Later", OK]).running() as server:
        assert await send(server, ANNA, ILZE) == [TemporaryDeliveryError, None]
    assert server.messages == [MESSAGE]
    assert server.heard.count("EHLO") == 2


async def test_after_a_goodbye_nothing_more_is_said():
    async with reading_ahead(RCPT=[b"421 4.3.0 Going down", OK]).running() as server:
        assert await send(server, ANNA, ILZE) == [TemporaryDeliveryError, None]
    assert server.messages == [MESSAGE]
    assert server.heard == ["EHLO", "MAIL", "RCPT", "DATA", "EHLO", "MAIL", "RCPT", "DATA", "QUIT"]


async def test_an_answer_too_many_never_makes_a_message_seem_accepted():
    async with reading_ahead(MAIL=[b"250 ok\r\n250 ok", OK]).running() as server:
        assert await send(server, ANNA, ILZE) == [TemporaryDeliveryError, None]
    assert server.messages == [MESSAGE]
    assert server.heard.count("EHLO") == 2


async def test_an_answer_to_nothing_ends_the_session():
    async with ScriptedServer(DOT=b"250 ok\r\n250 ok").running() as server:
        assert await send(server, ANNA, ILZE) == [None, None]
    assert server.messages == [MESSAGE, MESSAGE]
    assert server.heard.count("EHLO") == 2


async def test_an_answer_of_many_lines_is_one_answer():
    async with reading_ahead(RCPT=[b"550-5.1.1 Unknown\r\n550-5.1.1 here\r\n550", OK]).running() as server:
        assert await send(server, ANNA, ILZE) == [RecipientUnreachableError, None]
    assert server.heard.count("EHLO") == 1


@pytest.mark.parametrize("endless", [b"250-" + b"x" * 40_000, b"250-more\r\n" * 9_000])
async def test_an_answer_without_an_end_is_none(endless):
    async with ScriptedServer(MAIL=[endless, OK], DOT=[endless, OK]).running() as server, asyncio.timeout(10):
        assert await send(server, ANNA, ANNA, ILZE, timeout_seconds=60) == [
            TemporaryDeliveryError,
            OutcomeUnknownError,
            None,
        ]


async def test_lines_that_begin_with_a_dot_arrive_with_it():
    async with ScriptedServer().running() as server:
        sessions = SmtpSessions(some_settings(server.port), None)
        await sessions.send(ILZE, b"Subject: dots\r\n\r\n.\r\n..\r\n.a.\r\n")
        await sessions.close()
    assert server.messages == [b"Subject: dots\r\n\r\n..\r\n...\r\n..a.\r\n"]


async def test_a_file_arrives_whole_wherever_it_is_cut_into_pieces():
    message = b"Subject: file\r\n\r\n" + b"..\r\n" * 500_000
    async with ScriptedServer().running() as server:
        sessions = SmtpSessions(some_settings(server.port), None)
        await sessions.send(ILZE, message)
        await sessions.close()
    assert server.messages == [message.replace(b"\r\n..", b"\r\n...")]


class DeafServer(ScriptedServer):
    """Asks for a message and reads nothing of it."""

    def answer(self, writer, cue):
        if cue == "DATA":
            writer.transport.pause_reading()
        return super().answer(writer, cue)


async def test_a_file_that_could_not_be_handed_over_was_not_accepted_and_can_be_sent_again():
    message = b"Subject: file\r\n\r\n" + b"x" * 32_000_000 + b"\r\n"  # more than two sockets hold
    async with DeafServer().running() as server:
        sessions = SmtpSessions(some_settings(server.port, timeout_seconds=0.2), None)
        with pytest.raises(TemporaryDeliveryError, match="Timed out"):
            await sessions.send(ILZE, message)
        await sessions.close()
    assert server.messages == []


@pytest.mark.parametrize("sign", "\r\n\0\x85\u2028")
def test_no_command_is_more_than_one_line(sign):
    with pytest.raises(ValueError, match="one line") as error:
        one_command(f"RCPT TO:<{ILZE}{sign}RSET>")
    assert ILZE not in str(error.value)
