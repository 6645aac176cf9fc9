# Kopā, in English. Each line: name = text. The words in braces { $… } are filled in; do not change them.
# { button-… } inserts the text of that button, so that messages always call it by its name.

language-name = English

## Dates and times

date-listed = { $weekday } { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-on = on { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
date-until = until { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year }
time = { $hours }:{ $minutes }
moment = { $date }, { $time }
date-from-to = { $date }, { $starts }–{ $ends }
date-without-time = { $date } (the starting time will be announced)

## Facts

fact-date = Date and time
fact-venue = Venue
fact-directions = How to get there
fact-deadline = Registration
fact-fee = Fee
fact-organisers = Organisers
fact-speakers = Speakers
fact-registrant = Name
fact-channels = Messages go to
fact-privacy-version = Version of the privacy notice

## The conference

events-title = Conferences
events-choose = Please choose a conference.
no-events = There is no conference to register for at present.
event-over = The conference “{ $event }” has already taken place.
introduction-kept = Until you give your consent, we store only the number of this chat, your language, and which conference you opened and when.
venue-title = Venue
programme-title = Programme
programme-later = The programme has not been announced yet. As soon as it is known, you will find it here.
contact-title = Questions about the conference
contact = Questions about the conference “{ $event }” are answered by: { $contact }.
obstacle-not-yet-open = Registration has not opened yet. It opens: { $date }.
obstacle-over = Registration has closed: it was open { $date }. { $contact }
obstacle-full = Unfortunately, all places have been taken. { $contact }

## Help

help-title = Help
help-what = Here you can register for the conference, change or cancel your registration, and find the venue and the programme. The command /start opens the conference or your registration, /ask a question to the organisers, /mydata your data, and /language the choice of languages.
help-lines-note = If you or a child needs help, or if something you have seen or heard worries you, please call one of these numbers now. There you can speak with a person.
not-understood = Thank you for writing. This chat answers automatically: nobody reads your message here, and the organisers do not receive it.
defect = We are sorry, something went wrong, and your last step was not saved. Please try again, or begin with /start.
stale-button = This button is no longer valid, and nothing has been changed. Please use the buttons under the latest message, or type /start.
edited-message = You have edited a message that was already sent. This does not change the answer given. To change an answer, use the buttons marked ✎ in the summary before you confirm; or open your registration with /start.

## Consent

consent-title = Privacy notice
consent-question = Do you agree that the organisers process your data for this purpose?
consent-given = Your consent has been received (version of the privacy notice: { $version }).

## Questions

question-progress = Question { $number } of { $total }
question-optional = You may skip this question.
question-answered = Current answer: { $answer }
answer-none = no answer
yes = Yes
no = No
thank-you = Thank you.
doubt = You wrote: { $typed }. Is the right address { $suggestion }?
answer-empty = Please write your answer in letters or digits.
answer-too-long = The answer is too long (its length now: { $length }). Please shorten it to at most { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.
answer-too-short = The answer is too short. Please write at least { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.
answer-control-characters = The answer contains characters that cannot be saved. Please write it again in ordinary letters.
answer-no-letters = Please write your full name in letters.
answer-email-wrong = This does not look like an e-mail address. Please write the whole address, for example name.surname@example.org.
answer-email-one = Please write only one e-mail address.
answer-phone-wrong = This does not look like a telephone number. Please write it in digits; a number outside Latvia begins with a plus sign and the country code.
answer-choice-unknown = Please choose from the answers offered: press a button under the question.
answer-choices-none = Please tick at least one answer, then press “{ button-done }”.
answer-choices-too-many = Please tick at most { $limit ->
    [one] { $limit } answer
   *[other] { $limit } answers
}.
answer-yes-no = Please answer “{ yes }” or “{ no }”.
answer-required = This question has to be answered in order to register.
answer-needs-text = Please answer this question in writing: pictures, voice messages and stickers cannot be taken as an answer.
answer-needs-button = Please answer this question with a button under it.

## Summary

summary-title = Summary
summary-check = Please check your registration for the conference “{ $event }”.
summary-confirm = To change an answer, press its button marked ✎. If everything is right, press “{ button-confirm }”: only then is your registration submitted.
summary-confirm-change = To change an answer, press its button marked ✎. If everything is right, press “{ button-save }”: only then do your changes take effect.
registering = Thank you. Your registration has been saved; the confirmation follows.
saving = Thank you. Your changes have been saved; the confirmation follows.
stop-question = Do you really want to stop registering? The answers you have given so far will be erased.
stop-change-question = Do you really want to stop? Your registration will stay as it was.
stopped = You have stopped registering, and your answers have been erased. You can begin again with /start.
stopped-change = Your registration has stayed as it was. You can see it with /start.

## Registration

my-registration-title = Your registration for the conference “{ $event }”
not-registered = You are not registered for this conference.
cancel-question = Do you really want to cancel your registration for the conference “{ $event }”?
cancelling = Your registration has been cancelled; the confirmation follows.
channels-title = Where to receive messages
channels-question = Where would you like to receive confirmations and reminders?
channels-need-email = Your registration has no e-mail address, so we send messages by Telegram only.
channels-noted = Saved.
wants-telegram = Telegram
wants-email = E-mail
wants-both = Telegram and e-mail
attendance-question = Please let us know whether you are coming.
attendance-coming = You have told us that you are coming.
attendance-noted = Thank you. Your answer has been saved.
attendance-thanks = Thank you. We have noted that you are coming.

## Confirmations (Telegram and e-mail)

registered-title = Registration received
registered = Thank you. Your registration for the conference “{ $event }” has been received and confirmed.
registered-next = We will send you a reminder before the conference. If you cannot come, please cancel your registration so that somebody else can have your place.
changed-title = Registration changed
changed = The changes to your registration for the conference “{ $event }” have been saved.
cancelled-title = Registration cancelled
cancelled = Your registration for the conference “{ $event }” has been cancelled.
cancelled-next = If you change your mind, you can register again { $date }.
bad-address-title = Your e-mail address cannot be reached
bad-address = The mail server did not accept the message that we sent to your address { $address }. For now, messages about the conference “{ $event }” therefore come only here, in Telegram.
bad-address-next = If you wish to receive messages by e-mail as well, please check the address and correct it: press “{ button-correct-email }”.

## Reminders (Telegram and e-mail)

deadline-title = Registration for the conference is open { $date }
deadline-today-title = Today is the last day to register
deadline-opened = You looked at the conference “{ $event }”, but have not begun to register. If you would like to take part, please register. It takes about two minutes.
deadline-unfinished = Your registration for the conference “{ $event }” is not finished yet. Your answers have been saved, and you can continue where you stopped.
reminder-title = “{ $event }” { $date }
reminder = We would like to remind you that you are registered for the conference “{ $event }”. We look forward to seeing you.
reminder-today-title = Today: “{ $event }”
reminder-today = The conference “{ $event }”, for which you are registered, takes place today. We look forward to seeing you.
reminder-after-title = After the conference “{ $event }”
reminder-after = Thank you for taking part.
footer-why = You receive this message because you registered for the conference “{ $event }” or showed interest in it.
footer-organisers = The conference is organised by: { $organisers }.
footer-contact = Questions: { $contact }.
opted-out = We will not send you reminders any more. If you are registered, your registration stays valid.
opted-in = We will send you reminders again.
unsubscribe-title = Reminders of the conference
unsubscribe-question = Do you no longer wish to receive reminders of the conference “{ $event }”?
unsubscribe-unknown = This link is not valid. You can also decline reminders in the Telegram chat, with the command /mydata.

## Language

language-question = Which language would you like to use?
language-changed = From now on, this chat is in English.

## My data

my-data-title = My data
my-data-intro = This is everything that we store about you.
my-data-chat = Number of the Telegram chat
my-data-language = Language
my-data-email = E-mail address
my-data-since = You first wrote
my-data-reminders = Reminders
my-data-reminders-on = are sent
my-data-reminders-off = are not sent
my-data-registered = Registration for “{ $event }”
my-data-draft = Unfinished registration for “{ $event }”
my-data-status-registered = confirmed
my-data-status-waiting = on the waiting list
my-data-status-cancelled = cancelled
my-data-consent = Consent
my-data-consent-given = { $date }, version of the privacy notice: { $version }
my-data-consent-none = not given yet
my-data-deliveries = Messages addressed to you
my-data-deliveries-count = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
my-data-kept = These data will be erased automatically { $days ->
    [one] { $days } day
   *[other] { $days } days
} after the conference. You can also erase them now.
erase-question = Do you really want to erase all your data? Your registration for the conference will be erased too and cannot be restored.
erased = All your data have been erased. If you would like to register again, type /start.

## Buttons

button-register = Register
button-register-again = Register again
button-continue = Continue
button-programme = Programme
button-venue = Venue
button-questions = Contact
button-language = Language / Valoda
button-my-data = My data
button-map = Map
button-privacy-link = The full privacy notice
button-agree = I agree
button-back = Back
button-skip = Skip
button-stop = Stop
button-stop-surely = Yes, stop
button-share-phone = Send my telephone number
button-done = Done
button-ticked = ✓ { $choice }
button-as-suggested = Yes, { $answer }
button-as-typed = No, keep { $answer }
button-correct = ✎ { $label }
button-confirm = Confirm
button-save = Save
button-my-registration = My registration
button-change = Change
button-cancel-registration = Cancel
button-cancel-surely = Yes, cancel my registration
button-keep = No, keep my registration
button-calendar = For my calendar
button-channels = Notifications
button-correct-email = Change e-mail address
button-coming = I’m coming
button-not-coming = I can’t come
button-opt-out = Stop reminders
button-opt-in = Receive reminders after all
button-my-data-file = Receive my data as a file
button-erase = Erase all my data
button-erase-surely = Yes, erase everything

## Commands

command-start = The conference and my registration
command-mydata = My data: see or erase them
command-language = Language · Valoda · Язык
command-help = Help and how to reach the organisers

## Lists for organisers

export-status = Registration
export-attendance = Attendance
export-registered-at = Registered at
export-language = Language
export-channels = Channels
status-registered = registered
status-waiting = on the waiting list
status-cancelled = cancelled
attendance-unanswered-word = no answer
attendance-coming-word = coming
attendance-not-coming-word = not coming
attendance-attended-word = attended
channel-telegram = Telegram
channel-email = e-mail
