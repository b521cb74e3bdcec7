"""A release is planned: which quarters, tables and policy; its true counts are set aside for building."""

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Final

import polars as pl

from tyokyky.domain.errors import UserError
from tyokyky.domain.figures import METHOD_VERSION
from tyokyky.domain.releases import MUNICIPALITY, TableLayout
from tyokyky.release import hidden_counts
from tyokyky.release.assembly import assembled, chosen_places, chosen_versions
from tyokyky.release.bounds import upper_bounds
from tyokyky.release.desk import Desk, Hand, alone
from tyokyky.release.earlier import Earlier, earlier_releases
from tyokyky.release.folders import FORMAT, layout_facts, write_json
from tyokyky.release.ledger import Act
from tyokyky.release.policy import ReleasePolicy, load_policy
from tyokyky.release.tables.counting import placed
from tyokyky.release.tables.county import County, cells_of, county_of, open_mart
from tyokyky.release.tables.layouts import EXITS
from tyokyky.release.tables.municipalities import Places
from tyokyky.release.tables.quarters import first_day, frozen_quarters, last_day
from tyokyky.settings import Settings

PLAN_FILE: Final = "plan.json"


@dataclass(frozen=True)
class Correction:
    """Quarters that are out and are told anew from the register, and why."""

    quarters: tuple[str, ...] = ()
    reason: str = ""


NONE_CORRECTED: Final = Correction()


@dataclass(frozen=True)
class Plan:
    """A planned release. `facts` is all of its manifest but the tables' files and the moment of publishing."""

    release: str
    facts: dict[str, Any]
    layouts: tuple[TableLayout, ...]
    leaves: dict[str, pl.DataFrame]


def plan(settings: Settings, hand: Hand, correction: Correction = NONE_CORRECTED) -> Plan:
    """Plans the next release from the current mart. Nothing is protected or published yet.

    A quarter that is out keeps its counts as they were then, whatever the register holds now, unless it is corrected:
    then it gets a new version. Municipalities keep the names of the first release.

    Raises:
        UserError: no quarter is frozen yet; a corrected quarter is not out, or no reason is given; an earlier release
            is missing or altered; another steward is at work; or the policy would protect no one.
    """
    policy = load_policy(settings)
    with alone(settings) as desk:
        earlier = earlier_releases(desk)
        made = _planned(desk, policy, earlier, _checked(correction, earlier))
        hidden_counts.keep(settings, made.release, made.leaves)
        _write(desk, made)
        if correction.quarters:
            told = {"quarters": list(correction.quarters), "reason": correction.reason.strip()}
            desk.record(Act.CORRECTED, made.release, hand, told)
        names = ("data_cut", "observed_until", "frozen_until", "quarter_versions", "policy", "code_version")
        tables = [layout.name for layout in made.layouts]
        desk.record(Act.PLANNED, made.release, hand, {name: made.facts[name] for name in names} | {"tables": tables})
        return made


def _checked(correction: Correction, earlier: Earlier) -> Correction:
    for quarter in correction.quarters:
        if quarter not in earlier.versions:
            raise UserError("Korjata voi vain neljänneksen, joka on jo julkaistu: anna se muodossa 2026Q1.")
    if correction.quarters and not correction.reason.strip():
        raise UserError("Korjaukselle tarvitaan syy: kerro, mikä muuttui ja miksi.")
    return correction


def _planned(desk: Desk, policy: ReleasePolicy, earlier: Earlier, correction: Correction) -> Plan:
    settings = desk.settings
    with open_mart(settings) as mart:
        county = county_of(mart, settings)
        wait_days = max(policy.window_days, county.chain_gap_days)
        quarters = frozen_quarters(county.covered_from, county.observed_until, wait_days, policy.quarter_count)
        if not quarters:
            raise UserError("Yksikään neljännes ei ole vielä valmis julkaistavaksi: odota, että ikkuna on kulunut.")
        days = first_day(quarters[0]), last_day(quarters[-1])
        cells = cells_of(mart, settings, *days, policy.window_days)
    places = earlier.places or chosen_places(county, cells[EXITS], len(quarters), policy)
    versions = chosen_versions(quarters, earlier, correction.quarters)
    fresh = {measure: placed(frame, places) for measure, frame in cells.items()}
    tables, leaves = assembled(desk, county, places, versions, earlier, fresh)
    release = _next_id(desk, county)
    facts = _facts(release, county, policy, places, versions, earlier, tables)
    return Plan(release, facts, tables, leaves)


def _next_id(desk: Desk, county: County) -> str:
    day = county.data_cut.isoformat()
    used = {entry.release for entry in desk.entries if entry.release.startswith(day)}
    return f"{day}-{len(used) + 1}"


def _facts(
    release: str,
    county: County,
    policy: ReleasePolicy,
    places: Places,
    versions: dict[str, int],
    earlier: Earlier,
    layouts: tuple[TableLayout, ...],
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "id": release,
        "data_cut": county.data_cut.isoformat(),
        "observed_until": county.observed_until.isoformat(),
        "frozen_until": last_day(max(versions)).isoformat(),
        "published_at": None,
        "synthetic": county.synthetic,
        "controllers": list(county.controllers),
        "legal_basis": county.legal_basis,
        "method_version": METHOD_VERSION,
        "code_version": version("tyokyky"),
        "window_days": policy.window_days,
        "chain_gap_days": county.chain_gap_days,
        "policy": policy.as_facts(),
        "earlier": earlier.facts,
        "quarter_versions": versions,
        "merged": {MUNICIPALITY: {group: list(held) for group, held in places.merged.items()}},
        "populations": {code: number for code, number in county.populations.items() if number},
        "upper_bounds": upper_bounds(layouts, county, places),
    }


def _write(desk: Desk, made: Plan) -> None:
    folder = desk.plan_folder(made.release)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    write_json(folder / PLAN_FILE, made.facts | {"tables": [layout_facts(layout) for layout in made.layouts]})
