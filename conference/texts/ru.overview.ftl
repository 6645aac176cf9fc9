# Обзор и список участников: их видят только организаторы.

## Обзор

overview-registered = Зарегистрировались
overview-places-left = Свободных мест
overview-waiting = В листе ожидания
overview-unfinished = Незавершённые регистрации
overview-cancelled = Отменённые регистрации
overview-coming = Подтвердили участие
overview-unanswered = Ещё не ответили, будут ли участвовать
overview-not-coming = Сообщили, что не будут участвовать
overview-attended = Участвовали
overview-choice = { $choice }: { $count }
overview-others = нет ответа
overview-next-title = Ближайшие напоминания
overview-next = { $moment }: { $title } ({ $count ->
    [one] { $count } получатель
    [few] { $count } получателя
    [many] { $count } получателей
   *[other] { $count } получателя
})
overview-next-none = Больше напоминаний не запланировано.

## Диаграмма

chart-subtitle = { $count ->
    [one] { $count } регистрация
    [few] { $count } регистрации
    [many] { $count } регистраций
   *[other] { $count } регистрации
}, { $date }
chart-days = регистраций в день
chart-total = всего (правая ось)
chart-deadline = окончание регистрации
chart-others = Нет ответа
chart-rest = Другие ответы

## Участники

registrants-title = Участники: { $event }
registrants-count = { $count ->
    [one] В списке { $count } регистрация.
    [few] В списке { $count } регистрации.
    [many] В списке { $count } регистраций.
   *[other] В списке { $count } регистрации.
}
registrants-found = Поиск: «{ $words }». { $count ->
    [one] Найден { $count } человек.
    [few] Найдены { $count } человека.
    [many] Найдено { $count } человек.
   *[other] Найдено { $count } человека.
}
registrants-nobody = Поиск: «{ $words }». Никто не найден. Попробуйте короче: достаточно части имени или фамилии.
registrants-page = Страница { $number } из { $total }.
registrants-nameless = Регистрация номер { $number }
registrants-search-what = Напишите часть имени, фамилии или названия учреждения. Диакритические знаки не обязательны.
registrants-search-more = Чтобы найти другого участника, просто напишите следующее имя.
registrants-search = Искать
registrants-all = Весь список
registrants-before = ← Предыдущие
registrants-after = Следующие →
registrants-xlsx = Файл Excel
registrants-csv = Файл CSV
registrants-export-caption = В файле персональные данные. Храните его там, где к нему есть доступ только у организаторов, и удалите, когда он больше не нужен.
registrants-changed-at = Последнее изменение
registrants-source = Источник
registrants-by-colleague = зарегистрировал коллега
registrants-no-channel = некуда писать
registrants-telegram-unreachable = Telegram недоступен
registrants-email-unreachable = Эл. почта недоступна
registrants-since = с { $moment }
registrants-opted-out = Напоминания
registrants-opted-out-since = отказ, { $moment }
registrants-deliveries = Последние сообщения
registrants-deliveries-none = Сообщения ещё не отправлялись.
registrants-delivery = { $moment }: { $kind }, { $channel } – { $status }

## Виды сообщений и их состояния

kind-registered = подтверждение регистрации
kind-changed = подтверждение изменений
kind-cancelled = подтверждение отмены
kind-reminder = напоминание
kind-announcement = объявление
kind-correction = исправление объявления
kind-retraction = отзыв объявления
kind-pinning = закрепление объявления
kind-bad-address = сообщение о неверном адресе
kind-question = вопрос
kind-answer = ответ на вопрос
kind-event-changed = сообщение об изменениях конференции
delivery-waiting = ждёт отправки
delivery-scheduled = будет повторная попытка
delivery-held = приостановлено
delivery-sending = отправляется
delivery-sent = отправлено
delivery-uncertain = неизвестно, дошло ли
delivery-dead = не удалось отправить
delivery-missed = опоздало
delivery-withdrawn = отозвано
