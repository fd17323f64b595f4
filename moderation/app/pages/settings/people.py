"""The team, for its admins: who belongs to it and as what, and every change of that. The verbs refuse all others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import pandas as pd
import streamlit as st

from moderation.app import session, who
from moderation.app.lines import minute
from moderation.app.outcome import keep_done, keep_refused, taken
from moderation.app.plain import one_line, visible
from moderation.errors import ModerationError, UsageError
from moderation.review import add_person, everybody, remove_person, set_role, team_changes
from moderation.store import Person, TeamChange
from moderation.taxonomy import Role

NAME_SHOWN: Final = 40
CHANGES_SHOWN: Final = 20
ROLE_TITLES: Final[Mapping[Role, str]] = {
    "viewer": "Viewer: reads",
    "moderator": "Moderator: decides",
    "senior": "Senior: also decides what was escalated",
    "admin": "Admin: also keeps the team",
}
ROLES: Final = tuple(ROLE_TITLES)
# What is looked for stands first: a narrow screen cuts the last column, and names may be long.
_WIDTHS: Final = {
    name: st.column_config.Column(width=pixels) for name, pixels in (("Name", 170), ("Role", 90), ("Active", 140))
}


def draw_people() -> None:
    """Draw the part of the page."""
    team = everybody(session.desk())
    changes = team_changes(session.desk(), CHANGES_SHOWN)
    nobody = " Nobody signs in to this queue: whoever sits at this machine may take any name." * who.is_local()
    st.caption(f"Who may sign in, and as what. A change holds from the next key on and stays on record.{nobody}")
    _tell()
    listed, act = st.columns([3, 2], gap="large")
    with listed:
        st.markdown("##### The team")
        st.dataframe(people_table(team), hide_index=True, width="stretch", column_config=_WIDTHS)
        _changes(changes)
    with act:
        _add()
        _change([person for person in team if person.subject is not None])


def people_table(team: Sequence[Person]) -> pd.DataFrame:
    """Return a row for everybody, who is active first."""
    rows = [
        {
            "Name": one_line(person.title, NAME_SHOWN),
            "Role": person.role.capitalize(),
            "Active": "Yes" if person.removed_at is None else f"No, since {person.removed_at[:10]}",
            "Signs in as": one_line(person.subject or "forgotten", who.NAME_LIMIT),
        }
        for person in sorted(team, key=lambda person: (person.removed_at is not None, person.title.casefold()))
    ]
    return pd.DataFrame(rows, columns=["Name", "Role", "Active", "Signs in as"])


# --- changing ------------------------------------------------------------------------------------------------------


def _add() -> None:
    st.markdown("##### Add somebody")
    with st.form("people_add", border=False):
        st.text_input("Signs in as", key="people_subject", placeholder="anna@daily.example", max_chars=255)
        st.caption("The mail address that your provider has verified, or the name that it gives.")
        st.text_input("Name that others see, if another", key="people_name", max_chars=who.NAME_LIMIT)
        st.selectbox(
            "Role", ROLES, ROLES.index("moderator"), format_func=ROLE_TITLES.__getitem__, key="people_new_role"
        )
        st.form_submit_button("Add", on_click=_try, args=(_let_in,))


def _let_in() -> str:
    state = st.session_state
    subject, name = str(state["people_subject"]).strip(), str(state["people_name"]).strip() or None
    known = session.store().person(subject)
    if known is not None and known.removed_at is None:
        # Adding them again would give them the role that happens to stand in the box.
        raise UsageError(f"`{subject}` is one of the team already", mend="give another role under “Change somebody”")
    person = add_person(session.desk(), subject, state["people_new_role"], name)
    # What was typed stays only where it was refused.
    state["people_subject"] = state["people_name"] = ""
    return f"{person.title} is in, as {person.role}."


def _change(team: Sequence[Person]) -> None:
    st.markdown("##### Change somebody")
    known = {str(person.subject): person for person in team}
    subject = st.selectbox(
        "Person", list(known), format_func=lambda one: one_line(known[one].title, NAME_SHOWN), key="people_chosen"
    )
    person = known[subject]
    is_in = person.removed_at is None
    role = st.selectbox(
        "Their role",
        ROLES,
        ROLES.index(person.role),
        format_func=ROLE_TITLES.__getitem__,
        # Of its own for every person and role: what was chosen for one is not carried to the next.
        key=f"people_role_{person.id}_{person.role}",
    )
    with st.container(horizontal=True):
        if is_in:
            st.button(
                "Give this role", on_click=_try, args=(lambda: _give_role(subject, role),), disabled=role == person.role
            )
            st.button("Deactivate", on_click=_try, args=(lambda: _deactivate(subject),))
        else:
            st.button("Let in again", on_click=_try, args=(lambda: _give_role(subject, role, back=True),))
    if is_in:
        st.caption("Who is deactivated gets in no more. What they decided stays, under their name.")


def _give_role(subject: str, role: Role, *, back: bool = False) -> str:
    person = (add_person if back else set_role)(session.desk(), subject, role)
    return f"{person.title} is {'in again, as' if back else 'now'} {person.role}."


def _deactivate(subject: str) -> str:
    return f"{remove_person(session.desk(), subject).title} is deactivated."


def _try(work: Callable[[], str]) -> None:
    try:
        keep_done("people", work())
    except ModerationError as error:
        keep_refused("people", error.render())
    session.ask_anew()


def _tell() -> None:
    """Draw what came of the last press; it names people, so it is drawn as plain text."""
    outcome = taken("people")
    if outcome is None:
        return
    if outcome.is_done:
        st.success("Done, and on record.")
    else:
        st.warning("Not done.")
    st.text(visible(outcome.words))


# --- the record ----------------------------------------------------------------------------------------------------


def _changes(found: Sequence[TeamChange]) -> None:
    st.markdown("##### Latest changes")
    if not found:
        st.caption("Nobody was added, changed or deactivated yet.")
        return
    st.text("\n".join(change_line(one) for one in found))


def change_line(one: TeamChange) -> str:
    """Return a change in words: when, who, what became of them, and by whom."""
    if one.was is None:
        what = f"let in as {one.role}"
    elif one.role is None:
        what = f"deactivated, was {one.was}"
    else:
        what = f"{one.was} → {one.role}" if one.was != one.role else "has another name"
    by = f" · by {one_line(one.by, NAME_SHOWN)}" if one.by else ""
    return f"{minute(one.at)} · {one_line(one.person, NAME_SHOWN)}: {what}{by}"
