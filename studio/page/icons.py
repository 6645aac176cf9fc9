"""The few signs beside words, drawn for a field of 24 × 24."""

from markupsafe import Markup

PATHS = {
    "back": "M15 5l-7 7 7 7",
    "next": "M5 5l8 7-8 7zM18 5v14",
    "more": "M12 5a.5.5 0 100 1 .5.5 0 000-1zM12 11.5a.5.5 0 100 1 .5.5 0 000-1zM12 18a.5.5 0 100 1 .5.5 0 000-1z",
    "plus": "M12 5v14M5 12h14",
    "pin": "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
    "file": "M6 3h8l4 4v14H6zM14 3v4h4",
    "place": "M12 21s-6.5-6-6.5-11a6.5 6.5 0 0113 0c0 5-6.5 11-6.5 11zM12 12.2v-.01M12 10a.01.01 0 000 .01",
    "person": "M12 11.5a3.7 3.7 0 100-7.4 3.7 3.7 0 000 7.4zM4.5 20c.8-3.7 3.8-5.5 7.5-5.5s6.7 1.8 7.5 5.5",
    "people": "M9 11a3 3 0 100-6 3 3 0 000 6zM3 19c.6-3.4 3-5 6-5s5.4 1.6 6 5M16 5a3 3 0 010 6M18 14.5c2 .5 3 2 3 4.5",
    "phone": "M7 2.8h10v18.4H7zM11 18.4h2",
    "mail": "M3.5 5.5h17v13h-17zM4 6l8 7 8-7",
    "grid": "M5 5h5v5H5zM14 5h5v5h-5zM5 14h5v5H5zM14 14h5v5h-5z",
    "clock": "M12 4a8 8 0 100 16 8 8 0 000-16zM12 8v4.3l3 1.7",
    "clip": "M19 11.5l-7.4 7.3a4.6 4.6 0 01-6.5-6.5l8-8a3.1 3.1 0 014.4 4.4l-7.8 7.8a1.5 1.5 0 01-2.2-2.2L14 7.8",
    "send": "M4 12l16-8-5 17-3.5-7.2z",
    "theme": "M12 4a8 8 0 100 16zM12 4a8 8 0 010 16",
}


def icon(name: str) -> Markup:
    """Return a sign that adds nothing for those who do not see it."""
    return Markup('<svg class="i" viewBox="0 0 24 24" aria-hidden="true"><path d="{}"/></svg>').format(PATHS[name])
