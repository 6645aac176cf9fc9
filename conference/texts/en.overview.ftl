# The overview and the list of registrants: only organisers see them.

## Overview

overview-registered = Registered
overview-places-left = Places left
overview-waiting = On the waiting list
overview-unfinished = Unfinished registrations
overview-cancelled = Cancelled registrations
overview-coming = Confirmed that they are coming
overview-unanswered = Have not said yet whether they are coming
overview-not-coming = Said that they are not coming
overview-attended = Attended
overview-choice = { $choice }: { $count }
overview-others = no answer
overview-next-title = Next reminders
overview-next = { $moment }: { $title } ({ $count ->
    [one] { $count } recipient
   *[other] { $count } recipients
})
overview-next-none = No more reminders are planned.

## Chart

chart-subtitle = { $count ->
    [one] { $count } registration
   *[other] { $count } registrations
}, { $date }
chart-days = registrations a day
chart-total = in total (right axis)
chart-deadline = registration ends
chart-others = No answer
chart-rest = Other answers

## Registrants

registrants-title = Registrants: { $event }
registrants-count = { $count ->
    [one] There is { $count } registration in the list.
   *[other] There are { $count } registrations in the list.
}
registrants-found = Searched for: “{ $words }”. { $count ->
    [one] { $count } person was found.
   *[other] { $count } people were found.
}
registrants-nobody = Searched for: “{ $words }”. Nobody was found. Try something shorter: a part of the name is enough.
registrants-page = Page { $number } of { $total }.
registrants-nameless = Registration No. { $number }
registrants-search-what = Write a part of the name, surname or institution. Diacritics are not needed.
registrants-search-more = To look for somebody else, simply write the next name.
registrants-search = Search
registrants-all = The whole list
registrants-before = ← Previous
registrants-after = Next →
registrants-xlsx = Excel file
registrants-csv = CSV file
registrants-export-caption = The file holds personal data. Keep it where only organisers have access, and delete it when it is no longer needed.
registrants-changed-at = Last changed
registrants-source = Source
registrants-by-colleague = registered by a colleague
registrants-no-channel = nowhere to write to
registrants-telegram-unreachable = Telegram cannot be reached
registrants-email-unreachable = E-mail cannot be reached
registrants-since = since { $moment }
registrants-opted-out = Reminders
registrants-opted-out-since = declined, { $moment }
registrants-deliveries = Latest messages
registrants-deliveries-none = Nothing has been sent yet.
registrants-delivery = { $moment }: { $kind }, { $channel } – { $status }

## Kinds of messages and their states

kind-registered = confirmation of the registration
kind-changed = confirmation of a change
kind-cancelled = confirmation of the cancellation
kind-reminder = reminder
kind-announcement = announcement
kind-correction = correction of an announcement
kind-retraction = withdrawal of an announcement
kind-pinning = pinning of an announcement
kind-bad-address = note about an invalid address
kind-question = question
kind-answer = answer to a question
kind-event-changed = note about a change of the conference
delivery-waiting = waiting
delivery-scheduled = will be tried again
delivery-held = on hold
delivery-sending = being sent
delivery-sent = sent
delivery-uncertain = not known whether it arrived
delivery-dead = could not be sent
delivery-missed = too late
delivery-withdrawn = withdrawn
