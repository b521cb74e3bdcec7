"""Masks, in a file's name, the identifiers of clients whom the register knows though the file does not tell of them."""

import re
from typing import Final

import polars as pl

from tyokyky.ingest.comparison import PACKAGE
from tyokyky.ingest.prepared import Prepared
from tyokyky.privacy.identity_codes import MASK
from tyokyky.store import query
from tyokyky.store.connection import Connection

_WORD: Final = re.compile(r"[^\W_]+")
_MOST_WORDS: Final = 4
_SHORTEST: Final = 4


def label_without_known_clients(register: Connection, prepared: Prepared) -> str:
    """The file's label with each run of words masked that is the identifier of a client of this link group."""
    parts = sorted(_runs_of_words(prepared.file_label), key=len, reverse=True)
    pseudonyms = prepared.ring.pseudonyms(prepared.link_group, [part.upper() for part in parts])
    candidates = pl.DataFrame({"client_id": pseudonyms}, schema={"client_id": pl.String})
    with query.visible_as(register, "candidate", candidates):
        known = set(query.frame(register, PACKAGE, "register/known_clients").get_column("client_id"))
    label = prepared.file_label
    for part, pseudonym in zip(parts, pseudonyms, strict=True):
        if pseudonym in known:
            label = label.replace(part, MASK)
    return label


def _runs_of_words(name: str) -> set[str]:
    """Words of a name, and neighbouring words with what stands between them: `ASIAKAS-4711` of `x_ASIAKAS-4711.csv`."""
    words = list(_WORD.finditer(name))
    runs = {
        name[first.start() : last.end()]
        for number, first in enumerate(words)
        for last in words[number : number + _MOST_WORDS]
    }
    return {run for run in runs if len(run) >= _SHORTEST}
