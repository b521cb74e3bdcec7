"""The policy's file: defaults, what it may change, and what it may not."""

from pathlib import Path

import pytest

from tyokyky.domain.errors import UserError
from tyokyky.release.policy import POLICY_FILE, load_policy
from tyokyky.settings import Settings


def _policy_of(home: Path, text: str) -> object:
    (home / POLICY_FILE).write_text(text, encoding="utf-8")
    return load_policy(Settings(home=home))


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    policy = load_policy(Settings(home=tmp_path))
    assert (policy.demands.n_min, policy.demands.width, policy.demands.insider_count) == (5, 5, 1)
    assert (policy.window_days, policy.quarter_count, policy.merge_below) == (90, 8, 20)


def test_the_file_changes_what_it_names(tmp_path: Path) -> None:
    policy = _policy_of(tmp_path, 'n_min = 3\nwidth = 4\nengine = "rounding"\nquarter_count = 4\nmerge_below = 30\n')
    assert policy.demands.n_min == 3  # type: ignore[attr-defined]
    assert policy.demands.engine == "rounding"  # type: ignore[attr-defined]
    assert policy.quarter_count == 4  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("n_min = 2\n", "n_min on vähintään 3"),
        ("n_min = 0\n", "n_min on vähintään 3"),
        ("n_min = true\n", "n_min ei kelpaa: anna kokonaisluku"),
        ('n_min = "5"\n', "n_min ei kelpaa"),
        ("n_min = 5.0\n", "n_min ei kelpaa"),
        ("width = 1\n", "width on vähintään"),
        ("insider_count = 0\n", "insider_count"),
        ('engine = "none"\n', "engine on joko"),
        ("suojaus = 1\n", "suojaus ei kelpaa: sitä ei tunneta"),
        ("window_days = 0\n", "window_days"),
        ("quarter_count = 21\n", "quarter_count"),
        ("merge_below = 4\n", "merge_below"),
        ("n_min = \n", "ei ole kelvollista TOMLia"),
    ],
)
def test_a_policy_that_protects_no_one_is_refused(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UserError, match=said):
        _policy_of(tmp_path, text)
