"""The page behind the link by which mail programs and people leave (RFC 8058). Looking changes nothing, POST does.

Mail servers open links to look for dangers, so a GET only asks. It needs no login and no cookie: the link is signed.
"""

from html import escape
from string import Template

from starlette.requests import Request
from starlette.responses import HTMLResponse
from starlette.routing import Route

from bot.service import Service
from conference import people, unsubscribing
from conference.event import Event
from conference.people import Person
from conference.signing import Signing
from conference.texts import Voice

PAGE = Template("""\
<!DOCTYPE html>
<html lang="$language">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>$title</title>
<style>
body { max-width: 34rem; margin: 3rem auto; padding: 0 1rem; font: 1.1rem/1.5 system-ui, sans-serif; }
button { padding: .8rem 1.5rem; font: inherit; }
</style>
</head>
<body>
<h1>$title</h1>
<p>$text</p>
$form</body>
</html>
""")
FORM = Template('<form method="post"><button>$label</button></form>\n')

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'",
    "Cache-Control": "no-store, max-age=0",
    "X-Robots-Tag": "noindex",
}


def unsubscribe_route(service: Service, signing: Signing) -> Route:
    """Return the route of the links that `conference.unsubscribing.link` makes."""

    async def answer(request: Request) -> HTMLResponse:
        named = unsubscribing.read(request.path_params["token"], signing)
        found = await _leave_or_look(service, *named, leaves=request.method == "POST") if named else None
        if found is None:
            voice = service.texts.voice(service.texts.default_language)
            return _page(voice, voice("unsubscribe-title"), voice("unsubscribe-unknown"), status=404)
        return _answer(service, *found, leaves=request.method == "POST")

    return Route(unsubscribing.PATH + "/{token}", answer, methods=["GET", "POST"])


async def _leave_or_look(
    service: Service, person_id: int, event_key: str, *, leaves: bool
) -> tuple[Person, Event] | None:
    """Return the person and the event of a link; None where one of them is gone."""
    event = service.event(event_key)
    async with service.database.transaction() as connection:
        person = await people.get(connection, person_id)
        # Whoever was erased has no address and no language: they are a number.
        if event is None or person is None or not person.language:
            return None
        if leaves and person.opted_out_at is None:
            await people.opt_out(connection, person_id, service.clock())
    return person, event


def _answer(service: Service, person: Person, event: Event, *, leaves: bool) -> HTMLResponse:
    voice = service.texts.voice(person.language)
    if leaves or person.opted_out_at:
        return _page(voice, voice("unsubscribe-title"), voice("opted-out"))
    form = FORM.substitute(label=escape(voice("button-opt-out")))
    question = voice("unsubscribe-question", event=voice.of(event.title))
    return _page(voice, voice("unsubscribe-title"), question, form)


def _page(voice: Voice, title: str, text: str, form: str = "", status: int = 200) -> HTMLResponse:
    page = PAGE.substitute(language=voice.language, title=escape(title), text=escape(text), form=form)
    return HTMLResponse(page, status, HEADERS)
