# Kopā, latviski. Katra rinda: nosaukums = teksts. Vārdus figūriekavās { $… } ieliek programma; tos nemainiet.

language-name = Latviešu

## Datumi un laiki

date-listed = { $day_two }.{ $month_two }.{ $year }., { $weekday }
date-on = { $year }. gada { $day }. { $month ->
    [1] janvārī
    [2] februārī
    [3] martā
    [4] aprīlī
    [5] maijā
    [6] jūnijā
    [7] jūlijā
    [8] augustā
    [9] septembrī
    [10] oktobrī
    [11] novembrī
   *[12] decembrī
}
date-until = līdz { $year }. gada { $day }. { $month ->
    [1] janvārim
    [2] februārim
    [3] martam
    [4] aprīlim
    [5] maijam
    [6] jūnijam
    [7] jūlijam
    [8] augustam
    [9] septembrim
    [10] oktobrim
    [11] novembrim
   *[12] decembrim
}
time = plkst. { $hours }.{ $minutes }
moment = { $date }, { $time }
date-from-to = { $date }, { $starts }–{ $ends }
date-without-time = { $date } (sākuma laiks tiks paziņots)

## Fakti

fact-date = Norises laiks
fact-venue = Norises vieta
fact-directions = Kā nokļūt
fact-deadline = Pieteikšanās
fact-fee = Maksa
fact-organisers = Rīkotāji
fact-speakers = Uzstājas
fact-registrant = Dalībnieks
fact-channels = Ziņas saņemu
fact-privacy-version = Privātuma paziņojuma redakcija

## Konference

events-title = Konferences
events-choose = Lūdzu, izvēlieties konferenci.
no-events = Pašlaik nav nevienas konferences, kurai varētu pieteikties.
event-over = Konference „{ $event }” jau ir notikusi.
introduction-kept = Kamēr neesat devis piekrišanu, saglabājam tikai šīs sarunas numuru, valodu un to, kuru konferenci atvērāt.
venue-title = Norises vieta
programme-title = Programma
programme-later = Programma vēl nav paziņota. Tiklīdz tā būs zināma, to varēs apskatīt šeit.
contact-title = Jautājumi par konferenci
contact = Par konferenci „{ $event }” atbild: { $contact }.
obstacle-not-yet-open = Pieteikšanās vēl nav sākusies. Pieteikties varēs no: { $date }.
obstacle-over = Pieteikšanās ir beigusies: pieteikties varēja { $date }. { $contact }
obstacle-full = Diemžēl visas vietas jau ir aizņemtas. { $contact }

## Palīdzība

help-title = Kā es varu palīdzēt
help-what = Šeit varat pieteikties konferencei, mainīt vai atcelt savu pieteikumu, apskatīt norises vietu un programmu. Komanda /start atver konferenci vai Jūsu pieteikumu, /mydata – Jūsu datus, /language – valodas izvēli.
help-lines-note = Ja Jums vai kādam bērnam vajadzīga palīdzība, lūdzu, zvaniet uz šiem tālruņiem. Šajā sarunā atbild automātiska programma.
not-understood = Šo ziņu nevaru uztvert kā atbildi uz jautājumu, un rīkotāji to nesaņem.
defect = Atvainojiet, radās kļūda, un Jūsu pēdējā darbība netika saglabāta. Lūdzu, mēģiniet vēlreiz vai sāciet ar /start.
stale-button = Šī poga attiecas uz agrāku soli. Nekas nav mainīts. Lūdzu, izmantojiet jaunāko ziņu vai /start.
edited-message = Redzu, ka labojāt nosūtītu ziņu. Jau sniegtu atbildi tas nemaina. Lai atbildi mainītu, kopsavilkumā pirms apstiprināšanas spiediet pogu „Mainīt” pie attiecīgā jautājuma vai atveriet savu pieteikumu ar /start.

## Piekrišana

consent-title = Privātuma paziņojums
consent-question = Vai piekrītat, ka Jūsu datus apstrādājam šim nolūkam?
consent-given = Piekrišana saņemta (privātuma paziņojuma redakcija: { $version }).

## Jautājumi

question-progress = { $number }. jautājums no { $total }
question-optional = Šo jautājumu varat izlaist.
question-answered = Pašreizējā atbilde: { $answer }
answer-none = nav atbildes
yes = Jā
no = Nē
thank-you = Paldies.
doubt = Jūs rakstījāt: { $typed }. Vai domājāt { $suggestion }?
answer-empty = Lūdzu, uzrakstiet atbildi ar burtiem vai cipariem.
answer-too-long = Atbilde ir par garu. Lūdzu, uzrakstiet to, ne garāku par { $limit ->
    [zero] { $limit } rakstzīmēm
    [one] { $limit } rakstzīmi
   *[other] { $limit } rakstzīmēm
} (pašlaik: { $length }).
answer-too-short = Atbilde ir par īsu. Lūdzu, uzrakstiet vismaz { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīmi
   *[other] { $limit } rakstzīmes
}.
answer-control-characters = Atbildē ir rakstzīmes, ko nevar saglabāt. Lūdzu, uzrakstiet to vēlreiz ar parastiem burtiem.
answer-no-letters = Lūdzu, uzrakstiet savu vārdu un uzvārdu ar burtiem.
answer-email-wrong = Tāda e-pasta adrese nav iespējama. Lūdzu, uzrakstiet adresi pilnībā, piemēram, vards.uzvards@example.lv.
answer-email-one = Lūdzu, uzrakstiet tikai vienu e-pasta adresi.
answer-phone-wrong = Tas neizskatās pēc tālruņa numura. Lūdzu, uzrakstiet to ar cipariem, piemēram, 26 123 456, numuru ārpus Latvijas – ar valsts kodu un plus zīmi.
answer-choice-unknown = Lūdzu, izvēlieties vienu no piedāvātajām atbildēm: spiediet pogu zem jautājuma.
answer-choices-none = Lūdzu, atzīmējiet vismaz vienu atbildi un tad spiediet „Gatavs”.
answer-choices-too-many = Lūdzu, atzīmējiet ne vairāk kā { $limit ->
    [zero] { $limit } atbilžu
    [one] { $limit } atbildi
   *[other] { $limit } atbildes
}.
answer-yes-no = Lūdzu, atbildiet ar „Jā” vai „Nē”.
answer-required = Uz šo jautājumu ir jāatbild, lai pieteiktos.
answer-needs-text = Uz šo jautājumu, lūdzu, atbildiet rakstiski: attēlus, balss ziņas un uzlīmes nevaru pieņemt.
answer-needs-button = Uz šo jautājumu, lūdzu, atbildiet ar pogu zem tā.

## Kopsavilkums

summary-title = Kopsavilkums
summary-check = Lūdzu, pārbaudiet savu pieteikumu konferencei „{ $event }”.
summary-confirm = Ja viss ir pareizi, spiediet „Apstiprināt”. Tikai tad pieteikums ir iesniegts.
summary-confirm-change = Ja viss ir pareizi, spiediet „Saglabāt”. Tikai tad izmaiņas stājas spēkā.
registering = Paldies. Pieteikums ir saglabāts, apstiprinājums seko.
saving = Paldies. Izmaiņas ir saglabātas, apstiprinājums seko.
stop-question = Vai tiešām vēlaties pārtraukt pieteikšanos? Līdz šim sniegtās atbildes tiks dzēstas.
stop-change-question = Vai tiešām vēlaties pārtraukt? Pieteikums paliks tāds, kāds bija.
stopped = Pieteikšanās ir pārtraukta, un Jūsu atbildes ir dzēstas. Sākt no jauna varat ar /start.
stopped-change = Pieteikums palika tāds, kāds bija. To varat apskatīt ar /start.

## Pieteikums

my-registration-title = Jūsu pieteikums konferencei „{ $event }”
not-registered = Jūs šai konferencei neesat pieteicies.
cancel-question = Vai tiešām vēlaties atcelt savu dalību konferencē „{ $event }”?
cancelling = Jūsu dalība ir atcelta, apstiprinājums seko.
channels-title = Kur saņemt ziņas
channels-question = Kur vēlaties saņemt apstiprinājumus un atgādinājumus?
channels-need-email = Jūsu pieteikumā nav e-pasta adreses, tāpēc ziņas sūtām tikai Telegram lietotnē.
channels-noted = Saglabāts.
wants-telegram = Telegram
wants-email = E-pastā
wants-both = Telegram un e-pastā
attendance-question = Lūdzu, paziņojiet, vai piedalīsieties.
attendance-coming = Jūs esat apstiprinājis, ka piedalīsieties.
attendance-noted = Paldies, atzīmēts.
attendance-thanks = Paldies, esam atzīmējuši, ka piedalīsieties.

## Apstiprinājumi (Telegram un e-pasts)

registered-title = Pieteikums saņemts
registered = Paldies, Jūsu pieteikums konferencei „{ $event }” ir saņemts un apstiprināts.
registered-next = Pirms konferences nosūtīsim Jums atgādinājumu. Ja nevarēsiet piedalīties, lūdzu, atceliet pieteikumu, lai vietu varētu izmantot kāds cits.
changed-title = Pieteikums ir mainīts
changed = Izmaiņas Jūsu pieteikumā konferencei „{ $event }” ir saglabātas.
cancelled-title = Dalība ir atcelta
cancelled = Jūsu pieteikums konferencei „{ $event }” ir atcelts.
cancelled-next = Ja pārdomāsiet, pieteikties no jauna varat { $date }.

## Atgādinājumi (Telegram un e-pasts)

deadline-title = Pieteikšanās { $date }
deadline-opened = Jūs apskatījāt konferenci „{ $event }”, bet pieteikumu vēl neesat sācis. Ja vēlaties piedalīties, lūdzu, piesakieties. Tas aizņem apmēram divas minūtes.
deadline-unfinished = Jūsu pieteikums konferencei „{ $event }” vēl nav pabeigts. Jūsu atbildes ir saglabātas, un varat turpināt no vietas, kur apstājāties.
reminder-title = „{ $event }” – { $date }
reminder = Atgādinām, ka esat pieteicies konferencei „{ $event }”. Būsim priecīgi Jūs satikt.
reminder-today-title = Šodien: „{ $event }”
reminder-today = Šodien notiek konference „{ $event }”, kurai esat pieteicies. Gaidīsim Jūs.
reminder-after-title = Pēc konferences „{ $event }”
reminder-after = Paldies, ka piedalījāties.
footer-why = Šo ziņu saņemat, jo esat pieteicies vai sācis pieteikties konferencei „{ $event }”.
footer-organisers = Konferenci rīko: { $organisers }.
footer-contact = Jautājumi: { $contact }.
opted-out = Vairs nesūtīsim Jums atgādinājumus. Ja esat pieteicies, pieteikums paliek spēkā.
opted-in = Atgādinājumus atkal sūtīsim.

## Valoda

language-question = Kurā valodā vēlaties sazināties?
language-changed = Turpmāk sazināsimies latviski.

## Mani dati

my-data-title = Mani dati
my-data-intro = Lūk, viss, ko par Jums glabājam.
my-data-chat = Telegram sarunas numurs
my-data-language = Valoda
my-data-email = E-pasta adrese
my-data-since = Pirmo reizi rakstījāt
my-data-reminders = Atgādinājumi
my-data-reminders-on = tiek sūtīti
my-data-reminders-off = netiek sūtīti
my-data-registered = Jūsu pieteikums: { $event }
my-data-draft = Nepabeigts pieteikums: { $event }
my-data-status-registered = Pieteikums pieņemts
my-data-status-waiting = Gaidīšanas sarakstā
my-data-status-cancelled = Pieteikums atcelts
my-data-consent = Piekrišana
my-data-consent-given = { $date }, privātuma paziņojuma redakcija: { $version }
my-data-consent-none = vēl nav dota
my-data-deliveries = Jums nosūtītās ziņas
my-data-deliveries-count = { $count ->
    [zero] { $count } ziņu
    [one] { $count } ziņa
   *[other] { $count } ziņas
}
my-data-kept = Pēc konferences šie dati tiek dzēsti automātiski { $days ->
    [zero] { $days } dienu
    [one] { $days } dienas
   *[other] { $days } dienu
} laikā. Dzēst tos varat arī tagad.
erase-question = Vai tiešām dzēst visus Jūsu datus? Tiks dzēsts arī pieteikums konferencei, un to nevarēs atjaunot.
erased = Visi Jūsu dati ir dzēsti. Ja vēlēsieties pieteikties no jauna, rakstiet /start.

## Pogas

button-register = Pieteikties
button-register-again = Pieteikties no jauna
button-continue = Turpināt
button-programme = Programma
button-venue = Norises vieta
button-questions = Jautājumi
button-language = Valoda / Language
button-my-data = Mani dati
button-map = Karte
button-privacy-link = Pilns privātuma paziņojums
button-agree = Piekrītu
button-back = Atpakaļ
button-skip = Izlaist
button-stop = Pārtraukt
button-stop-surely = Jā, pārtraukt
button-share-phone = Sūtīt manu tālruņa numuru
button-done = Gatavs
button-ticked = ✓ { $choice }
button-as-suggested = Jā, { $answer }
button-as-typed = Nē, atstāt { $answer }
button-correct = Mainīt: { $label }
button-confirm = Apstiprināt
button-save = Saglabāt
button-my-registration = Mans pieteikums
button-change = Mainīt
button-cancel-registration = Atcelt
button-cancel-surely = Jā, atcelt dalību
button-keep = Nē, paturēt pieteikumu
button-calendar = Kalendāram
button-channels = Kur saņemt ziņas
button-coming = Piedalīšos
button-not-coming = Nevarēšu piedalīties
button-opt-out = Atteikties no atgādinājumiem
button-opt-in = Tomēr saņemt atgādinājumus
button-my-data-file = Saņemt datus failā
button-erase = Dzēst visus manus datus
button-erase-surely = Jā, dzēst visu

## Komandas

command-start = Konference un mans pieteikums
command-mydata = Mani dati: apskatīt vai dzēst
command-language = Valoda · Language · Язык
command-help = Palīdzība un rīkotāju kontakti
