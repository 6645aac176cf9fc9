"""What somebody is sent of a question and of its answer: a part of `conference.rendering`."""

from conference import question_notices
from conference.channels.channel import ChannelName
from conference.content import Content
from conference.facts import Arrived, Facts
from conference.ledger import QUEUED
from conference.notices import Occasion
from conference.outbox import Delivery, DeliveryStatus, NoticeKind
from conference.people import Person
from conference.questions import Asked
from conference.rendered import PATIENCE, Behind, NotToBeSent


def of_thread(facts: Facts, delivery: Delivery, occasion: Occasion) -> Content | NotToBeSent | Behind:
    """Return the question or the answer as it stands now, or why it is not said."""
    asked, person = facts.asked.get(delivery.notice_id), facts.people[delivery.person_id]
    by_email = delivery.channel is ChannelName.EMAIL
    if asked is None:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the question was erased")
    if asked.answer and delivery.kind is NoticeKind.ANSWER:
        return question_notices.answer(occasion, asked.question, asked.answer, by_email=by_email)
    if not person.is_group and person.id not in asked.team:
        return NotToBeSent(DeliveryStatus.WITHDRAWN, "the person is no organiser any more")
    if delivery.kind is NoticeKind.ANSWERED and (not_now := _not_now(facts.originals[delivery.id], occasion)):
        return not_now
    return _question(asked, occasion, person, by_email=by_email)


def _not_now(original: Arrived, occasion: Occasion) -> NotToBeSent | Behind | None:
    """Return why a question cannot be changed where a chat shows it, or not yet."""
    if original.status in QUEUED | {DeliveryStatus.SENDING}:
        return Behind(occasion.now + PATIENCE)
    if original.status is DeliveryStatus.SENT and original.external_id:
        return None
    return NotToBeSent(DeliveryStatus.WITHDRAWN, "the question has not arrived there")


def _question(asked: Asked, occasion: Occasion, person: Person, *, by_email: bool) -> Content:
    if person.is_group:
        return question_notices.question_in_group(occasion, asked)
    return question_notices.question(occasion, asked, by_email=by_email)
