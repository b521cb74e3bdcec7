"""What pm4py says of an event log: how often each step directly follows each, and how many went each whole path.

Run by hand, never by the tests; pm4py (AGPL) stands in none of our groups:
    uv run --no-project --with pm4py==2.7.23 python tests/oracles/make_path_facts.py LOG FACTS
"""

import json
import sys
from pathlib import Path
from typing import Any

import pm4py


def facts(log_path: Path) -> dict[str, Any]:
    """Steps by name; pairs as [from, to, count] and variants as [steps, persons], steps by their number."""
    log = pm4py.read_xes(str(log_path))
    pairs, _, _ = pm4py.discover_dfg(log)
    variants = pm4py.get_variants(log)
    names = sorted(set(log["concept:name"]))
    number = {name: at for at, name in enumerate(names)}
    return {
        "made_by": f"pm4py {pm4py.__version__}",
        "persons": int(log["case:concept:name"].nunique()),
        "moments": len(log),
        "steps": names,
        "pairs": sorted([number[one], number[other], int(count)] for (one, other), count in pairs.items()),
        "variants": sorted([[number[step] for step in path], int(count)] for path, count in variants.items()),
    }


if __name__ == "__main__":
    written = json.dumps(facts(Path(sys.argv[1])), ensure_ascii=False, separators=(",", ":"))
    Path(sys.argv[2]).write_text(written + "\n", encoding="utf-8")
