"""Panel: the settings of the rehearsal."""

from markupsafe import Markup

from studio.desk import check
from studio.page.looking import Act, Handler, Looker


def settings(looker: Looker) -> Markup:
    return looker.painter(
        "settings",
        text=looker.settings if looker.settings is not None else looker.desk.settings_text,
        mistakes=looker.mistakes,
        saved=looker.settings_taken,
        busy=bool(looker.studio.working),
    )


async def submit(looker: Looker, act: Act) -> None:
    """Check what was written; where it is right and meant to be used, go on with it."""
    text = act["text"].replace("\r\n", "\n")
    looker.settings, looker.mistakes, looker.settings_taken = text, check(text), False
    if looker.mistakes:
        return
    if act.get("then") == "check":
        looker.say(looker.t("settings-fine"))
        return
    await looker.desk.apply(text)
    looker.settings, looker.settings_taken = None, True


ACTS: dict[str, Handler] = {"settings": submit}
