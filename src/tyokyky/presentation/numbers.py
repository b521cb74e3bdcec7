"""Numbers and days as text in a language: decimal comma, no-break spaces, percent signs where they belong."""

from datetime import date
from typing import Final

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent

from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_SMALLEST_P: Final = 0.001
MINUS: Final = "\N{MINUS SIGN}"


def count_text(value: int, language: str = DEFAULT_LANGUAGE) -> str:
    """`1234` → `1 234` with a no-break space."""
    return format_decimal(value, format="#,##0", locale=language)


def more_text(value: float, language: str = DEFAULT_LANGUAGE) -> str:
    """An estimated number of people more or fewer, in whole ones with its sign: `+15`."""
    whole = round(value)
    text = count_text(abs(whole), language)
    return text if whole == 0 else f"{'+' if whole > 0 else MINUS}{text}"


def decimal_text(value: float, language: str = DEFAULT_LANGUAGE, decimals: int = 1) -> str:
    """A number with a fixed count of decimals."""
    return format_decimal(value, format=f"#,##0.{'0' * decimals}".rstrip("."), locale=language)


def share_text(share: float, language: str = DEFAULT_LANGUAGE) -> str:
    """A share 0–1 as a percentage with one decimal: `12,3 %`."""
    return format_percent(share, format="#,##0.0\N{NO-BREAK SPACE}%", locale=language)


def points_text(share: float, language: str = DEFAULT_LANGUAGE) -> str:
    """A difference of shares in percentage points, with its sign and without the unit: `+4,0`."""
    text = decimal_text(abs(share) * 100, language)
    return text if share == 0 else f"{'+' if share > 0 else MINUS}{text}"


def p_text(p: float, language: str = DEFAULT_LANGUAGE) -> str:
    """A p value as `= 0,012`, or `< 0,001`: never smaller than can be told."""
    if p < _SMALLEST_P:
        return f"<\N{NO-BREAK SPACE}{decimal_text(_SMALLEST_P, language, 3)}"
    return f"=\N{NO-BREAK SPACE}{decimal_text(p, language, 3)}"


def day_text(day: date, language: str = DEFAULT_LANGUAGE) -> str:
    """A day in figures: `31.12.2025`."""
    return format_date(day, format="d.M.yyyy", locale=language)
