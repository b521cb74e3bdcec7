"""Loads what pages use before the first reader comes."""

from importlib import import_module
from typing import Final

_USED_BY_PAGES: Final = ("pandas", "plotly.graph_objects", "plotly.io", "tyokyky.ui.show", "tyokyky.ui.deliveries")


def load_what_pages_use() -> None:
    """Imports in one thread, at the server's start, what sessions would otherwise import side by side.

    Plotly looks whether pandas is loaded; where another session is half-way through importing it, that look fails and
    with it the page. pandas itself is Streamlit's and Plotly's, not ours.
    """
    for module in _USED_BY_PAGES:
        import_module(module)
