"""Figures of where people are as time passes, and how far along a path they come."""

from typing import Final

import polars as pl

from tyokyky.analysis import bounces, funnel, occupation, state
from tyokyky.domain.errors import UserError
from tyokyky.domain.filters import Filters
from tyokyky.domain.messages import Message
from tyokyky.domain.question import Clock, Question
from tyokyky.domain.stages import ALL_SERVICES, DEFAULT_STAGES, Stage
from tyokyky.privacy import state_numbers
from tyokyky.reporting import state_findings
from tyokyky.reporting.mart import Mart
from tyokyky.reporting.recipes.recipe import Recipe
from tyokyky.reporting.shapes import INTERVAL, Shape
from tyokyky.store.connection import Connection

_IS_OF_OCCUPATION: Final = {Clock.PATH: "is_of.occupation.path", Clock.CALENDAR: "is_of.occupation.calendar"}


def _is_of_occupation(_shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    return Message(_IS_OF_OCCUPATION[asked.options.clock], {"observed_on": mart.observed_until})


def _is_of_funnel(_shown: pl.DataFrame, asked: Question, mart: Mart) -> Message:
    windows = " / ".join(str(stage.window_days or asked.filters.window_days) for stage in asked.options.stages[1:])
    return Message("is_of.funnel", {"windows": windows, "observed_on": mart.observed_until})


def _is_of_bounces(_shown: pl.DataFrame, _: Question, mart: Mart) -> Message:
    return Message("is_of.bounces", {"window_days": bounces.BOUNCE_WINDOW_DAYS, "observed_on": mart.observed_until})


def _is_of_switches(_shown: pl.DataFrame, _: Question, mart: Mart) -> Message:
    return Message("is_of.switches", {"observed_on": mart.observed_until})


def _funnel(connection: Connection, asked: Question) -> pl.DataFrame:
    if asked.options.stages != DEFAULT_STAGES:
        _refuse_unknown_services(connection, asked.options.stages)
    return funnel.funnel(connection, asked.filters, asked.options.stages)


def _protect_funnel(exact: pl.DataFrame, asked: Question) -> pl.DataFrame:
    return state_numbers.protect_funnel(exact, tuple(stage.may_be_skipped for stage in asked.options.stages))


def _refuse_unknown_services(connection: Connection, stages: tuple[Stage, ...]) -> None:
    codes = {code for stage in stages for code in stage.services}
    if any(state.unknown_filters(connection, Filters(service=code)) for code in codes):
        raise UserError("Vaiheen palvelua ei ole koodistossa eikä aineistossa: tarkista --stages.")


RECIPES: Final = {
    "occupation": Recipe(
        shape=Shape(
            {
                "month": "month",
                "state": "state",
                "n": "person_count",
                "observable": "observable_count",
                "share": "share",
            }
        ),
        compute=lambda connection, asked: occupation.occupation(connection, asked.filters, asked.options.clock),
        protect=lambda exact, _: state_numbers.protect_occupation(exact),
        find=lambda shown, asked: state_findings.of_occupation(shown, asked.options.clock),
        is_of=_is_of_occupation,
        keys=(),
        options=("clock",),
    ),
    "funnel": Recipe(
        shape=Shape(
            {
                "stage": "stage",
                "entered": "entered_count",
                "reached": "reached_count",
                "share": "share",
                **INTERVAL,
                "median_days": "median_days",
            }
        ),
        compute=_funnel,
        protect=_protect_funnel,
        find=lambda shown, _: state_findings.of_funnel(shown),
        is_of=_is_of_funnel,
        keys=(),
        options=("stages",),
    ),
    "bounces": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "via": "via_service_code",
                "n": "bounce_count",
                "exits": "exit_count",
                "share": "share",
            }
        ),
        compute=lambda connection, asked: bounces.bounces(connection, asked.filters),
        protect=lambda exact, _: state_numbers.protect_bounces(exact),
        find=lambda shown, _: state_findings.of_bounces(shown),
        is_of=_is_of_bounces,
        keys=(),
    ),
    "switches": Recipe(
        shape=Shape(
            {
                "service": "service_code",
                "persons": "person_count",
                "person_years": "person_years",
                "switches": "switch_count",
                "per_person_year": "per_person_year_rate",
            }
        ),
        compute=lambda connection, asked: bounces.switches(connection, asked.filters),
        protect=lambda exact, _: state_numbers.protect_switches(exact, ALL_SERVICES),
        find=lambda shown, _: state_findings.of_switches(shown, ALL_SERVICES),
        is_of=_is_of_switches,
        keys=(),
    ),
}
