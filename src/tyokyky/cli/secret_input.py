"""Asks for what may not be an argument: arguments stand in the shell's history and in the list of processes."""

import getpass
import sys

from tyokyky.domain.errors import UserError


def asked(prompt: str, *, twice: bool = False) -> str:
    """A text from the keyboard without showing it, or the first line of standard input where that is not a keyboard.

    Raises:
        UserError: nothing is given, or what is typed again differs.
    """
    if not sys.stdin.isatty():
        line = sys.stdin.readline().rstrip("\r\n")
        if not line.strip():
            raise UserError("Vakiosyöte on tyhjä: anna kysytty teksti sen ensimmäisenä rivinä.")
        return line
    typed = getpass.getpass(f"{prompt}: ")
    if not typed.strip():
        raise UserError("Mitään ei annettu: kirjoita kysytty teksti.")
    if twice and getpass.getpass(f"{prompt} uudelleen: ") != typed:
        raise UserError("Tekstit eivät olleet samat: yritä uudelleen.")
    return typed
