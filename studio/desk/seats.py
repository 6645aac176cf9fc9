"""Seats: people at their phones. What each of them does, and sees."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from bot.stored import changing
from conference import invites
from conference.invites import Purpose
from rehearsal.cast import Person
from rehearsal.telegram import Alert, Button, Key, Phone, ReplyKeyboard, ShownMessage
from studio.desk.writing_names import ascii_name, plain

if TYPE_CHECKING:
    from studio.desk.desk import Desk

FIRST_ID = 1_001
FIRST_NUMBER = 37_120_000_000


class Role(StrEnum):
    PROFESSIONAL = "professional"
    ORGANISER = "organiser"


@dataclass(eq=False)
class Seat:
    """A person of the rehearsal. What they do returns at once; the bot's answers raise `version`."""

    person: Person
    phone: Phone
    role: Role = Role.PROFESSIONAL
    of_crowd: bool = False
    read_up_to: int = 0
    """The id of the newest message that was seen."""
    _counted: tuple[int, int, int] = (-1, -1, 0)

    @property
    def id(self) -> int:
        """The person's id in Telegram."""
        return self.person.user_id

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def version(self) -> int:
        """A number that rises with everything that changes in the chat."""
        return self.phone.version

    @property
    def messages(self) -> tuple[ShownMessage, ...]:
        """All messages in their order: edited ones as they are now, deleted ones marked as such in their place."""
        return tuple(sorted((*self.phone.messages, *self.phone.deleted), key=lambda message: message.id))

    @property
    def last(self) -> ShownMessage | None:
        """The newest message that is shown."""
        return self.phone.last

    @property
    def keyboard(self) -> ReplyKeyboard | None:
        """The keyboard in place of the letters."""
        return self.phone.keyboard

    @property
    def menu(self) -> tuple[tuple[str, str], ...]:
        """The commands of the menu button with their descriptions."""
        return self.phone.menu

    @property
    def alerts(self) -> tuple[Alert, ...]:
        """What answers to presses showed, oldest first."""
        return self.phone.alerts

    @property
    def unread(self) -> int:
        """How many messages of the bot have come since `mark_read`."""
        version, read, unread = self._counted
        if (version, read) != (self.version, self.read_up_to):
            unread = sum(1 for message in self.phone.messages if message.from_bot and message.id > self.read_up_to)
            self._counted = self.version, self.read_up_to, unread
        return unread

    @property
    def has_blocked(self) -> bool:
        """Whether the person has blocked the bot. Then they cannot write either."""
        return self.phone.is_blocked

    @property
    def addresses(self) -> frozenset[str]:
        """The e-mail addresses that are this person's: their own, and every one that they have typed."""
        typed = (message.text.strip() for message in self.phone.messages if not message.from_bot)
        return frozenset(one.lower() for one in (self.person.email, *typed) if "@" in one and " " not in one)

    def mark_read(self) -> None:
        """All that there is has been seen."""
        self.read_up_to = max((message.id for message in self.phone.messages), default=self.read_up_to)

    async def open_link(self, payload: str = "") -> None:
        """Follow a t.me link to the bot, and press Start."""
        await self.phone.open_link(payload)

    async def write(self, text: str) -> None:
        """Send a text. Raise RuntimeError where the person has blocked the bot; so does all that follows."""
        await self.phone.send(text)

    async def press(self, message: ShownMessage, button: Button) -> str | None:
        """Press an inline button. Return the address that it opens, if it is a link: see `start_of`."""
        if button.callback_data:
            await self.phone.press_data(button.callback_data, message.id)
        return button.url

    async def press_key(self, key: Key) -> None:
        """Press a key of the keyboard that stands in place of the letters."""
        if key.request_contact:
            await self.share_contact()
        elif key.request_location:
            await self.phone.send_location()
        else:
            await self.phone.send(key.label)

    async def share_contact(self) -> None:
        """Share one's own telephone number."""
        await self.phone.share_contact(self.person.phone)

    async def send_photo(self, content: bytes, caption: str = "") -> None:
        await self.phone.send_photo(content, caption)

    async def send_file(self, file_name: str, content: bytes, mime_type: str, caption: str = "") -> None:
        await self.phone.send_document(file_name, content, mime_type, caption)

    async def block_bot(self) -> None:
        if not self.has_blocked:
            await self.phone.block_bot()

    async def unblock_bot(self) -> None:
        if self.has_blocked:
            await self.phone.unblock_bot()


class Seats:
    """Everybody who takes part, by the order in which they came."""

    def __init__(self, desk: "Desk") -> None:
        self._desk = desk
        self._seats: dict[int, Seat] = {}

    def __iter__(self) -> Iterator[Seat]:
        return iter(self._seats.values())

    def __len__(self) -> int:
        return len(self._seats)

    def __getitem__(self, user_id: int) -> Seat:
        """Return a seat by its id. Raise KeyError where there is none."""
        return self._seats[user_id]

    def get(self, user_id: int) -> Seat | None:
        return self._seats.get(user_id)

    async def add(self, name: str, language: str = "lv", role: Role = Role.PROFESSIONAL) -> Seat:
        """Give somebody a phone. An organiser opens an invite at once, for `desk.event`."""
        user_id = self._next_id()
        email = f"{ascii_name(name) or 'person'}.{user_id}@example.org"
        person = Person(user_id, name.strip(), str(role), language, email, f"+{FIRST_NUMBER + user_id}")
        payload = await self._invite() if role is Role.ORGANISER else None
        seat = self.take(person, role)
        if payload:
            await seat.open_link(payload)
        return seat

    def take(self, person: Person, role: Role = Role.PROFESSIONAL, *, of_crowd: bool = False) -> Seat:
        """Give a phone to somebody who is described already."""
        first, _, last = person.name.partition(" ")
        phone = self._desk.house.telegram.phone(person.user_id, first, last or None, person.language)
        seat = self._seats[person.user_id] = Seat(person, phone, role, of_crowd)
        self._desk.changed.note()
        return seat

    def find(
        self, words: str = "", *, of_crowd: bool | None = None, offset: int = 0, limit: int = 50
    ) -> tuple[list[Seat], int]:
        """Return some of those whose names have all of *words* in them, and how many there are in all.

        Case and diacritics do not matter. *of_crowd* leaves out the crowd, or all others.
        """
        wanted = plain(words).split()
        found = [
            seat
            for seat in self
            if of_crowd in (None, seat.of_crowd) and all(word in plain(seat.name) for word in wanted)
        ]
        return found[offset : offset + limit], len(found)

    def free_ids(self, count: int) -> range:
        """Return as many ids that nobody has."""
        first = self._next_id()
        return range(first, first + count)

    def clear(self) -> None:
        """Forget everybody: another rehearsal comes."""
        self._seats.clear()

    def _next_id(self) -> int:
        return max(self._seats, default=FIRST_ID - 1) + 1

    async def _invite(self) -> str:
        """Make an invite for an organiser, and return what its link carries."""
        secret, desk = invites.new_secret(), self._desk
        async with changing(desk.database_url) as connection:
            await invites.create(connection, desk.event.key, Purpose.ORGANISER, secret, desk.now)
        return f"{invites.PREFIX}{secret}"


def start_of(url: str, bot_username: str) -> str | None:
    """Return what a link https://t.me/<bot>?start=… carries, perhaps nothing; None where it leads elsewhere."""
    parts = urlsplit(url)
    if parts.hostname not in ("t.me", "telegram.me") or parts.path.strip("/").lower() != bot_username.lower():
        return None
    return parse_qs(parts.query).get("start", [""])[0]
