"""The release's policy: defaults, or what the home's `release_policy.toml` says instead."""

import tomllib
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import DEFAULT_WINDOW_DAYS
from tyokyky.domain.releases import Policy
from tyokyky.settings import Settings

POLICY_FILE: Final = "release_policy.toml"
MOST_QUARTERS: Final = 20
_PROTECTING: Final = frozenset(field.name for field in fields(Policy))


@dataclass(frozen=True)
class ReleasePolicy:
    """How the tables are made, and what is demanded of them.

    Attributes:
        demands: what the protection and the audit go by.
        window_days: that of the outcome (definitions, section 5).
        quarter_count: newest frozen quarters that a release holds.
        merge_below: exits a year under which a municipality is merged with others.
    """

    demands: Policy
    window_days: int = DEFAULT_WINDOW_DAYS
    quarter_count: int = 8
    merge_below: int = 20

    def __post_init__(self) -> None:
        if not 1 <= self.window_days <= 366:
            raise _mistake("window_days", "anna 1–366 päivää")
        if not 1 <= self.quarter_count <= MOST_QUARTERS:
            raise _mistake("quarter_count", f"anna 1–{MOST_QUARTERS}")
        if self.merge_below < self.demands.n_min:
            raise _mistake("merge_below", "se on vähintään n_min")

    def as_facts(self) -> dict[str, Any]:
        """The policy as manifests and the ledger hold it."""
        return asdict(self.demands)


def load_policy(settings: Settings) -> ReleasePolicy:
    """The home's policy.

    Raises:
        UserError: the file is not TOML, a field is unknown or of the wrong form, or it would protect no one.
    """
    return policy_of(_file_values(settings.home / POLICY_FILE))


def policy_of(values: dict[str, Any]) -> ReleasePolicy:
    """A policy of its fields by name; those not given are the defaults.

    Raises:
        UserError: a field is unknown or of the wrong form, or the policy would protect no one.
    """
    own = {field.name for field in fields(ReleasePolicy)} - {"demands"}
    unknown = sorted(set(values) - own - _PROTECTING)
    if unknown:
        raise _mistake(unknown[0], "sitä ei tunneta, poista se")
    for name in sorted(set(values) - {"engine"}):
        if not isinstance(values[name], int) or isinstance(values[name], bool):
            raise _mistake(name, "anna kokonaisluku")
    demands = Policy(**{name: value for name, value in values.items() if name in _PROTECTING})
    return ReleasePolicy(demands, **{name: value for name, value in values.items() if name in own})


def _file_values(path: Path) -> dict[str, Any]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Julkaisun sääntö {POLICY_FILE} ei ole kelvollista TOMLia: korjaa se.") from None


def _mistake(name: str, mend: str) -> UserError:
    return UserError(f"Julkaisun säännön ({POLICY_FILE}) kenttä {name} ei kelpaa: {mend}.")
