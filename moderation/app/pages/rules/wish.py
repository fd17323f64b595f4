"""A wish for the rules: words, exemptions and examples in, a tested patch or draft out. No rule changes here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import streamlit as st

from moderation.app import session
from moderation.app.pages.rules.effect import Effect, asked_effect, draw_effect
from moderation.app.pages.rules.record import draw_rule
from moderation.app.plain import one_line, visible
from moderation.app.words import language_name
from moderation.lab.drafting.draft import Draft, Wish, new_rule, patch, word_lists
from moderation.lab.drafting.editing import WordList
from moderation.rulebook import Rule
from moderation.taxonomy import CATEGORIES, Category

LANGUAGES: Final = ("en", "de", "fr", "es", "it", "pt", "nl", "ru", "")
FIRST_WORDS: Final = 4
# The boxes of the form.
LINES: Final = ", one a line"
FINDS: Final = "What it finds, in a few words"
TOLD: Final = "What its author is told"
TERMS: Final = f"Words or phrases to find{LINES}"
MATCH: Final = f"Comments that it must find{LINES}"
NO_MATCH: Final = f"Comments that it must spare{LINES}"
# Underlines in a trace what a condition found.
MARK: Final = "^"
_NAMES: Final[Mapping[Category, str]] = {
    "toxicity": "Toxicity", "spam": "Spam", "misinformation": "Misinformation cue",
}  # fmt: skip


@dataclass(slots=True)
class Kept:
    """The draft that was asked for last, its rule (None: a new one), and what it would do, if tried.

    Kept beside the form: pressing anything below it, the form says nothing any more.
    """

    rule: Rule | None
    draft: Draft
    effect: Effect | None = None


def draw_change() -> None:
    """Draw the wish for a rule that is there."""
    _draw("change", _change)


def draw_new() -> None:
    """Draw the wish for a rule that is not there yet."""
    _draw("new", _new)


def _draw(part: str, ask: Callable[[], Rule | None]) -> None:
    st.caption(
        "No rule changes here. You get a file, checked and tested, to hand to whoever keeps the rules of this site."
    )
    form, answer = st.columns([1, 1], gap="large")
    with form:
        rule = ask()
    kept = _kept(part)
    if kept is not None and kept.rule == rule:
        with form:
            # Below the button that was pressed: the top of the other column is out of sight from there.
            _tell(kept.draft)
        with answer:
            _show(kept)


def _kept(part: str) -> Kept | None:
    found = st.session_state.get(f"rules_draft_{part}")
    assert found is None or isinstance(found, Kept)  # tells mypy what `_keep` put there
    return found


def _keep(part: str, rule: Rule | None, draft: Draft | None) -> None:
    st.session_state[f"rules_draft_{part}"] = None if draft is None else Kept(rule, draft)


def _change() -> Rule | None:
    """Draw the form, keep what comes of it, and return the rule that it is about."""
    # Rules that a site extends are not its to patch: what it wants of them otherwise is an override.
    rules = {rule.id: rule for rule in session.rules() if not rule.origin}
    if not rules:
        st.info("This site keeps no rules of its own that could be changed.")
        return None
    chosen = st.selectbox(
        "Rule", sorted(rules), format_func=lambda name: f"{rules[name].title} · {name}", key="rules_rule"
    )
    rule = rules[chosen]
    draw_rule(rule)
    lists = word_lists(rule)
    with st.form("rules_change", border=False):
        path = ""
        if lists:
            names = {one.path: _list_name(one) for one in lists}
            path = st.selectbox("Words go to", list(names), format_func=names.__getitem__, key=f"rules_list_{chosen}")
        wish = _wish(chosen, words=bool(lists))
        if not st.form_submit_button("Check and test"):
            return rule
    if wish.empty:
        st.info("Write a word, a phrase to spare or an example first.")
    _keep("change", rule, None if wish.empty or _is_listed(wish) else patch(rule, wish, path, session.rules_folder()))
    return rule


def _list_name(one: WordList) -> str:
    first = ", ".join(one.words[:FIRST_WORDS])
    more = f" and {len(one.words) - FIRST_WORDS} more" if len(one.words) > FIRST_WORDS else ""
    return f"{first}{more}"


def _new() -> None:
    """Draw the form, and keep what comes of it; it is about no rule that is there."""
    with st.form("rules_new", border=False):
        title = st.text_input(FINDS, max_chars=80, key="rules_title")
        why = st.text_input(TOLD, max_chars=300, key="rules_why")
        left, right = st.columns(2)
        category = left.selectbox("Category", CATEGORIES, format_func=_NAMES.__getitem__, key="rules_category")
        language = right.selectbox(
            "Language", LANGUAGES, format_func=lambda code: language_name(code) if code else "Any", key="rules_language"
        )
        wish = _wish("new", words=True)
        if not st.form_submit_button("Check and test"):
            return
    needed = {FINDS: title.strip(), TOLD: why.strip(), TERMS: wish.terms, MATCH: wish.match, NO_MATCH: wish.no_match}
    if missing := [label.removesuffix(LINES) for label, given in needed.items() if not given]:
        st.info(f"Still to be filled in: {'; '.join(missing)}.")
        _keep("new", None, None)
        return
    _keep("new", None, None if _is_listed(wish) else new_rule(title, category, why, language, wish))


def _wish(name: str, *, words: bool) -> Wish:
    """Draw the four boxes; each takes one entry a line."""
    terms = _lines(TERMS, f"rules_terms_{name}", "numpty(s)") if words else ()
    spared = _lines("Phrases to spare, one a line", f"rules_spared_{name}", "numpty of the year award")
    match = _lines(MATCH, f"rules_match_{name}", "You utter numpty.")
    no_match = _lines(NO_MATCH, f"rules_no_match_{name}", "He won the numpty of the year award.")
    return Wish(tuple(term.lower() for term in terms), tuple(one.lower() for one in spared), match, no_match)


def _is_listed(wish: Wish) -> bool:
    """Tell, and say, whether a line of words is a list: it would be looked for as one phrase, and never be found."""
    lists = [line for line in (*wish.terms, *wish.exemptions) if "," in line]
    if lists:
        st.info("One word or phrase a line, without commas. A phrase is found with or without those that it had.")
        st.text("\n".join(one_line(line) for line in lists))
    return bool(lists)


def _lines(label: str, key: str, example: str) -> tuple[str, ...]:
    typed = st.text_area(label, key=key, placeholder=example, height=90)
    return tuple(dict.fromkeys(line.strip() for line in typed.splitlines() if line.strip()))


def _show(kept: Kept) -> None:
    """Draw what came of a wish; what can be read is there to try, only what holds to download."""
    draft = kept.draft
    if draft.rules:
        kept.effect = asked_effect(draft) or kept.effect
    if kept.effect is not None:
        draw_effect(kept.effect)
    if draft.sound:
        _offer(draft)


def _tell(draft: Draft) -> None:
    for problem in draft.problems:
        st.error("This cannot be written into the rules.")
        st.text(problem.render())
    failed = [result for result in draft.results if not result.passed]
    if failed:
        st.error(f"{len(failed)} of {len(draft.results)} examples go otherwise than they should.")
        for result in failed:
            assert result.problem is not None
            missed = result.example.kind in ("match", "known_fp")
            st.text(f"{'Not found' if missed else 'Found, and to be spared'}: {one_line(result.example.text)}")
            if missed:
                st.caption(_why_missed(result.problem.message))
            with st.expander("Why, part by part"):
                st.code(visible(result.problem.message), language=None, wrap_lines=True)
    for word in draft.unshown:
        st.warning("No example shows what this does; add a comment that needs it:")
        st.text(one_line(word))
    if draft.sound:
        st.success(f"All {len(draft.results)} examples go as they should; the file is ready.")
    if draft.sound and draft.affected:
        st.warning("These rules share the list and find more by it, too; their examples still hold.")
        st.text("\n".join(draft.affected))


def _why_missed(trace: str) -> str:
    """Return in words why a rule passes an example by; its trace underlines the words that were found."""
    if MARK not in trace:
        return "None of the rule's words stands in it."
    return "It has words of the rule, but the rule asks for more: whom they are said to, or that nothing spares them."


def _offer(draft: Draft) -> None:
    what = "patch" if draft.name.endswith(".patch") else "draft"
    st.download_button(f"Download the {what}", draft.content, draft.name, mime="text/plain")
    applied = (
        "“git apply” takes it" if what == "patch" else "it is a draft and fires on nothing until its status is changed"
    )
    st.caption(f"For whoever keeps the rules: {applied}; “moderation rules diff” shows what it does to past comments.")
    # Without colours: those of a diff are too pale to read, green on white 2:1.
    st.code(draft.content, language=None, wrap_lines=True)
