"""Referrals and interruptions under attack: nothing of a few is shown, nor given back by what else staff can see."""

import random
from collections.abc import Iterable, Mapping

import polars as pl
import pytest

from tyokyky.privacy.interruption_numbers import protect_early_signs, protect_interruptions
from tyokyky.privacy.referral_numbers import protect_referrals
from tyokyky.privacy.small_numbers import protect_drop_off

SEEDS = range(30)
FEW = (1, 2, 3, 4)
JOINT = ("from_service_code", "to_service_code")
FATES = ("started", "other", "dropped", "still_in_window", "not_yet_observable")
REASONS = ("planned", "interrupted", "lost", "open_job", "unknown")
CHOICES = (0, 0, 1, 2, 4, 5, 6, 12, 40)
Known = dict[str, int]
Sums = list[tuple[str, tuple[str, ...]]]


def referral_row(value: str, counts: Mapping[str, int], not_linked: int = 0) -> dict[str, object]:
    """A row as the analysis gives it; its shares stand for any."""
    at_start = sum(counts[fate] for fate in FATES[:4])
    share = 0.5 if at_start else None
    return {
        "from_service_code": "KTT",
        "to_service_code": "THV",
        "breakdown_value": value,
        "referral_count": sum(counts.values()),
        "at_start_count": at_start,
        **{f"{fate}_count": counts[fate] for fate in FATES},
        "not_linked_count": not_linked,
        **dict.fromkeys(("not_started_share", "lower_share", "upper_share", "started_share", "other_share"), share),
        "state": "" if at_start else "not_yet",
    }


def referral_rows(seed: int) -> list[dict[str, int]]:
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    return [{fate: rng.choice(CHOICES) for fate in FATES} for _ in range(rng.randint(1, 4))]


def added(rows: Iterable[Mapping[str, int]]) -> dict[str, int]:
    return {fate: sum(row[fate] for row in rows) for fate in FATES}


def protected(rows: list[dict[str, object]], *, broken_down: bool) -> list[dict[str, object]]:
    return protect_referrals(pl.DataFrame(rows), JOINT if broken_down else None).to_dicts()


def is_few(count: int) -> bool:
    return count in FEW


@pytest.mark.parametrize("seed", SEEDS)
def test_no_count_or_share_of_a_few_referrals_is_shown(seed: int) -> None:
    counts = referral_rows(seed)
    shown = protected([referral_row(str(n), one) for n, one in enumerate(counts)], broken_down=True)
    for row, exact in zip(shown, counts, strict=True):
        base = sum(exact[fate] for fate in FATES[:4])
        assert row["referral_count"] not in FEW
        assert row["still_in_window_count"] not in FEW
        if row["not_started_share"] is not None:
            assert base >= 5
            assert not is_few(exact["dropped"])
            assert not is_few(exact["started"] + exact["other"])
        for kind in ("started", "other"):
            if row[f"{kind}_share"] is not None:
                assert not is_few(exact[kind])
                assert not is_few(base - exact[kind])


@pytest.mark.parametrize("seed", SEEDS)
def test_shares_that_add_up_to_one_are_never_shown_but_for_one(seed: int) -> None:
    for row in protected([referral_row(str(n), one) for n, one in enumerate(referral_rows(seed))], broken_down=True):
        gaps = [name for name in ("not_started_share", "started_share", "other_share") if row[name] is None]
        assert len(gaps) != 1
        assert (row["started_share"] is None) == (row["other_share"] is None)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("column", ["referral_count", "still_in_window_count"])
def test_the_whole_gives_back_no_row_of_a_few(seed: int, column: str) -> None:
    counts = referral_rows(seed)
    parts = protected([referral_row(str(n), one) for n, one in enumerate(counts)], broken_down=True)
    whole = protected([referral_row("", added(counts))], broken_down=False)[0][column]
    gaps = [n for n, row in enumerate(parts) if row[column] is None]
    if whole is None or len(gaps) != 1:
        return
    fates = FATES if column == "referral_count" else ("still_in_window",)
    assert not is_few(sum(counts[gaps[0]][fate] for fate in fates))


def test_many_are_shown_as_they_are_and_columns_stay() -> None:
    exact = pl.DataFrame([referral_row("", dict.fromkeys(FATES, 20), not_linked=7)])
    assert protect_referrals(exact).equals(exact)
    few = protect_referrals(pl.DataFrame([referral_row("", dict.fromkeys(FATES, 20), not_linked=3)]))
    assert few["not_linked_count"].to_list() == [None]


def test_few_who_went_elsewhere_take_the_started_with_them_and_leave_the_rest() -> None:
    row = protected([referral_row("", dict(zip(FATES, (40, 2, 30, 9, 0), strict=True)))], broken_down=False)[0]
    assert (row["started_share"], row["other_share"]) == (None, None)
    assert (row["not_started_share"], row["state"]) == (0.5, "")


def reasons_of(seed: int) -> Known:
    rng = random.Random(seed)  # noqa: S311 - test data, nothing secret
    return {reason: rng.choice(CHOICES) for reason in REASONS}


def reason_counts(counts: Known) -> list[dict[str, object]]:
    return [{"end_reason_group": reason, "exit_count": count} for reason, count in counts.items() if count]


def interruption_row(value: str, counts: Known) -> dict[str, object]:
    known = sum(counts.values()) - counts["unknown"]
    return {
        "service_code": "KTT",
        "breakdown_value": value,
        "exit_count": known,
        "interrupted_count": counts["interrupted"] + counts["lost"],
        "unknown_count": counts["unknown"],
        "reason_counts": reason_counts(counts),
        **dict.fromkeys(("share", "lower_share", "upper_share"), 0.5 if known else None),
    }


def seen_by_reason(counts: Known) -> dict[str, int | None]:
    """What `drop-off --by end_reason` shows of the same exits: the hardest case, where nothing else is withheld."""
    rows = []
    for reason, count in counts.items():
        if count:
            same = ("period", "spell", "exit", "person", "at_start", "dropped")
            none = ("still_in_window", "not_yet_observable", "may_be_renewed", "not_linked")
            row = {f"{name}_count": count for name in same} | {f"{name}_count": 0 for name in none}
            rates = dict.fromkeys(("drop_off_share", "lower_share", "upper_share"), 1.0)
            rows.append({"service_code": "KTT", "breakdown_value": reason, **row, **rates, "state": ""})
    shown = protect_drop_off(pl.DataFrame(rows), ("service_code",))
    return dict(zip(shown["breakdown_value"], shown["exit_count"], strict=True))


def given_back(known: Known, sums: Sums) -> Known:
    """Counts that follow from those known: a lone unknown of a sum, again and again."""
    known = dict(known)
    while True:
        new = _next(known, sums)
        if new is None:
            return known
        known |= new


def _next(known: Known, sums: Sums) -> Known | None:
    for whole, parts in sums:
        unknown = [name for name in (whole, *parts) if name not in known]
        if len(unknown) == 1:
            rest = sum(known[part] for part in parts if part in known)
            return {unknown[0]: rest if unknown[0] == whole else known[whole] - rest}
    return None


@pytest.mark.parametrize("seed", range(120))
def test_exits_by_reason_and_interruptions_together_give_no_few_back(seed: int) -> None:
    counts = reasons_of(seed)
    total = sum(counts.values())
    if total < 5:
        return
    row = protect_interruptions(pl.DataFrame([interruption_row("", counts)])).to_dicts()[0]
    seen = {name: count for name, count in seen_by_reason(counts).items() if count is not None}
    seen |= {reason: 0 for reason, count in counts.items() if not count} | {"all": total}
    names = {"exit_count": "known", "interrupted_count": "broken_off", "unknown_count": "unknown"}
    seen |= {name: row[column] for column, name in names.items() if row[column] is not None}
    sums: Sums = [
        ("all", REASONS),
        ("all", ("known", "unknown")),
        ("known", ("planned", "open_job", "broken_off")),
        ("known", tuple(reason for reason in REASONS if reason != "unknown")),
        ("broken_off", ("interrupted", "lost")),
    ]
    found = given_back(seen, sums)
    assert {reason for reason in REASONS if reason in found and is_few(counts[reason])} == set()


@pytest.mark.parametrize("seed", SEEDS)
def test_no_few_interruptions_are_shown_nor_taken_from_the_whole(seed: int) -> None:
    counts = [reasons_of(seed * 10 + n) for n in range(3)]
    rows = [interruption_row(str(n), one) for n, one in enumerate(counts) if sum(one.values())]
    exact = pl.DataFrame(rows)
    shown = protect_interruptions(exact, ("service_code",))
    for row, one in zip(shown.to_dicts(), exact.to_dicts(), strict=True):
        assert not {row["exit_count"], row["interrupted_count"], row["unknown_count"]} & set(FEW)
        if row["share"] is not None:
            assert not is_few(one["interrupted_count"])
            assert not is_few(one["exit_count"] - one["interrupted_count"])
    summed = {reason: sum(one[reason] for one in counts) for reason in REASONS}
    whole = protect_interruptions(pl.DataFrame([interruption_row("", summed)]))
    for column in ("exit_count", "interrupted_count", "unknown_count"):
        if whole[column].null_count():
            continue
        gone = exact.filter(shown[column].is_null())[column].to_list()
        assert len(gone) != 1 or not is_few(gone[0])


def signs_rows(broken: int, completed: int, no_show: int, early: int) -> pl.DataFrame:
    reasons = reason_counts({"interrupted": broken, "planned": completed, "unknown": 20})
    rows = [
        {
            "service_code": "KTT",
            "exit_group": group,
            "exit_count": count,
            "planned_count": count,
            "early_count": min(early, count),
            "median_early_days": 14.0,
            "no_show_count": min(no_show, count),
            "reason_counts": reasons,
            **dict.fromkeys(("share", "lower_share", "upper_share"), 0.3),
        }
        for group, count in (("interrupted", broken), ("completed", completed))
    ]
    return pl.DataFrame(rows)


def test_early_signs_of_many_are_shown_as_they_are() -> None:
    exact = signs_rows(30, 60, 10, 12)
    assert protect_early_signs(exact).equals(exact)


@pytest.mark.parametrize("few", FEW)
def test_early_signs_of_few_are_withheld(few: int) -> None:
    no_show = protect_early_signs(signs_rows(30, 60, few, 12))
    assert no_show["no_show_count"].null_count() == no_show["share"].null_count() == 2
    assert no_show["exit_count"].to_list() == [30, 60]
    all_but_few = protect_early_signs(signs_rows(30, 60, 30 - few, 12))
    assert all_but_few["share"].to_list() == [None, 0.3]
    early = protect_early_signs(signs_rows(30, 60, 10, few))
    assert early["early_count"].null_count() == early["median_early_days"].null_count() == 2
    broken = protect_early_signs(signs_rows(few, 60, 10, 12))
    assert [broken[name].null_count() for name in ("exit_count", "no_show_count", "early_count")] == [2, 2, 2]
