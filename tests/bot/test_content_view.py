from rich.console import Console

from bot.content_view import telegram_bubble, telegram_text
from conference.content import Action, CalendarFile, Content, Fact, Place

WHOLE = Content(
    title="Pieteikums saņemts",
    paragraphs=("Paldies, Jūsu pieteikums konferencei „Paraugs” ir saņemts un apstiprināts.",),
    facts=(Fact("Norises vieta", "Koncertzāle <1>", link="https://example.org/map?a=1&b=2"),),
    closing=("Pirms konferences nosūtīsim Jums atgādinājumu.",),
    actions=(
        Action("Mans pieteikums", command="show:example", link="https://t.me/bot"),
        Action("Karte", link="https://example.org/map"),
    ),
    place=Place("Koncertzāle", "Raunas iela 12", 57.3, 25.3),
    calendar=CalendarFile("konference.ics", "PUBLISH", b""),
    footer=("Jautājumi: conference@example.org.",),
)


def shown(content: Content, width: int) -> str:
    console = Console(width=width, force_terminal=False)
    with console.capture() as capture:
        console.print(telegram_bubble(content))
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def test_a_content_is_shown_as_a_message_with_buttons_and_what_follows_it():
    assert shown(WHOLE, 80) == "\n".join(
        [
            "╭──────────────────────────────────────────────────╮",
            "│ Pieteikums saņemts                               │",
            "│                                                  │",
            "│ Paldies, Jūsu pieteikums konferencei „Paraugs”   │",
            "│ ir saņemts un apstiprināts.                      │",
            "│                                                  │",
            "│ Norises vieta: Koncertzāle <1>                   │",
            "│                                                  │",
            "│ Pirms konferences nosūtīsim Jums atgādinājumu.   │",
            "│                                                  │",
            "│               [ Mans pieteikums ]                │",
            "│                   [ Karte ↗ ]                    │",
            "╰──────────────────────────────────────────────────╯",
            "+ map: Koncertzāle, Raunas iela 12",
            "+ file: konference.ics",
        ]
    )


def test_a_narrow_terminal_gets_a_narrow_box():
    assert shown(Content("Paldies", actions=(Action("Jā", command="y"),)), 16) == "\n".join(
        [
            "╭──────────────╮",
            "│ Paldies      │",
            "│              │",
            "│    [ Jā ]    │",
            "╰──────────────╯",
        ]
    )


def test_a_long_content_is_as_many_boxes_as_messages():
    text = shown(Content("Ilgi", paragraphs=("a " * 2000, "b " * 2000)), 80)
    assert text.count("╭") == 2


def test_telegrams_html_becomes_bold_and_links():
    text = telegram_text('<b>Vieta:</b> <a href="https://example.org/?a=1&amp;b=2">Zāle &lt;1&gt;</a>.')
    styled = [(text.plain[span.start : span.end], span.style) for span in text.spans]
    assert text.plain == "Vieta: Zāle <1>."
    assert [(part, style.bold, style.underline, style.link) for part, style in styled if style] == [
        ("Vieta:", True, None, None),
        ("Zāle <1>", None, True, "https://example.org/?a=1&b=2"),
    ]


def test_markup_of_the_terminal_in_a_text_stays_text():
    content = Content("[bold]Paraugs[/bold]", actions=(Action("[red]Jā[/red]", command="y"),))
    assert [line.strip("│ ") for line in shown(content, 60).splitlines()[1:4]] == [
        "[bold]Paraugs[/bold]",
        "",
        "[ [red]Jā[/red] ]",
    ]
