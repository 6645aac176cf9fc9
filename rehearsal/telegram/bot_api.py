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
_CAPTIONED = _SENDING + "caption parse_mode caption_entities "
_FILMED = _CAPTIONED + "duration width height thumbnail show_caption_above_media has_spoiler "
_COPYING = "message_thread_id direct_messages_topic_id disable_notification protect_content "
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
    "sendContact": _method("chat_id phone_number first_name", _SENDING + "last_name vcard"),
    "sendDocument": _method("chat_id document", _CAPTIONED + "thumbnail disable_content_type_detection"),
    "sendPhoto": _method("chat_id photo", _CAPTIONED + "show_caption_above_media has_spoiler"),
    "sendVideo": _method("chat_id video", _FILMED + "cover start_timestamp supports_streaming"),
    "sendAnimation": _method("chat_id animation", _FILMED),
    "sendAudio": _method("chat_id audio", _CAPTIONED + "duration performer title thumbnail"),
    "sendVoice": _method("chat_id voice", _CAPTIONED + "duration"),
    "sendVideoNote": _method("chat_id video_note", _SENDING + "duration length thumbnail"),
    "sendSticker": _method("chat_id sticker", _SENDING + "emoji"),
    "sendMediaGroup": _method(
        "chat_id media",
        "business_connection_id message_thread_id direct_messages_topic_id disable_notification protect_content "
        "allow_paid_broadcast message_effect_id reply_parameters",
    ),
    "sendPoll": _method(
        "chat_id question options",
        "business_connection_id message_thread_id disable_notification protect_content allow_paid_broadcast "
        "message_effect_id reply_parameters reply_markup question_parse_mode question_entities is_anonymous type "
        "allows_multiple_answers allows_revoting shuffle_options allow_adding_options hide_results_until_closes "
        "members_only country_codes correct_option_ids explanation explanation_parse_mode explanation_entities "
        "explanation_media open_period close_date is_closed description description_parse_mode "
        "description_entities media",
    ),
    "stopPoll": _method("chat_id message_id", "business_connection_id reply_markup"),
    "copyMessage": _method(
        "chat_id from_chat_id message_id",
        _COPYING + "video_start_timestamp caption parse_mode caption_entities show_caption_above_media "
        "allow_paid_broadcast message_effect_id suggested_post_parameters reply_parameters reply_markup",
    ),
    "copyMessages": _method("chat_id from_chat_id message_ids", _COPYING + "remove_caption"),
    "forwardMessage": _method(
        "chat_id from_chat_id message_id",
        _COPYING + "video_start_timestamp message_effect_id suggested_post_parameters",
    ),
    "forwardMessages": _method("chat_id from_chat_id message_ids", _COPYING),
    "sendChatAction": _method("chat_id action", "business_connection_id message_thread_id"),
    "editMessageText": _method(optional=_EDITING + "text parse_mode entities link_preview_options rich_message"),
    "editMessageCaption": _method(
        optional=_EDITING + "caption parse_mode caption_entities show_caption_above_media",
    ),
    "editMessageReplyMarkup": _method(optional=_EDITING),
    "editMessageMedia": _method("media", _EDITING),
    "deleteMessage": _method("chat_id message_id"),
    "deleteMessages": _method("chat_id message_ids"),
    "pinChatMessage": _method("chat_id message_id", "business_connection_id disable_notification"),
    "unpinChatMessage": _method("chat_id", "business_connection_id message_id"),
    "unpinAllChatMessages": _method("chat_id"),
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

FILES = frozenset(
    ["document", "photo", "video", "animation", "audio", "voice", "video_note", "sticker", "thumbnail", "cover"]
)
"""Parameters that may name a file that came with the request."""

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
    "has_spoiler": bool,
    "show_caption_above_media": bool,
    "remove_caption": bool,
    "is_anonymous": bool,
    "is_closed": bool,
    "allows_multiple_answers": bool,
    "allows_revoting": bool,
    "allowed_updates": list,
    "commands": list,
    "entities": list,
    "caption_entities": list,
    "reply_markup": dict,
    "reply_parameters": dict,
    "scope": dict,
    "message_ids": list,
    "options": list,
    "correct_option_ids": list,
    "media": object,
}
"""What the server makes of a parameter, `object` being a list or an object; of all others it keeps the words."""
