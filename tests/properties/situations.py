"""Counts, in a generated store, the situations that the property tests promise to have tried."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from tests.properties.generator import FIRST_EXTRACTION, LAST_EXTRACTION
from tests.reference.comparisons import GROUPS
from tests.reference.exits import Exit, exits
from tests.reference.participation import evidence_group, experience, feedback, recorded
from tests.reference.spells import Spell, spells
from tests.reference.world import HeldPeriod, World, held_periods

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Situations:
    """A store with what the twin makes of it."""

    world: World

    @cached_property
    def exits(self) -> list[Exit]:
        return exits(self.world)

    @cached_property
    def spells(self) -> list[Spell]:
        return spells(self.world)

    @cached_property
    def held(self) -> list[HeldPeriod]:
        return held_periods(self.world)

    def neighbours(self) -> Iterator[tuple[HeldPeriod, HeldPeriod]]:
        """Periods of one person and service, each with the one that starts next."""
        order = sorted(self.held, key=lambda held: (held.key, held.period.service, held.period.start))
        for one, other in pairwise(order):
            if one.key == other.key and one.period.service == other.period.service:
                yield one, other

    def days_between(self, tolerance_excess: int) -> int:
        """Neighbours whose days in between miss the service's tolerance by the given number of days."""
        return sum(
            one.end is not None
            and (other.period.start - one.end).days - 1
            == self.world.service(one.period.service).chain_gap_days + tolerance_excess
            for one, other in self.neighbours()
        )

    def redelivered(self) -> int:
        """Periods that came open first and with an end later."""
        first, last = self.world.deliveries[0], self.world.deliveries[-1]
        ended = {period.period_id for period in last.periods if period.end is not None}
        return sum(period.end is None and period.period_id in ended for period in first.periods)

    def expected_ends(self) -> int:
        """Ends that lay after the day of extraction when they were delivered."""
        return sum(
            period.end is not None and period.end > FIRST_EXTRACTION for period in self.world.deliveries[0].periods
        )

    def same_ends(self) -> int:
        """Spells of which two periods end last on the same day."""
        ends = [(held.key, held.period.service, held.end) for held in self.held if held.end]
        return len(ends) - len(set(ends))

    def ties(self, *, same_start: bool) -> int:
        """Exits with two candidates of the same gap and rank."""
        found = 0
        for one in self.exits:
            if one.successor is None:
                continue
            rivals = [
                spell
                for spell in self.spells
                if spell.key == one.key
                and spell not in (one.spell, one.successor)
                and spell.service.rank == one.successor.service.rank
                and max(0, (spell.start - one.end).days - 1) == one.gap_days
                and (spell.end is None or spell.end > one.end)
            ]
            found += any((spell.start == one.successor.start) == same_start for spell in rivals)
        return found

    def feedback_counts(self) -> dict[str, int]:
        """How often exits fall into each group of participation, and how often an answer lies on a limit or past it."""
        given, evidence = feedback(self.world), recorded(self.world, self.spells)
        found = Counter(f"experience {experience(given, one, 'planning')}" for one in self.exits)
        found.update(f"evidence {evidence_group(evidence, one, 'planning')}" for one in self.exits)
        wanted = [f"{measure} {name}" for measure, names in GROUPS.items() for name in names]
        days = {(key, answer.answered_on) for key, answers in given.answers.items() for answer in answers}
        return {name: found[name] for name in wanted} | {
            "answer on the last day": sum((one.key, one.limit) in days for one in self.exits),
            "answer a day late": sum((one.key, one.limit + ONE_DAY) in days for one in self.exits),
            "answer on the first day": sum((one.key, one.spell.start) in days for one in self.exits),
            "answer a day early": sum((one.key, one.spell.start - ONE_DAY) in days for one in self.exits),
            "successor before the end": sum(one.limit < one.end for one in self.exits),
        }

    def delivery_counts(self) -> dict[str, int]:
        """How often deliveries hold what is hard to tell: what lies past a limit, comes again, or may not be joined."""
        observed = self.observed_until
        held = self.held
        return {
            "end after the observation end": sum(one.end is not None and one.end > observed for one in held),
            "start after the observation end": sum(observed < one.period.start <= LAST_EXTRACTION for one in held),
            "end after its own extraction": self.expected_ends(),
            "open period delivered again with its end": self.redelivered(),
            "exit not linked for want of deliveries": sum(one.service == "TONOWHERE" for one in self.exits),
            "exit not linked for its group": sum(
                one.service == "TOEMPLOYMENT" and not one.linked for one in self.exits
            ),
            "same identifier in two groups": len(self._persons("joined") & self._persons("")),
            "missing unit": sum(one.spell.unit is None for one in self.exits),
            "missing municipality": sum(one.municipality is None for one in self.exits),
            "client's municipality": sum(
                one.period.municipality is None and self.world.home_municipality(one.key) is not None for one in held
            ),
        }

    def journey_counts(self) -> dict[str, int]:
        """How often journeys hold each situation of chaining and of what follows."""
        left, touching = self.exits, [one for one in self.exits if one.gap_days == 0]
        return {
            "overlapping periods": sum(a.end is None or b.period.start <= a.end for a, b in self.neighbours()),
            "renewal at the tolerance": self.days_between(0),
            "return a day after the tolerance": self.days_between(1),
            "carried over": sum(_runs(one) for one in touching),
            "follows on the next day": sum(not _runs(one) for one in touching),
            "open spell": sum(spell.end is None for spell in self.spells),
            "same-day starts": len(self.spells) - len({(spell.key, spell.start) for spell in self.spells}),
            "same gap and rank, same start": self.ties(same_start=True),
            "same gap and rank, later start": self.ties(same_start=False),
            "periods ending on the same day": self.same_ends(),
            "exit on the last observed day": sum(one.follow_up_days == -1 for one in left),
            "exit on the day before": sum(one.follow_up_days == 0 for one in left),
            "censored within the window": sum(not one.successor and 0 <= one.follow_up_days < 90 for one in left),
            "followed on day 90": sum(one.gap_days == 90 for one in left),
            "followed after the window": sum((one.gap_days or 0) > 90 for one in left),
            "may be renewed": sum(one.may_be_renewed for one in left),
        } | {f"kind {kind}": sum(one.kind == kind for one in left) for kind in KINDS}

    def counts(self) -> dict[str, int]:
        """How often each situation occurs."""
        return self.journey_counts() | self.delivery_counts() | self.feedback_counts()

    @property
    def observed_until(self) -> date:
        assert self.world.observed_until is not None
        return self.world.observed_until

    def _persons(self, group: str) -> set[str]:
        return {held.key[1] for held in self.held if (held.key[0] == "joined") == bool(group)}


KINDS = ("next", "return", "outcome", "neutral")


def _runs(one: Exit) -> bool:
    return one.successor is not None and one.successor.start <= one.end
