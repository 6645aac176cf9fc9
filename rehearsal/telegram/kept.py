"""The chats as a file, so that a rehearsal can be put away and gone on with."""

from itertools import count
from typing import Any

from pydantic import BaseModel, ConfigDict

from rehearsal.telegram.chats import Alert, Chat
from rehearsal.telegram.keyboards import ReplyKeyboard
from rehearsal.telegram.messages import Document, ShownMessage
from rehearsal.telegram.people import Person
from rehearsal.telegram.profile import Commands
from rehearsal.telegram.state import State


class _Kept(BaseModel):
    # Files are octets, and JSON has no such thing.
    model_config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")


class KeptChat(_Kept):
    """A private chat."""

    person: Person
    messages: list[ShownMessage]
    deleted: list[ShownMessage]
    keyboard: ReplyKeyboard | None
    alerts: list[Alert]
    started: bool
    blocked: bool


class KeptTelegram(_Kept):
    chats: list[KeptChat]
    files: list[Document]
    commands: list[tuple[str, str, Commands]]
    next_message_id: int
    next_update_id: int
    polls: int
    updates: list[dict[str, Any]]


def keep(state: State) -> KeptTelegram:
    """Return the private chats of *state*, with all that the bot has not confirmed. Groups are left out."""
    next_update_id, updates = state.updates.kept()
    chats = [chat for chat in state.chats if not chat.is_group]
    return KeptTelegram(
        chats=[_kept(chat) for chat in chats],
        files=state.files.kept(),
        commands=[(*place, commands) for place, commands in state.profile.commands.items()],
        next_message_id=1 + max((id_ for chat in chats for id_ in (*chat.messages, *chat.deleted)), default=0),
        next_update_id=next_update_id,
        polls=int(state.polls.next_id()),
        updates=updates,
    )


def bring_back(state: State, old: KeptTelegram) -> None:
    """Fill a new *state* with what `keep` has given."""
    state.chats.count_private_messages_from(old.next_message_id)
    for chat in old.chats:
        _bring_back(state.chats.open(chat.person), chat)
    state.files.bring_back(old.files)
    state.profile.commands.update({(scope, language): commands for scope, language, commands in old.commands})
    state.polls.ids = count(old.polls)
    state.updates.bring_back(old.next_update_id, old.updates)


def _kept(chat: Chat) -> KeptChat:
    assert isinstance(chat.about, Person)
    return KeptChat(
        person=chat.about,
        messages=list(chat.messages.values()),
        deleted=list(chat.deleted.values()),
        keyboard=chat.keyboard,
        alerts=chat.answers[chat.id].alerts,
        started=chat.started,
        blocked=chat.blocked,
    )


def _bring_back(chat: Chat, kept: KeptChat) -> None:
    chat.messages = {message.id: message for message in kept.messages}
    chat.deleted = {message.id: message for message in kept.deleted}
    chat.keyboard = kept.keyboard
    chat.answers[chat.id].alerts.extend(kept.alerts)
    chat.started, chat.blocked = kept.started, kept.blocked
