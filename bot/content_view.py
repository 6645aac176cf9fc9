"""A content in the terminal, as Telegram shows it."""

from collections.abc import Iterator
from html.parser import HTMLParser

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.panel import Panel
from rich.style import Style
from rich.text import Text

from conference.channels.telegram_html import as_messages
from conference.content import Action, Content

WIDTH = 52
"""Two side by side, and the time before them, fit into 120 columns."""
BORDER = "dim"


def telegram_bubble(content: Content) -> RenderableType:
    """Return a content's messages as boxes of at most `WIDTH` columns, its buttons in the last; what follows in
    messages of its own (a pin of the place, the calendar file) is named below."""
    *before, last = map(telegram_text, as_messages(content))
    with_buttons = Group(last, Text(), *map(_button, content.actions)) if content.actions else last
    boxes = [Panel(body, border_style=BORDER, padding=(0, 1)) for body in (*before, with_buttons)]
    return Constrain(Group(*boxes, *_attached(content)), WIDTH)


def telegram_text(html: str) -> Text:
    """Return text in Telegram's HTML, as far as `as_messages` writes it, in bold and with links."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.text = Text()
        self._styles: list[Style] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        link = dict(attrs).get("href")
        self._styles.append(Style(bold=tag == "b" or None, underline=tag == "a" or None, link=link))

    def handle_endtag(self, tag: str) -> None:
        self._styles.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data, Style.combine([Style.null(), *self._styles]))


def _button(action: Action) -> Text:
    # Telegram marks a button that leads elsewhere with the same arrow.
    leads_elsewhere = " ↗" if action.link and not action.command else ""
    return Text(f"[ {action.label}{leads_elsewhere} ]", style="cyan", justify="center")


def _attached(content: Content) -> Iterator[Text]:
    if content.place:
        yield Text(f"+ map: {content.place.name}, {content.place.address}", style="dim")
    if content.calendar:
        yield Text(f"+ file: {content.calendar.file_name}", style="dim")
