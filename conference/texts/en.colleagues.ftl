## Continuing in Telegram, for those who were registered by others

registered-in-your-name = A colleague has registered you for the conference “{ $event }”. The registration has been received and confirmed.
registered-elsewhere = Your registration for the conference “{ $event }” has been received and confirmed. Where it comes from: { $source }.
continue-in-telegram = To look at your registration, to change or to cancel it, continue in Telegram: press “{ button-continue-in-telegram }”. The link is meant for you only.
button-continue-in-telegram = Continue in Telegram
taken-over = Thank you. From now on your registration is here.
taken-over-before = This link is not needed any more: the registration has been continued in Telegram, it is cancelled, or the conference is over.
taken-over-has-own = You have a registration of your own for this conference, so nothing was changed. If the link is meant for a colleague, please forward the e-mail.
taken-over-for-colleague = You made this registration for a colleague. The link is meant for them; nothing was changed.
