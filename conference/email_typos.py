"""Slips in the domain of an e-mail address: gmial.com, inbx.lv."""

from os.path import commonprefix

WELL_KNOWN = (
    "gmail.com", "inbox.lv", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com", "googlemail.com",
    "protonmail.com", "proton.me", "e-apollo.lv", "apollo.lv", "tvnet.lv", "delfi.lv", "latnet.lv", "balticom.lv",
    "cesis.lv", "cesunovads.lv", "madona.lv", "smiltene.lv", "smiltenesnovads.lv", "valmiera.lv", "edu.riga.lv",
    "tiesas.lv", "vp.gov.lv", "mail.ru", "yandex.ru", "yandex.com", "rambler.ru",
)  # fmt: skip
"""What a slip probably meant, the likeliest first. Names of three letters (one.lv) have too many real neighbours."""

GENUINE = frozenset({
    "mail.com", "email.com", "ymail.com", "mail.eu", "mail.lv", "email.ru",
    "inbox.lt", "inbox.la", "inbox.eu", "inbox.ru", "inbox.com", "yandex.eu",
})  # fmt: skip
"""Providers that only look like a slip."""

INSTITUTIONS = (".gov.lv", ".edu.lv")
"""Names below these are two letters long and one letter apart: vm.gov.lv is the ministry, vp.gov.lv the police."""


def likely_domain(domain: str) -> str | None:
    """Return the well-known domain that *domain* (lower case) was probably meant to be; None if it looks right."""
    if domain in WELL_KNOWN or domain in GENUINE or domain.endswith(INSTITUTIONS):
        return None
    # Google gives addresses under one name only: gmail.lv and gmail.co.uk are nobody's.
    if domain.startswith("gmail."):
        return "gmail.com"
    return next((known for known in WELL_KNOWN if is_one_slip(domain, known)), None)


def is_one_slip(typed: str, meant: str) -> bool:
    """Tell whether one letter is missing, added or wrong, or two neighbours are swapped (Damerau-Levenshtein 1)."""
    start = len(commonprefix([typed, meant]))  # noqa: RUF071 (domains, not paths)
    typed, meant = typed[start:], meant[start:]
    is_swap = typed[:2] == meant[1::-1] and typed[2:] == meant[2:]
    return typed != meant and (is_swap or typed[1:] in (meant, meant[1:]) or typed == meant[1:])
