"""Numbers, plurals and names in sentences."""

from datetime import date

from tests.presentation.sample_figures import NAMES

from tyokyky.domain.messages import Message, MessageValue
from tyokyky.presentation import numbers, sentences

NBSP = "\N{NO-BREAK SPACE}"


def test_finnish_numbers() -> None:
    assert numbers.count_text(1234567) == f"1{NBSP}234{NBSP}567"
    assert numbers.share_text(0.123) == f"12,3{NBSP}%"
    assert numbers.share_text(1.0) == f"100,0{NBSP}%"
    assert numbers.points_text(0.04) == "+4,0"
    assert numbers.points_text(-0.04) == "−4,0"
    assert numbers.points_text(0.0) == "0,0"
    assert numbers.p_text(0.012) == f"={NBSP}0,012"
    assert numbers.p_text(0.0) == f"<{NBSP}0,001"
    assert numbers.day_text(date(2025, 12, 31)) == "31.12.2025"


def test_finding_of_the_worst_joint() -> None:
    values: dict[str, MessageValue] = {
        "service_code": "KTT",
        "drop_off_share": 0.329,
        "lower_share": 0.313,
        "upper_share": 0.345,
        "at_start_count": 3408,
        "window_days": 90,
    }
    assert sentences.sentence(Message("finding.drop_off", values), NAMES) == (
        "Eniten putoamisia on, kun tämä palvelu päättyy: kuntouttava työtoiminta. Seuraavien 90 päivän aikana"
        f" 32,9{NBSP}% jää ilman jatkoa (95{NBSP}%:n luottamusväli 31,3{NBSP}%–34,5{NBSP}%, n{NBSP}={NBSP}3{NBSP}408)."
    )


def test_one_and_many() -> None:
    one = sentences.sentence(Message("caveat.still_in_window", {"count": 1}), NAMES)
    many = sentences.sentence(Message("caveat.still_in_window", {"count": 2}), NAMES)
    assert one == "Vielä ikkunassa: 1 päättyminen. Sitä ei ole laskettu pudonneeksi."
    assert many == "Vielä ikkunassa: 2 päättymistä. Niitä ei ole laskettu pudonneiksi."


def test_withheld_count_is_never_called_a_number() -> None:
    said = sentences.sentence(Message("caveat.still_in_window", {"count": None}), NAMES)
    assert "suojattu" in said
    assert not any(sign.isdigit() for sign in said)


def test_open_ended_days() -> None:
    values: dict[str, MessageValue] = {
        "since_on": date(2025, 1, 1),
        "until_on": None,
        "observed_on": date(2026, 6, 30),
        "window_days": 90,
    }
    said = sentences.sentence(Message("is_of.exits", values), NAMES)
    assert said == "Päättyneet 1.1.2025 – loppuun · ikkuna 90 päivää · havainnointi päättyy 30.6.2026"
    said = sentences.sentence(Message("is_of.exits", {**values, "since_on": None}), NAMES)
    assert said.startswith("Kaikki päättyneet")


def test_names_of_breakdown_values() -> None:
    assert sentences.value_name("municipality", "398", NAMES) == "Lahti"
    assert sentences.value_name("municipality", "unknown", NAMES) == "ei tiedossa"
    assert sentences.value_name("quarter", "2025Q3", NAMES) == "2025, 3. neljännes"
    assert sentences.value_name("age_band", "25-34", NAMES) == "25–34"
    assert sentences.value_name("experience:planning", "no_answer", NAMES) == "ei vastausta"
    assert sentences.key_name("evidence:planning") == "kirjattu suunnitteluosallisuus"
