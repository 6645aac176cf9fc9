"""Invites: one-time links https://t.me/<bot>?start=i_<secret>. Whoever opens one first gets what it is for."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.tables import invites

VALID_FOR = timedelta(hours=24)
PREFIX = "i_"
"""Before the secret, in a link: the key of an event has no underscore."""


class Purpose(StrEnum):
    """What opening an invite does."""

    ORGANISER = "organiser"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class Invite:
    id: int
    event: str
    purpose: Purpose
    registration_id: int | None
    invited_by: int | None
    """None where it was made on the command line."""
    valid_until: datetime
    used_at: datetime | None
    used_by: int | None


def new_secret() -> str:
    """Return 128 random bits as 22 characters that a link can carry (RFC 4648, base64url)."""
    return secrets.token_urlsafe(16)


def link(bot_username: str, secret: str) -> str:
    """Return the link that opens an invite (core.telegram.org/bots/features#deep-linking)."""
    return f"https://t.me/{bot_username}?start={PREFIX}{secret}"


async def create(
    connection: AsyncConnection,
    event: str,
    purpose: Purpose,
    secret: str,
    now: datetime,
    *,
    invited_by: int | None = None,
    registration_id: int | None = None,
    valid_for: timedelta = VALID_FOR,
) -> Invite:
    """Store an invite and return it. Its secret is known to the caller alone: what is stored is a hash."""
    new = insert(invites).values(
        event=event,
        purpose=purpose,
        secret_hash=_hash(secret),
        invited_by=invited_by,
        registration_id=registration_id,
        valid_until=now + valid_for,
    )
    return _invite((await connection.execute(new.returning(*_COLUMNS))).one())


async def find(connection: AsyncConnection, secret: str) -> Invite | None:
    """Return the invite of a secret, used and expired ones too."""
    row = (await connection.execute(select(*_COLUMNS).where(invites.c.secret_hash == _hash(secret)))).first()
    return _invite(row) if row else None


async def use(connection: AsyncConnection, secret: str, person_id: int, now: datetime) -> Invite | None:
    """Let a person use an invite, and return it; None where it is not valid: unknown, expired, or used by anybody."""
    # Of two who open it at once, the one who is second finds it used: PostgreSQL looks again at a row it waited for.
    valid = (invites.c.secret_hash == _hash(secret)) & invites.c.used_at.is_(None) & (invites.c.valid_until > now)
    used = update(invites).where(valid).values(used_at=now, used_by=person_id).returning(*_COLUMNS)
    row = (await connection.execute(used)).first()
    return _invite(row) if row else None


async def withdraw(connection: AsyncConnection, invited_by: int, event: str) -> None:
    """Let nobody join any more by what this person has made for an event."""
    open_doors = invites.c.purpose.in_([Purpose.ORGANISER, Purpose.DOOR]) & invites.c.used_at.is_(None)
    theirs = (invites.c.invited_by == invited_by) & (invites.c.event == event)
    await connection.execute(delete(invites).where(theirs & open_doors))


async def prune(connection: AsyncConnection, now: datetime) -> int:
    """Forget invites whose validity is over, used ones too. Return how many."""
    return (await connection.execute(delete(invites).where(invites.c.valid_until <= now))).rowcount


def _hash(secret: str) -> str:
    # Anybody can put anything into a link, also what UTF-8 cannot write.
    return sha256(secret.encode(errors="replace")).hexdigest()


_COLUMNS = [invites.c[name] for name in Invite.__dataclass_fields__]


def _invite(row: Row[Any]) -> Invite:
    values = dict(row._mapping)
    return Invite(**(values | {"purpose": Purpose(values["purpose"])}))
