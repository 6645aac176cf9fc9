# Mēģinājumu studija, latviski. Katra rinda: nosaukums = teksts. Vārdus figūriekavās { $… } ieliek programma.

studio = Mēģinājumu studija
page-title = { $event } – mēģinājums
skip = Pāriet pie tālruņiem
language-name = Latviešu
language = Valoda
theme = Gaišs vai tumšs izskats
connection-lost = Savienojums ar studiju ir pārtrūcis.
connection-again = Mēģinām to atjaunot…

## Pulkstenis

clock = Konferences pulkstenis
next-notice = Nākamā ziņa
one-hour = +1 stunda
one-day = +1 diena
one-hour-short = +1 st.
one-day-short = +1 d.
choose-moment = Izvēlēties brīdi
moment-note = Pulkstenis dodas tikai uz priekšu. Viss, kas līdz tam brīdim būtu jānosūta, tiek nosūtīts pareizajā secībā.
moment-at = Diena un laiks
turn = Pagriezt pulksteni
leave = Aizvērt
timeline = Konferences laika līnija
turning = Pulkstenis griežas…
starting = Mēģinājums sākas…
nothing-to-come = Vairs nav gaidāma neviena ziņa.
turned = Ir { $moment }. { $count ->
    [zero] Nekas nav pienācis.
    [one] Pienāca { $count } ziņa.
   *[other] Pienāca { $count } ziņas.
}
not-a-moment = Lūdzu, norādiet dienu un laiku.
only-forward = Pulkstenis dodas tikai uz priekšu. Lai sāktu no sākuma, sāciet mēģinājumu no jauna.
moment-opening = Sākas pieteikšanās
moment-deadline = Pieteikšanās termiņš
reminder-opened = Atgādinājums pieteikties
reminder-unfinished = Atgādinājums par nepabeigtu pieteikumu
reminder-registered = Atgādinājums dalībniekiem
moment-announcement = Paziņojums
moment-start = Konference
moment-end = Konference ir beigusies
moment-erasure = Dati tiek dzēsti
moment-sent = { $count ->
    [zero] nosūtītas { $count } ziņas
    [one] nosūtīta { $count } ziņa
   *[other] nosūtītas { $count } ziņas
}
moment-queued = gaida: { $count }
moment-failed = neizdevās: { $count }
moment-missed = nebija, kam sūtīt

## Mēģinājums

rehearsal = Mēģinājums
save = Saglabāt failā
load = Atvērt saglabāto…
reset = Sākt no sākuma
reset-note = Visi cilvēki, sarunas un e-pasta vēstules pazudīs, un pulkstenis atgriezīsies sākumā. Īstās konferences dati netiek skarti.
reset-yes = Sākt no sākuma
tour = Iepazīstināšana
not-a-rehearsal = Šajā failā nav saglabāta mēģinājuma.
failed = Tas neizdevās. Iemesls ir studijas žurnālā.
file-too-big = Fails ir pārāk liels.

## Cilvēki

people = Cilvēki
phones = Tālruņi
more = Vairāk
search = Meklēt pēc vārda
add-person = Pievienot cilvēku
person-name = Vārds, uzvārds
person-name-hint = var atstāt tukšu
person-role = Kas tas ir
role-professional = Profesionālis
role-organiser = Rīkotājs
role-crowd = No pūļa
cast-101 = skolotāja
cast-102 = ģimenes ārsts
cast-103 = bāriņtiesas locekle
cast-104 = psiholoģe
cast-105 = policijas inspektors
cast-106 = sociālā darbiniece
cast-107 = skolas māsa
cast-108 = jaunatnes darbinieks
somebody = Dalībnieks { $number }
add = Pievienot
unread = neizlasīts
has-blocked = bloķēja
nobody-found = Neviens neatbilst meklētajam.
nothing-yet = Saruna vēl nav sākta
pages = Lapas
previous-page = Iepriekšējā
next-page = Nākamā

## Tālrunis

no-phones = Izvēlieties cilvēku sarakstā, lai redzētu tālruni.
phone-of = Tālrunis: { $name }
phone-menu = Darbības: { $name }
chat-of = Saruna: { $name }
chat-empty = Šī saruna ar robotu vēl nav sākta.
start = Sākt
their-mail = E-pasta vēstules
block-bot = Bloķēt robotu
unblock-bot = Atbloķēt robotu
blocked-note = Robots šajā tālrunī ir bloķēts un vairs nevar rakstīt.
send-sticker = Nosūtīt uzlīmi
send-place = Nosūtīt savu atrašanās vietu
close-phone = Paslēpt tālruni
from-bot = Robots
earlier = { $count ->
    [zero] Agrākas ziņas ({ $count })
    [one] Agrāka ziņa ({ $count })
   *[other] Agrākas ziņas ({ $count })
}
pinned = Piesprausta ziņa
forwarded = Pārsūtīta ziņa
deleted = Ziņa ir izdzēsta
edited = labota
edited-before = Kā bija iepriekš
buttons = Pogas zem ziņas
reply-keys = Atbilžu taustiņi
sticker = Uzlīme
photo = Attēls
download = lejupielādēt
on-a-map = kartē
calendar-entry = Kalendāra ieraksts
calendar-withdrawn = Ierakstu kalendārā atsauc
calendar-when = Kad
calendar-where = Kur
poll-closed = Aptauja ir slēgta
commands = Komandas
attach = Pievienot failu
message = Ziņa
send = Nosūtīt
opens = Šeit pārlūks atvērtu { $address }
gone-button = Šīs pogas vairs nav.

## Pasts

tab-mailbox = Pasts
no-mail = Neviena vēstule vēl nav pienākusi.
mail-of = Meklēt vēstules
mail-search = Meklēt pēc saņēmēja vai temata
mail-only = Tikai: { $name }
mail-everybody = Rādīt visu
all-letters = Visas vēstules
letter-from = No
letter-to = Kam
letter-at = Kad
letter-views = Kā parādīt vēstuli
letter-page = Vēstule
letter-text = Teksts
letter-headers = Galvenes

## Žurnāls

tab-ledger = Sūtījumi
ledger-note = Katrs sūtījums ir viena rinda: kas, kam un kā. Tas, kas jau nosūtīts, otrreiz netiek sūtīts.
ledger-empty = Vēl nekas nav sūtīts.
ledger-counts = Sūtījumu skaits
ledger-newest = Jaunākie sūtījumi
ledger-status = Stāvoklis
ledger-email = E-pasts
ledger-notice = Ziņa
ledger-to = Saņēmējs
ledger-erased = (dzēsts)

## Pūlis

tab-crowd = Pūlis
crowd-note = Izdomāti profesionāļi, kas paši piesakās pa īstu HTTP. Daži pusceļā apstājas, daži robotu bloķē. Viņus atradīsiet cilvēku sarakstā.
crowd-add = { $count ->
    [zero] Pievienot { $count } cilvēkus
    [one] Pievienot { $count } cilvēku
   *[other] Pievienot { $count } cilvēkus
}
crowd-people = { $count ->
    [zero] { $count } cilvēku
    [one] { $count } cilvēks
   *[other] { $count } cilvēki
}
crowd-progress = Gatavi { $done } no { $total }
crowd-stop = Apturēt
crowd-registered = Pieteikušies
crowd-unfinished = Nepabeidza pieteikties
crowd-blocked = Bloķēja robotu
crowd-turned-away = Nevarēja pieteikties

## Traucējumi

tab-faults = Traucējumi
faults-note = Pārbaudiet, kas notiek, kad kaut kas nedarbojas. Nekas nepazūd: kad traucējums beidzas, pulkstenis jāpagriež uz priekšu, un gaidošais tiek nosūtīts.
fault-lasts = traucējums vēl ilgst
fault-telegram = Telegram
fault-telegram-fine = Darbojas
fault-telegram-slow = Lēns: katra atbilde pēc divām sekundēm
fault-telegram-flood = Pārslogots: atsaka un lūdz pagaidīt (429)
fault-telegram-down = Nav sasniedzams
fault-mail = Pasta serveris
fault-mail-fine = Darbojas
fault-mail-down = Nav sasniedzams
fault-mail-greylisting = Pirmo reizi atsaka (greylisting)
fault-service = Robots
fault-runs = Darbojas.
fault-dead = Nedarbojas. Ko cilvēki raksta, gaida Telegram.
fault-kill = Pārtraukt kā avārijā
fault-restart = Startēt no jauna

## Iestatījumi

tab-settings = Iestatījumi
settings-note = Šī ir mēģinājuma kopija: Jūsu config.toml fails netiek mainīts. Pēc saglabāšanas mēģinājums turpinās ar jaunajiem iestatījumiem.
settings-apply = Saglabāt un turpināt
settings-check = Pārbaudīt
settings-open = Atvērt failu…
settings-saved = Kļūdu nav. Mēģinājums turpinās ar šiem iestatījumiem.
settings-fine = Kļūdu nav.
settings-mistakes = { $count ->
    [zero] { $count } kļūdu
    [one] { $count } kļūda
   *[other] { $count } kļūdas
}

## Iepazīstināšana

tour-step = { $number }. solis no 5
tour-next = Tālāk
tour-back = Atpakaļ
tour-skip = Izlaist
tour-begin = Sākt mēģinājumu
tour-title-1 = Jūsu konference mēģinājumā
tour-text-1 = Šeit redzat to, ko redzēs dalībnieki, vēl pirms kaut kas ir nosūtīts. Viss notiek šajā datorā: nevienam īstam cilvēkam netiek rakstīts.
tour-title-2 = Tālruņi
tour-text-2 = Vidū ir dalībnieku tālruņi. Piesakieties konferencei kā Anna: spiediet pogas un rakstiet atbildes tā, kā to darītu viņa.
tour-title-3 = Pasts
tour-text-3 = Labajā pusē redzama katra vēstule tieši tāda, kādu to saņem adresāts, arī ar kalendāra ierakstu.
tour-title-4 = Pulkstenis
tour-text-4 = Ar pogu „Nākamā ziņa” mēnesis paiet minūtē. Laika līnijā redzams, kad pienāks atgādinājumi, kad beidzas pieteikšanās un kad ir konference.
tour-title-5 = Pūlis un traucējumi
tour-text-5 = Pievienojiet simtiem dalībnieku vai izslēdziet pasta serveri un pārliecinieties, ka nekas nepazūd. Iestatījumus varat mainīt turpat.
