"""A delivered file: its name and bytes, refused at the door when it can not be what it should be."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from tyokyky.domain.errors import UserError
from tyokyky.settings import Settings

_MEGABYTE: Final = 1_000_000
_GZIP: Final = b"\x1f\x8b"
_COMPRESSED: Final = (
    _GZIP,
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x28\xb5\x2f\xfd",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"7z\xbc\xaf",
)
_PARQUET: Final = b"PAR1"
_ZIP: Final = b"PK\x03\x04"
_WORKBOOK_PART: Final = b"xl/workbook.xml"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""Opens an old .xls and also an .xlsx that a password has sealed."""
_WIDE_TEXT: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class DeliveredFile:
    """Name and bytes of a file. Read once: what is checked is what is read, and nothing is copied to a folder."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)

    @classmethod
    def read(cls, path: Path, settings: Settings) -> Self:
        """The file at a path.

        Raises:
            UserError: it is missing, a folder, not readable, or larger than the settings allow.
        """
        try:
            if path.is_dir():
                raise UserError("Polussa on kansio, ei tiedosto: anna yksi tiedosto kerrallaan.")
            if not path.is_file():
                raise UserError("Tiedostoa ei ole: tarkista polku.")
            _refuse_large(path.stat().st_size, settings)
            return cls(path.name, path.read_bytes())
        except OSError:
            raise UserError("Tiedostoa ei voitu lukea: tarkista, että sinulla on oikeus lukea sitä.") from None

    def refuse_unreadable(self, kind: str, settings: Settings) -> None:
        """Refuses what can not be a file of this kind (`csv`, `parquet`, `xlsx` or `xes`).

        Raises:
            UserError: too large, empty, packed, in a wide encoding, binary, or of the other kind.
        """
        _refuse_large(len(self.content), settings)
        if not self.content.strip():
            raise UserError("Tiedosto on tyhjä: pyydä lähteestä uusi poiminta.")
        if kind == "xlsx":
            self._refuse_no_workbook()
            return
        self._refuse_office()
        if kind == "xes" and self.content.startswith(_GZIP):
            return  # event logs come packed as often as not; unpacked with care where they are read
        if self.content.startswith(_COMPRESSED):
            raise UserError("Tiedosto on pakattu: pura se ensin ja anna purettu tiedosto.")
        is_parquet = self.content.startswith(_PARQUET)
        if kind == "parquet" and not is_parquet:
            raise UserError("Tiedosto ei ole Parquet-tiedosto, vaikka lähde niin sanoo: tarkista lähde ja tiedosto.")
        if kind == "csv":
            self._refuse_no_text(is_parquet=is_parquet)

    def _refuse_no_workbook(self) -> None:
        if self.content.startswith(_OLD_OFFICE):
            raise UserError(
                "Tiedosto on suojattu salasanalla tai vanhaa .xls-muotoa: tallenna se Excelissä ilman salasanaa"
                " .xlsx-muotoon."
            )
        if not self.content.startswith(_ZIP):
            raise UserError("Tiedosto ei ole Excel-tiedosto (.xlsx), vaikka lähde niin sanoo: tarkista tiedosto.")

    def _refuse_office(self) -> None:
        is_workbook = self.content.startswith(_ZIP) and _WORKBOOK_PART in self.content
        if is_workbook or self.content.startswith(_OLD_OFFICE):
            raise UserError("Tiedosto on Excel-tiedosto, mutta lähde odottaa muuta: valitse lähde, jonka kind on xlsx.")

    def _refuse_no_text(self, *, is_parquet: bool) -> None:
        if is_parquet:
            raise UserError("Tiedosto on Parquet-tiedosto, mutta lähde odottaa CSV:tä: valitse toinen lähde.")
        if self.content.startswith(_WIDE_TEXT):
            raise UserError("Tiedoston merkistö on UTF-16: tallenna se UTF-8-muodossa.")
        if b"\0" in self.content:
            raise UserError("Tiedosto ei ole tekstiä, vaikka lähde odottaa CSV:tä: tarkista, mikä tiedosto se on.")


def _refuse_large(size: int, settings: Settings) -> None:
    if size > settings.largest_file_megabytes * _MEGABYTE:
        raise UserError(
            f"Tiedosto on suurempi kuin sallitut {settings.largest_file_megabytes} Mt: jaa se osiin tai nosta"
            " asetusta largest_file_megabytes."
        )


def largest_unpacked_bytes(settings: Settings) -> int:
    """How many bytes a file may have when unpacked."""
    return settings.largest_file_megabytes * _MEGABYTE


def refuse_unpacked(unpacked_bytes: int, settings: Settings) -> None:
    """Refuses a file whose content would be larger than the settings allow when unpacked.

    Raises:
        UserError: it would.
    """
    if unpacked_bytes > largest_unpacked_bytes(settings):
        raise UserError(
            f"Tiedosto on purettuna suurempi kuin sallitut {settings.largest_file_megabytes} Mt: jaa se osiin tai"
            " nosta asetusta largest_file_megabytes."
        )
