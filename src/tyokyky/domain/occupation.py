"""Words of state occupation: where a person is in a month besides in a service."""

from typing import Final

NO_SERVICE_STATE: Final = "no_service"
NEUTRAL_STATE: Final = "neutral"
"""In a neutral service, or after one while nothing else has begun."""
LAST_PATH_MONTH: Final = 36
"""Months after the start of the path that are followed (definitions, section 8)."""
