### Organisers' announcements: what to know before sending, and how e-mail tells of them

announcing-subject = Announcement: { $event }
announcing-correction-subject = Correction: { $subject }
announcing-in-telegram = The attachment is available in the chat with the bot in Telegram.
announcing-poll-in-telegram = You can answer in the chat with the bot in Telegram.
announcing-open-telegram = Open Telegram
announcing-time-unknown = the time will be announced

announcing-nobody = The announcement has no recipient who could be reached.
announcing-no-words = The announcement has no text yet.
announcing-unknown-placeholder = Unknown placeholders: { $names }.
announcing-placeholder-needs-registration = The placeholders { $names } only fit those who have registered, but unfinished registrations are among the recipients.
announcing-too-long = The text is too long: Telegram allows { $limit } characters, and here there may be { $length }.
announcing-may-be-unanswered = { $names } may be unanswered; the recipient then sees a dash.
announcing-poll-by-email = { $count ->
    [one] { $count } recipient sees
   *[other] { $count } recipients see
} the question and the answers by e-mail, but can answer in Telegram only.
announcing-file-not-by-email = The file is too big for e-mail: { $count ->
    [one] { $count } recipient reads
   *[other] { $count } recipients read
} there that it is available in Telegram.
announcing-no-caption = The file has no caption: { $count ->
    [one] { $count } recipient gets
   *[other] { $count } recipients get
} an e-mail without a text.
