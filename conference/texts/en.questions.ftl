# Questions to the organisers, and answers.

## Who asks

command-ask = A question to the organisers
button-ask = Ask a question
button-ask-more = Ask more
button-ask-not = Do not ask after all
asking-title = A question to the organisers
asking-choose = Which conference would you like to ask about?
asking-what = Please write your question about the conference “{ $event }” in one message. The organisers will read it, and we will send you the answer.
asking-child = Please mention nothing by which a child could be recognised.
asking-kept = Only the organisers will see your question. It is erased together with the rest of your data; you can also erase it yourself with the command /mydata.
asking-needs-text = Please write your question in words: pictures, voice messages and stickers cannot be passed on to the organisers.
asking-too-long = The question is too long (its length now: { $length }). Please shorten it and send it again: it can have at most { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.
asking-sent = Thank you. Your question has been passed on to the organisers. As soon as one of them answers, you will get a message.
asking-not = The question has not been sent.
asking-enough = You have asked the organisers many questions today. Please wait for their answers, or contact them directly. { $contact }
asking-nobody = The organisers cannot be asked in this chat at present. { $contact }
answered-title = The answer to your question
answered-intro = The organisers of the conference “{ $event }” answer:
answered-quoted = You asked: “{ $question }”
answered-more = If you would like to ask more, reply to this message or press “{ button-ask-more }”.
answered-more-by-email = If you would like to ask more, reply to this e-mail.

## Who answers

button-answer = Answer
button-answer-more = Add to the answer
button-answer-not = Do not answer after all
button-asked-all = All questions
asked-title = A question about the conference “{ $event }”
asked-who = Asked by
asked-registrant = a registrant
asked-unregistered = somebody who is not registered
asked-earlier = In this thread so far
asked-messages = { $count ->
    [one] { $count } message
   *[other] { $count } messages
}
asked-how = To answer, press “{ button-answer }” or reply to this message.
asked-how-by-email = You can answer in the chat with the conference bot in Telegram: press “{ button-asked }” in the organisers’ menu.
asked-how-in-group = To answer, reply to this message. Only organisers of the conference can answer.
asked-answered = Answered by: { $who }, { $date }. “{ $answer }”
asked-organiser = an organiser
asked-organiser-since = an organiser since { $date }
asked-gone = This question has been erased and can no longer be answered.
asked-list = Questions: { $event }
asked-none = There are no questions yet.
asked-open = Waiting for an answer: { $count }. Threads in all: { $total }.
asked-waits = waits for an answer
asked-thread = Thread: { $who }
asked-us = Organisers: { $who }
answering-what = Please write the answer in one message. Whoever asked gets it as the organisers’ answer, without your name.
answering-question = The question: “{ $question }”
answering-needs-text = Please write the answer in words: pictures, voice messages and stickers cannot be sent to whoever asked.
answering-too-long = The answer is too long (its length now: { $length }). Please shorten it and send it again: it can have at most { $limit ->
    [one] { $limit } character
   *[other] { $limit } characters
}.
answering-sent = Thank you. We are sending the answer to whoever asked.
answering-also = This question had been answered already; whoever asked gets your answer too.
answering-not = The answer has not been sent.
answering-in-group = This answer has not been sent: only those can answer who have become organisers in the chat with me.
kind-answered = news that a question is answered

## My data

my-data-question = A question to the organisers, { $date }
my-data-answer = The organisers’ answer, { $date }
