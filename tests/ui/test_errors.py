"""A page that fails says it in Finnish, without a value."""

import logging

import pytest
import streamlit as st

from tyokyky.domain.errors import InternalError, UserError
from tyokyky.ui.errors import tell


def _said(error: Exception, monkeypatch: pytest.MonkeyPatch) -> str:
    said: list[str] = []
    monkeypatch.setattr(st, "error", said.append)
    assert tell(error)
    [sentence] = said
    return sentence


def test_user_error_is_said_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _said(UserError("Lokiin ei voi kirjoittaa."), monkeypatch) == "Lokiin ei voi kirjoittaa."


@pytest.mark.parametrize("error", [InternalError("arvo 131052-308T"), KeyError("131052-308T")])
def test_fault_of_ours_tells_no_value(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    logged: list[str] = []
    monkeypatch.setattr(
        logging.getLogger("tyokyky.ui.errors"), "error", lambda text, *values: logged.append(text % values)
    )
    assert "131052" not in _said(error, monkeypatch)
    assert logged == [f"page failed: {type(error).__name__}"]
