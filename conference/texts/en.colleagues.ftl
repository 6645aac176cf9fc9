## Continuing in Telegram, for those who were registered by others

registered-in-your-name = A colleague has registered you for the conference “{ $event }”. The registration has been received and confirmed.
registered-elsewhere = Your registration for the conference “{ $event }” has been received and confirmed. Where it comes from: { $source }.
continue-in-telegram = To look at your registration, to change or to cancel it, continue in Telegram: press “{ button-continue-in-telegram }”. The link is meant for you only.
button-continue-in-telegram = Continue in Telegram
taken-over = Thank you. From now on your registration is here.
taken-over-before = This link is not needed any more: the registration has been continued in Telegram, it is cancelled, or the conference is over.
taken-over-has-own = You have a registration of your own for this conference, so nothing was changed. If the link is meant for a colleague, please forward the e-mail.
taken-over-for-colleague = You made this registration for a colleague. The link is meant for them; nothing was changed.

## Registering colleagues

colleague-consent-title = Your colleague’s consent
colleague-consent-question = Has your colleague read this privacy notice, do they agree that the organisers process their data for this purpose, and do they know that you are registering them?
colleague-consent-given = You have confirmed your colleague’s consent (version of the privacy notice: { $version }).
colleague-progress = A colleague’s registration: question { $number } of { $total }
colleague-question = Please answer for your colleague, not for yourself.
colleague-summary-check = Please check your colleague’s registration for the conference “{ $event }”.
colleague-registering = Thank you. Your colleague is registered; the confirmation will be in their e-mail in a moment.
colleague-most = For one conference you can register at most { $limit ->
    [one] { $limit } colleague
   *[other] { $limit } colleagues
}. If there are more, please contact the organisers.
colleague-list-title = Colleagues whom you have registered for the conference “{ $event }”
colleague-by-email = registered, is written to by e-mail
colleague-on-own = continues in Telegram, and decides for themselves
colleague-nameless = A colleague
colleague-cancel-question = Do you really want to cancel this registration for the conference “{ $event }”: { $name }?
colleague-cancelling = Your colleague’s registration is cancelled; they will be told by e-mail in a moment.
button-colleague-agrees = Yes, my colleague agrees
button-register-colleague = Register a colleague
button-register-another = Register another colleague
button-my-colleagues = My colleagues
button-cancel-colleague = Cancel: { $name }
my-data-colleagues = Colleagues whom you registered or began to register (their data are theirs)
