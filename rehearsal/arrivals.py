"""What has arrived since one last looked: a sample of each notice as its receiver sees it, the others named."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from rich.console import RenderableType

from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from rehearsal import ledger, terminal
from rehearsal.ledger import Entry
from rehearsal.performer import Performer
from rehearsal.stage import Stage

Group: TypeAlias = dict[Performer, list[Entry]]


class Arrivals:
    """Reads the ledger for news and shows them on the phones and in the mailbox where they really are."""

    def __init__(
        self, stage: Stage, event: Event, people: Sequence[Performer], show: Callable[[RenderableType], None]
    ) -> None:
        self._stage = stage
        self._event = event
        self._people = {one.phone.user_id: one for one in people}
        self._show = show
        self._known: set[int] = set()
        self._opened: set[NoticeKind] = set()

    async def show(self) -> None:
        """Show what is new in the ledger."""
        async with self._stage.running.service.database.snapshot() as connection:
            entries = await ledger.read(connection)
        new = [entry for entry in entries if entry.id not in self._known]
        self._known |= {entry.id for entry in new}
        sent = [entry for entry in new if entry.status is DeliveryStatus.SENT]
        for group in self._groups(sent):
            self._show_group(group)
        for entry in new:
            if entry.status is not DeliveryStatus.SENT:
                name = self._people[entry.chat_id].person.name
                self._show(terminal.aside(f"{entry.notice} to {name} by {entry.channel}: {entry.status}"))
        for one in self._people.values():
            one.remember()

    def _groups(self, entries: Iterable[Entry]) -> Iterable[Group]:
        """Put together what says the same to several people."""
        groups: dict[tuple[str, bool], Group] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            one = self._people[entry.chat_id]
            groups[entry.notice, one.has_agreed][one].append(entry)
        return groups.values()

    def _show_group(self, group: Group) -> None:
        # Who was shown least goes first, so that every language has its turn.
        order = sorted(group, key=lambda one: one.samples_shown)
        sample, *others = order
        sample.samples_shown += 1
        self._show_sample(sample, group[sample])
        if others:
            self._show(terminal.direction(f"The same reaches {listed([_by(one, group[one]) for one in others])}."))

    def _show_sample(self, one: Performer, entries: Sequence[Entry]) -> None:
        now, zone, name = self._stage.clock(), self._event.time_zone, one.person.name
        channels = {entry.channel: entry for entry in entries}
        if entry := channels.get(ChannelName.TELEGRAM):
            self._show(terminal.heading(now, zone, f"{name}'s phone"))
            for message in ledger.messages_of(entry, one.phone):
                self._show(terminal.bubble(message))
        if entry := channels.get(ChannelName.EMAIL):
            self._show(terminal.heading(now, zone, f"{name}'s mailbox"))
            for letter in ledger.letters_of(entry, self._stage.mailbox.letters):
                # One e-mail of a kind is read to its end; of others that came beside a message, the subject will do.
                whole = entry.kind not in self._opened or len(channels) == 1
                self._opened.add(entry.kind)
                self._show(terminal.letter_card(letter) if whole else terminal.letter_line(letter))


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _by(one: Performer, entries: Iterable[Entry]) -> str:
    channels = {entry.channel for entry in entries}
    only = {ChannelName.TELEGRAM: " (Telegram only)", ChannelName.EMAIL: " (e-mail only)"}
    return one.person.name + ("" if len(channels) > 1 else only[channels.pop()])
