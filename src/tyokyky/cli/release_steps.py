"""Steps of a release on the command line; the operating-system user is who acts."""

from pathlib import Path
from typing import Annotated, Final

import polars as pl
import typer

from tyokyky.cli.deliveries import Home
from tyokyky.cli.display import print_table
from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Engine
from tyokyky.release import acts, approval, building, planning
from tyokyky.release.desk import look
from tyokyky.release.loss import Loss
from tyokyky.release.proof import Proof
from tyokyky.release.status import statuses
from tyokyky.settings import Settings

_ENGINES: Final[dict[str, Engine]] = {"elimination": "elimination", "rounding": "rounding"}
ReleaseId = Annotated[str, typer.Argument(help="Julkaisun tunnus, esimerkiksi 2026-06-30-1.", metavar="TUNNUS")]


def plan(
    correct: Annotated[
        list[str] | None, typer.Option("--correct", help="Jo julkaistu neljännes, joka korjataan, esimerkiksi 2026Q1.")
    ] = None,
    reason: Annotated[str, typer.Option("--reason", help="Korjauksen syy.")] = "",
    home: Home = None,
) -> None:
    """Suunnittelee seuraavan julkaisun nykyisestä koonnista. Mitään ei vielä julkaista."""
    settings = Settings.of_home(home)
    hand = acts.hand_on_command_line(settings, "plan")
    made = planning.plan(settings, hand, planning.Correction(tuple(correct or ()), reason))
    quarters = list(made.facts["quarter_versions"])
    print(f"Julkaisu {made.release} on suunniteltu: {len(made.layouts)} taulua, {quarters[0]}–{quarters[-1]}.")
    print(f"Seuraavaksi: tyokyky release build {made.release}")


def build(
    release: ReleaseId,
    engine: Annotated[
        str | None, typer.Option("--engine", help="Suojaustapa: elimination (peittäminen) tai rounding (pyöristys).")
    ] = None,
    home: Home = None,
) -> None:
    """Suojaa taulut, kirjoittaa luonnoksen ja tarkastaa sen kaikkia aiempia julkaisuja vasten."""
    settings = Settings.of_home(home)
    if engine is not None and engine not in _ENGINES:
        raise UserError("Suojaustapa (--engine) on joko elimination tai rounding.")
    hand = acts.hand_on_command_line(settings, f"build {release}")
    built = building.build(settings, release, hand, _ENGINES[engine] if engine else None)
    for loss in built.losses:
        print(f"Suojaustapa {loss.engine}:")
        print_table(_loss_rows(loss))
    _end(approval.audit(settings, release, hand))


def _loss_rows(loss: Loss) -> pl.DataFrame:
    return pl.DataFrame(loss.as_facts()).with_columns(
        hidden_share=pl.sum_horizontal("small_count", "other_count", "changed_count") / pl.col("cell_count"),
        hidden_rate_share=pl.when(pl.col("rate_count") > 0).then(pl.col("hidden_rate_count") / pl.col("rate_count")),
    )


def _end(proof: Proof) -> None:
    for line in proof.lines:
        print(line)
    if not proof.is_proven:
        raise UserError("Tarkastus ei todista julkaisua turvalliseksi: sitä ei voi hyväksyä eikä julkaista.")


def approve(release: ReleaseId, home: Home = None) -> None:
    """Hyväksyy tehdyn ja tarkastetun julkaisun. Hyväksyjiä tarvitaan kaksi eri ihmistä."""
    settings = Settings.of_home(home)
    hand = acts.hand_on_command_line(settings, f"approve {release}", approving=True)
    count = approval.approve(settings, release, hand)
    print(f"Julkaisulla {release} on hyväksyntöjä {count}/{approval.NEEDED_APPROVALS}.")


def publish(release: ReleaseId, home: Home = None) -> None:
    """Julkaisee hyväksytyn julkaisun omaan kansioonsa, jota ei sen jälkeen muuteta."""
    settings = Settings.of_home(home)
    hand = acts.hand_on_command_line(settings, f"publish {release}")
    folder: Path = approval.publish(settings, release, hand)
    print(f"Julkaisu {release} on julkaistu kansioon {folder}.")


def list_releases(home: Home = None) -> None:
    """Suunnitellut ja julkaistut, uusin ensin. Tarkistaa kirjan ja julkaistut kansiot samalla."""
    settings = Settings.of_home(home)
    acts.hand_on_command_line(settings, "list")
    known = statuses(look(settings).entries)
    if not known:
        print("Julkaisuja ei ole: aloita komennolla tyokyky release plan.")
        return
    print_table(
        pl.DataFrame(
            {
                "release": [one.release for one in known],
                "stage": [str(one.stage) for one in known],
                "planned_by": [one.planned_by for one in known],
                "built_by": [one.built_by for one in known],
                "approvers": [", ".join(one.approvers) for one in known],
            },
            schema_overrides={"built_by": pl.String},
        )
    )
