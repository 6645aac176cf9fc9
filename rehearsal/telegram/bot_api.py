"""The part of the Bot API that the rehearsal's Telegram speaks: methods and their parameters.

Written by hand from https://core.telegram.org/bots/api, so that it is independent of the library the bot uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A method's parameter names."""

    required: tuple[str, ...] = ()
    optional: frozenset[str] = frozenset()

    @property
    def allowed(self) -> frozenset[str]:
        """All names the method knows."""
        return self.optional.union(self.required)


def _method(required: str = "", optional: str = "") -> Method:
    return Method(tuple(required.split()), frozenset(optional.split()))


_SENDING = (
    "business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content "
    "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup "
    "ephemeral_message_parameters receiver_user_id callback_query_id "
)
_EDITING = "business_connection_id chat_id message_id inline_message_id reply_markup "

METHODS: Mapping[str, Method] = {
    "getMe": _method(),
    "getUpdates": _method(optional="offset limit timeout allowed_updates"),
    "setWebhook": _method(
        "url", "certificate ip_address max_connections allowed_updates drop_pending_updates secret_token"
    ),
    "deleteWebhook": _method(optional="drop_pending_updates"),
    "getWebhookInfo": _method(),
    "sendMessage": _method("chat_id text", _SENDING + "parse_mode entities link_preview_options"),
    "sendVenue": _method(
        "chat_id latitude longitude title address",
        _SENDING + "foursquare_id foursquare_type google_place_id google_place_type",
    ),
    "sendLocation": _method(
        "chat_id latitude longitude",
        _SENDING + "horizontal_accuracy live_period heading proximity_alert_radius",
    ),
    "sendDocument": _method(
        "chat_id document",
        _SENDING + "thumbnail caption parse_mode caption_entities disable_content_type_detection",
    ),
    "sendPhoto": _method(
        "chat_id photo",
        _SENDING + "caption parse_mode caption_entities show_caption_above_media has_spoiler",
    ),
    "sendChatAction": _method("chat_id action", "business_connection_id message_thread_id"),
    "editMessageText": _method(optional=_EDITING + "text parse_mode entities link_preview_options rich_message"),
    "editMessageCaption": _method(
        optional=_EDITING + "caption parse_mode caption_entities show_caption_above_media",
    ),
    "editMessageReplyMarkup": _method(optional=_EDITING),
    "deleteMessage": _method("chat_id message_id"),
    "answerCallbackQuery": _method("callback_query_id", "text show_alert url cache_time"),
    "setMyCommands": _method("commands", "scope language_code"),
    "getMyCommands": _method(optional="scope language_code"),
    "deleteMyCommands": _method(optional="scope language_code"),
    "setMyName": _method(optional="name language_code"),
    "setMyDescription": _method(optional="description language_code"),
    "setMyShortDescription": _method(optional="short_description language_code"),
    "getChat": _method("chat_id"),
    "getFile": _method("file_id"),
}

FILES = frozenset({"document", "photo", "thumbnail"})

TYPES: Mapping[str, type] = {
    "offset": int,
    "limit": int,
    "timeout": int,
    "max_connections": int,
    "message_id": int,
    "latitude": float,
    "longitude": float,
    "drop_pending_updates": bool,
    "allow_paid_broadcast": bool,
    "show_alert": bool,
    "allowed_updates": list,
    "commands": list,
    "entities": list,
    "caption_entities": list,
    "reply_markup": dict,
    "reply_parameters": dict,
    "scope": dict,
}
"""What the server makes of a parameter; of all others it keeps the words."""
