"""What has arrived since one last looked: a sample of each notice as its receiver sees it, the others named."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from rich.console import RenderableType

from conference.channels.channel import ChannelName
from conference.event import Event
from conference.outbox import DeliveryStatus, NoticeKind
from rehearsal import ledger, terminal
from rehearsal.cast import CAST
from rehearsal.ledger import Entry
from rehearsal.performer import Performer
from rehearsal.stage import Stage

Group: TypeAlias = dict[Performer, list[Entry]]
Saying: TypeAlias = tuple[str, bool]
"""A notice, and whether it is for somebody who has begun to register."""

BOTH = frozenset(ChannelName)
WORDS = {ChannelName.TELEGRAM: "Telegram", ChannelName.EMAIL: "e-mail"}


class Arrivals:
    """Reads the ledger for news and shows them on the phones and in the mailbox where they really are."""

    def __init__(
        self, stage: Stage, event: Event, people: Sequence[Performer], show: Callable[[RenderableType], None]
    ) -> None:
        self._stage = stage
        self._event = event
        self._people = {one.phone.user_id: one for one in people}
        self._show = show
        self._entries: dict[int, Entry] = {}
        self._sampled: set[Saying] = set()
        self._languages: Counter[str] = Counter()
        self._opened: set[NoticeKind] = {NoticeKind.CANCELLED}
        """Kinds of which an e-mail was read to its end, or need not be."""

    @property
    def entries(self) -> list[Entry]:
        """The ledger, as far as it was looked at; what belongs to people erased since then is still in it."""
        return list(self._entries.values())

    async def show(self) -> None:
        """Show what is new in the ledger."""
        async with self._stage.running.service.database.snapshot() as connection:
            found = {entry.id: entry for entry in await ledger.read(connection)}
        # What organisers announce is shown in their own scene.
        new = [entry for entry in found.values() if entry.id not in self._entries and not entry.is_announced]
        self._entries |= found
        for saying, group in self._groups(entry for entry in new if entry.status is DeliveryStatus.SENT).items():
            self._show_group(saying, group)
        for entry in new:
            if entry.status is not DeliveryStatus.SENT:
                name = self._people[entry.chat_id].person.name
                self._show(terminal.direction(f"{entry.notice} for {name} by {entry.channel}: {entry.status}."))
        for one in self._people.values():
            one.remember()

    def _groups(self, entries: Iterable[Entry]) -> Mapping[Saying, Group]:
        """Put together what says the same to several people."""
        groups: dict[Saying, Group] = defaultdict(lambda: defaultdict(list))
        for entry in entries:
            one = self._people[entry.chat_id]
            groups[entry.notice, one.has_agreed][one].append(entry)
        return groups

    def _show_group(self, saying: Saying, group: Group) -> None:
        if saying in self._sampled:
            self._show(terminal.direction(f"The notice “{saying[0]}” reaches {_all_of(group)}."))
            return
        self._sampled.add(saying)
        sample = min(group, key=lambda one: self._worth(one, group[one]))
        self._languages[sample.person.language] += 1
        self._show_sample(sample, group[sample])
        usual = max(map(_channels, group.values()), key=len)
        del group[sample]
        if group:
            self._show(terminal.direction(f"The same reaches {_all_of(group, usual)}."))

    def _worth(self, one: Performer, entries: Iterable[Entry]) -> tuple[bool, int, bool]:
        """Return what the best sample has the least of: somebody known, a language not seen yet, both channels."""
        return one.person not in CAST, self._languages[one.person.language], len(_channels(entries)) < 2

    def _show_sample(self, one: Performer, entries: Sequence[Entry]) -> None:
        now, zone, whose = self._stage.clock(), self._event.time_zone, terminal.possessive(one.person.name)
        channels = {entry.channel: entry for entry in entries}
        if entry := channels.get(ChannelName.TELEGRAM):
            self._show(terminal.heading(now, zone, f"{whose} phone"))
            for message in ledger.messages_of(entry, one.phone):
                self._show(terminal.bubble(message))
        if entry := channels.get(ChannelName.EMAIL):
            self._show(terminal.heading(now, zone, f"{whose} mailbox"))
            for letter in ledger.letters_of(entry, self._stage.mailbox.letters):
                whole = entry.kind not in self._opened or len(channels) == 1
                self._opened.add(entry.kind)
                self._show(terminal.letter_card(letter) if whole else terminal.letter_line(letter))


def listed(names: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _all_of(group: Group, usual: frozenset[ChannelName] = BOTH) -> str:
    """Name the cast, and count the others."""
    names = [_named(one, entries, usual) for one, entries in group.items() if one.person in CAST]
    others = len(group) - len(names)
    return listed([*names, f"{others} {'others' if names else 'people'}"] if others else names)


def _channels(entries: Iterable[Entry]) -> frozenset[ChannelName]:
    return frozenset(entry.channel for entry in entries)


def _named(one: Performer, entries: Iterable[Entry], usual: frozenset[ChannelName] = BOTH) -> str:
    """Name somebody, and their only channel where that is not the usual."""
    channels = _channels(entries)
    if channels == usual:
        return one.person.name
    return f"{one.person.name} (by {' and '.join(WORDS[channel] for channel in sorted(channels))})"
