"""A rule tried out: on a text that somebody types, and on the latest comments. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.pages.rules.record import draw_rule
from moderation.app.panel.personal import covered, dotted
from moderation.app.plain import one_line, visible
from moderation.lab.known import LATEST
from moderation.lab.matching import hits_in
from moderation.normalise import fold
from moderation.records import Context, Folded, Language
from moderation.rulebook import Example, Rule, Rulebook
from moderation.rulebook.examples.testing import run_example
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


@dataclass(frozen=True, slots=True)
class Run:
    """What a rule finds among some comments: how many, how many of those stand approved, and the latest few."""

    comments: int
    found: int
    through: int
    caught: tuple[Catch, ...]


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
        if st.form_submit_button("Try"):
            st.session_state["rules_tried"] = (chosen, text)
    # Kept until the next one: a press in the other half of the page draws this half anew.
    tried, said = st.session_state.get("rules_tried", (ANY, ""))
    if not said.strip():
        return
    if tried in rules:
        st.code(visible(explained(rules[tried], said)), language=None, wrap_lines=True)
        return
    found = fired(list(rules.values()), said)
    if not found:
        st.info("No rule fires on this.")
    for rule, words in found:
        by = " … ".join(one_line(word) for word in words) or "the shape of the text"
        st.text(f"{visible(rule.title)} · {rule.id}\nby: {by}")


def fired(rules: Sequence[Rule], text: str) -> list[tuple[Rule, tuple[str, ...]]]:
    """Return the rules that fire on a text nobody knows anything else of, with the words by which they do."""
    named = {rule.id: rule for rule in rules}
    hits = hits_in(Rulebook.of(rules), text)
    return [(named[hit.rule], tuple(text[span.start : span.end] for span in hit.spans)) for hit in hits]


def explained(rule: Rule, text: str) -> str:
    """Return whether a rule matches a text, with carets under what decided, and what each of its conditions found."""
    alone = Rulebook.of([rule], every_status=True)
    # An example that is to go the other way is told with all that there is to tell.
    told = run_example(alone, rule, Example("no_match" if hits_in(alone, text) else "match", 0, text))
    return told.problem.message.split(": ", 1)[-1] if told.problem else told.decided


# --- the latest comments -------------------------------------------------------------------------------------------


def _draw_latest(rules: dict[str, Rule]) -> None:
    st.markdown(f"##### On the latest {LATEST:,} comments")
    chosen = _choose(rules, "rules_run_rule", all_rules=False)
    draw_rule(rules[chosen])
    if st.button("Run", key="rules_run"):
        st.session_state["rules_ran"] = (rules[chosen], _run(rules[chosen], session.store().latest(LATEST)))
    # Kept until another rule is chosen: a press in the other half of the page draws this half anew.
    ran = st.session_state.get("rules_ran")
    if ran is not None and ran[0] == rules[chosen]:
        _draw_run(ran[1])


def _draw_run(run: Run) -> None:
    if not run.comments:
        st.info("There are no comments yet.")
        return
    share, stand = run.found / run.comments, "stands" if run.through == 1 else "stand"
    st.text(f"{run.found:,} of {run.comments:,} comments ({share:.1%}); {run.through:,} {stand} approved.")
    if run.caught:
        draw_catches(run.caught, "rules_ran_shown")
        latest = f"The latest {len(run.caught)} of them. " if run.found > len(run.caught) else ""
        st.caption(f"{latest}Articles and authors are not looked at here.")


def _run(rule: Rule, comments: Sequence[Latest]) -> Run:
    alone = Rulebook.of([rule], every_status=True)
    bar = st.progress(0.0)
    caught: list[Catch] = []
    for start in range(0, len(comments), PART):
        part = comments[start : start + PART]
        caught += catches(alone, part, [fold(one.text) for one in part])
        bar.progress(min(1.0, (start + PART) / len(comments)))
    bar.empty()
    return Run(len(comments), len(caught), sum(one.is_let_through for one in caught), tuple(caught[:SHOWN]))


def catches(book: Rulebook, comments: Sequence[Latest], folded: Sequence[Folded]) -> list[Catch]:
    """Return the comments that rules find by their texts alone, with the words by which all of them do."""
    languages = [Language(one.language, one.confidence) for one in comments]
    hits, _ = book.match(folded, [Context()] * len(comments), languages)
    words: dict[int, list[str]] = {}
    for hit in hits:
        words.setdefault(hit.row, []).extend(comments[hit.row].text[span.start : span.end] for span in hit.spans)
    return [Catch(comments[row], tuple(dict.fromkeys(found))) for row, found in words.items()]


def draw_catches(caught: Sequence[Catch], key: str) -> None:
    """Draw what was caught; who covers slurs and threats in the queue reads the words here on their own wish."""
    is_covered = bool(session.preferences().get("cover_harsh")) and not st.toggle("Show what is covered", key=key)
    st.dataframe(catch_table(caught, is_covered=is_covered), hide_index=True, width="stretch")


def catch_table(caught: Sequence[Catch], *, is_covered: bool = False) -> pd.DataFrame:
    """Return a row for every comment that was caught, personal data covered; what may be long stands last.

    With `is_covered` words are dots: of a text beside its rule nobody knows which of them are hard to read.
    """
    hide = dotted if is_covered else str
    return pd.DataFrame(
        {
            "Found": " … ".join(hide(one_line(covered(word), 40)) for word in one.words) or "its shape",
            "Now": one.comment.state,
            "Comment": hide(one_line(covered(one.comment.text), 300)),
        }
        for one in caught
    )
