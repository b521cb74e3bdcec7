"""Words by which a draft of a source knows headers and values: `data/source_words.toml`."""

import tomllib
from functools import cache
from typing import Final

from pydantic import BaseModel, ConfigDict

from tyokyky.settings import shipped_folder

_FILE: Final = "source_words.toml"


class SourceWords(BaseModel):
    """Headers by table and column, values by table and column, and the words of questionnaires."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    empty: tuple[str, ...]
    not_applicable: tuple[str, ...]
    comments: tuple[str, ...]
    open_questions: tuple[str, ...]
    data_as_of: tuple[str, ...]
    answers: dict[str, int]
    columns: dict[str, dict[str, tuple[str, ...]]]
    values: dict[str, dict[str, dict[str, str]]]


@cache
def source_words() -> SourceWords:
    """The shipped words."""
    text = (shipped_folder() / "data" / _FILE).read_text(encoding="utf-8")
    return SourceWords(**tomllib.loads(text))
