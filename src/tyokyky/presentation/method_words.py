"""Method cards in words: why one is suggested, for whom, how long, what it strengthens."""

from typing import Final

from tyokyky.domain.method_library import MethodCard, Suggestion
from tyokyky.presentation import texts
from tyokyky.presentation.entry_words import CodeWords, enum_word
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

_HOUR_MINUTES: Final = 60
_DAY_MINUTES: Final = 24 * _HOUR_MINUTES


def reason(one: Suggestion, codes: CodeWords, language: str = DEFAULT_LANGUAGE) -> str:
    """Why a card is suggested for a gap, as one sentence."""
    parts = []
    if one.level is not None:
        level = texts.say(f"level.{one.level}", language=language)
        parts.append(texts.say("codev.reason.level", {"level": level}, language=language))
    if one.theme_ids:
        themes = ", ".join(codes.name("theme", theme).lower() for theme in one.theme_ids)
        parts.append(texts.say("codev.reason.themes", {"themes": themes}, language=language))
    joined = texts.say("codev.reason.and", language=language).join(parts)
    return f"{joined[:1].upper()}{joined[1:]}."


def card_facts(card: MethodCard, language: str = DEFAULT_LANGUAGE) -> tuple[tuple[str, str], ...]:
    """What a card tells in a few words, by what each is called; what it does not tell is left out."""
    told = (
        ("audience", enum_word(card.audience, language)),
        ("time", f"{_time(card.least_minutes, language)}–{_time(card.most_minutes, language)}"),
        ("levels", ", ".join(texts.say(f"level.{level}", language=language) for level in card.levels)),
        ("method_themes", ", ".join(enum_word(theme, language) for theme in card.method_themes)),
        ("materials", ", ".join(card.materials_fi)),
        ("care", card.care_fi),
    )
    return tuple((texts.say(f"codev.card.{key}", language=language), text) for key, text in told if text)


def _time(minutes: int, language: str) -> str:
    for key, unit in (("days", _DAY_MINUTES), ("hours", _HOUR_MINUTES)):
        if minutes >= unit and minutes % unit == 0:
            return texts.say(f"codev.time.{key}", {"count": str(minutes // unit)}, language=language)
    return texts.say("codev.time.minutes", {"count": str(minutes)}, language=language)
