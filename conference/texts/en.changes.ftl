# For organisers: changes of the conference in the settings.

fact-title = Title
fact-map = On the map

change-title = What is known of the conference “{ $event }” has changed
change-intro = Something that the attendees know already is different in the settings. Nothing has been sent to them.
change-question = Shall everybody who is registered be told? You will see the announcement, and can change it, before it is sent.
change-new = { $after } (was not given before)
change-gone = not given any more (before: { $before })
change-other = { $after } (before: { $before })
button-change-notify = Prepare an announcement
button-change-keep = Tell nobody
change-kept = The attendees will not be told of this change. Reminders and calendar entries show what holds now.
change-settled = One of the organisers has taken care of this change already, or the settings have changed again.
change-busy = You are writing an announcement already. Please send or discard it first, then press this button again.

## The announcement to attendees

change-subject = Changes: { $event }
change-words = What is known of the conference “{ $event }” has changed.
change-words-line = { $label }: { $change }
change-words-calendar = An updated calendar entry is attached: it replaces the earlier one.
