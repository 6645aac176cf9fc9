"""What an organiser has sent to the bot, as it can be sent on."""

from telegram import Message
from telegram import Poll as TelegramPoll

from conference.content import Media, MediaKind, Poll, Spot, Written


def written(message: Message) -> Written | None:
    """Return a text, a photo, a video, a document, a poll or a point; None for what cannot be sent on as it is.

    A quiz has an answer that nobody would see, an animation is no document, a venue is more than a point.
    """
    if message.text:
        return Written(html=message.text_html)
    if message.poll:
        return _poll(message.poll)
    if message.location:
        return None if message.venue else Written(spot=Spot(message.location.latitude, message.location.longitude))
    media = _media(message)
    return Written(html=message.caption_html if message.caption else "", media=media) if media else None


def _poll(poll: TelegramPoll) -> Written | None:
    if poll.type != TelegramPoll.REGULAR:
        return None
    options = tuple(option.text for option in poll.options)
    return Written(poll=Poll(poll.question, options, poll.is_anonymous, poll.allows_multiple_answers))


def _media(message: Message) -> Media | None:
    if message.photo:
        largest = message.photo[-1]
        return Media(MediaKind.PHOTO, largest.file_id, "photo.jpg", "image/jpeg", largest.file_size or 0)
    if message.video:
        video = message.video
        name, kind = video.file_name or "video.mp4", video.mime_type or "video/mp4"
        return Media(MediaKind.VIDEO, video.file_id, name, kind, video.file_size or 0)
    if message.document and not message.animation:
        document = message.document
        name, kind = document.file_name or "document", document.mime_type or "application/octet-stream"
        return Media(MediaKind.DOCUMENT, document.file_id, name, kind, document.file_size or 0)
    return None
