"""A ruling on many comments: what it would do, doing exactly that while a bar shows it, and taking it back as one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from moderation.app import session
from moderation.app.lines import minute
from moderation.app.pages import campaigns
from moderation.app.paint import line
from moderation.app.plain import visible
from moderation.app.underway import Work, Written, works
from moderation.app.words import reason_title
from moderation.counted import counted
from moderation.review import apply, preview, undo_bulk
from moderation.store import Bulk, BulkKind, Preview, Selection, bulk_moves, bulks
from moderation.taxonomy import LABEL_TITLES, REASON_CODES, REASONS_BY_CODE

SHOWN: Final = 8
# More than anybody has looked through: the button waits for a word that so many are meant.
UNREAD: Final = 100
# How often a page looks how far a change is; ten thousand comments take two seconds at least.
LOOK_SECONDS: Final = 0.5
VERBS: Final[dict[BulkKind, str]] = {"approve": "Approve", "reject": "Reject"}
DOING: Final[dict[BulkKind, str]] = {
    "approve": "Approving", "reject": "Rejecting", "reopen": "Putting back", "undo": "Taking back",
}  # fmt: skip
DONE: Final[dict[BulkKind, str]] = {
    "approve": "Approved", "reject": "Rejected", "reopen": "Reopened", "undo": "Taken back",
}  # fmt: skip
BACK: Final = "It can be taken back here now, and below later."


def draw_ruling(selection: Selection | None) -> None:
    """Draw what a ruling on a selection would do, and the button that does it; None where nothing is chosen."""
    if not session.may_decide():
        return
    if _under_way() is not None:
        st.session_state["together_bar"] = True
        _draw_bar()
        return
    if selection is None:
        st.caption("Choose some comments to decide them together.")
        return
    verb_box, *reason_box, button_box = st.columns(_widths(), vertical_alignment="bottom")
    kind = verb_box.selectbox("Decide", list(VERBS), format_func=VERBS.__getitem__, key="together_kind")
    reason = _draw_reasons(reason_box[0]) if kind == "reject" else None
    planned = preview(session.desk(), selection, kind)
    count = len(planned.items)
    comments = counted(count, "comment")
    # Asked anew for every other number of comments, and for the other verb.
    is_meant = count <= UNREAD or st.checkbox(
        f"{VERBS[kind]} all {comments}, most of which nobody has read", key=f"together_meant_{kind}_{count}"
    )
    # Whoever is rejected reads the reason: no first one in a list may stand for all.
    is_reasoned = kind != "reject" or reason is not None
    button_box.button(
        f"{VERBS[kind]} {comments}", disabled=not (count and is_meant and is_reasoned),
        on_click=decide, args=(planned, reason, secrets.token_hex(8)),
    )  # fmt: skip
    st.caption(". ".join([*left_out(planned), "Exactly these, as they stand now; it can be undone as one."]))


def _draw_reasons(box: DeltaGenerator) -> str | None:
    """Draw the reasons that many may be rejected for, and return the one that is chosen: "other" takes a note each."""
    codes = [one.code for one in REASON_CODES if one.code != "other"]
    chosen: str | None = box.selectbox(
        "Because", codes, index=None, format_func=lambda code: REASONS_BY_CODE[code].title, key="together_reason",
        placeholder="Choose a reason",
    )  # fmt: skip
    return chosen


def left_out(planned: Preview) -> list[str]:
    """Return in words what was asked for and is not among what would be changed."""
    left = []
    if planned.on_screens:
        left.append(f"{planned.on_screens:,} on other moderators' screens are left out")
    if planned.left_over:
        left.append(f"{planned.left_over:,} more are beyond the limit of one change")
    return left


def is_rejecting() -> bool:
    """Whether the verb that is chosen takes comments down."""
    return st.session_state.get("together_kind") == "reject"


def _widths() -> list[int]:
    """A rejection asks for its reason between the verb and the button."""
    return [1, 1, 2] if is_rejecting() else [1, 3]


def decide(planned: Preview, reason: str | None, token: str, note: str | None = None) -> None:
    """Do exactly what a preview showed, once for its token, and keep what came of it for `tell`."""
    desk = session.desk()
    # What is offered next is other comments: they are not to be rejected for the reason of these by a second press.
    st.session_state["together_reason"] = None

    def write(hears: Callable[[int], None]) -> Written:
        done = apply(desk, planned, reason=reason, note=note, token=token, hears=hears)
        left = f" {done.left:,} had moved on and were left as they are." if done.left else ""
        return Written(f"{DONE[done.kind]}: {done.done:,}.{left} {BACK}", done.id, done.done)

    _begin(Work(DOING[planned.kind], len(planned.items), write))


def undo_change(number: int, count: int) -> None:
    """Take a change of `count` comments back as one."""
    desk = session.desk()

    def write(hears: Callable[[int], None]) -> Written:
        done = undo_bulk(desk, number, token=f"undo-bulk-{number}", hears=hears)
        left = f" {done.left:,} had been decided since and were left as they are." if done.left else ""
        return Written(f"{DONE['undo']}: {done.done:,}.{left}")

    _begin(Work(DOING["undo"], count, write))


def _begin(work: Work) -> None:
    """Write a change: at once where it is one transaction, else beside the page, which shows how far it is."""
    if work.total <= bulk_moves.AT_ONCE:
        work.run()
    elif not works().start(session.desk_name(), work):
        work.refuse("another change of yours is being written")
    st.session_state["together_work"] = work


def _under_way() -> Work | None:
    """Return the change of this desk that is being written, also where another tab has begun it."""
    work = works().of(session.desk_name())
    if work is not None:
        st.session_state["together_work"] = work
    return work


def draw_under_way() -> bool:
    """Draw how far a change of this desk is, and tell whether one is being written: there is one at a time."""
    if _under_way() is None:
        return False
    _draw_bar()
    return True


@st.fragment(run_every=LOOK_SECONDS)
def _draw_bar() -> None:
    """Draw how much of a change is written; draws the whole page anew once all of it is."""
    work = _under_way()
    if work is None:
        st.rerun()
    st.progress(work.behind / work.total, f"{work.title}: {work.behind:,} of {work.total:,}")
    st.caption("You may go on elsewhere meanwhile; it is one change, and can be undone as one.")


def tell() -> None:
    """Draw what came of the last change, whatever is left to choose from."""
    work = st.session_state.get("together_work")
    if work is None or not work.over.is_set():
        return
    del st.session_state["together_work"]
    campaigns.forget()
    if work.told is not None:
        _tell_written(work.told)
    elif not work.behind:
        st.warning(f"Nothing was recorded: {work.trouble}.")
    else:
        st.warning(
            f"{work.title} stopped after {work.behind:,} of {work.total:,}: {work.trouble}. What is done stands."
        )
        st.button("Go on with the rest", key="together_again", on_click=_begin, args=(work.again(),))


def _tell_written(written: Written) -> None:
    """Draw what was written, with the way back where the eye is: the list of changes stands below all comments."""
    if written.change is None or not written.count:
        st.success(written.text)
        return
    said, act = st.columns([5, 1], vertical_alignment="center")
    said.success(written.text)
    act.button(
        "Undo", key="together_undo_now", on_click=undo_change, args=(written.change, written.count), width="stretch"
    )


def draw_latest() -> None:
    """Draw the latest changes of many, each with the button that takes it back, and what is being written now."""
    if not st.session_state.pop("together_bar", False):
        draw_under_way()
    latest = bulks.latest(session.store(), SHOWN)
    if not latest:
        return
    st.markdown("##### Latest changes of many")
    for one in latest:
        act = line(_line(one))
        is_mine = one.actor == session.desk().person.actor or session.is_senior()
        if one.kind != "undo" and one.reverted_by is None and one.done and is_mine:
            act.button(
                "Undo", key=f"together_undo_{one.id}", on_click=undo_change, args=(one.id, one.done),
                disabled=_under_way() is not None,
            )  # fmt: skip


def _line(one: Bulk) -> str:
    back = " · taken back" if one.reverted_by is not None else ""
    of = f" (takes back change {one.reverts})" if one.reverts is not None else ""
    what = f"{DONE[one.kind]}: {one.done:,}{_chosen(one.selection)}{of}"
    return f"{minute(one.at)} · {what} · {visible(one.by)} · change {one.id}{back}"


def _chosen(selection: Selection) -> str:
    """Return by what the comments of a change were chosen, where that was not by hand."""
    if selection.rule is not None:
        return f", found by {reason_title(f'rule:{selection.rule}', session.rule_words())}"
    if selection.reason is not None:
        return f", {reason_title(selection.reason, session.rule_words())}"
    if selection.label is not None:
        return f", {LABEL_TITLES[selection.label]} {selection.low:.2f} to {selection.high:.2f}"
    return ""
