"""The synthetic county's team: a finished work at the joint that gets better, and a running one, as it wrote them."""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any, Final

from pydantic import TypeAdapter

from tyokyky.codevelopment import entries, service_paths
from tyokyky.domain.codevelopment import CONTENTS, Content
from tyokyky.domain.service_paths import ServicePath
from tyokyky.settings import Settings, shipped_folder

_PATH_KIND: Final = "service_path"
_IN_TURN: Final = (
    "statement",
    "work",
    "group",
    "meeting",
    "persona",
    "stakeholder_map",
    "action",
    "concern",
    "self_assessment",
)
"""Kinds so that an entry stands after those it names."""


def record_development(settings: Settings) -> None:
    """Saves the works of `data/demo/codevelopment.toml` with all that belongs to them, into an empty store.

    Raises:
        UserError: a code is not known in this home, or the store can not be written.
    """
    path = shipped_folder() / "data" / "demo" / "codevelopment.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))
    numbers = {one["key"]: _save_path(settings, one, told["editor"]) for one in told[_PATH_KIND]}

    def write(save_new: Callable[[Content], int]) -> None:
        for kind in _IN_TURN:
            for one in told[kind]:
                numbers[one.get("key", "")] = save_new(_content(kind, one, numbers))

    entries.save_together(settings, told["editor"], write)


def _save_path(settings: Settings, told: Mapping[str, Any], editor: str) -> int:
    path: ServicePath = TypeAdapter(ServicePath).validate_python({key: told[key] for key in told if key != "key"})
    saved = service_paths.save(settings, path, editor).saved
    if saved is None:
        raise TypeError("a new path has no version to conflict with")
    return saved.path_id


def _content(kind: str, told: Mapping[str, Any], numbers: Mapping[str, int]) -> Content:
    """The entry of a table, with the numbers of those it names."""
    made = CONTENTS[kind]
    named = {field.name for field in fields(made) if "entry" in field.metadata}
    values = {key: numbers[value] if key in named else value for key, value in told.items() if key != "key"}
    content: Content = TypeAdapter(made).validate_python(values)
    return content
