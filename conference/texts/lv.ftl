# Kopā, latviski. Katra rinda: nosaukums = teksts. Vārdus figūriekavās { $… } ieliek programma; tos nemainiet.
# { button-… } ieliek attiecīgās pogas tekstu, lai ziņas pogu vienmēr sauktu tāpat.

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
date-from-to = { $date }, no { $starts } līdz { $ends }
date-without-time = { $date } (sākuma laiks tiks paziņots)

## Fakti

fact-date = Norises laiks
fact-venue = Norises vieta
fact-directions = Kā nokļūt
fact-deadline = Pieteikšanās
fact-fee = Maksa
fact-organisers = Rīkotāji
fact-speakers = Uzstājas
fact-registrant = Vārds, uzvārds
fact-channels = Ziņas sūtām
fact-privacy-version = Privātuma paziņojuma redakcija

## Konference

events-title = Konferences
events-choose = Lūdzu, izvēlieties konferenci.
no-events = Pašlaik nav nevienas konferences, kurai varētu pieteikties.
event-over = Konference „{ $event }” jau ir notikusi.
introduction-kept = Līdz Jūsu piekrišanai saglabājam tikai šīs sarunas numuru, Jūsu valodu un to, kuru konferenci un kad atvērāt.
venue-title = Norises vieta
programme-title = Programma
programme-later = Programma vēl nav paziņota. Tiklīdz tā būs zināma, to varēs apskatīt šeit.
contact-title = Jautājumi par konferenci
contact = Uz jautājumiem par konferenci „{ $event }” atbild: { $contact }.
obstacle-not-yet-open = Pieteikšanās vēl nav sākusies. Tās sākums: { $date }.
obstacle-over = Pieteikšanās ir beigusies: pieteikties varēja { $date }. { $contact }
obstacle-full = Diemžēl visas vietas jau ir aizņemtas. { $contact }

## Palīdzība

help-title = Palīdzība
help-what = Šeit varat pieteikties konferencei, mainīt vai atcelt savu pieteikumu, uzzināt norises vietu un programmu. Komanda /start atver konferenci vai Jūsu pieteikumu, /ask – jautājumu rīkotājiem, /mydata – Jūsu datus, /language – valodas izvēli.
help-lines-note = Ja Jums vai kādam bērnam vajadzīga palīdzība, kā arī tad, ja Jūs satrauc redzētais vai dzirdētais, lūdzu, jau tagad zvaniet pa kādu no šiem tālruņiem. Tur varēsiet runāt ar cilvēku.
not-understood = Paldies, ka uzrakstījāt. Šajā sarunā atbild automātiska programma: šeit Jūsu ziņu neviens neizlasīs, un rīkotāji to nesaņems.
defect = Atvainojiet, radās kļūda, un Jūsu pēdējā darbība nav saglabāta. Lūdzu, mēģiniet vēlreiz vai sāciet ar /start.
stale-button = Šī poga vairs nav spēkā, un nekas nav mainīts. Lūdzu, izmantojiet pogas zem jaunākās ziņas vai rakstiet /start.
edited-message = Jūs izlabojāt jau nosūtītu ziņu. Pieņemto atbildi tas nemaina. Lai atbildi mainītu, kopsavilkumā pirms apstiprināšanas spiediet tās pogu ar zīmi ✎ vai atveriet savu pieteikumu ar /start.

## Piekrišana

consent-title = Privātuma paziņojums
consent-question = Vai piekrītat, ka rīkotāji šim nolūkam apstrādā Jūsu datus?
consent-given = Jūsu piekrišana ir saņemta (privātuma paziņojuma redakcija: { $version }).

## Jautājumi

question-progress = { $number }. jautājums no { $total }
question-optional = Šo jautājumu varat izlaist.
question-answered = Pašreizējā atbilde: { $answer }
answer-none = nav atbildes
yes = Jā
no = Nē
thank-you = Paldies.
doubt = Jūs rakstījāt: { $typed }. Vai pareizā adrese ir { $suggestion }?
answer-empty = Lūdzu, uzrakstiet atbildi ar burtiem vai cipariem.
answer-too-long = Atbilde ir par garu (tās garums pašlaik: { $length }). Lūdzu, saīsiniet to: atbildē var būt ne vairāk kā { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīme
   *[other] { $limit } rakstzīmes
}.
answer-too-short = Atbilde ir par īsu. Lūdzu, uzrakstiet vismaz { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīmi
   *[other] { $limit } rakstzīmes
}.
answer-control-characters = Atbildē ir rakstzīmes, ko nevar saglabāt. Lūdzu, uzrakstiet to vēlreiz ar parastiem burtiem.
answer-no-letters = Lūdzu, uzrakstiet vārdu un uzvārdu ar burtiem.
answer-email-wrong = Tā nav derīga e-pasta adrese. Lūdzu, uzrakstiet adresi pilnībā, piemēram, vards.uzvards@example.org.
answer-email-one = Lūdzu, uzrakstiet tikai vienu e-pasta adresi.
answer-phone-wrong = Tas nav derīgs tālruņa numurs. Lūdzu, uzrakstiet to ar cipariem; citas valsts numurs sākas ar plus zīmi un valsts kodu.
answer-choice-unknown = Lūdzu, izvēlieties no piedāvātajām atbildēm: spiediet pogu zem jautājuma.
answer-choices-none = Lūdzu, atzīmējiet vismaz vienu atbildi un tad spiediet „{ button-done }”.
answer-choices-too-many = Lūdzu, atzīmējiet ne vairāk kā { $limit ->
    [zero] { $limit } atbilžu
    [one] { $limit } atbildi
   *[other] { $limit } atbildes
}.
answer-yes-no = Lūdzu, atbildiet ar „{ yes }” vai „{ no }”.
answer-required = Lai pieteiktos, uz šo jautājumu ir jāatbild.
answer-needs-text = Lūdzu, atbildiet uz šo jautājumu rakstiski: attēlus, balss ziņas un uzlīmes kā atbildi nevar pieņemt.
answer-needs-button = Lūdzu, atbildiet uz šo jautājumu ar pogu zem tā.

## Kopsavilkums

summary-title = Kopsavilkums
summary-check = Lūdzu, pārbaudiet savu pieteikumu konferencei „{ $event }”.
summary-confirm = Lai mainītu kādu atbildi, spiediet tās pogu ar zīmi ✎. Ja viss ir pareizi, spiediet „{ button-confirm }”: tikai tad pieteikums būs iesniegts.
summary-confirm-change = Lai mainītu kādu atbildi, spiediet tās pogu ar zīmi ✎. Ja viss ir pareizi, spiediet „{ button-save }”: tikai tad izmaiņas stāsies spēkā.
registering = Paldies. Jūsu pieteikums ir saglabāts; tūlīt nosūtīsim apstiprinājumu.
saving = Paldies. Izmaiņas ir saglabātas; tūlīt nosūtīsim apstiprinājumu.
stop-question = Vai tiešām vēlaties pārtraukt pieteikšanos? Līdz šim sniegtās atbildes tiks dzēstas.
stop-change-question = Vai tiešām vēlaties pārtraukt labošanu? Pieteikums paliks tāds, kāds bija.
stopped = Pieteikšanās ir pārtraukta, un Jūsu atbildes ir dzēstas. Sākt no jauna varat ar /start.
stopped-change = Pieteikums palika tāds, kāds bija. To varat apskatīt ar /start.

## Pieteikums

my-registration-title = Jūsu pieteikums konferencei „{ $event }”
not-registered = Jums nav pieteikuma šai konferencei.
cancel-question = Vai tiešām vēlaties atcelt savu pieteikumu konferencei „{ $event }”?
cancelling = Jūsu pieteikums ir atcelts; tūlīt nosūtīsim apstiprinājumu.
channels-title = Kur saņemt ziņas
channels-question = Kur vēlaties saņemt apstiprinājumus un atgādinājumus?
channels-need-email = Jūsu pieteikumā nav e-pasta adreses, tāpēc ziņas sūtām tikai Telegram lietotnē.
channels-noted = Saglabāts.
wants-telegram = Telegram lietotnē
wants-email = E-pastā
wants-both = Telegram lietotnē un e-pastā
attendance-question = Lūdzu, paziņojiet, vai piedalīsieties.
attendance-coming = Jūs paziņojāt, ka piedalīsieties.
attendance-noted = Paldies. Atbilde ir saglabāta.
attendance-thanks = Paldies. Esam atzīmējuši, ka piedalīsieties.

## Apstiprinājumi (Telegram un e-pasts)

registered-title = Pieteikums saņemts
registered = Paldies. Jūsu pieteikums konferencei „{ $event }” ir saņemts un apstiprināts.
registered-next = Pirms konferences nosūtīsim Jums atgādinājumu. Ja nevarēsiet piedalīties, lūdzu, atceliet pieteikumu, lai Jūsu vietu varētu saņemt kāds cits.
changed-title = Pieteikums mainīts
changed = Izmaiņas Jūsu pieteikumā konferencei „{ $event }” ir saglabātas.
cancelled-title = Pieteikums atcelts
cancelled = Jūsu pieteikums konferencei „{ $event }” ir atcelts.
cancelled-next = Ja pārdomāsiet, varat pieteikties no jauna { $date }.
bad-address-title = Uz Jūsu e-pasta adresi ziņas nevar nosūtīt
bad-address = Pasta serveris nepieņēma ziņu, ko sūtījām uz Jūsu adresi { $address }. Tāpēc ziņas par konferenci „{ $event }” pagaidām sūtām tikai šeit, Telegram lietotnē.
bad-address-next = Ja vēlaties saņemt ziņas arī e-pastā, lūdzu, pārbaudiet adresi un izlabojiet to: spiediet „{ button-correct-email }”.

## Atgādinājumi (Telegram un e-pasts)

deadline-title = Konferencei var pieteikties { $date }
deadline-today-title = Šodien ir pēdējā diena, kad var pieteikties
deadline-opened = Jūs interesējāties par konferenci „{ $event }”, bet Jūsu pieteikuma vēl nav. Ja vēlaties piedalīties, lūdzu, piesakieties. Tas aizņem apmēram divas minūtes.
deadline-unfinished = Jūsu pieteikums konferencei „{ $event }” vēl nav pabeigts. Atbildes ir saglabātas, un Jūs varat turpināt no vietas, kur apstājāties.
reminder-title = „{ $event }” – { $date }
reminder = Atgādinām, ka pieteicāties konferencei „{ $event }”. Gaidīsim Jūs.
reminder-today-title = Šodien: „{ $event }”
reminder-today = Šodien notiek konference „{ $event }”, kurai pieteicāties. Gaidīsim Jūs.
reminder-after-title = Pēc konferences „{ $event }”
reminder-after = Paldies, ka piedalījāties.
footer-why = Šo ziņu saņemat, jo pieteicāties konferencei „{ $event }” vai interesējāties par to.
footer-organisers = Konferenci rīko: { $organisers }.
footer-contact = Jautājumi: { $contact }.
opted-out = Atgādinājumus Jums vairs nesūtīsim. Jūsu pieteikums, ja tas ir iesniegts, paliek spēkā.
opted-in = Atgādinājumus Jums atkal sūtīsim.
unsubscribe-title = Konferences atgādinājumi
unsubscribe-question = Vai vairs nevēlaties saņemt atgādinājumus par konferenci „{ $event }”?
unsubscribe-unknown = Šī saite nav derīga. No atgādinājumiem varat atteikties arī sarunā Telegram lietotnē ar komandu /mydata.

## Valoda

language-question = Kurā valodā vēlaties sazināties?
language-changed = Turpmāk sazināsimies latviski.

## Mani dati

my-data-title = Mani dati
my-data-intro = Šeit ir viss, ko par Jums glabājam.
my-data-chat = Telegram sarunas numurs
my-data-language = Valoda
my-data-email = E-pasta adrese
my-data-since = Pirmo reizi rakstījāt
my-data-reminders = Atgādinājumi
my-data-reminders-on = tiek sūtīti
my-data-reminders-off = netiek sūtīti
my-data-registered = Pieteikums konferencei „{ $event }”
my-data-draft = Nepabeigts pieteikums konferencei „{ $event }”
my-data-status-registered = pieņemts
my-data-status-waiting = gaidīšanas sarakstā
my-data-status-cancelled = atcelts
my-data-consent = Piekrišana
my-data-consent-given = { $date }, privātuma paziņojuma redakcija: { $version }
my-data-consent-none = vēl nav dota
my-data-deliveries = Jums adresētās ziņas
my-data-deliveries-count = { $count ->
    [zero] { $count } ziņu
    [one] { $count } ziņa
   *[other] { $count } ziņas
}
my-data-kept = Šos datus automātiski dzēsīsim { $days ->
    [zero] { $days } dienas
    [one] { $days } dienu
   *[other] { $days } dienas
} pēc konferences. Dzēst tos varat arī tagad.
erase-question = Vai tiešām vēlaties dzēst visus savus datus? Tiks dzēsts arī pieteikums konferencei, un to nevarēs atjaunot.
erased = Visi Jūsu dati ir dzēsti. Ja vēlēsieties pieteikties no jauna, rakstiet /start.

## Pogas

button-register = Pieteikties
button-register-again = Pieteikties no jauna
button-continue = Turpināt
button-programme = Programma
button-venue = Norises vieta
button-questions = Kontakti
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
button-done = Pabeigt
button-ticked = ✓ { $choice }
button-as-suggested = Jā, { $answer }
button-as-typed = Nē, atstāt { $answer }
button-correct = ✎ { $label }
button-confirm = Apstiprināt
button-save = Saglabāt
button-my-registration = Mans pieteikums
button-change = Mainīt
button-cancel-registration = Atcelt
button-cancel-surely = Jā, atcelt pieteikumu
button-keep = Nē, paturēt pieteikumu
button-calendar = Ielikt kalendārā
button-channels = Kur saņemt ziņas
button-correct-email = Mainīt e-pasta adresi
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

## Saraksti rīkotājiem

export-status = Pieteikuma statuss
export-attendance = Dalība
export-registered-at = Pieteikuma laiks
export-language = Valoda
export-channels = Saziņa
status-registered = pieteikts
status-waiting = gaidīšanas sarakstā
status-cancelled = atcelts
attendance-unanswered-word = nav atbildes
attendance-coming-word = piedalīsies
attendance-not-coming-word = nepiedalīsies
attendance-attended-word = piedalījās
channel-telegram = Telegram
channel-email = e-pasts
