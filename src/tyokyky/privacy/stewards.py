"""Who is the data steward on the command line: the operating system's word, not a variable's."""

import getpass
import os

try:
    import pwd
except ImportError:  # not a POSIX system: there the login name is all there is
    pwd = None  # type: ignore[assignment]

from tyokyky.settings import Settings


def operating_user() -> str:
    """The operating system's word on who asks: environment variables can be set by anyone."""
    return pwd.getpwuid(os.getuid()).pw_name if pwd is not None else getpass.getuser()


def is_steward(settings: Settings, user: str) -> bool:
    """The steward named in the settings; where none is named, the owner of the home."""
    if settings.steward is not None:
        return user == settings.steward
    return hasattr(os, "getuid") and settings.home.is_dir() and settings.home.stat().st_uid == os.getuid()
