"""The same dialogue as bots usually have it: PTB's ConversationHandler, one update after another, pickled at the end.

Run by `benchmarks.answers`, with the URL of the Bot API, the number of questions, and the file to pickle into.
"""

import sys
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

INTRODUCTION, CONSENT, QUESTION, SUMMARY = range(4)

Context = ContextTypes.DEFAULT_TYPE


class Dialogue:
    def __init__(self, questions: int) -> None:
        self._questions = questions

    def handler(self) -> ConversationHandler[Any]:
        return ConversationHandler(
            entry_points=[CommandHandler("start", self.start)],
            states={
                INTRODUCTION: [CallbackQueryHandler(self.register)],
                CONSENT: [CallbackQueryHandler(self.agree)],
                QUESTION: [MessageHandler(filters.TEXT & ~filters.COMMAND, self.answer)],
                SUMMARY: [CallbackQueryHandler(self.confirm)],
            },
            fallbacks=[],
            name="registration",
            persistent=True,
        )

    async def start(self, update: Update, _context: Context) -> int:
        await _say(update, "The conference", "register")
        return INTRODUCTION

    async def register(self, update: Update, _context: Context) -> int:
        await _put_in_its_place(update, "Do you agree?", "agree")
        return CONSENT

    async def agree(self, update: Update, context: Context) -> int:
        await _put_in_its_place(update, "You have agreed.")
        _answers(context).clear()
        await _say(update, self._question(1))
        return QUESTION

    async def answer(self, update: Update, context: Context) -> int:
        assert update.message is not None
        answers = _answers(context)
        answers.append(update.message.text or "")
        if len(answers) < self._questions:
            await _say(update, self._question(len(answers) + 1))
            return QUESTION
        await _say(update, "\n".join(["Summary", *answers]), "confirm")
        return SUMMARY

    async def confirm(self, update: Update, context: Context) -> int:
        await _put_in_its_place(update, "Thank you.")
        await _say(update, "\n".join(["Registered", *_answers(context)]))
        return ConversationHandler.END

    def _question(self, number: int) -> str:
        return f"Question {number} of {self._questions}\n\nWhat is your answer to question {number}?"


def _answers(context: Context) -> list[str]:
    assert context.user_data is not None
    answers: list[str] = context.user_data.setdefault("answers", [])
    return answers


async def _put_in_its_place(update: Update, text: str, button: str | None = None) -> None:
    assert update.callback_query is not None
    await update.callback_query.answer()
    await update.callback_query.edit_message_text(text, reply_markup=_markup(button))


async def _say(update: Update, text: str, button: str | None = None) -> None:
    assert update.effective_chat is not None
    await update.effective_chat.send_message(text, reply_markup=_markup(button))


def _markup(button: str | None) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[InlineKeyboardButton(button, callback_data=button)]]) if button else None


def main() -> None:
    token, base_url, questions, file = sys.argv[1:]
    persistence: PicklePersistence[Any, Any, Any] = PicklePersistence(file)
    application = Application.builder().token(token).base_url(base_url).persistence(persistence).build()
    application.add_handler(Dialogue(int(questions)).handler())
    application.run_polling()


if __name__ == "__main__":
    main()
