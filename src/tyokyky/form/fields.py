"""Reads what a page of the form sends, and no more of it than a page can hold."""

import asyncio
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

LARGEST_BODY_BYTES: Final = 64_000
_LONGEST_SECONDS: Final = 20.0
_MOST_FIELDS: Final = 20


class TooLargeError(Exception):
    """More was sent than the form's pages ever send, or too slowly."""


async def fields_of(request: Request) -> dict[str, str]:
    """Fields of a sent page by name, the last of each.

    Raises:
        TooLargeError: over 64,000 bytes, over 20 fields, or not there in 20 seconds.
    """
    try:
        async with asyncio.timeout(_LONGEST_SECONDS):
            body = await _body(request)
        return dict(parse_qsl(body.decode(errors="replace"), keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except (TimeoutError, ValueError):
        raise TooLargeError from None


async def _body(request: Request) -> bytes:
    """Counts while reading: a sender need not tell the truth about the length."""
    body = bytearray()
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_BODY_BYTES:
            raise TooLargeError
    return bytes(body)
