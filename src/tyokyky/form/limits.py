"""How often one may: a limit per address or code, kept in memory alone."""

import ipaddress
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import Final

_MOST_KEYS: Final = 10_000
_NETWORK_BITS: Final = 64
"""One household or office has a whole network of version 6 addresses."""


class RateLimit:
    """At most so many tries of one key within so many seconds.

    Forgets everything with its process, and the key that has been quiet longest when there are very many keys.
    """

    def __init__(self, most: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._tries: dict[str, deque[float]] = {}

    def allows(self, key: str) -> bool:
        """Counts a try and tells whether it is within the limit; one that is not is not counted."""
        now = self._clock()
        tries = self._tries.pop(key, deque())
        while tries and now - tries[0] >= self._seconds:
            tries.popleft()
        is_allowed = len(tries) < self._most
        if is_allowed:
            tries.append(now)
        self._tries[key] = tries
        if len(self._tries) > _MOST_KEYS:
            del self._tries[next(iter(self._tries))]
        return is_allowed


def network_of(address: str) -> str:
    """What counts as one address: itself, or the network of a version 6 address."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    return str(ipaddress.ip_network((found, _NETWORK_BITS), strict=False))
