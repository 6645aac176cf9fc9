# Rīkotājiem: konferences izmaiņas iestatījumos.

fact-title = Nosaukums
fact-map = Vieta kartē

change-title = Mainījušās ziņas par konferenci „{ $event }”
change-intro = Iestatījumos ir mainīts tas, ko dalībnieki jau zina. Viņiem par to vēl nekas nav sūtīts.
change-question = Vai paziņot to visiem, kuri pieteikušies? Pirms nosūtīšanas Jūs paziņojumu redzēsiet un varēsiet to labot.
change-new = { $after } (agrāk nebija norādīts)
change-gone = vairs nav norādīts (agrāk: { $before })
change-other = { $after } (agrāk: { $before })
button-change-notify = Sagatavot paziņojumu
button-change-keep = Nepaziņot
change-kept = Dalībniekiem par šīm izmaiņām netiks ziņots. Jaunie dati būs atgādinājumos un kalendāra ierakstos.
change-settled = Par šīm izmaiņām jau ir parūpējies kāds no rīkotājiem, vai arī iestatījumi atkal ir mainīti.
change-busy = Jūs jau rakstāt paziņojumu. Lūdzu, vispirms to nosūtiet vai izdzēsiet un tad spiediet šo pogu vēlreiz.

## Paziņojums dalībniekiem

change-subject = Izmaiņas: { $event }
change-words = Mainījušās ziņas par konferenci „{ $event }”.
change-words-line = { $label }: { $change }
change-words-calendar = Pievienojam atjaunotu kalendāra ierakstu: tas aizstās iepriekšējo.
