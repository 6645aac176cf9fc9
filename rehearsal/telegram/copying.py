"""The methods that send again what is in a chat already.

https://core.telegram.org/bots/api#copymessage and https://core.telegram.org/bots/api#forwardmessage
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import count
from typing import Any

from rehearsal.telegram.chats import Chat
from rehearsal.telegram.errors import BotApiError, bad_request
from rehearsal.telegram.media import CAPTIONED
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.poll import Poll
from rehearsal.telegram.posting import Posting
from rehearsal.telegram.reading import Looks, read_caption
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.voting import Polls

COPIED_AT_ONCE = 100

_LOOKS = ("kind", "text", "caption", "html", "entities", "venue", "location", "document", "poll", "has_spoiler")
_OF_THE_ORIGINAL = ("media_group_id", "forward_origin")


class Copying:
    """A copy is a new message of the bot's own; a forward says whose it was."""

    def __init__(self, posting: Posting, polls: Polls) -> None:
        self._posting = posting
        self._polls = polls
        self._albums = count(14_000_000_000_000_001)

    def send_poll(self, parameters: Parameters) -> dict[str, Any]:
        """sendPoll."""
        return self._posting.post(parameters, **_poll_looks(self._polls.read(parameters)))

    def copy(self, parameters: Parameters) -> dict[str, int]:
        """copyMessage; an inline keyboard is not copied."""
        looks = self._copied(*self._original(parameters, "copy"))
        if "caption" in parameters and looks["kind"] in CAPTIONED:
            caption = read_caption(parameters)
            kept = {name: value for name, value in looks["content"].items() if "caption" not in name}
            looks |= caption | {"content": kept | caption["content"]}
        return {"message_id": self._posting.post(parameters, **looks)["message_id"]}

    def forward(self, parameters: Parameters) -> dict[str, Any]:
        """forwardMessage."""
        return self._posting.post(parameters, **self._forwarded(*self._original(parameters, "forward")))

    def copy_several(self, parameters: Parameters) -> list[dict[str, int]]:
        """copyMessages; an album stays an album, and what can't be copied is skipped."""
        without_caption = {"caption": "", "html": "", "entities": ()} if parameters.get("remove_caption") else {}
        looks = []
        for chat, message in self._originals(parameters):
            try:
                copied = self._copied(chat, message)
            except BotApiError:
                continue
            if without_caption and message.kind in CAPTIONED:
                content = {name: value for name, value in copied["content"].items() if "caption" not in name}
                copied |= without_caption | {"content": content}
            looks.append((message, copied))
        return self._post_all(parameters, looks)

    def forward_several(self, parameters: Parameters) -> list[dict[str, int]]:
        """forwardMessages; an album stays an album, and what can't be forwarded is skipped."""
        originals = self._originals(parameters)
        return self._post_all(parameters, [(message, self._forwarded(chat, message)) for chat, message in originals])

    def _original(self, parameters: Parameters, verb: str) -> tuple[Chat, ShownMessage]:
        self._posting.chats.writable(parameters["chat_id"])
        chat = self._posting.chats.known(parameters["from_chat_id"])
        message = chat.original(parameters["message_id"], verb)
        if message.kind == "service":
            raise bad_request("message can't be copied" if verb == "copy" else "the message can't be forwarded")
        return chat, message

    def _originals(self, parameters: Parameters) -> list[tuple[Chat, ShownMessage]]:
        ids = parameters["message_ids"]
        if len(ids) > COPIED_AT_ONCE:
            raise bad_request("too many message identifiers specified")
        if ids != sorted(set(ids)):
            raise bad_request("message identifiers must be in a strictly increasing order")
        chat = self._posting.chats.known(parameters["from_chat_id"])
        shown = (chat.messages[message_id] for message_id in ids if message_id in chat.messages)
        return [(chat, message) for message in shown if message.kind != "service"]

    def _copied(self, chat: Chat, message: ShownMessage) -> Looks:
        looks = _looks(message)
        if message.poll is None:
            return looks
        if message.poll.is_quiz and chat.is_group and not message.from_bot:
            raise bad_request("message can't be copied")  # nobody has told the bot which option is right
        return looks | _poll_looks(replace(message.poll, id=self._polls.next_id(), votes={}, is_closed=False))

    def _forwarded(self, _chat: Chat, message: ShownMessage) -> Looks:
        author = self._posting.chats.author(message)
        origin = message.content.get("forward_origin") or {
            "type": "user",
            "sender_user": author,
            "date": int(message.at.timestamp()),
        }
        looks = _looks(message)
        return looks | {"is_forwarded": True, "content": looks["content"] | {"forward_origin": origin}}

    def _post_all(self, parameters: Parameters, looks: Iterable[tuple[ShownMessage, Looks]]) -> list[dict[str, int]]:
        place = self._posting.admit(parameters)
        groups: dict[str | None, str] = {}
        ids = []
        for original, look in looks:
            if original.media_group:
                group = groups.setdefault(original.media_group, str(next(self._albums)))
                look = look | {"media_group": group, "content": look["content"] | {"media_group_id": group}}
            ids.append({"message_id": self._posting.put(place, **look).id})
        if not ids:
            raise bad_request("there are no messages to copy")
        return ids


def _looks(message: ShownMessage) -> Looks:
    content = {name: value for name, value in message.content.items() if name not in _OF_THE_ORIGINAL}
    return {name: getattr(message, name) for name in _LOOKS} | {"content": content}


def _poll_looks(poll: Poll) -> Looks:
    return {"kind": "poll", "poll": poll, "content": {"poll": poll.wire()}}
