"""Which stores the property tests try: few stores of many persons, as building one costs more than its rows."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.reference.world import World

SEEDS: Final = (11, 12)
PERSON_COUNT: Final = 600


@dataclass(frozen=True)
class Store:
    """A generated world and the mart that the product made of its deliveries."""

    world: World
    mart_path: Path
