"""Loads what pages use before the first reader comes."""

import logging
from importlib import import_module
from typing import Final

_USED_BY_PAGES: Final = ("pandas", "plotly.graph_objects", "plotly.io", "tyokyky.ui.show", "tyokyky.ui.deliveries")

_CACHE_LOGGER: Final = "streamlit.runtime.caching.cache_data_api"
"""It warns, once a cache, that the server is not up yet: true, meant, and of no use to whoever starts the program."""


def load_what_pages_use() -> None:
    """Imports in one thread, at the server's start, what sessions would otherwise import side by side.

    Plotly looks whether pandas is loaded; where another session is half-way through importing it, that look fails and
    with it the page. pandas itself is Streamlit's and Plotly's, not ours.
    """
    before_the_server = logging.getLogger(_CACHE_LOGGER)
    before_the_server.setLevel(logging.ERROR)
    for module in _USED_BY_PAGES:
        import_module(module)
    before_the_server.setLevel(logging.NOTSET)
