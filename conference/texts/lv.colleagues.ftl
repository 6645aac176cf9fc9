## Turpināšana Telegram lietotnē tiem, ko pieteica citi

registered-in-your-name = Jūs konferencei „{ $event }” pieteica kolēģis vai kolēģe. Pieteikums ir saņemts un apstiprināts.
registered-elsewhere = Jūsu pieteikums konferencei „{ $event }” ir saņemts un apstiprināts. Pieteikuma avots: { $source }.
continue-in-telegram = Lai pieteikumu apskatītu, mainītu vai atceltu, turpiniet Telegram lietotnē: spiediet „{ button-continue-in-telegram }”. Šī saite ir domāta tikai Jums.
button-continue-in-telegram = Turpināt Telegram lietotnē
taken-over = Paldies. Turpmāk Jūsu pieteikums ir šeit.
taken-over-before = Šī saite vairs nav vajadzīga: pieteikums jau ir turpināts Telegram lietotnē, ir atcelts, vai konference ir notikusi.
taken-over-has-own = Jums šai konferencei jau ir savs pieteikums, tāpēc nekas nav mainīts. Ja saite ir domāta kolēģim, lūdzu, pārsūtiet viņam e-pasta ziņu.
taken-over-for-colleague = Šo pieteikumu Jūs aizpildījāt kolēģim. Saite ir domāta kolēģim; nekas nav mainīts.
