"""What a release says of itself, held to docs/release-format.md before anything is believed."""

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from tyokyky.domain.errors import UserError

TOTAL: Final = "_total"
QUARTER: Final = "quarter"
_MEASURES: Final = {"lower", "upper", "count"}

Code = Annotated[str, StringConstraints(min_length=1, pattern=r"^[^\x00-\x1f]+$")]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
File = Annotated[str, StringConstraints(pattern=r"^tables/[A-Za-z0-9_]+\.parquet$")]
ReleaseId = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}-\d+$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True)


class Policy(_Part):
    """What is promised. Units: persons or exits, as the measure counts."""

    n_min: int = Field(ge=3, le=100)
    width: int = Field(ge=1, le=100)
    insider_count: int = Field(ge=1, le=2)
    insider_count_small: int = Field(ge=1, le=2)
    small_population: int = Field(ge=0)


class Earlier(_Part):
    """An earlier release and the hash of its manifest."""

    id: ReleaseId
    manifest_sha256: Hash


class Dimension(_Part):
    """Codes of a dimension in their order; a parent's count is the sum of the codes whose parent it is."""

    name: Code
    codes: list[Code]
    parents: dict[Code, Code | list[Code]]
    discloses: bool

    def parents_of(self, code: str) -> tuple[str, ...]:
        """Codes whose count holds the count of this one, the nearest only."""
        found = self.parents.get(code, [])
        return (found,) if isinstance(found, str) else tuple(found)

    def children(self) -> dict[str, list[str]]:
        """Codes whose counts make up each parent's."""
        found: dict[str, list[str]] = {}
        for code in self.codes:
            for parent in self.parents_of(code):
                found.setdefault(parent, []).append(code)
        return found

    def ancestors(self, code: str) -> set[str]:
        """Every code above this one."""
        found: set[str] = set()
        waiting = list(self.parents_of(code))
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting.extend(self.parents_of(one))
        return found

    @model_validator(mode="after")
    def _holds_together(self) -> "Dimension":
        known = set(self.codes)
        if not known or len(known) != len(self.codes):
            raise ValueError("codes")
        if not set(self.parents) <= known or any(not set(self.parents_of(code)) <= known for code in known):
            raise ValueError("parents")
        if any(code in self.ancestors(code) for code in known) or self.parents_of(TOTAL):
            raise ValueError("parents")
        return self


class TableEntry(_Part):
    """One table: its file, what it counts and by what."""

    name: Code
    file: File
    sha256: Hash
    measure: Code
    dimensions: list[Dimension]

    @model_validator(mode="after")
    def _names_once(self) -> "TableEntry":
        names = [one.name for one in self.dimensions]
        if not names or len(set(names)) != len(names) or set(names) & _MEASURES:
            raise ValueError("dimensions")
        return self


class UpperBound(_Part):
    """A number anyone may know that bounds a cell from above."""

    measure: Code
    cell: dict[Code, Code]
    at_most: int = Field(ge=0, le=2**31)


class Manifest(_Part):
    """What the audit needs of a manifest; the rest is for readers."""

    format: Literal["tyokyky-release/1"]
    id: ReleaseId
    policy: Policy
    earlier: list[Earlier]
    quarter_versions: dict[Code, Annotated[int, Field(ge=1)]]
    tables: list[TableEntry]
    upper_bounds: list[UpperBound]
    merged: dict[Code, dict[Code, list[Code]]]
    populations: dict[Code, Annotated[int, Field(ge=0)]]

    @model_validator(mode="after")
    def _holds_together(self) -> "Manifest":
        names, files = [one.name for one in self.tables], [one.file for one in self.tables]
        if not names or len(set(names)) != len(names) or len(set(files)) != len(files):
            raise ValueError("tables")
        ids = [one.id for one in self.earlier]
        if len(set(ids)) != len(ids) or self.id in ids:
            raise ValueError("earlier")
        for groups in self.merged.values():
            members = [member for each in groups.values() for member in each]
            if len(set(members)) != len(members) or set(members) & set(groups) or not all(groups.values()):
                raise ValueError("merged")
        return self


def read_manifest(content: bytes, place: str) -> Manifest:
    """The manifest in these bytes.

    Raises:
        UserError: Not JSON, or something in it is missing or does not hold together.
    """
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        raise UserError(
            f"Julkaisun {place} manifest.json on virheellinen kohdassa {_where(error)}: muodosta julkaisu uudelleen."
        ) from None


def _where(error: ValidationError) -> str:
    first = error.errors()[0]
    path = ".".join(str(part) for part in first["loc"])
    said = first["msg"].removeprefix("Value error, ") if first["type"] == "value_error" else ""
    return ".".join(part for part in (path, said) if part) or "(koko tiedosto)"
