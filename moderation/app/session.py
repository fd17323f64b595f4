"""What a page needs from around it: the store, the policy, the rules in words, and who sits at the desk."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import Final

import streamlit as st

from moderation.app import settings, who
from moderation.app.outbox import Ledger
from moderation.app.words import RuleWords
from moderation.errors import ModerationError, RuleError
from moderation.policy import Policy, load_policy
from moderation.review import Desk
from moderation.rulebook import load
from moderation.shipped import shipped
from moderation.store import Store, open_store

NAME_LIMIT: Final = 80
# A file of ours: an icon named by Streamlit is fetched from a server outside.
ICON: Final = str(Path(__file__).with_name("icon.png"))


def database_url() -> str:
    """Return the URL that the queue was started with."""
    return os.environ.get(settings.DATABASE) or settings.DEFAULT_DATABASE


def store() -> Store:
    """Return the store, opened once per process and URL."""
    return _store(database_url())


@st.cache_resource(show_spinner=False)
def _store(url: str) -> Store:
    return open_store(url)


def policy() -> Policy:
    """Return the policy that the thresholds on screen come from."""
    return _policy(os.environ.get(settings.POLICY))


@st.cache_resource(show_spinner=False)
def _policy(file: str | None) -> Policy:
    return load_policy(Path(file) if file else None)


def rules_folder() -> Path:
    """Return the folder of rules that the queue was started with."""
    folder = os.environ.get(settings.RULES)
    return Path(folder) if folder else shipped("rules")


def rule_words() -> Mapping[str, RuleWords]:
    """Return what every rule says about itself, by id."""
    return _rule_words(rules_folder())


@st.cache_resource(show_spinner=False)
def _rule_words(folder: Path) -> Mapping[str, RuleWords]:
    try:
        rules = load(folder).rules
    except RuleError:
        # Somebody is at work on a rule file; the queue goes on with the rules' ids for titles.
        return {}
    return {rule.id: RuleWords(rule.title, rule.label, rule.about, tuple(rule.falsepositives)) for rule in rules}


def moderator() -> str:
    """Return who decides here."""
    return who.actor(store())[0]


def call_me(name: object) -> None:
    """Take over the name that somebody typed on the panel; who has signed in has a name already."""
    if who.is_local() and isinstance(name, str) and name.strip() and name.strip() != moderator():
        st.session_state["moderator_name"] = name.strip()[:NAME_LIMIT]


def desk() -> Desk:
    """Return this moderator's desk, kept for the browser session: opening one writes the name to the database."""
    subject, role = who.actor(store())
    wanted = (database_url(), subject)
    kept = st.session_state.get("desk_of")
    if kept is None or kept[0] != wanted:
        kept = (wanted, Desk(store(), subject, role))
        st.session_state["desk_of"] = kept
    opened = kept[1]
    assert isinstance(opened, Desk)  # tells mypy what this function put there
    return opened


def is_senior() -> bool:
    """Whether this moderator may decide what others escalated."""
    return desk().is_senior


def desk_name() -> str:
    """Return a short name for this database and moderator, so that no outbox is emptied at the wrong desk."""
    return hashlib.sha256(f"{database_url()}\n{moderator()}".encode()).hexdigest()[:16]


def ledger() -> Ledger:
    """Return the answers that this browser session has had."""
    found = st.session_state.setdefault("ledger", Ledger())
    assert isinstance(found, Ledger)  # tells mypy what this module put there
    return found


def salt() -> str:
    """Return what sets this browser session's tokens apart from every other's."""
    return str(st.session_state.setdefault("salt", secrets.token_hex(8)))


def telling(draw: Callable[[], None]) -> Callable[[], None]:
    """Wrap a page: what a person can mend is shown in words, without a traceback."""

    @wraps(draw)
    def drawn() -> None:
        try:
            draw()
        except ModerationError as error:
            st.error("The queue cannot go on.")
            st.text(error.render())

    return drawn
