"""Releases together: all earlier ones are there and unaltered, and their tables can be judged as one."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from tyokyky.domain.errors import UserError
from tyokyky.release.audit.folder import Release, read_release
from tyokyky.release.audit.manifest import QUARTER, TOTAL, Dimension


def read_chain(folder: Path, earlier: Sequence[Path]) -> tuple[Release, ...]:
    """All releases in order, the audited one last.

    Raises:
        UserError: An earlier one is missing, altered, extra or out of order; codes change meaning; tables form a cycle.
    """
    last, given = read_release(folder), [read_release(one) for one in earlier]
    by_id = {one.id: one for one in given}
    if len(by_id) != len(given):
        raise UserError("Sama aiempi julkaisu on annettu kahdesti.")
    named = [each.id for each in last.manifest.earlier]
    if extra := sorted(set(by_id) - set(named)):
        raise UserError(f"Julkaisu {last.id} ei tunne aiempaa julkaisua {extra[0]}: se on jäänyt pois manifestista.")
    for number, each in enumerate(last.manifest.earlier):
        _check_earlier(by_id.get(each.id), each.id, each.manifest_sha256, last.manifest.earlier[:number], last.id)
    releases = (*(by_id[name] for name in named), last)
    _check_versions(releases)
    _check_meanings(releases)
    _check_decomposable(releases)
    return releases


def _check_earlier(found: Release | None, name: str, sha256: str, before: Sequence[object], last: str) -> None:
    if found is None:
        raise UserError(f"Aiempi julkaisu {name} puuttuu: anna sen kansio valitsimella --earlier.")
    if found.manifest_sha256 != sha256:
        raise UserError(f"Aiempi julkaisu {name} ei ole se, jonka julkaisu {last} tuntee: sen manifest on muuttunut.")
    if found.manifest.earlier != list(before):
        raise UserError(f"Aiempi julkaisu {name} tuntee muut aiemmat julkaisut kuin {last}: ketju ei ole eheä.")


def _check_versions(releases: Sequence[Release]) -> None:
    """A version of a quarter never goes back."""
    for before, after in pairwise(releases):
        versions = after.manifest.quarter_versions
        for quarter, version in before.manifest.quarter_versions.items():
            if versions.get(quarter, version) < version:
                raise UserError(f"Julkaisussa {after.id} neljännes {quarter} on vanhempaa versiota kuin aiemmin.")


def _check_meanings(releases: Sequence[Release]) -> None:
    """A code that lay under one group and now lies under another makes the group's numbers different things."""
    seen: dict[str, list[Mapping[str, frozenset[str]]]] = {}
    for release in releases:
        for table in release.tables:
            for dimension in table.dimensions:
                if dimension.name == QUARTER:
                    continue
                tree = _tree(dimension, release.manifest.merged.get(dimension.name, {}))
                known = seen.setdefault(dimension.name, [])
                if tree not in known:
                    for other in known:
                        _same_ancestors(tree, other, dimension.name, release.id)
                    known.append(tree)


def _tree(dimension: Dimension, merged: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """Ancestors of each code, a merged code standing for its members."""
    found = {code: frozenset(dimension.ancestors(code) - {TOTAL} - set(merged)) for code in dimension.codes}
    for group, members in merged.items():
        if group in found:
            found.update(dict.fromkeys(members, found.pop(group)))
    return found


def _same_ancestors(
    one: Mapping[str, frozenset[str]], other: Mapping[str, frozenset[str]], name: str, last: str
) -> None:
    common = frozenset(one.keys() & other.keys())
    if any(one[code] & common != other[code] & common for code in common):
        raise UserError(f"Julkaisussa {last} ulottuvuuden {name} koodit kuuluvat eri ryhmiin kuin muissa tauluissa.")


def _check_decomposable(releases: Sequence[Release]) -> None:
    """Only then is every set of tables that agree where they meet the tables of some people (GYO reduction)."""
    edges: dict[str, set[frozenset[str]]] = {}
    for release in releases:
        for table in release.tables:
            edges.setdefault(table.measure, set()).add(frozenset(one.name for one in table.dimensions))
    for measure, each in edges.items():
        if not _is_acyclic(each):
            raise UserError(
                f"Mitan {measure} taulut muodostavat kehän: niiden yhteistä turvallisuutta ei voi todistaa."
            )


def _is_acyclic(edges: set[frozenset[str]]) -> bool:
    """Whether taking away vertices of one edge, and edges within others, leaves nothing."""
    left = list(edges)
    while True:
        counts = {vertex: sum(vertex in edge for edge in left) for edge in left for vertex in edge}
        shorter = [frozenset(vertex for vertex in edge if counts[vertex] > 1) for edge in left]
        kept = [
            edge
            for number, edge in enumerate(shorter)
            if edge and not any(edge < other or (edge == other and number > at) for at, other in enumerate(shorter))
        ]
        if kept == left:
            return not left
        left = kept
