"""Writes a draft of a source as TOML: headers and words of the shipped lists, never a cell."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

from tyokyky.ingest.header_texts import visible
from tyokyky.privacy.identity_codes import mask_identity_codes

CHECK: Final = "tarkista"
_BARE_KEY: Final = re.compile(r"^[A-Za-z0-9_-]+$")
_LIKE_A_CELL: Final = re.compile(r"\d{4}|\d+[./-]\d+[./-]\d+|@")
_LONGEST: Final = 200


def one_line(text: str) -> str:
    """A header on one line, without signs that can not be seen."""
    plain = "".join(" " if unicodedata.category(sign) == "Cc" else sign for sign in visible(text))
    return " ".join(plain.split())


def quoted(value: object) -> str:
    """A text, number, flag or list of texts as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)


def line(key: str, value: object, *, certain: bool = True, why: str = "") -> str:
    """One key with its value, and `# tarkista` where a person should look."""
    written = f"{key if _BARE_KEY.match(key) else quoted(key)} = {quoted(value)}"
    remark = "" if certain else f"  # {CHECK}{': ' + why if why else ''}"
    return written + remark


def table(name: str, pairs: Mapping[str, object]) -> list[str]:
    """A table of TOML with its keys; nothing where there are none."""
    return ["", f"[{name}]", *(line(key, value) for key, value in pairs.items())] if pairs else []


def unrecognised(headers: Iterable[tuple[int, str]]) -> list[str]:
    """Remarks on columns that were not recognised. A header that looks like a cell is told by its place alone."""
    remarks = []
    for position, header in headers:
        shown = mask_identity_codes(one_line(header))[:_LONGEST]
        is_header = any(sign.isalpha() for sign in shown) and not _LIKE_A_CELL.search(shown)
        remarks.append(f"# Ei tunnistettu: sarake {position + 1}" + (f", {quoted(shown)}" if is_header else ""))
    return remarks
