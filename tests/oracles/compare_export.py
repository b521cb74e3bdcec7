"""Whether pm4py finds in our exported logs the very pairs and paths of our figures.

Run by hand, never by the tests; pm4py (AGPL) stands in none of our groups:
    for grain in service moment; do
        tyokyky --home HOME export xes $grain.xes --grain $grain --as team --reason check
        for name in flows variants; do
            tyokyky --home HOME figures $name --grain $grain --format json --as steward-check --reason check \
                > $grain-$name.json
        done
        uv run --no-project --with pm4py==2.7.23 python tests/oracles/compare_export.py $grain FACTS
    done
"""

import json
import sys
from pathlib import Path
from typing import Any

import pm4py


def _ours(grain: str, name: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(Path(f"{grain}-{name}.json").read_text(encoding="utf-8"))
    return rows


def compared(grain: str) -> dict[str, Any]:
    """How many pairs and variants each side has, and whether they are the same with the same counts."""
    log = pm4py.read_xes(f"{grain}.xes")
    pairs, _, _ = pm4py.discover_dfg(log)
    variants = pm4py.get_variants(log)
    ours = {
        name: json.loads(Path(f"{grain}-{name}.json").read_text(encoding="utf-8")) for name in ("flows", "variants")
    }
    our_pairs = {(row["from"], row["to"]): row["n"] for row in ours["flows"]}
    our_variants = {row["path"]: row["n"] for row in ours["variants"]}
    return {
        "made_by": f"pm4py {pm4py.__version__}",
        "grain": grain,
        "events": len(log),
        "pairs": len(pairs),
        "pair_sum": int(sum(pairs.values())),
        "pairs_equal": our_pairs == {pair: int(count) for pair, count in pairs.items()},
        "variants": len(variants),
        "variants_equal": our_variants == {" → ".join(path): int(count) for path, count in variants.items()},
    }


if __name__ == "__main__":
    facts = Path(sys.argv[2])
    known = json.loads(facts.read_text(encoding="utf-8")) if facts.exists() else []
    kept = [one for one in known if one["grain"] != sys.argv[1]]
    facts.write_text(json.dumps([*kept, compared(sys.argv[1])], indent=1) + "\n", encoding="utf-8")
