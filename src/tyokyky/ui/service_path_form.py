"""The form of a service path: its steps as rows of plain fields, every act a button with a name of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from tyokyky.domain.moments import MomentChannel, Touchpoint
from tyokyky.domain.service_paths import ServicePath, Stage, Step
from tyokyky.presentation.moment_words import channel_name, touchpoint_name
from tyokyky.presentation.sentences import Names
from tyokyky.ui.session import LANGUAGE, say

_DRAFT: Final = "service_path_draft"


@dataclass(frozen=True)
class Draft:
    """What is being written, on which version; `revision` names the fields anew when the steps move."""

    path: ServicePath
    path_id: int | None = None
    based_on: int = 0
    revision: int = 0


def held() -> Draft:
    """The draft of this session; an empty path where there is none."""
    draft: Draft = st.session_state.get(_DRAFT) or Draft(ServicePath("", (Step(Stage.START),)))
    return draft


def hold(path: ServicePath, path_id: int | None, based_on: int) -> None:
    """Takes a path to be written on, in fields that are filled anew."""
    st.session_state[_DRAFT] = Draft(path, path_id, based_on, held().revision + 1)


def form(names: Names, moments: Sequence[str], save: Callable[[], None]) -> None:
    """The fields; `save` is called with what they hold in the draft."""
    draft = held()
    with st.form(f"service_path_{draft.revision}"):
        _text(draft, "title", draft.path.title)
        for index, step in enumerate(draft.path.steps):
            with st.container(border=True):
                st.markdown(f"**{say('service_path.step', number=str(index + 1))}**")
                _fields(draft, index, step, names, moments)
                _buttons(draft, index)
        st.form_submit_button(say("service_path.add"), on_click=_act, args=(_added, 0), key=_key(draft, "add"))
        _text(draft, "worked", draft.path.worked_because)
        _text(draft, "lacked", draft.path.lacked_because)
        st.form_submit_button(say("service_path.save"), type="primary", on_click=_written, args=(save,))


def _key(draft: Draft, field: str, index: int | None = None) -> str:
    return f"sp_{draft.revision}_{field}" if index is None else f"sp_{draft.revision}_{index}_{field}"


def _text(draft: Draft, field: str, value: str) -> None:
    st.text_input(say(f"service_path.{field}"), value, key=_key(draft, field))


def _fields(draft: Draft, index: int, step: Step, names: Names, moments: Sequence[str]) -> None:
    number, stages = str(index + 1), list(Stage)
    st.selectbox(
        say("service_path.field.stage", number=number),
        stages,
        index=stages.index(step.stage),
        format_func=lambda stage: say(f"service_path.stage.{stage}"),
        key=_key(draft, "stage", index),
    )
    choices: tuple[tuple[str, str, Sequence[str], Callable[[str], str]], ...] = (
        ("moment_code", step.moment_code, moments, lambda code: names.of("moment", code, LANGUAGE)),
        ("touchpoint", step.touchpoint, list(Touchpoint), lambda code: touchpoint_name(code, LANGUAGE)),
        ("channel", step.channel, list(MomentChannel), lambda code: channel_name(code, LANGUAGE)),
    )
    for field, value, known, name in choices:
        options = [*map(str, known), *([value] if value and value not in known else [])]
        st.selectbox(
            say(f"service_path.field.{field}", number=number),
            options,
            index=options.index(value) if value else None,
            format_func=name,
            accept_new_options=True,
            placeholder=say("service_path.choose"),
            key=_key(draft, field, index),
        )
    st.checkbox(say("service_path.field.critical", number=number), step.critical, key=_key(draft, "critical", index))
    st.text_input(say("service_path.field.note", number=number), step.note, key=_key(draft, "note", index))


def _buttons(draft: Draft, index: int) -> None:
    acts = (("up", _up, index == 0), ("down", _down, index == len(draft.path.steps) - 1), ("remove", _removed, False))
    with st.container(horizontal=True):
        for name, act, off in acts:
            st.form_submit_button(
                say(f"service_path.{name}", number=str(index + 1)),
                on_click=_act,
                args=(act, index),
                disabled=off,
                key=_key(draft, name, index),
            )


def _read(draft: Draft) -> ServicePath:
    """What the fields hold now."""
    state = st.session_state
    steps = tuple(
        Step(
            state[_key(draft, "stage", index)],
            moment_code=state[_key(draft, "moment_code", index)] or "",
            touchpoint=state[_key(draft, "touchpoint", index)] or "",
            channel=state[_key(draft, "channel", index)] or "",
            critical=state[_key(draft, "critical", index)],
            note=state[_key(draft, "note", index)],
        )
        for index in range(len(draft.path.steps))
    )
    title, worked, lacked = (state[_key(draft, field)] for field in ("title", "worked", "lacked"))
    return ServicePath(title, steps, worked, lacked)


def _act(act: Callable[[tuple[Step, ...], int], tuple[Step, ...]], index: int) -> None:
    draft = held()
    path = _read(draft)
    hold(replace(path, steps=act(path.steps, index)), draft.path_id, draft.based_on)


def _written(save: Callable[[], None]) -> None:
    draft = held()
    hold(_read(draft), draft.path_id, draft.based_on)
    save()


def _added(steps: tuple[Step, ...], _: int) -> tuple[Step, ...]:
    return (*steps, Step(steps[-1].stage if steps else Stage.START))


def _removed(steps: tuple[Step, ...], index: int) -> tuple[Step, ...]:
    return steps[:index] + steps[index + 1 :]


def _up(steps: tuple[Step, ...], index: int) -> tuple[Step, ...]:
    return (*steps[: index - 1], steps[index], steps[index - 1], *steps[index + 1 :])


def _down(steps: tuple[Step, ...], index: int) -> tuple[Step, ...]:
    return _up(steps, index + 1)
