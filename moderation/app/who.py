"""Who is there: whoever sits at this machine, or the member of the team that a login names.

A login names somebody, and the store says whether and as what they belong to the team: no role comes from a token or
a header.
"""

from __future__ import annotations

import getpass
import hashlib
import hmac
import os
import time
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import unquote

import streamlit as st

from moderation.app import settings
from moderation.errors import UsageError
from moderation.store import Store
from moderation.taxonomy import ROLES, Role

# The header in which a trusted proxy shows that it is the one; the name is in a header of its own.
PROXY_HEADER: Final = "X-Moderation-Proxy-Secret"
# A shift and a half: Streamlit keeps its cookie for a month and does not ask whether the token in it still holds.
LONGEST_SESSION: Final = 12 * 3600.0
NAME_LIMIT: Final = 80
# Where a browser session keeps the name that somebody typed.
_TYPED: Final = "moderator_name"


def login() -> str:
    """Return how people sign in: `local`, `oidc`, or `header:NAME`."""
    return os.environ.get(settings.LOGIN) or settings.LOCAL


def is_local() -> bool:
    """Whether nobody signs in, because only this machine can reach the queue."""
    return login() == settings.LOCAL


def actor(store: Store) -> tuple[str, Role | None]:
    """Return the subject and the role for `Desk`; no role means that the store's own counts.

    Raises UsageError where nobody has signed in, or somebody who is not one of the team.
    """
    if is_local():
        return local_name(), local_role(store)
    claimed = subjects()
    if not claimed:
        raise UsageError("nobody has signed in", mend="sign in, then reload the page")
    return member_of(store, claimed), None


def member_of(store: Store, claimed: tuple[str, ...]) -> str:
    """Return which of the names that a login gives belongs to the team; raises UsageError where none does."""
    for subject in claimed:
        person = store.person(subject)
        if person is not None and person.removed_at is None:
            return subject
    raise UsageError(
        f"`{claimed[0][:NAME_LIMIT]}` is not one of this queue's team",
        mend=f"ask an admin: `moderation people add '{claimed[0][:NAME_LIMIT]}' --role moderator`",
    )


def subjects() -> tuple[str, ...]:
    """Return the names by which the team may know who has signed in, nothing where nobody has."""
    if login() == settings.OIDC:
        return claimed_by(st.user.to_dict(), time.time()) if st.user.is_logged_in else ()
    secret = os.environ.get(settings.PROXY_SECRET, "")
    return told_by(st.context.headers, login().removeprefix(settings.HEADER), secret)


def claimed_by(claims: Mapping[str, Any], now: float) -> tuple[str, ...]:
    """Return the names in an identity token: the address, where the provider has verified it, and `issuer#subject`.

    A token that was issued over twelve hours ago names nobody.
    """
    issued = claims.get("iat")
    if not isinstance(issued, int | float) or now - issued > LONGEST_SESSION:
        return ()
    email, issuer, subject = (claims.get(name) for name in ("email", "iss", "sub"))
    names = []
    if isinstance(email, str) and email and claims.get("email_verified") is True:
        names.append(email)
    if isinstance(issuer, str) and isinstance(subject, str) and subject:
        names.append(f"{issuer}#{subject}")
    return tuple(names)


def told_by(headers: Mapping[str, str], name: str, secret: str) -> tuple[str, ...]:
    """Return the name in a proxy's header, nothing unless the proxy shows the secret that both know."""
    shown = headers.get(PROXY_HEADER) or ""
    if not secret or not hmac.compare_digest(shown.encode(), secret.encode()):
        return ()
    told = (headers.get(name) or "").strip()
    return (told,) if told else ()


# --- without a login -----------------------------------------------------------------------------------------------


def local_name() -> str:
    """Return who decides here: as typed on the panel, else as the queue was started, else the system's user."""
    started = _started_name()
    if _TYPED not in st.session_state and (kept := _kept_name()) and kept != started:
        # A page that is loaded anew must not go on under another name than it shows.
        st.session_state[_TYPED] = kept
    return str(st.session_state.get(_TYPED) or started)


def call_me(name: object) -> None:
    """Take over the name that somebody typed on the panel; who has signed in has a name already."""
    if is_local() and isinstance(name, str) and name.strip() and name.strip() != local_name():
        st.session_state[_TYPED] = name.strip()[:NAME_LIMIT]


def name_cookie() -> str:
    """Return the cookie in which a browser keeps a typed name: one for each database, and for each name to begin with.

    A machine has the same cookies for all its ports, and another queue may run at this port tomorrow.
    """
    named = f"{settings.database_url()}\n{_started_name()}"
    return "moderation_name_" + hashlib.sha256(named.encode()).hexdigest()[:16]


def _started_name() -> str:
    return os.environ.get(settings.MODERATOR) or getpass.getuser()


def _kept_name() -> str:
    kept = st.context.cookies.get(name_cookie())
    # In a test without a browser it is something else.
    return unquote(kept).strip()[:NAME_LIMIT] if isinstance(kept, str) else ""


def local_role(store: Store) -> Role:
    """Return the role of whoever sits here: as the queue was started, else what the store says of the name.

    The first one at a machine of their own has every right.
    """
    started = os.environ.get(settings.ROLE)
    for role in ROLES:
        if role == started and _TYPED not in st.session_state:
            return role
    known = store.person(local_name())
    if known is not None:
        return known.role
    return "moderator" if store.people() else "admin"


# --- the door ------------------------------------------------------------------------------------------------------


def is_somebody(store: Store) -> bool:
    """Whether the pages may be drawn for whoever is there; draws the door instead where they may not."""
    if is_local():
        return True
    try:
        actor(store)
    except UsageError as error:
        _draw_door(error)
        return False
    return True


def _draw_door(error: UsageError) -> None:
    st.title("Moderation queue")
    by_provider = login() == settings.OIDC
    if by_provider and not subjects():
        st.text("Sign in to go on.")
        st.button("Sign in", on_click=st.login, type="primary")
        return
    # A name that somebody chose for themselves: as plain text.
    st.text(error.render())
    if by_provider:
        st.button("Sign out", on_click=st.logout)
