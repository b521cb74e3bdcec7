"""What teams offer to the next release: what was told back, and what was done. A steward lets each through."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from tyokyky.codevelopment.entries import latest_entries
from tyokyky.domain.codevelopment import Action, ActionState, Concern, ConcernState, Saved
from tyokyky.settings import Settings

_ID_CHARACTERS: Final = 16


def offered_entries(settings: Settings) -> tuple[Mapping[str, Any], ...]:
    """Rows that the teams marked public, in the form of `actions` in `texts.json` (docs/release-format.md).

    Of a concern: what was heard, and what was done (the action's words where the team marked the action public too)
    with the reason; only once it has been told back to clients, and something is said of it. Of an action: what is
    done, where no offered concern tells it already; not a mere idea.

    `id` follows from the kind and number of the entry and from the words: changed words are another row, which a
    steward has not seen.

    Raises:
        UserError: the store is held by another or can not be read.
    """
    if not settings.codevelopment_path.exists():
        return ()
    public = [one for one in latest_entries(settings, Action) if one.content.may_be_published]
    concerns = [one for one in latest_entries(settings, Concern) if one.content.may_be_published]
    actions = {one.entry_id: one.content for one in public}
    told = [row for one in concerns if (row := _of_concern(one, actions)) is not None]
    named = {one.content.action_id for one in concerns if one.content.told_on is not None}
    return (*told, *_of_actions([one for one in public if one.entry_id not in named]))


def _of_concern(saved: Saved[Concern], actions: Mapping[int, Action]) -> Mapping[str, Any] | None:
    concern = saved.content
    action = actions.get(concern.action_id) if concern.action_id is not None else None
    done = " ".join(text for text in (_sentence(action.what) if action else "", concern.why.strip()) if text)
    if concern.told_on is None or not done:
        return None
    state = _state(concern)
    return _row(saved, concern.what, done, state, concern.joint, concern.theme_id, concern.told_on)


def _state(concern: Concern) -> str:
    if concern.state is not ConcernState.OPEN:
        return concern.state.value
    return "agreed" if concern.decided_on else "idea"


def _of_actions(actions: Sequence[Saved[Action]]) -> Iterator[Mapping[str, Any]]:
    for one in actions:
        action = one.content
        if action.state is not ActionState.IDEA:
            yield _row(one, "", _sentence(action.what), action.state.value, action.joint, "", None)


def _sentence(text: str) -> str:
    plain = text.strip()
    return plain if plain.endswith((".", "!", "?")) else f"{plain}."


def _row(
    saved: Saved[Any], heard: str, done: str, state: str, joint: str, theme: str, told_on: date | None
) -> Mapping[str, Any]:
    words = {
        "heard": heard.strip(),
        "done": done,
        "state": state,
        "joint": joint,
        "theme": theme,
        "told_back_on": told_on.isoformat() if told_on else None,
        "language": "fi",
    }
    said = json.dumps([saved.content.KIND, saved.entry_id, words], ensure_ascii=False)
    return {"id": hashlib.sha256(said.encode()).hexdigest()[:_ID_CHARACTERS], **words}
