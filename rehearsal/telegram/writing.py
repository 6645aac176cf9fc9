"""What a person puts into a chat without a file: texts, polls, places."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.entities import Entity
from rehearsal.telegram.markup import Formatted
from rehearsal.telegram.messages import (
    Kind,
    Location,
    ShownMessage,
    Venue,
    caption_content,
    location_content,
    text_content,
    venue_content,
)
from rehearsal.telegram.people import Person
from rehearsal.telegram.poll import Poll
from rehearsal.telegram.screen import Screen
from rehearsal.telegram.state import State
from rehearsal.telegram.typing_in import typed

ReplyTo = ShownMessage | int | None
"""A message of the same chat, or its id."""


class Writer(Screen):
    """A person in a chat. What they do returns at once, mostly the id of the new message.

    *html* stands for the formatting menu of the phone: the bot gets the words and their entities. *reply_to* quotes
    a message of the chat.
    """

    def __init__(self, state: State, chat: Chat, person: Person) -> None:
        super().__init__(chat)
        self._state = state
        self._person = person

    @property
    def user_id(self) -> int:
        """The person's id, which is also the id of their private chat."""
        return self._person.id

    async def answered(self) -> None:
        """Wait, however long, until the bot has handled everything that happened in this chat."""
        await self._state.updates.all_of_chat_confirmed(self._chat.id)

    async def send(
        self, text: str, *, html: bool = False, entities: Iterable[Entity] = (), reply_to: ReplyTo = None
    ) -> int:
        """Send a text."""
        said = typed(text, html, entities)
        return self._say("text", text_content(said.text, said.entities), reply_to, text=said.text, **formatting(said))

    async def edit(self, message_id: int, new_text: str, *, html: bool = False) -> None:
        """Edit an own text or caption. Raises LookupError if there is none with this id."""
        message = self._own(message_id)
        said = typed(new_text, html)
        if message.kind == "text":
            looks: dict[str, Any] = {"text": said.text, "content": text_content(said.text, said.entities)}
        elif message.document:
            kept = {name: value for name, value in message.content.items() if "caption" not in name}
            looks = {"caption": said.text, "content": kept | caption_content(said.text, said.entities)}
        else:
            raise LookupError(f"no text message {message_id} of the person's own")
        new = replace(message, **looks, **formatting(said), edited=True, earlier=(*message.earlier, message.words))
        self._chat.show(new)
        self._state.tell(self._chat, new)

    async def delete(self, message_id: int) -> None:
        """Delete an own message: the bot isn't told. Raises LookupError if there is none with this id."""
        self._chat.hide(self._own(message_id).id)

    async def send_location(
        self, latitude: float = 57.3135, longitude: float = 25.2696, *, reply_to: ReplyTo = None
    ) -> int:
        """Share a place, in degrees."""
        place = Location(latitude, longitude)
        return self._say("location", location_content(latitude, longitude), reply_to, location=place)

    async def send_venue(self, venue: Venue, *, reply_to: ReplyTo = None) -> int:
        """Share a place that has a name."""
        return self._say("venue", venue_content(venue), reply_to, venue=venue)

    async def send_poll(
        self,
        question: str,
        options: Sequence[str],
        *,
        is_anonymous: bool = True,
        allows_multiple_answers: bool = False,
        correct: int | None = None,
        reply_to: ReplyTo = None,
    ) -> int:
        """Send a poll; with the number, from 0, of the *correct* option it is a quiz."""
        is_quiz = correct is not None
        right = () if correct is None else (correct,)
        poll = Poll(
            self._state.polls.next_id(),
            question,
            tuple(options),
            is_anonymous,
            is_quiz,
            allows_multiple_answers,
            not is_quiz,
            right,
        )
        content = {"poll": poll.wire(knows_answer=not self._chat.is_group)}
        return self._say("poll", content, reply_to, poll=poll)

    async def vote(self, message: ShownMessage | int, *options: str) -> None:
        """Choose options of a poll; none takes the vote back. Raises LookupError where a phone doesn't offer it."""
        message_id = message if isinstance(message, int) else message.id
        self._state.polls.vote(self._person, self._chat.messages[message_id], options)

    async def share_contact(self, number: str, own: bool = True) -> int:
        """Share a phone number: the person's own, or one from their address book."""
        names = {"first_name": self._person.first_name} | ({"user_id": self.user_id} if own else {})
        return self._say("contact", {"contact": {"phone_number": number} | names})

    def _own(self, message_id: int) -> ShownMessage:
        message = self._chat.messages.get(message_id)
        if message is None or message.sender != self._person:
            raise LookupError(f"no text message {message_id} of the person's own")
        return message

    def _say(self, kind: Kind, content: dict[str, Any], reply_to: ReplyTo = None, **looks: Any) -> int:
        message = ShownMessage(
            next(self._chat.ids),
            from_bot=False,
            kind=kind,
            at=self._state.clock(),
            reply_to=reply_to.id if isinstance(reply_to, ShownMessage) else reply_to,
            sender=self._person,
            content=content,
            **looks,
        )
        self._chat.show(message)
        self._state.tell(self._chat, message)
        return message.id


def formatting(said: Formatted) -> dict[str, Any]:
    """Return what a ShownMessage keeps of its formatting."""
    return {"html": said.html, "entities": said.entities}
