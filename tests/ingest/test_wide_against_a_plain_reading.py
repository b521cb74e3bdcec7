"""Any wide file says what a plain reading of it, cell by cell, says."""

from pathlib import Path
from random import Random

import pytest
from tests.ingest.deliveries import AS_OF, Home
from tests.ingest.wide_files import ITEM_TEXTS, KTT, THV, WideText, ugly_headers, ugly_row

from tyokyky.settings import Settings

MEANING: dict[str, float | str | None] = {
    "": None,
    "-": None,
    " \u00a0": None,
    "1": 1.0,
    "2,0": 2.0,
    " 3 ": 3.0,
    "4 = jokseenkin samaa mieltä": 4.0,
    "TÄYSIN samaa\u00a0mieltä": 5.0,
    "helt av annan åsikt": 1.0,
    "Ei koske  minua": "not applicable",
    "0": "refused",
    "7": "refused",
    "en osaa sanoa": "refused",
    "=1+1": "refused",
}
"""What each cell means, written down by hand."""


@pytest.mark.parametrize("seed", range(12))
def test_every_cell_is_counted_once_as_what_it_means(tmp_path: Path, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - test data
    home = Home(Settings.of_home(tmp_path / "koti"))
    people = random.randrange(1, 30)
    answers = [{item: random.choice(list(MEANING)) for item in ITEM_TEXTS} for _ in range(people)]
    # One who surely answered, so that the file is not empty of answers.
    answers.append({"T1": "1"})
    rows = [ugly_row(str(n), random.choice((KTT, THV)), own) for n, own in enumerate(answers)]
    order = list(range(len(rows[0])))
    random.shuffle(order)
    headers = ugly_headers()
    text = WideText(tuple(headers[at] for at in order), tuple(tuple(row[at] for at in order) for row in rows))
    report = home.deliver(text.written(), AS_OF, home.source("webropol_own_items"))

    meant = {
        (f"webropol_own_items-{n}", item): MEANING[cell]
        for n, own in enumerate(answers)
        for item, cell in own.items()
        if MEANING[cell] is not None
    }
    refused = sum(meaning == "refused" for meaning in meant.values())
    assert (report.rows_in, report.quarantined, report.unchanged) == (len(meant), refused, 0)
    stored = home.live("response").select("response_id", "item_id", "score", "not_applicable").rows()
    assert {(one, item): "not applicable" if outside else score for one, item, score, outside in stored} == {
        key: meaning for key, meaning in meant.items() if meaning != "refused"
    }
