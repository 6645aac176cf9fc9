## Импорт списка: что можно сказать о файле

import-read = Файл прочитан ({ $format }). { $count ->
    [one] { $count } строка
    [few] { $count } строки
    [many] { $count } строк
   *[other] { $count } строки
} под названиями столбцов.
import-columns-read = Использованные столбцы: { $columns }.
import-columns-unknown = Неиспользованные столбцы: { $columns }.
import-ready = Можно импортировать: { $count ->
    [one] { $count } человека
    [few] { $count } человека
    [many] { $count } человек
   *[other] { $count } человека
}.
import-left-out = Не импортируются: { $count ->
    [one] { $count } строка
    [few] { $count } строки
    [many] { $count } строк
   *[other] { $count } строки
}.
import-exceeds = Мест на всех не хватает: импортировать нужно { $total }, свободных мест { $limit }. Без места остаются начиная со строки { $number }.
import-done = Импортировано: { $count ->
    [one] { $count } человек
    [few] { $count } человека
    [many] { $count } человек
   *[other] { $count } человека
}.
import-cell = Строка { $number }, { $column }: { $problem }
import-row = Строка { $number }: { $problem }
import-warning = (строка импортируется) { $problem }
import-no-place = Свободного места нет.
import-column-missing = В файле нет столбца «{ $label }», а без этого ответа зарегистрироваться нельзя.
import-sheet-passed-over = Лист «{ $name }» не прочитан: читается только первый.
import-missing = Ответа нет.
import-formula = В ячейке формула без вычисленного значения. Пожалуйста, откройте файл в программе электронных таблиц, сохраните его и пришлите ещё раз.
import-error-value = В ячейке сообщение об ошибке.
import-choice-unknown = «{ $typed }» нет среди предложенных ответов.
import-doubt = { $typed }: не имелся ли в виду адрес { $suggestion }?
import-language-unknown = Язык «{ $typed }» неизвестен; сообщения будут на первом языке.
import-no-consent = Нет согласия на обработку данных.
import-unreachable = Нет адреса электронной почты: этому человеку ничего нельзя сообщить.
import-same-as-row = Те же имя и адрес электронной почты, что в строке { $number }.
import-registered-already = Человек с таким именем и адресом электронной почты уже зарегистрирован.
import-has-cancelled = Человек с таким именем и адресом электронной почты отменил свою регистрацию.
import-same-address-as-row = Тот же адрес электронной почты, что в строке { $number }.
import-same-address-registered = Этот адрес электронной почты уже есть в одной из регистраций.
import-too-large = Файл слишком большой: допускается не более { $limit } МБ.
import-old-workbook = Это файл старого вида. Пожалуйста, сохраните его как { $format } и пришлите ещё раз.
import-nothing = В файле ничего нет.
import-too-many-rows = В файле слишком много строк: допускается не более { $limit }.
import-damaged = Этот файл невозможно прочитать.

## Импорт списка: разговор с организатором

import-title = Импорт списка участников
import-ask = Пожалуйста, пришлите список файлом ({ $formats }). Сначала он будет только проверен.
import-ask-columns = Над списком должны быть названия столбцов. Необходимые столбцы: { $columns }. Могут быть и столбцы о согласии и языке.
import-ask-source = В подписи к файлу укажите, где эти люди согласились на обработку данных, например: веб-форма, май 2024 года.
import-needs-file = Пожалуйста, пришлите список файлом ({ $formats }).
import-reading = Спасибо. Файл проверяется.
import-not-fetched = Файл не удалось получить. Пожалуйста, попробуйте ещё раз.
import-source-question = Где эти люди согласились на обработку данных? Пожалуйста, ответьте одной строкой; она сохраняется с каждой регистрацией.
import-source-too-long = Пожалуйста, короче: не более { $limit ->
    [one] { $limit } знака
    [few] { $limit } знаков
    [many] { $limit } знаков
   *[other] { $limit } знака
}.
import-confirm = Источник согласия: { $source }. Импортировать?
import-letters = Если желаете, каждый получит по электронной почте подтверждение со ссылкой, по которой можно продолжить в Telegram.
import-all-problems = Все замечания в приложенном файле.
import-expired = Импорт не начат, или его время истекло. Пожалуйста, пришлите файл ещё раз.
import-nothing-imported = Ничего не импортировано.
button-import-letters = Импортировать и сообщить
button-import-quietly = Импортировать без писем
button-import-fill-letters = Заполнить места и сообщить
button-import-fill-quietly = Заполнить места без писем
button-import-stop = Не импортировать
