### Объявления организаторов: составление, отправка и её итоги

## Составление

announce-ask = Пожалуйста, пришлите объявление именно таким, каким его увидят получатели: текст с оформлением, изображение, видео, файл, опрос или место на карте. Сразу ничего отправлено не будет: сначала Вы сможете выбрать получателей и всё просмотреть.
announce-ask-language = Пожалуйста, пришлите это объявление на другом языке: { $language }.
announce-ask-placeholders = В тексте можно использовать поля: вместо них каждый получатель увидит свои данные.
announce-placeholder-name = имя, фамилия
announce-placeholder-ticket = номер заявки
announce-placeholder-event = название конференции
announce-placeholder-date = дата
announce-placeholder-time = время начала
announce-placeholder-venue = место проведения
announce-placeholder-address = адрес
announce-placeholder-deadline = срок регистрации
announce-album = В одном объявлении может быть одно изображение, видео или один файл. Пожалуйста, пришлите только одно, остальное можно отправить в следующих объявлениях. Написанное ранее сохранено.
announce-cannot = Такое сообщение нельзя отправить как объявление. Пожалуйста, пришлите текст, изображение, видео, файл, опрос или место на карте.
announce-file-not-fetched = Файл не удалось приложить к письмам. Пожалуйста, пришлите объявление ещё раз.
announce-choose-language = На каком языке?
announce-title = Подготовка объявления
announce-fact-author = Автор
announce-fact-languages = Языки
announce-fact-subject = Тема письма
announce-fact-audience = Получатели
announce-fact-count = Количество
announce-fact-channels = Каналы
announce-fact-start = Отправка
announce-photo = изображение
announce-video = видео
announce-document = файл
announce-poll = опрос
announce-spot = место на карте
announce-language-missing = { $language } – нет
announce-subject-automatic = будет составлена автоматически
announce-count = { $count ->
    [one] { $count } человек
    [few] { $count } человека
    [many] { $count } человек
   *[other] { $count } человека
} ({ $telegram } в приложении Telegram, { $email } по эл. почте)
announce-count-neither = недоступны: { $count }
announce-blocked = Отправить пока нельзя. { $problem }
announce-note = Пожалуйста, обратите внимание. { $problem }
announce-file-not-attached = Файл ещё не приложен к письмам: в письме получатели прочтут, что он доступен в приложении Telegram. Чтобы приложить файл, пришлите объявление ещё раз.
announce-poll-votes = Каждый получатель увидит свой, отдельный опрос: голоса не суммируются, и организаторы их не видят.

## Получатели

announce-audience-title = Получатели
announce-audience-explained = Отметьте, кому отправить. Группы складываются, а ответы на вопросы сужают круг получателей.
announce-answers-explained = Отправить только тем, чей ответ отмечен. Если не отмечен ни один, объявление получат все.
announce-missed-explained = Не отправлять тем, кто уже получил какое-либо из отмеченных объявлений.
announce-missed-none = Пока не отправлено ни одного объявления.
announce-missed = не получили: { $announcements }
announce-group-registered = зарегистрированные
announce-group-unfinished = незавершённые заявки
announce-group-waiting = лист ожидания
announce-group-cancelled = отменившие
announce-group-not-coming = не придут
announce-group-no-telegram = зарегистрированные без Telegram
announce-group-none = не выбраны

## Каналы и время

announce-channels-explained = Куда отправить? Обычно каждый получает сообщения там, где выбрал сам.
announce-via-wish = как выбрал каждый
announce-via-telegram = только Telegram
announce-via-email = только эл. почта
announce-via-both = Telegram и эл. почта
announce-at-once = сразу после подтверждения
announce-when-ask = Когда начать отправку? Пожалуйста, напишите дату и время, например, { $example } или «завтра 10:00».
announce-when-unclear = Это время не удалось понять. Пожалуйста, напишите его так: { $example }.
announce-when-past = Это время уже прошло: { $moment }. Пожалуйста, укажите более позднее.
announce-when-far = До этого времени больше года: { $moment }. Пожалуйста, проверьте дату.
announce-subject-ask = Пожалуйста, напишите тему письма.
announce-subject-wrong = Пожалуйста, напишите тему в одну строку и короче: не более { $limit ->
    [one] { $limit } символа
    [few] { $limit } символов
    [many] { $limit } символов
   *[other] { $limit } символа
}.

## Просмотр и проба

announce-preview-telegram = В приложении Telegram это будет выглядеть так ({ $language }):
announce-preview-email = По эл. почте это будет выглядеть так ({ $language }); тема: { $subject }
announce-preview-letter = Письмо, каким его получат по эл. почте. Его можно открыть в почтовой программе.
announce-preview-sample = В полях показаны вымышленные данные, так как у Вас нет заявки на эту конференцию.
announce-sample-name = Анна Примерова
announce-tried = Пробное сообщение отправлено Вам в приложении Telegram и по эл. почте.
announce-tried-telegram = Пробное сообщение отправлено Вам в приложении Telegram. По эл. почте отправить его нельзя: Ваш адрес неизвестен.
announce-discard-question = Действительно удалить это объявление? Текст не сохранится.
announce-discarded = Объявление удалено, ничего не отправлено.

## Отправка

announce-confirm-title = Отправить объявление?
announce-confirm-hold = После подтверждения ещё можно передумать: отправка начнётся через { $count ->
    [one] { $count } секунду
    [few] { $count } секунды
    [many] { $count } секунд
   *[other] { $count } секунды
}.
announce-changed = Объявление за это время изменилось. Пожалуйста, просмотрите его ещё раз.
announce-confirm-undo = До начала отправки её можно отменить.
told-title-composing = Объявление не отправляется: оно снова готовится
told-title-planned = Объявление ждёт отправки
told-title-sending = Объявление отправляется
told-title-paused = Отправка приостановлена
told-title-stopped = Отправка прервана
told-title-done = Объявление отправлено
told-title-taken-back = Объявление отозвано
told-soon = Отправка начнётся через { $count ->
    [one] { $count } секунду
    [few] { $count } секунды
    [many] { $count } секунд
   *[other] { $count } секунды
}. До этого её можно отменить.
told-queueing = Готовится список получателей.
told-fact-begun = Начало
told-fact-telegram = Telegram
told-fact-email = Эл. почта
told-of = отправлено { $sent } из { $total }
told-fact-left = Осталось
told-left-hours = около { $count } ч
told-left-minutes = около { $count } мин
told-left-seconds = меньше минуты
told-fact-blocked = Бот заблокирован
told-fact-bad-address = Неверный адрес эл. почты
told-fact-uncertain = Неизвестно, получено ли
told-fact-failed = Не удалось отправить
told-fact-withdrawn = Не отправлялось
told-fact-correction = Исправление
told-fact-retraction = Удалено в приложении Telegram
told-fact-pinning = Закреплено
told-follow-up-soon = сейчас начнётся
told-follow-up = { $done } из { $total }
told-follow-up-failed = { $done } из { $total }, не удалось: { $failed }
told-begun = Отправка уже началась: её можно приостановить или прервать.
told-already = Это уже сделано: { $deed } ({ $who }, { $moment }).
told-you = Вы
told-colleague = другой организатор
told-deed-announced = отправка
told-deed-undone = отмена отправки
told-deed-paused = пауза
told-deed-resumed = продолжение отправки
told-deed-stopped = прерывание отправки
told-deed-retried = повторная отправка
told-deed-corrected = исправление
told-deed-took-back = отзыв объявления
told-deed-pinned = закрепление
told-deed-discarded = удаление объявления

## Список

told-list-title = Объявления
told-list-empty = Пока не написано ни одного объявления.
told-state-composing = составляется
told-state-planned = ждёт отправки
told-state-sending = отправляется
told-state-paused = пауза
told-state-stopped = прервано
told-state-done = отправлено
told-state-taken-back = отозвано

## Кто не получил

told-failures-title = Кто не получил объявление
told-failures-none = Нет никого, кому не удалось бы отправить объявление.
told-failures-more = Остальные есть в файле.
told-unnamed = без имени ({ $number })
told-why-blocked = бот заблокирован
told-why-bad-address = неверный адрес эл. почты
told-why-uncertain = неизвестно, получено ли
told-why-failed = не удалось отправить
told-column-name = Имя, фамилия
told-column-channel = Канал
told-column-why = Причина
told-retry-question = Возможно, эти получатели уже получили объявление: { $count }. Если отправить ещё раз, кто-то может получить его дважды. Отправить?
told-retried = Отправляем ещё раз: { $count }.
told-nothing-to-retry = Сейчас нет ничего, что можно отправить ещё раз.

## Исправление, отзыв, закрепление

told-reword-ask = Пожалуйста, пришлите новый текст ({ $language }). В чатах Telegram он заменит прежний, а по эл. почте получатели получат письмо с исправлением. Сначала его можно будет просмотреть.
told-reword-only-words = В отправленном объявлении можно изменить только текст. Пожалуйста, пришлите новый текст.
told-reword-question = Таким объявление будет после исправления. Исправляемые сообщения Telegram: { $telegram }; письма с исправлением: { $email }. Исправить?
told-reword-gone = Это исправление уже сделано или отброшено.
told-reword-impossible = Это объявление больше нельзя исправить.
told-take-back-question = Действительно отозвать объявление? В чатах Telegram оно будет удалено (количество: { $telegram }), и дальше оно отправляться не будет.
told-take-back-email = Отправленные по эл. почте письма отозвать нельзя (количество: { $count }).
told-take-back-late = Telegram позволяет удалить только сообщения за последние { $count } ч; более старые останутся в чатах.
told-pinned-already = Объявление уже закреплено, или его больше нельзя закрепить.

## Кнопки

button-announce-words = Текст
button-announce-subject = Тема письма
button-announce-audience = Получатели
button-announce-channels = Каналы
button-announce-preview = Просмотреть
button-announce-try = Проба себе
button-announce-when = Время отправки
button-announce-discard = Удалить
button-announce-discard-surely = Да, удалить
button-announce-send = Отправить
button-announce-send-surely = Да, отправить
button-announce-at-once = Сразу
button-announce-ready = Готово
button-announce-missed = Не получили
button-announce-question = { $question }: { $answers }
button-announce-everybody = все
button-announce-no-words = Убрать: { $language }
button-announce-no-subject = Составить автоматически
button-told-undo = Отменить отправку
button-told-pause = Пауза
button-told-resume = Продолжить
button-told-halt = Прервать
button-told-go-on = Отправить остальным ({ $count })
button-told-look = Обновить
button-told-desk = Открыть объявление
button-told-failures = Кто не получил ({ $count })
button-told-failures-file = Список в файле
button-told-retry = Отправить ещё раз ({ $count })
button-told-retry-uncertain = И неясным ({ $count })
button-told-retry-surely = Да, отправить ещё раз
button-told-reword = Исправить текст
button-told-reword-surely = Да, исправить
button-told-take-back = Отозвать объявление
button-told-take-back-surely = Да, отозвать
button-told-pin = Закрепить
