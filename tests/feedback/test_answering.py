"""Which form a link opens, how far an answerer has come, and what is sent in the end."""

from collections.abc import Mapping
from datetime import date

import pytest

from tyokyky.domain.codes import CodeBook, Service, Unit
from tyokyky.domain.instruments import Instrument, Item, Respondents
from tyokyky.domain.participation import Level, Plane
from tyokyky.feedback.answering import (
    DECLINED,
    NOT_APPLICABLE,
    Form,
    NoFormError,
    Progress,
    Refusal,
    choices_of,
    find_form,
    may_be_given,
    sent_form,
)

DAY = date(2026, 3, 1)
LINK = {"form": "short", "service": "KTT", "unit": "U1"}


def item(item_id: str, scale_min: float = 1, scale_max: float = 5, respondents: Respondents = Respondents.BOTH) -> Item:
    text = f"Väittämä {item_id}."
    return Item(item_id, text, Level.PLANNING, Plane.OWN, scale_min, scale_max, respondents=respondents)


SHORT = Instrument("short", "Lyhyt", (item("A"), item("B"), item("C", 0, 10)))
TOTAL = Instrument("total", "Summa", (item("D", 0, 100),))
HALVES = Instrument("halves", "Puolikkaat", (item("E", 0.5, 2.5),))
BOOK = CodeBook(
    services=(
        Service("KTT", "kuntouttava työtoiminta", valid_until=date(2022, 12, 31)),
        Service("KTT", "kuntouttava työtoiminta", valid_from=date(2023, 1, 1)),
        Service("OLD", "päättynyt palvelu", valid_until=date(2020, 12, 31)),
    ),
    units=(Unit("U1", "Yksikkö", municipality_code="398"),),
)


def found(**changes: str) -> Form:
    return find_form((SHORT, TOTAL, HALVES), BOOK, {**LINK, **changes}, DAY)


def test_a_link_opens_its_form_with_the_codes_valid_today() -> None:
    form = found(phase="end")
    assert (form.instrument, form.unit.code, form.phase) == (SHORT, "U1", "end")
    assert form.service.valid_from == date(2023, 1, 1)
    assert form.link == {**LINK, "phase": "end"}
    assert found().link == LINK


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"form": "nothing"}, Refusal.FORM),
        ({"form": ""}, Refusal.FORM),
        ({"form": "total"}, Refusal.SCALE),
        ({"form": "halves"}, Refusal.SCALE),
        ({"service": "OLD"}, Refusal.SERVICE),
        ({"service": "<b>"}, Refusal.SERVICE),
        ({"unit": "U2"}, Refusal.UNIT),
        ({"phase": "someday"}, Refusal.PHASE),
    ],
)
def test_a_wrong_link_tells_what_is_wrong(changes: Mapping[str, str], refusal: Refusal) -> None:
    with pytest.raises(NoFormError) as raised:
        found(**changes)
    assert raised.value.refusal is refusal


def test_clients_are_asked_what_is_asked_of_clients() -> None:
    own, theirs = item("A", respondents=Respondents.CLIENT), item("B", 0.5, 2.5, Respondents.PROFESSIONAL)
    both = Instrument("both", "Molemmille", (own, theirs, item("C")))
    form = find_form((both,), BOOK, {**LINK, "form": "both"}, DAY)
    assert [asked.item_id for asked in form.items] == ["A", "C"]
    with pytest.raises(NoFormError) as raised:
        find_form((Instrument("work", "Työntekijöille", (theirs,)),), BOOK, {**LINK, "form": "work"}, DAY)
    assert raised.value.refusal is Refusal.FORM


def test_an_empty_link_opens_nothing() -> None:
    with pytest.raises(NoFormError):
        find_form((SHORT,), BOOK, {}, DAY)


def test_choices_are_the_whole_steps_of_a_scale() -> None:
    assert choices_of(item("A")) == ("1", "2", "3", "4", "5")
    assert choices_of(item("C", 0, 10)) == tuple(map(str, range(11)))
    assert choices_of(item("D", 0, 11)) == ()
    assert choices_of(item("E", 1, 4.5)) == ()


@pytest.mark.parametrize("value", ["1", "5", NOT_APPLICABLE, DECLINED])
def test_an_answer_of_the_scale_or_a_refusal_is_taken(value: str) -> None:
    assert may_be_given(item("A"), value)


@pytest.mark.parametrize("value", ["0", "6", "", "3.5", "03", "٣", "<script>", "-1"])
def test_anything_else_is_not(value: str) -> None:
    assert not may_be_given(item("A"), value)


def test_progress_knows_the_next_open_item() -> None:
    form = found()
    begun = Progress.begun(form, "fi", 0)
    assert begun.first_open(form) == 0
    part = begun.answered(SHORT.items[0], "4").answered(SHORT.items[2], "7")
    assert part.first_open(form) == 1
    assert part.answered(SHORT.items[1], DECLINED).first_open(form) == 3
    assert begun.given == {}, "progress is never changed in place"


def test_tokens_differ_and_hold_no_digits() -> None:
    tokens = {Progress.begun(found(), "fi", 0).token for _ in range(500)}
    assert len(tokens) == 500
    assert all(token.isalpha() and len(token) == 32 for token in tokens)


def test_what_is_sent_holds_scores_and_not_what_was_declined() -> None:
    form = found(phase="after")
    progress = Progress.begun(form, "sv", 0, "MARK")
    for place, value in enumerate(("2", NOT_APPLICABLE, DECLINED)):
        progress = progress.answered(SHORT.items[place], value)
    sent = sent_form(form, progress, DAY)
    assert sent.response_id == f"form-{progress.token}"
    assert (sent.service_code, sent.unit_code, sent.municipality_code, sent.phase) == ("KTT", "U1", "398", "after")
    assert (sent.scores, sent.not_applicable, sent.code_mark) == ({"A": 2}, ("B",), "MARK")
    assert (sent.answered_on, sent.language) == (DAY, "sv")


def test_an_answer_changed_counts_once() -> None:
    form = found()
    progress = Progress.begun(form, "fi", 0).answered(SHORT.items[0], "2").answered(SHORT.items[0], "5")
    assert sent_form(form, progress, DAY).scores == {"A": 5}


def test_declining_everything_says_nothing() -> None:
    progress = Progress.begun(found(), "fi", 0)
    assert not progress.says_something
    assert not progress.answered(SHORT.items[0], DECLINED).says_something
    assert progress.answered(SHORT.items[0], NOT_APPLICABLE).says_something
