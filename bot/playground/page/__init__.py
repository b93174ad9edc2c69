"""The playground's page: a channel and its threads in the browser, served as it stands on disk.

The page is plain HTML, CSS and ES modules; it talks to the `/play/` interface of the server it came from and to nobody
else.
"""

from bot.playground.page.serve import page_routes

__all__ = ["page_routes"]
