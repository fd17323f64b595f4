"""What a moderator sets for themselves: keys, what is covered, when a pause is suggested; and an admin's team."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from moderation.app import session
from moderation.app.keys import ACTIONS, PRESETS, chosen_keys, problem_of
from moderation.app.outcome import draw_outcome, keep_done, keep_refused
from moderation.app.pages.settings.people import draw_people
from moderation.errors import ModerationError

PRESET_TITLES: Final = {"coral": "As in Coral", "wordpress": "As in WordPress", "own": "Your own"}
KEPT: Final = "Kept. The buttons of the queue show these keys."
# Where what came of a press is told: above the boxes for a preset that was chosen, below them beside their button.
ABOVE: Final = "settings_above"
BELOW: Final = "settings_below"
# Where the keys that somebody has set one by one lie while a preset is on.
OWN: Final = "own_keys"
YOURS: Final = "Yours"
PEOPLE: Final = "People"


@session.telling
def draw() -> None:
    """Draw the page."""
    st.subheader("Settings", anchor=False)
    if session.desk().role == "admin":
        part = st.segmented_control(
            "Part", [YOURS, PEOPLE], default=YOURS, required=True, key="settings_part", label_visibility="collapsed"
        )
        if part == PEOPLE:
            draw_people()
            return
    _yours()


def _yours() -> None:
    st.caption("They are yours alone and hold on every machine on which you sign in.")
    kept = session.preferences()
    keys, looks = st.columns([3, 2], gap="large")
    with keys:
        _keys(chosen_keys(kept.get("keys")))
    with looks:
        _looks(dict(kept))


def _keys(present: dict[str, str]) -> None:
    st.markdown("##### Keys")
    # Not as the default: what `_keep_keys` sets would come beside it, which Streamlit complains of at length.
    st.session_state.setdefault("settings_preset", _name_of(present))
    preset = st.segmented_control(
        "Keys", list(PRESET_TITLES), format_func=PRESET_TITLES.__getitem__, required=True, key="settings_preset",
        label_visibility="collapsed", on_change=_take_preset,
    )  # fmt: skip
    draw_outcome(ABOVE)
    shown = present if preset in (None, "own") else dict(PRESETS[str(preset)])
    with st.form(f"settings_keys_{preset}", border=False):
        # A row for each two: two long columns would be walked one after the other by Tab, and stacked on a telephone.
        for place in range(0, len(ACTIONS), 2):
            for box, action in zip(st.columns(2), ACTIONS[place : place + 2], strict=False):
                box.text_input(action.title, shown[action.name], max_chars=1, key=f"settings_{preset}_{action.name}")
        st.form_submit_button("Keep these keys", on_click=_keep_keys, args=(preset,))
    draw_outcome(BELOW)
    st.caption("1 to 7 always choose a queue. An empty box means no key; the button stays.")


def _name_of(keys: dict[str, str]) -> str:
    return next((name for name, preset in PRESETS.items() if dict(preset) == keys), "own")


def _take_preset() -> None:
    """Keep a preset as soon as it is chosen, as the switches beside it are: the button below is out of sight.

    Keys that were set one by one are laid aside for it, and come back with `own`.
    """
    kept, name = session.preferences(), str(st.session_state["settings_preset"])
    present = chosen_keys(kept.get("keys"))
    is_own = _name_of(present) == "own"
    if name in PRESETS:
        _prefer(ABOVE, dict(PRESETS[name]), aside=present if is_own else None)
    elif name == "own" and OWN in kept and not is_own:  # it is where the button was pressed twice
        _prefer(ABOVE, chosen_keys(kept[OWN]))


def _prefer(place: str, keys: dict[str, str], aside: dict[str, str] | None = None) -> bool:
    """Keep keys, and those to lay aside before them; tell whether that could be done, and the moderator at `place`."""
    try:
        if aside is not None:
            session.prefer(OWN, aside)
        session.prefer("keys", keys)
    except ModerationError as error:
        keep_refused(place, f"Not kept: {error.problems[0].message}.")
        return False
    keep_done(place, KEPT)
    return True


def _keep_keys(preset: str | None) -> None:
    state = st.session_state
    keys = {action.name: str(state[f"settings_{preset}_{action.name}"]).strip().lower() for action in ACTIONS}
    if problem := problem_of(keys):
        keep_refused(BELOW, problem)
        return
    if _prefer(BELOW, keys):
        state["settings_preset"] = _name_of(keys)


def _looks(kept: dict[str, Any]) -> None:
    st.markdown("##### What you need not see at once")
    _switch(
        "cover_harsh",
        "Cover slurs and threats",
        kept,
        usual=False,
        help_text="First letter and dots, until you hold a key.",
    )
    _switch("cover_personal", "Cover mail addresses and telephone numbers", kept, usual=True)
    st.markdown("##### Pauses")
    minutes = st.number_input(
        "Suggest a pause after so many minutes; 0 never does", 0, 240, int(kept.get("pause_minutes", 50)), 5,
        key="settings_pause",
    )  # fmt: skip
    if minutes != int(kept.get("pause_minutes", 50)):
        session.prefer("pause_minutes", int(minutes))
    st.caption("Nobody else sees when you work or how fast. No page ranks moderators.")


def _switch(name: str, title: str, kept: dict[str, Any], *, usual: bool, help_text: str | None = None) -> None:
    present = bool(kept.get(name, usual))
    chosen = st.toggle(title, present, key=f"settings_{name}", help=help_text)
    if chosen != present:
        session.prefer(name, chosen)
