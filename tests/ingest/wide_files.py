"""Files as a questionnaire tool exports them: one row per respondent, headers with every ugliness."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

ITEM_TEXTS = {
    "T1": "Sain tietoa palveluista silloin, kun tarvitsin sitä.",
    "T2": "Ymmärsin, mitä minulle kerrottiin.",
    "T3": "Tiedän, mitä tapahtuu tämän palvelun jälkeen.",
    "T4": "Minulle kerrottiin, miten palautettani on käytetty.",
    "A1": "Tein itse asioita tavoitteeni eteen.",
    "A2": "Sain osallistua omien voimieni mukaan.",
    "A3": "Sain tukea toisilta, jotka ovat samassa tilanteessa.",
    "S1": "Olin mukana, kun palveluni suunniteltiin.",
    "S2": "Omat tavoitteeni näkyvät suunnitelmassani.",
    "S3": "Jatkostani tehtiin suunnitelma ennen kuin palvelu päättyi.",
    "P1": "Sain itse vaikuttaa minua koskeviin päätöksiin.",
    "P2": "Minulla oli vaihtoehtoja, joista valita.",
    "P3": "Sain tarpeeksi tukea päätöksen tekemiseen.",
    "R1": "Sain kertoa, mitä mieltä olen palvelusta.",
    "R2": "Minua kuunneltiin, kun annoin palautetta.",
    "R3": "Palautteeni muutti jotakin.",
}
UGLY_HEADERS = {
    "T1": "1. Sain\u00a0tietoa palveluista  silloin, kun tarvitsin sitä.:",
    "T2": "Ymmärsin, mitä\nminulle kerrottiin. *",
    "T3": "\u00a0Tiedän, mitä tapahtuu\u00a0tämän palvelun jälkeen",
    "T4": "MINULLE KERROTTIIN, MITEN PALAUTETTANI ON KÄYTETTY.",
    "A1": "Tein itse asioita tavoitteeni eteen.*:",
    "S3": "10) Jatkostani tehtiin suunnitelma\r\nennen kuin palvelu päättyi. :",
    "R3": "\ufeffPalautteeni muutti jotakin.",
}
SPARE_HEADERS = ("Selain:", "Kieliversio", "Selain:", "Tila")


@dataclass(frozen=True)
class WideText:
    """A wide file before it is written."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def written(self, codec: str = "utf-8-sig", separator: str = ";", line_end: str = "\r\n") -> bytes:
        text = io.StringIO(newline="")
        writer = csv.writer(text, delimiter=separator, lineterminator=line_end)
        writer.writerows([self.headers, *self.rows])
        return text.getvalue().encode(codec)

    def at(self, header: str) -> int:
        return self.headers.index(header)

    def moved(self) -> "WideText":
        """The same columns in the opposite order."""
        return WideText(self.headers[::-1], tuple(row[::-1] for row in self.rows))

    def renamed(self, header: str, new: str) -> "WideText":
        return replace(self, headers=tuple(new if one == header else one for one in self.headers))

    def without(self, header: str) -> "WideText":
        at = self.at(header)
        return WideText(
            self.headers[:at] + self.headers[at + 1 :], tuple(row[:at] + row[at + 1 :] for row in self.rows)
        )

    def with_cell(self, row: int, header: str, text: str) -> "WideText":
        """Row 0 is the first respondent."""
        at, changed = self.at(header), list(self.rows)
        changed[row] = (*changed[row][:at], text, *changed[row][at + 1 :])
        return replace(self, rows=tuple(changed))


def header_of(item_id: str) -> str:
    return UGLY_HEADERS.get(item_id, ITEM_TEXTS[item_id])


def ugly_headers(identified: bool = True) -> tuple[str, ...]:
    """41 headers: what tells of the respondent, each item with its `Perustelut`, spare columns and an open question."""
    first = ("Vastaajan\u00a0ID:",) if identified else ()
    own = (*first, "Vastausaika :", "Palvelu *", "Kunta", *SPARE_HEADERS)
    items = [header for item in ITEM_TEXTS for header in (header_of(item), "Perustelut")]
    return (*own, *items, "Mitä muuta\u00a0haluat sanoa?")


def ugly_row(
    respondent: str | None, told: Sequence[str], answers: dict[str, str], comments: dict[str, str] | None = None
) -> tuple[str, ...]:
    """Told: time, service, municipality. Answers and comments by item; the key `open` answers the open question."""
    said = comments or {}
    first = () if respondent is None else (respondent,)
    pairs = [cell for item in ITEM_TEXTS for cell in (answers.get(item, ""), said.get(item, ""))]
    return (*first, *told, "Firefox", "suomi", "x", "valmis", *pairs, said.get("open", ""))


KTT = ("1.3.2026 9:05", "Kuntouttava\u00a0työtoiminta", "398")
THV = ("15.04.2026 14:30", "työhönvalmennus", "016")

UGLY = WideText(
    ugly_headers(),
    (
        ugly_row("1", KTT, {"T1": "5", "T2": "4", "T3": "Täysin samaa\u00a0mieltä", "S1": "2", "R3": "ei koske minua"},
                 {"T1": "Esite auttoi.", "T3": "Sovittiin\nyhdessä.", "open": "Kiitos!"}),
        ugly_row("2", KTT, {"T1": "1 = täysin eri mieltä", "T2": "4 - jokseenkin samaa mieltä",
                            "T4": "jokseenkin eri mieltä"}),
        ugly_row("3", THV, dict.fromkeys(ITEM_TEXTS, "3"), {"S1": "En ollut."}),
        ugly_row("4", THV, {}),
        ugly_row("5", THV, {"T1": "Ei koske minua ", "A1": "ei samaa eikä eri mieltä", "P1": "-",
                             "R1": "5 = Täysin samaa mieltä"}),
    ),
)  # fmt: skip
"""Five respondents; the fourth answered nothing. Counted by hand: 5 + 3 + 16 + 0 + 3 = 27 answers, 4 comments."""
