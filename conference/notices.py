"""What is said: one pure function for each kind of notice, from today's facts to a `Content`."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from conference import wording
from conference.announcements import placeholders
from conference.announcements.announcement import Words
from conference.button import Act, Button
from conference.content import Action, Attachment, CalendarFile, Content, Fact, Written
from conference.event import Event
from conference.event_changes import Change
from conference.registration import Attendance, Registration
from conference.reminder_rule import Anchor, Audience, ReminderRule
from conference.texts import Voice


@dataclass(frozen=True, slots=True)
class Occasion:
    """What every notice needs to know: in which voice, about which event, when, and where the bot is found."""

    voice: Voice
    event: Event
    now: datetime
    bot_link: str | None = None
    """A link that opens this event in the bot; None while the bot's name is not known."""
    takes_over: bool = False
    """Whether the reader has no chat yet, and the link brings their registration into Telegram."""

    def link_to(self, act: Act) -> str | None:
        """Return a link that opens the bot and does what a button would, for readers of e-mail."""
        return self.bot_link and self.bot_link.replace("?start=", f"?start={act}_")


def registered(occasion: Occasion, registration: Registration, calendar: CalendarFile) -> Content:
    """Confirm a registration."""
    voice, event = occasion.voice, occasion.event
    return Content(
        title=voice("registered-title"),
        paragraphs=_how_registered(occasion, registration),
        facts=(*_name_fact(occasion, registration), *_event_facts(occasion)),
        closing=(voice("registered-next"),),
        actions=_registrant_actions(occasion),
        place=wording.place(voice, event.venue),
        calendar=calendar,
        footer=footer(occasion),
    )


def changed(occasion: Occasion, registration: Registration, calendar: CalendarFile) -> Content:
    """Confirm a change of one's answers."""
    voice, event = occasion.voice, occasion.event
    return Content(
        title=voice("changed-title"),
        paragraphs=(voice("changed", event=voice.of(event.title)),),
        facts=(*_name_fact(occasion, registration), *_event_facts(occasion)),
        actions=_registrant_actions(occasion),
        calendar=calendar,
        footer=footer(occasion),
    )


def cancelled(occasion: Occasion, calendar: CalendarFile) -> Content:
    """Confirm a cancellation."""
    voice, event = occasion.voice, occasion.event
    can_return = occasion.now < event.deadline_at
    again = Action(voice("button-register-again"), Button(Act.OPEN, event.key).encode(), occasion.bot_link)
    return Content(
        title=voice("cancelled-title"),
        paragraphs=(voice("cancelled", event=voice.of(event.title)),),
        closing=(voice("cancelled-next", date=wording.deadline(voice, event)),) if can_return else (),
        actions=(again,) if can_return else (),
        calendar=calendar,
        footer=footer(occasion),
    )


def reminder(occasion: Occasion, rule: ReminderRule, registration: Registration | None, *, started: bool) -> Content:
    """Remind a registrant of the event, or others of the deadline; *started*: whether there are answers already."""
    if registration and Audience.REGISTERED in rule.audience:
        return _event_reminder(occasion, rule, registration)
    return _deadline_reminder(occasion, rule, started=started)


def announcement(
    occasion: Occasion,
    words: Words,
    registration: Registration | None = None,
    attachment: Attachment | None = None,
    *,
    by_email: bool = False,
) -> Content:
    """Say what an organiser wrote, with its placeholders filled for one reader.

    An e-mail says also where to find what it cannot carry: a file of which there is no *attachment*, the answers to a
    poll.
    """
    voice, event = occasion.voice, occasion.event
    values = placeholders.of_event(voice, event) | placeholders.of_registrant(voice, event, registration)
    subject = words.subject or voice("announcing-subject", event=voice.of(event.title))
    elsewhere = _in_telegram(occasion, words.written, attachment) if by_email else ()
    opens = Action(voice("announcing-open-telegram"), link=occasion.bot_link)
    ask = Action(voice("button-ask"), Button(Act.ASK, event.key).encode())
    return Content(
        title=placeholders.fill_plain(subject, values),
        closing=elsewhere,
        actions=(opens,) if elsewhere and occasion.bot_link else () if by_email else (ask,),
        written=replace(words.written, html=placeholders.fill(words.written.html, values)),
        attachments=(attachment,) if attachment and by_email else (),
        footer=footer(occasion),
    )


def correction(occasion: Occasion, announced: Content) -> Content:
    """Say to a reader of e-mail what corrects an announcement."""
    return replace(announced, title=occasion.voice("announcing-correction-subject", subject=announced.title))


def bad_address(occasion: Occasion, address: str) -> Content:
    """Tell somebody in Telegram that their address was refused, and let them correct it."""
    voice, event = occasion.voice, occasion.event
    return Content(
        title=voice("bad-address-title"),
        paragraphs=(voice("bad-address", address=address, event=voice.of(event.title)),),
        closing=(voice("bad-address-next"),),
        actions=(Action(voice("button-correct-email"), Button(Act.CORRECT_EMAIL, event.key).encode()),),
        footer=footer(occasion),
    )


def event_changed(occasion: Occasion, changes: Sequence[Change], key: str) -> Content:
    """Tell an organiser what is different in the settings, and let them pass it on. *key* names the news."""
    voice, event = occasion.voice, occasion.event
    return Content(
        title=voice("change-title", event=voice.of(event.title)),
        paragraphs=(voice("change-intro"),),
        facts=tuple(Fact(change.label, change_in_words(voice, change)) for change in changes),
        closing=(voice("change-question"),),
        actions=(
            Action(
                voice("button-change-notify"),
                Button(Act.CHANGE_NOTIFY, event.key, argument=key).encode(),
                occasion.bot_link,
            ),
            Action(voice("button-change-keep"), Button(Act.CHANGE_KEEP, event.key, argument=key).encode()),
        ),
        footer=footer(occasion),
    )


def change_in_words(voice: Voice, change: Change) -> str:
    """Return what holds now, and what held before."""
    if change.after is None:
        return voice("change-gone", before=change.before or "")
    if change.before is None:
        return voice("change-new", after=change.after)
    return voice("change-other", after=change.after, before=change.before)


def footer(occasion: Occasion) -> tuple[str, ...]:
    """Return who sends this and whom to ask."""
    voice, event = occasion.voice, occasion.event
    organisers = ", ".join(voice.of(organiser) for organiser in event.organisers)
    asked = [text for text in (event.contact.email, event.contact.phone) if text]
    contact = ", ".join([voice.of(event.contact.name), *asked])
    lines = [voice("footer-why", event=voice.of(event.title)), voice("footer-contact", contact=contact)]
    if organisers:
        lines.insert(1, voice("footer-organisers", organisers=organisers))
    if event.financing:
        lines.append(voice.of(event.financing))
    return tuple(lines)


def _event_reminder(occasion: Occasion, rule: ReminderRule, registration: Registration) -> Content:
    voice, event = occasion.voice, occasion.event
    return Content(
        title=_reminder_title(occasion, rule),
        paragraphs=(_reminder_text(occasion, rule),),
        facts=_event_facts(occasion),
        closing=_attendance_question(occasion, registration),
        actions=_attendance_actions(occasion, registration),
        place=None if _is_over(occasion) else wording.place(voice, event.venue),
        footer=footer(occasion),
    )


def _deadline_reminder(occasion: Occasion, rule: ReminderRule, *, started: bool) -> Content:
    voice, event = occasion.voice, occasion.event
    key = "deadline-unfinished" if started else "deadline-opened"
    text = voice.of(rule.text) if rule.text else voice(key, event=voice.of(event.title))
    go_on = Action(
        voice("button-continue" if started else "button-register"),
        Button(Act.REGISTER, event.key).encode(),
        occasion.bot_link,
    )
    opt_out = Action(voice("button-opt-out"), Button(Act.OPT_OUT, event.key).encode(), occasion.link_to(Act.OPT_OUT))
    last_day = event.local(occasion.now).date() == event.deadline_day
    return Content(
        title=voice("deadline-today-title")
        if last_day
        else voice("deadline-title", date=wording.deadline(voice, event)),
        paragraphs=(text,),
        facts=(wording.date_fact(voice, event), *wording.venue_facts(voice, event.venue)),
        actions=(go_on, opt_out),
        footer=footer(occasion),
    )


def _reminder_title(occasion: Occasion, rule: ReminderRule) -> str:
    voice, event = occasion.voice, occasion.event
    if _is_over(occasion) or rule.anchor is Anchor.END:
        return voice("reminder-after-title", event=voice.of(event.title))
    if occasion.event.local(occasion.now).date() == event.date:
        return voice("reminder-today-title", event=voice.of(event.title))
    date_on = wording.day(voice, "date-on", event.date)
    return voice("reminder-title", event=voice.of(event.title), date=date_on)


def _reminder_text(occasion: Occasion, rule: ReminderRule) -> str:
    voice, event = occasion.voice, occasion.event
    if rule.text:
        return voice.of(rule.text)
    if _is_over(occasion) or rule.anchor is Anchor.END:
        return voice("reminder-after")
    today = event.local(occasion.now).date() == event.date
    return voice("reminder-today" if today else "reminder", event=voice.of(event.title))


def _attendance_question(occasion: Occasion, registration: Registration) -> tuple[str, ...]:
    if _is_over(occasion):
        return ()
    answered = registration.attendance is Attendance.COMING
    return (occasion.voice("attendance-coming" if answered else "attendance-question"),)


def _attendance_actions(occasion: Occasion, registration: Registration) -> tuple[Action, ...]:
    voice, event = occasion.voice, occasion.event
    if _is_over(occasion):
        return ()
    coming = Action(voice("button-coming"), Button(Act.COMING, event.key).encode(), occasion.link_to(Act.COMING))
    not_coming = Action(
        voice("button-not-coming"), Button(Act.NOT_COMING, event.key).encode(), occasion.link_to(Act.NOT_COMING)
    )
    answered = registration.attendance is Attendance.COMING
    return (*(() if answered else (coming,)), not_coming, *map_action(voice, event))


def map_action(voice: Voice, event: Event) -> tuple[Action, ...]:
    """Return the link to the map, where the settings have one."""
    link = event.venue.map_link
    return (Action(voice("button-map"), link=str(link)),) if link else ()


def _how_registered(occasion: Occasion, registration: Registration) -> tuple[str, ...]:
    voice, title = occasion.voice, occasion.voice.of(occasion.event.title)
    if not occasion.takes_over:
        return (voice("registered", event=title),)
    how = voice("registered-in-your-name", event=title)
    if registration.source:
        how = voice("registered-elsewhere", event=title, source=registration.source)
    return (how, voice("continue-in-telegram"))


def _registrant_actions(occasion: Occasion) -> tuple[Action, ...]:
    voice, event = occasion.voice, occasion.event
    label = voice("button-continue-in-telegram" if occasion.takes_over else "button-my-registration")
    mine = Action(label, Button(Act.SHOW, event.key).encode(), occasion.bot_link)
    return (mine, *map_action(voice, event))


def _event_facts(occasion: Occasion) -> tuple[Fact, ...]:
    voice, event = occasion.voice, occasion.event
    return (wording.date_fact(voice, event), *wording.venue_facts(voice, event.venue))


def _name_fact(occasion: Occasion, registration: Registration) -> tuple[Fact, ...]:
    name = registration.name(occasion.event)
    return (Fact(occasion.voice("fact-registrant"), name),) if name else ()


def _in_telegram(occasion: Occasion, written: Written, attachment: Attachment | None) -> tuple[str, ...]:
    if written.poll:
        return (occasion.voice("announcing-poll-in-telegram"),)
    return (occasion.voice("announcing-in-telegram"),) if written.media and not attachment else ()


def _is_over(occasion: Occasion) -> bool:
    return occasion.event.is_over(occasion.now)
