# Студия репетиций, по-русски. Каждая строка: имя = текст. Слова в фигурных скобках { $… } подставляет программа.

studio = Студия репетиций
page-title = { $event } – репетиция
skip = Перейти к телефонам
language-name = Русский
language = Язык
theme = Светлое или тёмное оформление
connection-lost = Связь со студией прервалась.
connection-again = Пытаемся её восстановить…

## Часы

clock = Часы конференции
next-notice = Следующее сообщение
one-hour = +1 час
one-day = +1 день
one-hour-short = +1 ч
one-day-short = +1 д
choose-moment = Выбрать момент
moment-note = Часы идут только вперёд. Всё, что должно быть отправлено до этого момента, отправляется в своём порядке.
moment-at = День и время
turn = Перевести часы
leave = Закрыть
timeline = Ход времени конференции
turning = Часы переводятся…
starting = Репетиция начинается…
nothing-to-come = Новых сообщений больше не ожидается.
turned = Сейчас { $moment }. { $count ->
    [0] Ничего не пришло.
    [one] Пришло { $count } сообщение.
    [few] Пришло { $count } сообщения.
   *[other] Пришло { $count } сообщений.
}
not-a-moment = Пожалуйста, укажите день и время.
only-forward = Часы идут только вперёд. Чтобы вернуться, начните репетицию сначала.
moment-opening = Начало приёма заявок
moment-deadline = Окончание приёма заявок
reminder-opened = Напоминание подать заявку
reminder-unfinished = Напоминание о незаконченной заявке
reminder-registered = Напоминание участникам
moment-announcement = Объявление
moment-start = Конференция
moment-end = Конференция закончилась
moment-erasure = Данные удаляются
moment-sent = { $count ->
    [one] отправлено { $count } сообщение
    [few] отправлено { $count } сообщения
   *[other] отправлено { $count } сообщений
}
moment-queued = ожидает: { $count }
moment-failed = не удалось: { $count }
moment-missed = было некому отправлять

## Репетиция

rehearsal = Репетиция
save = Сохранить в файл
load = Открыть сохранённую…
reset = Начать сначала
reset-note = Все люди, переписка и письма исчезнут, а часы вернутся к началу. Данные настоящей конференции не затрагиваются.
reset-yes = Начать сначала
tour = Знакомство со студией
not-a-rehearsal = В этом файле нет сохранённой репетиции.
failed = Не получилось. Причина указана в журнале студии.
file-too-big = Файл слишком большой.

## Люди

people = Люди
phones = Телефоны
more = Ещё
search = Поиск по имени
add-person = Добавить человека
person-name = Имя, фамилия
person-name-hint = можно не заполнять
person-role = Кто это
role-professional = Специалист
role-organiser = Организатор
role-crowd = Из толпы
cast-101 = учительница
cast-102 = семейный врач
cast-103 = член сиротского суда
cast-104 = психолог
cast-105 = инспектор полиции
cast-106 = социальный работник
cast-107 = школьная медсестра
cast-108 = работник с молодёжью
somebody = Участник { $number }
add = Добавить
unread = не прочитано
has-blocked = блокирует
nobody-found = Никого не нашлось.
nothing-yet = Переписка ещё не начата
pages = Страницы
previous-page = Назад
next-page = Вперёд

## Телефон

no-phones = Выберите человека в списке, чтобы увидеть его телефон.
phone-of = Телефон: { $name }
phone-menu = Действия: { $name }
chat-of = Переписка: { $name }
chat-empty = Эта переписка с ботом ещё не начата.
start = Начать
their-mail = Письма
block-bot = Заблокировать бота
unblock-bot = Разблокировать бота
blocked-note = На этом телефоне бот заблокирован и больше не может писать.
send-sticker = Отправить стикер
send-place = Отправить своё местоположение
close-phone = Скрыть телефон
from-bot = Бот
earlier = { $count ->
    [one] Более раннее сообщение ({ $count })
   *[other] Более ранние сообщения ({ $count })
}
pinned = Закреплённое сообщение
forwarded = Пересланное сообщение
deleted = Сообщение удалено
edited = изменено
edited-before = Как было раньше
buttons = Кнопки под сообщением
reply-keys = Клавиши ответа
sticker = Стикер
photo = Изображение
download = скачать
on-a-map = на карте
calendar-entry = Запись в календаре
calendar-withdrawn = Отзывает запись в календаре
calendar-when = Когда
calendar-where = Где
poll-closed = Опрос закрыт
commands = Команды
attach = Прикрепить файл
message = Сообщение
send = Отправить
opens = Здесь браузер открыл бы { $address }
gone-button = Этой кнопки больше нет.

## Почта

tab-mailbox = Почта
no-mail = Писем пока нет.
mail-of = Поиск писем
mail-search = Поиск по получателю или теме
mail-only = Только: { $name }
mail-everybody = Показать все
all-letters = Все письма
letter-from = От
letter-to = Кому
letter-at = Когда
letter-views = Как показать письмо
letter-page = Письмо
letter-text = Текст
letter-headers = Заголовки

## Журнал

tab-ledger = Отправка
ledger-note = Каждая отправка – одна строка: что, кому и как. Отправленное второй раз не отправляется.
ledger-empty = Пока ничего не отправлено.
ledger-counts = Отправка в числах
ledger-newest = Последние отправки
ledger-status = Состояние
ledger-email = Эл. почта
ledger-notice = Сообщение
ledger-to = Кому
ledger-erased = (удалено)

## Толпа

tab-crowd = Толпа
crowd-note = Вымышленные специалисты, которые сами подают заявки по настоящему HTTP. Некоторые останавливаются на полпути, некоторые блокируют бота. Их можно найти в списке людей.
crowd-add = { $count ->
    [one] Добавить { $count } человека
   *[other] Добавить { $count } человек
}
crowd-people = { $count ->
    [one] { $count } человек
    [few] { $count } человека
   *[other] { $count } человек
}
crowd-progress = Готово: { $done } из { $total }
crowd-stop = Остановить
crowd-registered = Подали заявку
crowd-unfinished = Не закончили
crowd-blocked = Заблокировали бота
crowd-turned-away = Не удалось подать заявку

## Сбои

tab-faults = Сбои
faults-note = Посмотрите, что происходит, когда что-то не работает. Ничего не теряется: когда сбой закончится, переведите часы вперёд, и всё ожидающее будет отправлено.
fault-lasts = сбой ещё продолжается
fault-telegram = Telegram
fault-telegram-fine = Работает
fault-telegram-slow = Медленный: каждый ответ через две секунды
fault-telegram-flood = Перегружен: отказывает и просит подождать (429)
fault-telegram-down = Недоступен
fault-mail = Почтовый сервер
fault-mail-fine = Работает
fault-mail-down = Недоступен
fault-mail-greylisting = Отказывает при первой попытке (greylisting)
fault-service = Бот
fault-runs = Работает.
fault-dead = Не работает. То, что пишут люди, ждёт в Telegram.
fault-kill = Прервать, как при аварии
fault-restart = Запустить снова

## Настройки

tab-settings = Настройки
settings-note = Это копия для репетиции: Ваш файл config.toml не меняется. После сохранения репетиция продолжится с новыми настройками.
settings-apply = Сохранить и продолжить
settings-check = Проверить
settings-open = Открыть файл…
settings-saved = Ошибок нет. Репетиция продолжается с этими настройками.
settings-fine = Ошибок нет.
settings-mistakes = { $count ->
    [one] { $count } ошибка
    [few] { $count } ошибки
   *[other] { $count } ошибок
}

## Знакомство

tour-step = Шаг { $number } из 5
tour-next = Дальше
tour-back = Назад
tour-skip = Пропустить
tour-begin = Начать репетицию
tour-title-1 = Репетиция Вашей конференции
tour-text-1 = Здесь Вы видите то, что увидят участники, ещё до того, как что-либо отправлено. Всё происходит на этом компьютере: ни одному настоящему человеку ничего не пишется.
tour-title-2 = Телефоны
tour-text-2 = Посередине – телефоны участников. Подайте заявку на конференцию от имени Анны: нажимайте кнопки и пишите ответы, как это сделала бы она.
tour-title-3 = Почта
tour-text-3 = Справа – каждое письмо точно таким, каким его получает адресат, вместе с записью для календаря.
tour-title-4 = Часы
tour-text-4 = С кнопкой «Следующее сообщение» месяц проходит за минуту. На линии времени видно, когда придут напоминания, когда закончится приём заявок и когда состоится конференция.
tour-title-5 = Толпа и сбои
tour-text-5 = Добавьте сотни участников или отключите почтовый сервер и убедитесь, что ничего не теряется. Там же можно изменить настройки.
