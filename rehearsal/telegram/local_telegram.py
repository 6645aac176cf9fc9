"""A Telegram on the desk: a Bot API server on loopback that refuses what Telegram refuses."""

import asyncio
import json
import time
from collections import Counter, defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, Self

from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.web import WebServer
from conference.clock import Clock, wall_clock
from rehearsal.telegram.copying import Copying
from rehearsal.telegram.editing import Editing
from rehearsal.telegram.errors import BotApiError
from rehearsal.telegram.faults import Faults
from rehearsal.telegram.files import body
from rehearsal.telegram.flood import FloodControl
from rehearsal.telegram.groups import Group
from rehearsal.telegram.kept import KeptTelegram, bring_back, keep
from rehearsal.telegram.people import Person, Supergroup
from rehearsal.telegram.phone import Phone
from rehearsal.telegram.posting import Posting
from rehearsal.telegram.profile import Profile
from rehearsal.telegram.requests import Parameters, Request, decode, read_fields
from rehearsal.telegram.sending import SENDING_FILES, Sending
from rehearsal.telegram.signals import Signal
from rehearsal.telegram.state import State

Handler = Callable[[Parameters], Any]


class LocalTelegram:
    """`async with LocalTelegram(token=…) as telegram`, then give the bot `telegram.base_url` and people phones.

    Chats, messages and unconfirmed updates live here, so the bot may be killed and started again. *clock* dates
    the messages; *flood* is flood control, by default none. Everything must happen in one event loop.
    """

    def __init__(
        self,
        *,
        token: str = "1:rehearsal",  # noqa: S107  opens nothing but this server
        clock: Clock = wall_clock,
        port: int = 0,
        username: str = "rehearsal_bot",
        flood: FloodControl | None = None,
    ) -> None:
        self.token = token
        self.requests: list[Request] = []
        """Every request of the bot that had the right token, as it arrived."""
        bot = {"id": _bot_id(token), "is_bot": True, "first_name": username, "username": username}
        self._state = State(bot, clock)
        self._flood = flood
        self._phones: dict[int, Phone] = {}
        self._groups: dict[int, Group] = {}
        self._faults: dict[str, deque[BotApiError]] = defaultdict(deque)
        self._losses: Counter[str] = Counter()
        self.faults = Faults()
        """What goes wrong for a time. It begins and ends with a block."""
        self._handlers = self._methods()
        self._http = WebServer(self._routes(), port=port)

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._state.webhook.close()
        self._state.updates.close()
        await self._http.__aexit__(*exc_info)

    @property
    def profile(self) -> Profile:
        """The bot's names, descriptions and menus."""
        return self._state.profile

    @property
    def changed(self) -> Signal:
        """Fires at everything that changes in any chat."""
        return self._state.chats.changed

    @property
    def username(self) -> str:
        """What the bot is called."""
        return str(self._state.bot["username"])

    @property
    def unconfirmed(self) -> int:
        """How many updates the bot has not confirmed yet."""
        return len(self._state.updates)

    @property
    def port(self) -> int:
        """The port on loopback; with `port=0`, known once the server has started."""
        return self._http.port

    @property
    def base_url(self) -> str:
        """The URL before the token, as the bot's settings take it."""
        return f"http://127.0.0.1:{self.port}/bot"

    @property
    def base_file_url(self) -> str:
        """The URL before the token for downloads."""
        return f"http://127.0.0.1:{self.port}/file/bot"

    def phone(
        self,
        user_id: int,
        first_name: str = "Anna",
        last_name: str | None = None,
        language_code: str | None = "lv",
        username: str | None = None,
    ) -> Phone:
        """Return the phone of a person; the same one for the same *user_id*, whatever the other arguments are."""
        if user_id not in self._phones:
            person = Person(user_id, first_name, last_name, username, language_code)
            self._phones[user_id] = Phone(self._state, self._state.chats.open(person), person)
        return self._phones[user_id]

    def group(self, chat_id: int, title: str, *phones: Phone, bot_is_administrator: bool = False) -> Group:
        """Return a supergroup with the bot and these people in it; the same one for the same *chat_id* (negative)."""
        if chat_id not in self._groups:
            chat = self._state.chats.open_group(Supergroup(chat_id, title))
            chat.bot_is_administrator = bot_is_administrator
            self._groups[chat_id] = Group(self._state, chat)
        for phone in phones:
            self._groups[chat_id].seat(phone)
        return self._groups[chat_id]

    def fail_next(
        self, method: str, error_code: int, description: str, retry_after: int | None = None, times: int = 1
    ) -> None:
        """Refuse the next *times* calls of *method*; *retry_after* is in seconds."""
        self._faults[method].extend([BotApiError(error_code, description, retry_after)] * times)

    def lose_next(self, method: str, times: int = 1) -> None:
        """Carry out the next *times* calls of *method*, but break the connection before the answer arrives."""
        self._losses[method] += times

    @asynccontextmanager
    async def down(self) -> AsyncIterator[None]:
        """Let nobody listen while the block lasts; what people do meanwhile waits."""
        await self._http.__aexit__()
        try:
            yield
        finally:
            self._http = WebServer(self._routes(), port=self.port)
            await self._http.__aenter__()

    def kept(self) -> KeptTelegram:
        """Return all chats and what waits for the bot, for `bring_back`."""
        return keep(self._state)

    def bring_back(self, kept: KeptTelegram) -> None:
        """Go on from what `kept` has given: before anybody has a phone."""
        bring_back(self._state, kept)

    async def idle(self, timeout: float = 5) -> None:  # noqa: ASYNC109  a test says how patient it is
        """Wait until the bot has confirmed every update. Raises AssertionError after *timeout* seconds."""
        try:
            async with asyncio.timeout(timeout):
                await self._state.updates.all_confirmed()
        except TimeoutError:
            raise AssertionError(f"{len(self._state.updates)} updates not confirmed after {timeout} s") from None

    def _methods(self) -> Mapping[str, Handler]:
        state = self._state
        posting = Posting(state.chats, state.clock, self._flood)
        sending = Sending(posting, state.files)
        copying = Copying(posting, state.polls)
        editing = Editing(state.chats, state.files, state.clock)
        return {
            "getMe": self._get_me,
            "getUpdates": state.updates.get_updates,
            "setWebhook": state.webhook.set,
            "deleteWebhook": state.webhook.delete,
            "getWebhookInfo": state.webhook.info,
            "sendMessage": sending.message,
            "sendVenue": sending.venue,
            "sendLocation": sending.location,
            "sendContact": sending.contact,
            **{method: partial(sending.file, kind) for method, kind in SENDING_FILES.items()},
            "sendMediaGroup": sending.media_group,
            "sendPoll": copying.send_poll,
            "stopPoll": state.polls.stop,
            "copyMessage": copying.copy,
            "copyMessages": copying.copy_several,
            "forwardMessage": copying.forward,
            "forwardMessages": copying.forward_several,
            "sendChatAction": sending.action,
            "editMessageText": editing.text,
            "editMessageCaption": editing.caption,
            "editMessageReplyMarkup": editing.reply_markup,
            "editMessageMedia": editing.media,
            "deleteMessage": editing.delete,
            "deleteMessages": editing.delete_several,
            "pinChatMessage": editing.pin,
            "unpinChatMessage": editing.unpin,
            "unpinAllChatMessages": editing.unpin_all,
            "answerCallbackQuery": state.presses.answer,
            "setMyCommands": state.profile.set_commands,
            "getMyCommands": state.profile.get_commands,
            "deleteMyCommands": state.profile.delete_commands,
            "setMyName": partial(state.profile.set_text, "name"),
            "setMyDescription": partial(state.profile.set_text, "description"),
            "setMyShortDescription": partial(state.profile.set_text, "short_description"),
            "getChat": self._get_chat,
            "getFile": state.files.get_file,
        }

    def _routes(self) -> list[Route]:
        return [
            Route("/bot{token}/{method}", self._call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self._download),
        ]

    async def _call(self, request: HttpRequest) -> Response:
        return await self.faults.spoil(request.path_params["method"], partial(self._answer, request))

    async def _answer(self, request: HttpRequest) -> Response:
        try:
            result = await self._result(request)
        except BotApiError as error:
            return _json(error.answer(), error.error_code)
        if self._losses[method := request.path_params["method"]]:
            self._losses[method] -= 1
            return _LostResponse()
        return _json({"ok": True, "result": result})

    async def _result(self, request: HttpRequest) -> Any:
        arrived = time.monotonic()
        if request.path_params["token"] != self.token:
            raise BotApiError(401, "Unauthorized")
        method = request.path_params["method"]
        fields = await read_fields(request)
        self.requests.append(Request(method, fields, arrived))
        parameters = decode(method, fields)
        if self._faults[method]:
            raise self._faults[method].popleft()
        result = self._handlers[method](parameters)
        return await result if isinstance(result, Awaitable) else result

    async def _download(self, request: HttpRequest) -> Response:
        document = self._state.files.at(request.path_params["path"])
        if request.path_params["token"] != self.token or document is None:
            return _json(BotApiError(404, "Not Found").answer(), 404)
        length = {"content-length": str(document.size)}
        return StreamingResponse(body(document), media_type="application/octet-stream", headers=length)

    def _get_me(self, _parameters: Parameters) -> dict[str, Any]:
        return self._state.bot | {
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": False,
            "can_connect_to_business": False,
            "has_main_web_app": False,
        }

    def _get_chat(self, parameters: Parameters) -> dict[str, Any]:
        chat = self._state.chats.known(parameters["chat_id"])
        pinned = {"pinned_message": self._state.chats.wire(chat, chat.pinned[-1])} if chat.pinned else {}
        return chat.about.chat() | {"accent_color_id": 0, "max_reaction_count": 11} | pinned


class _LostResponse(Response):
    """Promises a byte and ends without it, so that the server breaks the connection."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1")]})
        await send({"type": "http.response.body", "more_body": True})


def _json(body: Mapping[str, Any], status: int = 200) -> Response:
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(content, status, media_type="application/json")


def _bot_id(token: str) -> int:
    number = token.partition(":")[0]
    return int(number) if number.isdigit() else 1
