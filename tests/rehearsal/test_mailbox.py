import shutil
import ssl
import subprocess
from datetime import UTC, datetime
from email.message import EmailMessage

import aiosmtplib
import pytest

from rehearsal.mailbox import Letter, Mailbox

NOW = datetime(2024, 5, 20, 9, 0, tzinfo=UTC)
CALENDAR = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"


@pytest.fixture
async def mailbox():
    async with Mailbox(clock=lambda: NOW) as mailbox:
        yield mailbox


def letter_to(recipient="anna@example.lv", subject="Pieteikums saņemts"):
    message = EmailMessage()
    message["From"] = "kopa@example.lv"
    message["To"] = recipient
    message["Subject"] = subject
    message.set_content("Labdien\n")
    message.add_alternative("<p>Labdien</p>\n", subtype="html")
    message.add_attachment(CALENDAR, maintype="text", subtype="calendar", filename="konference.ics")
    return message


def client(mailbox, **options):
    return aiosmtplib.SMTP(hostname=mailbox.host, port=mailbox.port, **{"start_tls": False, **options})


async def send(mailbox, message, recipients=("anna@example.lv",), **options):
    async with client(mailbox, **options) as smtp:
        return await smtp.sendmail("bounces@example.lv", list(recipients), message.as_bytes())


async def test_a_letter_is_kept_as_it_came_over_the_wire(mailbox):
    message = letter_to()
    await send(mailbox, message)

    (letter,) = mailbox.letters
    wire = message.as_bytes().replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert letter == Letter("bounces@example.lv", ("anna@example.lv",), wire, NOW)


async def test_a_letter_shows_its_parts(mailbox):
    await send(mailbox, letter_to())

    (letter,) = mailbox.letters
    assert (letter.subject, letter.text, letter.html, letter.calendar) == (
        "Pieteikums saņemts",
        "Labdien\n",
        "<p>Labdien</p>\n",
        CALENDAR,
    )


async def test_a_letter_without_html_and_calendar_says_so(mailbox):
    plain = EmailMessage()
    plain.set_content("Labdien\n")
    await send(mailbox, plain)

    (letter,) = mailbox.letters
    assert (letter.subject, letter.html, letter.calendar) == ("", None, None)


async def test_waiting_ends_with_the_letters_that_fit(mailbox):
    await send(mailbox, letter_to(subject="Atgādinājums"))
    await send(mailbox, letter_to(), recipients=["peteris@example.lv"])
    await send(mailbox, letter_to())

    found = await mailbox.wait_for(recipient="anna@example.lv", subject_contains="Pieteikums")
    assert found == [mailbox.letters[2]]


async def test_waiting_in_vain_names_what_did_come(mailbox):
    await send(mailbox, letter_to())

    with pytest.raises(AssertionError, match=r"2 letters to 'anna@example\.lv'.*Pieteikums saņemts"):
        await mailbox.wait_for(recipient="anna@example.lv", count=2, timeout=0.01)


async def test_a_refused_recipient_does_not_keep_the_letter_from_the_others(mailbox):
    mailbox.refuse("Gone@example.lv", 550, "5.1.1 No such user")
    answers, _ = await send(mailbox, letter_to(), recipients=["gone@example.lv", "anna@example.lv"])

    assert answers == {"gone@example.lv": aiosmtplib.SMTPResponse(550, "5.1.1 No such user")}
    assert [letter.recipients for letter in mailbox.letters] == [("anna@example.lv",)]


async def test_a_recipient_can_be_refused_a_number_of_times(mailbox):
    mailbox.refuse("anna@example.lv", 451, "4.7.1 Greylisted", times=1)
    with pytest.raises(aiosmtplib.SMTPRecipientsRefused):
        await send(mailbox, letter_to())
    await send(mailbox, letter_to())

    assert len(mailbox.letters) == 1


@pytest.mark.parametrize(
    ("stage", "error"),
    [
        ("MAIL", aiosmtplib.SMTPSenderRefused),
        ("RCPT", aiosmtplib.SMTPRecipientsRefused),
        ("DATA", aiosmtplib.SMTPDataError),
    ],
)
async def test_the_next_command_of_a_stage_fails_on_demand(mailbox, stage, error):
    mailbox.fail_next(stage, "451 4.3.0 Try again later")
    with pytest.raises(error, match=r"4\.3\.0 Try again later"):
        await send(mailbox, letter_to())
    await send(mailbox, letter_to())

    assert len(mailbox.letters) == 1


async def test_with_a_user_nobody_sends_without_the_password():
    async with Mailbox(user="kopa", password="secret") as mailbox:
        with pytest.raises(aiosmtplib.SMTPSenderRefused, match="Authentication required"):
            await send(mailbox, letter_to())
        with pytest.raises(aiosmtplib.SMTPAuthenticationError):
            await send(mailbox, letter_to(), username="kopa", password="wrong")
        await send(mailbox, letter_to(), username="kopa", password="secret")

        assert len(mailbox.letters) == 1


@pytest.fixture
def certificate(tmp_path):
    """A self-signed certificate for loopback: (its file, its key's file)."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=localhost"
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run([openssl, *request.split(), *names], check=True, capture_output=True)
    return certificate, key


async def test_starttls_is_offered_with_a_certificate(certificate):
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(*certificate)
    trust = ssl.create_default_context(cafile=certificate[0])

    async with Mailbox(user="kopa", password="secret", tls=tls) as mailbox:
        secure = {"start_tls": True, "tls_context": trust, "username": "kopa", "password": "secret"}
        await send(mailbox, letter_to(), **secure)

        assert len(mailbox.letters) == 1


async def test_letters_are_saved_under_names_that_are_readable_and_safe(mailbox, tmp_path):
    await send(mailbox, letter_to(subject="Pieteikums: ../../x/ „Kopā”"))
    mailbox.save(tmp_path / "letters")

    name = "0001-anna@example.lv-Pieteikums-..-..-x-Kopā"
    assert {file.name: file.read_bytes() for file in (tmp_path / "letters").iterdir()} == {
        f"{name}.eml": mailbox.letters[0].raw,
        f"{name}.html": b"<p>Labdien</p>\n",
        f"{name}.ics": CALENDAR,
    }


async def test_closing_does_not_wait_for_connected_clients():
    async with Mailbox() as mailbox:
        smtp = client(mailbox)
        await smtp.connect()
    with pytest.raises(aiosmtplib.SMTPServerDisconnected):
        await smtp.noop()


async def test_nothing_of_a_letter_reaches_the_logs(mailbox, caplog):
    caplog.set_level("DEBUG")
    await send(mailbox, letter_to())

    assert "anna" not in caplog.text
    assert "Labdien" not in caplog.text


async def test_a_greylisting_server_refuses_each_address_once(mailbox):
    with mailbox.greylisting():
        with pytest.raises(aiosmtplib.SMTPRecipientsRefused) as refused:
            await send(mailbox, letter_to())
        await send(mailbox, letter_to())
    await send(mailbox, letter_to("zane@example.lv"), ["zane@example.lv"])
    assert refused.value.recipients[0].code == 451
    assert [letter.recipients for letter in mailbox.letters] == [("anna@example.lv",), ("zane@example.lv",)]
