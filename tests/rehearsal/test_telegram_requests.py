import httpx
import pytest

TEXT = {"chat_id": 7, "text": "Labdien"}


@pytest.fixture
async def call(telegram, anna):
    """Calls a method the way any HTTP client can; returns (status, body)."""
    async with httpx.AsyncClient() as client:

        async def call(method, url=telegram.base_url + telegram.token, **request):
            response = await client.post(f"{url}/{method}", **request)
            return response.status_code, response.json()

        yield call


def refusal(code, description):
    return code, {"ok": False, "error_code": code, "description": description}


async def test_a_wrong_token_is_unauthorized(call, telegram):
    assert await call("getMe", url=f"{telegram.base_url}1:wrong") == refusal(401, "Unauthorized")
    assert telegram.requests == []


async def test_an_unknown_method_is_not_found(call):
    assert await call("sendPigeon") == refusal(404, "Not Found")


async def test_an_unknown_parameter_is_refused(call):
    answer = await call("sendMessage", data=TEXT | {"txet": "!"})
    assert answer == refusal(400, "Bad Request: unknown parameter txet")


@pytest.mark.parametrize(
    ("method", "data", "reason"),
    [
        ("sendMessage", {"text": "Labdien"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 7}, "message text is empty"),
        ("sendMessage", {"chat_id": 7, "text": ""}, "message text is empty"),
        ("sendMessage", TEXT | {"reply_markup": "{"}, "can't parse reply_markup"),
        ("sendMessage", TEXT | {"reply_markup": "[]"}, "can't parse reply_markup"),
        ("sendVenue", {"chat_id": 7, "latitude": 57.3, "longitude": 25.3, "title": "Koncertzāle"},
         'parameter "address" is required'),
        ("sendMessage", TEXT | {"entities": '[{"type": "bold"}]'}, "can't parse MessageEntity"),
        ("setMyCommands", {"commands": '["start"]'}, "can't parse BotCommand"),
        ("setMyCommands", {}, 'parameter "commands" is required'),
        ("sendVenue", {"chat_id": 7, "latitude": "north"}, "can't parse latitude"),
        ("sendDocument", {"chat_id": 7}, "there is no document in the request"),
        ("sendPhoto", {"chat_id": 7}, "there is no photo in the request"),
        ("sendVideo", {"chat_id": 7}, "there is no video in the request"),
        ("sendMediaGroup", {"chat_id": 7, "media": "[]"}, "there are no messages to send"),
        ("sendMediaGroup", {"chat_id": 7, "media": "{}"}, "can't parse media"),
        ("sendMediaGroup", {"chat_id": 7, "media": '[{"type": "photo"}]'}, "can't parse InputMedia: media not found"),
        ("sendMediaGroup", {"chat_id": 7, "media": '[{"type": "sticker"}]'},
         'can\'t parse InputMedia: type "sticker" is unsupported'),
        ("sendPoll", {"chat_id": 7, "question": "Kad?", "options": "[1]"},
         "can't parse InputPollOption: Expected InputPollOption to be an Object"),
        ("sendPoll", {"chat_id": 7, "question": "Kad?", "options": "Otrdien"}, "can't parse options"),
        ("deleteMessage", {"chat_id": 7}, "message identifier is not specified"),
        ("editMessageReplyMarkup", {"chat_id": 7}, "message identifier is not specified"),
        ("editMessageReplyMarkup", {"message_id": 7}, "chat_id is empty"),
        ("editMessageText", {"chat_id": 7, "message_id": "one", "text": "Labdien"}, "can't parse message_id"),
    ],
)  # fmt: skip
async def test_a_missing_or_malformed_parameter_is_refused(call, method, data, reason):
    assert await call(method, data=data) == refusal(400, f"Bad Request: {reason}")


@pytest.mark.parametrize(
    "request_",
    [
        {"data": TEXT},
        {"json": TEXT},
        {"params": TEXT},
        {"data": TEXT, "files": {"disable_notification": (None, "true")}},
    ],
    ids=["form", "json", "query", "multipart"],
)
async def test_parameters_arrive_in_every_way_the_bot_api_knows(call, anna, request_):
    status, body = await call("sendMessage", **request_)

    assert (status, body["result"]["text"], anna.messages[-1].text) == (200, "Labdien", "Labdien")


async def test_a_body_that_is_no_json_is_refused(call):
    answer = await call("sendMessage", content=b"{", headers={"content-type": "application/json"})
    assert answer == refusal(400, "Bad Request: can't parse the request")


async def test_every_request_is_on_record_without_its_words_showing(call, telegram):
    await call("sendMessage", data=TEXT)
    await call("getMe")

    first, second = telegram.requests
    assert (first.method, first.parameters, second.method) == (
        "sendMessage",
        {"chat_id": "7", "text": "Labdien"},
        "getMe",
    )
    assert first.at <= second.at
    assert "Labdien" not in repr(telegram.requests)


async def test_a_file_named_in_an_object_comes_with_the_request(call, anna):
    media = '[{"type": "photo", "media": "attach://one"}, {"type": "photo", "media": "attach://nothing"}]'
    answer = await call("sendMediaGroup", data={"chat_id": 7, "media": media}, files={"one": ("1.png", b"PNG")})
    assert answer == refusal(400, "Bad Request: can't parse InputMedia: media not found")
    media = '{"type": "photo", "media": "attach://one"}'
    sent = (await call("sendMessage", data=TEXT))[1]["result"]["message_id"]
    data = {"chat_id": 7, "message_id": sent, "media": media}
    status, _ = await call("editMessageMedia", data=data, files={"one": ("1.png", b"PNG")})
    assert (status, anna.messages[-1].document.content) == (200, b"PNG")
