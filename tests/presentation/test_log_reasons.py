"""Reasons of the access log in words: all that the code writes, and what people write as it stands."""

import ast
from pathlib import Path

import tyokyky
from tyokyky.presentation.log_reasons import reason_words
from tyokyky.privacy.path_opening import fault_of_reason
from tyokyky.privacy.roles import Permission, Role, Scope, decide, decide_place

OF_PATHS = ("", "abc " * 200, "hän on matti@example.fi eli Matti")


def test_every_decision_of_a_role_has_words() -> None:
    nowhere = Scope(frozenset(), frozenset())
    for role in (None, *Role):
        for permission in Permission:
            for scope in (Scope(), nowhere):
                reason = decide(role, permission, scope).reason
                said = reason_words(reason)
                assert said != reason
                assert permission.value not in said


def test_places_and_reasons_for_paths_have_words() -> None:
    scope = Scope(frozenset({"091"}), None)
    told = [decide_place(scope, one, None).reason for one in ("091", "049")]
    told += [fault_of_reason(one) for one in OF_PATHS]
    assert all(told)
    assert all(reason_words(one) != one for one in told)


def test_a_role_says_its_name_and_its_places() -> None:
    assert reason_words("role team has open_path") == "Kehittäjätiimi: roolin oikeus"
    assert reason_words("role team 091 / U7") == "Kehittäjätiimi, alue 091 / U7: roolin oikeus"


def test_what_a_person_wrote_stands_as_it_was_written() -> None:
    for written in ("asiakkaan pyyntö 12.3.", "role of a lifetime", "role x", "roolin tarkistus"):
        assert reason_words(written) == written


def _reasons_of_the_code() -> set[str]:
    """Reasons that stand in the code: of lines of the log, and of decisions, which go to the log as they stand."""
    calls = (
        node
        for path in Path(tyokyky.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
    )
    given = [reason for call in calls for reason in _reason_of(call)]
    return {one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _reason_of(call: ast.Call) -> list[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in ("Access", "Decision"):
        return []
    named = [one.value for one in call.keywords if one.arg == "reason"]
    return [*named, *(call.args[3:4] if name == "Access" else call.args[1:2])]


def test_every_reason_that_stands_in_the_code_has_words() -> None:
    written = _reasons_of_the_code()
    assert len(written) > 10
    assert {one for one in written if reason_words(one) == one} == set()
