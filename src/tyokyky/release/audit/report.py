"""What a steward reads of an audit, as Finnish lines and as JSON."""

from collections.abc import Iterator
from typing import Any, Final

import numpy as np

from tyokyky.release.audit.audit import Audit
from tyokyky.release.audit.cells import UNBOUNDED
from tyokyky.release.audit.prove import NOBODY, Failure, Proof
from tyokyky.release.audit.settle import Verdict

_MOST_LINES: Final = 40
_PARTS: Final = str.maketrans({"\x1f": " ", "\x1e": "=", "\x1d": "+"})


def report_lines(found: Audit) -> list[str]:
    """The report as plain lines: what was checked, and each cell that fails with its interval and its tables."""
    facts, findings = report(found), list(_findings(found))
    lines = [
        f"Tarkastettu julkaisu {facts['release']} ja {facts['earlier_count']} aiempaa julkaisua.",
        f"Tauluja {facts['table_count']}, soluja {facts['cell_count']}, niistä suojattuja {facts['protected_count']}.",
        f"Kaikissa julkaisuissa yhdessä tuntemattomia lukuja {facts['unknown_count']}, toisistaan riippumattomia osia "
        f"{facts['system_count']}.",
        f"Todistettavia lukuja {facts['demanded_count']}; kunkin osalta myös, kun yksi luku tiedetään ykköseksi.",
    ]
    if facts["tightest_interval"] is not None:
        lines.append(f"Kapein suojatun luvun julkaistu väli on {facts['tightest_interval']} yksikköä leveä.")
    if found.proven:
        return [*lines, "Todistettu: kukaan ei ole löydettävissä tästä eikä aiemmista julkaisuista yhdessä."]
    lines.append(f"EI TODISTETTU: julkaisua ei saa julkaista. Puutteita {len(findings)}:")
    lines += [f"- {_said(one)}" for one in findings[:_MOST_LINES]]
    if len(findings) > _MOST_LINES:
        lines.append(f"… ja {len(findings) - _MOST_LINES} muuta (ks. JSON).")
    return lines


def report(found: Audit) -> dict[str, Any]:
    """The report as JSON: counts, verdict and findings."""
    problem, last = found.problem, found.problem.releases[-1]
    return {
        "release": last.id,
        "earlier_count": len(problem.releases) - 1,
        "proven": found.proven,
        "table_count": len(last.tables),
        "cell_count": sum(table.counts.size for table in last.tables),
        "protected_count": sum(int((table.counts < 0).sum()) for table in last.tables),
        "unknown_count": sum(system.size for system in problem.systems) + len(problem.spreads),
        "system_count": len(problem.systems),
        "demanded_count": sum(len(proof.demanded) for proof in found.proofs) + len(found.spread_cells),
        "tightest_interval": _tightest(found),
        "findings": list(_findings(found)),
    }


def _tightest(found: Audit) -> int | None:
    """Width of the narrowest published interval among the cells of which a proof is demanded."""
    shown, widths = found.problem.shown, []
    for proof in found.proofs:
        cells = proof.system.cells[proof.demanded]
        cells = cells[shown.upper[cells] < UNBOUNDED]
        widths.extend((shown.upper[cells] - shown.lower[cells]).tolist())
    cells = found.spread_cells
    cells = cells[shown.upper[cells] < UNBOUNDED]
    widths.extend((shown.upper[cells] - shown.lower[cells]).tolist())
    return min(widths, default=None)


def _findings(found: Audit) -> Iterator[dict[str, Any]]:
    for cell in found.given_away:
        value = int(found.problem.least[cell])
        yield {"kind": "known", **_named(found, int(cell)), "least": value, "greatest": value}
    for group in found.groups:
        yield {"kind": "group", **_named(found, group.cell), "of": _named(found, group.total)}
    for cell in found.promises:
        yield {"kind": "interval", **_named(found, int(cell))}
    for proof in found.proofs:
        for failure in proof.failures:
            yield _failure(found, proof, failure)


def _failure(found: Audit, proof: Proof, failure: Failure) -> dict[str, Any]:
    answer, cells = failure.answer, proof.system.cells
    open_ = answer.verdict is Verdict.OPEN
    insider = None if failure.insider == NOBODY else _named(found, int(cells[failure.insider]))
    return {
        "kind": "not_proven" if open_ else "narrow",
        **_named(found, int(cells[failure.cell])),
        "least": None if open_ else answer.least,
        "greatest": None if open_ or answer.greatest >= UNBOUNDED else answer.greatest,
        "insider": insider,
    }


def _named(found: Audit, cell: int) -> dict[str, Any]:
    """Table and codes of a cell as the last release that has it names it, and the tables whose sums hold it."""
    problem, at = found.problem, int(found.problem.shown.table[cell])
    columns = problem.matrix.T.tocsr()
    rows = columns.indices[columns.indptr[cell] : columns.indptr[cell + 1]]
    narrowing = sorted({_table(found, int(source)) for source in problem.sources[rows]})
    if at < 0:
        rest, quarters = next(key for key, number in problem.cells.numbers.items() if number == cell)
        return {"table": None, "codes": {"": f"{rest} {quarters}".translate(_PARTS)}, "narrowed_by": narrowing}
    table = problem.cells.tables[at][1]
    places = np.unravel_index(int(problem.shown.place[cell]), table.counts.shape)
    codes = {one.name: one.codes[int(place)] for one, place in zip(table.dimensions, places, strict=True)}
    return {"table": _table(found, at), "codes": codes, "narrowed_by": narrowing}


def _table(found: Audit, index: int) -> str:
    if index < 0:
        return "julkaisujen välinen summa"
    release, table = found.problem.cells.tables[index]
    return f"{release.id}/{table.name}"


def _said(one: dict[str, Any]) -> str:
    name = _place(one)
    by = ", ".join(one["narrowed_by"])
    if one["kind"] == "known":
        return f"{name}: luku on pääteltävissä tai näkyvissä, ja se kertoo liikaa. Siihen johtavat: {by}."
    if one["kind"] == "group":
        return f"{name}: kaikkien ryhmään kuuluvien tulos on pääteltävissä, vaikka määrä ei ole. Siihen johtavat: {by}."
    if one["kind"] == "interval":
        return f"{name}: julkaistu väli jättää pois luvun, joka on mahdollinen; väli kertoisi siis salatusta."
    known = f", kun tiedetään, että {_place(one['insider'])} on 1" if one["insider"] else ""
    if one["kind"] == "not_proven":
        return f"{name}: turvallisuutta ei saatu todistetuksi{known}. Lukua rajaavat: {by}."
    most = "…" if one["greatest"] is None else one["greatest"]
    return f"{name}: mahdolliset luvut ovat vain {one['least']}–{most}{known}. Lukua rajaavat: {by}."


def _place(one: dict[str, Any]) -> str:
    codes = ", ".join(f"{name}={code}" if name else code for name, code in one["codes"].items())
    return f"{one['table']} [{codes}]" if one["table"] else f"[{codes}]"
