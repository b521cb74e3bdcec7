"""Names of codes, by kind and language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class CodeNames:
    """What people call a code: `names[kind, code]` holds the names in the order of `LANGUAGES`.

    Kinds: service, unit, municipality, moment, theme.
    """

    names: Mapping[tuple[str, str], tuple[str, str, str]] = field(default_factory=dict)

    def of(self, kind: str, code: str, language: str = "fi") -> str:
        """Name of a code; where the language lacks one the Finnish name, where there is none at all the code itself."""
        names = self.names.get((kind, code))
        if names is None:
            return code
        return names[LANGUAGES.index(language)] or names[0] or code
