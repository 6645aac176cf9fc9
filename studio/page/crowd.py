"""Panel: a crowd that registers by itself."""

from markupsafe import Markup

from studio.page.looking import Act, Handler, Looker


def crowd(looker: Looker) -> Markup:
    progress = looker.desk.crowd.progress
    numbers = {
        "registered": progress.registered,
        "unfinished": progress.unfinished,
        "blocked": progress.blocked,
        "turned-away": progress.turned_away,
    }
    facts = [(looker.t(f"crowd-{name}"), number) for name, number in numbers.items()]
    return looker.painter("crowd", progress=progress, facts=facts, running=looker.desk.is_running)


async def begin(looker: Looker, act: Act) -> None:
    looker.desk.crowd.begin(int(act["number"]), seed=len(looker.desk.seats))


async def stop(looker: Looker, _: Act) -> None:
    await looker.desk.crowd.stop()


ACTS: dict[str, Handler] = {"crowd": begin, "crowd-stop": stop}
