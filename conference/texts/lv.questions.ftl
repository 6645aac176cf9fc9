# Jautājumi rīkotājiem un atbildes.

## Kas jautā

command-ask = Jautājums rīkotājiem
button-ask = Uzdot jautājumu
button-ask-more = Jautāt vēl
button-ask-not = Tomēr nejautāt
asking-title = Jautājums rīkotājiem
asking-choose = Par kuru konferenci vēlaties jautāt?
asking-what = Lūdzu, uzrakstiet savu jautājumu par konferenci „{ $event }” vienā ziņā. To izlasīs rīkotāji, un atbildi Jums atsūtīsim.
asking-child = Lūdzu, neminiet neko, pēc kā var atpazīt kādu bērnu.
asking-kept = Jautājumu redzēs tikai rīkotāji. To dzēsīsim kopā ar pārējiem Jūsu datiem; dzēst to varat arī paši ar komandu /mydata.
asking-needs-text = Lūdzu, uzrakstiet jautājumu vārdiem: attēlus, balss ziņas un uzlīmes rīkotājiem nevar nodot.
asking-too-long = Jautājums ir par garu (tā garums pašlaik: { $length }). Lūdzu, saīsiniet to un nosūtiet vēlreiz: tajā var būt ne vairāk kā { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīme
   *[other] { $limit } rakstzīmes
}.
asking-sent = Paldies. Jūsu jautājums ir nodots rīkotājiem. Tiklīdz kāds no viņiem atbildēs, Jūs saņemsiet ziņu.
asking-not = Jautājums nav nosūtīts.
asking-enough = Šodien Jūs rīkotājiem jau esat uzdevuši daudz jautājumu. Lūdzu, pagaidiet viņu atbildes vai sazinieties ar viņiem tieši. { $contact }
asking-nobody = Šajā sarunā rīkotājiem pašlaik nevar uzdot jautājumus. { $contact }
answered-title = Atbilde uz Jūsu jautājumu
answered-intro = Konferences „{ $event }” rīkotāji atbild:
answered-quoted = Jūs jautājāt: „{ $question }”
answered-more = Ja vēlaties jautāt vēl, atbildiet tieši uz šo ziņu vai spiediet „{ button-ask-more }”.
answered-more-by-email = Ja vēlaties jautāt vēl, atbildiet uz šo e-pasta ziņu.

## Kas atbild

button-answer = Atbildēt
button-answer-more = Papildināt atbildi
button-answer-not = Tomēr neatbildēt
button-asked-all = Visi jautājumi
asked-title = Jautājums par konferenci „{ $event }”
asked-who = Jautā
asked-registrant = dalībnieks
asked-unregistered = cilvēks, kurš nav pieteicies
asked-earlier = Sarakstē līdz šim
asked-messages = { $count ->
    [zero] { $count } ziņu
    [one] { $count } ziņa
   *[other] { $count } ziņas
}
asked-how = Lai atbildētu, spiediet „{ button-answer }” vai atbildiet tieši uz šo ziņu.
asked-how-by-email = Atbildēt varat sarunā ar konferences botu Telegram lietotnē: rīkotāja izvēlnē spiediet „{ button-asked }”.
asked-how-in-group = Lai atbildētu, atbildiet tieši uz šo ziņu. Atbildēt var tikai konferences rīkotāji.
asked-answered = Atbildēja: { $who }, { $date }. „{ $answer }”
asked-organiser = rīkotājs
asked-organiser-since = rīkotājs kopš { $date }
asked-gone = Šis jautājums ir dzēsts, un uz to vairs nevar atbildēt.
asked-list = Jautājumi: { $event }
asked-none = Jautājumu pagaidām nav.
asked-open = Gaida atbildi: { $count }. Sarakstes pavisam: { $total }.
asked-waits = gaida atbildi
asked-thread = Sarakste: { $who }
asked-us = Rīkotāji: { $who }
answering-what = Lūdzu, uzrakstiet atbildi vienā ziņā. Jautātājs to saņems kā rīkotāju atbildi, bez Jūsu vārda.
answering-question = Jautājums: „{ $question }”
answering-needs-text = Lūdzu, uzrakstiet atbildi vārdiem: attēlus, balss ziņas un uzlīmes jautātājam nevar nosūtīt.
answering-too-long = Atbilde ir par garu (tās garums pašlaik: { $length }). Lūdzu, saīsiniet to un nosūtiet vēlreiz: tajā var būt ne vairāk kā { $limit ->
    [zero] { $limit } rakstzīmju
    [one] { $limit } rakstzīme
   *[other] { $limit } rakstzīmes
}.
answering-sent = Paldies. Atbildi nosūtām jautātājam.
answering-also = Uz šo jautājumu jau bija atbildēts; jautātājs saņems arī Jūsu atbildi.
answering-not = Atbilde nav nosūtīta.
answering-in-group = Šī atbilde nav nosūtīta: atbildēt var tikai tie, kuri par rīkotājiem kļuvuši sarunā ar mani.
kind-answered = ziņa, ka uz jautājumu atbildēts

## Mani dati

my-data-question = Jautājums rīkotājiem, { $date }
my-data-answer = Rīkotāju atbilde, { $date }
