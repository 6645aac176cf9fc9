### Rīkotāju paziņojumi: rakstīšana, sūtīšana un tas, kas no tā iznāca

## Rakstīšana

announce-ask = Lūdzu, atsūtiet paziņojumu tieši tādu, kādu to redzēs saņēmēji: tekstu ar noformējumu, attēlu, video, failu, aptauju vai vietu kartē. Tūlīt nekas netiks nosūtīts: vispirms varēsiet izvēlēties adresātus un visu pārskatīt.
announce-ask-language = Lūdzu, atsūtiet šo paziņojumu citā valodā: { $language }.
announce-ask-placeholders = Tekstā varat lietot vietturus: to vietā katrs saņēmējs redzēs savus datus.
announce-placeholder-name = vārds, uzvārds
announce-placeholder-ticket = pieteikuma numurs
announce-placeholder-event = konferences nosaukums
announce-placeholder-date = datums
announce-placeholder-time = sākuma laiks
announce-placeholder-venue = norises vieta
announce-placeholder-address = adrese
announce-placeholder-deadline = pieteikšanās termiņš
announce-album = Vienā paziņojumā var būt viens attēls, video vai fails. Lūdzu, atsūtiet tikai vienu, pārējos varēsiet nosūtīt nākamajos paziņojumos. Iepriekš uzrakstītais ir saglabāts.
announce-cannot = Šādu ziņu paziņojumā nosūtīt nevar. Lūdzu, atsūtiet tekstu, attēlu, video, failu, aptauju vai vietu kartē.
announce-file-not-fetched = Failu neizdevās pievienot e-pasta vēstulēm. Lūdzu, atsūtiet paziņojumu vēlreiz.
announce-choose-language = Kurā valodā?
announce-title = Paziņojuma sagatavošana
announce-fact-author = Autors
announce-fact-languages = Valodas
announce-fact-subject = E-pasta temats
announce-fact-audience = Adresāti
announce-fact-count = Skaits
announce-fact-channels = Kanāli
announce-fact-start = Sūtīšana
announce-photo = attēls
announce-video = video
announce-document = fails
announce-poll = aptauja
announce-spot = vieta kartē
announce-language-missing = { $language } – nav
announce-subject-automatic = tiks izveidots automātiski
announce-count = { $count ->
    [zero] { $count } cilvēku
    [one] { $count } cilvēks
   *[other] { $count } cilvēki
} ({ $telegram } Telegram lietotnē, { $email } e-pastā)
announce-count-neither = nav sasniedzami: { $count }
announce-blocked = Nosūtīt vēl nevar. { $problem }
announce-note = Lūdzu, ņemiet vērā. { $problem }
announce-file-not-attached = Fails e-pasta vēstulēm vēl nav pievienots: e-pastā adresāti lasīs, ka tas ir pieejams Telegram lietotnē. Lai failu pievienotu, atsūtiet paziņojumu vēlreiz.
announce-poll-votes = Katrs saņēmējs redzēs savu, atsevišķu aptauju: balsis netiek saskaitītas kopā, un rīkotāji tās neredz.

## Adresāti

announce-audience-title = Adresāti
announce-audience-explained = Atzīmējiet, kam sūtīt. Grupas tiek saskaitītas kopā, bet atbildes uz jautājumiem adresātu loku sašaurina.
announce-answers-explained = Sūtīt tikai tiem, kuru atbilde ir atzīmēta. Ja nav atzīmēta neviena, sūta visiem.
announce-missed-explained = Nesūtīt tiem, kuri jau ir saņēmuši kādu no atzīmētajiem paziņojumiem.
announce-missed-none = Vēl nav nosūtīts neviens paziņojums.
announce-missed = nav saņēmuši: { $announcements }
announce-group-registered = pieteikušies
announce-group-unfinished = nepabeigti pieteikumi
announce-group-waiting = gaidīšanas saraksts
announce-group-cancelled = atcēluši
announce-group-not-coming = nepiedalīsies
announce-group-no-telegram = pieteikti bez Telegram
announce-group-none = nav izvēlēti

## Kanāli un laiks

announce-channels-explained = Kur sūtīt? Parasti katrs saņem ziņas tur, kur pats ir izvēlējies.
announce-via-wish = kā katrs izvēlējies
announce-via-telegram = tikai Telegram
announce-via-email = tikai e-pasts
announce-via-both = Telegram un e-pasts
announce-at-once = uzreiz pēc apstiprināšanas
announce-when-ask = Kad sākt sūtīt? Lūdzu, uzrakstiet datumu un laiku, piemēram, { $example } vai „rīt 10.00”.
announce-when-unclear = Šo laiku neizdevās saprast. Lūdzu, uzrakstiet to tā: { $example }.
announce-when-past = Šis laiks jau ir pagājis: { $moment }. Lūdzu, norādiet vēlāku laiku.
announce-when-far = Līdz šim laikam ir vairāk nekā gads: { $moment }. Lūdzu, pārbaudiet datumu.
announce-subject-ask = Lūdzu, uzrakstiet e-pasta vēstules tematu.
announce-subject-wrong = Lūdzu, uzrakstiet tematu vienā rindā un īsāk: ne vairāk kā { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīme
   *[other] { $limit } rakstzīmes
}.

## Pārskatīšana un izmēģināšana

announce-preview-telegram = Telegram lietotnē to redzēs šādu ({ $language }):
announce-preview-email = E-pastā to redzēs šādu ({ $language }); temats: { $subject }
announce-preview-letter = Vēstule, kādu to saņems e-pastā. To var atvērt e-pasta programmā.
announce-preview-sample = Vietturos ir izdomāti dati, jo Jums nav sava pieteikuma šai konferencei.
announce-sample-name = Anna Paraudziņa
announce-tried = Izmēģinājums ir nosūtīts Jums Telegram lietotnē un e-pastā.
announce-tried-telegram = Izmēģinājums ir nosūtīts Jums Telegram lietotnē. E-pastā to nosūtīt nevar, jo Jūsu e-pasta adrese nav zināma.
announce-discard-question = Vai tiešām dzēst šo paziņojumu? Teksts netiks saglabāts.
announce-discarded = Paziņojums ir dzēsts, un nekas nav nosūtīts.

## Sūtīšana

announce-confirm-title = Vai sūtīt paziņojumu?
announce-confirm-hold = Pēc apstiprināšanas vēl varēsiet pārdomāt: sūtīšana sāksies pēc { $count ->
    [zero] { $count } sekundēm
    [one] { $count } sekundes
   *[other] { $count } sekundēm
}.
announce-changed = Paziņojums pa šo laiku ir mainīts. Lūdzu, pārskatiet to vēlreiz.
announce-confirm-undo = Līdz sūtīšanas sākumam to varēsiet atsaukt.
told-title-composing = Paziņojums netiek sūtīts: tas atkal ir sagatavošanā
told-title-planned = Paziņojums gaida nosūtīšanu
told-title-sending = Paziņojums tiek sūtīts
told-title-paused = Sūtīšanā ir pauze
told-title-stopped = Sūtīšana ir pārtraukta
told-title-done = Paziņojums ir nosūtīts
told-title-taken-back = Paziņojums ir atsaukts
told-soon = Sūtīšana sāksies pēc { $count ->
    [zero] { $count } sekundēm
    [one] { $count } sekundes
   *[other] { $count } sekundēm
}. Līdz tam to varat atsaukt.
told-queueing = Tiek sagatavots adresātu saraksts.
told-fact-begun = Sākums
told-fact-telegram = Telegram
told-fact-email = E-pasts
told-of = nosūtīts { $sent } no { $total }
told-fact-left = Atlicis
told-left-hours = apmēram { $count } h
told-left-minutes = apmēram { $count } min
told-left-seconds = mazāk nekā minūte
told-fact-blocked = Bots ir bloķēts
told-fact-bad-address = Nederīga e-pasta adrese
told-fact-uncertain = Nav zināms, vai saņemts
told-fact-failed = Neizdevās nosūtīt
told-fact-withdrawn = Netika sūtīts
told-fact-correction = Labojums
told-fact-retraction = Izdzēsts Telegram lietotnē
told-fact-pinning = Piesprausts
told-follow-up-soon = tūlīt sāksies
told-follow-up = { $done } no { $total }
told-follow-up-failed = { $done } no { $total }, neizdevās: { $failed }
told-begun = Sūtīšana jau ir sākusies: to varat apturēt vai pārtraukt.
told-already = Tas jau ir izdarīts: { $deed } ({ $who }, { $moment }).
told-you = Jūs
told-colleague = cits rīkotājs
told-deed-announced = nosūtīšana
told-deed-undone = sūtīšanas atsaukšana
told-deed-paused = pauze
told-deed-resumed = sūtīšanas turpināšana
told-deed-stopped = sūtīšanas pārtraukšana
told-deed-retried = atkārtota sūtīšana
told-deed-corrected = labojums
told-deed-took-back = paziņojuma atsaukšana
told-deed-pinned = piespraušana
told-deed-discarded = paziņojuma dzēšana

## Saraksts

told-list-title = Paziņojumi
told-list-empty = Vēl nav uzrakstīts neviens paziņojums.
told-state-composing = tiek rakstīts
told-state-planned = gaida nosūtīšanu
told-state-sending = tiek sūtīts
told-state-paused = pauze
told-state-stopped = pārtraukts
told-state-done = nosūtīts
told-state-taken-back = atsaukts

## Kas nesaņēma

told-failures-title = Kas paziņojumu nesaņēma
told-failures-none = Nav neviena, kam paziņojumu neizdevās nosūtīt.
told-failures-more = Pārējie ir redzami failā.
told-unnamed = bez vārda ({ $number })
told-why-blocked = bots ir bloķēts
told-why-bad-address = e-pasta adrese nav derīga
told-why-uncertain = nav zināms, vai saņemts
told-why-failed = neizdevās nosūtīt
told-column-name = Vārds, uzvārds
told-column-channel = Kanāls
told-column-why = Iemesls
told-retry-question = Iespējams, ka šie adresāti paziņojumu jau ir saņēmuši: { $count }. Ja sūtīsiet vēlreiz, kāds to var saņemt divreiz. Vai sūtīt?
told-retried = Sūtām vēlreiz: { $count }.
told-nothing-to-retry = Šobrīd nav nekā, ko varētu sūtīt vēlreiz.

## Labošana, atsaukšana, piespraušana

told-reword-ask = Lūdzu, atsūtiet jauno tekstu ({ $language }). Telegram sarunās tas aizstās līdzšinējo, bet e-pastā adresāti saņems labojuma vēstuli. Vispirms to vēl varēsiet pārskatīt.
told-reword-only-words = Nosūtītā paziņojumā var mainīt tikai tekstu. Lūdzu, atsūtiet jauno tekstu.
told-reword-question = Tāds paziņojums būs pēc labojuma. Labojamas ziņas Telegram lietotnē: { $telegram }; labojuma vēstules e-pastā: { $email }. Vai labot?
told-reword-gone = Šis labojums jau ir izdarīts vai atmests.
told-reword-impossible = Šo paziņojumu vairs nevar labot.
told-take-back-question = Vai tiešām atsaukt paziņojumu? Telegram sarunās tas tiks izdzēsts (skaits: { $telegram }), un tālāk tas vairs netiks sūtīts.
told-take-back-email = E-pastā nosūtītās vēstules atsaukt nevar (skaits: { $count }).
told-take-back-late = Telegram ļauj izdzēst tikai ziņas, kas nosūtītas pēdējo { $count } stundu laikā; vecākas ziņas sarunās paliks.
told-pinned-already = Paziņojums jau ir piesprausts vai vairs nav piespraužams.

## Pogas

button-announce-words = Teksts
button-announce-subject = E-pasta temats
button-announce-audience = Adresāti
button-announce-channels = Kanāli
button-announce-preview = Pārskatīt
button-announce-try = Izmēģināt sev
button-announce-when = Sūtīšanas laiks
button-announce-discard = Dzēst
button-announce-discard-surely = Jā, dzēst
button-announce-send = Sūtīt
button-announce-send-surely = Jā, sūtīt
button-announce-at-once = Uzreiz
button-announce-ready = Gatavs
button-announce-missed = Nav saņēmuši
button-announce-question = { $question }: { $answers }
button-announce-everybody = visi
button-announce-no-words = Noņemt: { $language }
button-announce-no-subject = Veidot automātiski
button-told-undo = Atsaukt sūtīšanu
button-told-pause = Pauze
button-told-resume = Turpināt
button-told-halt = Pārtraukt
button-told-go-on = Sūtīt pārējiem ({ $count })
button-told-look = Atjaunot
button-told-desk = Atvērt paziņojumu
button-told-failures = Kas nesaņēma ({ $count })
button-told-failures-file = Saraksts failā
button-told-retry = Sūtīt vēlreiz ({ $count })
button-told-retry-uncertain = Arī neskaidrajiem ({ $count })
button-told-retry-surely = Jā, sūtīt vēlreiz
button-told-reword = Labot tekstu
button-told-reword-surely = Jā, labot
button-told-take-back = Atsaukt paziņojumu
button-told-take-back-surely = Jā, atsaukt
button-told-pin = Piespraust
