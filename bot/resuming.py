"""The end of a pause: first what would be sent, then a decision, then it is sent or withdrawn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.prompt import Prompt
from rich.table import Table

from bot.options import fail
from bot.status_view import CHANNELS, moment
from bot.stored import changing
from conference import ledger, reminders, service_state
from conference.config import Settings
from conference.ledger import Unsent
from conference.restoring import Restored
from conference.service_state import Pause, PauseReason

WITHDRAWN = "due before the service was resumed; the operator withdrew it"


@dataclass(frozen=True, slots=True)
class Queued:
    """What waits for the end of a pause."""

    pause: Pause
    moment: datetime
    """What was due by then can be withdrawn: after a restore its moment, otherwise the present one."""
    unsent: Sequence[Unsent]

    @property
    def pause_is_restore(self) -> bool:
        return self.pause.reason is PauseReason.RESTORED

    @property
    def before(self) -> int:
        return sum(one.before for one in self.unsent)

    @property
    def after(self) -> int:
        return sum(one.after for one in self.unsent)


async def queued(settings: Settings, now: datetime) -> Queued | None:
    """Return what waits, with the reminders that fell due meanwhile; None where nothing is paused."""
    async with changing(settings.service.database_url) as connection:
        pause = await service_state.paused(connection)
        if pause is None:
            return None
        # As the service's tick would; the service need not be running.
        await reminders.queue_due(connection, settings.events, now)
        moment = pause.since if pause.reason is PauseReason.RESTORED else now
        return Queued(pause, moment, await ledger.unsent(connection, moment))


async def resume(settings: Settings, queued: Queued, now: datetime, *, withdraw: bool) -> int:
    """End the pause; withdraw what was due, if so decided. Return how many were withdrawn."""
    async with changing(settings.service.database_url) as connection:
        withdrawn = await ledger.withdraw(connection, queued.moment, WITHDRAWN, now) if withdraw else 0
        await service_state.resume(connection)
    return withdrawn


def show(console: Console, queued: Queued, zone: ZoneInfo) -> None:
    """Print what would be sent."""
    why = "a backup was restored" if queued.pause_is_restore else "the operator wished it"
    console.print(f"Paused since {moment(queued.pause.since, zone)}: {why}.", markup=False)
    if not queued.unsent:
        console.print("Nothing waits to be sent.")
        return
    console.print(_table(queued.unsent, queued.pause_is_restore), soft_wrap=False)
    if queued.pause_is_restore and queued.before:
        console.print("What was due before the restore may have been sent by the lost database.")


def ask(console: Console, queued: Queued, decided: bool | None) -> bool:
    """Return whether to withdraw what was due; leave where the answer is to do nothing yet."""
    due = f"{queued.before} due before " + ("the restore" if queued.pause_is_restore else "now")
    if decided is not None or not queued.before:
        withdraw = bool(decided)
        done = f"Withdraw {due}, send {queued.after}?" if withdraw else f"Send {queued.before + queued.after}?"
        _answer(console, done, ["yes", "no"], "no")
        return withdraw
    default = "withdraw" if queued.pause_is_restore else "send"
    question = f"withdraw: never send the {due}, send the other {queued.after}\nsend: send all\nno: stay paused\nWhich?"
    return _answer(console, question, ["withdraw", "send", "no"], default) == "withdraw"


def show_restored(console: Console, file: object, restored: Restored, zone: ZoneInfo) -> None:
    """Print what a restore has done, and what nothing brings back."""
    console.print(f"restored: {file}", markup=False)
    if restored.kept:
        console.print(f"The database before it is kept: {restored.kept}", markup=False)
        console.print("It holds personal data: delete it, and what is named like it, once nobody needs it.")
    if restored.last_written:
        console.print(f"The last that the backup tells of is of {moment(restored.last_written, zone)}.", markup=False)
    console.print(
        "What people did after it was made is lost: registrations, changes, cancellations, declined reminders.\n"
        "Who had their data erased since then is back in it: erase them again.\n"
        "Paused: nothing is sent. Start the service; `kopa resume` asks what to do with what waits:",
        markup=False,
    )
    console.print(_table(restored.unsent, after_restore=True) if restored.unsent else "nothing", soft_wrap=False)


def _table(unsent: Iterable[Unsent], after_restore: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    moment = "the restore" if after_restore else "now"
    for title in ("event", "notice", "channel"):
        table.add_column(title, overflow="fold")
    for title in (f"due before {moment}", "later"):
        table.add_column(title, justify="right")
    for one in unsent:
        notice = f"{one.kind} {one.key}".rstrip()
        table.add_row(one.event, notice, CHANNELS[one.channel], str(one.before), str(one.after))
    return table


def _answer(console: Console, question: str, choices: list[str], default: str) -> str:
    try:
        answer = Prompt.ask(question, console=console, choices=choices, default=default)
    except EOFError:
        fail("nobody answers: say --yes, with --send-all or --withdraw-due if you wish")
    if answer == "no":
        fail("Still paused.")
    return answer
