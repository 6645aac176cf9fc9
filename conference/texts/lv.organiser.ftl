# Rīkotājiem: viņu izvēlne un kolēģi.

## Izvēlne

command-organise = Konferences rīkošana
organising-choose = Kuru konferenci vēlaties rīkot?
organising-what = Rīkotāja izvēlne. Ko vēlaties darīt?
organising-door = Jūs palīdzat rīkotājiem pie ieejas.
button-organising = Rīkotāja izvēlne
button-overview = Pārskats
button-registrants = Dalībnieki
button-announce = Rakstīt paziņojumu
button-announcements = Paziņojumi
button-asked = Jautājumi
button-import = Pievienot sarakstu
button-colleagues = Kolēģi

## Kolēģi

colleagues-title = Kas palīdz rīkot konferenci „{ $event }”
colleagues-note = Jaunu kolēģi uzaicina ar saiti. Rīkotājs redz visus dalībniekus un var rakstīt paziņojumus, palīgs pie ieejas var tikai sameklēt dalībnieku.
role-organiser = Rīkotājs
role-door = Palīgs pie ieejas
colleague-named = { $name }, kopš { $date }
colleague-unnamed = kopš { $date }
colleague-you = { $colleague } (Jūs)
colleague-last = Šis ir vienīgais konferences rīkotājs. Lūdzu, vispirms uzaiciniet citu.
button-invite-organiser = Uzaicināt rīkotāju
button-invite-door = Uzaicināt palīgu pie ieejas
button-dismiss = Noņemt: { $colleague }
button-dismiss-surely = Jā, noņemt
dismiss-question = Vai tiešām noņemt tiesības šim kolēģim: { $colleague }? Viņš vai viņa vairs nevarēs palīdzēt rīkot konferenci „{ $event }”.
dismiss-yourself-question = Vai tiešām vairs nevēlaties palīdzēt rīkot konferenci „{ $event }”? Lai atgrieztos, Jums būs vajadzīgs jauns kolēģu uzaicinājums.
dismissed = Kolēģa tiesības ir noņemtas.
dismissed-yourself = Jūs vairs nepalīdzat rīkot konferenci „{ $event }”.

## Uzaicinājumi

invite-note-organiser = Nākamo ziņu, lūdzu, pārsūtiet tikai tam kolēģim, kurš kļūs par rīkotāju. Saiti var izmantot vienu reizi: par rīkotāju kļūs tas, kurš to atvērs pirmais.
invite-note-door = Nākamo ziņu, lūdzu, pārsūtiet tikai tam kolēģim, kurš palīdzēs pie ieejas. Saiti var izmantot vienu reizi: par palīgu kļūs tas, kurš to atvērs pirmais.
invite-organiser = Jūs aicina rīkot konferenci „{ $event }”. Lai pievienotos, lūdzu, atveriet šo saiti Telegram lietotnē un spiediet pogu, ar ko sākas saruna.
invite-door = Jūs aicina palīdzēt pie ieejas konferencē „{ $event }”. Lai pievienotos, lūdzu, atveriet šo saiti Telegram lietotnē un spiediet pogu, ar ko sākas saruna.
invite-until = Saite derīga vienu reizi. Tās termiņš: { $date }.
invite-invalid = Šī saite vairs nav derīga. Ja tā Jums vajadzīga, lūdzu, palūdziet jaunu tam, kas to atsūtīja.
joined-organiser = Paldies. Turpmāk Jūs esat konferences „{ $event }” rīkotājs. Rīkotāja izvēlni jebkurā brīdī atver komanda /organise.
joined-door = Paldies. Turpmāk Jūs palīdzat pie ieejas konferencē „{ $event }”. Palīga izvēlni jebkurā brīdī atver komanda /organise.
joined-already = Jūs jau palīdzat rīkot konferenci „{ $event }”.
