"""Panel: what goes wrong on purpose."""

from markupsafe import Markup

from studio.desk import Mail, Telegram
from studio.page.looking import Act, Handler, Looker


def faults(looker: Looker) -> Markup:
    faults = looker.desk.faults
    groups = [("telegram", list(Telegram), faults.telegram), ("mail", list(Mail), faults.mail)]
    return looker.painter("faults", groups=groups, running=looker.desk.is_running)


async def set_fault(looker: Looker, act: Act) -> None:
    if act["what"] == "telegram":
        await looker.desk.faults.set_telegram(Telegram(act["value"]))
    else:
        await looker.desk.faults.set_mail(Mail(act["value"]))


async def kill(looker: Looker, _: Act) -> None:
    await looker.desk.faults.kill()


async def restart(looker: Looker, _: Act) -> None:
    await looker.desk.faults.restart()


ACTS: dict[str, Handler] = {"fault": set_fault, "kill": kill, "restart": restart}
