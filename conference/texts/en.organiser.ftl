# For organisers: their menu, and who helps them.

## The menu

command-organise = Organise the conference
organising-choose = Which conference would you like to organise?
organising-what = The organisers’ menu. What would you like to do?
organising-door = You help the organisers at the door.
button-organising = Organisers’ menu
button-overview = Overview
button-registrants = Registrants
button-announce = Write announcement
button-announcements = Announcements
button-asked = Questions
button-import = Import a list
button-colleagues = Colleagues

## Colleagues

colleagues-title = Who helps to organise the conference “{ $event }”
colleagues-note = A new colleague is invited by a link. An organiser sees all registrants and can write announcements; a helper at the door can only look up a registrant.
role-organiser = Organiser
role-door = Helper at the door
colleague-named = { $name }, since { $date }
colleague-unnamed = since { $date }
colleague-you = { $colleague } (you)
colleague-last = This is the only organiser of the conference. Please invite another one first.
button-invite-organiser = Invite an organiser
button-invite-door = Invite a helper at the door
button-dismiss = Remove: { $colleague }
button-dismiss-surely = Yes, remove
dismiss-question = Do you really want to remove this colleague: { $colleague }? They will no longer be able to help organise the conference “{ $event }”.
dismiss-yourself-question = Do you really no longer want to help organise the conference “{ $event }”? To come back, you will need a new invitation from your colleagues.
dismissed = The colleague has been removed.
dismissed-yourself = You no longer help to organise the conference “{ $event }”.

## Invitations

invite-note-organiser = Please forward the next message only to the colleague who is to become an organiser. The link works once: whoever opens it first becomes the organiser.
invite-note-door = Please forward the next message only to the colleague who is to help at the door. The link works once: whoever opens it first becomes the helper.
invite-organiser = You are invited to organise the conference “{ $event }”. To join, please open this link in Telegram and press the button that starts the chat.
invite-door = You are invited to help at the door of the conference “{ $event }”. To join, please open this link in Telegram and press the button that starts the chat.
invite-until = The link works once. It expires: { $date }.
invite-invalid = This link is no longer valid. If you need it, please ask whoever sent it for a new one.
joined-organiser = Thank you. From now on you are an organiser of the conference “{ $event }”. The command /organise opens the organisers’ menu at any time.
joined-door = Thank you. From now on you help at the door of the conference “{ $event }”. The command /organise opens the helpers’ menu at any time.
joined-already = You already help to organise the conference “{ $event }”.
