# Kopā, по-русски. Каждая строка: название = текст. Слова в фигурных скобках { $… } вставляет программа; не меняйте их.
# { button-… } вставляет текст этой кнопки, чтобы сообщения всегда называли её так же.

language-name = Русский

## Даты и время

date-listed = { $day_two }.{ $month_two }.{ $year }, { $weekday }
date-on = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } года
# «По», а не «до»: названный день ещё входит в срок.
date-until = по { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } года
time = { $hours }:{ $minutes }
moment = { $date }, { $time }
date-from-to = { $date }, { $starts }–{ $ends }
date-without-time = { $date } (время начала будет объявлено)

## Сведения

fact-date = Дата и время
fact-venue = Место проведения
fact-directions = Как добраться
fact-deadline = Приём заявок
fact-fee = Стоимость
fact-organisers = Организаторы
fact-speakers = Выступают
fact-registrant = Имя, фамилия
fact-channels = Присылаем сообщения
fact-privacy-version = Редакция уведомления о конфиденциальности

## Конференция

events-title = Конференции
events-choose = Пожалуйста, выберите конференцию.
no-events = Сейчас нет конференций, на которые можно подать заявку.
event-over = Конференция «{ $event }» уже состоялась.
introduction-kept = До Вашего согласия мы сохраняем только номер этого чата, Ваш язык и то, какую конференцию и когда Вы открыли.
venue-title = Место проведения
programme-title = Программа
programme-later = Программа ещё не объявлена. Как только она станет известна, её можно будет посмотреть здесь.
contact-title = Вопросы о конференции
contact = На вопросы о конференции «{ $event }» отвечают: { $contact }.
obstacle-not-yet-open = Приём заявок ещё не начался. Начало: { $date }.
obstacle-over = Приём заявок закончен: заявки принимались { $date }. { $contact }
obstacle-full = К сожалению, все места уже заняты. { $contact }

## Помощь

help-title = Помощь
help-what = Здесь можно подать заявку на конференцию, изменить или отменить её, узнать место проведения и программу. Команда /start открывает конференцию или Вашу заявку, /ask – вопрос организаторам, /mydata – Ваши данные, /language – выбор языка.
help-lines-note = Если помощь нужна Вам или ребёнку либо Вас тревожит то, что Вы увидели или услышали, пожалуйста, позвоните по одному из этих номеров сейчас. Там Вы сможете поговорить с человеком.
not-understood = Спасибо, что написали. В этом чате отвечает автоматическая программа: здесь Ваше сообщение никто не прочитает, и организаторы его не получат.
defect = Приносим извинения: произошла ошибка, и Ваше последнее действие не сохранено. Пожалуйста, попробуйте ещё раз или начните с команды /start.
stale-button = Эта кнопка больше не действует, ничего не изменено. Пожалуйста, пользуйтесь кнопками под последним сообщением или напишите /start.
edited-message = Вы исправили уже отправленное сообщение. Принятый ответ от этого не меняется. Чтобы изменить ответ, до подтверждения нажмите в сводке его кнопку со знаком ✎ или откройте свою заявку командой /start.

## Согласие

consent-title = Уведомление о конфиденциальности
consent-question = Вы согласны, чтобы организаторы обрабатывали Ваши данные с этой целью?
consent-given = Ваше согласие получено (редакция уведомления о конфиденциальности: { $version }).

## Вопросы

question-progress = Вопрос { $number } из { $total }
question-optional = Этот вопрос можно пропустить.
question-answered = Текущий ответ: { $answer }
answer-none = нет ответа
yes = Да
no = Нет
thank-you = Спасибо.
doubt = Вы написали: { $typed }. Правильный адрес – { $suggestion }?
answer-empty = Пожалуйста, напишите ответ буквами или цифрами.
answer-too-long = Ответ слишком длинный (сейчас его длина: { $length }). Пожалуйста, сократите его: допускается не более { $limit ->
    [one] { $limit } знака
    [few] { $limit } знаков
    [many] { $limit } знаков
   *[other] { $limit } знака
}.
answer-too-short = Ответ слишком короткий. Пожалуйста, напишите не менее { $limit ->
    [one] { $limit } знака
    [few] { $limit } знаков
    [many] { $limit } знаков
   *[other] { $limit } знака
}.
answer-control-characters = В ответе есть знаки, которые нельзя сохранить. Пожалуйста, напишите его ещё раз обычными буквами.
answer-no-letters = Пожалуйста, напишите имя и фамилию буквами.
answer-email-wrong = Это не похоже на адрес электронной почты. Пожалуйста, напишите адрес полностью, например name.surname@example.org.
answer-email-one = Пожалуйста, напишите только один адрес электронной почты.
answer-phone-wrong = Это не похоже на номер телефона. Пожалуйста, напишите его цифрами; номер другой страны начинается со знака «плюс» и кода страны.
answer-choice-unknown = Пожалуйста, выберите ответ из предложенных: нажмите кнопку под вопросом.
answer-choices-none = Пожалуйста, отметьте хотя бы один ответ и нажмите «{ button-done }».
answer-choices-too-many = Пожалуйста, отметьте не более { $limit ->
    [one] { $limit } ответа
    [few] { $limit } ответов
    [many] { $limit } ответов
   *[other] { $limit } ответа
}.
answer-yes-no = Пожалуйста, ответьте «{ yes }» или «{ no }».
answer-required = Чтобы подать заявку, на этот вопрос нужно ответить.
answer-needs-text = Пожалуйста, ответьте на этот вопрос письменно: изображения, голосовые сообщения и стикеры как ответ не принимаются.
answer-needs-button = Пожалуйста, ответьте на этот вопрос кнопкой под ним.

## Сводка

summary-title = Сводка
summary-check = Пожалуйста, проверьте свою заявку на конференцию «{ $event }».
summary-confirm = Чтобы изменить ответ, нажмите его кнопку со знаком ✎. Если всё верно, нажмите «{ button-confirm }»: только тогда заявка будет подана.
summary-confirm-change = Чтобы изменить ответ, нажмите его кнопку со знаком ✎. Если всё верно, нажмите «{ button-save }»: только тогда изменения вступят в силу.
registering = Спасибо. Ваша заявка сохранена, подтверждение придёт следом.
saving = Спасибо. Изменения сохранены, подтверждение придёт следом.
stop-question = Вы действительно хотите прервать подачу заявки? Уже данные ответы будут удалены.
stop-change-question = Вы действительно хотите прервать изменение? Заявка останется прежней.
stopped = Подача заявки прервана, Ваши ответы удалены. Начать заново можно командой /start.
stopped-change = Заявка осталась прежней. Посмотреть её можно командой /start.

## Заявка

my-registration-title = Ваша заявка на конференцию «{ $event }»
not-registered = У Вас нет заявки на эту конференцию.
cancel-question = Вы действительно хотите отменить свою заявку на конференцию «{ $event }»?
cancelling = Ваша заявка отменена, подтверждение придёт следом.
channels-title = Куда присылать сообщения
channels-question = Куда присылать Вам подтверждения и напоминания?
channels-need-email = В Вашей заявке нет адреса электронной почты, поэтому мы присылаем сообщения только в Telegram.
channels-noted = Сохранено.
wants-telegram = В Telegram
wants-email = По эл. почте
wants-both = В Telegram и по эл. почте
attendance-question = Пожалуйста, сообщите, примете ли Вы участие.
attendance-coming = Вы сообщили, что примете участие.
attendance-noted = Спасибо. Ответ сохранён.
attendance-thanks = Спасибо. Мы отметили, что Вы примете участие.

## Подтверждения (Telegram и электронная почта)

registered-title = Заявка принята
registered = Спасибо. Ваша заявка на конференцию «{ $event }» получена и подтверждена.
registered-next = Перед конференцией мы пришлём Вам напоминание. Если Вы не сможете участвовать, пожалуйста, отмените заявку, чтобы Ваше место мог занять кто-то другой.
changed-title = Заявка изменена
changed = Изменения в Вашей заявке на конференцию «{ $event }» сохранены.
cancelled-title = Заявка отменена
cancelled = Ваша заявка на конференцию «{ $event }» отменена.
cancelled-next = Если Вы передумаете, подать заявку снова можно { $date }.
bad-address-title = На Ваш адрес электронной почты не удаётся отправить письмо
bad-address = Почтовый сервер не принял письмо, которое мы отправили на Ваш адрес { $address }. Поэтому сообщения о конференции «{ $event }» мы пока присылаем только сюда, в Telegram.
bad-address-next = Если Вы хотите получать сообщения и по электронной почте, пожалуйста, проверьте адрес и исправьте его: нажмите «{ button-correct-email }».

## Напоминания (Telegram и электронная почта)

deadline-title = Приём заявок на конференцию – { $date }
deadline-today-title = Сегодня последний день подачи заявок
deadline-opened = Вы интересовались конференцией «{ $event }», но ещё не начали заполнять заявку. Если Вы хотите участвовать, пожалуйста, подайте её. Это займёт около двух минут.
deadline-unfinished = Ваша заявка на конференцию «{ $event }» ещё не закончена. Ответы сохранены, и Вы можете продолжить с того места, где остановились.
reminder-title = «{ $event }» – { $date }
reminder = Напоминаем, что Вы подали заявку на конференцию «{ $event }». Будем ждать Вас.
reminder-today-title = Сегодня: «{ $event }»
reminder-today = Сегодня проходит конференция «{ $event }», на которую Вы подали заявку. Ждём Вас.
reminder-after-title = После конференции «{ $event }»
reminder-after = Благодарим Вас за участие.
footer-why = Вы получили это сообщение, потому что подали заявку на конференцию «{ $event }» или интересовались ею.
footer-organisers = Конференцию проводят: { $organisers }.
footer-contact = Вопросы: { $contact }.
opted-out = Мы больше не будем присылать Вам напоминания. Если Вы подали заявку, она остаётся в силе.
opted-in = Мы снова будем присылать Вам напоминания.
unsubscribe-title = Напоминания о конференции
unsubscribe-question = Вы больше не хотите получать напоминания о конференции «{ $event }»?
unsubscribe-unknown = Эта ссылка недействительна. Отказаться от напоминаний можно также в чате Telegram с помощью команды /mydata.

## Язык

language-question = На каком языке Вам удобно общаться?
language-changed = Теперь этот чат на русском языке.

## Мои данные

my-data-title = Мои данные
my-data-intro = Здесь всё, что мы о Вас храним.
my-data-chat = Номер чата в Telegram
my-data-language = Язык
my-data-email = Адрес электронной почты
my-data-since = Вы впервые написали
my-data-reminders = Напоминания
my-data-reminders-on = отправляются
my-data-reminders-off = не отправляются
my-data-registered = Заявка на конференцию «{ $event }»
my-data-draft = Незаконченная заявка на конференцию «{ $event }»
my-data-status-registered = принята
my-data-status-waiting = в списке ожидания
my-data-status-cancelled = отменена
my-data-consent = Согласие
my-data-consent-given = { $date }, редакция уведомления о конфиденциальности: { $version }
my-data-consent-none = ещё не дано
my-data-deliveries = Адресованные Вам сообщения
my-data-deliveries-count = { $count ->
    [one] { $count } сообщение
    [few] { $count } сообщения
    [many] { $count } сообщений
   *[other] { $count } сообщения
}
my-data-kept = Эти данные будут удалены автоматически через { $days ->
    [one] { $days } день
    [few] { $days } дня
    [many] { $days } дней
   *[other] { $days } дня
} после конференции. Удалить их можно и сейчас.
erase-question = Вы действительно хотите удалить все свои данные? Будет удалена и заявка на конференцию, восстановить её нельзя.
erased = Все Ваши данные удалены. Если захотите снова подать заявку, напишите /start.

## Кнопки

button-register = Подать заявку
button-register-again = Подать заявку снова
button-continue = Продолжить
button-programme = Программа
button-venue = Место проведения
button-questions = Контакты
button-language = Язык / Valoda
button-my-data = Мои данные
button-map = Карта
button-privacy-link = Полный текст уведомления
button-agree = Даю согласие
button-back = Назад
button-skip = Пропустить
button-stop = Прервать
button-stop-surely = Да, прервать
button-share-phone = Отправить мой номер телефона
button-done = Готово
button-ticked = ✓ { $choice }
button-as-suggested = Да, { $answer }
button-as-typed = Нет, оставить { $answer }
button-correct = ✎ { $label }
button-confirm = Подтвердить
button-save = Сохранить
button-my-registration = Моя заявка
button-change = Изменить
button-cancel-registration = Отменить
button-cancel-surely = Да, отменить заявку
button-keep = Нет, оставить заявку
button-calendar = В календарь
button-channels = Уведомления
button-correct-email = Изменить адрес эл. почты
button-coming = Буду участвовать
button-not-coming = Не смогу участвовать
button-opt-out = Отказаться от напоминаний
button-opt-in = Всё же получать напоминания
button-my-data-file = Получить данные файлом
button-erase = Удалить все мои данные
button-erase-surely = Да, удалить всё

## Команды

command-start = Конференция и моя заявка
command-mydata = Мои данные: посмотреть или удалить
command-language = Язык · Valoda · Language
command-help = Помощь и контакты организаторов

## Списки для организаторов

export-status = Состояние заявки
export-attendance = Участие
export-registered-at = Время заявки
export-language = Язык
export-channels = Связь
status-registered = подана
status-waiting = в списке ожидания
status-cancelled = отменена
attendance-unanswered-word = нет ответа
attendance-coming-word = будет
attendance-not-coming-word = не будет
attendance-attended-word = участие состоялось
channel-telegram = Telegram
channel-email = эл. почта
