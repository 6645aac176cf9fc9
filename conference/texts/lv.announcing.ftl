### Rīkotāju paziņojumi: kas jāzina pirms nosūtīšanas, un kā par tiem raksta e-pastā

announcing-subject = Paziņojums: { $event }
announcing-correction-subject = Labojums: { $subject }
announcing-in-telegram = Pielikums ir pieejams sarunā ar botu Telegram lietotnē.
announcing-poll-in-telegram = Atbildēt var sarunā ar botu Telegram lietotnē.
announcing-open-telegram = Atvērt Telegram
announcing-time-unknown = laiks tiks paziņots

announcing-nobody = Paziņojumam nav neviena adresāta, kuru varētu sasniegt.
announcing-no-words = Paziņojumam vēl nav teksta.
announcing-unknown-placeholder = Nezināmi vietturi: { $names }.
announcing-placeholder-needs-registration = Vietturi { $names } der tikai tiem, kuri ir pieteikušies, bet starp adresātiem ir arī nepabeigti pieteikumi.
announcing-too-long = Teksts ir par garu: Telegram pieļauj { $limit } rakstzīmes, bet šeit var būt { $length }.
announcing-may-be-unanswered = Uz { $names } var nebūt atbildēts; tad adresāts redzēs domuzīmi.
announcing-poll-by-email = E-pastā { $count ->
    [zero] { $count } adresātu
    [one] { $count } adresāts
   *[other] { $count } adresāti
} redzēs jautājumu un atbildes, bet atbildēt varēs tikai Telegram lietotnē.
announcing-file-not-by-email = Fails ir par lielu e-pastam: { $count ->
    [zero] { $count } adresātu
    [one] { $count } adresāts
   *[other] { $count } adresāti
} e-pastā lasīs, ka tas ir pieejams Telegram lietotnē.
announcing-no-caption = Failam nav paraksta: { $count ->
    [zero] { $count } adresātu
    [one] { $count } adresāts
   *[other] { $count } adresāti
} e-pastā saņems vēstuli bez teksta.
