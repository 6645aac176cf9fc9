"""How updates come, as the settings say: asked for, or sent to us."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from secrets import token_urlsafe

from bot.application import ALLOWED_UPDATES, App
from bot.polling import Poller
from bot.starting import CannotStartError
from bot.web import HEALTH, WebServer
from bot.webhook import Webhook
from conference.config import Secrets, TelegramSettings

Receiver = Poller | Webhook


@asynccontextmanager
async def receiving(settings: TelegramSettings, secrets: Secrets, application: App) -> AsyncIterator[Receiver]:
    """Give what receives updates, with the web server that it needs, if any.

    Raise CannotStartError where the web server cannot listen.
    """
    if settings.webhook is None:
        yield Poller(application.bot, application.process_update, ALLOWED_UPDATES)
        return
    # One that nobody gave is made anew at each start; Telegram is told.
    secret = secrets.telegram_webhook_secret.get_secret_value() if secrets.telegram_webhook_secret else token_urlsafe()
    webhook = Webhook(application.bot, application.process_update, ALLOWED_UPDATES, settings.webhook, secret)
    server = WebServer([HEALTH, webhook.route], settings.webhook.listen_host, settings.webhook.listen_port)
    async with AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(server)
        except OSError as error:
            raise CannotStartError(f"nothing can listen on {server.host}:{server.port}: {error.strerror}") from error
        yield webhook
