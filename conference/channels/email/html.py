"""A content as an HTML message: one calm column that reads well with images, styles or both turned off.

Mail clients are not browsers: Outlook for Windows lays out with Word and needs tables, Gmail drops what it does not
know from <style>, and every client has a dark mode of its own. So the looks are inline, <style> only refines them, and
a comment that only Word reads keeps the column narrow there.
"""

from collections.abc import Iterable
from html import escape
from string import Template

from conference.channels.email.style import (
    ACCENT,
    BUTTON,
    FONT,
    INK,
    LABEL,
    LINE,
    LINK,
    MUTED,
    PARAGRAPH,
    ROW,
    SMALL,
    VALUE,
    WRAP,
)
from conference.channels.email.written_html import written_html
from conference.content import Action, Content, Fact

PAGE = Template(f"""\
<!DOCTYPE html>
<html lang="$language" dir="ltr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no">
<title>$title</title>
<style>
:root {{ color-scheme: light dark; supported-color-schemes: light dark; }}
@media (max-width: 480px) {{
  .page {{ padding: 0 !important; }}
  .sheet {{ border: 0 !important; border-top: 4px solid {ACCENT} !important; }}
  .inner {{ padding-left: 20px !important; padding-right: 20px !important; }}
  .label, .value {{ display: block !important; width: auto !important; }}
  .label {{ padding-bottom: 0 !important; }}
  .value {{ border-top: 0 !important; padding-top: 2px !important; }}
}}
@media (prefers-color-scheme: dark) {{
  .page {{ background-color: #12171d !important; }}
  .sheet {{ background-color: #1b222a !important; border-color: #323c47 !important; }}
  .sheet {{ border-top-color: #5b9bc9 !important; }}
  .ink {{ color: #e7ebef !important; }}
  .muted {{ color: #a5b1bd !important; }}
  .line {{ border-color: #323c47 !important; }}
  .link {{ color: #8fc3ea !important; }}
  .quote {{ border-color: #5b9bc9 !important; }}
  .button {{ background-color: #2a6592 !important; }}
}}
</style>
</head>
<body class="page" style="margin:0;padding:0;background-color:#f2f4f7;-webkit-text-size-adjust:100%">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td class="page" align="center" style="padding:24px 12px;background-color:#f2f4f7">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="sheet" width="100%" cellpadding="0" cellspacing="0" border="0" \
style="max-width:600px;background-color:#ffffff;border:1px solid {LINE};border-top:4px solid {ACCENT};{FONT}"><tr>
<td class="inner" align="left" style="padding:28px 36px 20px;{FONT}">
<p class="muted" dir="auto" \
style="margin:0 0 20px;font-size:14px;line-height:1.5;color:{MUTED};{WRAP}">$event</p>
<h1 class="ink" dir="auto" \
style="margin:0 0 18px;font-size:22px;line-height:1.35;font-weight:600;color:{INK};{WRAP}">$title</h1>
$body
</td></tr>$footer</table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body>
</html>
""")


def as_html(content: Content, event_title: str, language: str) -> str:
    """Return the whole content as a document of its own: nothing is loaded from anywhere."""
    blocks = [
        *map(paragraph, content.paragraphs),
        *(written_html(content.written) if content.written else ()),
        facts(content.facts),
        *map(paragraph, content.closing),
        actions([action for action in content.actions if action.link]),
    ]
    return PAGE.substitute(
        language=escape(language),
        title=escape(content.title),
        event=escape(event_title),
        body="\n".join(filter(None, blocks)),
        footer=footer(content.footer),
    )


def paragraph(text: str) -> str:
    return f'<p class="ink" dir="auto" style="{PARAGRAPH}">{lines(text)}</p>'


def facts(rows: Iterable[Fact]) -> str:
    cells = "\n".join(map(fact_row, rows))
    frame = f"margin:4px 0 24px;border-bottom:1px solid {LINE}"
    table = f'<table class="line" width="100%" cellpadding="0" cellspacing="0" border="0" style="{frame}">'
    return f"{table}\n{cells}\n</table>" if cells else ""


def fact_row(fact: Fact) -> str:
    value = link(fact.link, fact.value) if fact.link else lines(fact.value)
    return (
        f'<tr><th scope="row" class="label line muted" width="34%" align="left" valign="top" '
        f'style="{LABEL};{ROW}">{escape(fact.label)}</th>'
        f'<td class="value line ink" dir="auto" style="{VALUE};{ROW}">{value}</td></tr>'
    )


def actions(rows: list[Action]) -> str:
    """Show the first action as a button, the others as links below it."""
    if not rows:
        return ""
    first, *others = rows
    links = (f'<p style="{PARAGRAPH}">{link(action.link, action.label)}</p>' for action in others)
    return "\n".join((button(first), *links))


def button(action: Action) -> str:
    # Word ignores the padding of a link, but knows its own property for that of the cell.
    return (
        '<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:4px 0 20px"><tr>'
        f'<td class="button" style="background-color:{ACCENT};border-radius:4px;mso-padding-alt:13px 24px">'
        f'<a href="{escape(action.link or "")}" style="{BUTTON};color:#ffffff;{FONT}">{escape(action.label)}</a>'
        "</td></tr></table>"
    )


def link(address: str | None, text: str) -> str:
    return f'<a class="link" href="{escape(address or "")}" style="{LINK}">{lines(text)}</a>'


def footer(texts: Iterable[str]) -> str:
    small = "\n".join(f'<p class="muted" dir="auto" style="{SMALL}">{lines(text)}</p>' for text in texts)
    cell = f'<td class="inner line" align="left" style="padding:16px 36px 18px;border-top:1px solid {LINE};{FONT}">'
    return f"<tr>\n{cell}\n{small}\n</td></tr>" if small else ""


def lines(text: str) -> str:
    """Return *text* escaped, with its own line breaks."""
    return "<br>\n".join(escape(line) for line in text.splitlines())
