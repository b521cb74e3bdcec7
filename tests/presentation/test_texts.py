"""Every text has a key that is used, every key that is used has a text, and every place in a text is filled."""

import re
from datetime import date
from enum import StrEnum
from importlib import resources
from pathlib import Path

import pytest
from tests.presentation.sample_figures import NAMES

from tyokyky.analysis.no_shows import Outcome
from tyokyky.analysis.official import Rule as CountingRule
from tyokyky.domain import codevelopment as entries
from tyokyky.domain import method_library as library
from tyokyky.domain.chart_rules import Direction, Rule
from tyokyky.domain.entry_shapes import shapes
from tyokyky.domain.errors import InternalError
from tyokyky.domain.figures import State
from tyokyky.domain.filters import Key
from tyokyky.domain.journeys import EndReasonGroup, ExitGroup, Handover, Kind
from tyokyky.domain.messages import Message, MessageValue
from tyokyky.domain.moments import MomentChannel, Touchpoint
from tyokyky.domain.participation import GROUPS, Assumption, Level, Measure, Plane, ScoreBand
from tyokyky.domain.themes import ThemeKind
from tyokyky.domain.told_back import StatementProgress
from tyokyky.ingest import rules, vocabularies
from tyokyky.presentation import sentences, texts
from tyokyky.presentation.entry_words import snake
from tyokyky.presentation.message_keys import MESSAGE_KEYS
from tyokyky.privacy.access_log import Opened
from tyokyky.privacy.roles import Role
from tyokyky.ui.codevelopment import View, WorkPart
from tyokyky.ui.gaps import Order

_SOURCES = Path(texts.__file__).parents[1]
_CODE = "\n".join(path.read_text(encoding="utf-8") for path in _SOURCES.rglob("*.py"))
_EMITTED = set(re.findall(r'Message\(\s*"([a-z_.]+)"', _CODE)) | set(re.findall(r'"(caveat\.[a-z_]+)"', _CODE))
_QUOTED = set(re.findall(r"""(?<=["'])[^"'\n]+(?=["'])""", _CODE))
_BEGUN = set(re.findall(r"""f["']([\w.]+)\.\{""", _CODE))

_PARTS = {one.part for kind in entries.CONTENTS.values() for one in shapes(kind) if one.part}
_WRITTEN = (*entries.CONTENTS.values(), *_PARTS)
_OF_ENTRIES = {f"entry.{snake(kind.__name__)}": {one.name for one in shapes(kind)} for kind in _WRITTEN}
_CHOSEN: set[type[StrEnum]] = {one.words for kind in _WRITTEN for one in shapes(kind) if one.words} - {Level}
_FAMILIES_OF_WORDS: list[type[StrEnum]] = [*_CHOSEN, library.Audience, library.MethodTheme]
_WORDS_OF_ENTRIES = {f"entry_word.{snake(one.__name__)}": {str(word) for word in one} for one in _FAMILIES_OF_WORDS}
_OF_KINDS = {f"codev.{what}": set(entries.CONTENTS) for what in ("kind", "new", "none", "file")}

# What the code joins a value to: each family is complete, and nothing else may be in it.
FAMILIES: dict[str, set[str]] = {
    **_OF_ENTRIES,
    **_WORDS_OF_ENTRIES,
    **_OF_KINDS,
    "codev.view": set(View),
    "codev.part": set(WorkPart),
    "state": set(State),
    "level": {*Level, *(f"short.{level}" for level in Level)},
    "measure": set(Measure),
    "plane": set(Plane),
    "respondent": {*vocabularies._WORDS["response", "respondent"]},
    "channel": {*vocabularies._WORDS["response", "channel"]},
    "phase": {*vocabularies._WORDS["response", "phase"]},
    "group": {str(group) for groups in GROUPS.values() for group in groups},
    "kind": {*Kind, *ThemeKind, "retired"},
    "exit_group": set(ExitGroup),
    "handover": set(Handover),
    "end_reason": set(EndReasonGroup),
    "rule": {*rules._ERRORS, *rules._WARNINGS, "of_column"},
    "assumption": set(Assumption),
    "score_band": set(ScoreBand),
    "signal": set(Rule),
    "direction": set(Direction),
    "outside": {"inside", *(f"{side}_{limit}" for side in ("above", "below") for limit in ("95", "998"))},
    "chart.units.limit": {"95", "998"},
    "outcome": set(Outcome),
    "counted_by": set(CountingRule),
    "gaps.order": set(Order),
    "joint.thin": {"exits", "interval", "answers"},
    "severity": {rules.ERROR, rules.WARNING},
    "ledger.state": {"accepted", "undone"},
    "levels.words": {"more", "less", "unclear", "missing", "adjusted"},
    "key": {str(key) for key in Key},
    "levels.silent": set(Measure),
    "gender": {"female", "male", "other"},
    "age_band": {"-24", "55+"},
    "value": {"unknown"},
    "table": {"response", "comment"},
    "touchpoint": set(Touchpoint),
    "told_back.progress": set(StatementProgress),
    "moment_channel": set(MomentChannel),
    "opened": set(Opened),
    "role": {*Role, *(f"{role}.sees" for role in Role), "label", "placeholder"},
}


def _keys() -> set[str]:
    messages = [message for message in texts.catalogue("fi") if message.id]
    return {str(message.id[0] if message.pluralizable else message.id) for message in messages}


def _says(key: str) -> bool:
    """Whether the code names the key whole, or its beginning or end in a text with a value put in."""
    if key in _QUOTED or key.removesuffix(".withheld") in _EMITTED or key in ("is_of.exits.all", "is_of.answers.all"):
        return True
    parts = key.split(".")
    beginnings = [".".join(parts[:i]) for i in range(1, len(parts))]
    return any(beginning in _BEGUN for beginning in beginnings)


def test_every_emitted_message_is_known_and_has_a_text() -> None:
    assert _EMITTED - {"finding.drop_off.one", "finding.interruptions.one"} <= MESSAGE_KEYS
    assert {key for key in MESSAGE_KEYS if not texts.has(key)} == set()


def test_every_text_is_used() -> None:
    families = {key for key in _keys() if any(key.startswith(f"{family}.") for family in FAMILIES)}
    assert {key for key in _keys() - families if not _says(key)} == set()


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_families_are_complete(family: str) -> None:
    expected = {f"{family}.{name}" for name in FAMILIES[family]}
    found = {key for key in _keys() if key.startswith(f"{family}.")}
    assert found == expected


def test_every_key_in_the_code_has_a_text() -> None:
    said = set(re.findall(r'say\(\s*"([a-z_.]+)"', _CODE))
    assert said
    assert {key for key in said if not texts.has(key)} == set()


def test_no_text_is_empty_or_foreign() -> None:
    for message in texts.catalogue("fi"):
        said = [str(text) for text in (message.string if isinstance(message.string, tuple) else [message.string])]
        assert not message.id or all(said), message.id
        assert not any("TODO" in text or "  " in text for text in said if message.id), message.id


def test_unknown_key_and_unfilled_place_are_our_mistakes() -> None:
    with pytest.raises(InternalError, match=r"finding\.nowhere"):
        texts.say("finding.nowhere")
    with pytest.raises(InternalError, match="count"):
        texts.say("caveat.still_in_window", {}, 2)


FULL_VALUES: dict[str, MessageValue] = {
    "service_code": "KTT",
    "to_code": "THV",
    "from_code": "KTT",
    "not_started_share": 0.4,
    "referral_count": 88,
    "interrupted_share": 0.3,
    "completed_share": 0.1,
    "drop_off_share": 0.329,
    "lower_share": 0.31,
    "upper_share": 0.345,
    "high_value": "111",
    "high_share": 0.5,
    "low_value": "398",
    "low_share": 0.2,
    "by_key": "municipality",
    "share": 0.17,
    "at_start_count": 3408,
    "window_days": 90,
    "day_days": 84,
    "level": "planning",
    "measure": "evidence",
    "difference_share": 0.154,
    "p_holm": 0.0002,
    "batch": 3,
    "rule": "ended_on|before_start",
    "batch_count": 2,
    "count": 30,
    "days": 30,
    "source": "rekisteri",
    "behind_days": 120,
    "no_answer_share": 0.9,
    "as_answered_share": 0.162,
    "all_realised_share": -0.067,
    "all_not_share": 0.29,
    "exits_per_person": 1.14,
    "begun_on": date(2025, 9, 1),
    "known_on": date(2025, 12, 30),
    "fewer_count": 1,
    "since_on": date(2025, 1, 1),
    "until_on": None,
    "observed_on": date(2026, 6, 30),
    "low_level": "decision",
    "high_level": "information",
    "low_score": 0.46,
    "high_score": 0.71,
    "lower_score": 0.42,
    "upper_score": 0.5,
    "quarter": "2026Q2",
    "professional_score": 0.65,
    "client_score": 0.54,
    "difference_score": 0.11,
    "response_count": 412,
    "base_count": 1234,
    "signal": "shift",
    "first_month": "2025-03",
    "last_month": "2026-03",
    "centre_share": 0.25,
    "joint_count": 3,
    "point_count": 12,
    "unit_count": 12,
    "outside_unit_count": 1,
    "near_unit_count": 2,
    "month_count": 57,
    "lost_count": 214,
    "lower_count": 190,
    "upper_count": 240,
    "excess_count": 15,
    "before_share": 0.31,
    "after_share": 0.25,
    "dropped_share": 0.22,
    "followed_share": 0.12,
    "covered_on": date(2024, 1, 1),
    "year": "2025",
    "register_share": 0.86,
    "spell_share": 0.69,
    "months": 12,
    "month": "2026-05",
    "observable_count": 3812,
    "stage": "KTT|THV",
    "entered_count": 588,
    "exit_count": 290,
    "person_count": 6000,
    "rate": 0.48,
    "windows": "365 / 365",
    "theme_code": "bouncing",
    "theme_count": 12,
    "comment_count": 40,
    "unread_count": 7,
    "from_service": "KTT",
    "to_service": "THV",
    "path_service": "KTT → THV",
    "from_moment": "meeting",
    "to_moment": "phone_call",
    "path_moment": "meeting → phone_call",
    "pair_count": 640,
    "before_count": 492,
    "after_count": 639,
    "clear_count": 2,
    "all_count": 17,
    "place": "no_service",
    "median_days": 7.5,
    "row_count": 268,
    "most_count": 12,
}


@pytest.mark.parametrize("key", sorted(MESSAGE_KEYS))
def test_every_message_becomes_a_whole_sentence(key: str) -> None:
    said = sentences.sentence(Message(key, FULL_VALUES), NAMES)
    assert "{" not in said
    assert said.strip() == said
    assert not re.search(r"\b(None|KTT|THV|planning|evidence|municipality)\b", said), said
    assert not re.search(r"\b0\.\d|\d %", said.replace("\N{NO-BREAK SPACE}", "_")), said


@pytest.mark.parametrize("key", sorted(key for key in _keys() if key.endswith(".withheld")))
def test_withheld_counts_have_their_own_sentence(key: str) -> None:
    message = Message(key.removesuffix(".withheld"), {**FULL_VALUES, "count": None})
    message = Message(message.key, {**message.values, "no_answer_share": None, "unread_count": None})
    if key != "count.withheld":
        assert sentences.sentence(message, NAMES) == texts.say(
            key, {"batch_count": "2", "rule": sentences.rule_name("ended_on|before_start")}
        )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_key_stands_twice(language: str) -> None:
    text = resources.files("tyokyky.presentation").joinpath("text", language, "messages.po").read_text(encoding="utf-8")
    keys = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)
    assert [key for key in sorted(set(keys)) if keys.count(key) > 1] == [], "only one of them would be read"
