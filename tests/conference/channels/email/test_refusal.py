import pytest
from aiosmtplib import (
    SMTPDataError,
    SMTPReadTimeoutError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from conference.channels.channel import (
    ChannelUnavailableError,
    PermanentDeliveryError,
    RecipientUnreachableError,
    TemporaryDeliveryError,
)
from conference.channels.email.refusal import SlowDownError, answered, delivery_error, reason_of

ILZE = "ilze.kalnina@skola.example"


def mail(code, words):
    return SMTPSenderRefused(code, words, "konference@cesis.example")


def rcpt(code, words):
    return SMTPRecipientRefused(code, words, ILZE)


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (rcpt(450, "4.7.1 Greylisted"), SlowDownError),
        (rcpt(421, "4.7.28 Unusual rate of mail"), SlowDownError),
        (rcpt(451, "4.3.2 Not accepting messages"), SlowDownError),
        (SMTPDataError(451, "4.7.0 Try again later"), SlowDownError),
        (SMTPDataError(452, "4.4.5 Congested"), SlowDownError),
        (mail(451, "4.7.0 Too many messages from you"), TemporaryDeliveryError),
        (rcpt(450, "5.7.1 A code that does not fit"), TemporaryDeliveryError),
        (rcpt(450, "Too many messages, rate limited"), TemporaryDeliveryError),
        (rcpt(550, "4.7.1 A code that does not fit"), RecipientUnreachableError),
        (rcpt(452, "4.2.2 Mailbox full"), TemporaryDeliveryError),
        (rcpt(421, "Shutting down"), TemporaryDeliveryError),
        (SMTPDataError(451, "4.3.0 Queue file write error"), TemporaryDeliveryError),
        (mail(450, "4.1.8 Sender domain not found"), TemporaryDeliveryError),
        (rcpt(550, "5.1.1 No such user"), RecipientUnreachableError),
        (rcpt(550, "5.1.10 Recipient not found"), RecipientUnreachableError),
        (rcpt(501, "5.1.3 Bad recipient address syntax"), RecipientUnreachableError),
        (rcpt(550, "5.2.1 Mailbox disabled"), RecipientUnreachableError),
        (rcpt(550, "No such user here"), RecipientUnreachableError),
        (rcpt(550, "5.0.0 Unknown user"), RecipientUnreachableError),
        (rcpt(553, "Mailbox name not allowed"), RecipientUnreachableError),
        (SMTPDataError(550, "5.1.1 User unknown"), RecipientUnreachableError),
        (rcpt(552, "5.2.2 Mailbox full"), PermanentDeliveryError),
        (rcpt(550, "5.4.1 Access denied"), PermanentDeliveryError),
        (rcpt(503, "Bad sequence of commands"), PermanentDeliveryError),
        (SMTPDataError(550, "Message content rejected"), PermanentDeliveryError),
        (SMTPDataError(552, "5.3.4 Message too big"), PermanentDeliveryError),
        (mail(552, "5.3.4 Message size exceeds fixed limit"), PermanentDeliveryError),
        (SMTPDataError(554, "5.7.1 Looks like spam"), ChannelUnavailableError),
        (rcpt(554, "5.7.1 Relay access denied"), ChannelUnavailableError),
        (rcpt(550, "5.1.8 Sender address rejected: domain not found"), ChannelUnavailableError),
        (rcpt(550, "5.1.7 Bad sender mailbox syntax"), ChannelUnavailableError),
        (mail(553, "Sender address not owned by user"), ChannelUnavailableError),
        (mail(530, "Authentication required"), ChannelUnavailableError),
        (SMTPServerDisconnected("Connection lost"), TemporaryDeliveryError),
        (SMTPReadTimeoutError("Timed out"), TemporaryDeliveryError),
        (SMTPResponseException(-1, "Malformed SMTP response line"), TemporaryDeliveryError),
    ],
)
def test_what_an_answer_means(error, expected):
    assert type(delivery_error(error)) is expected


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (rcpt(550, "5.1.1 <ilze.kalnina@skola.example>: no such user"), "550 5.1.1 no such user"),
        (rcpt(550, "5.1.1 User Ilze.Kalnina unknown\n5.1.1 ask a@b.lv"), "550 5.1.1 User unknown 5.1.1 ask"),
        (SMTPDataError(554, "Nav atļauts \udcff"), "554 Nav at?auts ?"),
        (SMTPServerDisconnected("Connection lost"), "Connection lost"),
        (OSError(111, "refused"), "[Errno 111] refused"),
    ],
)
def test_the_reason_has_the_codes_and_names_nobody(error, reason):
    assert reason_of(error) == reason


def test_a_chatty_server_is_cut_short():
    assert len(reason_of(SMTPDataError(554, "no " * 5000))) == 300


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (rcpt(550, "No"), True),
        (SMTPDataError(451, "Later"), True),
        (SMTPResponseException(-1, "Malformed"), False),
        (SMTPServerDisconnected("Gone"), False),
    ],
)
def test_only_a_code_is_an_answer(error, expected):
    assert answered(error) is expected
