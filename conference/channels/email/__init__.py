"""The e-mail channel: a content as a message (`message`, `text`, `html`), sent over kept SMTP sessions (`smtp`)."""

from conference.channels.email.channel import EmailChannel

__all__ = ["EmailChannel"]
