"""What a rehearsal says before it begins and after its end."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus
from conference.tables import drafts, organisers, people, registrations
from rehearsal.ledger import Entry, Evidence

CHANNELS = {ChannelName.TELEGRAM: "Telegram", ChannelName.EMAIL: "E-mail"}


def prologue(event: Event, languages: Sequence[str]) -> RenderableType:
    """Say what is about to be seen."""
    title = event.title.in_language("en")
    spoken = "" if len(languages) == 1 else f" Messages are in each reader's own language ({', '.join(languages)})."
    return Group(
        Text.assemble("A rehearsal of “", (title, "bold"), "”"),
        Text(),
        Text(
            "This is the real service with the real settings. Only Telegram, the mail server and the clock are "
            f"stand-ins on this machine: nothing leaves it. All people are invented.{spoken}"
        ),
    )


async def standing(connection: AsyncConnection, event: Event) -> Mapping[str, int]:
    """Return how many people there are besides the organisers, and how they stand to *event*."""
    by_status = select(registrations.c.status, func.count()).where(registrations.c.event == event.key)
    organises = select(organisers.c.person_id).where(organisers.c.person_id == people.c.id).exists()
    there = select(func.count()).where(people.c.erased_at.is_(None), ~organises)
    registered_too = (
        select(registrations.c.id)
        .where(registrations.c.event == event.key, registrations.c.person_id == drafts.c.person_id)
        .exists()
    )
    agreed = drafts.c.event == event.key, drafts.c.consented_at.is_not(None), ~registered_too
    rows = (await connection.execute(by_status.group_by(registrations.c.status))).all()
    statuses = {str(status): int(count) for status, count in rows}
    known = (await connection.execute(there)).scalar_one()
    stands = {
        "registered": statuses.get("registered", 0),
        "cancelled": statuses.get("cancelled", 0),
        "unfinished": (await connection.execute(select(func.count()).select_from(drafts).where(*agreed))).scalar_one(),
    }
    return {"people": known} | stands | {"only looked": known - sum(stands.values())}


def account(counts: Mapping[str, int], evidence: Evidence) -> RenderableType:
    """Return the counts: people, and deliveries by notice and channel, as the ledger has them and as they arrived."""
    head, *stands = counts.items()
    sentence = f"{head[1]} {head[0]}: " + ", ".join(f"{count} {name}" for name, count in stands)
    return Group(Text(sentence), Padding(_deliveries(evidence), (1, 0)))


def verdict(evidence: Evidence, faults: Sequence[str]) -> RenderableType:
    """Say whether all is well."""
    if faults:
        return Text("\n".join(["Something is wrong:", *(f"  - {fault}" for fault in faults)]), style="bold red")
    messages = sum(entry.status is DeliveryStatus.SENT for entry in evidence.entries)
    return Text(
        f"All {messages} messages that the ledger calls sent were found where they belong, each once: nobody got a "
        "notice twice. The service logged no error.",
        style="bold",
    )


def left_behind(folder: Path) -> RenderableType:
    """Name what is kept."""
    table = Table.grid(padding=(0, 2))
    for name, what in (
        ("mail/", "every e-mail (.eml, .html) and calendar entry (.ics)"),
        ("chats/", "every chat as text"),
        ("pictures/", "what the overview draws"),
        ("service.log", "what the service logged"),
        ("rehearsal.db", "the database"),
    ):
        table.add_row(Text(name), Text(what, style="dim"))
    return Group(Text(f"Kept in {folder}", overflow="fold"), Padding(table, (0, 0, 0, 2)))


def _deliveries(evidence: Evidence) -> Table:
    table = Table("Notice", *CHANNELS.values(), box=box.SIMPLE_HEAD, header_style="bold", padding=(0, 2, 0, 0))
    for notice in dict.fromkeys(entry.notice for entry in evidence.entries):
        of_notice = [entry for entry in evidence.entries if entry.notice == notice]
        table.add_row(Text(notice), *(_on_channel(channel, of_notice, evidence) for channel in CHANNELS))
    return table


def _on_channel(channel: ChannelName, entries: Sequence[Entry], evidence: Evidence) -> Text:
    mine = [entry for entry in entries if entry.channel is channel]
    statuses = Counter(entry.status for entry in mine)
    said = [f"{count} {status}" for status, count in statuses.items()]
    if statuses[DeliveryStatus.SENT]:
        said.append(f"{sum(map(evidence.received, mine))} arrived")
    return Text(", ".join(said) or "–", style="" if said else "dim")
