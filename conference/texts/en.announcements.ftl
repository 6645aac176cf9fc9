### Organisers' announcements: writing, sending, and what came of it

## Writing

announce-ask = Please send the announcement exactly as its readers are to see it: a text with formatting, a photo, a video, a file, a poll or a place on the map. Nothing goes out yet: first you choose the recipients and look it all over.
announce-ask-language = Please send this announcement in another language: { $language }.
announce-ask-placeholders = You can use placeholders: in their place each reader sees their own data.
announce-placeholder-name = name
announce-placeholder-ticket = number of the registration
announce-placeholder-event = title of the conference
announce-placeholder-date = date
announce-placeholder-time = time of the start
announce-placeholder-venue = venue
announce-placeholder-address = address
announce-placeholder-deadline = deadline of registration
announce-album = An announcement can have one photo, video or file. Please send a single one; the others can go into the next announcements. What you wrote before is kept.
announce-cannot = A message of this kind cannot be announced. Please send a text, a photo, a video, a file, a poll or a place on the map.
announce-file-not-fetched = The file could not be attached to the e-mails. Please send the announcement again.
announce-choose-language = In which language?
announce-title = Preparing an announcement
announce-fact-author = Author
announce-fact-languages = Languages
announce-fact-subject = Subject of the e-mail
announce-fact-audience = Recipients
announce-fact-count = Number
announce-fact-channels = Channels
announce-fact-start = Sending
announce-photo = photo
announce-video = video
announce-document = file
announce-poll = poll
announce-spot = place on the map
announce-language-missing = { $language } – none
announce-subject-automatic = made automatically
announce-count = { $count ->
    [one] { $count } person
   *[other] { $count } people
} ({ $telegram } in Telegram, { $email } by e-mail)
announce-count-neither = out of reach: { $count }
announce-blocked = It cannot be sent yet. { $problem }
announce-note = Please note. { $problem }
announce-file-not-attached = The file is not attached to the e-mails yet: their readers will be told that it is available in Telegram. To attach it, send the announcement again.
announce-poll-votes = Every recipient sees a poll of their own: the votes are not added up, and organisers do not see them.

## Recipients

announce-audience-title = Recipients
announce-audience-explained = Tick whom it goes to. Groups are added up, while answers to questions narrow the circle down.
announce-answers-explained = Send it only to those whose answer is ticked. If none is ticked, it goes to all.
announce-missed-explained = Leave out those who have received any of the ticked announcements.
announce-missed-none = No announcement has been sent yet.
announce-missed = have not received: { $announcements }
announce-group-registered = registered
announce-group-unfinished = unfinished registrations
announce-group-waiting = waiting list
announce-group-cancelled = cancelled
announce-group-not-coming = not coming
announce-group-no-telegram = registered without Telegram
announce-group-none = none chosen

## Channels and time

announce-channels-explained = Where should it go? As a rule everybody gets messages where they have chosen.
announce-via-wish = as each has chosen
announce-via-telegram = Telegram only
announce-via-email = e-mail only
announce-via-both = Telegram and e-mail
announce-at-once = at once after confirming
announce-when-ask = When should it go out? Please write a date and a time, such as { $example } or “tomorrow 10:00”.
announce-when-unclear = This time was not understood. Please write it like this: { $example }.
announce-when-past = This time has passed: { $moment }. Please give a later one.
announce-when-far = This is more than a year ahead: { $moment }. Please check the date.
announce-subject-ask = Please write the subject of the e-mail.
announce-subject-wrong = Please write the subject on one line and shorter: at most { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.

## Looking it over and trying it out

announce-preview-telegram = In Telegram it will look like this ({ $language }):
announce-preview-email = By e-mail it will look like this ({ $language }); the subject: { $subject }
announce-preview-letter = The letter as it arrives by e-mail. It opens in an e-mail program.
announce-preview-sample = The placeholders show made-up data, as you have not registered for this conference yourself.
announce-sample-name = Anna Example
announce-tried = A test has been sent to you in Telegram and by e-mail.
announce-tried-telegram = A test has been sent to you in Telegram. It cannot be sent by e-mail, as your address is not known.
announce-discard-question = Do you really want to delete this announcement? The text will not be kept.
announce-discarded = The announcement is deleted, and nothing was sent.

## Sending

announce-confirm-title = Send the announcement?
announce-confirm-hold = After confirming you can still change your mind: sending begins after { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}.
announce-changed = The announcement has been changed meanwhile. Please look it over again.
announce-confirm-undo = Until sending begins you can undo it.
told-title-composing = The announcement is not being sent: it is being prepared again
told-title-planned = The announcement waits to be sent
told-title-sending = The announcement is being sent
told-title-paused = Sending is paused
told-title-stopped = Sending is stopped
told-title-done = The announcement has been sent
told-title-taken-back = The announcement has been taken back
told-soon = Sending begins after { $count ->
    [one] { $count } second
   *[other] { $count } seconds
}. Until then you can undo it.
told-queueing = The list of recipients is being prepared.
told-fact-begun = Start
told-fact-telegram = Telegram
told-fact-email = E-mail
told-of = { $sent } of { $total } sent
told-fact-left = Left
told-left-hours = about { $count } h
told-left-minutes = about { $count } min
told-left-seconds = less than a minute
told-fact-blocked = Blocked the bot
told-fact-bad-address = Bad e-mail address
told-fact-uncertain = Unknown whether it arrived
told-fact-failed = Could not be sent
told-fact-withdrawn = Not sent
told-fact-correction = Correction
told-fact-retraction = Deleted in Telegram
told-fact-pinning = Pinned
told-follow-up-soon = about to begin
told-follow-up = { $done } of { $total }
told-follow-up-failed = { $done } of { $total }, failed: { $failed }
told-begun = Sending has begun: you can pause or stop it.
told-already = This has been done already: { $deed } ({ $who }, { $moment }).
told-you = you
told-colleague = another organiser
told-deed-announced = sending
told-deed-undone = undoing the sending
told-deed-paused = pause
told-deed-resumed = going on with sending
told-deed-stopped = stopping
told-deed-retried = sending again
told-deed-corrected = correction
told-deed-took-back = taking the announcement back
told-deed-pinned = pinning
told-deed-discarded = deleting the announcement

## The list

told-list-title = Announcements
told-list-empty = No announcement has been written yet.
told-state-composing = being written
told-state-planned = waits to be sent
told-state-sending = being sent
told-state-paused = paused
told-state-stopped = stopped
told-state-done = sent
told-state-taken-back = taken back

## Who did not get it

told-failures-title = Who did not get the announcement
told-failures-none = There is nobody whom the announcement failed to reach.
told-failures-more = The others are in the file.
told-unnamed = nameless ({ $number })
told-why-blocked = blocked the bot
told-why-bad-address = the e-mail address is a bad one
told-why-uncertain = unknown whether it arrived
told-why-failed = could not be sent
told-column-name = Name
told-column-channel = Channel
told-column-why = Reason
told-retry-question = These recipients may have got the announcement already: { $count }. If you send it again, somebody may get it twice. Send it?
told-retried = Sending again: { $count }.
told-nothing-to-retry = There is nothing now that could be sent again.

## Correcting, taking back, pinning

told-reword-ask = Please send the new text ({ $language }). In Telegram it takes the place of the old one, and readers of e-mail get a letter of correction. You will look it over first.
told-reword-only-words = Of an announcement that was sent only the text can be changed. Please send the new text.
told-reword-question = This is how the announcement will look. Messages to correct in Telegram: { $telegram }; letters of correction by e-mail: { $email }. Correct it?
told-reword-gone = This correction has been made or given up already.
told-reword-impossible = This announcement cannot be corrected any more.
told-take-back-question = Do you really want to take the announcement back? It will be deleted in Telegram (chats: { $telegram }), and it will not be sent any further.
told-take-back-email = The letters that were sent by e-mail cannot be taken back (letters: { $count }).
told-take-back-late = Telegram lets messages of the last { $count } hours be deleted only; older ones stay in the chats.
told-pinned-already = The announcement is pinned already, or cannot be pinned any more.

## Buttons

button-announce-words = Text
button-announce-subject = E-mail subject
button-announce-audience = Recipients
button-announce-channels = Channels
button-announce-preview = Look it over
button-announce-try = Test to myself
button-announce-when = Time of sending
button-announce-discard = Delete
button-announce-discard-surely = Yes, delete
button-announce-send = Send
button-announce-send-surely = Yes, send
button-announce-at-once = At once
button-announce-ready = Ready
button-announce-missed = Have not received
button-announce-question = { $question }: { $answers }
button-announce-everybody = all
button-announce-no-words = Remove: { $language }
button-announce-no-subject = Make it automatically
button-told-undo = Undo sending
button-told-pause = Pause
button-told-resume = Go on
button-told-halt = Stop
button-told-go-on = Send to the rest ({ $count })
button-told-look = Refresh
button-told-desk = Open the announcement
button-told-failures = Who did not get it ({ $count })
button-told-failures-file = The list as a file
button-told-retry = Send again ({ $count })
button-told-retry-uncertain = Uncertain ones too ({ $count })
button-told-retry-surely = Yes, send again
button-told-reword = Correct the text
button-told-reword-surely = Yes, correct
button-told-take-back = Take it back
button-told-take-back-surely = Yes, take it back
button-told-pin = Pin
