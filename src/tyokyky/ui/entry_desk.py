"""What one run of the page of co-development knows: who works, what is written down, and what everything is called."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Final

import streamlit as st

from tyokyky.domain.codevelopment import Action as CodevelopmentAction
from tyokyky.domain.codevelopment import C, Persona, Saved, Statement, Work
from tyokyky.domain.developer_groups import Group
from tyokyky.presentation.codevelopment import WorkRow
from tyokyky.presentation.entry_words import EntryNames, title_of
from tyokyky.privacy.access_log import Access
from tyokyky.privacy.roles import Permission, Scope, decide
from tyokyky.reporting import codevelopment as reporting
from tyokyky.reporting import service_paths
from tyokyky.reporting.codevelopment import Library, Writer
from tyokyky.reporting.entry_choices import EntryChoices, entry_choices
from tyokyky.settings import Settings
from tyokyky.ui.board import Board
from tyokyky.ui.entry_draft import held
from tyokyky.ui.entry_fields import Offer
from tyokyky.ui.mode import settings
from tyokyky.ui.session import LANGUAGE, Viewer, current_viewer, log_once

_NAMED: Final = (Work, Group, CodevelopmentAction, Statement)
"""Kinds that other entries name."""
_NOTHING: Final = Scope(municipalities=frozenset())


def writer(into: Callable[[Access], None]) -> Writer:
    """Who acts now: role and scope are asked anew at every act, since they may have been changed."""
    viewer = current_viewer()
    if viewer is None:
        return Writer(None, _NOTHING, "nobody", into)
    return Writer(viewer.role, viewer.scope, viewer.who, into)


@st.cache_data(show_spinner=False, max_entries=20, ttl=60)
def _kept_lists(home: str, scope: str, _settings: Settings, _scope: Scope) -> tuple[Library, EntryChoices]:
    """Lists of a home, read anew each minute: the steward may put others in their place."""
    library = reporting.library(_settings)
    return library, entry_choices(_settings, library, _scope)


class Desk:
    """One run of the page."""

    def __init__(self, viewer: Viewer, board: Board) -> None:
        self.board = board
        self.settings = settings()
        self.may_write = decide(viewer.role, Permission.WRITE_CODEVELOPMENT, viewer.scope).allowed
        self._saves = reporting.list_all(self.settings, writer(log_once))
        home = str(self.settings.home)
        self.library, self.choices = _kept_lists(home, viewer.scope.name, self.settings, viewer.scope)

    def all_saves(self, kind: type[C]) -> tuple[Saved[C], ...]:
        """What holds now of every entry of a kind, also of those taken out of use."""
        return self._saves[kind.KIND]

    def saves(self, kind: type[C]) -> tuple[Saved[C], ...]:
        """What holds now of every entry of a kind that is in use."""
        return tuple(one for one in self.all_saves(kind) if not one.removed)

    @cached_property
    def names(self) -> EntryNames:
        """What codes and entries are called."""
        plain = EntryNames(self.choices)
        titles: dict[str, Mapping[int, str]] = {
            kind.KIND: {one.entry_id: title_of(one.content, plain, LANGUAGE) for one in self.saves(kind)}
            for kind in _NAMED
        }
        return EntryNames(self.choices, {**titles, "service_path": self._paths()})

    def _paths(self) -> Mapping[int, str]:
        """Titles of service paths, where a persona names one or is being written."""
        draft, who = held(), writer(log_once)
        is_named = draft is not None and isinstance(draft.content, Persona)
        if not (is_named or any(one.content.path_id for one in self.saves(Persona))):
            return {}
        if not decide(who.role, Permission.WRITE_SERVICE_PATHS, who.scope).allowed:
            return {}
        return {one.path_id: one.path.title for one in service_paths.list_paths(self.settings, who)}

    def works(self) -> tuple[WorkRow, ...]:
        """Every work in use, with the count of its actions."""
        actions = [one.content.work_id for one in self.saves(CodevelopmentAction)]
        return tuple(WorkRow(one.content, actions.count(one.entry_id)) for one in self.saves(Work))

    @property
    def offer(self) -> Offer:
        """What the selects of a form offer."""
        return Offer(self.choices, self.names)
