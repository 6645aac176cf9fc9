"""What a person decides about themselves: language, reminders, their data."""


from bot.screens.screen import Key, Screen, said
from conference.button import Act, Button
from conference.texts import Texts, Voice


def languages(voice: Voice, texts: Texts) -> Screen:
    """Offer the languages, each by its own name."""
    keys = tuple(
        (Key(texts.voice(language)("language-name"), Button(Act.LANGUAGE, argument=language)),)
        for language in texts.languages
    )
    return Screen(said(voice("language-question")), keys)


def opted_out(voice: Voice) -> Screen:
    """Confirm that no more reminders are sent, and offer to undo it."""
    return Screen(said(voice("opted-out")), ((Key(voice("button-opt-in"), Button(Act.OPT_IN)),),))


def erasing(voice: Voice) -> Screen:
    """Ask whether everything is really to be erased."""
    return Screen(
        said(voice("erase-question")),
        (
            (Key(voice("button-my-data"), Button(Act.MY_DATA)),),
            (Key(voice("button-erase-surely"), Button(Act.ERASE_SURELY)),),
        ),
    )
