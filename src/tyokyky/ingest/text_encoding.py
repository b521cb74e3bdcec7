"""Turns the bytes of a text file into UTF-8 without a byte order mark, or says on which row that fails."""

import codecs
from collections.abc import Iterator
from typing import Final

from tyokyky.domain.errors import UserError

_BLOCK_BYTES: Final = 1 << 24
_CODECS: Final = {
    "utf-8": "utf-8",
    "windows-1252": "cp1252",
    "iso-8859-1": "iso-8859-1",
    "iso-8859-15": "iso-8859-15",
}


def as_utf8(content: bytes, encoding: str) -> bytes:
    """The text in UTF-8 with lines ending in a line feed, maybe after a carriage return.

    A byte order mark of UTF-8 wins over the declared encoding: Windows programs write it whatever the export says.

    Raises:
        UserError: a byte that is not of the encoding, with its row.
    """
    if content.startswith(codecs.BOM_UTF8):
        content, encoding = content[len(codecs.BOM_UTF8) :], "utf-8"
    if encoding == "utf-8":
        for _ in _decoded_blocks(content, "utf-8"):
            pass
    elif not content.isascii():
        content = b"".join(block.encode() for block in _decoded_blocks(content, _CODECS[encoding]))
    if b"\n" not in content:
        content = content.replace(b"\r", b"\n")
    return content


def _decoded_blocks(content: bytes, codec: str) -> Iterator[str]:
    """Block by block: a whole decoded file beside its bytes would double the memory."""
    decoder = codecs.getincrementaldecoder(codec)()
    for start in range(0, len(content), _BLOCK_BYTES):
        end = start + _BLOCK_BYTES
        pending_bytes = len(decoder.getstate()[0])
        try:
            yield decoder.decode(content[start:end], final=end >= len(content))
        except UnicodeDecodeError as error:
            row = content.count(b"\n", 0, max(0, start - pending_bytes + error.start)) + 1
            raise UserError(
                f"Rivillä {row} on merkki, joka ei ole lähteen merkistöä: tarkista lähteen encoding tai tallenna"
                " tiedosto UTF-8-muodossa."
            ) from None
