"""Launcher only: Streamlit runs a page beside its main script without that script, so main.py lies elsewhere."""

import streamlit as st

from tyokyky.ui.errors import tell
from tyokyky.ui.mode import settings
from tyokyky.ui.providers import streamlit_secrets
from tyokyky.ui.readiness import load_what_pages_use
from tyokyky.ui.web import main_script, middleware

load_what_pages_use()
secrets = streamlit_secrets(settings())
app = st.App(main_script(), middleware=middleware(), secrets=secrets, on_script_error=tell)
