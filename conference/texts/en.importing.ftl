## Importing a list: what there is to say about a file

import-read = The file has been read ({ $format }). { $count ->
    [one] { $count } row
   *[other] { $count } rows
} below the titles of the columns.
import-columns-read = Columns that are used: { $columns }.
import-columns-unknown = Columns that are not used: { $columns }.
import-ready = Ready to be imported: { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
import-left-out = Not imported: { $count ->
    [one] { $count } row
   *[other] { $count } rows
}.
import-exceeds = There are not enough places: { $total } to be imported, { $limit } free. From row { $number } on there is no place.
import-done = Imported: { $count ->
    [one] { $count } person
   *[other] { $count } people
}.
import-cell = Row { $number }, { $column }: { $problem }
import-row = Row { $number }: { $problem }
import-warning = (imported nevertheless) { $problem }
import-no-place = There is no place left.
import-column-missing = The file has no column “{ $label }”, and nobody can register without this answer.
import-sheet-passed-over = The sheet “{ $name }” was not read: only the first one is.
import-missing = There is no answer.
import-formula = The cell has a formula that was not computed. Please open the file in a spreadsheet program, save it and send it again.
import-error-value = The cell shows an error.
import-choice-unknown = “{ $typed }” is none of the answers to choose from.
import-doubt = { $typed }: was { $suggestion } meant?
import-language-unknown = The language “{ $typed }” is not known; messages will be in the first language.
import-no-consent = There is no consent to the processing of data.
import-unreachable = There is no e-mail address: nothing can be sent to this person.
import-same-as-row = The same name and e-mail address as in row { $number }.
import-registered-already = Somebody with this name and e-mail address is registered already.
import-has-cancelled = Somebody with this name and e-mail address has cancelled their registration.
import-same-address-as-row = The same e-mail address as in row { $number }.
import-same-address-registered = A registration has this e-mail address already.
import-too-large = The file is too large: { $limit } MB are the most.
import-old-workbook = This is a file of an old kind. Please save it as { $format } and send it again.
import-nothing = There is nothing in the file.
import-too-many-rows = The file has too many rows: { $limit } are the most.
import-damaged = This file cannot be read.

## Importing a list: the conversation with an organiser

import-title = Importing a list of participants
import-ask = Please send the list as a file ({ $formats }). At first it is only checked.
import-ask-columns = Above the list there must be the titles of the columns. Needed columns: { $columns }. There may be columns about consent and language, too.
import-ask-source = In the caption of the file, say where these people agreed to the processing of their data, for example: web form, May 2024.
import-needs-file = Please send the list as a file ({ $formats }).
import-reading = Thank you. The file is being checked.
import-not-fetched = The file could not be fetched. Please try again.
import-source-question = Where did these people agree to the processing of their data? Please answer in one line; it is kept with each registration.
import-source-too-long = Shorter, please: at most { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.
import-confirm = Source of the consent: { $source }. Import?
import-letters = If you wish, everybody gets a confirmation by e-mail, with a link to continue in Telegram.
import-all-problems = All remarks are in the attached file.
import-expired = No import has been begun, or its time is over. Please send the file again.
import-nothing-imported = Nothing was imported.
button-import-letters = Import and confirm by e-mail
button-import-quietly = Import, send nothing
button-import-fill-letters = Fill the places and confirm
button-import-fill-quietly = Fill the places, send nothing
button-import-stop = Do not import
