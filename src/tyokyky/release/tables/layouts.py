"""The closed list of tables: what each is divided by. No other table can be released."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tyokyky.domain.filters import UNKNOWN
from tyokyky.domain.participation import ExperienceGroup, Level
from tyokyky.domain.releases import MUNICIPALITY, QUARTER, TOTAL, Dimension, TableLayout, require_decomposable

EXITS: Final = "exits"
ANSWERS: Final = "answers"
THEMES: Final = "themes"
OUTCOMES: Final = ("continued", "dropped", "open")
AGE_BANDS: Final = ("-24", "25-34", "35-44", "45-54", "55+", UNKNOWN)
ANSWER_BANDS: Final = ("low", "middle", "high", "not_applicable", "no_answer")


@dataclass(frozen=True)
class Known:
    """What the tables are divided by; told by code lists and quarters, never by a single exit.

    Attributes:
        joints: path services that the register delivers.
        municipalities: as the release names them.
        themes: of the codebook.
        quarters: measure → its frozen quarters.
    """

    joints: tuple[str, ...]
    municipalities: tuple[str, ...]
    themes: tuple[str, ...]
    quarters: dict[str, tuple[str, ...]]


def _summed(name: str, codes: Sequence[str], *, discloses: bool = False) -> Dimension:
    return Dimension(name, (TOTAL, *codes), dict.fromkeys(codes, (TOTAL,)), discloses)


def layouts(known: Known) -> tuple[TableLayout, ...]:
    """The tables of a release in their order; a measure without a frozen quarter has none.

    Exits: outcome × quarter, crossed one at a time with path service, municipality, age band and each level's
    experience. No table names a path service and another of them at once: a few exits each, nearly all would be
    hidden, and each hidden count is one more that everything else has to be proven against (ADR 37).
    Answers: quarter × municipality, and quarter × the band of a form's answers on one level; they share their totals.
    Themes: theme × quarter without a total over themes, since a comment may hold several.

    Raises:
        UserError: the list can not be put together without a circle.
    """
    found = tuple(
        table
        for measure, make in ((EXITS, _exit_tables), (ANSWERS, _answer_tables), (THEMES, _theme_tables))
        if known.quarters.get(measure)
        for table in make(known)
    )
    require_decomposable(found)
    return found


def _exit_tables(known: Known) -> list[TableLayout]:
    shared = (
        _summed("outcome", OUTCOMES, discloses=True),
        _summed(QUARTER, known.quarters[EXITS]),
    )
    crossed = [
        _summed("joint", known.joints),
        _places(known),
        _summed("age_band", AGE_BANDS),
        *(_summed(f"experience_{level}", tuple(ExperienceGroup), discloses=True) for level in Level),
    ]
    return [TableLayout(f"exits_by_{one.name}", EXITS, "exit", (*shared, one)) for one in crossed]


def _answer_tables(known: Known) -> list[TableLayout]:
    quarters = _summed(QUARTER, known.quarters[ANSWERS])
    by = {"by_municipality": _places(known)} | {
        str(level): _summed(f"answer_{level}", ANSWER_BANDS, discloses=True) for level in Level
    }
    return [TableLayout(f"answers_{name}", ANSWERS, "response", (quarters, one)) for name, one in by.items()]


def _theme_tables(known: Known) -> list[TableLayout]:
    theme = Dimension("theme", known.themes, {}, discloses=True)
    return [TableLayout("themes", THEMES, "comment", (theme, _summed(QUARTER, known.quarters[THEMES])))]


def _places(known: Known) -> Dimension:
    return _summed(MUNICIPALITY, (*known.municipalities, UNKNOWN))
