"""The rules by name: `column|what is wrong`, how grave it is, and the reason in Finnish."""

from typing import Final

ERROR: Final = "error"
WARNING: Final = "warning"

_ERRORS: Final = {
    "missing": "pakollinen tieto puuttuu",
    "unreadable_date": "päivämäärää ei voi lukea lähteen muodoissa",
    "unreadable_number": "lukua ei voi lukea",
    "unreadable_flag": "kyllä/ei-tietoa ei voi lukea",
    "unknown_code": "koodia ei ole luettelossa sinä päivänä",
    "unknown_value": "arvo ei ole sallittujen joukossa",
    "unknown_item": "väittämää ei ole missään mittarissa",
    "before_start": "loppu on ennen alkua",
    "after_data_as_of": "päivä on poimintapäivän jälkeen",
    "out_of_range": "arvo on mahdollisten rajojen ulkopuolella",
    "small_group": "ryhmässä on alle 5 vastaajaa: näin pienen ryhmän keskiarvoa ei oteta vastaan",
    "outside_measure_scale": "keskiarvo on mittarin asteikon ulkopuolella",
    "outside_scale": "vastaus on väittämän asteikon ulkopuolella",
    "score_or_not_applicable": "vastauksessa on oltava joko pisteet tai ”ei koske minua”, ei molempia eikä tyhjää",
    "linked_without_permission": "vastaus on liitetty asiakkaaseen, vaikka lupaa liittämiseen ei ole",
    "identity_code": "solussa on henkilötunnus",
    "client_identifier": "solussa on asiakkaan tunniste",
    "same_id_different_content": "sama tunniste on tiedostossa kahdesti eri sisällöllä",
    "too_long": "teksti on pidempi kuin sallitut 20 000 merkkiä",
    "column_count": "rivillä on liian vähän tai liikaa soluja",
}
_WARNINGS: Final = {
    "unknown_code_kept": "koodia ei ole luettelossa; luettelo on avoin, joten koodi säilytettiin",
    "end_after_data_as_of": "loppu on poimintapäivän jälkeen: jakso otettiin vastaan jatkuvana",
    "under_law_length": "kuntouttavan työtoiminnan jakso on lyhyempi kuin lain 3 kuukautta",
    "over_law_length": "kuntouttavan työtoiminnan jakso on pidempi kuin lain 24 kuukautta",
    "stale_open": "jakso on auki pidempään kuin palvelun jaksot tavallisesti kestävät: päättyminen voi puuttua",
    "closed_by_rule": "avoin jakso päätettiin säännöllä; sen voi perua perumalla toimituksen",
    "overlapping_periods": "saman palvelun jaksot menevät päällekkäin",
    "outside_periods": "palvelutuokio ei osu millekään asiakkaan jaksolle",
    "may_be_truncated": "viimeinen rivi ei pääty rivinvaihtoon: tiedosto voi olla katkennut",
    "item_column_missing": "väittämän saraketta ei löytynyt tiedostosta: se puuttuu tai otsikko on muuttunut",
    "no_answers": "vastaajalla ei ole yhtään vastausta: hänestä ei tullut rivejä",
    "unread_columns": "tiedostossa on sarakkeita, joita lähde ei lue: tarkista, ettei joukossa ole kysymyksiä",
    "not_asked": "väittämää ei kysytä tältä vastaajalta: vastaus otettiin vastaan, tarkista vastaaja",
    "identity_code_removed": "tekstistä poistettiin henkilötunnus",
    "email_removed": "tekstistä poistettiin sähköpostiosoite",
    "phone_removed": "tekstistä poistettiin puhelinnumero",
    "volume": "rivimäärä poikkeaa paljon lähteen edellisestä toimituksesta",
}


def _kind(rule: str) -> str:
    return rule.partition("|")[2]


def severity_of(rule: str) -> str:
    """`error` (the row goes to quarantine) or `warning` (the row is accepted and counted)."""
    return ERROR if _kind(rule) in _ERRORS else WARNING


def reason_of(rule: str) -> str:
    """The reason in Finnish, with the column it is about."""
    column, _, kind = rule.partition("|")
    return f"{column}: {(_ERRORS | _WARNINGS)[kind]}"
