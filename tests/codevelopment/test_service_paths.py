"""Service paths of personas: every save is kept, and of two who save at once neither loses anything."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from tyokyky.codevelopment.service_paths import LONGEST_TEXT_CHARACTERS, MOST_STEPS, latest_paths, save, undo, versions
from tyokyky.domain.errors import UserError
from tyokyky.domain.service_paths import ServicePath, Stage, Step
from tyokyky.domain.themes import CommentKey
from tyokyky.feedback.theme_codings import latest_codings, record_coding
from tyokyky.settings import Settings

PATH = ServicePath(
    "Aino, 24",
    (
        Step(Stage.START, "first_contact", "toimisto", "visit", critical=True, note="<b>jännitti</b>"),
        Step(Stage.NOW, "meeting"),
        Step(Stage.NEXT, note="=1+1"),
    ),
    "vaihtoehdot kerrottiin",
    "kaikki tuli yhtä aikaa",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings.of_home(tmp_path)


def made(settings: Settings, path: ServicePath = PATH) -> int:
    saved = save(settings, path, "a").saved
    assert saved is not None
    return saved.path_id


def test_a_path_comes_back_as_it_was_written_markup_and_formulas_too(settings: Settings) -> None:
    path_id = made(settings)
    (held,) = latest_paths(settings)
    assert (held.path_id, held.version, held.saved_by, held.path) == (path_id, 1, "a", PATH)


def test_every_save_is_kept_with_who_made_it(settings: Settings) -> None:
    path_id = made(settings)
    changed = replace(PATH, title="Aino", steps=PATH.steps[:1])
    assert save(settings, changed, "b", path_id, based_on=1).saved is not None
    kept = versions(settings, path_id)
    assert [(one.version, one.saved_by, one.path) for one in kept] == [(1, "a", PATH), (2, "b", changed)]
    assert [one.path for one in latest_paths(settings)] == [changed]


def test_a_save_on_an_old_version_writes_nothing_and_tells_what_holds(settings: Settings) -> None:
    path_id = made(settings)
    theirs, mine = replace(PATH, title="heidän"), replace(PATH, title="minun")
    save(settings, theirs, "b", path_id, based_on=1)
    outcome = save(settings, mine, "c", path_id, based_on=1)
    assert outcome.saved is None
    assert outcome.latest is not None
    assert (outcome.latest.version, outcome.latest.saved_by, outcome.latest.path) == (2, "b", theirs)
    assert len(versions(settings, path_id)) == 2
    again = save(settings, mine, "c", path_id, based_on=outcome.latest.version)
    assert again.saved is not None
    assert again.saved.version == 3


def test_of_many_at_once_on_one_version_exactly_one_is_saved(settings: Settings) -> None:
    path_id = made(settings)

    def write(number: int) -> bool:
        return save(settings, replace(PATH, title=f"nro {number}"), f"w{number}", path_id, based_on=1).saved is not None

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(write, range(8))) == 1
    assert [one.version for one in versions(settings, path_id)] == [1, 2]


def test_many_at_once_on_paths_of_their_own_lose_nothing(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        made_ids = list(pool.map(lambda number: made(settings, replace(PATH, title=f"nro {number}")), range(8)))
    assert len(set(made_ids)) == 8
    assert len(latest_paths(settings)) == 8


def test_undo_brings_an_earlier_version_back_and_keeps_what_was_undone(settings: Settings) -> None:
    path_id = made(settings)
    save(settings, replace(PATH, title="huti"), "b", path_id, based_on=1)
    undo(settings, path_id, "c", to_version=1, based_on=2)
    assert [(one.saved_by, one.path.title) for one in versions(settings, path_id)] == [
        ("a", "Aino, 24"), ("b", "huti"), ("c", "Aino, 24")
    ]  # fmt: skip
    assert undo(settings, path_id, "d", to_version=1, based_on=2).saved is None


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "  "}, "puuttuu nimi"),
        ({"title": "Aino 131052-308T"}, "henkilötunnus"),
        ({"worked_because": "soitto 040 123 4567"}, "yhteystieto"),
        ({"lacked_because": "aino@esimerkki.fi"}, "yhteystieto"),
        ({"steps": (Step(Stage.NOW, note="131052-308t"),)}, "henkilötunnus"),
        ({"steps": (Step(Stage.NOW, touchpoint="131052-308T"),)}, "henkilötunnus"),
        ({"worked_because": "x" * (LONGEST_TEXT_CHARACTERS + 1)}, "liian pitkä"),
        ({"steps": (Step(Stage.NOW),) * (MOST_STEPS + 1)}, "liikaa askelia"),
    ],
)
def test_what_does_not_belong_is_refused_in_words_and_nothing_is_written(
    changes: dict[str, object], said: str, settings: Settings
) -> None:
    with pytest.raises(UserError, match=said) as refused:
        save(settings, replace(PATH, **changes), "a")  # type: ignore[arg-type]
    assert "131052" not in str(refused.value)
    assert latest_paths(settings) == ()


def test_the_longest_text_and_the_most_steps_fit(settings: Settings) -> None:
    path = ServicePath("x", (Step(Stage.NOW),) * MOST_STEPS, "y" * LONGEST_TEXT_CHARACTERS)
    made(settings, path)
    assert latest_paths(settings)[0].path == path


def test_unknown_path_and_version_are_told(settings: Settings) -> None:
    with pytest.raises(UserError, match="polkua ei ole"):
        save(settings, PATH, "a", 99, based_on=1)
    with pytest.raises(UserError, match="versiota ei ole"):
        undo(settings, made(settings), "a", to_version=7, based_on=1)
    assert versions(settings, 99) == ()


def test_codings_made_before_stay_when_the_store_is_upgraded(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr("tyokyky.store.codevelopment.MIGRATIONS", ("codevelopment/0001_theme_codings",))
        record_coding(settings, CommentKey("kunta", "V-1", ""), "a", [], ())
    made(settings)
    assert latest_codings(settings).height == 1
