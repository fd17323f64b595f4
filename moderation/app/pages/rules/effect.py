"""What a draft would find among the latest comments, beside what its rules find as they stand. No rule changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.pages.rules.trial import PART, SHOWN, Catch, catches, draw_catches
from moderation.lab.drafting.draft import Draft
from moderation.lab.known import LATEST, fired_in_words
from moderation.normalise import fold
from moderation.rulebook import Rulebook
from moderation.store import Latest

EXAMPLES: Final = SHOWN // 2


@dataclass(slots=True)
class Effect:
    """Of `comments`, how many the draft finds, how many its rules find as they stand, and what lies between.

    Of those newly caught, `alone` were found by no rule when they were scored, `through` stand approved. Grows while
    the comments are read, and keeps the latest few of what is new or spared.
    """

    is_new: bool
    comments: int = 0
    found: int = 0
    before: int = 0
    newly: int = 0
    freed: int = 0
    alone: int = 0
    through: int = 0
    caught: list[Catch] = field(default_factory=list)
    spared: list[Catch] = field(default_factory=list)

    def add(self, now: Sequence[Catch], before: Sequence[Catch]) -> None:
        """Count what the draft and the rules as they stand find in the same comments."""
        had, has = ({catch.comment.item for catch in part} for part in (before, now))
        newly = [catch for catch in now if catch.comment.item not in had]
        freed = [catch for catch in before if catch.comment.item not in has]
        self.found += len(now)
        self.before += len(before)
        self.newly += len(newly)
        self.freed += len(freed)
        self.alone += sum(not catch.comment.rules for catch in newly)
        self.through += sum(catch.is_let_through for catch in newly)
        self.caught += newly[: EXAMPLES - len(self.caught)]
        self.spared += freed[: EXAMPLES - len(self.spared)]


def effect_of(draft: Draft, comments: Sequence[Latest]) -> Effect:
    """Return what a draft does to comments, by their texts alone; draws how far it has come."""
    after, before = (Rulebook.of(rules, every_status=True) for rules in (draft.rules, draft.before))
    effect = Effect(is_new=not draft.before, comments=len(comments))
    bar = st.progress(0.0, "Reading the latest comments")
    for start in range(0, len(comments), PART):
        part = comments[start : start + PART]
        folded = [fold(one.text) for one in part]
        effect.add(catches(after, part, folded), catches(before, part, folded))
        bar.progress(min(1.0, (start + PART) / len(comments)), "Reading the latest comments")
    bar.empty()
    return effect


def asked_effect(draft: Draft) -> Effect | None:
    """Draw the button that tries a draft, and return what came of it where it was pressed."""
    if not st.button(f"Try it on the latest {LATEST:,} comments", key="rules_draft_try"):
        return None
    return effect_of(draft, session.store().latest(LATEST))


def draw_effect(effect: Effect) -> None:
    """Draw what a draft would do, in figures and with the latest comments that it would."""
    if not effect.comments:
        st.info("There are no comments yet.")
        return
    st.text("\n".join(effect_lines(effect)))
    if effect.caught:
        st.caption("Newly caught, the latest first")
        draw_catches(effect.caught, "rules_caught_shown")
    if effect.spared:
        st.caption("No longer caught, the latest first")
        draw_catches(effect.spared, "rules_spared_shown")
    st.caption("By the texts alone: articles and authors are not looked at here.")


def effect_lines(effect: Effect) -> list[str]:
    """Return what a draft would do in words, a line each."""
    stands = "" if effect.is_new else f"; as the rules stand, {effect.before:,}"
    lines = [f"It finds {fired_in_words(effect.found, effect.comments, which='the latest ')}{stands}."]
    new = f"Newly caught: {effect.newly:,}"
    if effect.newly:
        new += f". No rule had found {effect.alone:,} of them; {effect.through:,} of them stand approved"
    gone = f"No longer caught: {effect.freed:,}."
    return [*lines, f"{new}.", *([gone] if effect.freed else [])]
