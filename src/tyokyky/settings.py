"""One frozen Settings, read once (environment, the home's tyokyky.toml, defaults) and passed on."""

import tomllib
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from tyokyky.domain import shipped
from tyokyky.domain.errors import UserError

SETTINGS_FILE: Final = "tyokyky.toml"
LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
shipped_folder: Final = shipped.shipped_folder
"""Stands in the domain, because the council view asks it and may know nothing of settings."""


class LinkGroup(BaseModel):
    """Controllers (rekisterinpitäjät) whose rows may meet in one person, and the law that allows it (privacy.md)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    controllers: tuple[str, ...] = Field(min_length=1)
    legal_basis: str

    @field_validator("legal_basis")
    @classmethod
    def _is_written(cls, text: str) -> str:
        if not text.strip():
            raise ValueError("legal_basis puuttuu")
        return text.strip()


_FIVE_YEARS: Final = 1826
_Days = Annotated[int, Field(ge=1, le=36_500)]


class KeptDays(BaseModel):
    """How many days rows are kept, by table, counted from each row's own day (privacy.md, Retention)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    client: _Days = _FIVE_YEARS
    period: _Days = _FIVE_YEARS
    referral: _Days = _FIVE_YEARS
    moment: _Days = _FIVE_YEARS
    response: _Days = _FIVE_YEARS
    group_score: _Days = _FIVE_YEARS
    quarantine: _Days = _FIVE_YEARS
    coding: _Days = _FIVE_YEARS


class Provider(BaseModel):
    """One OpenID Connect provider (Entra ID, Suomi.fi, any other): where it describes itself and who we are to it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,30}$")
    label: str = Field(min_length=1)
    """What its button says."""
    metadata_url: str
    client_id: str = Field(min_length=1)
    scopes: str = "openid profile email"
    prompt: str = "select_account"

    @field_validator("metadata_url")
    @classmethod
    def _is_safe(cls, address: str) -> str:
        return _safe_address(address)


class Grant(BaseModel):
    """What a value of a claim gives: a role, and the municipalities and units it covers (null: all of them).

    Codes may also come from claims of their own, named by `municipalities_claim` and `units_claim`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str = Field(min_length=1)
    value: str = Field(min_length=1)
    role: Literal["manager", "team", "council", "steward"]
    municipalities: tuple[str, ...] | None = None
    units: tuple[str, ...] | None = None
    municipalities_claim: str | None = None
    units_claim: str | None = None

    @model_validator(mode="after")
    def _has_one_source_of_codes(self) -> Self:
        pairs = ((self.municipalities, self.municipalities_claim), (self.units, self.units_claim))
        if any(codes is not None and claim is not None for codes, claim in pairs):
            raise ValueError("koodit ja väite yhtä aikaa")
        return self


class SignIn(BaseModel):
    """How people sign in, and what their claims give them. Secrets are kept elsewhere (`privacy.sign_in_secrets`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    public_address: str
    """Where people open the service, as `https://tyokyky.example.fi`: no path, and http on this machine only."""
    providers: tuple[Provider, ...] = Field(min_length=1)
    grants: tuple[Grant, ...] = Field(min_length=1)
    name_claim: str = "sub"
    """Claim by which the access log knows a person: one that holds no identity code."""

    @field_validator("public_address")
    @classmethod
    def _is_an_origin(cls, address: str) -> str:
        parts = urlsplit(_safe_address(address))
        if parts.path not in ("", "/") or parts.query or parts.fragment or parts.username:
            raise ValueError("osoitteessa on polku")
        return f"{parts.scheme}://{parts.netloc}"

    @field_validator("providers")
    @classmethod
    def _are_named_apart(cls, providers: tuple[Provider, ...]) -> tuple[Provider, ...]:
        if len({one.name for one in providers}) < len(providers):
            raise ValueError("kaksi samaa nimeä")
        return providers

    @property
    def host(self) -> str:
        """Host name of the public address."""
        return urlsplit(self.public_address).hostname or ""

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers come by https."""
        return self.public_address.startswith("https://")


def _safe_address(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_HOSTS):
        return address
    raise ValueError("osoite ei ole https")


_OF_THE_HOME_ALONE: Final = frozenset({"synthetic", "steward", "link_groups", "sign_in", "release_approvers"})
"""Who may see what, which persons may be joined, and whether the data are real: no variable changes these."""


class _Environment(EnvSettingsSource):
    """The environment, without what only the home's own file may say."""

    def __call__(self) -> dict[str, Any]:
        """The values found, by field."""
        return {name: value for name, value in super().__call__().items() if name not in _OF_THE_HOME_ALONE}


class Settings(BaseSettings):
    """What may differ between homes. The environment (`TYOKYKY_…`) wins over the home's file, that over defaults."""

    model_config = SettingsConfigDict(env_prefix="TYOKYKY_", frozen=True, extra="forbid")

    home: Path = Path("var")
    county_code: str = "09"
    synthetic: bool = False
    """True in a demo home: every page and delivery is marked synthetic."""
    link_groups: tuple[LinkGroup, ...] = ()
    observed_until: date | None = None
    """Overrides the observation end that the deliveries give (definitions, section 3)."""
    wait_seconds: float = 60.0
    memory_limit: str = "2GB"
    largest_file_megabytes: int = 4096
    largest_row_count: int = 50_000_000
    comment_kept_days: Annotated[int, Field(ge=1, le=36_500)] = 365
    """Comments older than this are deleted at the next import or build."""
    kept_days: KeptDays = KeptDays()
    """How long rows are kept; older ones go when `tyokyky retention` is run."""
    usual_open_days: dict[str, Annotated[int, Field(ge=1, le=36_500)]] = Field(default_factory=dict)
    """By service code: an open period longer than this is stale, in place of what the register's own lengths say."""
    steward: str | None = None
    """Operating-system user who may use the steward's check; without it, the owner of the home."""
    release_approvers: tuple[str, ...] = ()
    """Operating-system users who may approve a release on the command line besides the steward."""

    sign_in: SignIn | None = None
    """Null: no sign-in, and the dashboard opens on this machine only."""

    form_sends_per_minute: int = Field(default=30, ge=1)
    """Most answers that the form takes from one address in a minute; people behind one router share an address."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Environment first; the home's file comes as init values, which here rank below it."""
        return _Environment(settings_cls), init_settings

    @classmethod
    def of_home(cls, home: Path | None = None) -> Self:
        """Settings of a home folder (which need not exist yet).

        Raises:
            UserError: the settings file is not TOML or a setting is unknown or of the wrong form.
        """
        try:
            place = Path(home) if home is not None else cls().home
            return cls(**_file_values(place)).model_copy(update={"home": place.expanduser().resolve()})
        except ValidationError as error:
            where = ", ".join(sorted({".".join(map(str, problem["loc"])) for problem in error.errors()}))
            raise UserError(f"Asetus ei kelpaa ({SETTINGS_FILE} tai TYOKYKY_-muuttuja): korjaa {where}.") from None

    @property
    def register_path(self) -> Path:
        """Deliveries, version by version."""
        return self.home / "register.duckdb"

    @property
    def codevelopment_path(self) -> Path:
        """What staff write in the dashboard."""
        return self.home / "codevelopment.duckdb"

    @property
    def marts_folder(self) -> Path:
        """Mart generations and the pointer to the current one."""
        return self.home / "marts"

    @property
    def keys_folder(self) -> Path:
        """Pseudonym keys, mode 0600."""
        return self.home / "keys"

    @property
    def access_log_path(self) -> Path:
        """Who saw what and why: one JSON object a line, only ever appended to."""
        return self.home / "access_log.jsonl"

    @property
    def sign_in_folder(self) -> Path:
        """Secrets of the sign-in, mode 0600, and the list of removed roles."""
        return self.home / "sign_in"

    @property
    def queue_folder(self) -> Path:
        """Answers of the form, waiting for the next import: all that the form's process writes."""
        return self.home / "queue"

    def link_group_of(self, controller: str) -> str:
        """Name of the link group of a controller; a controller in no group is its own."""
        for group in self.link_groups:
            if controller in group.controllers:
                return group.name
        return controller


def _file_values(home: Path) -> dict[str, Any]:
    path = home / SETTINGS_FILE
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        raise UserError(f"Asetustiedosto {SETTINGS_FILE} ei ole kelvollista TOMLia: korjaa se.") from None
