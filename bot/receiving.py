"""How updates come, as the settings say: asked for, or sent to us."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from secrets import token_urlsafe
from typing import TYPE_CHECKING, TypeAlias

from bot.application import ALLOWED_UPDATES, App
from bot.polling import Poller
from bot.starting import CannotStartError
from bot.terms import PollingInTerms
from conference.config import Secrets, Settings, WebSettings

if TYPE_CHECKING:
    # A web server takes memory that a service which asks for its updates has no use for.
    from starlette.routing import BaseRoute

    from bot.webhook import Webhook

Receiver: TypeAlias = "PollingInTerms | Webhook"


@asynccontextmanager
async def receiving(
    settings: Settings, secrets: Secrets, application: App, pages: "Sequence[BaseRoute]"
) -> AsyncIterator[Receiver]:
    """Give what receives updates, with a web server where it or *pages* need one.

    Raise CannotStartError where the web server cannot listen.
    """
    hook = settings.telegram.webhook
    if hook is None:
        async with _serving(pages, settings.service.web):
            yield PollingInTerms(lambda: Poller(application.bot, application.process_update, ALLOWED_UPDATES))
        return
    from bot.webhook import Webhook

    # One that nobody gave is made anew at each start; Telegram is told.
    secret = secrets.telegram_webhook_secret.get_secret_value() if secrets.telegram_webhook_secret else token_urlsafe()
    webhook = Webhook(application.bot, application.process_update, ALLOWED_UPDATES, hook, secret)
    async with _serving([webhook.route, *pages], hook):
        yield webhook


@asynccontextmanager
async def _serving(routes: "Sequence[BaseRoute]", where: WebSettings) -> AsyncIterator[None]:
    if not routes:
        yield
        return
    from bot.web import HEALTH, WebServer

    server = WebServer([HEALTH, *routes], where.listen_host, where.listen_port)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(server)
        except OSError as error:
            raise CannotStartError(f"nothing can listen on {server.host}:{server.port}: {error.strerror}") from error
        yield
