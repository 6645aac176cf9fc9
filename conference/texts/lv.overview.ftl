# Pārskats un dalībnieku saraksts: to redz tikai rīkotāji.

## Pārskats

overview-registered = Pieteikušies
overview-places-left = Brīvas vietas
overview-waiting = Gaidīšanas sarakstā
overview-unfinished = Nepabeigti pieteikumi
overview-cancelled = Atcelti pieteikumi
overview-coming = Apstiprinājuši, ka piedalīsies
overview-unanswered = Par dalību vēl nav atbildējuši
overview-not-coming = Paziņojuši, ka nepiedalīsies
overview-attended = Piedalījušies
overview-choice = { $choice }: { $count }
overview-others = nav atbildes
overview-next-title = Tuvākie atgādinājumi
overview-next = { $moment }: { $title } ({ $count ->
    [zero] { $count } adresātu
    [one] { $count } adresāts
   *[other] { $count } adresāti
})
overview-next-none = Vairāk atgādinājumu nav paredzēts.

## Diagramma

chart-subtitle = { $count ->
    [zero] { $count } pieteikumu
    [one] { $count } pieteikums
   *[other] { $count } pieteikumi
}, { $date }
chart-days = pieteikumi dienā
chart-total = kopā (labā ass)
chart-deadline = pieteikšanās beigas
chart-others = Nav atbildes
chart-rest = Citas atbildes

## Dalībnieki

registrants-title = Dalībnieki: { $event }
registrants-count = { $count ->
    [zero] Sarakstā ir { $count } pieteikumu.
    [one] Sarakstā ir { $count } pieteikums.
   *[other] Sarakstā ir { $count } pieteikumi.
}
registrants-found = Meklēts: „{ $words }”. { $count ->
    [zero] Atrasti { $count } cilvēki.
    [one] Atrasts { $count } cilvēks.
   *[other] Atrasti { $count } cilvēki.
}
registrants-nobody = Meklēts: „{ $words }”. Neviens nav atrasts. Pamēģiniet īsāk: pietiek ar vārda vai uzvārda daļu.
registrants-page = { $number }. lapa no { $total }.
registrants-nameless = Pieteikums Nr. { $number }
registrants-search-what = Uzrakstiet vārda, uzvārda vai iestādes daļu. Garumzīmes un mīkstinājuma zīmes varat nelikt.
registrants-search-more = Lai meklētu citu, vienkārši uzrakstiet nākamo vārdu.
registrants-search = Meklēt
registrants-all = Viss saraksts
registrants-before = ← Iepriekšējie
registrants-after = Nākamie →
registrants-xlsx = Excel fails
registrants-csv = CSV fails
registrants-export-caption = Failā ir personas dati. Glabājiet to tur, kur tam var piekļūt tikai rīkotāji, un dzēsiet, kad tas vairs nav vajadzīgs.
registrants-changed-at = Pēdējās izmaiņas
registrants-source = Avots
registrants-by-colleague = pieteica kolēģis
registrants-no-channel = nav kur rakstīt
registrants-telegram-unreachable = Telegram nav sasniedzams
registrants-email-unreachable = E-pasts nav sasniedzams
registrants-since = kopš { $moment }
registrants-opted-out = Atgādinājumi
registrants-opted-out-since = atteicies { $moment }
registrants-deliveries = Pēdējās ziņas
registrants-deliveries-none = Ziņas vēl nav sūtītas.
registrants-delivery = { $moment }: { $kind }, { $channel } – { $status }

## Ziņu veidi un stāvokļi

kind-registered = pieteikuma apstiprinājums
kind-changed = izmaiņu apstiprinājums
kind-cancelled = atcelšanas apstiprinājums
kind-reminder = atgādinājums
kind-announcement = paziņojums
kind-correction = paziņojuma labojums
kind-retraction = paziņojuma atsaukšana
kind-pinning = paziņojuma piespraušana
kind-bad-address = ziņa par nederīgu adresi
kind-question = jautājums
kind-answer = atbilde uz jautājumu
kind-event-changed = ziņa par izmaiņām konferencē
delivery-waiting = gaida rindā
delivery-scheduled = tiks mēģināts vēlreiz
delivery-held = sūtīšana apturēta
delivery-sending = notiek sūtīšana
delivery-sent = nosūtīts
delivery-uncertain = nav zināms, vai pienāca
delivery-dead = neizdevās nosūtīt
delivery-missed = vairs nebija laikā
delivery-withdrawn = vairs nav jāsūta
