"""Builds a mart: a chain of named SQL steps from the register's live rows to one row per exit."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import polars as pl

from tyokyky.analysis import code_tables
from tyokyky.domain.figures import METHOD_VERSION
from tyokyky.privacy.person_marks import mark_secret
from tyokyky.privacy.pseudonyms import has_keys, open_key_ring
from tyokyky.settings import Settings
from tyokyky.store import generations, query
from tyokyky.store.codebook import load_code_book
from tyokyky.store.connection import Connection, transaction
from tyokyky.store.expiry import delete_expired_comments
from tyokyky.store.generations import Generation
from tyokyky.store.instruments import load_instruments
from tyokyky.store.register import handing_over, open_register, revision
from tyokyky.store.trend_plan import load_trend_plan

PACKAGE: Final = "tyokyky.analysis"
_REGISTER_PACKAGE: Final = "tyokyky.store"

FIRST_STEPS: Final = (
    "observation",
    "linked_controller",
    "person",
    "period",
    "ended_period_count",
    "path_entry",
    "path_entry_count",
    "path_place",
    "known_month",
    "month_stay",
    "state_stay",
    "month_run",
    "month_change",
    "item",
    "answer",
    "feedback_answer",
    "feedback_form",
    "feedback_cell",
    "referral",
    "moment",
    "level_moment",
    "unit_quarter_feedback",
    "moment_step",
    "moment_path",
)
"""Steps that do not depend on the chaining tolerance."""
CHAINED_STEPS: Final = (
    "chaining",
    "period_in_spell",
    "spell",
    "successor",
    "path_spell",
    "spell_place",
    "experience",
    "evidence_moment",
    "evidence",
    "participation",
    "answered_day",
    "person_quarter",
    "active_quarter",
    "service_exit",
    "early_sign",
    "leaving_moment",
    "exit_return",
    "click_exit",
    "counted_exit",
    "repeated_person_count",
    "exit_pair_count",
    "level_count",
    "response_count",
    "visible_service",
    "known_code",
    "path_step",
    "switch_place",
    "referral_start",
    "service_step",
    "service_flow",
    "service_path",
)
"""Steps that are run again, on the mart's own tables, when another tolerance is asked for."""
BESIDE_STEPS: Final = ("comment", "group_score")
"""Steps of tables that stand beside the exits: no figure about exits needs them."""
_OF_EVERYTHING: Final[Mapping[str, query.Value]] = dict.fromkeys(("since", "until", "service", "municipality", "unit"))
"""No limit: what is asked of everything is worked out once and kept, by the very statement that answers filters."""
_KEPT_ANSWERS: Final[Mapping[str, tuple[str, ...]]] = {
    "moment_path": ("moment_flow", "moment_variant"),
    "service_path": ("service_variant",),
}
"""Answers kept after a step, each as a table of the statement's name."""
_HANDED_OVER: Final = {
    "live_client": "register/live_client",
    "live_period": "register/live_period",
    "live_referral": "register/live_referral",
    "live_moment": "register/live_moment",
    "live_response": "register/live_response",
    "live_comment": "register/live_comment",
    "live_item": "register/live_item",
    "live_group_score": "register/live_group_score",
    "batch": "register/live_batch",
    "rule_count": "register/live_rule_count",
    "source_state": "register/source_state",
}
_KNOWN_LATER: Final = -1
"""Revision of a mart that shows an earlier state: always behind, so that the next import builds again."""

Progress = Callable[[str, float], None]


def _silent(step: str, share: float) -> None:
    """Reports nothing."""


def run_chained_steps(connection: Connection, chain_gap_days: int | None) -> None:
    """From periods to exits at one chaining tolerance (null: each service's own)."""
    for step in CHAINED_STEPS:
        run_step(connection, step, chain_gap_days)


def run_step(connection: Connection, step: str, chain_gap_days: int | None = None) -> None:
    """One step, and the answers that are kept of it."""
    bound = {"chain_gap_days": chain_gap_days, "open_job": code_tables.OPEN_JOB, "jobseeker": code_tables.JOBSEEKER}
    query.execute(connection, PACKAGE, f"mart/{step}", bound)
    keep_answers(connection, step)


def keep_answers(connection: Connection, step: str) -> None:
    """What is asked of everything that a step made, worked out once."""
    for name in _KEPT_ANSWERS.get(step, ()):
        query.create_from(connection, PACKAGE, f"figure/{name}", _OF_EVERYTHING, name)


def build(
    settings: Settings,
    *,
    as_of_batch: int | None = None,
    on_wait: Callable[[], None] = lambda: None,
    progress: Progress = _silent,
) -> Generation:
    """Builds a new generation from what the register holds and lets it hold from now on.

    Readers keep the old generation until the new one is whole. `as_of_batch` shows what was known after that delivery.

    Raises:
        UserError: a code list or setting is unreadable, another build runs, or disk or memory is short.
    """
    folder = settings.marts_folder
    with generations.building(folder, settings.wait_seconds, on_wait) as scratch_path:
        register_revision = _take_over(scratch_path, settings, as_of_batch, on_wait, progress)
        with generations.open_scratch(scratch_path, settings.memory_limit) as scratch:
            query.create(scratch, "build_setting", _build_setting(settings, as_of_batch, register_revision))
            _create_code_tables(scratch, settings)
            _run_steps(scratch, progress)
            query.execute(scratch, PACKAGE, "mart/person_mark", {"mark_secret": _mark_secret(settings)})
            generation = generations.finish(scratch, folder, register_revision)
    progress("publish", 1.0)
    return generation


def _mark_secret(settings: Settings) -> str | None:
    return mark_secret(open_key_ring(settings.keys_folder)) if has_keys(settings.keys_folder) else None


def _run_steps(scratch: Connection, progress: Progress) -> None:
    steps = (*FIRST_STEPS, *CHAINED_STEPS, *BESIDE_STEPS, "publish")
    for done, step in enumerate(steps):
        progress(step, 0.3 + 0.7 * done / len(steps))
        run_step(scratch, step)


def _take_over(
    scratch_path: Path,
    settings: Settings,
    as_of_batch: int | None,
    on_wait: Callable[[], None],
    progress: Progress,
) -> int:
    """Copies the live rows out of the register, so that it is free again before the steps run."""
    known = {"as_of_batch": as_of_batch, "closed": False}
    with (
        open_register(
            settings.register_path, settings.wait_seconds, on_wait, scratch_path.with_suffix(".tmp")
        ) as register,
        _expired_deleted(register, settings),
        handing_over(register, scratch_path) as scratch,
    ):
        for done, (table, name) in enumerate(_HANDED_OVER.items()):
            progress(table, 0.3 * done / len(_HANDED_OVER))
            query.create_from(register, _REGISTER_PACKAGE, name, known, f"{scratch}.{table}")
        return _KNOWN_LATER if as_of_batch is not None else revision(register)


@contextmanager
def _expired_deleted(register: Connection, settings: Settings) -> Iterator[None]:
    """What may not be kept any longer reaches no mart, whatever state of the register is asked for."""
    with transaction(register):
        delete_expired_comments(register, settings)
    yield


def _build_setting(settings: Settings, as_of_batch: int | None, register_revision: int) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "revision": [register_revision],
            "as_of_batch": [as_of_batch],
            "observed_until_setting": [settings.observed_until],
            "synthetic": [settings.synthetic],
            "method_version": [METHOD_VERSION],
            "built_at": [datetime.now(UTC)],
        },
        schema_overrides={"as_of_batch": pl.Int64, "observed_until_setting": pl.Date},
    )


def _create_code_tables(scratch: Connection, settings: Settings) -> None:
    book = load_code_book(settings)
    query.create(scratch, "service", code_tables.services(book))
    query.create(scratch, "end_reason", code_tables.end_reasons(book))
    query.create(scratch, "moment_code", code_tables.moment_codes(book))
    query.create(scratch, "shipped_item", code_tables.items(load_instruments(settings)))
    query.create(scratch, "code_name", code_tables.code_names(book))
    plan = load_trend_plan(settings)
    query.create(scratch, "trend_change", code_tables.trend_changes(plan))
    query.create(scratch, "trend_target", code_tables.trend_targets(plan))
