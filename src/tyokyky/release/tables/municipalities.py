"""Which municipalities a release names: the small ones are merged first, by rule (privacy.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

MERGED: Final = "G1"
"""Code of the small municipalities together."""


@dataclass(frozen=True)
class Places:
    """Municipalities of a release.

    Attributes:
        codes: as the tables name them, in their order; the merged ones last.
        merged: group → the municipalities that it holds; they have no code of their own.
    """

    codes: tuple[str, ...]
    merged: Mapping[str, tuple[str, ...]]

    def code_of(self, municipality: str, unknown: str) -> str:
        """The code under which a municipality is counted; `unknown` for one that the release does not know."""
        for group, members in self.merged.items():
            if municipality in members:
                return group
        return municipality if municipality in self.codes else unknown


def merge_small(exits_a_year: Mapping[str, float], merge_below: int) -> Places:
    """Merges municipalities with under `merge_below` exits a year into one group.

    Where the group itself stays under, or would hold one alone, the smallest of the others joins it (ties: by code).
    One group and not several, so that the merging tells of a small municipality no more than that it is small.
    """
    small = sorted(code for code, exits in exits_a_year.items() if exits < merge_below)
    others = sorted(set(exits_a_year) - set(small), key=lambda code: (exits_a_year[code], code))
    while small and others and (len(small) == 1 or sum(exits_a_year[code] for code in small) < merge_below):
        small.append(others.pop(0))
    if not small:
        return Places(tuple(sorted(others)), {})
    return Places((*sorted(others), MERGED), {MERGED: tuple(sorted(small))})
