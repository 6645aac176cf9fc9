"""Messages that come back, in the manner of some mail servers."""

HUMAN = """\
From: ilze.kalnina@skola.example
To: konference@cesis.example
Subject: =?utf-8?b?SmF1dMSBanVtcw==?=

Vai konference sākas desmitos?
"""

VACATION = """\
From: ilze.kalnina@skola.example
To: {to}
Auto-Submitted: auto-replied
Subject: Esmu atvaļinājumā

Atbildēšu pirmdien.
"""

PLAIN = """\
From: MAILER-DAEMON@old.example
To: {to}
Subject: Undeliverable mail

Your message could not be delivered to ilze.kalnina@skola.example: 550 5.1.1 no such user.
"""

POSTFIX = """\
Return-Path: <>
Delivered-To: konference@cesis.example
Received: by mail.cesis.example (Postfix) id 4F2B; Thu, 13 Jun 2024 10:00:02 +0300
From: MAILER-DAEMON@mail.cesis.example (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: {to}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="4F2B.1718262002/mail.cesis.example"

--4F2B.1718262002/mail.cesis.example
Content-Description: Notification
Content-Type: text/plain; charset=us-ascii

I could not deliver your message. It is attached below.

--4F2B.1718262002/mail.cesis.example
Content-Description: Delivery report
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.cesis.example
X-Postfix-Queue-ID: 4F2B
Arrival-Date: Thu, 13 Jun 2024 10:00:00 +0300

Final-Recipient: rfc822; ilze.kalnina@skola.example
Original-Recipient: rfc822;ilze.kalnina@skola.example
Action: {action}
Status: {status}
Remote-MTA: dns; mx.skola.example
Diagnostic-Code: smtp; {diagnostic}

--4F2B.1718262002/mail.cesis.example
Content-Description: Undelivered Message Headers
Content-Type: text/rfc822-headers

From: konference@cesis.example
To: ilze.kalnina@skola.example
Subject: Konference
--4F2B.1718262002/mail.cesis.example--
"""

EXCHANGE = """\
From: postmaster@skola.example
To: <{to}>
Date: Thu, 13 Jun 2024 07:00:03 +0000
Content-Type: multipart/report; report-type=delivery-status;
\tboundary="_000_exchange_"
MIME-Version: 1.0
Subject: Undeliverable: Konference

--_000_exchange_
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: base64

PHA+WW91ciBtZXNzYWdlIHdhcyBub3QgZGVsaXZlcmVkLjwvcD4=

--_000_exchange_
Content-Type: message/delivery-status

Reporting-MTA: dns;mx01.skola.example
Received-From-MTA: dns;mail.cesis.example
Arrival-Date: Thu, 13 Jun 2024 07:00:02 +0000

Final-Recipient: rfc822;ilze.kalnina@skola.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp;{diagnostic}
X-Display-Name: ilze.kalnina@skola.example

--_000_exchange_
Content-Type: message/rfc822

From: konference@cesis.example
To: ilze.kalnina@skola.example
Subject: Konference

Atgādinājums.
--_000_exchange_--
"""

GMAIL = """\
Delivered-To: {to}
Return-Path: <>
From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>
To: {to}
Subject: Delivery Status Notification (Failure)
Content-Type: multipart/report; boundary="00000000gm"; report-type=delivery-status

--00000000gm
Content-Type: multipart/related; boundary="00000000gn"

--00000000gn
Content-Type: text/plain; charset="UTF-8"

** Address not found **

--00000000gn--
--00000000gm
Content-Type: message/delivery-status

Reporting-MTA: dns; googlemail.com
Arrival-Date: Thu, 13 Jun 2024 00:00:02 -0700 (PDT)
X-Original-Message-ID: <kopa.31.17@cesis.example>

Final-Recipient: rfc822; ilze.kalnina@gmail.com
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}
 see the help pages of the mail service
Last-Attempt-Date: Thu, 13 Jun 2024 00:00:03 -0700 (PDT)

--00000000gm
Content-Type: message/rfc822

From: konference@cesis.example
Subject: Konference

--00000000gm--
"""

WORLD = """\
From: postmaster@skola.example
To: {to}
Subject: Nav piegādāts
MIME-Version: 1.0
Content-Type: multipart/report; report-type=global-delivery-status; boundary="world"

--world
Content-Type: text/plain; charset=utf-8

Nav piegādāts.
--world
Content-Type: message/global-delivery-status
Content-Transfer-Encoding: 8bit

Reporting-MTA: dns; mx.skola.example

Final-Recipient: utf-8; jānis@skola.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; {diagnostic}

--world--
"""

STYLES = {"postfix": POSTFIX, "exchange": EXCHANGE, "gmail": GMAIL, "rfc6533": WORLD}


def a_report(
    to: str, status: str = "5.1.1", diagnostic: str = "550 no", action: str = "failed", style: str = POSTFIX
) -> bytes:
    """Return a report on a message that was sent from the address *to*."""
    text = style.format(to=to, status=status, diagnostic=diagnostic, action=action)
    return text.replace("\n", "\r\n").encode()
