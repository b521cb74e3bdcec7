"""From a message to a sentence: every value is said in the way its name tells (domain.messages)."""

from collections.abc import Mapping
from datetime import date
from typing import Final, Protocol

from tyokyky.domain.filters import UNKNOWN
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.occupation import NEUTRAL_STATE, NO_SERVICE_STATE
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_OPEN_ENDS: Final = {
    "since_on": "is_of.since.none",
    "until_on": "is_of.until.none",
    "observed_on": "is_of.observed.none",
}
_OF_DAYS: Final = ("is_of.exits", "is_of.answers")
"""What a figure is of has a text of its own where the days have no limits."""
_CODE_KINDS: Final = {
    "service_code": "service",
    "to_code": "service",
    "from_code": "service",
    "theme_code": "theme",
    "municipality_code": "municipality",
    "from_service": "service",
    "to_service": "service",
    "from_moment": "moment",
    "to_moment": "moment",
    "path_service": "service",
    "path_moment": "moment",
}
BETWEEN_STEPS: Final = " → "
"""What stands between the codes of a whole path."""
_WORD_FAMILIES: Final = {"level": "level", "low_level": "level", "high_level": "level", "measure": "measure"}
_KEYS_WITH_CODES: Final = frozenset({"service", "municipality", "unit"})


class Names(Protocol):
    """Names of codes in a language (domain.names)."""

    def of(self, kind: str, code: str, language: str) -> str:
        """The name of a code of a kind, or the code where it has none."""


def key_name(by_name: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a breakdown is called: `municipality`, `experience:planning`."""
    key, _, level = by_name.partition(":")
    return texts.say(f"key.{key}", {"level": texts.say(f"level.{level}", language=language) if level else ""})


def value_name(by_name: str, value: str | int | None, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What a row of a breakdown is called."""
    text = UNKNOWN if value is None else str(value)
    key = by_name.partition(":")[0]
    if text == UNKNOWN:
        return texts.say("value.unknown", language=language)
    if key in _KEYS_WITH_CODES:
        return names.of(key, text, language)
    for family in (key, "group"):
        if texts.has(f"{family}.{text}", language):
            return texts.say(f"{family}.{text}", language=language)
    if key == "quarter":
        return quarter_name(text, language)
    return text.replace("-", "–")


def quarter_name(quarter: str, language: str = DEFAULT_LANGUAGE) -> str:
    """`2025Q1` or `2025-Q1` as a reader says it."""
    return texts.say("filter.quarter", {"year": quarter[:4], "quarter": quarter[-1]}, language=language)


def month_name(month: str | int | None, language: str = DEFAULT_LANGUAGE) -> str:
    """A month since the start as its number; `2025-01` or its first day as `1/2025`."""
    year, _, number = str(month)[:7].partition("-")
    return texts.say("month", {"month": str(int(number)), "year": year}, language=language) if number else year


def place_name(state: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """Where a person is in a month."""
    if state in (NEUTRAL_STATE, NO_SERVICE_STATE):
        return texts.say(f"occupation.{state}", language=language)
    return names.of("service", state, language)


def stage_name(stage: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """The services of a stage, any of which counts."""
    services = [names.of("service", code, language) for code in stage.split("|")]
    return texts.say("stage.or", language=language).join(services)


def signal_names(joined: str, language: str = DEFAULT_LANGUAGE) -> str:
    """The signals of a point, joined by semicolons, in words; nothing for none."""
    names = [texts.say(f"signal.{name}", language=language) for name in joined.split(";") if name]
    return ", ".join(names) or texts.say("nothing", language=language)


def direction_name(direction: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a signal means, with its symbol; nothing for none."""
    return texts.say(f"direction.{direction}" if direction else "nothing", language=language)


def outside_name(outside: str, language: str = DEFAULT_LANGUAGE) -> str:
    """Which limits of the funnel a unit is outside of."""
    return texts.say(f"outside.{outside or 'inside'}", language=language)


def service_name(code: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What a service is called, also where it is not known."""
    return _code_name("service", code, names, language)


def _code_name(kind: str, code: str, names: Names, language: str) -> str:
    return texts.say("value.unknown", language=language) if code == UNKNOWN else names.of(kind, code, language)


def path_name(path: str, kind: str, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """A whole path in words: the name of each step in turn."""
    return BETWEEN_STEPS.join(names.of(kind, code, language) for code in path.split(BETWEEN_STEPS))


def sentence(message: Message, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """The sentence of a message.

    A value `x_share` also fills a place `x_points` (percentage points with a sign). A count of `None` was withheld.
    """
    by_name = str(message.values.get("by_key", ""))
    spoken: dict[str, str] = {}
    for name, value in message.values.items():
        if name in ("high_value", "low_value"):
            spoken[name] = value_name(by_name, str(value), names, language)
        else:
            spoken |= _spoken(name, value, names, language)
    return texts.say(_key_to_say(message, language), spoken, _deciding_count(message), language)


def _key_to_say(message: Message, language: str) -> str:
    """A text of its own where a count or share of the message was withheld, or where the days have no limits."""
    if message.key in _OF_DAYS and not (message.values.get("since_on") or message.values.get("until_on")):
        return f"{message.key}.all"
    withheld = f"{message.key}.withheld"
    has_gap = any(value is None for name, value in message.values.items() if name.endswith(("count", "share")))
    return withheld if has_gap and texts.has(withheld, language) else message.key


def _deciding_count(message: Message) -> int | None:
    """The count that chooses between singular and plural: the first that the text says."""
    for name, value in message.values.items():
        if name in ("count", "days") or name.endswith("_count"):
            return value if isinstance(value, int) else None
    return None


def _spoken(name: str, value: MessageValue, names: Names, language: str) -> Mapping[str, str]:
    if name in _CODE_KINDS or name in ("stage", "place"):
        return {name: _spoken_code(name, str(value or ""), names, language)}
    if name.endswith("_share") or name == "share":
        return _spoken_share(name, value, language)
    if name.endswith("_on"):
        return {name: _spoken_day(name, value, language)}
    if name in _WORD_FAMILIES:
        word = texts.say(f"{_WORD_FAMILIES[name]}.{value}", language=language)
        return {name: word, f"{name}_start": word[:1].upper() + word[1:]}
    if name in _NAMERS:
        return {name: _NAMERS[name](str(value), language)}
    return {name: _spoken_number(name, value, language)}


def _spoken_code(name: str, code: str, names: Names, language: str) -> str:
    if name == "stage":
        return stage_name(code, names, language)
    if name == "place":
        return place_name(code, names, language)
    if BETWEEN_STEPS in code:
        return path_name(code, _CODE_KINDS[name], names, language)
    return _code_name(_CODE_KINDS[name], code, names, language) if code else ""


def _spoken_share(name: str, value: MessageValue, language: str) -> dict[str, str]:
    points = f"{name.removesuffix('share')}points"
    if not isinstance(value, int | float):
        return dict.fromkeys((name, points), texts.say("state.hidden", language=language))
    return {name: numbers.share_text(value, language), points: numbers.points_text(value, language)}


def _spoken_day(name: str, value: MessageValue, language: str) -> str:
    if isinstance(value, date):
        return numbers.day_text(value, language)
    return texts.say(_OPEN_ENDS.get(name, "nothing"), language=language)


def _spoken_number(name: str, value: MessageValue, language: str) -> str:
    if name == "p_holm" and isinstance(value, int | float):
        return numbers.p_text(value, language)
    if isinstance(value, float):
        return numbers.decimal_text(value, language, 2 if name.endswith("_score") else 1)
    if isinstance(value, int):
        return numbers.count_text(value, language)
    return texts.say("count.withheld", language=language) if value is None else str(value)


def rule_name(rule: str, language: str = DEFAULT_LANGUAGE) -> str:
    """What a rule of the import says; rules are named `column|kind`, and one whose kind has no text keeps its name."""
    column, _, kind = rule.partition("|")
    if not texts.has(f"rule.{kind}", language):
        return rule
    values = {"reason": texts.say(f"rule.{kind}", language=language), "column": column}
    return texts.say("rule.of_column", values, language=language) if column else values["reason"]


_NAMERS: Final = {
    "by_key": key_name,
    "rule": rule_name,
    "quarter": quarter_name,
    "first_month": month_name,
    "last_month": month_name,
    "month": month_name,
    "signal": signal_names,
}
