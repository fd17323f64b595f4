"""A rule tried out: on a text that somebody types, and on the latest comments. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.personal import covered
from moderation.app.plain import one_line, visible
from moderation.app.rules_record import draw_rule
from moderation.lab.known import LATEST
from moderation.normalise import fold
from moderation.records import Context, Language
from moderation.rulebook import Example, Rule, Rulebook
from moderation.rulebook.testing import run_example
from moderation.store import Latest

SHOWN: Final = 100
# So many comments are matched between two looks at the bar.
PART: Final = 500
ANY: Final = ""


@dataclass(frozen=True, slots=True)
class Catch:
    """A comment that a rule finds, and the words by which it does."""

    comment: Latest
    words: tuple[str, ...]

    @property
    def is_let_through(self) -> bool:
        """Whether the comment stands approved, by the policy or by a person."""
        return self.comment.state == "approved"


def draw_trial() -> None:
    """Draw the part of the page."""
    rules = {rule.id: rule for rule in session.rules()}
    typed, latest = st.columns([1, 1], gap="large")
    with typed:
        _draw_typed(rules)
    with latest:
        _draw_latest(rules)


def _choose(rules: dict[str, Rule], key: str, *, all_rules: bool) -> str:
    names = [*([ANY] if all_rules else []), *sorted(rules)]
    chosen: str = st.selectbox(
        "Rule", names, format_func=lambda name: f"{rules[name].title} · {name}" if name else "All rules", key=key
    )
    return chosen


# --- a text --------------------------------------------------------------------------------------------------------


def _draw_typed(rules: dict[str, Rule]) -> None:
    st.markdown("##### On a text")
    with st.form("rules_try", border=False):
        chosen = _choose(rules, "rules_try_rule", all_rules=True)
        text = st.text_area("A comment", key="rules_try_text", height=120)
        if not st.form_submit_button("Try") or not text.strip():
            return
    if chosen:
        st.code(visible(explained(rules[chosen], text)), language=None, wrap_lines=True)
        return
    found = fired(list(rules.values()), text)
    if not found:
        st.info("No rule fires on this.")
    for rule, words in found:
        st.text(f"{rule.title} · {rule.id}")
        st.caption("by")
        st.text(" … ".join(one_line(word) for word in words) or "the shape of the text")


def fired(rules: Sequence[Rule], text: str) -> list[tuple[Rule, tuple[str, ...]]]:
    """Return the rules that fire on a text nobody knows anything else of, with the words by which they do."""
    hits, _ = Rulebook.of(rules).match([fold(text)], [Context()], [Language("und", 0.0)])
    named = {rule.id: rule for rule in rules}
    return [(named[hit.rule], tuple(text[span.start : span.end] for span in hit.spans)) for hit in hits]


def explained(rule: Rule, text: str) -> str:
    """Return whether a rule matches a text, with carets under what decided, and what each of its conditions found."""
    alone = Rulebook.of([rule], every_status=True)
    matches = bool(alone.match([fold(text)], [Context()], [Language("und", 0.0)])[0])
    # An example that is to go the other way is told with all that there is to tell.
    told = run_example(alone, rule, Example("no_match" if matches else "match", 0, text))
    return told.problem.message.split(": ", 1)[-1] if told.problem else told.decided


# --- the latest comments -------------------------------------------------------------------------------------------


def _draw_latest(rules: dict[str, Rule]) -> None:
    st.markdown(f"##### On the latest {LATEST:,} comments")
    chosen = _choose(rules, "rules_run_rule", all_rules=False)
    draw_rule(rules[chosen])
    if not st.button("Run", key="rules_run"):
        return
    comments = session.store().latest(LATEST)
    if not comments:
        st.info("There are no comments yet.")
        return
    caught = _run(rules[chosen], comments)
    share, through = len(caught) / len(comments), sum(one.is_let_through for one in caught)
    st.text(f"{len(caught):,} of {len(comments):,} comments ({share:.1%}); {through:,} stand approved.")
    if caught:
        st.dataframe(_table(caught[:SHOWN]), hide_index=True, width="stretch")
        st.caption(f"The latest {min(SHOWN, len(caught))} of them. Articles and authors are not looked at here.")


def _run(rule: Rule, comments: Sequence[Latest]) -> list[Catch]:
    alone = Rulebook.of([rule], every_status=True)
    bar = st.progress(0.0)
    caught: list[Catch] = []
    for start in range(0, len(comments), PART):
        caught += catches(alone, comments[start : start + PART])
        bar.progress(min(1.0, (start + PART) / len(comments)))
    bar.empty()
    return caught


def catches(alone: Rulebook, comments: Sequence[Latest]) -> list[Catch]:
    """Return the comments that a rule finds by their texts alone."""
    languages = [Language(one.language, one.confidence) for one in comments]
    hits, _ = alone.match([fold(one.text) for one in comments], [Context()] * len(comments), languages)
    return [
        Catch(comments[hit.row], tuple(comments[hit.row].text[span.start : span.end] for span in hit.spans))
        for hit in hits
    ]


def _table(caught: Sequence[Catch]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Found": " … ".join(one_line(covered(word), 40) for word in one.words) or "its shape",
            "Comment": one_line(covered(one.comment.text), 300),
            "Now": one.comment.state,
        }
        for one in caught
    )
