"""Writes docs/methods.md from the specifications: `python -m tests.spec.render`."""

from pathlib import Path
from typing import Final

from tests.spec.specification import Chapter, Spec, chapters, table

METHODS_PATH: Final = Path(__file__).resolve().parents[2] / "docs" / "methods.md"

OPENING: Final = """# Methods by example

Each example is a small table of journeys, a question, and the answer with its reason. The product and a slow plain
implementation of the definitions are both tested against every one of them. This page is made from
`tests/spec/journeys/*.toml` by `python -m tests.spec.render`; change the examples there.

All days are inclusive: an end is the last day in the service. Unless an example says otherwise, the tolerance of
chaining is the service's own (30 days; PTA 14), and the services are KTT (rehabilitative work activity), THV (job
coaching), TYV (employment services) and PTA (needs assessment) as steps of the path, TYO (open job) as an outcome,
ELAKE (pension) as neutral, and REK (registered jobseeker) as background.
"""

QUESTIONS: Final = {
    "spells": "Which spells are there?",
    "exits": "Which exits are there, and what followed each?",
    "drop-off": "How large is the drop-off within {window_days} days?",
    "destinations": "Where did people go within {window_days} days?",
    "experience": "Which group of experience, level {level}, does each exit belong to?",
    "evidence": "Which group of evidence, level {level}, does each exit belong to?",
    "difference": "How does drop-off within {window_days} days differ between groups of {measure}?",
    "silence": "What would the difference be if everyone silent had been realised, or not ({window_days} days)?",
    "unit-feedback": "How large is the drop-off within {window_days} days, by the unit's score in the quarter before?",
    "feedback": "What do clients say on their own service, quarter by quarter{by}?",
    "gaps": "How many people are lost at each joint in a year ({window_days} days){by}?",
    "change": "How has drop-off within {window_days} days changed from one year to the next?",
    "no-shows": "How often was a moment missed before the end, by what followed within {window_days} days?",
    "flows": "Which step directly follows which?",
    "variants": "Which whole paths are there?",
    "holm": "Which p-values remain?",
}
TABLES: Final = {
    "services": "Services of this example",
    "deliveries": "Deliveries",
    "clients": "Clients",
    "periods": "Periods in the register",
    "answers": "Answers (score 1–5)",
    "moments": "Service moments",
    "p_values": "p-values",
}


def _markdown_table(text: str) -> list[str]:
    rows = table(text)
    names = list(rows[0])
    lines = [names, ["---"] * len(names), *([row[name] for name in names] for row in rows)]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


def _settings(spec: Spec) -> list[str]:
    said: list[str] = []
    if "observed_until" in spec.values:
        said.append(f"Last observed day: {spec.text('observed_until')}.")
    if "observed_until_setting" in spec.values:
        said.append(f"Last observed day in the settings: {spec.text('observed_until_setting')}.")
    if spec.chain_gap_days is not None:
        said.append(f"Tolerance of chaining asked for: {spec.chain_gap_days} days.")
    if spec.link_group:
        said.append(f"Joined by law: {' and '.join(spec.link_group)}.")
    return [" ".join(said), ""] if said else []


def _example(spec: Spec) -> list[str]:
    lines = [f"### {spec}", "", " ".join(spec.text("why").split()), "", *_settings(spec)]
    for name, heading in TABLES.items():
        if name in spec.values:
            lines += [f"{heading}:", "", *_markdown_table(spec.text(name)), ""]
    question = QUESTIONS[spec.ask].format(
        window_days=spec.window_days, level=spec.text("level"), measure=spec.text("measure"), by=_by(spec)
    )
    return [*lines, f"**{question}**", "", *_markdown_table(spec.text("expected")), ""]


def _by(spec: Spec) -> str:
    return f", by {spec.text('by')}" if spec.text("by") else ""


def _chapter(chapter: Chapter) -> list[str]:
    lines = [f"## {chapter.heading}", "", " ".join(chapter.intro.split()), ""]
    for spec in chapter.specs:
        lines += _example(spec)
    return lines


def rendered() -> str:
    """The whole page."""
    lines = [line.rstrip() for chapter in chapters() for line in _chapter(chapter)]
    return OPENING + "\n" + "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    METHODS_PATH.write_text(rendered(), encoding="utf-8")
