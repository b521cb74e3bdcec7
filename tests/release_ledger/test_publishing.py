"""From a plan to a release: two people, one audit, one step; what is refused leaves everything as it was."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.release_ledger.desks import FIRST, NOT_PROVEN, SECOND, bytes_of, doubt, hand

from tyokyky.domain.errors import UserError
from tyokyky.release import approval, building, planning
from tyokyky.release.desk import alone, look
from tyokyky.release.folders import MANIFEST
from tyokyky.release.ledger import LEDGER_FILE, Act
from tyokyky.release.policy import POLICY_FILE
from tyokyky.release.status import Stage, statuses
from tyokyky.settings import Settings


def _refused(settings: Settings, do: Callable[[], object], said: str) -> None:
    """Refused with the reason, and not a byte under `releases` is another."""
    before = bytes_of(settings)
    with pytest.raises(UserError, match=said):
        do()
    assert bytes_of(settings) == before


def _acts(settings: Settings) -> list[tuple[Act, str]]:
    return [(entry.kind, entry.who) for entry in look(settings).entries]


def _files_in(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_the_way_is_written_down_act_by_act(published: Settings) -> None:
    assert _acts(published)[:6] == [
        (Act.PLANNED, "Aino"),
        (Act.BUILT, "Aino"),
        (Act.AUDITED, "Aino"),
        (Act.APPROVED, "Aino"),
        (Act.APPROVED, "Veikko"),
        (Act.PUBLISHED, "Aino"),
    ]
    [last] = look(published).published
    assert last.release == FIRST
    assert last.facts["approvers"] == ["Aino", "Veikko"]
    assert set(last.facts["files"]) == _files_in(published.home / "releases" / FIRST)
    assert [one.release for one in statuses(look(published).entries)] == [SECOND, FIRST]


def test_what_is_published_is_what_was_approved_with_its_moment(published: Settings) -> None:
    folder = published.home / "releases"
    made = json.loads((folder / "plans" / FIRST / MANIFEST).read_text(encoding="utf-8"))
    out = json.loads((folder / FIRST / MANIFEST).read_text(encoding="utf-8"))
    assert made["published_at"] is None
    assert out == made | {"published_at": "2026-01-15T09:00:00Z"}
    tables = {table["file"] for table in out["tables"]}
    assert _files_in(folder / FIRST) == {MANIFEST, "datapackage.json", "texts.json", *tables}


def test_an_approver_counts_once(built: Settings) -> None:
    approval.approve(built, FIRST, hand("Aino"))
    _refused(built, lambda: approval.approve(built, FIRST, hand("Aino")), "Olet jo hyväksynyt")
    _refused(built, lambda: approval.publish(built, FIRST, hand()), "kahta hyväksyjää")


def test_nothing_is_approved_before_its_audit_nor_after_a_failed_one(fresh: Settings) -> None:
    release = planning.plan(fresh, hand()).release
    _refused(fresh, lambda: approval.approve(fresh, release, hand()), "ei ole vielä tehty")
    building.build(fresh, release, hand())
    _refused(fresh, lambda: approval.approve(fresh, release, hand()), "ei ole vielä tarkastettu")
    doubt(fresh)
    assert not approval.audit(fresh, release, hand()).is_proven
    assert _acts(fresh)[-1][0] is Act.REJECTED
    _refused(fresh, lambda: approval.approve(fresh, release, hand()), "ei todista")


def test_what_is_built_anew_is_approved_anew(published: Settings) -> None:
    building.build(published, SECOND, hand())
    approval.audit(published, SECOND, hand())
    _refused(published, lambda: approval.publish(published, SECOND, hand()), "kahta hyväksyjää")


def test_the_audit_before_publishing_has_the_last_word(published: Settings) -> None:
    doubt(published)
    with pytest.raises(UserError, match=NOT_PROVEN):
        approval.publish(published, SECOND, hand())
    assert not (published.home / "releases" / SECOND).exists()
    assert statuses(look(published).entries)[0].stage is Stage.REJECTED


@pytest.mark.parametrize("name", [MANIFEST, "datapackage.json", "texts.json", "tables/exits_by_age_band.parquet"])
def test_a_byte_changed_after_approval_stops_it(published: Settings, name: str) -> None:
    path = published.home / "releases" / "plans" / SECOND / name
    content = path.read_bytes()
    path.write_bytes(content[:-5] + bytes([content[-5] ^ 1]) + content[-4:])
    _refused(published, lambda: approval.publish(published, SECOND, hand()), "muuttuneet tekemisen jälkeen")
    _refused(published, lambda: approval.approve(published, SECOND, hand("Outi")), "muuttuneet tekemisen jälkeen")


def test_what_is_out_is_never_built_approved_or_published_again(published: Settings) -> None:
    _refused(published, lambda: building.build(published, FIRST, hand()), "on jo julkaistu")
    _refused(published, lambda: approval.approve(published, FIRST, hand("Outi")), "on jo julkaistu")
    _refused(published, lambda: approval.publish(published, FIRST, hand()), "on jo julkaistu")


def test_a_folder_in_the_way_is_not_written_over(published: Settings) -> None:
    (published.home / "releases" / SECOND).mkdir()
    _refused(published, lambda: approval.publish(published, SECOND, hand()), "on jo olemassa")


_EVERY_ACT: dict[str, Callable[[Settings], object]] = {
    "plan": lambda settings: planning.plan(settings, hand()),
    "build": lambda settings: building.build(settings, SECOND, hand()),
    "audit": lambda settings: approval.audit(settings, SECOND, hand()),
    "approve": lambda settings: approval.approve(settings, SECOND, hand("Outi")),
    "publish": lambda settings: approval.publish(settings, SECOND, hand()),
    "look": look,
}


def _every_act_refused(settings: Settings, said: str) -> None:
    for act in _EVERY_ACT.values():
        _refused(settings, lambda act=act: act(settings), said)  # type: ignore[misc]


def test_whatever_is_broken_stops_every_act_and_nothing_is_touched(published: Settings) -> None:
    releases = published.home / "releases"
    table, ledger = next((releases / FIRST / "tables").iterdir()), releases / LEDGER_FILE
    whole_table, whole_ledger = table.read_bytes(), ledger.read_bytes()

    table.write_bytes(whole_table[:-9] + bytes([whole_table[-9] ^ 4]) + whole_table[-8:])
    _every_act_refused(published, "ei ole enää se, joka julkaistiin")
    table.write_bytes(whole_table)

    (table.parent / "extra.parquet").write_bytes(b"")
    _every_act_refused(published, "ei ole enää se, joka julkaistiin")
    (table.parent / "extra.parquet").unlink()

    (releases / FIRST).rename(published.home / "away")
    _every_act_refused(published, f"Aiempi julkaisu {FIRST} puuttuu")
    (published.home / "away").rename(releases / FIRST)

    ledger.write_bytes(whole_ledger.replace(b"Veikko", b"Heikki", 1))
    _every_act_refused(published, "on muuttunut rivin 6 kohdalla tai juuri ennen")
    ledger.write_bytes(whole_ledger)

    assert approval.publish(published, SECOND, hand()).is_dir()


def test_two_stewards_at_once_the_second_is_told(published: Settings) -> None:
    with alone(published):
        for name, act in _EVERY_ACT.items():
            if name != "look":
                said = "Toinen aineistovastaava tekee juuri julkaisua"
                _refused(published, lambda act=act: act(published), said)  # type: ignore[misc]


def test_a_policy_under_three_plans_nothing(built: Settings) -> None:
    (built.home / POLICY_FILE).write_text("n_min = 2\n", encoding="utf-8")
    _refused(built, lambda: planning.plan(built, hand()), "n_min on vähintään 3")


def test_a_release_that_was_never_planned_is_not_built(built: Settings) -> None:
    _refused(built, lambda: building.build(built, "2025-12-31-7", hand()), "ei ole suunniteltu")


def test_a_release_planned_before_another_came_out_is_planned_again(published: Settings) -> None:
    late = planning.plan(published, hand()).release
    approval.publish(published, SECOND, hand())
    _refused(published, lambda: building.build(published, late, hand()), "suunnittele tämä uudelleen")
