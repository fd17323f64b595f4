"""What the rules have found of late, and how often people who ruled on that agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.pages.rules.reopen import draw_reopening
from moderation.app.plain import visible
from moderation.interval import wilson
from moderation.lab.change.report import share_in_words
from moderation.lab.known import LATEST, change_of, fired_in_words
from moderation.lab.precision import Precision
from moderation.rulebook import Rule
from moderation.rulebook.in_words import looked_for
from moderation.store import RuleRecord

EXAMPLES: Final = 4
# Pixels, and the figures first: behind the titles a telephone had no room for them. On a wide screen all columns grow.
_COLUMNS: Final = {
    "Hits": st.column_config.NumberColumn(width=56),
    "Rejected": st.column_config.NumberColumn(width=78, format="%.0f%%"),
}


def draw_record() -> None:
    """Draw the table, and the rule that is chosen in it."""
    rules = session.rules()
    records = session.store().rule_records(LATEST)
    table = record_table(rules, records)
    st.caption(
        f"Over the latest {LATEST:,} comments. “Rejected” is the share that people rejected, for whatever reason, of "
        "those that they ruled on, and where it lies with 95% confidence. Choose a row to read the rule."
    )
    chosen = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=430,
        on_select="rerun",
        selection_mode="single-row",
        key="rules_table",
        column_config=_COLUMNS,
        placeholder="–",
    )
    rows = chosen.selection.rows
    if rows:
        rule = next(rule for rule in rules if rule.id == table["Rule"][rows[0]])
        record = next((one for one in records if one.rule == rule.id), RuleRecord(rule.id, 0, 0, 0))
        # The chosen row may have scrolled out of sight.
        st.markdown(f"##### {escaped(rule.title)}")
        draw_rule(rule, facts=rule_facts(rule, record, session.store().recent(LATEST)), examples=True)
        draw_reopening(rule)


def record_table(rules: Sequence[Rule], records: Sequence[RuleRecord]) -> pd.DataFrame:
    """Return a row for every rule, most hits first; a rule that nobody ruled on has no share."""
    found = {record.rule: record for record in records}
    return pd.DataFrame([_row(rule, found.get(rule.id, RuleRecord(rule.id, 0, 0, 0))) for rule in rules]).sort_values(
        ["Hits", "Rule"], ascending=[False, True], ignore_index=True
    )


def _row(rule: Rule, record: RuleRecord) -> dict[str, object]:
    bounds = wilson(record.rejected, record.ruled)
    return {
        "Hits": record.hits,
        "Rejected": 100 * record.rejected / record.ruled if record.ruled else None,
        "Title": visible(rule.title),
        "95%": f"{bounds[0]:.0%} to {bounds[1]:.0%}" if bounds else None,
        "Ruled on": record.ruled,
        "Rule": rule.id,
        "Status": rule.status if rule.live or rule.status == "draft" else f"{rule.status}, off",
        "Action": rule.action,
        "Since": rule.added,
    }


def rule_facts(rule: Rule, record: RuleRecord, comments: int) -> list[str]:
    """Return what came of a rule among the latest comments, and when it was last changed, a line each."""
    people = share_in_words(Precision(record.rejected, record.ruled))
    return [
        f"Fired on {fired_in_words(record.hits, comments, which='the latest ')}",
        f"Rejected by people, of those: {people}",
        f"Last change: {change_in_words(rule)}",
    ]


def change_in_words(rule: Rule) -> str:
    """Return when a rule was last changed, as its repository knows it; without one, since when the file says it is."""
    known = _change(rule.location.file, rule.location.line, rule)
    return known or (f"not known; in the rules since {rule.added}" if rule.added else "not known")


# Kept for a minute, not for good: a commit changes neither the file nor the rule's place in it.
@st.cache_data(show_spinner=False, ttl=60, max_entries=200)
def _change(file: str, line: int, _rule: Rule) -> str | None:  # noqa: ARG001 # they name what is kept
    return change_of(_rule)


def draw_rule(rule: Rule, *, facts: Sequence[str] = (), examples: bool = False) -> None:
    """Draw a rule as a moderator reads it, with what else is known of it."""
    with st.container(border=True):
        st.text(visible(rule.why or rule.title))
        says = [rule.about, *(f"Not for: {told}" for told in rule.falsepositives)]
        for said in filter(None, says):
            st.caption(escaped(said))
        if facts:
            st.text(visible("\n".join(facts)))
        st.caption(f"Status: {rule.status} · action: {rule.action} · score: {rule.score:g}")
        if examples:
            with st.expander("What it looks for"):
                st.code(visible("\n".join(looked_for(rule.match))), language=None, wrap_lines=True)
            finds, spares = st.columns(2)
            _examples(finds, "It finds", rule, "match")
            _examples(spares, "It spares", rule, "no_match")


def _examples(place: st.delta_generator.DeltaGenerator, title: str, rule: Rule, kind: str) -> None:
    place.caption(title)
    texts = [example.text for example in rule.tests if example.kind == kind][:EXAMPLES]
    place.code("\n".join(" ".join(visible(text).split()) for text in texts), language=None, wrap_lines=True)


def escaped(text: str) -> str:
    """Return a text of a rule file so that Markdown has nothing to say in it."""
    return "".join(f"\\{char}" if char in r"\`*_{}[]()#+-.!|<>~$:" else char for char in visible(text))
