"""Cards for a gap: those that fit both its weakest level and what clients say come first, always in the same order."""

from itertools import permutations

from tyokyky.domain.method_library import Audience, MethodCard, suggest
from tyokyky.domain.participation import Level


def _card(card_id: str, levels: tuple[Level, ...], theme_ids: tuple[str, ...] = (), minutes: int = 30) -> MethodCard:
    return MethodCard(
        card_id, card_id, "tarkoitus", Audience.BOTH, minutes, minutes, ("paperi",), ("askel",), levels, (), theme_ids
    )


BOTH = _card("both", (Level.PLANNING, Level.ACTION), ("bouncing",))
TWO_THEMES = _card("two_themes", (Level.ACTION,), ("bouncing", "timing"))
ONE_THEME = _card("one_theme", (Level.ACTION,), ("timing",))
FOR_THIS = _card("for_this", (Level.PLANNING,), minutes=60)
SHORTER = _card("shorter", (Level.PLANNING,), minutes=15)
BROAD = _card("broad", (Level.PLANNING, Level.DECISION), minutes=5)
NEITHER = _card("neither", (Level.ACTION,), ("trust",))
CARDS = (BOTH, TWO_THEMES, ONE_THEME, FOR_THIS, SHORTER, BROAD, NEITHER)


def _names(cards: tuple[MethodCard, ...], level: Level | None, *themes: str) -> list[str]:
    return [one.card.card_id for one in suggest(cards, level, themes)]


def test_both_reasons_before_one_then_themes_then_the_level() -> None:
    found = _names(CARDS, Level.PLANNING, "bouncing", "timing")
    assert found == ["both", "two_themes", "one_theme", "shorter", "for_this", "broad"]


def test_the_reason_is_told() -> None:
    first, second, *_ = suggest(CARDS, Level.PLANNING, ("timing", "bouncing", "timing"))
    assert (first.level, first.theme_ids) == (Level.PLANNING, ("bouncing",))
    assert (second.level, second.theme_ids) == (None, ("timing", "bouncing"))


def test_a_gap_without_level_or_themes_is_answered_by_the_other_and_by_nothing_with_neither() -> None:
    assert _names(CARDS, None, "timing") == ["one_theme", "two_themes"]
    assert _names(CARDS, Level.DECISION) == ["broad"]
    assert _names(CARDS, None) == []


def test_the_order_does_not_depend_on_that_of_the_files() -> None:
    asked = Level.PLANNING, "bouncing", "timing"
    orders = {tuple(_names(cards, asked[0], *asked[1:])) for cards in permutations(CARDS)}
    assert len(orders) == 1
