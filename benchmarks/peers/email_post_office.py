"""The letter queued and sent with django-post_office: its table in SQLite on disk, ten threads, batches of a thousand.

Only the sending is timed, from the queue to its own marks.
"""

import argparse
import json
import logging
import tempfile
import time
from pathlib import Path

import django
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.management import call_command

CONNECTIONS = 10


def set_up(port: int, folder: Path) -> None:
    settings.configure(
        INSTALLED_APPS=["post_office"],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "post_office.db"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        MEDIA_ROOT=folder / "media",
        USE_TZ=True,
        TEMPLATES=[
            {"BACKEND": "django.template.backends.django.DjangoTemplates"},
            {"BACKEND": "post_office.template.backends.post_office.PostOfficeTemplates"},
        ],
        EMAIL_BACKEND="post_office.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=port,
        POST_OFFICE={
            "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
            "THREADS_PER_PROCESS": CONNECTIONS,
            "BATCH_SIZE": 1_000,
            "LOG_LEVEL": 0,
        },
    )
    django.setup()
    logging.disable(logging.CRITICAL)
    call_command("migrate", verbosity=0)


def queue(letter: dict[str, str], messages: int) -> None:
    from post_office import mail  # only after django.setup()

    for number in range(messages):
        own = {name: words.replace("%(number)s", str(number)) for name, words in letter.items()}
        mail.send(
            f"person{number}@skola{number % 50}.example",
            own["sender"],
            subject=own["subject"],
            message=own["text"],
            html_message=own["html"],
            attachments={"event.ics": {"file": ContentFile(own["calendar"].encode()), "mimetype": "text/calendar"}},
        )


def send() -> None:
    from post_office.mail import send_queued_mail_until_done

    send_queued_mail_until_done(processes=1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("messages", type=int)
    parser.add_argument("--letter", type=Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        set_up(options.port, Path(folder))
        queue(json.loads(options.letter.read_text(encoding="utf-8")), options.messages)
        started = time.perf_counter()
        send()
        print(time.perf_counter() - started)


if __name__ == "__main__":
    main()
