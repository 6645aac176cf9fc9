## Saraksta importēšana: ko par failu var teikt

import-read = Fails ir izlasīts ({ $format }). { $count ->
    [zero] { $count } rindu
    [one] { $count } rinda
   *[other] { $count } rindas
} zem sleju nosaukumiem.
import-columns-read = Izmantotās slejas: { $columns }.
import-columns-unknown = Neizmantotās slejas: { $columns }.
import-ready = Var importēt: { $count ->
    [zero] { $count } cilvēku
    [one] { $count } cilvēku
   *[other] { $count } cilvēkus
}.
import-left-out = Netiek importētas: { $count ->
    [zero] { $count } rindu
    [one] { $count } rinda
   *[other] { $count } rindas
}.
import-exceeds = Visiem nepietiek vietu: importējamo skaits ir { $total }, brīvo vietu skaits ir { $limit }. Bez vietas paliek, sākot ar { $number }. rindu.
import-done = Importēti: { $count ->
    [zero] { $count } cilvēku
    [one] { $count } cilvēks
   *[other] { $count } cilvēki
}.
import-cell = { $number }. rinda, { $column }: { $problem }
import-row = { $number }. rinda: { $problem }
import-warning = (rinda tiek importēta) { $problem }
import-no-place = Nav brīvas vietas.
import-column-missing = Failā nav slejas „{ $label }”, bet bez šīs atbildes pieteikties nevar.
import-sheet-passed-over = Lapa „{ $name }” nav lasīta: tiek lasīta tikai pirmā lapa.
import-missing = Trūkst atbildes.
import-formula = Šūnā ir formula bez aprēķinātas vērtības. Lūdzu, atveriet failu izklājlapu programmā, saglabājiet to un atsūtiet vēlreiz.
import-error-value = Šūnā ir kļūdas paziņojums.
import-choice-unknown = „{ $typed }” nav neviena no atbildēm, ko var izvēlēties.
import-doubt = { $typed }: vai nav domāta adrese { $suggestion }?
import-language-unknown = Valoda „{ $typed }” nav pazīstama; ziņas sūtīsim pirmajā valodā.
import-no-consent = Nav piekrišanas datu apstrādei.
import-unreachable = Nav e-pasta adreses: šim cilvēkam neko nevarēs paziņot.
import-same-as-row = Tas pats vārds un e-pasta adrese, kas { $number }. rindā.
import-registered-already = Cilvēks ar šādu vārdu un e-pasta adresi jau ir pieteikts.
import-has-cancelled = Cilvēks ar šādu vārdu un e-pasta adresi savu pieteikumu ir atcēlis.
import-same-address-as-row = Tā pati e-pasta adrese, kas { $number }. rindā.
import-same-address-registered = Šī e-pasta adrese jau ir kādā pieteikumā.
import-too-large = Fails ir par lielu: atļauti { $limit } MB.
import-old-workbook = Tas ir veca veida fails. Lūdzu, saglabājiet to kā { $format } failu un atsūtiet vēlreiz.
import-nothing = Failā nekā nav.
import-too-many-rows = Failā ir par daudz rindu: atļautais skaits ir { $limit }.
import-damaged = Šo failu nevar izlasīt.

## Saraksta importēšana: saruna ar rīkotāju

import-title = Dalībnieku saraksta importēšana
import-ask = Lūdzu, atsūtiet sarakstu kā failu ({ $formats }). Vispirms tas tiks tikai pārbaudīts.
import-ask-columns = Virs saraksta jābūt sleju nosaukumiem. Vajadzīgās slejas: { $columns }. Var būt arī slejas par piekrišanu un valodu.
import-ask-source = Faila parakstā norādiet, kur šie cilvēki ir piekrituši datu apstrādei, piemēram: tīmekļa veidlapa 2024. gada maijā.
import-needs-file = Lūdzu, atsūtiet sarakstu kā failu ({ $formats }).
import-reading = Paldies. Fails tiek pārbaudīts.
import-not-fetched = Failu neizdevās saņemt. Lūdzu, mēģiniet vēlreiz.
import-source-question = Kur šie cilvēki ir piekrituši datu apstrādei? Lūdzu, atbildiet ar vienu rindu; tā tiks saglabāta pie katra pieteikuma.
import-source-too-long = Lūdzu, īsāk: ne vairāk kā { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīme
   *[other] { $limit } rakstzīmes
}.
import-confirm = Piekrišanas avots: { $source }. Vai importēt?
import-letters = Ja vēlaties, katrs saņems e-pastā apstiprinājumu ar saiti, pa kuru turpināt Telegram lietotnē.
import-all-problems = Visas piezīmes ir pievienotajā failā.
import-expired = Importēšana nav sākta vai tās laiks ir beidzies. Lūdzu, atsūtiet failu vēlreiz.
import-nothing-imported = Nekas netika importēts.
button-import-letters = Importēt un paziņot e-pastā
button-import-quietly = Importēt, neko nesūtīt
button-import-fill-letters = Aizpildīt vietas un paziņot
button-import-fill-quietly = Aizpildīt vietas, nesūtīt
button-import-stop = Neimportēt
