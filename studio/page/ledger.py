"""Panel: the ledger, as it is in the database."""

from dataclasses import dataclass

from markupsafe import Markup
from sqlalchemy import select

from conference import outbox
from conference.channels.channel import ChannelName
from conference.ledger import LedgerRow
from conference.outbox import DeliveryStatus, NoticeKind
from conference.tables import people
from studio.page.looking import ROWS, Looker
from studio.page.painter import reminder_name

NEWEST = 500
"""How many deliveries can be paged through."""


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    notice: str
    to: str
    channel: str
    status: DeliveryStatus


async def ledger(looker: Looker) -> Markup:
    """Return how many deliveries are in each state, and the newest ones."""
    async with looker.desk.snapshot() as connection:
        counts = await outbox.counts(connection)
        chats = dict((await connection.execute(select(people.c.id, people.c.chat_id))).tuples().all())
    rows = await looker.desk.ledger(limit=NEWEST)
    page, pages = looker.page("ledger", len(rows))
    return looker.painter(
        "ledger",
        counts=[
            (status, *(counts.get((channel, status), 0) for channel in (ChannelName.TELEGRAM, ChannelName.EMAIL)))
            for status in DeliveryStatus
            if any(there == status and number for (_, there), number in counts.items())
        ],
        rows=[_row(looker, row, chats.get(row.person_id)) for row in rows[page * ROWS : (page + 1) * ROWS]],
        page=page,
        pages=pages,
    )


def _row(looker: Looker, row: LedgerRow, chat: int | None) -> Row:
    seat = looker.desk.seats.get(chat) if chat else None
    to = seat.name if seat else looker.t("ledger-erased")
    return Row(row.id, _named(looker, row), to, looker.t(f"channel-{row.channel}"), row.status)


def _named(looker: Looker, row: LedgerRow) -> str:
    if row.kind is not NoticeKind.REMINDER:
        return looker.t(f"kind-{row.kind.replace('_', '-')}")
    event = next((one for one in looker.desk.settings.events if one.key == row.event), None)
    return reminder_name(event, row.key, looker.t)
