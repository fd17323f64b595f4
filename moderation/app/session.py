"""What a page needs from around it: the store, the policy, the rules in words, and who sits at the desk."""

from __future__ import annotations

import hashlib
import os
import secrets
import time
from collections.abc import Callable, Hashable, Mapping
from datetime import UTC, date, datetime
from functools import wraps
from pathlib import Path
from typing import Any, Final, TypeVar

import streamlit as st

from moderation.app import settings, who
from moderation.app.panel.outbox import Ledger
from moderation.app.words import RuleWords
from moderation.errors import ModerationError, RuleError
from moderation.policy import Policy, load_policy
from moderation.review import SENIOR, Desk
from moderation.rulebook import Rule
from moderation.rulebook.files.load import checked_rules
from moderation.shipped import shipped
from moderation.store import Store, open_store
from moderation.taxonomy import Role

# Saved views are preferences whose names begin so.
VIEW: Final = "view:"
TOLD_KEPT: Final = 20
# A file of ours: an icon named by Streamlit is fetched from a server outside.
ICON: Final = str(Path(__file__).with_name("icon.png"))
# Drawing a page asks some twenty times who sits there. Nothing rests on the answer but what is shown: whoever has no
# login is asked for none, and of everybody else each verb of the desk asks the store anew.
KNOWN_SECONDS: Final = 1.0
Known = TypeVar("Known")


def store() -> Store:
    """Return the store, opened once per process and URL."""
    return _store(settings.database_url())


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


def rules() -> tuple[Rule, ...]:
    """Return the rules, read again when a file of theirs has changed; raises RuleError where one cannot be read."""
    folder = rules_folder()
    files = sorted((str(path), path.stat().st_mtime_ns) for path in folder.rglob("*.y*ml"))
    return _rules(folder, tuple(files), datetime.now(UTC).date())


@st.cache_resource(show_spinner=False, max_entries=2)
def _rules(folder: Path, files: tuple[tuple[str, int], ...], day: date) -> tuple[Rule, ...]:  # noqa: ARG001
    return tuple(checked_rules(folder, day=day))


def rule_words() -> Mapping[str, RuleWords]:
    """Return what every rule says about itself, by id."""
    return _rule_words(rules_folder())


@st.cache_resource(show_spinner=False)
def _rule_words(folder: Path) -> Mapping[str, RuleWords]:
    try:
        # Read, not compiled, which takes as long again: the page shows words and matches nothing.
        rules = checked_rules(folder, day=datetime.now(UTC).date())
    except RuleError:
        # Somebody is at work on a rule file; the queue goes on with the rules' ids for titles.
        return {}
    return {rule.id: RuleWords(rule.title, rule.label, rule.about, tuple(rule.falsepositives)) for rule in rules}


def _known(what: str, of: Hashable, ask: Callable[[], Known]) -> Known:
    """Return what `ask` told of the same a moment ago, else what it tells now."""
    name, now = f"known_{what}", time.monotonic()
    kept = st.session_state.get(name)
    if kept is None or kept[0] != of or now >= kept[1]:
        kept = (of, now + KNOWN_SECONDS, ask())
        st.session_state[name] = kept
    found: Known = kept[2]
    return found


def ask_anew() -> None:
    """Forget who sits here: the team has just been changed."""
    for name in ("known_actor", "known_role"):
        st.session_state.pop(name, None)


def _actor() -> tuple[str, Role | None]:
    claimed = (who.local_name(),) if who.is_local() else who.subjects()
    return _known("actor", (settings.database_url(), claimed), lambda: who.actor(store()))


def moderator() -> str:
    """Return who decides here."""
    return _actor()[0]


def desk() -> Desk:
    """Return this moderator's desk, kept for the browser session: opening one writes the name to the database."""
    subject, role = _actor()
    # With the role: whoever needs no login keeps no right that the store has taken from the name meanwhile.
    wanted = (settings.database_url(), subject, role)
    kept = st.session_state.get("desk_of")
    if kept is None or kept[0] != wanted:
        kept = (wanted, Desk(store(), subject, role))
        st.session_state["desk_of"] = kept
    opened = kept[1]
    assert isinstance(opened, Desk)  # tells mypy what this function put there
    return opened


def is_senior() -> bool:
    """Whether this moderator may decide what others escalated."""
    return _role() in SENIOR


def may_decide() -> bool:
    """Whether this moderator may decide at all."""
    return _role() != "viewer"


def _role() -> Role:
    return _known("role", (settings.database_url(), *_actor()), lambda: desk().role)


def desk_name() -> str:
    """Return a short name for this database and moderator, so that no outbox is emptied at the wrong desk."""
    return hashlib.sha256(f"{settings.database_url()}\n{moderator()}".encode()).hexdigest()[:16]


def preferences() -> Mapping[str, Any]:
    """Return what this moderator has set, read once per browser session and after each change."""
    wanted = (settings.database_url(), moderator())
    kept = st.session_state.get("preferences_of")
    if kept is None or kept[0] != wanted:
        kept = (wanted, dict(store().preferences(desk().person.id)))
        st.session_state["preferences_of"] = kept
    found: Mapping[str, Any] = kept[1]
    return found


def prefer(name: str, value: Any) -> None:
    """Keep what this moderator has set; None takes it away."""
    store().prefer(desk().person.id, name, value)
    st.session_state.pop("preferences_of", None)


def saved_views(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return the views that a moderator has saved, by name, in the order of the names."""
    return {name.removeprefix(VIEW): kept[name] for name in sorted(kept) if name.startswith(VIEW)}


def ledger() -> Ledger:
    """Return the answers that this browser session has had."""
    found = st.session_state.setdefault("ledger", Ledger())
    assert isinstance(found, Ledger)  # tells mypy what this module put there
    return found


def tell(token: str, text: str, tone: str = "info") -> None:
    """Keep a message for the panel, under the token of what it answers."""
    st.session_state["told"] = [*told(), {"token": token, "text": text, "tone": tone}][-TOLD_KEPT:]


def told() -> list[dict[str, str]]:
    """Return the latest messages for the panel."""
    return list(st.session_state.get("told", ()))


def was_told(token: str) -> bool:
    """Whether what carries this token was answered already."""
    return any(one["token"] == token for one in told())


def lead(page: str, params: Any) -> None:
    """Remember which page a component wants to go to; `follow` goes there."""
    asked = params if isinstance(params, Mapping) else {}
    st.session_state["way"] = (page, {str(name): str(value) for name, value in asked.items() if value})


def follow() -> None:
    """Go where a component wanted to go, if anywhere."""
    way = st.session_state.pop("way", None)
    pages = st.session_state.get("pages", {})
    if way is not None and way[0] in pages:
        if way[0] == "queue" and way[1]:
            # The queue remembers what it showed last; what somebody asks to open there goes before.
            st.session_state["queue_way"] = way[1]
        st.switch_page(pages[way[0]], query_params=way[1])


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
