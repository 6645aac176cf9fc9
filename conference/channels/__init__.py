"""The ways to reach people."""

import os

# Pauses that Telegram asks for are timedeltas, everywhere; without this PTB gives seconds and warns at each of them.
os.environ.setdefault("PTB_TIMEDELTA", "1")
