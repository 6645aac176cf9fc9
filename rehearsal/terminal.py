"""How messages look in the terminal: calm, at 80 columns, and as clear without colour as with it."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime, tzinfo
from email import message_from_bytes
from email.header import decode_header, make_header

from babel.dates import format_datetime
from rich import box
from rich.align import Align
from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.panel import Panel
from rich.rule import Rule
from rich.style import Style
from rich.text import Text

from rehearsal.mailbox import Letter
from rehearsal.telegram import Alert, Document, Entity, ReplyKeyboard, ShownMessage

WIDTH = 80
BUBBLE = 60
BUTTON = "cyan"
STYLES = {
    "bold": Style(bold=True),
    "italic": Style(italic=True),
    "underline": Style(underline=True),
    "text_link": Style(underline=True),
    "text_mention": Style(underline=True),
    "strikethrough": Style(strike=True),
    "code": Style(dim=True),
    "pre": Style(dim=True),
    "blockquote": Style(italic=True),
    "expandable_blockquote": Style(italic=True),
    "spoiler": Style(reverse=True),
}
QUOTES = ("blockquote", "expandable_blockquote")
QUOTE_MARK = "▎ "
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
SENT_WITHOUT_WORDS = {
    "contact": "shares a contact",
    "sticker": "sends a sticker",
    "location": "shares a place",
    "voice": "sends a voice message",
}
MEDIA = {
    "photo": "Picture",
    "video": "Video",
    "animation": "Animation",
    "audio": "Audio",
    "voice": "Voice message",
    "video_note": "Video",
    "sticker": "Sticker",
}


def say(console: Console, *renderables: RenderableType) -> None:
    """Print at no more than 80 columns, without reading anything into the words."""
    for renderable in renderables:
        console.print(Constrain(renderable, WIDTH), soft_wrap=False, highlight=False, markup=False)


def chapter(title: str) -> RenderableType:
    return Padding(Rule(Text(title, style="bold"), align="left", style="dim"), (1, 0, 0, 0))


def direction(text: str) -> RenderableType:
    """Return a stage direction: what happens, told to the one who watches."""
    return Padding(Text(text, style="italic"), (1, 0, 0, 0))


def heading(moment: datetime, zone: tzinfo, where: str) -> RenderableType:
    """Return the line above what is seen on a phone or in a mailbox."""
    return Padding(Text(f"{when(moment, zone)} · {where}", style="bold dim"), (1, 0, 0, 0))


def possessive(name: str) -> str:
    return f"{name}'" if name.endswith("s") else f"{name}'s"


def when(moment: datetime, zone: tzinfo) -> str:
    """Write a moment as *zone*'s clocks show it: "13 June 2024, Thu 10:01"."""
    return format_datetime(moment.astimezone(zone), "d MMMM y, EEE HH:mm", locale="en")


def day(moment: datetime, zone: tzinfo) -> str:
    """Write a moment's day as *zone*'s calendar has it: "Thursday, 13 June 2024"."""
    return format_datetime(moment.astimezone(zone), "EEEE, d MMMM y", locale="en")


def bubble(message: ShownMessage, numbers_from: int | None = None, *, note: str = "") -> RenderableType:
    """Return a message: the bot's at the left, the person's own at the right.

    With *numbers_from* its buttons are numbered, for whoever presses them by typing. A *note* stands at its edge.
    """
    if message.kind in SENT_WITHOUT_WORDS and not message.from_bot:
        return aside(f"({SENT_WITHOUT_WORDS[message.kind]})")
    inner = BUBBLE - 4
    parts = [part for part in (_file(message), _words(message), _pin(message), _spot(message), _poll(message)) if part]
    if message.inline_keyboard:
        rows = [[button.label + (" ↗" if button.url else "") for button in row] for row in message.inline_keyboard]
        parts += [Text(), *_rows(rows, numbers_from, inner)]
    box_ = Panel(
        Group(*parts),
        subtitle=Text(note, style="dim") if note else None,
        subtitle_align="right",
        border_style="dim",
        padding=(0, 1),
        width=None if message.from_bot else _fitting(parts),
    )
    return Constrain(box_, BUBBLE) if message.from_bot else Align.right(Constrain(box_, BUBBLE))


def keys(keyboard: ReplyKeyboard, numbers_from: int | None = None) -> RenderableType:
    """Return the keyboard that has taken the place of the letters."""
    return Constrain(Group(*_rows(map(list, keyboard.labels), numbers_from, BUBBLE)), BUBBLE)


def press(label: str) -> RenderableType:
    return aside(f"presses [ {label} ]")


def aside(text: str) -> RenderableType:
    """Return what a person does without writing."""
    return Align.right(Text(text, style="dim"))


def toast(alert: Alert) -> RenderableType:
    """Return the notice that passes over the screen when a button is pressed."""
    return Constrain(Align.center(Text(f"( {alert.text} )", style="yellow", justify="center")), BUBBLE)


def letter_card(letter: Letter) -> RenderableType:
    """Return an e-mail as it is opened: its head and its text."""
    head = Text()
    for name in ("From", "To", "Subject"):
        head.append(f"{name + ':':9}", style="dim")
        head.append(f"{_header(letter, name)}\n", style="bold" if name == "Subject" else "")
    attached = [part.get_filename() for part in letter.message.iter_attachments()]
    files = [Text(f"\nAttached: {', '.join(name for name in attached if name)}", style="dim")] if any(attached) else []
    body = Text((letter.text or "").rstrip())
    return Panel(Group(head, body, *files), box=box.SQUARE, border_style="dim", padding=(0, 1), width=WIDTH)


def letter_line(letter: Letter) -> RenderableType:
    """Return an e-mail as a list of them has it."""
    return Text.assemble(("E-mail: ", "dim"), (letter.subject, "bold"))


def formatted(text: str, entities: Iterable[Entity]) -> Text:
    """Return a text of Telegram's with its entities, whose offsets count UTF-16 code units; quotes have a bar."""
    units = text.encode("utf-16-le", "surrogatepass")
    shown, quoted = Text(text), set[int]()
    for entity in entities:
        start, stop = (_characters(units, end) for end in (entity.offset, entity.offset + entity.length))
        style = STYLES.get(entity.type, Style.null())
        shown.stylize(style + Style(link=entity.url) if entity.url else style, start, stop)
        if entity.type in QUOTES:
            quoted |= set(range(text.count("\n", 0, start), text.count("\n", 0, stop) + 1))
    return _with_bars(shown, quoted) if quoted else shown


def transcript(messages: Iterable[ShownMessage], zone: tzinfo) -> str:
    """Return a chat as plain text, to be kept in a file."""
    return "\n\n".join(map("\n".join, (_lines(message, zone) for message in messages))) + "\n"


def _header(letter: Letter, name: str) -> str:
    # The standard library's parser of addresses puts spaces between encoded words, which RFC 2047 does not.
    return str(make_header(decode_header(message_from_bytes(letter.raw)[name] or "")))


def _lines(message: ShownMessage, zone: tzinfo) -> Iterator[str]:
    who = "Bot" if message.from_bot else "Person"
    yield f"{when(message.at, zone)} · {who}{'' if message.kind == 'text' else f' ({message.kind})'}"
    words = message.words or (_spot(message) or Text()).plain
    yield from (f"    {line}".rstrip() for line in words.splitlines())
    yield from ("    " + "  ".join(f"[ {label} ]" for label in row) for row in message.labels)
    if message.keyboard:
        yield from ("    " + "  ".join(f"[ {label} ]" for label in row) for row in message.keyboard.labels)


def _characters(units: bytes, offset: int) -> int:
    return len(units[: 2 * offset].decode("utf-16-le", "surrogatepass"))


def _words(message: ShownMessage) -> Text | None:
    words = message.text or message.caption
    return formatted(words, message.entities) if words else None


def _pin(message: ShownMessage) -> Text | None:
    if message.venue is None:
        return None
    return Text.assemble(("Map: ", "dim"), (message.venue.title, "bold"), f"\n{message.venue.address}")


def _spot(message: ShownMessage) -> Text | None:
    place = message.location
    return Text.assemble(("Map: ", "dim"), f"{place.latitude:.4f}, {place.longitude:.4f}") if place else None


def _poll(message: ShownMessage) -> Text | None:
    if message.poll is None:
        return None
    box_ = "☐" if message.poll.allows_multiple_answers else "○"
    options = "".join(f"\n{box_} {option}" for option in message.poll.options)
    return Text.assemble(("Poll: ", "dim"), (message.poll.question, "bold"), options)


def _file(message: ShownMessage) -> Text | None:
    if message.document is None:
        return None
    kind = MEDIA.get(message.kind, "File")
    return Text.assemble((f"{kind}: ", "dim"), message.document.file_name, (_size(message.document), "dim"))


def _size(document: Document) -> str:
    """Return how big a picture is, or whatever else opens in the chat itself."""
    return "" if document.kind == "document" else f" ({max(document.size // 1000, 1)} kB)"


def _with_bars(text: Text, lines: Collection[int]) -> Text:
    """Put a bar before these lines, counted from 0."""
    split = text.split("\n", allow_blank=True)
    return Text("\n").join(Text(QUOTE_MARK) + line if number in lines else line for number, line in enumerate(split))


def _fitting(parts: Iterable[Text]) -> int:
    widest = max((len(line) for part in parts for line in part.plain.splitlines()), default=0)
    return min(widest + 4, BUBBLE)


def _rows(rows: Iterable[list[str]], numbers_from: int | None, width: int) -> Iterator[Text]:
    number = numbers_from
    for row in rows:
        labels = []
        for label in row:
            labels.append(f"[ {label} ]" if number is None else f"[ #{number} {label} ]")
            number = None if number is None else number + 1
        yield Text("  ".join(_unbroken(label, width) for label in labels), style=BUTTON, justify="center")


def _unbroken(label: str, width: int) -> str:
    """Keep a button in one line, where it fits into one."""
    return label.replace(" ", NO_BREAK_SPACE) if len(label) <= width else label
