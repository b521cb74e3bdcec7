"""How dates, timestamps, numbers and flags are written in files."""

from typing import Final

DATE_FORMS: Final = {
    "yyyy-mm-dd": "%Y-%m-%d",
    "d.m.yyyy": "%d.%m.%Y",
    "d/m/yyyy": "%d/%m/%Y",
    "yyyymmdd": "%Y%m%d",
}
"""Forms of a date; leading zeros of day and month may be there or not."""

TIMESTAMP_FORMS: Final = {
    "yyyy-mm-dd hh:mm:ss": "%Y-%m-%d %H:%M:%S%.f",
    "yyyy-mm-ddThh:mm:ss": "%Y-%m-%dT%H:%M:%S%.f",
    "yyyy-mm-dd hh:mm": "%Y-%m-%d %H:%M",
    "d.m.yyyy h:mm:ss": "%d.%m.%Y %H:%M:%S",
    "d.m.yyyy h:mm": "%d.%m.%Y %H:%M",
    "d.m.yyyy h.mm": "%d.%m.%Y %H.%M",
    "d.m.yyyy klo h.mm": "%d.%m.%Y klo %H.%M",
}
"""Forms of a timestamp. A bare date in one of the source's date forms is read as midnight."""

WORKBOOK_FORMAT: Final = "%Y-%m-%d %H:%M:%S%.f"
"""How a spreadsheet's own days and moments are read; known in every source of workbooks."""

FLAGS: Final = {
    "kyllä": True, "k": True, "yes": True, "y": True, "true": True, "1": True, "ja": True,
    "ei": False, "e": False, "no": False, "n": False, "false": False, "0": False, "nej": False,
}  # fmt: skip
"""Words of a flag, in small letters."""


def known(given: tuple[str, ...], forms: dict[str, str]) -> tuple[str, ...]:
    """The given names of forms, when all are known; ValueError otherwise."""
    if not set(given) <= set(forms):
        raise ValueError(f"muodot: {', '.join(forms)}")
    return given
