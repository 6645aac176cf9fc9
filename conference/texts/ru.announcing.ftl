### Объявления организаторов: что нужно знать перед отправкой и как о них пишут в письмах

announcing-subject = Объявление: { $event }
announcing-correction-subject = Исправление: { $subject }
announcing-in-telegram = Приложение доступно в беседе с ботом в Telegram.
announcing-poll-in-telegram = Ответить можно в беседе с ботом в Telegram.
announcing-open-telegram = Открыть Telegram
announcing-time-unknown = время будет объявлено

announcing-nobody = У объявления нет ни одного получателя, с которым можно связаться.
announcing-no-words = У объявления пока нет текста.
announcing-unknown-placeholder = Неизвестные поля: { $names }.
announcing-placeholder-needs-registration = Поля { $names } подходят только тем, кто зарегистрировался, но среди получателей есть и незавершённые заявки.
announcing-too-long = Текст слишком длинный: Telegram допускает { $limit } символов, а здесь может быть { $length }.
announcing-may-be-unanswered = На { $names } мог быть не дан ответ; тогда получатель увидит тире.
announcing-poll-by-email = По электронной почте { $count ->
    [one] { $count } получатель увидит
    [few] { $count } получателя увидят
    [many] { $count } получателей увидят
   *[other] { $count } получателя увидят
} вопрос и варианты ответа, но ответить можно только в Telegram.
announcing-file-not-by-email = Файл слишком велик для электронной почты: { $count ->
    [one] { $count } получатель прочтёт
    [few] { $count } получателя прочтут
    [many] { $count } получателей прочтут
   *[other] { $count } получателя прочтут
} в письме, что он доступен в Telegram.
announcing-no-caption = У файла нет подписи: { $count ->
    [one] { $count } получатель получит
    [few] { $count } получателя получат
    [many] { $count } получателей получат
   *[other] { $count } получателя получат
} письмо без текста.
