"""The tick of the messages that came back."""

import asyncio
import logging
from collections.abc import Iterable

from conference import bounces, service_state
from conference.bounces import Noted
from conference.channels.email.bounces import read_bounce
from conference.channels.email.imap import BounceMailbox, Mail, MailboxError
from conference.clock import Clock
from conference.database import Database
from conference.delivery import Lane

logger = logging.getLogger(__name__)


async def read_bounces(database: Database, mailbox: BounceMailbox, lanes: Iterable[Lane], clock: Clock) -> None:
    """Note what came back, then say so to the mailbox: after a crash in between it is noted again, to no effect."""
    try:
        mails = await asyncio.to_thread(mailbox.read)
        noted = {mail: await _note(database, mail, clock) for mail in mails}
        mailbox.pass_over(mail for mail, what in noted.items() if what is Noted.NOT_OURS)
        done = [mail for mail, what in noted.items() if what not in (Noted.NOT_OURS, Noted.NOT_YET)]
        if done:
            await asyncio.to_thread(mailbox.done, done)
    except MailboxError as error:
        logger.warning("the mailbox for bounces cannot be read, trying again later: %s", error)
        return
    dead = sum(what in (Noted.DEAD, Noted.UNREACHABLE) for what in noted.values())
    if done:
        logger.info("%d messages came back, %d of them undelivered for good", len(done), dead)
    if dead:
        for lane in lanes:
            lane.wake()


async def _note(database: Database, mail: Mail, clock: Clock) -> Noted:
    try:
        bounce = read_bounce(mail.octets)
    except Exception as error:
        # Anybody can write to the mailbox, and the standard library's parser does not survive everything.
        logger.warning("a message in the mailbox for bounces cannot be understood: %s", type(error).__name__)
        return Noted.NOT_OURS
    async with database.transaction() as connection:
        signing = await service_state.signing(connection, clock())
        return await bounces.note(connection, bounce, signing, clock())
