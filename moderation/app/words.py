"""Reason codes in words: why a comment is in front of a person, as a sentence that the person can check."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from moderation.records import Verdict
from moderation.taxonomy import LABEL_INDEX, LABEL_TITLES, UNDETERMINED, EventKind, Label

Kind = Literal["score", "rule", "boost", "unjudged", "other"]

LANGUAGE_NAMES: Final[Mapping[str, str]] = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian",
    "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian",
    "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sq": "Albanian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

EVENT_TITLES: Final[Mapping[EventKind, str]] = {
    "approve": "Approved", "reject": "Rejected", "escalate": "Escalated", "skip": "Skipped", "undo": "Undone",
    "reopen": "Reopened", "close": "Closed",
}  # fmt: skip

_REACHED: Final = re.compile(r"(\w+)>=(\d+(?:\.\d+)?)")

_PLAIN: Final[Mapping[str, tuple[Kind, str]]] = {
    "scorer-failed": ("unjudged", "Not fully judged: {scorer} failed on this comment."),
    "language-not-covered": ("unjudged", "{language}, so {classifier} did not judge it."),
    "too-long": ("unjudged", "Longer than the limit: only its beginning was judged."),
    "near-duplicate": ("other", "One of {rest} comments that say nearly the same."),
    "many-authors": ("other", "{rest} authors wrote nearly the same."),
    "many-threads": ("other", "Its author wrote under {rest} articles within ten minutes."),
    "reported": ("other", "Reported by {who}."),
}

# Whole codes: the sentence on the comment, and the name in filters and charts.
_WHOLE: Final[Mapping[str, tuple[str, str]]] = {
    "upstream:spam": ("The site that it comes from has it as spam.", "Spam on the site"),
    "upstream:rejected": ("It was rejected on the site that it comes from.", "Rejected on the site"),
    "hold:article": ("New comments under this article wait for a person.", "Article is held"),
    "hold:author": ("New comments of this author are looked at first.", "Author is looked at first"),
    "hold:author-suspended": ("Its author is suspended.", "Author is suspended"),
    "hold:author-banned": ("Its author is banned.", "Author is banned"),
    "hold:term": ("It has a word that a senior holds.", "Word is held"),
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """What a rule says about itself: its title, what it is about, and where it is known to be wrong."""

    title: str
    label: Label | None = None
    about: str | None = None
    false_alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """One reason in words. `details` are further sentences; `cautions` say where the reason is known to be wrong."""

    code: str
    kind: Kind
    text: str
    label: Label | None = None
    details: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def shown(score: float, limit: float | None = None) -> str:
    """Return a score with two decimals, or with as many as it takes to stand on its own side of `limit`."""
    for decimals in range(2, 6):
        said = f"{score:.{decimals}f}"
        if limit is None or (float(said) >= limit) == (score >= limit):
            return said
    return f"{score:.6f}"


def limits_reached(verdict: Verdict) -> dict[str, str]:
    """Return the threshold that each label reached when the policy looked, as its reason code writes it."""
    return reached(verdict.reasons)


def reached(reasons: Sequence[str]) -> dict[str, str]:
    """Return the same of the reason codes alone."""
    found = (_REACHED.fullmatch(code) for code in reasons)
    return {match[1]: match[2] for match in found if match}


def language_name(code: str) -> str:
    """Return the English name of a language code, or the code itself."""
    return "an undetermined language" if code == UNDETERMINED else LANGUAGE_NAMES.get(code, f"`{code}`")


def reasons_in_words(verdict: Verdict, rules: Mapping[str, RuleWords]) -> tuple[Why, ...]:
    """Return every reason of `verdict` in words, in the verdict's order, then the rules that only raised its place."""
    boosts = [f"rule:{rule}" for rule in verdict.rules if f"rule:{rule}" not in verdict.reasons]
    return (
        *(reason_in_words(code, verdict, rules) for code in verdict.reasons),
        *(_as_boost(reason_in_words(code, verdict, rules)) for code in boosts),
    )


def _as_boost(why: Why) -> Why:
    return replace(why, kind="boost", details=("Only raises its place in the queue.",))


def reason_in_words(code: str, verdict: Verdict, rules: Mapping[str, RuleWords]) -> Why:
    """Return one reason code in words; a code that nobody taught us is shown as it stands."""
    if found := _REACHED.fullmatch(code):
        return _score(code, found[1], found[2], verdict)
    if code in _WHOLE:
        return Why(code, "other", _WHOLE[code][0])
    head, _, rest = code.partition(":")
    if head == "rule":
        return _rule(code, rest, rules)
    if head not in _PLAIN:
        return Why(code, "other", code.replace("-", " ").capitalize() + ".")
    kind, words = _PLAIN[head]
    who = {"1": "a reader"}.get(rest, f"{rest} readers")
    said = words.format(
        rest=rest, who=who, language=_taken_for(verdict), classifier=verdict.classifier, scorer=_scorer(rest, rules)
    )
    return Why(code, kind, said)


def _taken_for(verdict: Verdict) -> str:
    """What the text was taken for: the detector guesses, and a person should see that it did."""
    if verdict.language == UNDETERMINED:
        return "Its language cannot be told"
    return f"Taken for {language_name(verdict.language)}"


def _scorer(name: str, rules: Mapping[str, RuleWords]) -> str:
    head, _, rule_id = name.partition(":")
    if head != "rule":
        return name
    return f"the rule “{rules[rule_id].title}”" if rule_id in rules else f"the rule {rule_id}"


def reason_title(code: str, rules: Mapping[str, RuleWords]) -> str:
    """Return the short name of a reason code, for filters and charts."""
    if found := _REACHED.fullmatch(code):
        return f"{_label_title(found[1])} from {found[2]}"
    if code in _WHOLE:
        return _WHOLE[code][1]
    head, _, rest = code.partition(":")
    if head == "rule":
        return rules[rest].title if rest in rules else rest
    return {
        "reported": {"": "Reported by readers", "1": "Reported by one reader"}.get(rest, f"Reported by {rest} readers"),
        "scorer-failed": f"Failed: {_scorer(rest, rules)}",
        "language-not-covered": "Language not covered",
        "too-long": "Too long",
        "near-duplicate": "Near duplicate",
        "many-authors": "Several authors wrote nearly the same",
        "many-threads": "Author under many articles at once",
    }.get(head, code.replace("-", " ").capitalize())


def reason_short(code: str, scores: Sequence[float | None], rules: Mapping[str, RuleWords]) -> str:
    """Return the short name of a reason code beside a comment, whose scores are known: with its own."""
    found = _REACHED.fullmatch(code)
    index = LABEL_INDEX.get(found[1]) if found else None
    score = scores[index] if index is not None and index < len(scores) else None
    if found is None or score is None:
        return reason_title(code, rules)
    return f"{_label_title(found[1])} {shown(score, float(found[2]))}, held from {found[2]}"


def _label_title(name: str) -> str:
    return next((title for label, title in LABEL_TITLES.items() if label == name), name)


def _score(code: str, name: str, limit: str, verdict: Verdict) -> Why:
    index = LABEL_INDEX.get(name)
    score = verdict.scores[index] if index is not None else None
    label: Label | None = name if index is not None else None  # type: ignore[assignment]
    said = _label_title(name) if score is None else f"{_label_title(name)} {shown(score, float(limit))}"
    return Why(code, "score", f"{said}, the policy asks for a look from {limit}.", label)


def _rule(code: str, rule_id: str, rules: Mapping[str, RuleWords]) -> Why:
    rule = rules.get(rule_id)
    if rule is None:
        return Why(code, "rule", f"Rule {rule_id}.")
    details = (rule.about,) if rule.about else ()
    return Why(code, "rule", rule.title.rstrip(".") + ".", rule.label, details, rule.false_alarms)
