"""`texts.json` of a release: approved texts that no earlier release holds, and what the tables' codes are called."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

from tyokyky.domain.codes import Code
from tyokyky.domain.council_statements import StatementState
from tyokyky.domain.releases import MUNICIPALITY, TOTAL, TableLayout
from tyokyky.release.earlier import Earlier
from tyokyky.release.folders import TEXTS
from tyokyky.release.statements import all_statements
from tyokyky.release.texts import TextKind, steward_texts
from tyokyky.settings import Settings
from tyokyky.store.codebook import load_code_book
from tyokyky.store.themes import load_themes

_Names = dict[str, dict[str, str]]


def texts_of_release(settings: Settings, layouts: Iterable[TableLayout], on: date, earlier: Earlier) -> dict[str, Any]:
    """The texts of the next release (docs/release-format.md).

    Raises:
        UserError: a text or code list can not be read.
    """
    told = _told_before(earlier)
    own = [text for text in steward_texts(settings) if text.leaves and text.text_id not in told]
    statements = [
        {name: value for name, value in asdict(one).items() if name != "state"}
        for one in all_statements(settings).statements
        if one.state is StatementState.APPROVED and one.id not in told
    ]
    return {
        **_called(settings, layouts, on),
        "statements": statements,
        **{kind.value: [dict(text.entry) for text in own if text.kind is kind] for kind in TextKind},
    }


def _told_before(earlier: Earlier) -> frozenset[str]:
    found: set[str] = set()
    for one in earlier.folders:
        texts = json.loads((one.path / TEXTS).read_text(encoding="utf-8"))
        for name in ("statements", *TextKind):
            found |= {text["id"] for text in texts.get(name, [])}
    return frozenset(found)


def _called(settings: Settings, layouts: Iterable[TableLayout], on: date) -> dict[str, Any]:
    """What the codes of the tables are called on the day of the data, in three languages."""
    codes: dict[str, set[str]] = {}
    for layout in layouts:
        for dimension in layout.dimensions:
            codes.setdefault(dimension.name, set()).update(set(dimension.codes) - {TOTAL})
    book, themes = load_code_book(settings), load_themes(settings)
    known = [theme for theme in themes if theme.theme_id in codes.get("theme", ())]
    return {
        "names": {
            "joint": _names(book.services, codes.get("joint", set()), on),
            MUNICIPALITY: _names(book.municipalities, None, on),
            "theme": {one.theme_id: _in_languages(one.name_fi, one.name_sv, one.name_en) for one in known},
        },
        "theme_kinds": {one.theme_id: one.kind.value for one in known},
    }


def _names(listed: Iterable[Code], wanted: set[str] | None, on: date) -> _Names:
    """Names of the codes that hold on a day; merged ones too, since readers are told what was merged."""
    return {
        one.code: _in_languages(one.name_fi, one.name_sv, one.name_en)
        for one in sorted(listed, key=lambda code: code.code)
        if one.valid_from <= on <= one.valid_until and (wanted is None or one.code in wanted)
    }


def _in_languages(fi: str, sv: str, en: str) -> dict[str, str]:
    return {"fi": fi, "sv": sv or fi, "en": en or fi}
