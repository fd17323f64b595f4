"""What the rules have found of late, and how often people who ruled on that agreed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pandas as pd
import streamlit as st

from moderation.app import session
from moderation.app.plain import visible
from moderation.interval import wilson
from moderation.rulebook import Rule
from moderation.store import RuleRecord

LAST: Final = 10_000
EXAMPLES: Final = 4
_SHARE: Final = st.column_config.NumberColumn(format="%.0f %%")


def draw_record() -> None:
    """Draw the table, and the rule that is chosen in it."""
    rules = session.rules()
    table = record_table(rules, session.store().rule_records(LAST))
    st.caption(
        f"Over the latest {LAST:,} comments. “Rejected” is the share that people rejected, for whatever reason, of "
        "those that they ruled on, and where it lies with 95 % confidence. Choose a row to read the rule."
    )
    chosen = st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height=430,
        on_select="rerun",
        selection_mode="single-row",
        key="rules_table",
        column_config={"Rejected": _SHARE},
        placeholder="–",
    )
    rows = chosen.selection.rows
    if rows:
        named = {rule.id: rule for rule in rules}
        draw_rule(named[table["Rule"][rows[0]]], examples=True)


def record_table(rules: Sequence[Rule], records: Sequence[RuleRecord]) -> pd.DataFrame:
    """Return a row for every rule, most hits first; a rule that nobody ruled on has no share."""
    found = {record.rule: record for record in records}
    return pd.DataFrame([_row(rule, found.get(rule.id, RuleRecord(rule.id, 0, 0, 0))) for rule in rules]).sort_values(
        ["Hits", "Rule"], ascending=[False, True], ignore_index=True
    )


def _row(rule: Rule, record: RuleRecord) -> dict[str, object]:
    bounds = wilson(record.rejected, record.ruled)
    return {
        "Title": visible(rule.title),
        "Rule": rule.id,
        "Hits": record.hits,
        "Ruled on": record.ruled,
        "Rejected": 100 * record.rejected / record.ruled if record.ruled else None,
        "95 %": f"{bounds[0]:.0%} to {bounds[1]:.0%}" if bounds else None,
        "Status": rule.status if rule.live or rule.status == "draft" else f"{rule.status}, off",
        "Action": rule.action,
        "Since": rule.added,
    }


def draw_rule(rule: Rule, *, examples: bool = False) -> None:
    """Draw a rule as a moderator reads it."""
    with st.container(border=True):
        st.text(visible(rule.why or rule.title))
        facts = [rule.about, *(f"Not for: {told}" for told in rule.falsepositives)]
        for fact in filter(None, facts):
            st.caption(escaped(fact))
        st.caption(f"Status: {rule.status} · action: {rule.action} · score: {rule.score:g}")
        if examples:
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
