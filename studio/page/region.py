"""A part of the page: HTML made on the server, and what people do in it."""

from collections.abc import Callable

from markupsafe import Markup
from nicegui.element import Element

from studio.page.looking import Act


class Region(Element, component="region.js"):
    """Shows HTML; where it changes, only what differs is changed in the browser."""

    def __init__(self, tag: str, on_act: Callable[[Act], object], **attributes: str) -> None:
        super().__init__()
        self.props["tag"] = tag
        self.props["html"] = ""
        for name, value in attributes.items():
            self.props[name.replace("_", "-")] = value
        self.on("act", lambda event: on_act({str(name): str(value) for name, value in event.args.items()}))

    def show(self, html: Markup) -> None:
        """Show *html*, which is sent only where it differs."""
        if self.props["html"] != html:
            self.props["html"] = str(html)
