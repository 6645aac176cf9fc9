"""What a button says to the bot when it is pressed: a few words in at most 64 bytes (Bot API, callback_data)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Self


class Act(StrEnum):
    """What pressing does. The values are short: they travel in callback_data."""

    # About an event
    EVENTS = "events"
    OPEN = "open"
    REGISTER = "register"
    PROGRAMME = "prog"
    VENUE = "venue"
    CONTACT = "contact"
    ASK = "ask"
    ASK_NOT = "ask0"
    CALENDAR = "cal"
    # About one's registration
    SHOW = "show"
    CHANGE = "change"
    CANCEL = "cancel"
    CANCEL_SURELY = "cancel2"
    CHANNELS = "channels"
    WANTS = "wants"
    CORRECT_EMAIL = "email"
    COMING = "coming"
    NOT_COMING = "notcoming"
    # About colleagues whom one registers
    FOR_COLLEAGUE = "for"
    COLLEAGUE_CANCEL = "forx"
    COLLEAGUE_CANCEL_SURELY = "forx2"
    # Within the dialogue; these carry the draft's step
    AGREE = "agree"
    BACK = "back"
    SKIP = "skip"
    STOP = "stop"
    STOP_SURELY = "stop2"
    CONTINUE = "go"
    PICK = "pick"
    TICK = "tick"
    DONE = "done"
    AS_SUGGESTED = "meant"
    AS_TYPED = "typed"
    CORRECT = "fix"
    CONFIRM = "confirm"
    # About oneself
    LANGUAGES = "languages"
    LANGUAGE = "lang"
    OPT_OUT = "optout"
    OPT_IN = "optin"
    MY_DATA = "mydata"
    MY_DATA_FILE = "mydata2"
    ERASE = "erase"
    ERASE_SURELY = "erase2"
    # For organisers: their menu, and what it offers
    ORGANISE = "organise"
    OVERVIEW = "overview"
    REGISTRANTS = "people"
    ANNOUNCE = "announce"
    ANNOUNCEMENTS = "told"
    QUESTIONS = "asked"
    IMPORT = "import"
    COLLEAGUES = "team"
    # For organisers: who helps to run an event
    INVITE = "invite"
    DISMISS = "dismiss"
    DISMISS_SURELY = "dismiss2"
    # For organisers: who is coming; the list carries its page as the step, and what was searched
    CARD = "card"
    SEARCH = "search"
    EXPORT = "export"
    # For organisers: the import of a list, when its file has been checked
    IMPORT_SURELY = "import2"
    IMPORT_STOP = "import0"
    # For organisers: announcements, which the step names; writing one
    DESK = "desk"
    WORDS = "words"
    NO_WORDS = "nowords"
    SUBJECT = "subject"
    AUDIENCE = "audience"
    AIM = "aim"
    VIA = "via"
    PREVIEW = "preview"
    TRY_OUT = "tryout"
    WHEN = "when"
    DISCARD = "discard"
    DISCARD_SURELY = "discard2"
    # For organisers: sending it
    SEND = "send"
    SEND_SURELY = "send2"
    UNDO = "undo"
    PAUSE = "pause"
    RESUME = "resume"
    HALT = "halt"
    GO_ON = "goon"
    # For organisers: what came of it, and what is done to it afterwards
    TOLD = "report"
    FAILURES = "failed"
    FAILURES_FILE = "failed2"
    RETRY = "retry"
    RETRY_SURELY = "retry2"
    REWORD = "reword"
    REWORD_SURELY = "reword2"
    TAKE_BACK = "recall"
    TAKE_BACK_SURELY = "recall2"
    PIN = "pin"

    # For organisers: the questions of people; the list of them carries its page as the step
    THREAD = "thread"
    ANSWER = "answer"
    ANSWER_NOT = "answer0"
    # For organisers: changes of the event
    CHANGE_NOTIFY = "o.tell"
    CHANGE_KEEP = "o.keep"


@dataclass(frozen=True, slots=True)
class Button:
    """An act, the event it is about, the step of the draft it belongs to, and an argument."""

    act: Act
    event: str = ""
    step: int | None = None
    argument: str = ""

    def encode(self) -> str:
        step = "" if self.step is None else str(self.step)
        return f"{self.act}:{self.event}:{step}:{self.argument}"

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """Return the button behind callback data; None where the data are none of ours: anybody can send anything."""
        try:
            act, event, step, argument = data.split(":")
            return cls(Act(act), event, int(step) if step else None, argument)
        except ValueError:
            return None
