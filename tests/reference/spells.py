"""Periods chained into spells, one period at a time (definitions, 2)."""

from dataclasses import dataclass
from datetime import date

from tests.reference.world import HeldPeriod, PersonKey, Service, World, held_periods


@dataclass(frozen=True)
class Spell:
    """An unbroken stay of one person in one service; `end` is empty while it goes on.

    The municipality is that of the last-ending period, else the client's.
    """

    key: PersonKey
    service: Service
    start: date
    end: date | None
    unit: str | None
    municipality: str | None
    end_reason_group: str
    handover: str | None
    period_count: int
    planned_end: date | None = None


def chain_gap_days(service: Service, override: int | None) -> int:
    return service.chain_gap_days if override is None else override


def _last_ending(run: list[HeldPeriod]) -> HeldPeriod:
    return max(run, key=lambda held: (held.end or date.max, held.period.start, held.period.period_id))


def _spell(world: World, run: list[HeldPeriod], service: Service, observed: date) -> Spell:
    last = _last_ending(run)
    ended = last.end is not None and last.end <= observed
    return Spell(
        key=last.key,
        service=service,
        start=min(held.period.start for held in run),
        end=last.end if ended else None,
        unit=last.period.unit,
        municipality=last.period.municipality or world.home_municipality(last.key),
        end_reason_group=world.end_reason_groups.get(last.period.end_reason or "", "unknown"),
        handover=last.period.handover,
        period_count=len(run),
        planned_end=last.period.planned_end,
    )


def _joins(run: list[HeldPeriod], candidate: HeldPeriod, gap_days: int) -> bool:
    running_end = _last_ending(run).end
    return running_end is None or (candidate.period.start - running_end).days - 1 <= gap_days


def spells(world: World, chain_gap_override_days: int | None = None) -> list[Spell]:
    """All spells of a store. An open period leaves no gap behind it: what starts later belongs to the same spell."""
    observed = world.observed_until
    if observed is None:
        return []
    stays: dict[tuple[PersonKey, str], list[HeldPeriod]] = {}
    for held in held_periods(world):
        stays.setdefault((held.key, held.period.service), []).append(held)
    found: list[Spell] = []
    for (_, code), periods in stays.items():
        service = world.service(code)
        runs: list[list[HeldPeriod]] = []
        for held in sorted(periods, key=lambda one: one.period.start):
            if runs and _joins(runs[-1], held, chain_gap_days(service, chain_gap_override_days)):
                runs[-1].append(held)
            else:
                runs.append([held])
        found += [_spell(world, run, service, observed) for run in runs]
    return found
