"""Polls: asked by the bot or by people, voted in, stopped. https://core.telegram.org/bots/api#sendpoll"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from rehearsal.telegram.chats import Chat, Chats
from rehearsal.telegram.entities import utf16_length
from rehearsal.telegram.errors import bad_request
from rehearsal.telegram.markup import formatted
from rehearsal.telegram.messages import ShownMessage
from rehearsal.telegram.people import Person
from rehearsal.telegram.poll import Poll
from rehearsal.telegram.requests import Parameters
from rehearsal.telegram.updates import Updates

QUESTION_LIMIT = 300
OPTION_LIMIT = 100
OPTIONS_LIMIT = 12
EXPLANATION_LIMIT = 200


class Polls:
    """All polls. A poll is in a message; a forwarded one in several."""

    def __init__(self, chats: Chats, updates: Updates) -> None:
        self._chats = chats
        self._updates = updates
        self.ids = count(5_000_000_000_000_000_001)
        """What polls are called, one after another."""

    def next_id(self) -> str:
        """Return an id that no poll has had."""
        return str(next(self.ids))

    def read(self, parameters: Parameters) -> Poll:
        """Return the poll of a sendPoll. Raises BotApiError for one that Telegram refuses."""
        is_quiz = _is_quiz(parameters.get("type", "regular"))
        question = _words(parameters["question"], parameters.get("question_parse_mode"))
        if utf16_length(question) > QUESTION_LIMIT:
            raise bad_request(f"poll question length must not exceed {QUESTION_LIMIT}")
        options = _options(parameters["options"])
        return Poll(
            self.next_id(),
            question,
            options,
            parameters.get("is_anonymous", True),
            is_quiz,
            _may_choose_several(parameters, is_quiz),
            parameters.get("allows_revoting", not is_quiz),
            _correct(parameters, len(options)) if is_quiz else (),
            _explanation(parameters) if is_quiz else "",
            parameters.get("is_closed", False),
        )

    def stop(self, parameters: Parameters) -> dict[str, Any]:
        """stopPoll."""
        chat = self._chats.known(parameters["chat_id"])
        message = chat.messages.get(parameters["message_id"])
        if message is None:
            raise bad_request("message with poll to stop not found")
        if message.poll is None:
            raise bad_request("message is not a poll")
        if not message.from_bot or message.is_forwarded:
            raise bad_request("poll can't be stopped")
        if message.poll.is_closed:
            raise bad_request("poll has already been closed")
        stopped = replace(message.poll, is_closed=True)
        self._change(stopped)
        return stopped.wire()

    def vote(self, person: Person, message: ShownMessage, chosen: Sequence[str]) -> None:
        """Choose options; none: take the vote back. Raises LookupError where a phone doesn't offer it."""
        poll = message.poll
        if poll is None or not set(chosen) <= set(poll.options):
            raise LookupError(f"message {message.id} has no such options")
        if poll.is_closed or (len(chosen) > 1 and not poll.allows_multiple_answers):
            raise LookupError("the poll is closed or takes one answer")
        if person.id in poll.votes and not poll.allows_revoting:
            raise LookupError("the poll takes a vote once")
        numbers = tuple(sorted(poll.options.index(option) for option in chosen))
        others = {voter: vote for voter, vote in poll.votes.items() if voter != person.id}
        changed = replace(poll, votes=others | ({person.id: numbers} if numbers else {}))
        self._change(changed)
        # Of polls that it didn't send, the bot isn't told.
        if not poll.is_anonymous and any(message.from_bot for _, message in self._holders(poll)):
            self._updates.add("poll_answer", _answer(changed, person, numbers))

    def _change(self, poll: Poll) -> None:
        holders = list(self._holders(poll))
        for chat, message in holders:
            knows_answer = message.from_bot or not chat.is_group
            content = {**message.content, "poll": poll.wire(knows_answer)}
            chat.show(replace(message, poll=poll, content=content))
        if any(message.from_bot and not message.is_forwarded for _, message in holders):
            self._updates.add("poll", poll.wire())

    def _holders(self, poll: Poll) -> Iterator[tuple[Chat, ShownMessage]]:
        for chat in self._chats:
            for message in chat.messages.values():
                if message.poll and message.poll.id == poll.id:
                    yield chat, message


def _is_quiz(kind: str) -> bool:
    if kind not in ("regular", "quiz"):
        raise bad_request("unsupported poll type specified")
    return kind == "quiz"


def _words(source: Any, parse_mode: str | None) -> str:
    words = formatted(str(source), parse_mode).text
    if not words:
        raise bad_request("text must be non-empty")
    return words


def _options(options: list[Any]) -> tuple[str, ...]:
    if not options:
        raise bad_request("poll must have at least one answer option")
    if len(options) > OPTIONS_LIMIT:
        raise bad_request(f"poll can't have more than {OPTIONS_LIMIT} options")
    texts = tuple(map(_option, options))
    if any(utf16_length(text) > OPTION_LIMIT for text in texts):
        raise bad_request(f"poll options length must not exceed {OPTION_LIMIT}")
    return texts


def _option(option: Any) -> str:
    match option:
        case str():
            return _words(option, None)
        case {"text": str(text)}:
            return _words(text, option.get("text_parse_mode"))
    raise bad_request("can't parse InputPollOption: Expected InputPollOption to be an Object")


def _may_choose_several(parameters: Parameters, is_quiz: bool) -> bool:
    return bool(parameters.get("allows_multiple_answers", False)) or (
        is_quiz and len(parameters.get("correct_option_ids", ())) > 1
    )


def _correct(parameters: Parameters, options: int) -> tuple[int, ...]:
    correct = tuple(parameters.get("correct_option_ids", ()))
    if not correct or not all(isinstance(number, int) and 0 <= number < options for number in correct):
        raise bad_request("wrong correct option ID specified")
    return correct


def _explanation(parameters: Parameters) -> str:
    explanation = formatted(str(parameters.get("explanation", "")), parameters.get("explanation_parse_mode")).text
    if utf16_length(explanation) > EXPLANATION_LIMIT or explanation.count("\n") > 2:
        raise bad_request("message is too long")
    return explanation


def _answer(poll: Poll, person: Person, numbers: tuple[int, ...]) -> dict[str, Any]:
    options = {"option_ids": list(numbers), "option_persistent_ids": [str(number) for number in numbers]}
    return {"poll_id": poll.id, "user": person.user()} | options
