"""What a wide questionnaire file says where: one row per respondent, the text of a question as a header."""

from typing import Annotated, Final, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from tyokyky.ingest.header_texts import normalised, normalised_question
from tyokyky.store.tables import RESPONSE

ANSWER_COLUMNS: Final = ("item_id", "score", "not_applicable")
"""Columns of `response` that the questions give; the others tell of the respondent."""
_CONSTANTS: Final = frozenset({"service_code", "unit_code", "municipality_code", "channel", "respondent", "phase"})
_Text = Annotated[str, Field(min_length=1)]
_Texts = tuple[_Text, ...]


class WideForm(BaseModel):
    """The part `[wide]` of a source. Its files become rows of `response`, one per respondent and answered item.

    `items`: item by texts of its question (several: languages, old wordings). `answers`: score by verbal answer.
    `not_applicable`: answers that mean it is not one's concern. `comments`: headers of columns that explain the item
    before them; `open_questions`: headers of columns that ask something of their own. `constants`: what holds for
    every row where the file has no such column. Texts are compared as `normalised_question` says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    items: dict[_Text, Annotated[_Texts, Field(min_length=1)]] = Field(min_length=1)
    answers: dict[_Text, float] = {}
    not_applicable: _Texts = ()
    comments: _Texts = ()
    open_questions: _Texts = ()
    constants: dict[str, _Text] = {}

    @model_validator(mode="after")
    def _nothing_means_two_things(self) -> Self:
        lists = (*self.items.values(), self.comments, self.open_questions)
        texts = [text for own in lists for text in {normalised_question(text) for text in own}]
        if len(set(texts)) < len(texts) or "" in texts:
            raise ValueError("wide.items")
        words = [normalised(text) for text in (*self.answers, *self.not_applicable)]
        if len(set(words)) < len(words):
            raise ValueError("wide.answers")
        for column in self.constants:
            if column not in _CONSTANTS:
                raise ValueError(f"wide.constants: {column}")
        return self


def forbidden_columns(columns: set[str]) -> list[str]:
    """Columns that a wide source may not map by header, and `answered_on` where it does not."""
    needed = set() if "answered_on" in columns else {"answered_on"}
    return sorted((columns & set(ANSWER_COLUMNS)) | (columns - {*RESPONSE.columns, "linking_permitted"}) | needed)
