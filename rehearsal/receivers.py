"""Who has what an organiser announced: every phone and the whole mailbox are looked through."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from rehearsal.mailbox import Letter, Mailbox
from rehearsal.performer import Performer
from rehearsal.telegram import ShownMessage


@dataclass(frozen=True, slots=True)
class Receivers:
    """*people* are all who could get it; the organisers, who see it while they write it, are none of them.

    Words are given as people read them. People are counted by their user ids.
    """

    people: Sequence[Performer]
    mailbox: Mailbox
    faults: list[str] = field(default_factory=list)
    """What was not as it should be."""

    def messages(self, one: Performer, words: str) -> list[ShownMessage]:
        """Return the bot's messages on somebody's phone that say this."""
        return [message for message in one.phone.messages if message.from_bot and words in message.words]

    def letters(self, one: Performer, words: str) -> list[Letter]:
        """Return the letters to somebody that say this; how the lines are broken does not matter."""
        return [letter for letter in self._letters_to(one) if _joined(words) in _joined(letter.text or "")]

    def readers_of_letters(self) -> frozenset[int]:
        """Return who has got any letter."""
        return frozenset(one.phone.user_id for one in self.people if self._letters_to(one))

    def chats_with(self, words: str) -> Counter[int]:
        """Return how often it is on whose phone; whoever does not have it is left out."""
        return +Counter({one.phone.user_id: len(self.messages(one, words)) for one in self.people})

    def expect(self, words: str, chats: Counter[int], letters: Counter[int]) -> None:
        """Note a fault unless exactly these chats and letters say this, each as often."""
        found = +Counter({one.phone.user_id: len(self.letters(one, words)) for one in self.people})
        for where, there, expected in (("chats", self.chats_with(words), chats), ("letters", found, letters)):
            missing, more = expected - there, there - expected
            self.check(not missing, f"the announcement did not come to {len(missing)} {where}")
            self.check(not more, f"the announcement came to {len(more)} {where} where it should not, or twice")

    def expect_corrected(self, before: str, after: str) -> None:
        """Note a fault unless chats mark the new words as edited, and letters say that they correct the first ones."""
        for one in self.people:
            for message in self.messages(one, after):
                self.check(message.edited, "a corrected message is not marked as edited")
            for first, second in zip(self.letters(one, before), self.letters(one, after), strict=False):
                subject = one.voice("announcing-correction-subject", subject=first.subject)
                answers = second.message["In-Reply-To"] == first.message["Message-ID"]
                self.check(second.subject == subject and answers, "a letter is not marked as a correction")

    def check(self, fits: bool, otherwise: str) -> None:
        if not fits:
            self.faults.append(otherwise)

    def _letters_to(self, one: Performer) -> list[Letter]:
        return [letter for letter in self.mailbox.letters if one.person.email in letter.recipients]


def _joined(text: str) -> str:
    return " ".join(text.split())
