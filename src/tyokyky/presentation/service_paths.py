"""A service path in words: each step with how often it really occurs, and the whole as a table."""

import polars as pl

from tyokyky.domain.service_paths import ServicePath, Step
from tyokyky.presentation import numbers, texts
from tyokyky.presentation.moment_words import channel_name, touchpoint_name
from tyokyky.presentation.sentences import Names
from tyokyky.presentation.tables import ReadableTable
from tyokyky.presentation.texts import DEFAULT_LANGUAGE

HEADINGS = ("number", "stage", "moment", "touchpoint", "channel", "critical", "note", "frequency")


def step_line(step: Step, names: Names, language: str = DEFAULT_LANGUAGE) -> str:
    """What is met, where and how, in one line."""
    parts = (
        names.of("moment", step.moment_code, language) if step.moment_code else "",
        touchpoint_name(step.touchpoint, language),
        channel_name(step.channel, language),
        texts.say("service_path.critical", language=language) if step.critical else "",
    )
    return " · ".join(part for part in parts if part) or texts.say("service_path.empty_step", language=language)


def frequency_text(step: Step, frequencies: pl.DataFrame, language: str = DEFAULT_LANGUAGE) -> str:
    """How often the step's moment, or else its touchpoint, really occurs; its own state where no number is told."""
    kind, value = ("moment", step.moment_code) if step.moment_code else ("touchpoint", step.touchpoint)
    if not value:
        return ""
    found = frequencies.filter((pl.col("kind") == kind) & (pl.col("value") == value))
    if found.is_empty():
        return texts.say("service_path.frequency.none", language=language)
    row = found.row(0, named=True)
    if row["share"] is None:
        return texts.say("service_path.frequency.hidden", language=language)
    values = {"share": numbers.share_text(row["share"], language), "count": numbers.count_text(row["person_count"])}
    return texts.say(f"service_path.frequency.of_{kind}", values, language=language)


def table(
    path: ServicePath, frequencies: pl.DataFrame, names: Names, language: str = DEFAULT_LANGUAGE
) -> ReadableTable:
    """The steps in their order, then what worked and what lacked."""
    headings = tuple(texts.say(f"service_path.column.{name}", language=language) for name in HEADINGS)
    steps = [
        (
            str(number),
            texts.say(f"service_path.stage.{step.stage}", language=language),
            names.of("moment", step.moment_code, language) if step.moment_code else "",
            touchpoint_name(step.touchpoint, language),
            channel_name(step.channel, language),
            texts.say("service_path.yes", language=language) if step.critical else "",
            step.note,
            frequency_text(step, frequencies, language),
        )
        for number, step in enumerate(path.steps, start=1)
    ]
    said = (("title", path.title), ("worked", path.worked_because), ("lacked", path.lacked_because))
    about = [(texts.say(f"service_path.{key}", language=language), text, *[""] * 6) for key, text in said if text]
    return ReadableTable(headings, (*steps, *about))
