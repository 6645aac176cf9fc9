## Turpināšana Telegram lietotnē tiem, ko pieteica citi

registered-in-your-name = Jūs konferencei „{ $event }” pieteica kolēģis vai kolēģe. Pieteikums ir saņemts un apstiprināts.
registered-elsewhere = Jūsu pieteikums konferencei „{ $event }” ir saņemts un apstiprināts. Pieteikuma avots: { $source }.
continue-in-telegram = Lai pieteikumu apskatītu, mainītu vai atceltu, turpiniet Telegram lietotnē: spiediet „{ button-continue-in-telegram }”. Šī saite ir domāta tikai Jums.
button-continue-in-telegram = Turpināt Telegram lietotnē
taken-over = Paldies. Turpmāk Jūsu pieteikums ir šeit.
taken-over-before = Šī saite vairs nav vajadzīga: pieteikums jau ir turpināts Telegram lietotnē, ir atcelts, vai konference ir notikusi.
taken-over-has-own = Jums šai konferencei jau ir savs pieteikums, tāpēc nekas nav mainīts. Ja saite ir domāta kolēģim, lūdzu, pārsūtiet viņam e-pasta ziņu.
taken-over-for-colleague = Šo pieteikumu Jūs aizpildījāt kolēģim. Saite ir domāta kolēģim; nekas nav mainīts.

## Kolēģu pieteikšana

colleague-consent-title = Kolēģa piekrišana
colleague-consent-question = Vai kolēģis ir iepazinies ar šo privātuma paziņojumu, piekrīt, ka rīkotāji šim nolūkam apstrādā viņa datus, un zina, ka Jūs viņu piesakāt?
colleague-consent-given = Jūs apliecinājāt kolēģa piekrišanu (privātuma paziņojuma redakcija: { $version }).
colleague-progress = Kolēģa pieteikums: { $number }. jautājums no { $total }
colleague-question = Lūdzu, atbildiet par kolēģi, nevis par sevi.
colleague-summary-check = Lūdzu, pārbaudiet kolēģa pieteikumu konferencei „{ $event }”.
colleague-registering = Paldies. Kolēģis ir pieteikts; apstiprinājumu tūlīt nosūtīsim uz viņa e-pasta adresi.
colleague-most = Vienai konferencei varat pieteikt ne vairāk kā { $limit ->
    [zero] { $limit } kolēģu
    [one] { $limit } kolēģi
   *[other] { $limit } kolēģus
}. Ja jāpiesaka vairāk, lūdzu, sazinieties ar rīkotājiem.
colleague-list-title = Kolēģi, ko pieteicāt konferencei „{ $event }”
colleague-by-email = pieteikts, ziņas saņem e-pastā
colleague-on-own = turpina Telegram lietotnē, par pieteikumu lemj pats
colleague-nameless = Kolēģis
colleague-cancel-question = Vai tiešām vēlaties atcelt šo pieteikumu konferencei „{ $event }”: { $name }?
colleague-cancelling = Kolēģa pieteikums ir atcelts; tūlīt viņam to paziņosim e-pastā.
button-colleague-agrees = Jā, kolēģis piekrīt
button-register-colleague = Pieteikt kolēģi
button-register-another = Pieteikt vēl vienu kolēģi
button-my-colleagues = Mani kolēģi
button-cancel-colleague = Atcelt: { $name }
my-data-colleagues = Kolēģi, ko pieteicāt vai sākāt pieteikt (viņu dati nav Jūsu)
