"""What Telegram answers when it refuses, in its own codes and words.

The words are those of the Bot API server (https://github.com/tdlib/telegram-bot-api), as bots in service see them.
"""

MESSAGE_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


class BotApiError(Exception):
    """A refusal: an HTTP status, a description and, for flood control, the seconds to wait."""

    def __init__(self, error_code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{error_code} {description}")
        self.error_code = error_code
        self.description = description
        self.retry_after = retry_after

    def answer(self) -> dict[str, object]:
        """Return the body of the response."""
        body: dict[str, object] = {"ok": False, "error_code": self.error_code, "description": self.description}
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad_request(reason: str) -> BotApiError:
    """Return the refusal of a request that can never succeed as it is."""
    return BotApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> BotApiError:
    """Return the refusal that a person, not the request, is the reason for."""
    return BotApiError(403, f"Forbidden: {reason}")


def conflict() -> BotApiError:
    """Return what a getUpdates hears when another one takes its place."""
    return BotApiError(
        409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


def webhook_is_active() -> BotApiError:
    """Return what getUpdates hears while updates are sent to a webhook."""
    return BotApiError(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
    )


def too_many_requests(retry_after: int) -> BotApiError:
    """Return flood control's refusal; *retry_after* is in whole seconds."""
    return BotApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after)
