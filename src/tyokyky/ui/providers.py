"""What Streamlit must know of the identity providers: handed over in memory, written to no file of Streamlit's."""

from typing import Any, Final

from tyokyky.privacy.sign_in_secrets import client_secret, cookie_secret
from tyokyky.settings import Settings

CALLBACK_PATH: Final = "/oauth2callback"


def streamlit_secrets(of_home: Settings) -> dict[str, Any] | None:
    """What `st.login` reads, handed over in memory; null where there is no sign-in.

    Raises:
        UserError: a secret is missing, or others may read it.
    """
    sign_in = of_home.sign_in
    if sign_in is None:
        return None
    shared = {"redirect_uri": sign_in.public_address + CALLBACK_PATH, "cookie_secret": cookie_secret(of_home)}
    providers = {
        one.name: {
            "client_id": one.client_id,
            "client_secret": client_secret(of_home, one),
            "server_metadata_url": one.metadata_url,
            "client_kwargs": {"scope": one.scopes, "prompt": one.prompt},
        }
        for one in sign_in.providers
    }
    return {"auth": {**shared, **providers}}
