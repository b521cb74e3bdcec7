"""The steward's way from a plan to a release: plan, protect, audit, approve, publish."""

from collections.abc import Callable
from typing import Final

import streamlit as st

from tyokyky.domain.errors import UserError
from tyokyky.domain.releases import Engine
from tyokyky.presentation import releases as presentation
from tyokyky.privacy.roles import Permission, decide
from tyokyky.release import acts, approval, building, planning
from tyokyky.release.desk import Hand
from tyokyky.release.overview import Draft, Overview, overview
from tyokyky.release.status import Stage
from tyokyky.reporting import choices
from tyokyky.reporting.mart import current_mart
from tyokyky.ui.board import paged_table
from tyokyky.ui.mode import Mode, settings
from tyokyky.ui.session import LANGUAGE, Viewer, chosen_role, log_once, say

_ENGINES: Final[tuple[Engine, ...]] = ("elimination", "rounding")
_DEMO_NAMES: Final = ("steward", "second_steward")
_NAME_KEY: Final = "release_name"
_FAILED: Final = "release_failed"
_SAID: Final = "release_said"


def hand_of(viewer: Viewer) -> Hand:
    """Who acts: the signed-in or operating-system user; in a demo, where nobody is known, a made-up steward."""
    if viewer.mode is Mode.DEMO:
        return Hand(str(st.session_state.get(_NAME_KEY, _DEMO_NAMES[0])))
    return Hand(viewer.who.removesuffix(f" ({viewer.role})"))


def overview_of(viewer: Viewer) -> Overview:
    """The releases; where the ledger or a release is broken, the page says so and ends."""
    if viewer.mode is Mode.DEMO:
        st.radio(
            say("releases.demo_name"),
            _DEMO_NAMES,
            format_func=lambda name: say(f"releases.demo_name.{name}"),
            horizontal=True,
            key=_NAME_KEY,
        )
    if _FAILED in st.session_state:
        st.error(st.session_state.pop(_FAILED))
    if _SAID in st.session_state:
        st.toast(st.session_state.pop(_SAID))
    try:
        return overview(settings())
    except UserError as error:
        st.error(str(error))
        st.stop()


def act(viewer: Viewer, what: str, do: Callable[[Hand], object], said: str) -> None:
    """Does one act, logged before it begins; its outcome or its refusal is said when the page is drawn again."""
    decision = decide(chosen_role(), Permission.MANAGE_RELEASES, viewer.scope)
    hand = hand_of(viewer)
    try:
        acts.log(settings(), viewer.who, what, decision.reason, allowed=decision.allowed)
        if decision.allowed:
            do(hand)
            st.session_state[_SAID] = said
    except UserError as error:
        st.session_state[_FAILED] = str(error)
    st.rerun()


def stand(known: Overview) -> None:
    """Where the next release stands, in one sentence, and the five steps."""
    draft = known.draft
    key = "none" if draft is None else str(draft.status.stage)
    approvals = len(draft.status.approvers) if draft else 0
    if draft is not None and draft.status.stage is Stage.AUDITED and approvals >= approval.NEEDED_APPROVALS:
        key = "approved"
    release = draft.status.release if draft else ""
    with st.container(key="lead_releases"):
        st.markdown(say(f"releases.stand.{key}", release=release, approvals=str(approvals)))


def plan(viewer: Viewer, known: Overview) -> None:
    """Plans the next release, and tells what the one in the making holds."""
    draft = known.draft
    st.header(say("releases.plan.title"), anchor=False)
    st.markdown(say("releases.plan.what"))
    label = say("releases.plan.again") if draft else say("releases.plan.button")
    if st.button(label, type="secondary" if draft else "primary", key="release_plan"):
        with st.spinner(say("releases.plan.busy")):
            act(viewer, "plan", lambda hand: planning.plan(settings(), hand), say("releases.plan.done"))
    if draft is not None:
        log_once(acts.opened(viewer.who, draft.status.release, f"role {viewer.role}"))
        _contents(draft)


def steps(viewer: Viewer, known: Overview) -> None:
    """Protection of the release in the making, its audit, approvals and publishing, one after the other."""
    draft = known.draft
    if draft is not None:
        _protection(viewer, draft)
        _audit(draft)
        _approval(viewer, draft)
        _publishing(viewer, draft)


def _contents(draft: Draft) -> None:
    names = choices.code_names(current_mart(settings()))
    quarters = sorted(draft.plan["quarter_versions"])
    st.markdown(
        say(
            "releases.plan.holds",
            tables=str(len(draft.plan["tables"])),
            first=quarters[0],
            last=quarters[-1],
            window=str(draft.plan["window_days"]),
        )
    )
    if draft.merged:
        listed = ", ".join(names.of("municipality", code, LANGUAGE) for code in draft.merged)
        st.markdown(say("releases.plan.merged", municipalities=listed))


def _protection(viewer: Viewer, draft: Draft) -> None:
    release = draft.status.release
    st.header(say("releases.protect.title"), anchor=False)
    engine = st.radio(
        say("releases.protect.engine"),
        _ENGINES,
        format_func=lambda name: say(f"releases.engine.{name}"),
        key="release_engine",
    )

    def build(hand: Hand) -> None:
        building.build(settings(), release, hand, engine)
        approval.audit(settings(), release, hand)

    if st.button(say("releases.protect.button"), type="secondary" if draft.losses else "primary", key="release_build"):
        with st.spinner(say("releases.protect.busy")):
            act(viewer, f"build {release}", build, say("releases.protect.done"))
    if draft.losses:
        _losses(draft)


def _losses(draft: Draft) -> None:
    for loss in draft.losses:
        with st.container(key=f"finding_{loss.engine}"):
            st.markdown(
                say(
                    "releases.loss",
                    engine=say(f"releases.engine.{loss.engine}.name"),
                    hidden=presentation.share(presentation.hidden_share(loss.tables), LANGUAGE),
                    rates=presentation.share(presentation.shown_rate_share(loss.tables), LANGUAGE),
                )
            )
    st.markdown(say("releases.loss.why"))
    title = say("releases.loss.title", engine=say(f"releases.engine.{draft.losses[0].engine}.name"))
    st.subheader(title, anchor=False)
    paged_table(presentation.loss_table(draft.losses[0].tables, LANGUAGE), "loss", title)


def _audit(draft: Draft) -> None:
    if draft.status.stage not in (Stage.AUDITED, Stage.REJECTED):
        return
    st.header(say("releases.audit.title"), anchor=False)
    if draft.status.stage is Stage.AUDITED:
        st.success(say("releases.audit.proven"))
    else:
        st.error(say("releases.audit.refused"))
    lines = draft.status.audit.get("lines", [])
    with st.expander(say("releases.audit.lines")):
        for line in lines if isinstance(lines, list) else []:
            st.text(str(line))


def _approval(viewer: Viewer, draft: Draft) -> None:
    if draft.status.stage is not Stage.AUDITED:
        return
    status, who = draft.status, hand_of(viewer).who
    st.header(say("releases.approve.title"), anchor=False)
    st.markdown(say("releases.approve.what"))
    st.markdown(
        say("releases.approve.by", names=", ".join(map(_person, status.approvers)))
        if status.approvers
        else say("releases.approve.nobody")
    )
    if len(set(status.approvers)) >= approval.NEEDED_APPROVALS:
        return
    if who in status.approvers:
        st.info(say("releases.approve.yours"))
    elif st.button(say("releases.approve.button", name=_person(who)), key="release_approve"):
        release = status.release
        act(
            viewer,
            f"approve {release}",
            lambda hand: approval.approve(settings(), release, hand),
            say("releases.approve.done"),
        )


def _person(who: str) -> str:
    return say(f"releases.demo_name.{who}") if who in _DEMO_NAMES else who


def _publishing(viewer: Viewer, draft: Draft) -> None:
    status = draft.status
    if status.stage is not Stage.AUDITED or len(set(status.approvers)) < approval.NEEDED_APPROVALS:
        return
    st.header(say("releases.publish.title"), anchor=False)
    st.markdown(say("releases.publish.what"))
    sure = st.checkbox(say("releases.publish.confirm"), key=f"release_sure_{status.release}")
    if st.button(say("releases.publish.button"), type="primary", disabled=not sure, key="release_publish"):
        with st.spinner(say("releases.publish.busy")):
            act(
                viewer,
                f"publish {status.release}",
                lambda hand: approval.publish(settings(), status.release, hand),
                say("releases.publish.done"),
            )


def published(known: Overview) -> None:
    """What is out; the ledger and every folder have been checked when this is shown."""
    st.header(say("releases.published.title"), anchor=False)
    if not known.published:
        st.info(say("releases.published.none"))
        return
    st.markdown(say("releases.published.whole"))
    rows = [
        (
            entry.release,
            entry.when,
            sorted(entry.facts["quarter_versions"]),
            list(map(_person, entry.facts["approvers"])),
        )
        for entry in known.published
    ]
    paged_table(presentation.published_table(rows, LANGUAGE), "published", say("releases.published.title"))


def correct(viewer: Viewer, known: Overview) -> None:
    """Plans a release in which quarters that are out are told anew."""
    if not known.published:
        return
    with st.expander(say("releases.correct.title"), key="correct"):
        st.markdown(say("releases.correct.what"))
        quarters = st.multiselect(
            say("releases.correct.quarters"), known.published_quarters, placeholder="", key="correct_quarters"
        )
        reason = st.text_input(say("releases.correct.reason"), key="correct_reason")
        if st.button(say("releases.correct.button"), disabled=not quarters, key="correct_plan"):
            correction = planning.Correction(tuple(quarters), reason)
            act(
                viewer,
                "plan with corrections",
                lambda hand: planning.plan(settings(), hand, correction),
                say("releases.plan.done"),
            )
