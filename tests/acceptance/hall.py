"""Sixty registrants with a phone and an address each: those of one field are announced to, and the others are not."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

from conference.clock import wall_clock
from conference.outbox import DeliveryStatus
from rehearsal.mailbox import Letter, Mailbox
from rehearsal.telegram import LocalTelegram, Phone
from tests.acceptance.attendee import registrant_of_the_shipped_event

EVENT = "cesis-2024"
PEOPLE, MEANT = 60, 24
FIRST_CHAT = 1001
"""A person's number is that of their chat."""
WHEN = f"{wall_clock() - timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
"""Not long ago: housekeeping erases whoever is known for long, and not registered yet."""

PERSON = "(id, language, chat_id, email, created_at)"
REGISTRATION = "(person_id, event, answers, status, consent_version, consented_at, registered_at, updated_at)"

OF_ANNOUNCEMENT = """
FROM deliveries JOIN notices ON notices.id = notice_id JOIN people ON people.id = deliveries.person_id
WHERE kind = 'announcement' AND state IS NOT NULL
"""

QUEUED = frozenset({DeliveryStatus.WAITING, DeliveryStatus.SCHEDULED})

Query = Callable[[str], list[list[str]]]
"""Runs a statement in the database from outside, and returns its rows as texts."""


class Hall:
    def __init__(self, telegram: LocalTelegram, mailbox: Mailbox, query: Query) -> None:
        self.telegram = telegram
        self.mailbox = mailbox
        self.query = query
        self.phones = tuple(telegram.phone(FIRST_CHAT + number) for number in range(PEOPLE))

    def fill(self) -> None:
        """Register everybody, straight in the database."""
        for phone in self.phones:
            phone._chat.started = True
        people, registrations = (", ".join(map(row, self.phones)) for row in (_person, _registration))
        self.query(f"INSERT INTO people {PERSON} VALUES {people}")  # noqa: S608  our own people
        self.query(f"INSERT INTO registrations {REGISTRATION} VALUES {registrations}")  # noqa: S608

    @property
    def meant(self) -> dict[int, str]:
        """The addresses of those who are meant, by chat."""
        return {phone.user_id: _address(phone) for phone in self.phones if _field(phone) == "health"}

    def chats_with(self, words: str) -> Counter[int]:
        """Return how often each phone shows it."""
        return Counter(phone.user_id for phone in self.phones for message in phone.messages if words in message.words)

    def letters_with(self, words: str) -> Counter[str]:
        return Counter(letter.recipients[0] for letter in self.letters(words))

    def letters(self, words: str) -> Iterator[Letter]:
        return (letter for letter in self.mailbox.letters if words in (letter.text or ""))

    async def some_have_it(self, words: str, chats: int) -> None:
        """Wait until so many phones show it."""
        async with asyncio.timeout(60):
            while len(self.chats_with(words)) < chats:
                await self.telegram.changed.wait()

    def holds_back_no_more(self) -> None:
        """Let the half minute be over, or the day that was wished for."""
        self.query(f"UPDATE notices SET starts_at = '{WHEN}' WHERE state = 'planned'")  # noqa: S608

    def holds_back_longer(self) -> None:
        """Let a busy machine have an hour for what takes it seconds at other times."""
        hence = f"{wall_clock() + timedelta(hours=1):%Y-%m-%d %H:%M:%S}"
        self.query(f"UPDATE notices SET starts_at = '{hence}' WHERE state = 'planned'")  # noqa: S608

    def states(self) -> Counter[DeliveryStatus]:
        """Return how many deliveries of announcements are in each state."""
        rows = self.query(f"SELECT deliveries.status, count(*) {OF_ANNOUNCEMENT} GROUP BY 1")
        return Counter({DeliveryStatus(status): int(count) for status, count in rows})

    def with_status(self, status: DeliveryStatus) -> tuple[set[int], set[str]]:
        """Return the chats and the addresses whose delivery is in this state."""
        chosen = f"SELECT channel, chat_id, email {OF_ANNOUNCEMENT} AND deliveries.status = '{status}'"
        rows = self.query(chosen)
        return {int(row[1]) for row in rows if row[0] == "telegram"}, {row[2] for row in rows if row[0] == "email"}

    async def reach(self, settled: Callable[[Counter[DeliveryStatus]], bool]) -> None:
        """Wait until the deliveries of announcements are so."""
        async with asyncio.timeout(60):
            while not settled(self.states()):  # noqa: ASYNC110  nothing tells the outside of a process's marks
                await asyncio.sleep(0.1)

    def nobody_has_it_twice(self, words: str) -> None:
        """Raise AssertionError, unless all who are meant have it once; of what is uncertain, at most once."""
        chats, addresses = self.with_status(DeliveryStatus.UNCERTAIN)
        phones, letters = self.chats_with(words), self.letters_with(words)
        assert set(self.meant) - chats <= set(phones) <= set(self.meant)
        assert set(self.meant.values()) - addresses <= set(letters) <= set(self.meant.values())
        assert {*phones.values(), *letters.values()} == {1}

    def has_ended(self) -> bool:
        """Whether everything has left, or may have."""
        states = self.states()
        return states[DeliveryStatus.SENT] + states[DeliveryStatus.UNCERTAIN] == 2 * MEANT == states.total()


def _person(phone: Phone) -> str:
    return f"({phone.user_id}, 'lv', {phone.user_id}, '{_address(phone)}', '{WHEN}')"


def _registration(phone: Phone) -> str:
    answers = {**registrant_of_the_shipped_event(phone, _name(phone)).answers, "field": _field(phone)}
    stored = json.dumps(answers, ensure_ascii=False)
    return f"({phone.user_id}, '{EVENT}', '{stored}', 'registered', '1', '{WHEN}', '{WHEN}', '{WHEN}')"


def _name(phone: Phone) -> str:
    return f"Anna {phone.user_id}. Bērziņa"


def _address(phone: Phone) -> str:
    return registrant_of_the_shipped_event(phone).email


def _field(phone: Phone) -> str:
    return "health" if phone.user_id % PEOPLE < MEANT else "education"
