"""Told back in words: how concerns were answered, by theme too, and how far statements have come."""

from collections.abc import Callable, Mapping

from tyokyky.domain.told_back import Answered, StatementWay
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.texts import DEFAULT_LANGUAGE


def answered_text(found: Answered, answer_days: int, language: str = DEFAULT_LANGUAGE) -> str:
    """How concerns were answered, as one or two sentences."""
    if not found.concern_count:
        return texts.say("told_back.none", language=language)
    counts = {"told": found.told_count, "old": found.old_enough_count, "all": found.concern_count}
    values = {name: numbers.count_text(count, language) for name, count in counts.items()} | {"days": str(answer_days)}
    if found.share is None:
        return texts.say("told_back.too_early", values, language=language)
    said = [texts.say("told_back.share", values | {"share": numbers.share_text(found.share, language)})]
    if found.median_days is not None:
        median = {"median": numbers.count_text(round(found.median_days), language)}
        said.append(texts.say("told_back.median", median, language=language))
    return " ".join(said)


def theme_lines(
    by_theme: Mapping[str, Answered], name_of: Callable[[str], str], language: str = DEFAULT_LANGUAGE
) -> tuple[str, ...]:
    """Each theme with how many of its old enough concerns were answered; those without a theme are left out."""
    return tuple(f"{name_of(theme)}: {_share(found, language)}" for theme, found in by_theme.items() if theme)


def _share(found: Answered, language: str) -> str:
    values = {"told": numbers.count_text(found.told_count, language)}
    values["old"] = numbers.count_text(found.old_enough_count, language)
    return texts.say("told_back.of_old_enough", values, language=language)


def way_lines(way: StatementWay, language: str = DEFAULT_LANGUAGE) -> tuple[str, ...]:
    """Where a statement is on its way: a line each for its progress, the last board, and what it waits for."""
    given = {"day": numbers.day_text(way.given_on, language)}
    lines = [texts.say(f"told_back.progress.{way.progress}", given, language=language)]
    if way.last_handled_on is not None:
        last = {"board": way.last_board, "day": numbers.day_text(way.last_handled_on, language)}
        lines.append(f"{texts.say('told_back.last_board', last, language=language)} {way.outcome}".rstrip())
    if way.waiting_for:
        boards = {"boards": ", ".join(way.waiting_for)}
        lines.append(texts.say("told_back.waiting_for", boards, language=language))
    return tuple(lines)
