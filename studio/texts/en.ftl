# The rehearsal studio in English. Each line: name = text. The program fills in the words in braces { $… }.

studio = Rehearsal studio
page-title = { $event } – rehearsal
skip = Skip to the phones
language-name = English
language = Language
theme = Light or dark
connection-lost = The connection to the studio is lost.
connection-again = Trying to restore it…

## The clock

clock = The conference's clock
next-notice = Next notice
one-hour = +1 hour
one-day = +1 day
one-hour-short = +1 h
one-day-short = +1 d
choose-moment = Choose a moment
moment-note = The clock only goes forward. Whatever would be sent until then is sent in its order.
moment-at = Day and time
turn = Turn the clock
leave = Close
timeline = The conference's timeline
turning = The clock is turning…
starting = The rehearsal is starting…
nothing-to-come = No notice is still to come.
turned = It is { $moment }. { $count ->
    [0] Nothing has arrived.
    [one] { $count } message has arrived.
   *[other] { $count } messages have arrived.
}
not-a-moment = Please give a day and a time.
only-forward = The clock only goes forward. To go back, start the rehearsal over.
moment-opening = Registration opens
moment-deadline = Registration deadline
reminder-opened = Reminder to register
reminder-unfinished = Reminder of an unfinished registration
reminder-registered = Reminder to those registered
moment-announcement = Announcement
moment-start = The conference
moment-end = The conference is over
moment-erasure = Data are erased
moment-sent = { $count ->
    [one] { $count } message sent
   *[other] { $count } messages sent
}
moment-queued = waiting: { $count }
moment-failed = failed: { $count }
moment-missed = there was nobody to send it to

## The rehearsal

rehearsal = Rehearsal
save = Save to a file
load = Open a saved one…
reset = Start over
reset-note = All people, chats and e-mails will be gone, and the clock goes back to the beginning. The data of the real conference are not touched.
reset-yes = Start over
tour = Guided tour
not-a-rehearsal = This file holds no saved rehearsal.
failed = That did not work. The studio's log has the reason.
file-too-big = The file is too big.

## People

people = People
phones = Phones
more = More
search = Search by name
add-person = Add a person
person-name = Name
person-name-hint = may be left empty
person-role = Who it is
role-professional = Professional
role-organiser = Organiser
role-crowd = Of the crowd
cast-101 = teacher
cast-102 = family doctor
cast-103 = member of an orphans' court
cast-104 = psychologist
cast-105 = police inspector
cast-106 = social worker
cast-107 = school nurse
cast-108 = youth worker
somebody = Participant { $number }
add = Add
unread = unread
has-blocked = blocked
nobody-found = Nobody fits what is searched.
nothing-yet = The chat has not begun yet
pages = Pages
previous-page = Previous
next-page = Next

## A phone

no-phones = Choose a person in the list to see their phone.
phone-of = Phone of { $name }
phone-menu = Actions: { $name }
chat-of = Chat of { $name }
chat-empty = This chat with the bot has not begun yet.
start = Start
their-mail = E-mails
block-bot = Block the bot
unblock-bot = Unblock the bot
blocked-note = The bot is blocked on this phone and cannot write any more.
send-sticker = Send a sticker
send-place = Send one's location
close-phone = Hide the phone
from-bot = Bot
earlier = { $count ->
    [one] Earlier message ({ $count })
   *[other] Earlier messages ({ $count })
}
pinned = Pinned message
forwarded = Forwarded message
deleted = The message was deleted
edited = edited
edited-before = As it was before
buttons = Buttons under the message
reply-keys = Keys to answer with
sticker = Sticker
photo = Picture
download = download
on-a-map = on a map
calendar-entry = Calendar entry
calendar-withdrawn = Takes the calendar entry back
calendar-when = When
calendar-where = Where
poll-closed = The poll is closed
commands = Commands
attach = Attach a file
message = Message
send = Send
opens = A browser would open { $address } here
gone-button = This button is not there any more.

## Mailbox

tab-mailbox = Mailbox
no-mail = No e-mail has arrived yet.
mail-of = Search e-mails
mail-search = Search by receiver or subject
mail-only = Only: { $name }
mail-everybody = Show all
all-letters = All e-mails
letter-from = From
letter-to = To
letter-at = When
letter-views = How to show the e-mail
letter-page = E-mail
letter-text = Text
letter-headers = Headers

## Ledger

tab-ledger = Ledger
ledger-note = Each delivery is one row: what, to whom and how. What has been sent is never sent twice.
ledger-empty = Nothing has been sent yet.
ledger-counts = Deliveries in numbers
ledger-newest = Newest deliveries
ledger-status = Status
ledger-email = E-mail
ledger-notice = Notice
ledger-to = To
ledger-erased = (erased)

## Crowd

tab-crowd = Crowd
crowd-note = Invented professionals who register by themselves over real HTTP. Some stop half-way, some block the bot. You find them in the list of people.
crowd-add = { $count ->
    [one] Add { $count } person
   *[other] Add { $count } people
}
crowd-people = { $count ->
    [one] { $count } person
   *[other] { $count } people
}
crowd-progress = { $done } of { $total } are done
crowd-stop = Stop
crowd-registered = Registered
crowd-unfinished = Did not finish
crowd-blocked = Blocked the bot
crowd-turned-away = Could not register

## Faults

tab-faults = Faults
faults-note = See what happens when something does not work. Nothing is lost: when the fault is over, turn the clock on, and what waits is sent.
fault-lasts = a fault still lasts
fault-telegram = Telegram
fault-telegram-fine = Works
fault-telegram-slow = Slow: each answer after two seconds
fault-telegram-flood = Overloaded: refuses and asks to wait (429)
fault-telegram-down = Cannot be reached
fault-mail = Mail server
fault-mail-fine = Works
fault-mail-down = Cannot be reached
fault-mail-greylisting = Refuses the first attempt (greylisting)
fault-service = Bot
fault-runs = It runs.
fault-dead = It does not run. What people write waits at Telegram.
fault-kill = Kill it, as a crash would
fault-restart = Start it again

## Settings

tab-settings = Settings
settings-note = This is the rehearsal's copy: your config.toml is not changed. Once saved, the rehearsal goes on with the new settings.
settings-apply = Save and go on
settings-check = Check
settings-open = Open a file…
settings-saved = No mistakes. The rehearsal goes on with these settings.
settings-fine = No mistakes.
settings-mistakes = { $count ->
    [one] { $count } mistake
   *[other] { $count } mistakes
}

## Guided tour

tour-step = Step { $number } of 5
tour-next = Next
tour-back = Back
tour-skip = Skip
tour-begin = Begin to rehearse
tour-title-1 = Your conference, rehearsed
tour-text-1 = Here you see what participants will see, before anything is sent. All of it happens on this computer: no real person is written to.
tour-title-2 = Phones
tour-text-2 = In the middle are participants' phones. Register for the conference as Anna: press buttons and type answers as she would.
tour-title-3 = Mailbox
tour-text-3 = At the right is each e-mail exactly as its receiver gets it, with its calendar entry.
tour-title-4 = Clock
tour-text-4 = With “Next notice” a month passes in a minute. The timeline shows when reminders come, when registration ends and when the conference takes place.
tour-title-5 = Crowd and faults
tour-text-5 = Add hundreds of participants, or switch the mail server off, and see that nothing is lost. The settings can be changed there, too.
